"""Inputs that are another one with a sentence before or behind it: in short texts that is a third of the words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ftdecide.instruments.audit.index import Index

FEWEST, LONGEST = 8, 60  # words of the shorter input, of the longer; where more are, their words find them
PARTS_OF_A_TEMPLATE = 3  # records with the same sentence at that end, from which on most of them have to be copies


def with_a_sentence_more(index: Index) -> Iterator[tuple[int, int]]:
    """Pairs of places, the earlier first, of which one input is the other and at most as many words again.

    A sentence that mostly stands at inputs which are no copies is a part that the file is put together from: such
    records are meant to be alike.
    """
    whole: dict[bytes, int] = {}
    for place in range(len(index)):
        whole.setdefault(index.shown_words(place).tobytes(), place)
    found: list[tuple[tuple[int, int], tuple[bool, bytes]]] = []
    for place in range(len(index)):
        ids = index.shown_words(place)
        if not FEWEST < len(ids) <= LONGEST:
            continue
        words, wide = ids.tobytes(), ids.itemsize
        for size in range(max(FEWEST, (len(ids) + 1) // 2), len(ids)):
            front, back = words[: size * wide], words[-size * wide :]
            for behind, shorter, more in ((True, front, words[size * wide :]), (False, back, words[: -size * wide])):
                other = whole.get(shorter)
                if other is not None and not index.held_out[max(place, other)]:
                    found.append(((min(place, other), max(place, other)), (behind, more)))
    yield from _without_parts(index, found)


def _without_parts(index: Index, found: list[tuple[tuple[int, int], tuple[bool, bytes]]]) -> Iterator[tuple[int, int]]:
    """The pairs whose sentence is none that the file is put together from."""
    copies = Counter(more for _pair, more in found)
    sizes = {len(words) for _behind, words in copies}
    ends = Counter[tuple[bool, bytes]]()
    for place in range(len(index)):
        words = index.shown_words(place).tobytes()
        for size in sizes:
            for key in ((True, words[-size:]), (False, words[:size])):
                if key in copies:
                    ends[key] += 1
    for pair, more in found:
        if ends[more] < PARTS_OF_A_TEMPLATE or 2 * copies[more] > ends[more]:
            yield pair
