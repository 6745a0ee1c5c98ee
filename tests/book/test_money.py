"""The money chapter in a browser: its sums are the core's, its prices are dated, and their age shows by itself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ftdecide.evidence import load_evidence

EVIDENCE = load_evidence()
PAGE = "book/money.html"
NOTES = "[data-ft-stale-from]"


def opened(new_watched_page, served_book, day: date, **options):
    page = new_watched_page(**options)
    page.clock.install(time=day.isoformat())
    page.goto(served_book + PAGE)
    return page


def test_a_note_shows_the_day_after_the_prices_turned_ninety(new_watched_page, served_book):
    """The peers are of 2026-10-01: nothing on day 90, the note on day 91, and no request or error for it."""
    peers = EVIDENCE.prices.find("task", "qwen3.8-27b").as_of.first_day
    for days, shows in ((90, False), (91, True)):
        page = opened(new_watched_page, served_book, peers + timedelta(days=days))
        dated = page.locator(".ft-dated", has_text=f"Prices of {peers}.")
        assert dated.count() == 1 and dated.locator(NOTES).is_visible() is shows
        assert not page.outside_requests and not page.console_errors


def test_a_table_is_as_old_as_its_oldest_price(new_watched_page, served_book):
    """One of 2025 in a table is said, whatever the others are."""
    page = opened(new_watched_page, served_book, date(2026, 11, 20))
    oldest = EVIDENCE.prices.find("training", "fireworks-16b").as_of
    assert oldest.text == "2025"
    dated = page.locator(".ft-dated", has_text=f"Prices of {oldest} to ")
    assert dated.count() == 4
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    assert all(note.is_visible() for note in dated.locator(NOTES).all())


def test_without_scripts_the_dates_stand_there(new_watched_page, served_book):
    """The note stays away, the date does not."""
    page = new_watched_page(java_script_enabled=False)
    page.goto(served_book + PAGE)
    assert page.locator(".ft-dated > p:first-child").first.is_visible()
    assert not page.locator(NOTES).first.is_visible()


SAID = ["61,600", "72,800 to 151,000", "Requests a month", "Payback: the fixed cost is back after", "of the draws"]


@pytest.mark.parametrize("said", SAID)
def test_the_worked_sum_is_there(new_watched_page, served_book, said):
    """4,000 tokens in: 4,000 x 0.92 + 250 x 10 = $6,180 a million requests, 0.8411 of it over a falling year,
    less $164.5; (1,800.45 / 12 + 160) / 0.0050335 = 61,600; the stress and the rest beside it."""
    page = opened(new_watched_page, served_book, date(2026, 11, 20))
    assert said in page.locator("#what-a-finance-person-asks").inner_text()
