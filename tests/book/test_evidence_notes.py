"""What a citation and a number say when one points at them."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "book" / "_ext"))

from evidence_notes import evidence_notes  # noqa: E402


def test_a_citation_says_who_what_where_and_how_it_was_read():
    note = evidence_notes(["source-e24"])["source-e24"]
    assert re.fullmatch(r"\S.* \(\d{4}\): .+\. (Seen|Computed|Recalled, not seen|Judgement)\.", note)


def test_a_number_says_what_it_is_and_whose():
    note = evidence_notes(["threshold-min_rung_items"])["threshold-min_rung_items"]
    assert "30 items" in note and "Wilson" in note and "judgement" in note


def test_other_places_have_no_note():
    assert evidence_notes(["source-nobody", "term-gap", "threshold-"]) == {}


def test_every_citation_of_a_page_has_its_note(built_book):
    """On every page: none is left without, and none is carried that the page does not use."""
    found = 0
    for file in sorted((built_book / "book").glob("*.html")):
        text = file.read_text(encoding="utf-8")
        carried = re.search(r'<script type="application/json" id="ft-notes">(.*?)</script>', text, re.S)
        notes = json.loads(carried[1]) if carried else {}
        linked = set(re.findall(r'href="[^"#]*#((?:source|threshold)-[\w.-]+)"', text.split('id="ft-notes"')[0]))
        linked = {anchor for anchor in linked if file.stem != "sources" or anchor in notes}
        assert linked - notes.keys() == set(), file.name
        assert {name for name in notes if not name.startswith("term-")} - linked == set(), file.name
        found += len(linked)
    assert found > 100


@pytest.mark.browser
def test_a_citation_is_read_by_keyboard_where_it_stands(watched_page, served_book):
    """Focus shows the note, Escape hides it, and the link is described by it."""
    watched_page.goto(f"{served_book}book/limits.html")
    link = watched_page.locator('article a[href*="#source-l09"]').first
    link.evaluate("link => link.scrollIntoView({block: 'center'})")
    watched_page.keyboard.press("Tab")
    link.focus()
    note = watched_page.locator(f"#{link.get_attribute('aria-describedby')}")
    assert note.is_visible()
    assert note.inner_text() == evidence_notes(["source-l09"])["source-l09"]
    watched_page.keyboard.press("Escape")
    assert not note.is_visible()
