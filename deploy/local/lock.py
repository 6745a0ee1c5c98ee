"""`make lock`: resolve what pyproject.toml and node.in ask for into versions and hashes."""

from deploy.local import python_env
from deploy.local.steps import BIN, Refused, StepFailed, environment, program, run, step

# One lock for every supported Python and platform; no address of an index, so that any mirror will do.
COMPILE = (
    "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes",
    "--no-emit-index-url", "--no-annotate",
)  # fmt: skip
LOCKS = (
    ("--extra", "course", "--extra", "test", "pyproject.toml", "-o", "requirements.txt"),
    ("deploy/local/node.in", "-o", "deploy/local/node.txt"),
)


def main() -> None:
    """Write both locks; pins that still fit are kept (delete a lock to have the newest of everything)."""
    python_env.ensure()
    for lock in LOCKS:
        try:
            with step(f"resolving {lock[-1]}"):
                run([BIN / "uv", *COMPILE, *lock], env=environment())
        except StepFailed as failure:
            raise Refused(f"{lock[-1]} could not be resolved:\n{failure.tail(30)}") from failure


if __name__ == "__main__":
    program(main)
