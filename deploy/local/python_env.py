"""The Python environment in `.venv/`: exactly what requirements.txt locks, with ftdecide itself editable."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from deploy.local.steps import BIN, ROOT, VENV, Refused, StepFailed, environment, run, say, step

LOCK = ROOT / "requirements.txt"
STAMP = VENV / "ftdecide-setup.json"  # written last: an interrupted set-up has none
PYTHON = BIN / "python"
NO_NETWORK = (
    "The network cannot be reached, and the first set-up downloads the course's parts (about 300 MB).\n"
    "Connect, or set the proxy or mirror that pip should use, then run the same command again."
)


def ensure() -> None:
    """Make `.venv/` what the lock says; at once when it already is."""
    if is_current():
        return
    say("setting up Python in .venv/")
    was_whole = STAMP.exists() and own_version() is not None
    STAMP.unlink(missing_ok=True)
    if not was_whole:
        make_empty()
    try:
        install_locked()
        run([PYTHON, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index",
             "--editable", ROOT], env=quiet_pip())  # fmt: skip
    except StepFailed as failure:
        if failure.offline:
            raise Refused(NO_NETWORK) from failure
        raise Refused(f"The Python parts could not be installed:\n{failure.tail()}") from failure
    STAMP.write_text(json.dumps(wanted(), indent=1))


def is_current() -> bool:
    """Is `.venv/` whole, and made from today's lock?"""
    try:
        return json.loads(STAMP.read_text()) == wanted()
    except (OSError, ValueError):
        return False


def wanted() -> dict[str, str | None]:
    """What a finished set-up is made from: the lock, the package's own description, this place, its Python."""
    described = tomllib.loads((ROOT / "pyproject.toml").read_text())
    described = {part: described[part] for part in ("build-system", "project")}
    return {
        "requirements.txt": hashlib.sha256(LOCK.read_bytes()).hexdigest(),
        "pyproject.toml": hashlib.sha256(json.dumps(described, sort_keys=True).encode()).hexdigest(),
        "root": str(ROOT),
        "python": own_version(),
    }


def own_version() -> str | None:
    """The version of the Python in `.venv/`, or None where none runs (its base may have been removed)."""
    try:
        asked = subprocess.run([PYTHON, "-c", "import sys; print(sys.version)"], capture_output=True, text=True)
    except OSError:
        return None
    return asked.stdout.strip() if asked.returncode == 0 else None


def make_empty() -> None:
    """Put a fresh, empty environment in place of whatever is there."""
    # Asked from inside .venv, the Python to build with is the one below it: this one is about to be removed.
    base = getattr(sys, "_base_executable", None) or sys.executable
    command = [base, "-m", "venv", "--clear", VENV]
    with step(f"making .venv/ with Python {sys.version.split()[0]}"):
        try:
            run(command)
            return
        except StepFailed as failure:
            said = failure.output
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        if "ensurepip" in said and can_apt():
            apt_install(package)
            run(command)
        elif "ensurepip" in said:
            raise Refused(
                f"This Python has no venv/ensurepip, which makes environments.\n"
                f"On Debian or Ubuntu: apt install {package}. Elsewhere: install Python from its own installer.\n"
                f"Then run the same command again."
            )
        else:
            raise Refused(f"python -m venv failed:\n{said.strip()}")


def install_locked() -> None:
    """Install the lock with uv, which takes seconds; with pip where uv does not run."""
    with step("installing the locked Python parts (first time: about 300 MB)"):
        try:
            if not (BIN / "uv").exists():
                install_uv()
            # Compiled once here, as pip does too. Where a machine forbids Python to write its caches, every kernel and
            # server would compile all that it imports anew: JupyterLab, nbgrader, matplotlib and Sphinx 6 s, not 3.
            run([BIN / "uv", "pip", "sync", "--require-hashes", "--compile-bytecode", "--python", PYTHON, LOCK],
                env=environment())  # fmt: skip
            return
        except StepFailed as failure:
            if failure.offline and not (BIN / "uv").exists():
                raise  # pip has just said that nothing can be reached: asking it again helps nobody
            say(f"  uv cannot do it here ({failure.tail(1).strip()}): pip will, in some minutes")
        if (BIN / "uv").exists():  # pip adds and never removes: exactness needs an empty start
            make_empty()
        run([PYTHON, "-m", "pip", "install", "--require-hashes", "-r", LOCK], env=quiet_pip())


def install_uv() -> None:
    """Install the uv that the lock pins, from a ready-made wheel only: building it would need a compiler."""
    entries = LOCK.read_text().replace("\\\n", " ").splitlines()
    pinned = [line for line in entries if line.startswith("uv==")]
    with tempfile.TemporaryDirectory() as folder:
        only_uv = Path(folder) / "uv.txt"
        only_uv.write_text("\n".join(pinned))
        run([PYTHON, "-m", "pip", "install", "--require-hashes", "--only-binary=:all:", "-r", only_uv], env=quiet_pip())


def quiet_pip() -> dict[str, str]:
    """The environment for pip: asks nothing, nags about nothing."""
    return environment(PIP_NO_INPUT="1", PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_REQUIRE_VIRTUALENV="0")


def can_apt() -> bool:
    """May this program install Debian packages? Only as root, and only where apt is."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(*packages: str) -> None:
    """Install Debian packages without questions; raises StepFailed."""
    apt = environment(DEBIAN_FRONTEND="noninteractive")
    run(["apt-get", "update", "-q"], env=apt, timeout_seconds=180)
    run(["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages], env=apt, timeout_seconds=600)
