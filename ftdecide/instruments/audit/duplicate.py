"""Exact copies, near copies, and pairs that ask the same and answer differently."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from ftdecide.instruments.audit.alike import same_answer
from ftdecide.instruments.audit.index import Index
from ftdecide.instruments.audit.issue import Kind, Suspect
from ftdecide.instruments.audit.near import Near
from ftdecide.instruments.audit.splitting import groups_of

EXACT = Kind(
    "exact_duplicate",
    "exact copies of an earlier record",
    "Drop them: a copy teaches nothing new, weighs its original double and leaks between your splits.",
    one="exact copy of an earlier record",
)
NEAR = Kind(
    "near_duplicate",
    "near copies of an earlier record",
    "Keep the better one of each pair, unless the small difference is what you want to teach.",
    one="near copy of an earlier record",
)
CONTRADICTION = Kind(
    "contradiction",
    "records that ask the same as another and answer otherwise",
    "Settle each by your written rule: the model learns to toss a coin here.",
    one="record that asks the same as another and answers otherwise",
)
CONTRADICTING_ANSWERS_SHOWN = 3


def exact(index: Index) -> Iterator[Suspect]:
    first: dict[int, int] = {}
    for place in index.places():
        original = first.setdefault(index.whole[place], place)
        if original != place:
            of = index.row[original]
            yield Suspect(index.row[place], index.line[place], 1.0, f"the same as row {of}", {"of_row": of})


def near(index: Index, pairs: list[Near]) -> Iterator[Suspect]:
    """Copies but for case, punctuation or a few words; exact ones and those with another answer are left out."""
    best: dict[int, Near] = {}
    for pair in pairs:
        one, two = pair.places
        if index.held_out[one] or index.whole[one] == index.whole[two] or not same_answer(index, one, two):
            continue
        if two not in best or pair.similarity > best[two].similarity:
            best[two] = pair
    exact_copies = {suspect.row for suspect in exact(index)}
    for place, pair in sorted(best.items()):
        if index.row[place] in exact_copies:
            continue
        of = index.row[pair.places[0]]
        how = "the same words as" if pair.similarity == 1 else f"{pair.similarity:.0%} the same words as"
        yield Suspect(index.row[place], index.line[place], pair.similarity, f"{how} row {of}", {"of_row": of})


def _asking_the_same(index: Index, pairs: list[Near]) -> Iterator[Near]:
    for pair in pairs:
        one, two = pair.places
        held = index.held_out[one] or index.held_out[two]
        if pair.same_question and not held and index.lead[one] == index.lead[two]:
            yield pair


def answers_given(index: Index, pairs: list[Near]) -> dict[int, tuple[int, Hashable]]:
    """Of each row whose question is asked elsewhere too, that question and the answer given: its label, or a number."""
    asked = [pair.places for pair in _asking_the_same(index, pairs)]
    alike = groups_of((one, two) for one, two in asked if index.label[one] < 0 and same_answer(index, one, two))
    labels = index.labels
    return {
        index.row[place]: (question, labels[index.label[place]] if index.label[place] >= 0 else alike.get(place, place))
        for place, question in groups_of(asked).items()
    }


def contradictions(index: Index, pairs: list[Near]) -> Iterator[Suspect]:
    """Both sides of each pair."""
    against: dict[int, list[tuple[float, int]]] = {}
    for pair in _asking_the_same(index, pairs):
        one, two = pair.places
        if not same_answer(index, one, two):
            against.setdefault(one, []).append((-pair.similarity, two))
            against.setdefault(two, []).append((-pair.similarity, one))
    for place, others in sorted(against.items()):
        nearest, other = min(others)
        labels = index.labels
        said = (
            f" ({labels[index.label[other]]!r} there, {labels[index.label[place]]!r} here)"
            if index.label[place] >= 0 and index.label[other] >= 0
            else ""
        )
        rows = ", ".join(str(index.row[each]) for _, each in sorted(others)[:CONTRADICTING_ANSWERS_SHOWN])
        more = " and more" if len(others) > CONTRADICTING_ANSWERS_SHOWN else ""
        asks = "asks the same as" if nearest == -1 else "asks nearly the same as"
        yield Suspect(
            index.row[place],
            index.line[place],
            -nearest,
            f"{asks} row {rows}{more} and answers otherwise{said}",
            {"of_row": index.row[other]},
        )
