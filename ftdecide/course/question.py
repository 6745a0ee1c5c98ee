"""What a question is: frozen values, checked by :mod:`ftdecide.course.bank` before anyone sees them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ftdecide.course.phrases import Concept

LETTERS = "abcde"


class Kind(StrEnum):
    """How a question is answered."""

    ONE = "one"
    """One option holds; choose it."""
    SEVERAL = "several"
    """Any number of options hold; choose them all."""
    NAME = "name"
    """Name every concept unaided, in any order."""


@dataclass(frozen=True)
class Option:
    """One thing a reader may choose, and why it is or is not the key."""

    text: str
    feedback: str
    correct: bool


@dataclass(frozen=True)
class Question:
    """One item of the bank.

    Args:
        id: unique in the whole bank.
        case: True where the question asks about a concrete case, not about a definition.
        options: 3 to 5, for ``one`` and ``several``; empty for ``name``.
        concepts: what must be named, for ``name``; empty otherwise.
        sources: keys of the references that the key and the feedback rest on.
        terms: glossary terms that the item touches.
        departure: where published evidence departs from the slogan the item rests on; may be empty.
        profile: the TaskProfile of the case, as its JSON; None where there is none.
        computes: what of the profile (or of the costs) the key was computed from; None if typed.
    """

    id: str
    kind: Kind
    prompt: str
    case: bool
    options: tuple[Option, ...]
    concepts: tuple[Concept, ...]
    sources: tuple[str, ...]
    terms: tuple[str, ...]
    departure: str
    profile: Mapping[str, Any] | None
    computes: str | None

    @property
    def key(self) -> frozenset[str]:
        """The letters of the options that hold; empty for ``name``."""
        return frozenset(letter for letter, option in zip(LETTERS, self.options, strict=False) if option.correct)

    @property
    def points(self) -> int:
        """What the item is worth: a point, or a point for each concept to name."""
        return len(self.concepts) or 1


@dataclass(frozen=True)
class Chapter:
    """The questions of one chapter; ``name`` is the name of its file without ``.toml``."""

    name: str
    title: str
    questions: tuple[Question, ...]

    def question(self, question_id: str) -> Question:
        """The question of this id; KeyError where the chapter has none."""
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)
