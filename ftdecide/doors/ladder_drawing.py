"""The figure of the ladder lab: pass rate with its interval against what 1,000 calls cost, one mark for each rung.

Drawn without a library, so that the same lab runs in a browser; its colours come from the page.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

from ftdecide.instruments.measure.measured import LadderPoint
from ftdecide.instruments.measure.number_words import dollars

WIDTH, HEIGHT = 400, 290  # units of the drawing; its words are readable at the width of a phone
LEFT, RIGHT, TOP, BOTTOM = 48, 384, 44, 236
MARKS_APART = 9  # the least width between two marks
NAMES_APART = 15  # the least height between two names
LETTER = 6.7  # the mean width of a letter of them
DEAREST_OVER_CHEAPEST = 20  # from here on the costs are drawn by their logarithm
INK, MARK = "currentColor", "var(--ft-prompted, #0072b2)"


def svg(marks: Sequence[LadderPoint], conclusion: str, note: str = "") -> str:
    """The figure as inline SVG; the conclusion is its title, and the numbers are its name for those who do not see it.

    Args:
        marks: the rungs, cheapest first.
        conclusion: what the figure shows.
        note: what has to be known of its numbers, below them.

    >>> picture = svg([LadderPoint("A better prompt", 0.5, 0.4, 0.6, 0.2)], "Nothing to compare yet")
    >>> "A better prompt: 50 % (40 to 60), $0.20 for 1,000 calls" in picture
    True
    """
    across = _Across.around([mark.usd_per_1000_calls for mark in marks])
    places = _apart([across.x(mark.usd_per_1000_calls) for mark in marks]) if across else _in_order(len(marks))
    spoken = f"{conclusion}. " + "; ".join(map(said, marks)) + (f". {note}" if note else "")
    parts = [
        _text(0, 17, conclusion, size=min(15, round(640 / max(1, len(conclusion)), 1)), style="font-weight: 600"),
        *_axes(across),
    ]
    for mark, x, name in zip(marks, places, _names(marks, places), strict=True):
        parts += _rung(mark, x, name)
    if note:
        parts.append(_text(0, HEIGHT + 6, note))
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT + (12 if note else 0)}" role="img" aria-label="{escape(spoken)}" '
        f'xmlns="http://www.w3.org/2000/svg" font-family="system-ui, sans-serif">{"".join(parts)}</svg>'
    )


def said(mark: LadderPoint) -> str:
    """A rung's numbers in words."""
    bill = "cost unknown" if mark.usd_per_1000_calls is None else f"{dollars(mark.usd_per_1000_calls)} for 1,000 calls"
    return f"{mark.rung}: {mark.pass_rate:.0%} ({100 * mark.low:.0f} to {100 * mark.high:.0f}), {bill}".replace(
        "%", " %", 1
    )


@dataclass(frozen=True)
class _Across:
    """The axis of the costs: from 0, or by the logarithm where the dearest costs far more than the cheapest."""

    least: float
    most: float
    by_logarithm: bool

    @classmethod
    def around(cls, bills: Sequence[float | None]) -> _Across | None:
        """The axis for these; None where nobody knows any."""
        known = [bill for bill in bills if bill is not None]
        if not known:
            return None
        most, positive = max(known, default=0) or 1.0, [bill for bill in known if bill > 0]
        least = min(positive, default=most)
        if most / least > DEAREST_OVER_CHEAPEST:
            return cls(least / 1.6, most * 1.6, True)
        return cls(0.0, most * 1.15, False)

    def x(self, bill: float | None) -> float:
        if bill is None or (self.by_logarithm and bill <= self.least):
            return LEFT + 6
        if self.by_logarithm:
            share = math.log(bill / self.least) / math.log(self.most / self.least)
        else:
            share = bill / self.most
        return LEFT + (RIGHT - LEFT) * share

    def ticks(self) -> list[float]:
        if self.by_logarithm:
            first, last = math.ceil(math.log10(self.least)), math.floor(math.log10(self.most))
            return [10.0**power for power in range(first, last + 1)]
        power = 10.0 ** math.floor(math.log10(self.most))
        step = max(step for step in (power / 10, power / 5, power / 2, power, 2 * power) if self.most / step >= 3)
        return [float(f"{step * place:.6g}") for place in range(math.floor(self.most / step) + 1)]


