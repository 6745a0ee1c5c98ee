"""What the course holds, as plain JSON for the pages on a reader's progress: chapters, questions, journeys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from ftdecide.course.outline import Journey, Step


@dataclass(frozen=True)
class ChapterContents:
    """A chapter: its name, its title, its page (``book/money``), the ids of its questions."""

    name: str
    title: str
    page: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class Contents:
    """Chapters in the order of the book, the journeys, and the title of each page."""

    chapters: tuple[ChapterContents, ...]
    journeys: tuple[Journey, ...]
    titles: Mapping[str, str]

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Contents:
        """What `to_json` gave."""
        chapters = (ChapterContents(c["name"], c["title"], c["page"], tuple(c["items"])) for c in raw["chapters"])
        journeys = (
            Journey(j["name"], j["title"], j["who"], j["outcome"], tuple(Step(**step) for step in j["steps"]))
            for j in raw["journeys"]
        )
        return cls(tuple(chapters), tuple(journeys), raw["titles"])

    def to_json(self) -> dict[str, Any]:
        """Plain JSON."""
        return {
            "chapters": _plain(self.chapters),
            "journeys": _plain(self.journeys),
            "titles": dict(self.titles),
        }


def _plain(values: Iterable[Any]) -> list[dict[str, Any]]:
    return [asdict(value) for value in values]
