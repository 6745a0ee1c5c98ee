"""Records that are one template filled in with other numbers: no copies, yet one gives away the other in a test."""

from __future__ import annotations

from array import array
from collections import defaultdict

from ftdecide.instruments.audit.index import Index

_NUMBER = 0xFFFFFFFF  # stands for any number
# Of the records; a template that fills more is what the task is made of, and would leave nothing to test with.
MOST_OF_A_FILE = 0.2


def templates(index: Index) -> list[list[int]]:
    """The places of each template's records, two or more; records held out are left aside.

    Two records are of one template where their inputs differ in numbers alone and their outputs do too, and where the
    output is more than a number: sums with other terms are no template.
    """
    numbers = index.numbers_among_words()
    of_one: dict[tuple[bytes, object], list[int]] = defaultdict(list)
    for place in index.places():
        shown = index.shown_words(place)
        if numbers.isdisjoint(shown):
            continue
        answer, label = index.answer_words(place), index.label[place]
        if label < 0 and numbers.issuperset(answer):
            continue
        of_one[_masked(shown, numbers), label if label >= 0 else _masked(answer, numbers)].append(place)
    return [places for places in of_one.values() if len(places) > 1]


def _masked(ids: array[int], numbers: frozenset[int]) -> bytes:
    return array("I", [_NUMBER if each in numbers else each for each in ids]).tobytes()
