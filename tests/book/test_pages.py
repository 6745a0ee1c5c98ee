"""The built book in a real browser: asks nobody outside, reads well for everyone, and every link arrives."""

from __future__ import annotations

import os
import re
from functools import cache
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import yaml

from ftdecide.chat_prompt import chat_prompt
from ftdecide.evidence import load_evidence
from ftdecide.model import TaskProfile

ROOT = Path(__file__).resolve().parents[2]


def text_of(page: str) -> str:
    """The MyST source of a page; nothing for a notebook."""
    file = ROOT / f"{page}.md"
    return file.read_text(encoding="utf-8") if file.exists() else ""


AXE = ROOT / "deploy" / "engine" / "node_modules" / "axe-core" / "axe.min.js"
TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
PAGES = [TOC["root"], *(page["file"] for part in TOC["parts"] for page in part["chapters"])]
CHAPTERS = [page for page in PAGES if "chapter: true" in text_of(page)]
LOADERS = {"script": "src", "img": "src", "iframe": "src", "source": "src", "video": "src", "audio": "src"}

each_page = pytest.mark.parametrize("page", PAGES)


class Page(HTMLParser):
    """What a page says about itself: anchors, links, images, headings, loaded addresses."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.images: list[dict] = []
        self.headings: list[int] = []
        self.loaded: list[str] = []
        self.in_article = False
        # further variants of a question wait inside a template, apart from the document and its ids
        self.feed(re.sub(r"<template.*?</template>", "", text, flags=re.DOTALL))

    def handle_starttag(self, tag: str, attrs: list) -> None:
        given = dict(attrs)
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        if tag == "img" or given.get("role") == "img":
            self.images.append(given)
        self.in_article = self.in_article or tag == "article"  # before it the theme has headings for paper only
        if self.in_article and re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if given.get(LOADERS.get(tag, "")):
            self.loaded.append(given[LOADERS[tag]])
        if tag == "link" and given.get("rel") not in ("next", "prev", "search", "index", "canonical"):
            self.loaded.append(given.get("href", ""))


@cache
def parsed(file: Path) -> Page:
    return Page(file.read_text(encoding="utf-8"))


def test_every_page_of_the_book_stands_in_the_table_of_contents(built_book):
    """A page nobody looks at would be a page nobody tests."""
    written = {str(file.relative_to(ROOT).with_suffix("")) for file in (ROOT / "book").rglob("*.md")}
    assert written - set(PAGES) == set()
    assert [page for page in PAGES if not (built_book / f"{page}.html").is_file()] == []


@pytest.mark.browser
@each_page
def test_a_page_is_whole_in_the_browser(new_watched_page, served_book, page):
    """No outside request, no console error, no axe violation in light on a desk and in dark on a phone; at three widths
    no sideways scrolling."""
    tab = new_watched_page(reduced_motion="reduce")  # a colour in transition has no contrast to speak of
    tab.goto(f"{served_book}{page}.html", wait_until="networkidle")
    tab.evaluate(AXE.read_text(encoding="utf-8"))
    for width, scheme in ((1280, "light"), (768, None), (390, "dark")):
        tab.set_viewport_size({"width": width, "height": 900})
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        if scheme is None:
            continue
        tab.emulate_media(color_scheme=scheme)
        tab.wait_for_function("scheme => document.documentElement.dataset.theme === scheme", arg=scheme)
        violations = tab.evaluate("async () => (await axe.run()).violations.map(v => [v.id, v.nodes.map(n => n.html)])")
        assert violations == [], (width, scheme)
    assert tab.outside_requests == []
    assert tab.console_errors == []


@pytest.mark.browser
def test_the_search_finds_the_ladder_without_a_server(watched_page, served_book):
    """Sphinx's own index, read by the page."""
    watched_page.goto(f"{served_book}search.html?q=ladder")
    watched_page.wait_for_selector("#search-results li a")
    assert "Climb the cheap rungs first" in watched_page.inner_text("#search-results")
    assert watched_page.outside_requests == []


