"""The decision record as a page and in the card: on one sheet, readable, its text to run in hand."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from browser.drill_page import PROFILES, opened, stated
from ftdecide.doors.drill import respond
from ftdecide.evidence import load_cases
from ftdecide.html_page import html_page

pytestmark = pytest.mark.browser
RANGES = {  # a style whose asker knows every price to a range
    "task": "Answer support mails in our tone",
    "gap": "style",
    "requests_per_month": {"value": 300_000, "low": 200_000, "high": 500_000},
    "repetitive": True,
    "near_miss": True,
    "clean_examples": 400,
    "rungs": {"prompt": {"pass_rate": 0.7, "n": 100}, "few_shot": {"pass_rate": 0.75, "n": 100}},
    "economics": {
        "prompted_usd_per_request": {"value": 0.004, "low": 0.003, "high": 0.005},
        "tuned_usd_per_request": {"value": 0.001, "low": 0.0008, "high": 0.002},
        "serving_usd_per_month": {"value": 400, "low": 300, "high": 800},
        "training_usd": {"value": 120, "low": 60, "high": 4000},
        "curation_hours": {"value": 40, "low": 20, "high": 80},
        "labour_usd_per_hour": 60,
        "months_of_use": {"value": 12, "low": 6, "high": 18},
    },
}
LONGEST = 3  # published cases printed beside the twelve profiles
SMALLEST_PRINT_PT = 7


def pages(page, written: str) -> int:
    page.set_content(written)
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True)))


def test_a_record_prints_on_one_sheet(new_watched_page):
    """The twelve, one with ranges and the longest published cases take one A4 page, in letters not too small."""
    page = new_watched_page()
    cases = [respond({**case["profile"], "task": case["task"]}) for case in load_cases().values()]
    longest = sorted(cases, key=lambda verdict: len(verdict["markdown"]))[-LONGEST:]
    for verdict in [*longest, *(respond(raw) for raw in (RANGES, *map(stated, PROFILES)))]:
        assert pages(page, html_page(verdict)) == 1, verdict["headline"]
        page.emulate_media(media="print")
        sizes = page.evaluate(
            "[...document.querySelectorAll('p, section:not(.sources) li')]"
            ".map((each) => parseFloat(getComputedStyle(each).fontSize))"
        )
        assert min(sizes) * 0.75 >= SMALLEST_PRINT_PT
    assert page.outside_requests == []


def test_a_record_twice_as_long_takes_a_second_sheet(new_watched_page):
    """The count of sheets can tell: a task of four thousand characters does not fit on one."""
    raw = stated("ready_to_train") | {"task": "Sort these letters by their sender. " * 110}
    assert pages(new_watched_page(), html_page(respond(raw))) > 1


def test_a_record_fits_a_phone_in_both_schemes(new_watched_page):
    """Nothing runs over the edge at 390 pixels, the text to run included."""
    page = new_watched_page(viewport={"width": 390, "height": 844})
    page.set_content(html_page(respond(stated("ready_to_train"))))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        shades = page.evaluate(
            "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
        )
        assert len(set(shades)) == 2


def test_the_card_gives_the_text_to_run(new_watched_page, served_book):
    """Folded under the next step, with the task in it, copied by a button; the plan and the way out are folds."""
    page = new_watched_page(permissions=["clipboard-read", "clipboard-write"])
    drill = opened(page, "book", served_book)
    drill.fill({"task": "Sort customer emails", "gap": "classification", "clean_examples": 40})
    drill.wait_for_verdict()
    expect(drill.card).to_contain_text("10 short of 50")
    text = drill.card.locator(".ftd-next pre")
    expect(text).to_be_hidden()
    drill.card.get_by_text("The text to run").click()
    expect(text).to_contain_text("Sort customer emails")
    drill.card.get_by_role("button", name="Copy this text").click()
    expect(page.locator(".ftd-note")).to_have_text("The text to run is copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.replace("\r\n", "\n") == text.text_content()
    for fold in ("What would prove this wrong", "The way out"):
        drill.card.locator("summary", has_text=fold).click()
        expect(drill.card.locator("details[open]", has_text=fold).locator("li").first).to_be_visible()
    assert page.console_errors == []
