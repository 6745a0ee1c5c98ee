"""The sentences of a measurement: which rung is better, by how much, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ftdecide.instruments.measure.against import MOST_MORE, Against
from ftdecide.instruments.measure.binomial import Interval
from ftdecide.instruments.measure.measured import Measured
from ftdecide.instruments.measure.required_n import ALPHA
from ftdecide.instruments.measure.rung_result import RungResult

SHOWN = 8  # comparisons in the text; more are narrowed to those that decide


def percent(share: float) -> str:
    """A share in per cent, one decimal where whole ones would say 0 or 100 and it is neither.

    >>> percent(0.723), percent(0.998), percent(1.0)
    ('72 %', '99.8 %', '100 %')
    """
    whole = round(100 * share)
    return f"{100 * share:.1f} %" if whole in (0, 100) and share not in (0, 1) else f"{whole} %"


def rate(pass_rate: float, interval: Interval) -> str:
    """A pass rate with its interval.

    >>> rate(0.72, Interval(0.65, 0.78))
    '72 % (65 to 78)'
    """
    digits = 0 if interval.high - interval.low >= 0.02 else 1
    middle = f"{100 * pass_rate:.1f} %" if digits and pass_rate not in (0, 1) else percent(pass_rate)
    return f"{middle} ({100 * interval.low:.{digits}f} to {100 * interval.high:.{digits}f})"


def sentence(found: Against, comparisons: int = 1) -> str:
    """What a comparison says, in one sentence.

    Args:
        found: the comparison.
        comparisons: made in all.
    """
    ahead, behind = (found.second, found.first) if found.gain >= 0 else (found.first, found.second)
    low, high = found.interval if found.gain >= 0 else (-found.interval.high, -found.interval.low)
    digits = 0 if abs(found.gain) >= 0.015 and high - low >= 0.02 else 1
    by = f"{abs(100 * found.gain):.{digits}f} points"
    reach = f"({_signed(low, digits)} to {_signed(high, digits)})"
    if not found.items:
        return f"{found.first} and {found.second} answered no item in common, so nothing compares them."
    if found.better:
        return f"{ahead} is better than {behind} by {by} {reach}."
    if found.wins == found.losses == 0:
        return f"{found.first} and {found.second} come out alike on every one of the {found.items:,} items."
    if found.gain == 0:
        return f"{found.first} and {found.second} pass equally often; each wins {found.wins:,} items."
    why = ""
    if found.p_value <= ALPHA < found.adjusted_p:
        why = f" Alone it would count, but {comparisons} comparisons were made."
    return f"You cannot tell yet whether {ahead} is better than {behind}: {by} {reach}{_more(found)}.{why}"


def _more(found: Against) -> str:
    if found.more_items:
        return f"; about {found.more_items:,} more examples would show a difference like this"
    if not found.planned or found.wins == found.losses or found.more_items == 0:
        return ""
    return f"; more than {MOST_MORE:,} further examples would be needed to show a difference this small"


def counts(found: Against) -> str:
    """The counts behind a sentence."""
    p = f"p = {found.p_value:.3f}" if found.p_value >= 0.0005 else "p < 0.001"
    adjusted = f", {found.adjusted_p:.3f} adjusted" if round(found.adjusted_p, 3) != round(found.p_value, 3) else ""
    return (
        f"{found.second} wins {found.wins:,} items, {found.first} {found.losses:,}, {found.ties:,} alike; {p}{adjusted}"
    )


def _signed(share: float, digits: int) -> str:
    number = f"{abs(100 * share):.{digits}f}"
    return f"−{number}" if share < 0 and float(number) else number


def headline(found: Measured) -> str:
    """Which rung passes most, and whether that is beyond doubt."""
    best = found.best
    lead = f"{best.name} passes {rate(best.pass_rate, best.interval)} of {best.items:,} {'item' if best.items == 1 else 'items'}"
    others = [each for each in found.comparisons if best.name in (each.first, each.second)]
    if not others:
        return f"{lead}."
    unsure = [_other(each, best) for each in others if each.better != best.name]
    if not unsure:
        return f"{lead}, more than every other rung."
    named = ", ".join(unsure[:3]) + (f" and {len(unsure) - 3} more" if len(unsure) > 3 else "")
    return f"{lead}, the most; you cannot tell it yet from {named}."


def _other(each: Against, best: RungResult) -> str:
    return each.first if each.second == best.name else each.second


def deciding(found: Measured) -> Sequence[Against]:
    """The comparisons that a person reads: all of a few, else the best with the rest and each rung with the next."""
    if len(found.comparisons) <= SHOWN:
        return found.comparisons
    names = [rung.name for rung in found.rungs if rung.items]
    steps = set(pairwise(names))
    return [
        each
        for each in found.comparisons
        if found.best.name in (each.first, each.second) or (each.first, each.second) in steps
    ]
