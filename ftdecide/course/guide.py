"""What the tutor knows besides passages: the ways through the course and the questions of the bank, in ``guide.json``.

`make book` writes the file from the outline and the bank, which stand outside the package, so that the same tutor runs
in the page and at the command line.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files

from ftdecide.course.hints import Item, item_of
from ftdecide.course.outline import Journey, Step
from ftdecide.course.question import Chapter


@dataclass(frozen=True)
class Guide:
    """The journeys, the titles of their pages, and every question by its id."""

    journeys: tuple[Journey, ...]
    titles: Mapping[str, str]
    items: Mapping[str, Item]

    def journey(self, name: str) -> Journey:
        """The journey of this name; KeyError where there is none."""
        return {journey.name: journey for journey in self.journeys}[name]


@cache
def load_guide() -> Guide:
    """The guide as the book was last built.

    >>> [journey.name for journey in load_guide().journeys]
    ['task', 'data', 'teach', 'team']
    """
    held = json.loads(files("ftdecide.course").joinpath("guide.json").read_text(encoding="utf-8"))
    journeys = [
        Journey(**{**journey, "steps": tuple(Step(**step) for step in journey["steps"])})
        for journey in held["journeys"]
    ]
    items = (Item(**item) for item in held["items"])
    return Guide(tuple(journeys), held["titles"], {item.id: item for item in items})


def guide_text(
    journeys: Iterable[Journey], titles: Mapping[str, str], chapters: Iterable[Chapter], folder: str = "book"
) -> str:
    """The file: JSON, a journey or a question to a line, so that a change of one is a change of one line."""
    journeys = list(journeys)
    pages = dict.fromkeys(step.page for journey in journeys for step in journey.steps)
    items = [
        item_of(variants, chapter.title, f"{folder}/{chapter.name}")
        for chapter in chapters
        for variants in chapter.variants.values()
    ]

    def lines(rows: Iterable[object]) -> str:
        return ",\n".join(json.dumps(asdict(row), ensure_ascii=False) for row in rows)

    named = json.dumps({page: titles[page] for page in pages}, ensure_ascii=False)
    return (
        f'{{"schema": 1,\n"titles": {named},\n"journeys": [\n{lines(journeys)}\n],\n"items": [\n{lines(items)}\n]}}\n'
    )
