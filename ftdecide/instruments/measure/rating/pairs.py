"""Which pairs of answers a person rates, in which order and on which side, so that nothing tells where they come from.

All draws are digests of a seed and a name, so that every Python gives the same sheet.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from ftdecide.instruments.measure.bounds import InvalidMeasurement, count, share
from ftdecide.instruments.measure.outputs import Item, Trial
from ftdecide.instruments.measure.rating.sheet import REFERENCE, RatingSheet, Showing, fingerprint

REPEAT_SHARE = 0.1
GAP = 10  # pairs at least between a pair and its repetition
BLOCK = 4  # in every so many pairs of two rungs, each stands left equally often

Answers = Mapping[str, Mapping[str, str]]  # of each rung, by its name: the text of each item


def rating_sheet(
    trial: Trial,
    rungs: Sequence[str] = (),
    rater: str = "",
    seed: int = 0,
    repeat_share: float = REPEAT_SHARE,
    per_item: int = 1,
) -> RatingSheet:
    """The pairs that a person rates.

    Raters with the same seed get the same pairs in the same order, so that they can be compared, each with sides of
    their own.

    Args:
        trial: two rungs or more on the same items.
        rungs: whose answers are compared, `REFERENCE` among them if wanted; all of the trial's where none is named.
        rater: who rates.
        seed: of the draws.
        repeat_share: of the pairs, 0 to 0.5, shown again with the sides swapped.
        per_item: pairs of rungs that are rated on one item, 1 or more; of three rungs, all there are with 3.

    Raises:
        InvalidMeasurement: where a rung is not there, or nothing is left to compare.
    """
    share("repeat_share", repeat_share, 0, 0.5)
    names = _named(trial, rungs)
    pairs = list(combinations(names, 2))
    count("per_item", per_item, least=1, most=len(pairs))
    answers = {name: _answers(trial, name) for name in names}
    order = sorted(trial.items, key=lambda item: draw(seed, "order", item.name))
    chosen = list(_chosen(order, pairs, answers, seed, per_item))
    if not chosen:
        raise InvalidMeasurement(
            f"no item was answered by two of {', '.join(names)}. Give outputs of both on the same items"
        )
    shown = list(_sided([_showing(item, pair, answers) for item, pair in chosen], rater, seed))
    unanswered = {name: len(trial.items) - len(answers[name]) for name in names}
    everything = [
        [item.name, item.input, *(answers[name].get(item.name) for name in sorted(names))]
        for item in sorted(trial.items, key=lambda item: item.name)
    ]
    return RatingSheet(names, tuple(_with_repeats(shown, seed, repeat_share)), unanswered, fingerprint(everything))


def draw(*what: object) -> float:
    """A number from 0 to below 1 that looks random and is always the same for the same values.

    >>> round(draw(0, "order", "item 1"), 6)
    0.091807
    """
    return int.from_bytes(hashlib.sha256(json.dumps(what).encode()).digest()[:6], "big") / 2**48


def _named(trial: Trial, rungs: Sequence[str]) -> tuple[str, ...]:
    names = tuple(rungs) or tuple(trial.outputs)
    for name in names:
        if name not in trial.outputs and name != REFERENCE:
            there = ", ".join(map(repr, trial.outputs))
            raise InvalidMeasurement(f"rungs: {name!r} has no outputs. Name some of {there}, or {REFERENCE!r}")
    if len(set(names)) < max(2, len(names)):
        raise InvalidMeasurement(f"rungs: {list(names)} are not two or more different ones. Name those to compare")
    return names


def _answers(trial: Trial, rung: str) -> dict[str, str]:
    """Of each item its first answer without a fault; for the reference the text that is expected."""
    if rung == REFERENCE and rung not in trial.outputs:
        return {item.name: item.expected for item in trial.items if isinstance(item.expected, str) and item.expected}
    firsts: dict[str, str] = {}
    for output in sorted(trial.outputs[rung], key=lambda output: output.run):
        if not output.fault:
            firsts.setdefault(output.item, output.text)
    return {item.name: firsts[item.name] for item in trial.items if item.name in firsts}


def _chosen(
    items: Sequence[Item], pairs: Sequence[tuple[str, str]], answers: Answers, seed: int, per_item: int
) -> Iterable[tuple[Item, tuple[str, str]]]:
    """Each item once, with the pair of rungs that had its turn least often; then, if wanted, each once more."""
    turns: Counter[tuple[str, str]] = Counter()
    had: set[tuple[str, tuple[str, str]]] = set()
    for _ in range(per_item):
        for item in items:
            free = [p for p in pairs if all(item.name in answers[r] for r in p) and (item.name, p) not in had]
            if free:
                pair = min(free, key=lambda pair: (turns[pair], draw(seed, "pair", item.name, pair)))
                turns[pair] += 1
                had.add((item.name, pair))
                yield item, pair


def _showing(item: Item, pair: tuple[str, str], answers: Answers) -> Showing:
    first, second = (answers[rung][item.name] for rung in pair)
    same = _plain(first) == _plain(second)
    return Showing(item.name, item.input, *pair, first, second, item.slices, identical=same)


def _plain(text: str) -> str:
    """The text without what nobody sees: spaces at line ends, empty lines around."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def _sided(showings: Sequence[Showing], rater: str, seed: int) -> Iterable[Showing]:
    """Sides drawn in blocks, so that wherever the rater stops each rung stood left nearly as often as right."""
    places: dict[tuple[str, str], list[int]] = {}
    for place, showing in enumerate(showings):
        if not showing.identical:
            places.setdefault((showing.left, showing.right), []).append(place)
    turned: set[int] = set()
    for own in places.values():
        for start in range(0, len(own), BLOCK):
            block = sorted(own[start : start + BLOCK], key=lambda place: draw(seed, rater, "side", place))
            odd = len(block) % 2 and draw(seed, rater, "odd", *block) < 0.5
            turned.update(block[: len(block) // 2 + int(odd)])
    for place, showing in enumerate(showings):
        yield replace(showing.swapped, repeat=False) if place in turned else showing


def _with_repeats(showings: Sequence[Showing], seed: int, repeat_share: float) -> list[Showing]:
    """Every so many pairs one comes again, far enough behind that the rater has forgotten it."""
    gap = min(GAP, len(showings) // 2)
    placed = [(float(place), showing) for place, showing in enumerate(showings)]
    begin, met = draw(seed, "repeats"), 0
    for place, showing in enumerate(showings[: len(showings) - gap]):
        if not showing.identical:
            if int(begin + (met + 1) * repeat_share) > int(begin + met * repeat_share):
                placed.append((place + gap * (1 + 2 * draw(seed, "again", place)) + 0.5, showing.swapped))
            met += 1
    return [showing for _, showing in sorted(placed, key=lambda each: each[0])]
