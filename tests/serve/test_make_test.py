"""`make test` itself: what a test leaves running is ended and named; the long files it starts with exist."""

import os
import signal
import subprocess
import sys
import textwrap

import pytest
from conftest import LONG_FIRST, ROOT

from deploy.local.background import is_running
from deploy.local.steps import BIN, environment


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux hands over processes that have lost their parent")
def test_what_has_lost_its_parent_in_a_group_of_its_own_is_ended_and_named():
    """As a kernel or a server whose test was killed before it could tidy up."""
    unseen = "start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL"
    forsaking = f"import subprocess; print(subprocess.Popen(['sleep', '600'], {unseen}).pid, flush=True)"
    program = textwrap.dedent(f"""
        import subprocess, sys
        from deploy.local.test import nothing_left_running
        with nothing_left_running(patience_seconds=0.2):
            subprocess.run([sys.executable, "-c", {forsaking!r}], check=True)
    """)
    ran = subprocess.run([BIN / "python", "-c", program], cwd=ROOT, env=environment(), capture_output=True, text=True,
                         stdin=subprocess.DEVNULL, timeout=120)  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    sleeping = int(ran.stdout)
    if was_left := is_running(sleeping):
        os.kill(sleeping, signal.SIGKILL)
    assert not was_left
    assert ran.stderr == "  ended what the tests left running: sleep 600\n"


@pytest.mark.parametrize("name", LONG_FIRST)
def test_the_long_files_are_there(name):
    """A file that was renamed would silently run last, alone."""
    assert any(name in str(file.relative_to(ROOT)) for file in ROOT.glob("tests/*/test_*.py"))
