"""What a question is: frozen values, checked by :mod:`ftdecide.course.bank` before anyone sees them."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ftdecide.course.phrases import Concept

LETTERS = "abcdef"


class Kind(StrEnum):
    """How a question is answered."""

    ONE = "one"
    """One option holds; choose it."""
    SEVERAL = "several"
    """Any number of options hold; choose them all."""
    ORDER = "order"
    """Put the steps in order."""
    NUMBER = "number"
    """Give a number, within a tolerance."""
    TEXT = "text"
    """Write a few sentences, then compare them with a model answer oneself."""
    NAME = "name"
    """Name every concept unaided, in any order."""


@dataclass(frozen=True)
class Option:
    """One thing a reader may choose, and why it is or is not the key."""

    text: str
    feedback: str
    correct: bool
    value: float | None = None
    """The number that it stands for, where its key is a number."""


@dataclass(frozen=True)
class Step:
    """One of the things to be put in order, and why it stands there."""

    text: str
    feedback: str


@dataclass(frozen=True)
class Mistake:
    """A number that a known slip leads to, and the slip."""

    value: float
    feedback: str


@dataclass(frozen=True)
class NumberKey:
    """The right number: within ``tolerance_percent`` (0 to 50) of ``value``, in ``unit``; how it comes about."""

    value: float
    tolerance_percent: float
    unit: str
    explanation: str
    mistakes: tuple[Mistake, ...]

    def holds(self, given: float) -> bool:
        """Whether a given number will do.

        >>> key = NumberKey(430_000, 5, "requests a month", "", ())
        >>> key.holds(410_000), key.holds(43_000)
        (True, False)
        """
        return abs(given - self.value) <= abs(self.value) * self.tolerance_percent / 100 + 1e-9


@dataclass(frozen=True)
class Point:
    """What a full answer in the reader's own words says, and why it matters."""

    text: str
    feedback: str


@dataclass(frozen=True)
class ModelAnswer:
    """A short written answer to compare with, and the points to look for in one's own."""

    text: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Question:
    """One item of the bank, its numbers drawn.

    Args:
        id: unique in the whole bank; all variants of a template have the same.
        case: True where the question asks about a concrete case, not about a definition.
        hint: what to think of first; gives no key away.
        options: 3 to 5, for ``one`` and ``several``.
        steps: 3 to 6, in the right order, for ``order``.
        number: for ``number``.
        model: for ``text``.
        concepts: what must be named, for ``name``.
        sources: keys of the references that the key and the feedback rest on.
        terms: glossary terms that the item touches.
        departure: where published evidence departs from the slogan the item rests on; may be empty.
        profile: the TaskProfile of the case, as its JSON; None where there is none.
        computes: what the core computed the key from; None if typed.
    """

    id: str
    kind: Kind
    prompt: str
    case: bool
    hint: str
    options: tuple[Option, ...]
    steps: tuple[Step, ...]
    number: NumberKey | None
    model: ModelAnswer | None
    concepts: tuple[Concept, ...]
    sources: tuple[str, ...]
    terms: tuple[str, ...]
    departure: str
    profile: Mapping[str, Any] | None
    computes: str | None

    @property
    def key(self) -> frozenset[str]:
        """The letters of the options that hold; empty where there are no options."""
        return frozenset(letter for letter, option in zip(LETTERS, self.options, strict=False) if option.correct)

    @property
    def shuffled(self) -> tuple[int, ...]:
        """The places of the steps in the order in which they are shown: the same each time, never the right one."""
        places = list(range(len(self.steps)))
        draw = random.Random(self.id)
        while places and places == sorted(places):
            draw.shuffle(places)
        return tuple(places)

    @property
    def order(self) -> str:
        """The letters of the shown steps in the right order, such as "cab"; empty where nothing is ordered."""
        letter_of = dict(zip(self.shuffled, LETTERS, strict=False))
        return "".join(letter_of[place] for place in range(len(self.steps)))

    @property
    def points(self) -> int:
        """What the item is worth: a point, or a point for each concept to name."""
        return len(self.concepts) or 1


@dataclass(frozen=True)
class Chapter:
    """The questions of one chapter; ``name`` is the name of its file without ``.toml``.

    Args:
        variants: of each question, by its id: eight of a template, the question alone where nothing varies.
    """

    name: str
    title: str
    variants: Mapping[str, tuple[Question, ...]]

    @property
    def questions(self) -> tuple[Question, ...]:
        """Each question once, in its first variant."""
        return tuple(variants[0] for variants in self.variants.values())

    def question(self, question_id: str) -> Question:
        """The question of this id, in its first variant; KeyError where the chapter has none."""
        return self.variants[question_id][0]
