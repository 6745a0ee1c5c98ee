"""The index of a file: what the finders that compare records keep of each, so that no text has to stay in memory.

About 4 bytes a word and 60 a record.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator
from zlib import crc32

from ftdecide.instruments.audit.identity import identity, identity_of
from ftdecide.instruments.audit.record import Record
from ftdecide.instruments.audit.words import words
from ftdecide.instruments.classes import OF_RECORDS, are_classes

MOST_WORDS = 4_000  # of one record's input, and of its output
MOST_DIFFERENT_WORDS = 600_000  # beyond them, new words share numbers
_SHARED = 1 << 16
MOST_WORDS_OF_A_CLASS = 5


class _Numbers(dict[str, int]):
    """A number for each word; new ones share numbers once there are many."""

    def __missing__(self, word: str) -> int:
        if len(self) < MOST_DIFFERENT_WORDS:
            number = self[word] = len(self)
            return number
        return MOST_DIFFERENT_WORDS + crc32(word.encode("utf-8", "replace")) % _SHARED


class Index:
    """What is kept of each record, in columns; a record is known by its place, from 0.

    Attributes:
        row, line: of the record.
        held_out: 1 where it comes from the hold-out file.
        label: number of its label in `labels`; -1 without one.
        whole, shown, answer, lead: what is known of the record, its input and output made alike, its instructions.
        shown_with, answers_with: how many inputs, and how many outputs, have a word, by its number.
    """

    def __init__(self) -> None:
        self.row, self.line, self.label = array("q"), array("q"), array("l")
        self.whole, self.shown, self.answer, self.lead = array("q"), array("q"), array("q"), array("q")
        self.held_out = bytearray()
        self._short, self._short_numbers = array("l"), dict[str, int]()
        self._ids, self._start, self._cut = array("I"), array("Q", [0]), array("Q")
        self._numbers = _Numbers()
        self.shown_with, self.answers_with = Counter[int](), Counter[int]()
        self._label_numbers: dict[str, int] = {}
        self.count = 0

    def __len__(self) -> int:
        return self.count

    @property
    def labels(self) -> list[str]:
        return list(self._label_numbers)

    def add(self, record: Record, held_out: bool = False) -> None:
        """Keep a record."""
        number = self._numbers.__getitem__
        shown = array("I", list(map(number, words(record.input)[:MOST_WORDS])))
        answered = words(record.output)[:MOST_WORDS] if record.label is None else []
        answer = array("I", list(map(number, answered)))
        self.shown_with.update(set(shown))
        self.answers_with.update(set(answer))
        self.row.append(record.row)
        self.line.append(record.line)
        self.held_out.append(held_out)
        self.whole.append(identity_of(record))
        self.shown.append(identity(shown.tobytes() or record.input))
        self.answer.append(identity(record.label if record.label is not None else answer.tobytes() or record.output))
        self.lead.append(identity(record.system))
        self.label.append(
            self._label_numbers.setdefault(record.label, len(self._label_numbers)) if record.label else -1
        )
        self._ids.extend(shown)
        self._cut.append(len(self._ids))
        self._ids.extend(answer)
        self._start.append(len(self._ids))
        self._short.append(self._short_number(record.output) if record.label is None else -1)
        self.count += 1

    def _short_number(self, output: str) -> int:
        """The number of an output that may be a class: a few words, said before or new."""
        text = output.strip()
        if not text or len(text) > OF_RECORDS.longest or len(text.split()) > MOST_WORDS_OF_A_CLASS:
            return -1
        return self._short_numbers.setdefault(text, len(self._short_numbers))

    def take_answers_for_labels(self) -> bool:
        """Where nearly every output is one of a few short texts, they are classes, and from now on the labels."""
        places = list(self.places())
        counted = Counter(self._short[place] for place in places)
        short = len(places) - counted.pop(-1, 0)
        if self._label_numbers or not are_classes(len(counted), short, len(places), OF_RECORDS):
            return False
        self.label, self._label_numbers = array("l", self._short), self._short_numbers
        return True

    def shown_words(self, place: int) -> array[int]:
        """The numbers of the words of the input, in their order."""
        return self._ids[self._start[place] : self._cut[place]]

    def answer_words(self, place: int) -> array[int]:
        """The numbers of the words of the output, in their order; none where it is a label."""
        return self._ids[self._cut[place] : self._start[place + 1]]

    def numbers_among_words(self) -> frozenset[int]:
        """The words, each by its number, that are nothing but digits."""
        return frozenset(number for word, number in self._numbers.items() if word.isdigit())

    def word(self, number: int) -> str:
        """A word by its number; empty where it shares it with others."""
        if not hasattr(self, "_by_number"):
            self._by_number = list(self._numbers)
        return self._by_number[number] if number < len(self._by_number) else ""

    def number(self, word: str) -> int | None:
        """The number of a word; None where no record has it."""
        return self._numbers.get(word)

    def places(self, held_out: bool = False) -> Iterator[int]:
        """Those of the records audited, or of those held out."""
        return (place for place in range(self.count) if bool(self.held_out[place]) == held_out)
