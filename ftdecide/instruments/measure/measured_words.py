"""The sentences of a measurement: which rung is better, by how much, and how sure that is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from ftdecide.instruments.measure.measured import Measured
from ftdecide.instruments.measure.number_words import p_adjusted, rate, signed
from ftdecide.instruments.measure.paired_comparison import MOST_MORE, PairedComparison
from ftdecide.instruments.measure.statistics.required_n import ALPHA
from ftdecide.words import listed, number_of

Named = Callable[[str], str]
SHOWN = 8  # comparisons in the text; more are narrowed to those that decide


def sentence(found: PairedComparison, comparisons: int = 1, named: Named = str) -> str:
    """What a comparison says, in one sentence.

    Args:
        found: the comparison.
        comparisons: made in all.
        named: a rung's name for people.
    """
    first, second = named(found.first), named(found.second)
    ahead, behind = (second, first) if found.gain >= 0 else (first, second)
    low, high = found.interval if found.gain >= 0 else (-found.interval.high, -found.interval.low)
    digits = 0 if abs(found.gain) >= 0.015 and high - low >= 0.02 else 1
    by = f"{abs(100 * found.gain):.{digits}f} points"
    reach = f"({signed(low, digits)} to {signed(high, digits)})"
    if not found.items:
        return f"{first} and {second} answered no item in common, so nothing compares them."
    if found.better:
        return f"{ahead} is better than {behind} by {by} {reach}."
    if found.wins == found.losses == 0:
        return f"{first} and {second} come out alike on every one of {number_of(found.items, 'item')}."
    if found.gain == 0:
        if found.wins == found.losses:
            return f"{first} and {second} pass equally often; each wins {number_of(found.wins, 'item')}."
        return (
            f"{first} and {second} pass equally often over all runs; {second} passes more runs of {number_of(found.wins, 'item')}, "
            f"{first} of {found.losses:,}."
        )
    why = ""
    if found.p_value <= ALPHA < found.adjusted_p:
        why = f" Alone it would count, but {comparisons} comparisons were made."
    return f"You cannot tell yet whether {ahead} is better than {behind}: {by} {reach}{_more(found)}.{why}"


def _more(found: PairedComparison) -> str:
    if found.more_items:
        return f"; about {number_of(found.more_items, 'more example')} would show a difference like this"
    if not found.planned or found.wins == found.losses or found.more_items == 0:
        return ""
    return f"; more than {MOST_MORE:,} further examples would be needed to show a difference this small"


def counts(found: PairedComparison) -> str:
    """The counts behind a sentence."""
    p = p_adjusted(found.p_value, found.adjusted_p)
    return f"{found.second} wins {number_of(found.wins, 'item')}, {found.first} {found.losses:,}, {found.ties:,} alike; {p}"


def headline(found: Measured, named: Named = str) -> str:
    """Which rung passes most, and whether that is beyond doubt."""
    best = found.best
    lead = f"{named(best.name)} passes {rate(best.pass_rate, best.interval)} of {number_of(best.items, 'item')}"
    if not any(best.name in (each.first, each.second) for each in found.comparisons):
        return f"{lead}."
    unsure = [named(rung) for rung in not_told_from_best(found)]
    if not unsure:
        return f"{lead}, more than every other rung."
    if level := [named(rung) for rung in _level_with_best(found) if rung != best.name]:
        return f"{lead}, as many as {listed(level)}; you cannot tell yet which is best."
    shown = ", ".join(unsure[:3]) + (f" and {len(unsure) - 3} more" if len(unsure) > 3 else "")
    return f"{lead}, the most; you cannot tell it yet from {shown}."


def conclusion(found: Measured, named: Named = str) -> str:
    """The same, short enough for a figure's title and without its full stop."""
    unsure = [named(rung) for rung in not_told_from_best(found)]
    if not unsure:
        return f"{named(found.best.name)} passes more than every other rung"
    level = [named(rung) for rung in _level_with_best(found)]
    if len(level) > 1:
        return f"{listed(level)} pass equally often"
    return f"{named(found.best.name)} is ahead; not yet told from {listed(unsure)}"


def _level_with_best(found: Measured) -> list[str]:
    """The rungs that pass as often as the best, itself among them."""
    return [rung.name for rung in found.rungs if rung.pass_rate == found.best.pass_rate]


def not_told_from_best(found: Measured) -> list[str]:
    """The rungs of which nobody can tell yet whether the best is better."""
    best = found.best.name
    mine = [each for each in found.comparisons if best in (each.first, each.second)]
    return [each.first if each.second == best else each.second for each in mine if each.better != best]


def deciding(found: Measured) -> Sequence[PairedComparison]:
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
