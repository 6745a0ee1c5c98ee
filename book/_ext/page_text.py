"""The text of a built page, section by section: what a reader sees of it, without what only works or decorates.

A card of the glossary is a section too: its word is the title.

    page = read_page(html)
    page.title, page.sections[3].anchor, page.sections[3].blocks

A block is a paragraph, an entry of a list, a row of a table or a listing, its words as they stand on the page. Blocks
that follow one another without anything left out between them are a run: only these may stand together in a quote.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

NO_END_TAG = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
LEFT_OUT_TAGS = {"svg", "script", "style", "form", "noscript", "template", "button"}
# By the classes of what is not the book's own prose: its fittings, its quizzes, what a page counts or lists of others.
LEFT_OUT = {
    "headerlink", "ft-place", "ft-map", "ft-map-head", "ft-related", "ftd-quiz", "ftd-home", "ftd-before", "ftd-kept",
    "ft-live", "ft-dated", "ft-day", "ft-glance", "ft-pronounced", "ft-dots", "toctree-wrapper", "sources",
    "sd-summary-state-marker", "sd-summary-icon", "ft-pair", "ft-pairs",
}  # fmt: skip
BLOCKS = {"p", "li", "dt", "dd", "tr", "pre", "caption", "figcaption", "summary", "blockquote", "h4", "h5", "h6", "div"}
HEADINGS = {"h1", "h2", "h3"}
ENDS_A_RUN = {"section", "details", "figure", "table"}  # where they begin and where they end
LABEL = re.compile(r"(?!id\d+$).")  # an id that somebody chose
SPACE = re.compile(r"\s+")


@dataclass
class Section:
    """One section as it is read: its runs are lists of blocks."""

    title: str
    anchor: str
    level: int
    runs: list[list[str]] = field(default_factory=lambda: [[]])


@dataclass(frozen=True)
class Page:
    """A page's title and its sections, in their order, those without text left out."""

    title: str
    sections: tuple[Section, ...]


def read_page(html: str) -> Page:
    """The page's article.

    >>> page = read_page('<article><section id="a-b"><span id="ab"></span><h1>A b</h1><p>One <i>two</i>.</p></section>')
    >>> page.sections[0]
    Section(title='A b', anchor='ab', level=1, runs=[['One two.']])
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    for section in reader.sections:
        section.runs = [run for run in section.runs if run]
    title = reader.sections[0].title if reader.sections else ""
    return Page(title, tuple(section for section in reader.sections if section.runs))


class _Reader(HTMLParser):
    """Keeps the elements that are open; each text goes to the innermost section that is."""

    def __init__(self) -> None:
        super().__init__()
        self.sections: list[Section] = []
        self.within: list[tuple[str, Section | None]] = []  # the elements that are open, a section's with it
        self.left_out = 0  # how many elements are open since one that is left out
        self.inside = False
        self.words: list[str] = []
        self.heading: Section | None = None

    @property
    def section(self) -> Section | None:
        return next((section for _, section in reversed(self.within) if section is not None), None)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        self.inside |= tag == "article"
        if not self.inside or tag in NO_END_TAG:
            return
        if self.left_out or tag in LEFT_OUT_TAGS or LEFT_OUT & set(given.get("class", "").split()):
            if not self.left_out and tag in LEFT_OUT_TAGS | BLOCKS | ENDS_A_RUN:
                self._end_run()
            self.left_out += 1
            return
        self._end(tag)
        opened = None
        if tag == "section" or (tag == "dt" and given.get("id", "").startswith("term-")):
            opened = Section("", given.get("id", ""), 1 + sum(of is not None for _, of in self.within))
            self.sections.append(opened)
        elif tag == "span" and LABEL.match(given.get("id", "")) and self.section and not self.section.title:
            self.section.anchor = given["id"]  # a label of its own outlives a change of the heading
        if (opened and tag == "dt") or (tag in HEADINGS and self.section and not self.section.title):
            self.heading = opened or self.section
        if opened and tag == "dt":  # the card's text comes after its word: the section is open until the card ends
            self.within[-1] = (self.within[-1][0], opened)
            opened = None
        self.within.append((tag, opened))

    def handle_endtag(self, tag: str) -> None:
        if not self.inside or tag in NO_END_TAG:
            return
        if self.left_out:
            self.left_out -= 1
            return
        if self.heading is not None and tag in HEADINGS | {"dt"}:
            self.heading.title, self.words, self.heading = self._said(), [], None
        self._end(tag)
        closes = [of for _, of in self.within[-1:] if of is not None]
        if closes:
            self._end_run()
        if self.within and self.within[-1][0] == tag:
            self.within.pop()
        self.inside = tag != "article"

    def handle_data(self, text: str) -> None:
        if self.inside and not self.left_out:
            self.words.append(text)

    def _end(self, tag: str) -> None:
        """What begins or ends here ends what came before; within a row only a cell does, and not the row."""
        if tag in ENDS_A_RUN:
            self._end_run()
        elif tag in {"tr", "caption"} or (tag in BLOCKS and not any(name == "tr" for name, _ in self.within)):
            self._end_block()
        elif tag in BLOCKS | {"td", "th"}:
            self.words.append(" ")

    def _said(self) -> str:
        return SPACE.sub(" ", "".join(self.words)).strip()

    def _end_block(self) -> None:
        if self.heading is None:
            text, self.words = self._said(), []
            if text and self.section is not None:
                self.section.runs[-1].append(text)

    def _end_run(self) -> None:
        self._end_block()
        if self.section is not None and self.section.runs[-1]:
            self.section.runs.append([])
