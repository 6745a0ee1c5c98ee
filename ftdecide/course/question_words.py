"""What a question asks about: its ideas, each with the words of the book that stand for it."""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.resources import files

from ftdecide.course.full_text import WORD, FullText
from ftdecide.course.passages import Book
from ftdecide.course.spelling import Spelling

MOST_WORDS = 120  # of a question that are read; a longer one has said by then what it is about
THIS_BOOK, POINTS = {"book", "course"}, {"the", "this", "your"}  # "the course" is this one, "a course" any
A_NUMBER, A_CARD = "a number", "the card "
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
    """Reads questions with the words of one book.

    Args:
        asked: stems of words that people ask with, which are not misspelt though no page has them.
    """

    def __init__(self, book: Book, index: FullText, asked: Collection[str] = ()) -> None:
        self.book, self.index, self.asked = book, index, asked
        table = tomllib.loads(files("ftdecide.course").joinpath("everyday_words.toml").read_text(encoding="utf-8"))
        self.stop = frozenset(table["stop"].split())
        self.subject = frozenset(self._stems(table["subject"]))
        self.either = frozenset(self._stems(table["either"]))
        self.background = frozenset(self._stems(table["background"]))
        self.alike = self._alike(table["same"])
        self.numbers = frozenset(self._stems(table["numbers"]))
        self.same_as = {
            stem: self._stems(words[0])[0] for words in reversed(table["same"]) for stem in self.index.stems(words)
        }
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
        known = [word for text in texts for word in WORD.findall(text.casefold()) if word not in self.stop]
        return Spelling([*known, *sorted(self.stop) * 3])

    def ideas(self, question: str) -> list[Idea]:
        """The question's ideas in their order, each once."""
        found: dict[tuple[str, ...], Idea] = {}
        before = ""
        for words, stems, cards in self._pieces(question):
            if cards:
                found.setdefault(stems, self._of_cards(" ".join(words), stems, cards))
            elif words[0] not in self.stop:
                idea = self._of_word(words[0], stems[0])
                this = words[0] in THIS_BOOK and before in POINTS
                found.setdefault(stems, replace(idea, subject=1.0) if this else idea)
            before = words[-1]
        return list(found.values())

    def content(self, text: str) -> frozenset[str]:
        """What a text says, whatever its words: stems of like words made one, numbers made one, cards by their term."""
        said: set[str] = set()
        for words, stems, cards in self._pieces(text):
            said |= {A_CARD + term for term, _ in cards}
            said |= {
                A_NUMBER if word.isdigit() or stem in self.numbers else self.same_as.get(stem, stem)
                for word, stem in zip(words, stems, strict=True)
                if word not in self.stop
            }
        return frozenset(said)

    def _pieces(self, text: str) -> Iterator[tuple[list[str], tuple[str, ...], list[tuple[str, bool]]]]:
        """Words and their stems, one by one or, where they are a way to name cards, together with these."""
        words = [self._mended(word) for word in _words(text)]
        stems = self.index.stems(words)
        place = 0
        while place < len(words):
            length, cards = self._longest_phrase(stems, place)
            if length == 1 and words[place] in self.stop:
                cards = []
            length = max(1, length)
            yield words[place : place + length], tuple(stems[place : place + length]), cards
            place += length

    def _mended(self, word: str) -> str:
        (stem,) = self.index.stems([word])
        places = (self.index.known_stems, self.background, self.asked)
        known = word in self.stop or word.isdigit() or (stem,) in self.phrases or any(stem in place for place in places)
        return word if known else self.spelling.mended(word)

    def _longest_phrase(self, stems: Sequence[str], start: int) -> tuple[int, list[tuple[str, bool]]]:
        for length in range(min(self.longest, len(stems) - start), 0, -1):
            if cards := self.phrases.get(tuple(stems[start : start + length])):
                return length, cards
        return 0, []

    def _of_cards(self, said: str, stems: tuple[str, ...], cards: list[tuple[str, bool]]) -> Idea:
        # "retire" finds the card of deprecation, also called retirement, and is not its name
        named = {card.term for card in self.book.cards if _singular(said) in map(_singular, card.names)}
        names = [name for card in self.book.cards if card.term in dict(cards) for name in card.names]
        alike = [word for stem in stems for word in self.alike.get(stem, ())] if len(stems) == 1 else []
        if len(stems) == 1 and stems[0] in self.either:
            subject = EITHER
        elif named or any(stem in self.subject for stem in stems) or stems[0] == "fine":
            subject = 1.0
        else:
            subject = EVERYDAY_PHRASE if len(stems) > 1 else EVERYDAY_WORD
        return Idea(said, (said, *dict.fromkeys(names)), tuple(alike), subject, term=min(named, default=""))

    def _of_word(self, word: str, stem: str) -> Idea:
        return Idea(
            word,
            (word,),
            self.alike.get(stem, ()),
            self._subject(stem),
            self._background(word, stem),
        )

    def _background(self, word: str, stem: str) -> bool:
        return stem in self.background or word.isdigit()

    def _subject(self, stem: str) -> float:
        return 1.0 if stem in self.subject else EITHER if stem in self.either else 0.0


def _singular(name: str) -> str:
    """A name as it is compared: "Hold-out sets" as "hold out set"."""
    return " ".join(_words(name)).removesuffix("s")


def _words(text: str) -> list[str]:
    return [word for word in WORD.findall(text.casefold()) if len(word) > 1 or word.isdigit()][:MOST_WORDS]


def neighbours(ideas: Sequence[Idea]) -> Iterator[tuple[Idea, Idea]]:
    """Ideas that follow one another."""
    yield from itertools.pairwise(ideas)
