"""Pairs of records whose inputs have nearly the same words, compared word by word."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from ftdecide.instruments.audit.alike import (
    FILLERS,
    difference,
    far_apart,
    near_question,
    same_answer,
    same_question,
)
from ftdecide.instruments.audit.candidates import BETWEEN_CALLS, candidates
from ftdecide.instruments.audit.index import Index

TO_CANDIDATES = 0.4  # share of the time until the pairs are known
OTHER_SIDES = 3  # that a word is replaced by, from which on it fills a gap of a template
GAPS, LIKE_A_TEMPLATE = 3, 0.6  # words that two fillings of a template differ in at most; share of words in common

_Replaced = tuple[frozenset[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Near:
    """Two records of which one asks what the other asks, nearly.

    Args:
        places: of both in the index, the earlier first; one of the hold-out file is always earlier.
        similarity: share of words that their inputs have in common (0 to 1).
        same_question: whether they ask the same, slips and courtesies aside.
        fills_gap: whether a word stands where the other has another, in a gap of a template.
    """

    places: tuple[int, int]
    similarity: float
    same_question: bool
    fills_gap: bool = False


def near_pairs(index: Index, progress: Callable[[float], None] = lambda share: None) -> list[Near]:
    """The pairs, in order of their places; `progress` is told the share of the work that is done (0 to 1)."""
    beside = candidates(index, lambda share: progress(TO_CANDIDATES * share))
    found: list[tuple[Near | None, _Replaced | None]] = []
    before, different = -1, frozenset[int]()
    for number, ((one, two), contained) in enumerate(beside.items()):
        if number % BETWEEN_CALLS == 0:
            progress(TO_CANDIDATES + (1 - TO_CANDIDATES) * number / len(beside))
        if one != before:
            before, different = one, frozenset(index.shown_words(one))
        compared = _compared(index, one, two, different, contained)
        if any(compared):
            found.append(compared)
    gaps = _gaps(replaced for _, replaced in found if replaced)
    return [
        replace(pair, fills_gap=True) if replaced and not any(map(gaps.isdisjoint, replaced)) else pair
        for pair, replaced in found
        if pair
    ]


def _gaps(replaced: Iterable[_Replaced]) -> set[str]:
    """The words that fill a gap of a template: they stand against several others that have nothing in common."""
    against: dict[str, set[frozenset[str]]] = {}
    for one, two in replaced:
        for words, others in ((one, two), (two, one)):
            for word in words:
                against.setdefault(word, set()).add(others)
    return {
        word for word, others in against.items() if len(others) >= OTHER_SIDES and not frozenset.intersection(*others)
    }


def without_templates(pairs: list[Near]) -> list[Near]:
    """The pairs, without those that fill a gap of a template with another word: such records are meant to be alike."""
    return [pair for pair in pairs if not pair.fills_gap]


def _compared(
    index: Index, one: int, two: int, different: frozenset[int], contained: bool
) -> tuple[Near | None, _Replaced | None]:
    """The pair where one input is a copy of the other, and the few words that stand in the place of others.

    Args:
        index: of the records.
        one, two: their places, the earlier first.
        different: words of the earlier one, each once.
        contained: whether one input is the other and a sentence more.
    """
    first, second = index.shown_words(one), index.shown_words(two)
    if index.shown[one] == index.shown[two]:
        return Near((one, two), 1.0, True), None
    if far_apart(first, different, second):
        return None, None
    found = difference(index, first, second)
    replaced = (frozenset(found.left) - FILLERS, frozenset(found.right) - FILLERS) if found.replaces else None
    few = replaced and found.similarity >= LIKE_A_TEMPLATE and max(map(len, replaced)) <= GAPS
    answers_the_same = index.answer[one] == index.answer[two] and index.label[one] < 0
    similarity = near_question(found, min(len(first), len(second)), answers_the_same)
    similarity = similarity or found.similarity * contained
    if not similarity or (replaced and not same_answer(index, one, two, other_words=False)):
        return None, replaced if few else None  # another word and another answer: another question
    return Near((one, two), similarity, same_question(found)), replaced if few or replaced is None else None