@pytest.mark.browser
def test_on_paper_folds_are_open_and_the_furniture_is_gone(watched_page, served_book):
    """What is folded on screen is printed; menus and buttons are not."""
    watched_page.goto(f"{served_book}book/three-conditions.html")
    watched_page.emulate_media(media="print")
    assert watched_page.is_visible("text=is a good first filter")
    assert watched_page.is_visible(".bd-article h1")
    assert not watched_page.is_visible(".bd-sidebar-primary")


@pytest.mark.browser
def test_a_reader_in_the_dark_prints_on_white(new_watched_page, served_book):
    """And finds the page dark again afterwards."""
    tab = new_watched_page(color_scheme="dark")
    tab.goto(f"{served_book}book/money.html")
    paper = "() => getComputedStyle(document.body).backgroundColor"
    dark = tab.evaluate(paper)
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert tab.evaluate("document.documentElement.dataset.theme") == "light"
    assert tab.evaluate(paper) != dark
    tab.evaluate("dispatchEvent(new Event('afterprint'))")
    assert tab.evaluate("document.documentElement.dataset.theme") == "dark"


@each_page
def test_nothing_is_loaded_from_an_outside_host(built_book, page):
    """Not even what the browser above happened not to ask for."""
    loaded = parsed(built_book / f"{page}.html").loaded
    assert loaded
    assert [address for address in loaded if urlsplit(address).netloc] == []


def test_no_page_names_a_content_network(built_book):
    """Inline scripts included: no loader waits there for a click. Binder may be a link or an address to copy."""
    for file in built_book.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        text = re.sub(r'<a [^>]*href="https://mybinder\.org/[^"]*"|<code[^>]*>.*?</code>', "", text)
        found = re.findall(r"mybinder|unpkg|jsdelivr|cdnjs|googleapis|gstatic|require\.js", text)
        assert found == [], file.relative_to(built_book)


@each_page
def test_every_internal_link_arrives(built_book, page):
    """The file exists, and the anchor in it."""
    here = built_book / f"{page}.html"
    for link in parsed(here).links:
        address = urlsplit(link)
        if address.scheme or address.netloc:
            continue
        target = Path(os.path.normpath(here.parent / unquote(address.path))) if address.path else here
        assert target.is_file(), f"{page}: {link}"
        if address.fragment and target.suffix == ".html":
            assert unquote(address.fragment) in parsed(target).ids, f"{page}: {link}"


@each_page
def test_every_image_says_what_it_shows(built_book, page):
    """In alt or in its label."""
    for image in parsed(built_book / f"{page}.html").images:
        assert image.get("alt") or image.get("aria-label"), image


def test_the_figure_of_the_money_chapter_says_its_finding(built_book):
    """For a reader without a kernel, and one who cannot see it."""
    figures = [image for image in parsed(built_book / "book/money.html").images if image.get("role") == "img"]
    assert figures[0]["aria-label"].startswith("Tuning pays above 520,000 requests a month.")
    static = [image for image in parsed(built_book / "notebooks/break_even.html").images if image.get("role") == "img"]
    assert [figure["aria-label"] for figure in static] == [figures[0]["aria-label"]]


def test_the_prompt_on_the_page_is_the_one_that_the_drill_writes(built_book):
    """One text, made by the package; the page adds nothing to it."""
    page = (built_book / "book/the-drill.html").read_text(encoding="utf-8")
    blocks = [unescape(re.sub(r"<[^>]+>", "", block)) for block in re.findall(r"<pre>(.*?)</pre>", page, re.S)]
    asked = [block.strip() for block in blocks if "fine-tune" in block]
    assert asked == [chat_prompt(TaskProfile(), load_evidence()).strip()]


@each_page
def test_headings_are_not_skipped(built_book, page):
    """One first-level heading, and no step down by two."""
    levels = parsed(built_book / f"{page}.html").headings
    assert levels.count(1) == 1
    assert all(lower - upper <= 1 for upper, lower in pairwise(levels)), levels


@each_page
def test_every_id_is_unique(built_book, page):
    """A link can arrive at one place only."""
    ids = parsed(built_book / f"{page}.html").ids
    assert sorted(set(ids)) == sorted(ids)


