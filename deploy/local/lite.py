"""The labs in a browser: their kernel's wheels in deploy/lite/wheels, and the site in `_build/lite`."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from deploy.local.python_env import PYTHON, quiet_pip
from deploy.local.steps import BIN, ROOT, Refused, StepFailed, environment, run, say, step

LOCK = ROOT / "deploy" / "lite" / "wheels.txt"
WHEELS = LOCK.with_name("wheels")
WHEELS_STAMP = WHEELS / "made-from"  # written last: a broken-off download has none
SITE = ROOT / "_build" / "lite"
SITE_STAMP = ROOT / "_build" / "lite-made-from"
MADE_FROM = (
    "deploy/lite/site.py", "deploy/lite/wheels.txt", "deploy/engine/bundle.py", "deploy/engine/package-lock.json",
    "ftdecide", "notebooks", "pyproject.toml", "requirements.txt",
)  # fmt: skip
# Wheels for any platform, as the browser's Python takes them, whatever Python this machine has.
DOWNLOAD = (
    "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes", "--only-binary=:all:",
    "--python-version", "3.14", "--implementation", "py", "--abi", "none", "--platform", "any",
)  # fmt: skip


def ensure_wheels() -> None:
    """Make the folder of wheels what the lock says; at once when it already is."""
    lock = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if WHEELS_STAMP.exists() and WHEELS_STAMP.read_text() == lock:
        return
    shutil.rmtree(WHEELS, ignore_errors=True)
    try:
        with step("fetching what the labs need in a browser (about 9 MB)"):
            run([PYTHON, *DOWNLOAD, "-r", LOCK, "-d", WHEELS], env=quiet_pip())
    except StepFailed as failure:
        if failure.offline:
            raise Refused(
                "The Python package index cannot be reached, and the labs' wheels come from there.\n"
                "Connect, or set the proxy or mirror that pip should use, then run the same command again."
            ) from failure
        raise Refused(f"The labs' wheels could not be fetched:\n{failure.tail()}") from failure
    WHEELS_STAMP.write_text(lock)


def ensure(made_from: Mapping[str, str]) -> Path:
    """Build the site if it is stale; its folder.

    Args:
        made_from: the state of each file under `MADE_FROM`.
    """
    now = json.dumps(made_from, indent=0)
    if not ((SITE / "size.json").exists() and SITE_STAMP.exists() and SITE_STAMP.read_text() == now):
        SITE_STAMP.unlink(missing_ok=True)
        try:
            with step("building the labs for the browser"):
                run([BIN / "python", "-m", "deploy.lite.site", WHEELS, SITE], env=environment(), timeout_seconds=300)
        except StepFailed as failure:
            raise Refused(f"The labs were not built for the browser:\n{failure.tail()}") from failure
        SITE_STAMP.write_text(now)
        megabytes = json.loads((SITE / "size.json").read_text())["gzipped_bytes"] / 1e6
        say(f"  a lab in the browser downloads {megabytes:.1f} MB, gzipped")
    return SITE
