"""Cuts the book into the passages that its tutor quotes, and writes them where the tutor reads them.

A passage is 40 to 120 words of one section as they stand on the page. They are taken from the pages as built, so that
what extensions put there can be quoted too, and a build that wrote one page anew still has all of them.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from page_text import Page, Section, read_page
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "ftdecide" / "course" / "passages.json"
ASKED = Path(__file__).resolve().parents[1] / "asked.toml"
ELSEWHERE = Path(__file__).resolve().parents[1] / "other_subjects.txt"
MOST_WORDS, FAIR_WORDS = 120, 85
TEARING = 0.15  # what a cut inside a block costs: as much as a piece that is a third too short or too long
FEWEST_WORDS = 12  # a line over a fold or a drawing says nothing alone; only a card's definition may be as short
# Pages that only lead to others, or that credit: what they name stands elsewhere.
NOT_QUOTED = {"book/about/coverage", "book/course-map", "notebooks/ask"}
# Sections that every chapter has and that answer nothing.
FITTINGS = {
    "In three lines", "What you will learn", "Level and time", "Check what stuck", "Key terms", "Outcome", "Where next",
    "What is cited",
}  # fmt: skip
# Of a card, its pictures (they speak of cameras and railways, and would answer questions about these), and what only
# leads elsewhere.
CARD_LEFT_OUT = re.compile(
    r"(Picture|Where it breaks|Memory trick|Also called|Ratings|Related|Sources|In the course|Questions on it)\."
    r"|The whole card on"
)
SENTENCE_END = re.compile(r"(?<=[.?!:”)])(?<!et al\.)\s+(?=[A-Z“\"(0-9])")


def passages_of(docname: str, page: Page) -> Iterator[dict[str, str]]:
    """Every passage of one page, in its order."""
    for section in page.sections:
        if section.title not in FITTINGS:
            for run in runs(section):
                for text in cut(run):
                    if len(text.split()) < FEWEST_WORDS and not section.anchor.startswith("term-"):
                        continue
                    yield {
                        "chapter": page.title,
                        "section": section.title,
                        "url": f"{docname}.html#{section.anchor}",
                        "text": text,
                    }


def runs(section: Section) -> Iterator[list[str]]:
    """What may stand together; of a card, without what only refers to other cards and pages."""
    for run in section.runs:
        kept: list[str] = []
        for block in run:
            if section.anchor.startswith("term-") and CARD_LEFT_OUT.match(block):
                yield kept
                kept = []
            else:
                kept.append(block)
        yield kept


def cut(run: list[str]) -> Iterator[str]:
    """Pieces of at most 120 words and as near to 85 as can be, ended where a block ends or, if need be, a sentence.

    >>> [len(piece.split()) for piece in cut(["one two three. " * 20, "four five. " * 40, "six " * 50])]
    [60, 80, 50]
    """
    units = [unit for block in run for unit in _units(block)]
    best: list[tuple[float, int]] = [(0.0, 0)]  # for each number of units: what cutting them costs, the last cut
    for end in range(1, len(units) + 1):
        torn = TEARING if end < len(units) and not units[end].begins_block else 0
        ways, size = [], 0
        for start in range(end - 1, -1, -1):
            size += units[start].words
            if size > MOST_WORDS:
                break
            ways.append((best[start][0] + ((size - FAIR_WORDS) / FAIR_WORDS) ** 2 + torn, start))
        best.append(min(ways))
    pieces, end = [], len(units)
    while end:
        start = best[end][1]
        pieces.append(_joined(units[start:end]))
        end = start
    yield from reversed(pieces)


@dataclass(frozen=True)
class _Unit:
    """A sentence, or as much of one as a passage holds."""

    text: str
    words: int
    begins_block: bool


def _units(block: str) -> Iterator[_Unit]:
    first = True
    for sentence in SENTENCE_END.split(block):
        words = sentence.split()
        for start in range(0, len(words), MOST_WORDS):
            part = words[start : start + MOST_WORDS]
            yield _Unit(" ".join(part), len(part), first)
            first = False


def _joined(units: list[_Unit]) -> str:
    return "".join(f"{chr(10) if unit.begins_block else ' '}{unit.text}" for unit in units).strip()


def asked_of_sections(places: set[str]) -> dict[str, list[str]]:
    """How people ask for a section in words of their own, by its address."""
    asked = tomllib.loads(ASKED.read_text(encoding="utf-8"))
    if unknown := sorted(set(asked) - places):
        raise ExtensionError(f"book/asked.toml: {unknown[0]!r} is no section of the book; mend the address")
    return asked


def questions_elsewhere() -> list[str]:
    """Questions on other subjects, one to a line."""
    lines = ELSEWHERE.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def words_of_cards(app: Sphinx) -> list[dict[str, Any]]:
    """Each card's names, and the words that people use instead."""
    return [{"term": card.term, "also": [*card.also], "asked_as": [*card.asked_as]} for card in app.glossary.cards]


def as_text(
    cards: list[dict[str, Any]], asked: dict[str, list[str]], elsewhere: list[str], passages: list[dict[str, str]]
) -> str:
    """The file: JSON, one card, section or passage to a line, so that a change of one is a change of one line."""

    def lines(rows: Iterator[Any]) -> str:
        return ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)

    sections = ({"url": url, "asked_as": words} for url, words in sorted(asked.items()))
    return (
        '{"schema": 1,\n"cards": [\n' + lines(iter(cards)) + '\n],\n"sections": [\n' + lines(sections)
        + '\n],\n"elsewhere": [\n' + lines(iter(elsewhere)) + '\n],\n"passages": [\n' + lines(iter(passages)) + "\n]}\n"
    )  # fmt: skip


def write_passages(app: Sphinx, fault: Exception | None) -> None:
    """Write the file, before the wheel is made that holds it, if anything in it is new."""
    if fault or app.builder.format != "html":
        return
    found = [passage for page in pages(app) for passage in passages_of(page, read_page(built(app, page)))]
    asked = asked_of_sections({passage["url"] for passage in found})
    text = as_text(words_of_cards(app), asked, questions_elsewhere(), found)
    if not FILE.exists() or FILE.read_text(encoding="utf-8") != text:
        FILE.write_text(text, encoding="utf-8")


def pages(app: Sphinx) -> list[str]:
    """Every page that is quoted, in the order of the table of contents."""
    from term_uses import in_reading_order

    return [page for page in in_reading_order(app.env) if page not in NOT_QUOTED]


def built(app: Sphinx, page: str) -> str:
    """A page as it was written, in this build or before."""
    return (Path(app.outdir) / f"{page}.html").read_text(encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    app.setup_extension("glossary_cards")
    app.connect("build-finished", write_passages, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
