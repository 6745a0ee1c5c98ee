"""What a glossary card is: frozen values, checked by :mod:`ftdecide.course.cards` before anyone sees them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LEVELS = ("beginner", "intermediate", "advanced")
"""Who meets the word first: a reader of this course, somebody who builds with models, somebody who trains them."""


@dataclass(frozen=True)
class Rating:
    """A scale of 1 to 5: the question that it answers, and what each number says."""

    question: str
    says: tuple[str, str, str, str, str]


RATINGS: Mapping[str, Rating] = {
    "impact": Rating(
        "How far does the word move the decision?",
        (
            "changes a detail",
            "changes a step",
            "changes the plan",
            "turns some verdicts",
            "weighs in every verdict",
        ),
    ),
    "universality": Rating(
        "How far from this course is the word understood?",
        (
            "known in this course",
            "known where models are trained",
            "known where models are used",
            "known across trades",
            "known nearly everywhere",
        ),
    ),
    "depth": Rating(
        "How much is there to learn behind it?",
        (
            "learned in a minute",
            "learned in an hour",
            "learned in a day",
            "learned in a course",
            "a field of study",
        ),
    ),
}


@dataclass(frozen=True)
class Card:
    """One word of the course.

    Args:
        term: the word itself, as chapters write it.
        also: other names of the same thing; each finds this card.
        asked_as: everyday words that people use instead when they ask; the tutor knows them, no page shows them.
        pronunciation: respelled, the stressed syllable in capitals.
        category: the name of its file without ``.toml``.
        level: one of ``LEVELS``.
        impact, universality, depth: 1 to 5, as ``RATINGS`` says.
        definition: one or two sentences.
        picture: what it is like, and ``where_it_breaks``: what the picture gets wrong.
        prompts: ready to copy into any chat.
        related: terms of other cards.
        sources: keys of what its claims rest on; empty where it claims nothing.
    """

    term: str
    also: tuple[str, ...]
    asked_as: tuple[str, ...]
    pronunciation: str
    category: str
    level: str
    impact: int
    universality: int
    depth: int
    definition: str
    picture: str
    where_it_breaks: str
    memory_trick: str
    when_to_use: str
    prompts: tuple[str, ...]
    why_it_matters: str
    misuses: tuple[str, ...]
    related: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that finds this card."""
        return (self.term, *self.also)

    def rating(self, name: str) -> int:
        """Its place, 1 to 5, on one scale of ``RATINGS``."""
        return {"impact": self.impact, "universality": self.universality, "depth": self.depth}[name]


@dataclass(frozen=True)
class Category:
    """A part of the subject: one file of cards."""

    name: str
    title: str
    about: str


@dataclass(frozen=True)
class Glossary:
    """All cards, in the order of the alphabet, and the categories that they fall into."""

    categories: tuple[Category, ...]
    cards: tuple[Card, ...]

    @property
    def names(self) -> frozenset[str]:
        """Every name that finds a card."""
        return frozenset(name for card in self.cards for name in card.names)

    def card(self, name: str) -> Card:
        """The card of this name, whatever its capitals; KeyError where there is none."""
        for card in self.cards:
            if name.casefold() in (other.casefold() for other in card.names):
                return card
        raise KeyError(name)
