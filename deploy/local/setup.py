"""`make setup`: the Python environment, the page's engine and the labs' wheels, each only where it is not there yet."""

from deploy.local import engine, lite, python_env
from deploy.local.steps import one_at_a_time, program, say


def ensure() -> None:
    """Set up whatever is missing; a second run takes a fraction of a second."""
    with one_at_a_time():
        python_env.ensure()
        engine.ensure()
        lite.ensure_wheels()


def main() -> None:
    """Set up, and say where."""
    ensure()
    say("  set up: .venv/, deploy/engine/node_modules/ and deploy/lite/wheels/")


if __name__ == "__main__":
    program(main)
