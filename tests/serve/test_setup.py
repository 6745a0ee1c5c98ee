"""Set-up and build: stale is noticed, broken-off does not count as done, failures say what to do."""

import os
import shutil
import signal
import subprocess
import sys

import pytest

from deploy.local import book, browser
from deploy.local.steps import BIN, ROOT, Refused, StepFailed, environment


def test_a_broken_off_set_up_does_not_count_as_done(tmp_path):
    """Ctrl-C in the middle leaves no stamp, so the next run begins anew; no traceback, no process left."""
    for part in ("deploy/local", "requirements.txt", "pyproject.toml"):
        (shutil.copytree if (ROOT / part).is_dir() else shutil.copy)(ROOT / part, make_parent(tmp_path / part))
    setting_up = subprocess.Popen(
        [sys.executable, "-m", "deploy.local.setup"], cwd=tmp_path, env=environment(), text=True,
        stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    while "making .venv/" not in setting_up.stderr.readline():
        assert setting_up.poll() is None
    os.killpg(setting_up.pid, signal.SIGINT)
    said = setting_up.communicate(timeout=120)[1]
    assert setting_up.returncode == 130
    assert "stopped" in said
    assert "Traceback" not in said
    assert not (tmp_path / ".venv" / "ftdecide-setup.json").exists()


def make_parent(path):
    """`path`, in a folder that exists."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def test_an_older_python_is_told_what_is_needed():
    """The one check that has to work there: it comes before anything newer is read."""
    pretend = "import sys; sys.version_info = (3, 9, 2); sys.version = '3.9.2 (main)'; import deploy.local"
    asked = subprocess.run([sys.executable, "-c", pretend], cwd=ROOT, capture_output=True, text=True)
    assert asked.returncode == 1
    assert asked.stderr.startswith("Python 3.11 or newer is needed; this one is 3.9.2. ")
    assert "PYTHON=" in asked.stderr
    assert "Traceback" not in asked.stderr


@pytest.fixture
def sources(tmp_path):
    """A small source tree."""
    for name in ("book/index.md", "book/_ext/quiz.py", "ftdecide/evidence/thresholds.toml", "_config.yml"):
        make_parent(tmp_path / name).write_text("as it was")
    return tmp_path


NAMES = ("book", "ftdecide", "_config.yml")


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "ftdecide/evidence/thresholds.toml").write_text("as it is!"),
        lambda root: (root / "book/index.md").unlink(),
        lambda root: (root / "book/new.md").write_text("one more"),
        lambda root: (root / "book/index.md").rename(root / "book/other.md"),
        lambda root: os.utime(root / "_config.yml", (0, 0)),
    ],
    ids=["changed", "deleted", "added", "renamed", "put back to an older time"],
)
def test_any_change_to_a_source_makes_the_book_stale(sources, change):
    """Newer, older, gone or new: all of it shows."""
    before = book.states(sources, NAMES)
    change(sources)
    assert book.states(sources, NAMES) != before


def test_what_python_and_jupyter_leave_behind_makes_nothing_stale(sources):
    """Else the book would be built again after each run."""
    before = book.states(sources, NAMES)
    for left in ("ftdecide/__pycache__/model.cpython-311.pyc", "book/.ipynb_checkpoints/index.md"):
        make_parent(sources / left).write_text("left behind")
    assert book.states(sources, NAMES) == before


def test_an_unchanged_book_is_not_built_again():
    """The second `make book` or `make serve` is quick."""
    start_page = book.ensure() / "index.html"
    written = start_page.stat().st_mtime_ns
    assert book.ensure() == start_page.parent
    assert start_page.stat().st_mtime_ns == written


def test_a_failed_build_tells_its_faults_and_not_its_noise():
    """Warnings once each, without colours or this machine's paths; the last lines where there are none."""
    fault = f"\x1b[91m{ROOT}/book/index.md:19: WARNING: cross-reference target not found: 'x'\x1b[39;49;00m"
    output = f"reading sources... [ 50%]\n{fault}\nKernel WARNING | noise\n{fault}\nbuild finished with problems\n"
    assert book.told(output) == "book/index.md:19: WARNING: cross-reference target not found: 'x'"
    assert book.told("one\ntwo\n") == "one\ntwo"


@pytest.mark.parametrize(
    ("stopped", "told"),
    [
        (
            "Extension error:\nthe cards cannot be used:\n  a.toml: card x: level: missing\n  b.toml: card y: empty",
            "Extension error:\nthe cards cannot be used:\na.toml: card x: level: missing\nb.toml: card y: empty",
        ),
        (
            "Chapter template:\n\nbook/a.md: “The trap” is missing",
            "Chapter template:\nbook/a.md: “The trap” is missing",
        ),
        ('Exception occurred:\n  File "x.py", line 3, in run\nValueError: no number', "ValueError: no number"),
    ],
)
def test_a_build_that_was_stopped_tells_every_reason(stopped, told):
    """Each line that the extension wrote, and nothing of the traceback that follows."""
    traceback = 'Traceback (most recent call last):\n  File "y.py", line 1\nRuntimeError: \n=====\nLook above.'
    assert book.told(f"updating environment: 25 added\n\n\x1b[91m{stopped}\x1b[39;49;00m\n{traceback}\n") == told


@pytest.mark.parametrize(
    ("said", "offline"),
    [
        ("WARNING: Retrying (Retry(total=4)) after NewConnectionError: Failed to establish a new connection", True),
        ("error: Failed to fetch: `.../uv/`\n  Caused by: dns error: Temporary failure in name resolution", True),
        ("npm error code EAI_AGAIN\nnpm error request failed, reason: getaddrinfo EAI_AGAIN", True),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", False),
        ("error: No space left on device (os error 28)", False),
    ],
)
def test_a_missing_network_is_told_from_other_trouble(said, offline):
    """Each is what pip, uv or npm really says."""
    assert StepFailed(["tool"], 1, said).offline is offline


def test_a_named_browser_that_does_not_start_is_refused(monkeypatch):
    """Rather than quietly testing with another one."""
    monkeypatch.setenv(browser.VARIABLE, "/bin/false")
    browser.find.cache_clear()
    with pytest.raises(Refused, match="CHROMIUM=/bin/false"):
        browser.find()
    browser.find.cache_clear()


@pytest.mark.parametrize(("ci", "outcome"), [("", "1 skipped"), ("true", "1 error")])
def test_without_a_browser_its_tests_skip_for_a_person_and_fail_on_ci(tmp_path, ci, outcome):
    """The same machine without Chromium, asked both ways: the reason is given, and CI never passes by skipping."""
    for program in ("make", "ps"):
        (tmp_path / program).symlink_to(shutil.which(program) or "/bin/false")
    env = environment(CI=ci, PLAYWRIGHT_BROWSERS_PATH=str(tmp_path)) | {"PATH": f"{BIN}{os.pathsep}{tmp_path}"}
    env.pop(browser.VARIABLE, None)
    probe = "tests/serve/test_voila.py::test_closing_the_tab_ends_its_kernel"
    command = [BIN / "python", "-m", "pytest", "-o", "addopts=-rsE", probe]
    ran = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    if any(os.path.exists(path) for path in browser.MAC_APPS):
        pytest.skip("this machine's Chrome stands where it cannot be hidden")
    assert ran.stdout.splitlines()[-1].strip("= ").startswith(outcome), ran.stdout
    assert "no Chromium or Chrome on this machine" in ran.stdout
