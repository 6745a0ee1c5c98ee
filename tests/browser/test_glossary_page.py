"""The glossary, the meanings beside terms and the word of the day, as a reader meets them."""

from __future__ import annotations

import datetime
import itertools
import json

import pytest
from course.small_bank import ROOT
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

AXE = ROOT / "deploy" / "engine" / "node_modules" / "axe-core" / "axe.min.js"
CHAPTER = "book/two-kinds-of-work.html"
SHOWN = ".ft-card:visible > dt"


@pytest.fixture
def open_page(new_watched_page, served_book):
    """Opens a page of the book; nothing is asked from outside and nothing fails."""
    opened = []

    def go(address: str, **options):
        page = new_watched_page(**{"viewport": {"width": 1280, "height": 900}, "color_scheme": "light", **options})
        page.goto(f"{served_book}{address}")
        opened.append(page)
        return page

    yield go
    for page in opened:
        assert page.outside_requests == [] and page.console_errors == []


def terms(page) -> list[str]:
    return page.locator(SHOWN).evaluate_all("all => all.map(one => one.firstChild.textContent.trim())")


def says(page, text: str) -> None:
    """Wait until this is what a screen reader is told: that comes once a word is typed, not a letter."""
    expect(page.locator(".ft-count")).to_have_text(text)


def test_a_word_is_found_by_name_second_name_and_meaning(open_page):
    page = open_page("book/glossary.html")
    every = len(terms(page))
    assert every >= 45
    says(page, f"{every} of {every} words")
    box = page.get_by_label("Find a word")
    box.fill("RAG")
    assert "retrieval" in terms(page) and len(terms(page)) < 8
    box.fill("weights training")
    found = terms(page)
    assert "weights" in found and "volume" not in found
    says(page, f"{len(found)} of {every} words")
    box.fill("zzz")
    says(page, "No word fits. Use fewer letters, or show all.")
    assert terms(page) == []
    page.get_by_role("button", name="Show all").click()
    says(page, f"{every} of {every} words")
    assert page.evaluate("document.activeElement.id") == "ft-find"
    assert "#" not in page.url


def test_what_is_chosen_by_keyboard_can_be_kept_and_sent(open_page):
    page = open_page("book/glossary.html")
    page.get_by_label("Find a word").focus()
    page.keyboard.type("cost")
    page.keyboard.press("Enter")  # submits nothing
    page.keyboard.press("Tab")
    page.keyboard.type("Money")
    chosen = page.get_by_label("About", exact=True).input_value()
    page.keyboard.press("Tab")
    page.keyboard.press("b")
    assert page.get_by_label("Level").input_value() == "beginner"
    found = terms(page)
    assert found
    address = page.url
    assert address.endswith(f"#find=cost&category={chosen}&level=beginner")
    page.goto("about:blank")
    page.goto(address)
    assert terms(page) == found
    assert page.get_by_label("Find a word").input_value() == "cost"


@pytest.mark.parametrize(
    "fragment", ["#find=%3Cimg%20src=x%3E", "#category=gone&level=", "#=&==", "#%E0%A4%A", "#term-none"]
)
def test_an_odd_address_does_no_harm(open_page, fragment):
    page = open_page(f"book/glossary.html{fragment}")
    expect(page.locator(".ft-count")).not_to_be_empty()
    assert page.locator(".ft-filter").is_visible()
    assert page.locator(".ft-card img").count() == 0
    assert page.get_by_label("About", exact=True).input_value() == ""


@pytest.mark.parametrize("width", [1280, 390])
def test_a_link_to_a_word_opens_its_card(open_page, width):
    page = open_page("book/glossary.html#term-LoRA", viewport={"width": width, "height": 900})
    card = page.locator(".ft-card", has=page.locator("#term-LoRA"))
    assert card.get_by_text("Picture. Spectacles").is_visible()
    assert page.locator("details.ft-more[open]").count() == 1
    page.wait_for_function("Math.abs(document.getElementById('term-LoRA').getBoundingClientRect().top - 120) < 120")
    page.get_by_label("Find a word").fill("volume")
    assert not card.is_visible()
    page.evaluate("location.hash = '#term-LoRA'")
    card.wait_for(state="visible")
    assert page.get_by_label("Find a word").input_value() == ""


def test_a_card_opens_by_keyboard_and_its_related_words_lead_on(open_page):
    page = open_page("book/glossary.html")
    card = page.locator(".ft-card", has=page.locator("#term-drift"))
    card.locator("summary").focus()
    page.keyboard.press("Enter")
    assert card.get_by_text("A map of a coast").is_visible()
    card.get_by_role("link", name="payback", exact=True).click()
    page.get_by_text("How long a heat pump").wait_for()


