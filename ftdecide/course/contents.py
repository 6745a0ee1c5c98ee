"""What the course holds, as plain JSON for the pages on a reader's progress: chapters, questions, journeys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from ftdecide.course.outline import Journey, Step
from ftdecide.course.question import Chapter


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

    @property
    def chapter_of(self) -> dict[str, str]:
        """The name of the chapter in which each question stands."""
        return {item: chapter.name for chapter in self.chapters for item in chapter.items}

    def to_json(self) -> dict[str, Any]:
        """Plain JSON."""
        return {
            "chapters": _plain(self.chapters),
            "journeys": _plain(self.journeys),
            "titles": dict(self.titles),
        }


def contents_of(
    pages: Iterable[str], bank: Mapping[str, Chapter], journeys: Iterable[Journey], title: Callable[[str], str]
) -> Contents:
    """What the course holds.

    Args:
        pages: of the chapters, in the order of the book; one without questions is left out.
        bank: each chapter's questions, by the name of its page.
        title: gives a page's title.
    """
    journeys = tuple(journeys)
    named = {page.rsplit("/", 1)[-1]: page for page in pages}
    chapters = tuple(
        ChapterContents(name, chapter.title, page, tuple(question.id for question in chapter.questions))
        for name, page in named.items()
        if (chapter := bank.get(name))
    )
    steps = {step.page for journey in journeys for step in journey.steps}
    return Contents(chapters, journeys, {page: title(page) for page in sorted(steps)})


def _plain(values: Iterable[Any]) -> list[dict[str, Any]]:
    return [asdict(value) for value in values]
