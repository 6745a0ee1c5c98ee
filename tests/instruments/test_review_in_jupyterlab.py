"""The review in a real JupyterLab, by keys: what was decided is there after the kernel was killed."""

from __future__ import annotations

import json
import os
import signal

import nbformat
import pytest
from browser.drill_page import run_in_jupyterlab
from conftest import start_jupyterlab
from playwright.sync_api import expect

from ftdecide.doors.decisions_file import DecisionsFile
from tests.instruments import planted

CELL = """
import os, pathlib
pathlib.Path("kernel.pid").write_text(str(os.getpid()))
from ftdecide.doors.audit_review_widget import AuditReview
AuditReview("chat.jsonl")
"""


@pytest.mark.browser
def test_three_decisions_outlive_a_killed_kernel(new_watched_page, tmp_path):
    """Dropped, kept and fixed by keys alone; after the kill the count, the rest and undo go on from there."""
    page = new_watched_page(viewport={"width": 1280, "height": 900})
    with start_jupyterlab(tmp_path / "lab") as server:
        folder = tmp_path / "lab" / "notebooks"
        (folder / "chat.jsonl").write_text(planted.chat_file(0, clean=60, each=3).text, encoding="utf-8")
        kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL)], metadata=kernel)
        nbformat.write(notebook, folder / "audit_review.ipynb")
        server.wait_until_it_answers()
        run_in_jupyterlab(page, server.url.rstrip("/"), "audit_review.ipynb", ".ftd-rev h3")
        root = page.locator(".ftd-rev")
        expect(root.locator(".ftd-rev-left")).to_contain_text("0 kept, 0 fixed, 0 dropped")
        root.locator("select").select_option("secret")
        expect(root.locator("h3")).to_contain_text("Row ")
        expect(root.locator(".ftd-rev-parts")).to_contain_text("[hidden: AWS access key]")
        root.focus()
        page.keyboard.press("d")
        expect(root.locator(".ftd-rev-left")).to_contain_text("1 dropped")
        page.keyboard.press("k")
        expect(root.locator(".ftd-rev-left")).to_contain_text("1 kept")
        page.keyboard.press("f")
        form = root.get_by_role("form", name="Type it anew")
        expect(form.locator("textarea").last).to_be_focused()
        page.keyboard.press("Tab")
        expect(root.locator("select")).to_be_hidden()
        typed = form.locator("textarea").last.input_value()
        for key in ("d", "k", "u", "ArrowRight"):  # on “Save the fix”: what is typed is not lost, nothing is decided
            page.keyboard.press(key)
        expect(form.locator("textarea").last).to_have_value(typed)
        expect(root.locator(".ftd-rev-left")).to_contain_text("1 kept, 0 fixed, 1 dropped")
        page.keyboard.press("Enter")
        expect(root.locator(".ftd-rev-left")).to_contain_text("1 kept, 1 fixed, 1 dropped")
        count = root.locator(".ftd-rev-count").inner_text()
        expect(root.get_by_role("status")).to_contain_text(count)
        assert page.locator(".jp-Notebook .jp-CodeCell").count() == 1, "no key of the review is one of JupyterLab"

        os.kill(int((folder / "kernel.pid").read_text()), signal.SIGKILL)
        saved = DecisionsFile(folder / "chat.jsonl.decisions.jsonl").read()
        assert [each.action for each in saved] == ["drop", "keep", "fix"]

        again = new_watched_page(viewport={"width": 1280, "height": 900})
        run_in_jupyterlab(again, server.url.rstrip("/"), "audit_review.ipynb", ".ftd-rev h3")
        root = again.locator(".ftd-rev")
        expect(root.locator(".ftd-rev-left")).to_contain_text("1 kept, 1 fixed, 1 dropped")
        expect(root.locator(".ftd-rev-count")).to_have_text(count)
        root.get_by_role("button", name="Undo").click()
        expect(root.locator(".ftd-rev-left")).to_contain_text("1 kept, 0 fixed, 1 dropped")
        expect(root.locator(".ftd-rev-parts")).to_contain_text("[hidden: ")
    lines = (folder / "chat.jsonl.decisions.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["action"] for line in lines] == ["drop", "keep", "fix", "undo"]
    assert page.outside_requests == again.outside_requests == []
