"""Where a reader stands, the first page as a way in, and a page that fits its window."""

from __future__ import annotations

import re
import sys
from html import unescape
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "book" / "_ext"))

from chapter_number import InvalidContents, read_contents  # noqa: E402
from chapter_template import is_chapter, sections  # noqa: E402
from lesson_map import minutes_of  # noqa: E402

TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
PAGES = [TOC["root"], *(page["file"] for part in TOC["parts"] for page in part["chapters"])]
SOURCES = {page: file.read_text(encoding="utf-8") for page in PAGES if (file := ROOT / f"{page}.md").is_file()}
CHAPTERS = [page for page, source in SOURCES.items() if is_chapter(source)]
# Characters to a line, over the full lines of a page's paragraphs, in whatever serif the machine has.
CHARACTERS = """() => [...document.querySelectorAll('.bd-article section > p:not([class])')].map(paragraph => {
  const high = paragraph.getBoundingClientRect().height;
  const lines = Math.round(high / parseFloat(getComputedStyle(paragraph).lineHeight));
  return lines >= 3 ? paragraph.innerText.length / (lines - 0.4) : 0;
}).filter(Boolean)"""


def in_html(built_book: Path, page: str) -> str:
    return (built_book / f"{page}.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", CHAPTERS)
def test_a_chapter_says_which_it_is_and_how_long_it_takes(built_book, page):
    """By the order of the table of contents and by its own “Level and time”."""
    said = re.findall(r'<p class="ft-place">Chapter (\d+) of (\d+) · (\d+) minutes</p>', in_html(built_book, page))
    assert [tuple(map(int, one)) for one in said] == [
        (CHAPTERS.index(page) + 1, len(CHAPTERS), minutes_of(SOURCES[page]))
    ]


def test_the_first_page_lists_every_chapter_in_order_with_its_time(built_book):
    """Each with its own title."""
    contents = re.search(r'<ol class="[^"]*ft-contents.*?</ol>', in_html(built_book, TOC["root"]), re.S)[0]
    listed = re.findall(r'href="([^"]+)\.html"><span class="doc">(.*?)</span></a> <span[^>]*>(\d+) minutes', contents)
    titles = {page: sections(source) and re.search(r"^# (.+)$", source, re.M)[1] for page, source in SOURCES.items()}
    assert [(f"book/{page}", len(unescape(title)), int(minutes)) for page, title, minutes in listed] == [
        (page, len(titles[page]), minutes_of(SOURCES[page])) for page in CHAPTERS
    ]


def test_the_ways_on_the_first_page_are_the_journeys(built_book):
    """The same titles, steps and sums."""
    ways = re.search(r'<ul class="[^"]*ft-ways.*?</ul>', in_html(built_book, TOC["root"]), re.S)[0]
    cells = re.findall(r'#journey-(\w+)">.*?(\d+ steps, about [^<]+\.)<', ways, re.S)
    journeys = re.findall(
        r'<section id="journey-(\w+)">.*?<strong>(\d+ steps, about [^<]+\.)<',
        in_html(built_book, "book/journeys"),
        re.S,
    )
    assert cells == journeys
    assert len(cells) == 4


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        (["a: One"], "'b' is missing; add its line"),
        (["a: One", "b: Two", "a: Three"], "'a' stands there twice; once is enough"),
        (["a: One", "b: Two", "c: Three"], "'c' is no chapter; known are a, b"),
        (["a: One", "b:"], "'b:' says nothing; write `name: what one can say afterwards`"),
    ],
)
def test_contents_that_are_not_the_books_are_refused(lines, fault):
    with pytest.raises(InvalidContents) as refused:
        read_contents(lines, ["book/a", "book/b"])
    assert fault in refused.value.faults


@pytest.mark.browser
def test_no_page_scrolls_sideways_when_enlarged(new_watched_page, served_book):
    """A window of 1280 pixels at 200 % has 640 of them, at 400 % 320; every fold open."""
    tab = new_watched_page(viewport={"width": 640, "height": 900})
    wide = []
    for page in PAGES:
        tab.goto(f"{served_book}{page}.html")
        for width in (640, 320):
            tab.set_viewport_size({"width": width, "height": 900})
            tab.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
            if (reaches := tab.evaluate("document.documentElement.scrollWidth")) > width:
                wide.append((page, width, reaches))
    assert wide == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 1920])
def test_a_line_of_prose_has_a_readable_length(new_watched_page, served_book, width):
    """About 62 to 70 characters, a few more or fewer with another font."""
    tab = new_watched_page(viewport={"width": width, "height": 900})
    tab.goto(f"{served_book}book/when-training-wins.html")
    lengths = sorted(tab.evaluate(CHARACTERS))
    assert len(lengths) >= 4
    assert 56 <= lengths[len(lengths) // 2] <= 76


@pytest.mark.browser
def test_what_a_search_quotes_is_text_and_fits_a_phone(new_watched_page, served_book):
    """Not the words of a drawing run together, nor the list of a page's headings."""
    tab = new_watched_page(viewport={"width": 390, "height": 844})
    tab.goto(f"{served_book}search.html?q=LoRA")
    tab.wait_for_function(
        "document.querySelectorAll('#search-results p.context').length > 8"
        " && document.querySelectorAll('#search-results p.context').length"
        " === document.querySelectorAll('#search-results li').length"
    )
    quoted = tab.locator("#search-results p.context").all_inner_texts()
    assert [quote for quote in quoted if max(map(len, quote.split())) > 30] == []
    assert [quote for quote in quoted if "Check what stuck Key terms" in quote] == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
