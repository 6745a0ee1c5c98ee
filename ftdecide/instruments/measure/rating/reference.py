"""How often a rung is as good as a person's own answer or better, rated blind: a pass rate, with its basis.

A win or a tie is a pass, and so is the same answer; where both were called bad it is none, for then the reference is
no measure.  Of several raters more than half have to say so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ftdecide.fields import RUNGS
from ftdecide.instruments.measure.profile import rung_profile
from ftdecide.instruments.measure.rating.sheet import REFERENCE
from ftdecide.instruments.measure.rating.votes import IDENTICAL, RatedSheet, Vote
from ftdecide.instruments.measure.statistics.binomial import Interval, wilson


@dataclass(frozen=True)
class AsGood:
    """A rung beside the reference.

    Args:
        rung: its name.
        passes: items on which it was as good or better, of `items`.
        interval: Wilson.
        source: what was compared with what, for people.
        split: items on which half of the raters say so and half do not; they count as no pass.
    """

    rung: str
    passes: int
    items: int
    interval: Interval
    source: str
    split: int = 0

    @property
    def pass_rate(self) -> float:
        return self.passes / self.items


def as_good(sheets: Sequence[RatedSheet]) -> tuple[AsGood, ...]:
    """Of each rung that was rated beside the reference; empty where nobody says that a person wrote it."""
    author = next((sheet.reference for sheet in sheets if sheet.reference), "")
    if not author:
        return ()
    raters = " and ".join(sheet.rater or "one person" for sheet in sheets)
    source = f"rated blind by {raters}: as good as the answer by {author}, or better"
    said: dict[str, dict[str, list[bool]]] = {}
    for sheet in sheets:
        for vote in sheet.votes:
            if REFERENCE in (vote.left, vote.right) and not vote.repeat:
                rung = vote.right if vote.left == REFERENCE else vote.left
                said.setdefault(rung, {}).setdefault(vote.item, []).append(_passes(vote, rung))
    return tuple(_as_good(rung, said[rung], source) for rung in sheets[0].rungs if rung in said)


def _passes(vote: Vote, rung: str) -> bool:
    return vote.winner == rung or vote.choice in ("tie", IDENTICAL)


def _as_good(rung: str, said: Mapping[str, Sequence[bool]], source: str) -> AsGood:
    passes = sum(2 * sum(its) > len(its) for its in said.values())
    split = sum(2 * sum(its) == len(its) for its in said.values())
    return AsGood(rung, passes, len(said), wilson(passes, len(said)), source, split)


def profile_of(found: Sequence[AsGood]) -> dict[str, Any] | None:
    """The profile for `assess --with`, with the rungs that a profile knows; None where there is none of them."""
    rungs = {
        each.rung: rung_profile(each.pass_rate, each.interval, each.items, each.source)
        for each in found
        if each.rung in RUNGS
    }
    return {"rungs": rungs} if rungs else None
