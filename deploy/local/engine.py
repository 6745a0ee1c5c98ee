"""The JavaScript parts in deploy/engine/node_modules: Pyodide for the book's drill, axe for its tests."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from pathlib import Path

from deploy.local.python_env import PYTHON, quiet_pip
from deploy.local.steps import BIN, ROOT, Refused, StepFailed, environment, run, say, step

ENGINE = ROOT / "deploy" / "engine"
LOCK = ENGINE / "package-lock.json"
STAMP = ENGINE / "node_modules" / ".ftdecide-lock"  # npm ci empties the folder, so a broken-off one has none
NODE_LOCK = Path(__file__).with_name("node.txt")
OLDEST_NODE = 18  # what Pyodide asks for
OLDEST_NPM = 7  # reads the lock's format

# Said on the command line, these hold whatever the person's own npm settings are; the registry, the proxy
# and the certificates stay theirs. The lock names no address, and each part is checked against its hash.
NPM_CI = (
    "ci", "--ignore-scripts", "--include=dev", "--no-audit", "--no-fund", "--no-global", "--no-progress",
    "--no-update-notifier", "--package-lock=true", "--dry-run=false", "--workspaces=false", "--loglevel=error",
    "--fetch-retry-mintimeout=2000", "--fetch-retry-maxtimeout=10000", "--prefix", str(ENGINE),
)  # fmt: skip


def ensure() -> None:
    """Make node_modules what the lock says, and a Node to run it; at once when both are there."""
    ensure_node()
    lock = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if STAMP.exists() and STAMP.read_text() == lock:
        return
    say("setting up the page's engine in deploy/engine/")
    if version_of("npm") < OLDEST_NPM:
        install_node()
    try:
        with step("fetching Pyodide (about 7 MB)"):
            run([which("npm") or "npm", *NPM_CI], env=environment(), timeout_seconds=900)
    except StepFailed as failure:
        if failure.offline:
            raise Refused(
                "The npm registry cannot be reached, and Pyodide comes from there.\n"
                "Connect, or set the registry or proxy that npm should use, then run the same command again."
            ) from failure
        raise Refused(f"npm could not fetch the page's engine:\n{failure.tail()}") from failure
    STAMP.write_text(lock)


def ensure_node() -> None:
    """See that there is a Node: the machine's where it is new enough, else one in `.venv/`."""
    if version_of("node") < OLDEST_NODE:
        install_node()


def install_node() -> None:
    """Put Node and npm into `.venv/`, from the wheel that node.txt locks."""
    say("  no Node.js of version 18 or newer (with npm) is here: it comes into .venv/ as a Python wheel")
    try:
        with step("installing Node.js (about 60 MB)"):
            run([PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "--only-binary=:all:", "-r", NODE_LOCK],
                env=quiet_pip())  # fmt: skip
    except StepFailed as failure:
        raise Refused(
            f"Node.js could not be installed:\n{failure.tail()}\n"
            f"Install Node.js {OLDEST_NODE} or newer yourself, then run the same command again."
        ) from failure


def which(tool: str) -> str | None:
    """Where `tool` is for the course: in `.venv/` first, then on this machine."""
    return shutil.which(tool, path=environment()["PATH"])


def version_of(tool: str) -> int:
    """The major version of node or npm, 0 where there is none or it does not run."""
    try:
        asked = subprocess.run(
            [which(tool) or tool, "--version"], capture_output=True, text=True, env=environment(), cwd=BIN.parent
        )
    except OSError:
        return 0
    number = re.search(r"^v?(\d+)\.", asked.stdout, re.MULTILINE)
    return int(number[1]) if number and asked.returncode == 0 else 0
