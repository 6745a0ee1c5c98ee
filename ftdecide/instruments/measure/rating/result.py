"""What the ratings of one or more people come to: who is preferred, whether that could be chance, who can be trusted.

A preference is no pass rate: the better of two bad answers wins too.  Only against reference answers that a person
wrote does "as good or better" say how often a rung does the task.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from ftdecide.instruments.measure.bounds import InvalidMeasurement
from ftdecide.instruments.measure.rating.agreement import Agreement, agreement_of
from ftdecide.instruments.measure.rating.votes import RatedSheet, Tally, Vote, by_majority
from ftdecide.instruments.measure.statistics.binomial import Interval, coin_p, wilson
from ftdecide.instruments.measure.statistics.bradley_terry import Fit, fit
from ftdecide.instruments.measure.statistics.paired import Pairs, Preference, sign_test
from ftdecide.instruments.measure.statistics.required_n import ALPHA, more_needed
from ftdecide.instruments.measure.statistics.several_tests import holm

MOST_ASKED = 10_000  # decided pairs; nobody rates more


@dataclass(frozen=True)
class PairResult:
    """Two rungs, rated.

    Args:
        first, second: the rungs; wins are the second's.
        part: ("", "") for the whole, else a way to cut the set and the part.
        tally: the counts.
        preference: ties and disagreements left out.
        p_value: exact, adjusted for how many pairs (of slices: how many slices) were tested (Holm).
        more_decided: pairs with a winner that are still needed, if it goes on so; 0 if the difference is seen, None
            if none is seen, one too small to ask for so many, or in a slice.
        more_ratings: the same with as many ties and disagreements as so far.
    """

    first: str
    second: str
    part: tuple[str, str]
    tally: Tally
    preference: Preference
    p_value: float
    more_decided: int | None
    more_ratings: int | None


@dataclass(frozen=True)
class RaterResult:
    """How one rater rated.

    Args:
        sheet: the votes.
        left, right: how often the answer on that side won, repetitions left out.
        side_p_value: exact: how often a rater without a favourite side would be this uneven.
        repeats: pairs seen twice; `agreed`: judged alike both times; `same_side`: the same side won although they
            were swapped.
        agreed_interval: Wilson, of the share.
    """

    sheet: RatedSheet
    left: int
    right: int
    side_p_value: float
    repeats: int
    agreed: int
    same_side: int
    agreed_interval: Interval


@dataclass(frozen=True)
class RatingResult:
    """Everything together.

    Args:
        rungs: in the order of the trial.
        pairs: each two rungs that were compared.
        slices: the same, in each part.
        raters: one each.
        agreement: None for one rater.
        order: of three or more rungs, where an order can be fitted.
    """

    rungs: tuple[str, ...]
    pairs: tuple[PairResult, ...]
    slices: tuple[PairResult, ...]
    raters: tuple[RaterResult, ...]
    agreement: Agreement | None
    order: Fit | None


def rating_result(sheets: Sequence[RatedSheet]) -> RatingResult:
    """What the ratings come to.

    Raises:
        InvalidMeasurement: without a sheet, or where two are of other rungs, of other answers or of the same rater.
    """
    if not sheets:
        raise InvalidMeasurement("ratings: there are none. Name one file of ratings or more")
    rungs = sheets[0].rungs
    for sheet in sheets:
        if set(sheet.rungs) != set(rungs):
            raise InvalidMeasurement(
                f"ratings of {sheet.rater!r} compare {', '.join(sheet.rungs)}, those of {sheets[0].rater!r} "
                f"{', '.join(rungs)}. Put together only ratings of the same rungs"
            )
        if sheet.trial != sheets[0].trial:
            raise InvalidMeasurement(
                f"ratings of {sheet.rater!r} are of other answers than those of {sheets[0].rater!r}. Put together only "
                "ratings of the same outputs"
            )
    raters = [sheet.rater for sheet in sheets]
    if len(set(raters)) < len(raters):
        raise InvalidMeasurement(f"ratings: {max(raters, key=raters.count)!r} rated in two files. Name each rater once")
    votes = by_majority(sheets)
    pairs = _adjusted(_result(votes, pair, ("", "")) for pair in combinations(rungs, 2))
    pairs = tuple(_with_more(pair, len(pairs)) for pair in pairs)
    parts = sorted({part for vote in votes for part in vote.slices.items()})
    slices = _adjusted(
        _result([v for v in votes if v.slices.get(part[0]) == part[1]], (pair.first, pair.second), part)
        for part in parts
        for pair in pairs
    )
    judges = tuple(map(_rater, sheets))
    return RatingResult(rungs, pairs, slices, judges, agreement_of(sheets), _order(rungs, pairs))


def _result(votes: Iterable[Vote], pair: tuple[str, str], part: tuple[str, str]) -> PairResult:
    tally = Tally.of((vote for vote in votes if vote.about[1] == frozenset(pair)), pair[1])
    found = sign_test(tally.wins, tally.losses, tally.ties)
    return PairResult(*pair, part, tally, found, found.p_value, None, None)


def _adjusted(results: Iterable[PairResult]) -> tuple[PairResult, ...]:
    """Those with a vote, their p-values adjusted for how many they are."""
    there = [result for result in results if result.tally.shown or result.tally.identical]
    adjusted = holm([result.preference.p_value for result in there])
    return tuple(replace(result, p_value=p) for result, p in zip(there, adjusted, strict=True))


def _with_more(result: PairResult, tests: int) -> PairResult:
    """With what is still needed, if each of so many tests gets an equal part of the false alarms."""
    tally = result.tally
    if result.p_value <= ALPHA:
        return replace(result, more_decided=0, more_ratings=0)
    more = more_needed(Pairs(0, tally.losses, tally.wins, 0), alpha=ALPHA / tests, most=MOST_ASKED)
    ratings = None if more is None else math.ceil(more * tally.shown / tally.decided)
    return replace(result, more_decided=more, more_ratings=ratings)


def _rater(sheet: RatedSheet) -> RaterResult:
    firsts = {vote.about: vote for vote in sheet.votes if not vote.repeat}
    left, right = (sum(vote.choice == side for vote in firsts.values()) for side in ("left", "right"))
    twice = [(firsts.get(vote.about), vote) for vote in sheet.votes if vote.repeat]
    for before, after in twice:
        if before is None:
            raise InvalidMeasurement(
                f"ratings of {sheet.rater!r} repeat a pair of item {after.item!r} that they do not hold; a line is "
                "missing or damaged. Give the file as the rating widget wrote it"
            )
    agreed = sum(before.winner == after.winner for before, after in twice)
    same_side = sum(before.choice == after.choice in ("left", "right") for before, after in twice)
    found = wilson(agreed, len(twice))
    return RaterResult(sheet, left, right, coin_p(left, right), len(twice), agreed, same_side, found)


def _order(rungs: Sequence[str], pairs: Iterable[PairResult]) -> Fit | None:
    wins: dict[tuple[str, str], int] = {}
    for pair in pairs:
        wins[pair.second, pair.first], wins[pair.first, pair.second] = pair.tally.wins, pair.tally.losses
    return fit(rungs, wins) if len(rungs) > 2 else None