def _y(rate: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * rate


def _axes(across: _Across | None) -> list[str]:
    parts = [_line(LEFT, TOP, LEFT, BOTTOM), _line(LEFT, BOTTOM, RIGHT, BOTTOM)]
    for rate in (0, 0.25, 0.5, 0.75, 1):
        parts += [_line(LEFT - 4, _y(rate), LEFT, _y(rate)), _text(LEFT - 8, _y(rate) + 4, f"{rate:.0%}", anchor="end")]
    if across is None:
        return [*parts, _text((LEFT + RIGHT) / 2, BOTTOM + 20, "what the calls cost is unknown", anchor="middle")]
    for bill in across.ticks():
        x = across.x(bill)
        parts += [_line(x, BOTTOM, x, BOTTOM + 4), _text(x, BOTTOM + 18, dollars(bill), anchor="middle")]
    scale = "US dollars for 1,000 calls" + (", each step ten times the last" if across.by_logarithm else "")
    return [*parts, _text((LEFT + RIGHT) / 2, BOTTOM + 38, scale, anchor="middle")]


@dataclass(frozen=True)
class _Name:
    """Where a rung's name stands: `x` is the end that lies beside its mark."""

    x: float
    y: float
    to_the_right: bool
    width: float

    def lies_on(self, other: _Name) -> bool:
        start, other_start = (each.x if each.to_the_right else each.x - each.width for each in (self, other))
        across = start < other_start + other.width and other_start < start + self.width
        return across and abs(self.y - other.y) < NAMES_APART


def _in_order(rungs: int) -> list[float]:
    """Places side by side, where no cost says how far apart."""
    return [LEFT + (RIGHT - LEFT) * (2 * place + 1) / (2 * rungs) for place in range(rungs)]


def _apart(places: Sequence[float]) -> list[float]:
    """The places, each pushed to the right of one that its mark would lie on."""
    moved, last = list(places), -math.inf
    for place in sorted(range(len(places)), key=lambda place: places[place]):
        last = moved[place] = max(places[place], last + MARKS_APART)
    return moved


def _names(marks: Sequence[LadderPoint], places: Sequence[float]) -> list[_Name]:
    """Each name beside its mark, pushed down from one that it would lie on."""
    placed: dict[int, _Name] = {}
    for place in sorted(range(len(marks)), key=lambda place: -marks[place].pass_rate):
        mark, x = marks[place], places[place]
        right = x < (LEFT + RIGHT) / 2
        name = _Name(x + 9 if right else x - 9, _y(mark.pass_rate) + 4, right, LETTER * len(mark.rung))
        for other in sorted(placed.values(), key=lambda other: other.y):
            if name.lies_on(other):
                name = replace(name, y=other.y + NAMES_APART)
        placed[place] = name
    return [placed[place] for place in range(len(marks))]


def _rung(mark: LadderPoint, x: float, name: _Name) -> list[str]:
    colour = INK if mark.usd_per_1000_calls is None else MARK
    return [
        _line(x, _y(mark.low), x, _y(mark.high), colour, 2, name="interval"),
        f'<circle class="rung" cx="{x:.2f}" cy="{_y(mark.pass_rate):.2f}" r="4.5" style="fill: {colour}"/>',
        _text(name.x, name.y, mark.rung, anchor="start" if name.to_the_right else "end"),
    ]


def _line(x1: float, y1: float, x2: float, y2: float, colour: str = INK, width: float = 1, name: str = "") -> str:
    called = f' class="{name}"' if name else ""
    ends = f'x1="{x1:.2f}" y1="{y1:.2f}" x2="{x2:.2f}" y2="{y2:.2f}"'
    return f'<line{called} {ends} style="stroke: {colour}; stroke-width: {width}"/>'


def _text(x: float, y: float, words: str, anchor: str = "start", size: float = 12.5, style: str = "") -> str:
    place = f'x="{x:.2f}" y="{y:.2f}" text-anchor="{anchor}" font-size="{size}"'
    return f'<text {place} style="fill: {INK}; {style}">{escape(words)}</text>'
