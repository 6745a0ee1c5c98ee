"""What a question asks about: its ideas, each with the words of the book that stand for it."""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

from ftdecide.course.full_text import WORD, FullText
from ftdecide.course.passages import Book
from ftdecide.course.spelling import Spelling

MOST_WORDS = 120  # of a question that are read; a longer one has said by then what it is about
EVERYDAY_PHRASE, EITHER, EVERYDAY_WORD = 0.6, 0.4, 0.3  # how surely they belong to the subject; its own words: 1


@dataclass(frozen=True)
class Idea:
    """One thing that a question is about.

    Args:
        said: the question's own words, mended where they were misspelt.
        names: what the book calls it; equal to ``said`` where it is a word of the book.
        alike: words that mean nearly the same, worth less.
        subject: 0 to 1, how surely it belongs to what this book is about.
        background: whether it speaks of who asks, where and how much rather than of what is asked.
        term: the card of the glossary that it names, if any.
    """

    said: str
    names: tuple[str, ...]
    alike: tuple[str, ...] = ()
    subject: float = 0
    background: bool = False
    term: str = ""


class QuestionWords:
    """Reads questions with the words of one book."""

    def __init__(self, book: Book, index: FullText) -> None:
        self.book, self.index = book, index
        table = tomllib.loads(files("ftdecide.course").joinpath("everyday_words.toml").read_text(encoding="utf-8"))
        self.stop = frozenset(table["stop"].split())
        self.subject = frozenset(self._stems(table["subject"]))
        self.either = frozenset(self._stems(table["either"]))
        self.background = frozenset(self._stems(table["background"]))
        self.alike = self._alike(table["same"])
        self.phrases = self._phrases()
        self.longest = max(map(len, self.phrases))

    def _stems(self, text: str) -> list[str]:
        return self.index.stems(WORD.findall(text.casefold()))

    def _alike(self, groups: Sequence[Sequence[str]]) -> dict[str, tuple[str, ...]]:
        """The other words of its groups, by the stem of each."""
        alike: dict[str, tuple[str, ...]] = {}
        for words in groups:
            for word, stem in zip(words, self.index.stems(words), strict=True):
                others = tuple(other for other in words if other != word)
                alike[stem] = (*alike.get(stem, ()), *others)
        return alike

    def _phrases(self) -> dict[tuple[str, ...], list[tuple[str, bool]]]:
        """By its stems, each name of a card and each way to ask for it: the card, and whether it is a name."""
        phrases: dict[tuple[str, ...], list[tuple[str, bool]]] = {}
        for card in self.book.cards:
            for phrase in (*card.names, *card.asked_as):
                found = phrases.setdefault(tuple(self._stems(phrase)), [])
                found.append((card.term, phrase in card.names))
        return phrases

    @cached_property
    def spelling(self) -> Spelling:
        """Made when the first unknown word comes."""
        texts = [f"{p.chapter} {p.section} {p.text}" for p in self.book.passages]
        texts += [phrase for card in self.book.cards for phrase in (*card.names, *card.asked_as)]
        texts += [phrase for asked in self.book.asked_of.values() for phrase in asked]
        return Spelling(word for text in texts for word in WORD.findall(text.casefold()) if word not in self.stop)

    def ideas(self, question: str) -> list[Idea]:
        """The question's ideas in their order, each once."""
        words = [self._mended(word) for word in _words(question)]
        stems = self.index.stems(words)
        found: dict[tuple[str, ...], Idea] = {}
        place = 0
        while place < len(words):
            length, cards = self._longest_phrase(stems, place)
            length = max(1, length)
            if length > 1 or (cards and words[place] not in self.stop):
                idea = self._of_cards(
                    " ".join(words[place : place + length]), tuple(stems[place : place + length]), cards
                )
            elif words[place] in self.stop or (len(words[place]) < 2 and not words[place].isdigit()):
                idea = None
            else:
                idea = self._of_word(words[place], stems[place])
            if idea is not None:
                found.setdefault(tuple(stems[place : place + length]), idea)
            place += length
        return list(found.values())

    def _mended(self, word: str) -> str:
        known = word in self.stop or self.index.stems([word])[0] in self.index.known_stems or word.isdigit()
        return word if known or (self.index.stems([word])[0],) in self.phrases else self.spelling.mended(word)

    def _longest_phrase(self, stems: Sequence[str], start: int) -> tuple[int, list[tuple[str, bool]]]:
        for length in range(min(self.longest, len(stems) - start), 0, -1):
            if cards := self.phrases.get(tuple(stems[start : start + length])):
                return length, cards
        return 0, []

    def _of_cards(self, said: str, stems: tuple[str, ...], cards: list[tuple[str, bool]]) -> Idea:
        named = {term for term, is_name in cards if is_name}
        names = [name for card in self.book.cards if card.term in dict(cards) for name in card.names]
        alike = [word for stem in stems for word in self.alike.get(stem, ())] if len(stems) == 1 else []
        if len(stems) == 1 and stems[0] in self.either:
            subject = EITHER
        elif named or any(stem in self.subject for stem in stems):
            subject = 1.0
        else:
            subject = EVERYDAY_PHRASE if len(stems) > 1 else EVERYDAY_WORD
        return Idea(said, (said, *dict.fromkeys(names)), tuple(alike), subject, False, min(named, default=""))

    def _of_word(self, word: str, stem: str) -> Idea:
        return Idea(word, (word,), self.alike.get(stem, ()), self._subject(stem), stem in self.background)

    def _subject(self, stem: str) -> float:
        return 1.0 if stem in self.subject else EITHER if stem in self.either else 0.0

    def content(self, text: str) -> list[str]:
        """The stems of all words that say something."""
        words = [self._mended(word) for word in _words(text)]
        return [stem for word, stem in zip(words, self.index.stems(words), strict=True) if word not in self.stop]


def _words(text: str) -> list[str]:
    return WORD.findall(text.casefold())[:MOST_WORDS]


def neighbours(ideas: Sequence[Idea]) -> Iterator[tuple[Idea, Idea]]:
    """Ideas that follow one another."""
    yield from itertools.pairwise(ideas)
