"""A Chromium for the browser tests: found on this machine, or fetched."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

from deploy.local.python_env import PYTHON, apt_install, can_apt
from deploy.local.steps import Refused, StepFailed, environment, run, say, step

VARIABLE = "CHROMIUM"  # names a browser by its path, before all others
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC_APPS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
FETCH_SECONDS = 300


@functools.cache
def find() -> str | None:
    """The path of a Chromium that starts, or None. A path in CHROMIUM that does not start is refused."""
    named = os.environ.get(VARIABLE)
    if named:
        if starts(named):
            return named
        raise Refused(f"{VARIABLE}={named}: no browser starts from there. Give the path of Chromium or Chrome.", 2)
    return next((path for path in candidates() if starts(path)), None)


def candidates() -> Iterator[str]:
    """Where a Chromium may be, the likeliest first."""
    yield from filter(None, map(shutil.which, NAMES))
    yield from MAC_APPS
    own = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    try:
        yield subprocess.run(
            [PYTHON, "-c", own], capture_output=True, text=True, env=environment(), timeout=60
        ).stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        return


def starts(path: str) -> bool:
    """Does the program at `path` start at all? A missing library or a stand-in for a store does not."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def ensure() -> str | None:
    """The path of a Chromium, fetched where there is none; None, with the reason said, where it cannot be had."""
    if path := find():
        return path
    say("setting up Chromium for the browser tests")
    for doing, fetch in ways_to_fetch():
        try:
            with step(doing):
                fetch()
        except StepFailed as failure:
            said = (line.strip() for line in failure.output.splitlines() if "rror" in line or line.startswith("E: "))
            say(f"  that did not work: {next(said, failure.tail(1))[:300]}")
        find.cache_clear()
        if path := find():
            return path
    return None


def ways_to_fetch():
    """Debian's package where this program may install it, then Playwright's own build."""
    if sys.platform == "linux" and can_apt():
        yield "installing the chromium package", lambda: apt_install("chromium", "fonts-liberation")
    playwright = [PYTHON, "-m", "playwright", "install", "chromium"]
    yield (
        "downloading Playwright's Chromium (about 170 MB)",
        lambda: run(playwright, env=environment(), timeout_seconds=FETCH_SECONDS),
    )
