"""Clean examples counted in a file in the drill's other homes: Voila, JupyterLab, and JupyterLite in the browser."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from browser.drill_page import DrillPage, opened
from browser.test_drill_upload import COUNT, NAME, audited
from deploy.local import voila
from deploy.local.background import descendants
from tests.instruments import planted

pytestmark = pytest.mark.browser
LITE_STARTS_WITHIN_MS = 240_000
HOMES = {"voila": "voila_url", "jupyterlab": "jupyterlab_url"}


@pytest.fixture(scope="module")
def file(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("own") / NAME
    path.write_text(planted.chat_file(0, clean=120, each=4).text, encoding="utf-8")
    return path


def count(page, drill, file: Path | dict) -> None:
    """Choose a file by keyboard and wait until it is counted or refused; `drill` is the page or the frame it is in."""
    before = int(drill.locator(".ftd-count").get_attribute("data-counted") or 0)
    with page.expect_file_chooser() as asked:
        drill.get_by_role("button", name=COUNT).focus()
        page.keyboard.press("Enter")
    asked.value.set_files(file)
    drill.locator(f'.ftd-count[data-counted="{before + 1}"]').wait_for()


def numbers_are_the_command_lines(page, drill, file: Path) -> None:
    """Both boxes, the lamp, the report in place and the one that is saved."""
    report = json.loads(audited(file))
    drill.locator('[data-field="clean_examples"]').fill("5000")
    count(page, drill, file)
    expect(drill.locator(".ftd-lamp", has_text="lean examples")).to_contain_text("measured")
    expect(drill.locator('[data-field="clean_examples"]')).to_have_value(str(report["clean_examples"]))
    expect(drill.locator('[data-field="total_examples"]')).to_have_value(str(report["rows"]))
    drill.get_by_text(f"What was found in {NAME}").click()
    with page.expect_download() as saved:
        drill.get_by_role("button", name="Save it as JSON").click()
    assert json.loads(Path(saved.value.path()).read_text(encoding="utf-8")) == report
    assert page.outside_requests == []


@pytest.mark.parametrize("home", HOMES)
def test_a_kernel_counts_what_the_command_line_counts(home, watched_page, request, file):
    """The file goes by parts over the widget's comm; one that is unusable is said, and costs nothing."""
    opened(watched_page, home, request.getfixturevalue(HOMES[home]))
    expect(watched_page.locator(".ftd-count")).to_contain_text("deleted at once")
    numbers_are_the_command_lines(watched_page, watched_page, file)
    count(watched_page, watched_page, {"name": "none.csv", "mimeType": "", "buffer": b""})
    expect(watched_page.locator(".ftd-count .ftd-error").first).to_contain_text("none.csv: it holds no records")
    expect(watched_page.locator('[data-field="clean_examples"]')).to_have_value("124")  # 120 clean, 4 repaired


def temporary_files(pid: int, folder: Path) -> list[str]:
    """The open files of a process and its children that have no name any more, below a folder."""
    found = []
    for each in (pid, *descendants(pid)):
        links = [os.readlink(link) for link in Path(f"/proc/{each}/fd").iterdir() if link.is_symlink()]
        found += [name for name in links if name.startswith(str(folder)) and "(deleted)" in name]
    return found


def test_under_voila_a_long_count_is_stopped_and_its_file_is_gone(new_watched_page, free_port, tmp_path):
    """The drill answers meanwhile; the kernel holds the file while it counts, and no longer."""
    content = "\n".join(json.dumps(planted.chat(f"question {n} " * 20, f"answer {n} " * 20)) for n in range(20_000))
    (tmp_path / "long.jsonl").write_text(content)
    there = tmp_path / "server"
    there.mkdir()
    with voila.start(free_port, TMPDIR=str(there)) as server:
        server.wait_until_it_answers()
        page = new_watched_page()
        drill = opened(page, "voila", server.url)
        with page.expect_file_chooser() as asked:
            page.get_by_role("button", name=COUNT).click()
        asked.value.set_files(tmp_path / "long.jsonl")
        expect(page.locator(".ftd-progress")).to_contain_text("Reading, ")
        assert len(temporary_files(server.process.pid, there)) == 1
        drill.field("task").fill("Answer complaints")
        expect(drill.card.locator(".ftd-task")).to_have_text("Task: Answer complaints")
        page.get_by_role("button", name="Stop counting").click()
        expect(page.locator(".ftd-count [role=status]")).to_have_text("Stopped. Your answers are as they were.")
        for _ in range(600):
            if not temporary_files(server.process.pid, there):
                break
            page.wait_for_timeout(100)
        assert temporary_files(server.process.pid, there) == []
        assert list(there.rglob("*.jsonl")) == []


def test_in_jupyterlite_the_kernel_in_the_page_counts(watched_page, served_book, file):
    """The file stays in the browser: the page says so, and nothing is asked from outside."""
    watched_page.goto(f"{served_book}notebooks/drill.html")
    watched_page.get_by_role("button", name="Open in this browser").click()
    state = watched_page.locator(".ft-live-state")
    expect(state).to_contain_text("The notebook runs", timeout=LITE_STARTS_WITHIN_MS)
    frame = next(frame for frame in watched_page.frames if "/lite/" in frame.url)
    DrillPage(frame).wait_for_verdict()
    expect(frame.locator(".ftd-count")).to_contain_text("read by the Python in this page and stays on this machine")
    numbers_are_the_command_lines(watched_page, frame, file)
