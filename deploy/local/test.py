"""`make test`: set up, find a browser, run every test. pytest's own closing line is the last."""

from __future__ import annotations

import os
import shutil
import subprocess

from deploy.local import book, browser, setup
from deploy.local.steps import BIN, ROOT, Refused, environment, on_ci, program, say

WITHOUT_BROWSER = (
    "No Chromium is here and none could be fetched, so the browser tests cannot run.\n"
    f"Install Chromium or Chrome, or name one: make test {browser.VARIABLE}=/path/to/chromium"
)


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
    wanted = os.environ.get("TESTS", "").split() or ["tests"]  # make test TESTS="tests/serve -x"
    # No process group of its own: Ctrl-C is pytest's to answer, with a summary of what ran.
    tests = subprocess.Popen([BIN / "python", "-m", "pytest", *wanted], cwd=ROOT, env=environment(**found),
                             stdin=subprocess.DEVNULL)  # fmt: skip
    try:
        return tests.wait()
    except KeyboardInterrupt:
        try:  # a Ctrl-C has reached pytest too; a SIGTERM to us has not
            return tests.wait(10)
        except subprocess.TimeoutExpired:
            tests.terminate()
            return tests.wait()


if __name__ == "__main__":
    program(main)
