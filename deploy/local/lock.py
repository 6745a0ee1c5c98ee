"""`make lock`: resolve what pyproject.toml and node.in ask for into versions and hashes."""

from deploy.local import python_env
from deploy.local.steps import BIN, Refused, StepFailed, environment, program, run, step

# No address of an index, so that any mirror will do.
COMPILE = ("pip", "compile", "--quiet", "--generate-hashes", "--no-emit-index-url", "--no-annotate")
ANYWHERE = ("--universal", "--python-version", "3.11")  # one lock for every supported Python and platform
IN_A_BROWSER = (
    "--python-version", "3.14", "--python-platform", "wasm32-pyodide2024",  # what Pyodide 314 is
    # The kernel brings an empty one of the first; the second is the app's own, which the site has.
    "--no-emit-package", "widgetsnbextension", "--no-emit-package", "jupyterlab-widgets",
    # genanki names the first and never imports it; of the second no wheel for a browser is published (bundle.py).
    "--no-emit-package", "frozendict", "--no-emit-package", "pyyaml",
)  # fmt: skip
EXTRAS = tuple(part for extra in ("course", "endpoint", "audit", "test") for part in ("--extra", extra))
LOCKS = (
    (*ANYWHERE, *EXTRAS, "pyproject.toml", "-o", "requirements.txt"),
    (*ANYWHERE, "deploy/local/node.in", "-o", "deploy/local/node.txt"),
    (*IN_A_BROWSER, "deploy/lite/wheels.in", "-o", "deploy/lite/wheels.txt"),
)


def main() -> None:
    """Write the locks; pins that still fit are kept (delete a lock to have the newest of everything)."""
    python_env.ensure()
    for lock in LOCKS:
        try:
            with step(f"resolving {lock[-1]}"):
                run([BIN / "uv", *COMPILE, *lock], env=environment())
        except StepFailed as failure:
            raise Refused(f"{lock[-1]} could not be resolved:\n{failure.tail(30)}") from failure


if __name__ == "__main__":
    program(main)
