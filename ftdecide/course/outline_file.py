"""Reads the outline of the course from its TOML file, checked against the book that it is about.

All faults are gathered and raised together, each with its place and its remedy, so that no page shows half a map.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Any

from ftdecide.course.outline import Journey, LessonMap, Link, Outline, Pointer, Step
from ftdecide.course.toml_table import TomlTable

CHAPTER_FIELDS = ("page", "short", "path", "rows", "link", "related")
JOURNEY_FIELDS = ("name", "title", "who", "outcome", "step")
PATH_STEPS = (3, 5)  # fewer say nothing, more are not remembered
CONCEPTS = (5, 9)
LONGEST_NAME = 28  # characters
WIDEST_ROW = 3  # concepts side by side on a phone


class InvalidOutline(ValueError):
    """An outline that cannot be used; ``faults`` lists every ``file: place: field: reason and remedy``."""

    def __init__(self, faults: Collection[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


def load_outline(
    file: Path,
    pages: Collection[str],
    chapters: Collection[str],
    terms: Collection[str],
    known_minutes: Collection[str],
) -> Outline:
    """The outline, checked against the book that it is about.

    Args:
        file: the TOML file.
        pages: every page of the book.
        chapters: those of them that need a map, in the order of the book.
        terms: what the glossary defines.
        known_minutes: pages that say themselves how long they take.

    Raises:
        InvalidOutline: with every fault.
    """
    faults: list[str] = []
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
        raise InvalidOutline([f"{file.name}: not TOML: {broken}; mend that line"]) from None
    whole = TomlTable(raw, file.name, faults)
    whole.refuse_unknown(("chapter", "journey"))
    maps: dict[str, LessonMap] = {}
    for table in whole.subtables("chapter"):
        lesson = _lesson(table, pages, chapters, terms)
        if lesson.page in maps:
            table.fault("page", f"{lesson.page!r} has a map already; one is enough")
        maps[lesson.page] = lesson
    for page in chapters:
        if page not in maps:
            whole.fault("chapter", f"{page!r} has no map; add a [[chapter]] with that page")
    journeys = tuple(_journey(table, pages, known_minutes) for table in whole.subtables("journey"))
    if len({journey.name for journey in journeys}) < len(journeys):
        whole.fault("journey", "two have one name; rename one")
    if faults:
        raise InvalidOutline(faults)
    return Outline({page: maps[page] for page in chapters}, journeys)


def _lesson(table: TomlTable, pages: Collection[str], chapters: Collection[str], terms: Collection[str]) -> LessonMap:
    table.refuse_unknown(CHAPTER_FIELDS)
    page = table.text("page")
    table.place = f"{table.place} ({page})"
    if page and page not in chapters:
        table.fault("page", f"{page!r} is no chapter; known are {', '.join(sorted(chapters))}")
    short, path = table.text("short"), table.texts("path")
    if len(short) > LONGEST_NAME:
        table.fault("short", f"{short!r} is too long for the map; at most {LONGEST_NAME} characters")
    if not PATH_STEPS[0] <= len(path) <= PATH_STEPS[1]:
        table.fault("path", f"has {len(path)} steps; give {PATH_STEPS[0]} to {PATH_STEPS[1]}")
    rows = _rows(table, terms)
    links = _links(table, rows)
    related = tuple(_pointer(inside, pages, page) for inside in table.subtables("related"))
    if not related:
        table.fault("related", "missing; name at least one page and why to go there")
    return LessonMap(page, short, path, rows, links, related)


def _rows(table: TomlTable, terms: Collection[str]) -> tuple[tuple[str, ...], ...]:
    raw: Any = table.table.get("rows")
    if not isinstance(raw, list) or not all(isinstance(row, list) and row for row in raw):
        table.fault("rows", 'write the concepts row by row, rows = [["...", "..."], ["..."]]')
        return ()
    concepts = [concept for row in raw for concept in row]
    if not CONCEPTS[0] <= len(concepts) <= CONCEPTS[1]:
        table.fault("rows", f"hold {len(concepts)} concepts; give {CONCEPTS[0]} to {CONCEPTS[1]}")
    for concept in concepts:
        if concept not in terms:
            table.fault("rows", f"{concept!r} is not in the glossary; define it there or mend the spelling")
        if concepts.count(concept) > 1:
            table.fault("rows", f"{concept!r} stands there twice; once is enough")
    for row in raw:
        if len(row) > WIDEST_ROW:
            table.fault("rows", f"{row!r} is too wide for a phone; at most {WIDEST_ROW} in a row")
    return tuple(map(tuple, raw))


def _links(table: TomlTable, rows: tuple[tuple[str, ...], ...]) -> tuple[Link, ...]:
    raw: Any = table.table.get("link", [])
    if not isinstance(raw, list) or not all(
        isinstance(link, list) and len(link) == 3 and all(isinstance(part, str) for part in link) for link in raw
    ):
        table.fault("link", 'write each as three texts, ["concept", "verb", "concept"]')
        return ()
    row_of = {concept: place for place, row in enumerate(rows) for concept in row}
    for start, verb, end in raw:
        for concept in (start, end):
            if concept not in row_of:
                table.fault("link", f"{concept!r} of {start!r} {verb!r} {end!r} stands in no row; add it, or mend it")
        if abs(row_of.get(start, 0) - row_of.get(end, 1)) != 1 and {start, end} <= row_of.keys():
            table.fault("link", f"{start!r} and {end!r} are not in neighbouring rows; move one of them")
    for concept in row_of:
        if not any(concept in (start, end) for start, _, end in raw):
            table.fault("link", f"{concept!r} is linked to nothing; add a link or leave it out")
    return tuple(Link(*link) for link in raw)


def _pointer(table: TomlTable, pages: Collection[str], here: str) -> Pointer:
    table.refuse_unknown(("page", "why"))
    pointer = Pointer(table.text("page"), table.text("why"))
    if pointer.page and (pointer.page not in pages or pointer.page == here):
        table.fault("page", f"{pointer.page!r} is no other page of the book; mend it")
    return pointer


def _journey(table: TomlTable, pages: Collection[str], known_minutes: Collection[str]) -> Journey:
    table.refuse_unknown(JOURNEY_FIELDS)
    steps = []
    for inside in table.subtables("step"):
        inside.refuse_unknown(("page", "do", "minutes"))
        step = Step(inside.text("page"), inside.text("do"), inside.table.get("minutes"))
        if step.page not in pages:
            inside.fault("page", f"{step.page!r} is no page of the book; mend it")
        if (step.minutes is None) == (step.page not in known_minutes):
            inside.fault("minutes", f"give it only where the page does not say it; {step.page!r} is one of the others")
        elif step.minutes is not None and not (isinstance(step.minutes, int) and 1 <= step.minutes <= 600):
            inside.fault("minutes", f"got {step.minutes!r}; give a whole number from 1 to 600")
        steps.append(step)
    if not 3 <= len(steps) <= 9:
        table.fault("step", f"there are {len(steps)}; give 3 to 9, each as [[journey.step]]")
    return Journey(table.text("name"), table.text("title"), table.text("who"), table.text("outcome"), tuple(steps))