def test_without_scripts_every_card_stands_there(open_page):
    page = open_page("book/glossary.html", java_script_enabled=False)
    assert not page.locator(".ft-filter").is_visible()
    assert page.locator(SHOWN).count() >= 45
    page.locator("summary", has_text="The whole card").first.click()
    assert page.get_by_text("A lens that screws onto a camera").is_visible()
    assert page.get_by_role("link", name="Each has its card").is_visible()


def first_term(page):
    return page.locator('article p a[href*="#term-base-model"]').first


def note(page):
    return page.get_by_role("tooltip")


def test_the_meaning_of_a_word_shows_to_mouse_and_keyboard(open_page):
    page = open_page(CHAPTER)
    link = first_term(page)
    link.scroll_into_view_if_needed()
    assert note(page).count() == 0
    link.hover()
    note(page).wait_for()
    assert note(page).inner_text().startswith("The finished model that one starts from")
    assert link.get_attribute("aria-describedby") == note(page).get_attribute("id")
    near, far = link.bounding_box(), note(page).bounding_box()
    page.mouse.move(far["x"] + 20, far["y"] + far["height"] / 2, steps=3)  # the note itself can be pointed at
    page.wait_for_timeout(400)
    assert note(page).is_visible()
    assert far["x"] >= 0 and far["x"] + far["width"] <= 1280 and abs(far["y"] - near["y"]) < 200
    page.mouse.move(5, 5)
    note(page).wait_for(state="hidden")
    page.keyboard.press("Tab")  # from here on by keyboard
    link.focus()
    note(page).wait_for()
    page.keyboard.press("Escape")
    assert note(page).count() == 0
    assert page.evaluate("document.activeElement.hash") == "#term-base-model"  # the focus stays
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    note(page).wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/glossary.html#term-base-model")


def test_a_finger_follows_the_link_and_no_note_comes_between(open_page):
    page = open_page(CHAPTER, viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    link = first_term(page)
    link.scroll_into_view_if_needed()
    link.tap()
    page.wait_for_url("**/glossary.html#term-base-model")


def test_a_note_stays_on_a_narrow_page_and_off_paper(open_page):
    page = open_page(CHAPTER, viewport={"width": 390, "height": 800})
    page.keyboard.press("Tab")
    for link in page.locator('article p a[aria-describedby^="ft-note-"]').all()[:12]:
        if not link.is_visible():
            continue
        link.focus()
        box = note(page).bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 390, link.inner_text()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.emulate_media(media="print")
    assert note(page).count() == 0


def test_every_day_has_its_word_and_the_next_day_another(open_page, served_book, new_watched_page):
    cards = json.loads(open_page("book/index.html").locator(".ft-day script").text_content())
    seen = []
    for day, hour in itertools.product(range(3), (0, 23)):
        page = new_watched_page(timezone_id="Pacific/Auckland")
        date = datetime.date(2027, 2, 27) + datetime.timedelta(days=day)
        page.clock.set_fixed_time(f"{date}T{hour:02}:30:00+13:00")  # the reader's midnight, not Greenwich's
        page.goto(f"{served_book}book/index.html")
        page.get_by_text("Today's word").wait_for()
        link = page.locator(".ft-day a")
        expected = cards[(date - datetime.date(1970, 1, 1)).days % len(cards)]
        assert [link.inner_text(), link.get_attribute("href")] == [expected[1], f"glossary.html#{expected[0]}"]
        assert page.locator(".ft-day").inner_text().endswith(expected[3])
        seen.append(link.inner_text())
    assert seen[0] == seen[1] != seen[2] == seen[3] != seen[4] == seen[5]
    link.click()
    page.wait_for_url(f"**/glossary.html#{expected[0]}")


def test_axe_finds_nothing_with_cards_open_and_a_note_shown(open_page):
    page = open_page("book/glossary.html#term-fine-tuning", reduced_motion="reduce")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    page.keyboard.press("Tab")
    for width, scheme in ((1280, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function("scheme => document.documentElement.dataset.theme === scheme", arg=scheme)
        page.get_by_label("Find a word").focus()
        page.locator('.ft-card a[aria-describedby^="ft-note-"]').first.focus()
        note(page).wait_for()
        found = page.evaluate("async () => (await axe.run()).violations.map(v => [v.id, v.nodes.map(n => n.html)])")
        assert found == [], (width, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        small = page.locator(".ft-filter :is(input, select, button), .ft-more > summary").evaluate_all(
            "all => all.map(one => one.getBoundingClientRect().height).filter(height => height < 40)"
        )
        assert small == []
