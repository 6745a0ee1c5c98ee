"""`make setup`: the Python environment and the page's engine, each only where it is not there yet."""

from deploy.local import engine, python_env
from deploy.local.steps import one_at_a_time, program, say


def ensure() -> None:
    """Set up whatever is missing; a second run takes a fraction of a second."""
    with one_at_a_time():
        python_env.ensure()
        engine.ensure()


def main() -> None:
    """Set up, and say where."""
    ensure()
    say("  set up: .venv/ and deploy/engine/node_modules/")


if __name__ == "__main__":
    program(main)
