"""The outline of the course: for each chapter its path, its concepts and how they hang together; and the journeys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    """One concept's relation to another, read as a sentence: “training” “changes” “weights”."""

    start: str
    verb: str
    end: str


@dataclass(frozen=True)
class Pointer:
    """Another page, and in one line why to go there."""

    page: str
    why: str


@dataclass(frozen=True)
class LessonMap:
    """A chapter's path in order, its concepts in the rows of the drawing, their links, and related pages."""

    page: str
    short: str
    path: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    links: tuple[Link, ...]
    related: tuple[Pointer, ...]

    @property
    def concepts(self) -> tuple[str, ...]:
        return tuple(concept for row in self.rows for concept in row)


@dataclass(frozen=True)
class Step:
    """A page of a journey and what to do there; minutes only where the page does not say them itself."""

    page: str
    do: str
    minutes: int | None = None


@dataclass(frozen=True)
class Journey:
    """A way through the course for one kind of reader."""

    name: str
    title: str
    who: str
    outcome: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Outline:
    """All lesson maps by page, in the order of the file, and all journeys."""

    maps: Mapping[str, LessonMap]
    journeys: tuple[Journey, ...]

    def introduced(self) -> Mapping[str, str]:
        """Each concept with the first page whose map holds it."""
        first: dict[str, str] = {}
        for page, lesson in self.maps.items():
            for concept in lesson.concepts:
                first.setdefault(concept, page)
        return first
