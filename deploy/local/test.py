"""`make test`: set up, find a browser, run every test, end what is left running. pytest's closing line is the last."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from deploy.local import book, browser, setup
from deploy.local.background import descendants, is_running
from deploy.local.steps import BIN, ROOT, Refused, environment, on_ci, program, say

WITHOUT_BROWSER = (
    "No Chromium is here and none could be fetched, so the browser tests cannot run.\n"
    f"Install Chromium or Chrome, or name one: make test {browser.VARIABLE}=/path/to/chromium"
)
MOST_SIDE_BY_SIDE = 4  # each has a Chromium, and at times a Voila or JupyterLab, of its own
TIDYING_SECONDS = 20  # a told-to-stop pytest ends its servers, each of which may take some seconds
PR_SET_CHILD_SUBREAPER = 36  # from linux/prctl.h


def main() -> int:
    """The exit status of pytest; on CI nothing left over is trusted and nothing is skipped for want of a browser."""
    setup.ensure()
    chromium = browser.ensure()
    if chromium is None:
        if on_ci():
            raise Refused(WITHOUT_BROWSER)
        say(f"\n{WITHOUT_BROWSER}\nThey are skipped; all others run.\n")
    if on_ci():
        shutil.rmtree(book.HTML.parent, ignore_errors=True)
    found = {browser.VARIABLE: chromium} if chromium else {}
    # All tests run side by side; some of them (make test TESTS="tests/serve -x") in one process, so that -s and --pdb
    # work.
    side_by_side = min((os.cpu_count() or 1) + 1, MOST_SIDE_BY_SIDE)  # one more than cores: browsers are waited for
    wanted = os.environ.get("TESTS", "").split() or ["tests", "-n", str(side_by_side)]
    with nothing_left_running():
        return run_tests(wanted, environment(**found))


def run_tests(wanted: list[str], env: dict[str, str]) -> int:
    """pytest's exit status. It shares our process group, as Ctrl-C is its to answer, with a summary of what ran."""
    tests = subprocess.Popen([BIN / "python", "-m", "pytest", *wanted], cwd=ROOT, env=env, stdin=subprocess.DEVNULL)
    try:
        return tests.wait()
    except KeyboardInterrupt:
        try:  # a Ctrl-C has reached pytest too; a SIGTERM to us has not
            return tests.wait(TIDYING_SECONDS)
        except subprocess.TimeoutExpired:
            tests.terminate()
            return tests.wait()


@contextlib.contextmanager
def nothing_left_running(patience_seconds: float = 3) -> Iterator[None]:
    """Afterwards, end what the tests started and left, and say so: a process killed in the middle cannot tidy up.

    On Linux that includes what has lost its parent: it becomes ours. Elsewhere such a process is not found.
    """
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    try:
        yield
    finally:
        give_up = time.monotonic() + patience_seconds
        while (left := [pid for pid in descendants(os.getpid()) if is_running(pid)]) and time.monotonic() < give_up:
            time.sleep(0.05)
        if left:
            others = f" and {len(left) - 1} more" if left[1:] else ""
            say(f"  ended what the tests left running: {command_of(left[0])}{others}")
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def command_of(pid: int) -> str:
    """How process `pid` was called, in at most 150 characters, or its number where that cannot be read."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text(errors="replace").replace("\0", " ").strip()[:150] or str(pid)
    return str(pid)


if __name__ == "__main__":
    program(main)