FAMILIAR = "book/when-training-wins#eight-familiar-examples-put-through-the-drill"
KINDS = "book/two-kinds-of-work#training-changes-the-model-prompting-changes-the-request"
# What the lesson behind this course teaches, and where it stands here.
IDEAS = {
    "the course in three lines": "book/index#the-course-in-three-lines",
    "the answer in one sentence": "book/one-answer#the-answer",
    "what almost never rests on": "book/one-answer#almost-never-is-a-good-bet-about-a-stranger-s-task",
    "a pirate, five outputs, clinical notes, citations": FAMILIAR,
    "training and prompting are different categories of work": KINDS,
    "doctor, radio, generalist, and where each breaks": "book/two-kinds-of-work#pictures",
    "a new skill or one it has": "book/two-kinds-of-work#name-the-gap",
    "rules live in the prompt or in the weights": "book/two-kinds-of-work#rules-change",
    "what training does well": "book/limits#does-well",
    "what training cannot do": "book/limits#cannot",
    "less adaptable, by forgetting": "book/limits#takes-away",
    "the concept, part of it folded": KINDS,
    "a bad prompt costs minutes, a bad fine-tune a run and a cleaned dataset": "book/two-kinds-of-work#mistakes",
    "high volume of a repetitive task": "book/three-conditions#volume",
    "a base model that almost does it": "book/three-conditions#near-miss",
    "hundreds to thousands of clean examples": "book/three-conditions#clean-examples",
    "all three together": "book/three-conditions#two-out-of-three-is-not-a-case",
    "the hidden cost of curation": "book/curation#a-model-learns-your-examples-faults-included",
    "what clean means": "book/curation#clean",
    "500 examples lying around": "book/curation#five-hundred-lying-around-is-a-count-of-files",
    "the ladder": "book/ladder#the-classic-ladder-has-five-rungs",
    "the rungs that lessons forget": "book/ladder#four-rungs-that-most-ladders-forget",
    "one rung at a time": "book/ladder#how-to-try",
    "real volume mathematics": "book/money#worked-case",
    "the drill": "notebooks/drill#the-drill",
    "the six steps": "book/the-drill#steps",
    "what should be true afterwards": "book/the-drill#outcome",
    "the trap": "book/curation#the-trap",
    "explain it to a peer": "book/explain-it#peer",
    "a page for a peer, with a checklist": "book/explain-it#sheet",
    "no level after this one": "book/after-the-verdict#there-is-no-further-level",
    "vendors withdraw the base": "book/money#base-retires",
    "an evaluation set first": "book/three-conditions#eval-set",
}  # fmt: skip


@pytest.mark.parametrize("idea", IDEAS)
def test_the_book_teaches(built_book, idea):
    """Each idea has its place."""
    page, anchor = IDEAS[idea].split("#")
    assert anchor in parsed(built_book / f"{page}.html").ids


@pytest.mark.parametrize("page", CHAPTERS)
def test_no_lesson_is_long_without_a_fold(built_book, page):
    """First the short version; the rest opens on demand, without JavaScript."""
    source = text_of(page)
    assert len(source.split()) < 700 or "<details" in (built_book / f"{page}.html").read_text(encoding="utf-8")


def test_the_glossary_defines_enough_and_is_used(built_book):
    """At least 25 terms, and the lessons link to most of them."""
    terms = {name for name in parsed(built_book / "book/glossary.html").ids if name.startswith("term-")}
    assert len(terms) >= 25
    used = {
        urlsplit(link).fragment
        for page in PAGES
        for link in parsed(built_book / f"{page}.html").links
        if "#term-" in link
    }
    assert used <= terms
    assert len(used) >= 25


def test_every_threshold_has_a_row_that_links_to_its_source(built_book):
    """The sources page shows the whole table of the evidence."""
    from ftdecide.evidence import load_evidence

    ids = parsed(built_book / "book/sources.html").ids
    for name, threshold in load_evidence().thresholds.items():
        assert f"threshold-{name}" in ids
        assert {f"source-{key.lower()}" for key in threshold.source} <= set(ids)


def test_the_credit_stands_on_the_sources_page(built_book):
    """The licence of the lesson behind this course asks for it."""
    text = (built_book / "book/sources.html").read_text(encoding="utf-8")
    assert "AtomEons" in text and "CC BY 4.0" in text
