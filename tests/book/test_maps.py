"""Lesson maps, the map of the course and the journeys, as they stand on the pages."""

from __future__ import annotations

import re
import sys
from itertools import combinations
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "book" / "_ext"))

from chapter_template import TERM, is_chapter, sections  # noqa: E402
from course_map import in_words  # noqa: E402
from map_drawing import TooTight, map_svg  # noqa: E402

from ftdecide.course.outline import LessonMap, Link  # noqa: E402

TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
PAGES = [page["file"] for part in TOC["parts"] for page in part["chapters"] if page["file"].startswith("book/")]
CHAPTERS = [page for page in PAGES if is_chapter((ROOT / f"{page}.md").read_text(encoding="utf-8"))]
BOXES = """svg => [...svg.querySelectorAll('a > rect, text')].map(mark => {
  const box = mark.getBoundingClientRect();
  const linked = mark.closest('a') !== null;
  return [mark.tagName + ' ' + mark.textContent, box.left, box.top, box.right, box.bottom, linked];
})"""


@pytest.mark.parametrize("page", CHAPTERS)
def test_a_chapter_has_a_map_with_its_key_terms(built_book, page):
    """Drawn, as a list, and with every term that the chapter calls a key term."""
    source = (ROOT / f"{page}.md").read_text(encoding="utf-8")
    key_terms = next(section.text for section in sections(source) if section.title == "Key terms")
    html = (built_book / f"{page}.html").read_text(encoding="utf-8")
    fold = re.search(r'<details class="ft-map">.*?</details></details>', html, re.S)[0]
    drawn = set(re.findall(r'text-anchor="middle">([^<]+)</text></a>', fold))
    assert set(TERM.findall(key_terms)) - drawn == set()
    listed = re.findall(r"<li><a href=[^>]+>([^<]+)</a> [^<]+ <a", fold)
    assert len(listed) >= len(drawn) / 2
    assert 'class="ft-related"' in html


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_no_word_of_a_map_lies_over_another(new_watched_page, served_book, width):
    """Measured in the browser, on every map; words are at least 13 px high on a phone."""
    tab = new_watched_page(viewport={"width": width, "height": 900})
    for page in CHAPTERS:
        tab.goto(f"{served_book}{page}.html")
        tab.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
        drawing = tab.locator(".ft-map-drawn svg")
        size = drawing.evaluate("svg => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width * 14.8")
        assert size >= 12.9, (page, size)
        boxes = drawing.evaluate(BOXES)
        words = [box for box in boxes if box[0].startswith("text")]
        nodes = [box for box in boxes if box[0].startswith("rect")]
        assert len(nodes) >= 5
        for one, other in combinations(words, 2):
            assert apart(one, other), (page, width, one[0], other[0])
        for verb in (word for word in words if not word[5]):
            assert all(apart(verb, node) for node in nodes), (page, width, verb[0])


def apart(one: list, other: list, slack: float = 1.5) -> bool:
    """Whether two boxes (name, left, top, right, bottom, ...) do not overlap by more than the slack, in pixels."""
    wide = min(one[3], other[3]) - max(one[1], other[1])
    high = min(one[4], other[4]) - max(one[2], other[2])
    return wide <= slack or high <= 4 * slack  # the box of a text is higher than its letters


@pytest.mark.browser
def test_a_map_is_used_by_keyboard(watched_page, served_book):
    """The fold opens, and each concept leads to its card."""
    watched_page.goto(f"{served_book}book/two-kinds-of-work.html")
    watched_page.focus(".ft-map > summary")
    watched_page.keyboard.press("Enter")
    watched_page.keyboard.press("Tab")
    assert watched_page.evaluate("document.activeElement.textContent") == "gap"
    watched_page.keyboard.press("Enter")
    watched_page.wait_for_url("**/glossary.html#term-gap")


def test_the_course_map_holds_every_chapter_and_concept(built_book):
    """Each chapter is a station, and each concept is introduced at one."""
    html = (built_book / "book/course-map.html").read_text(encoding="utf-8")
    drawing = re.search(r'<div class="ft-drawing ft-map-drawn ft-course">(.*?)</svg>', html, re.S)[1]
    assert drawing.count('class="station"') == len(CHAPTERS)
    concepts = re.findall(r'<a href="glossary.html#[^"]+">([^<]+)</a>', drawing)
    assert len(concepts) == len(set(concepts)) >= 30


def test_a_journey_sums_what_its_pages_say(built_book):
    """Four of them, each with its minutes."""
    html = (built_book / "book/journeys.html").read_text(encoding="utf-8")
    ways = re.findall(r'<section id="journey-(\w+)">(.*?)</section>', html, re.S)
    assert [name for name, _ in ways] == ["task", "data", "teach", "team"]
    for name, way in ways:
        minutes = [int(number) for number in re.findall(r"\((\d+) minutes\)", way)]
        said = re.search(r"<strong>(\d+) steps, about ([^<]+)\.</strong>", way)
        assert (int(said[1]), said[2]) == (len(minutes), in_words(sum(minutes))), name


@pytest.mark.parametrize(("minutes", "said"), [(47, "50 minutes"), (60, "1 hour"), (62, "1 hour 5 minutes")])
def test_minutes_are_said_as_people_do(minutes, said):
    assert in_words(minutes) == said


def lesson(rows: list[list[str]], *links: tuple[str, str, str]) -> LessonMap:
    return LessonMap("page", "Page", (), tuple(map(tuple, rows)), tuple(Link(*link) for link in links), ())


def test_a_row_that_does_not_fit_is_refused():
    """Before it runs out of the page."""
    with pytest.raises(TooTight, match="too wide for one row"):
        map_svg(lesson([["prompt optimisation", "few-shot prompting", "structured output"]]), str)


def test_verbs_that_find_no_room_are_refused():
    """Four arrows into one box have room for three verbs."""
    crowded = [("a", "is much better than", "d"), ("b", "is much better than", "d"), ("c", "is much better than", "d")]
    assert map_svg(lesson([["a", "b", "c"], ["d"]], *crowded), str)
    with pytest.raises(TooTight, match="no room for the verb"):
        map_svg(lesson([["a", "b", "c"], ["d"]], *crowded, ("d", "is much worse than", "b")), str)
