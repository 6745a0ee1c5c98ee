"""Review and progress in a notebook: kept in the reader's home, where the next notebook finds them."""

from __future__ import annotations

import json

import pytest
from browser.drill_page import run_in_jupyterlab
from conftest import start_jupyterlab
from playwright.sync_api import expect

from deploy.engine import widget
from ftdecide.doors.progress_file import ProgressFile
from ftdecide.doors.review_widget import Review

ANSWER = {"item": "mo-never", "chapter": "money", "variant": 0, "given": ["b"], "right": False, "where": "chapter"}


def test_the_committed_script_and_sheet_are_what_the_pages_modules_give():
    """Otherwise: `python -m deploy.engine.widget`."""
    assert widget.SCRIPT.read_text(encoding="utf-8") == widget.script()
    assert widget.SHEET.read_text(encoding="utf-8") == widget.sheet()


@pytest.fixture
def asking(tmp_path):
    """Asks a widget over a file of its own, as its view does."""
    box, sent = Review(file=ProgressFile(tmp_path / "progress.json")), []
    box.send = sent.append

    def ask(kind: str, request: object = None):
        box._answer(box, {"id": 1, "kind": kind, "request": request}, [])
        return sent.pop()

    return ask


def test_an_answer_is_kept_counted_and_due_tomorrow(asking, tmp_path):
    kept = asking("add", {**ANSWER, "confidence_percent": 95})["answer"]
    assert len(kept["document"]["entries"]) == 1
    derived = asking("derive", {"offset_minutes": 0})["answer"]
    assert derived["totals"]["answered"] == 1 and derived["review"]["next_count"] == 1
    assert "mo-never" in json.loads(asking("export")["answer"])["entries"].popitem()[1]["item"]
    assert (tmp_path / "progress.json").exists()
    assert asking("anki", ["mo-never"])["answer"]["notes"] == 1


def test_a_file_from_the_browser_is_merged_and_a_corrupt_one_changes_nothing(asking):
    asking("add", {**ANSWER, "confidence_percent": 50})
    theirs = {"at": "2026-11-01T10:00:00.000Z", "kind": "read", "chapter": "money"}
    text = json.dumps({"schema": 2, "epoch": None, "entries": {"read:money": theirs}})
    assert asking("import", text)["answer"]["added"] == 1
    broken = asking("import", text[:-9])["answer"]
    assert "not whole JSON" in broken["fault"] and len(broken["document"]["entries"]) == 2
    assert asking("delete")["answer"]["document"]["entries"] == {}


@pytest.mark.parametrize("kind, request_, said", [
    ("add", {**ANSWER, "confidence_percent": 60}, "confidence_percent: it must be 25, 50, 75, 95 or null"),
    ("chapter", "gone", "chapter: the book has no questions for 'gone'; it has "),
])  # fmt: skip
def test_what_cannot_be_done_is_told(asking, kind, request_, said):
    assert said in asking(kind, request_)["fault"]


@pytest.mark.browser
def test_a_chapter_answered_in_jupyterlab_is_in_the_home_and_in_the_progress(new_watched_page, tmp_path):
    """By keys: a chapter chosen, its first question answered, then counted, and there for the next kernel."""
    page = new_watched_page(viewport={"width": 1280, "height": 900})
    with start_jupyterlab(tmp_path / "lab", FTDECIDE_HOME=str(tmp_path / "home")) as server:
        server.wait_until_it_answers()
        run_in_jupyterlab(page, server.url.rstrip("/"), "review.ipynb", ".ftd-notebook select")
        root = page.locator(".ftd-notebook")
        expect(root).to_contain_text("Nothing is in your review yet")
        root.locator("select").select_option("curation")
        root.get_by_role("button", name="Answer its questions").press("Enter")
        root.get_by_role("button", name="Begin").press("Enter")
        card = root.locator(".ftd-question")
        card.locator(".ftd-options input").first.focus()
        for key in ("1", "6", "Enter"):
            page.keyboard.press(key)
        expect(card.locator(".ftd-result")).not_to_be_empty()
        expect(root.get_by_role("row", name="Curation")).to_contain_text("of 1 answered")
    kept = ProgressFile(tmp_path / "home" / "progress.json").read().of_kind("answer")
    assert [(entry["chapter"], entry["where"], entry["confidence_percent"]) for entry in kept] == [
        ("curation", "chapter", 25)
    ]
