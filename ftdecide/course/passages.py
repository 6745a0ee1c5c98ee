"""The passages that the tutor quotes, as `make book` cut them from the pages into ``passages.json``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Passage:
    """At most 120 words of one section, as they stand on its page.

    Args:
        url: the section's address below the book's root, as in ``book/money.html#drift``.
    """

    chapter: str
    section: str
    url: str
    text: str

    @property
    def of_a_card(self) -> bool:
        """Whether it is from a card of the glossary."""
        return "#term-" in self.url


@dataclass(frozen=True)
class CardWords:
    """What finds a word of the glossary.

    Args:
        names: the term and its other names, which stand on pages.
        asked_as: what people say instead, which stands on none.
    """

    term: str
    names: tuple[str, ...]
    asked_as: tuple[str, ...]


@dataclass(frozen=True)
class Book:
    """What the tutor knows.

    Args:
        asked_of: how people ask for a section, by its address.
        elsewhere: questions on other subjects.
    """

    passages: tuple[Passage, ...]
    cards: tuple[CardWords, ...]
    asked_of: dict[str, tuple[str, ...]]
    elsewhere: tuple[str, ...]


@cache
def load_book() -> Book:
    """The book as it was last built.

    >>> max(len(passage.text.split()) for passage in load_book().passages) <= 120
    True
    """
    held = json.loads(files("ftdecide.course").joinpath("passages.json").read_text(encoding="utf-8"))
    return Book(
        tuple(Passage(**passage) for passage in held["passages"]),
        tuple(
            CardWords(card["term"], (card["term"], *card["also"]), tuple(card["asked_as"])) for card in held["cards"]
        ),
        {section["url"]: tuple(section["asked_as"]) for section in held["sections"]},
        tuple(held["elsewhere"]),
    )
