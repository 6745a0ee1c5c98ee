"""The figure of the break-even lab: two monthly bills against volume, as SVG that takes its colours from the page.

Drawn with the standard library alone, so that the same lab runs in a browser, where no plotting library is loaded.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape

from ftdecide.doors.break_even import Lab, conclusion, sentence
from ftdecide.economics import monthly_usd

WIDTH, HEIGHT = 400, 290  # units of the drawing; its words are readable at the width of a phone
LEFT, RIGHT, TOP, BOTTOM = 56, 330, 40, 240  # the axes within it: left of them the dollars, right the lines' names
NAMES_APART = 15  # the least height between the names of the two lines
FEWEST_TICKS = 3
INK = "currentColor"
PROMPTED = "var(--ft-prompted, #0072b2)"  # the page's own scheme decides, light or dark
TUNED = "var(--ft-tuned, #b34700)"


@dataclass(frozen=True)
class Frame:
    """What the axes show: 0 to `most_requests` a month across, 0 to `most_usd` a month up."""

    most_requests: float
    most_usd: float

    @classmethod
    def around(cls, lab: Lab) -> Frame:
        """Room for the crossing, where there is one, and for the reader's own volume."""
        crossing = lab.break_even if math.isfinite(lab.break_even) else 0
        most_requests = 1.25 * max(lab.requests_per_month, 1.6 * crossing, 100)
        bills = (*monthly_usd(lab.costs, 0), *monthly_usd(lab.costs, most_requests))
        return cls(most_requests, 1.15 * max(bills) or 1)

    def x(self, requests: float) -> float:
        return LEFT + (RIGHT - LEFT) * requests / self.most_requests

    def y(self, usd: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * usd / self.most_usd


def ticks(most: float) -> list[float]:
    """Round values from 0 to `most` (above 0): the widest step of 1, 2 or 5 that gives three above 0.

    >>> ticks(1000), ticks(7)
    ([0.0, 200.0, 400.0, 600.0, 800.0, 1000.0], [0.0, 2.0, 4.0, 6.0])
    """
    power = math.floor(math.log10(most))
    steps = [digit * 10.0**exponent for exponent in (power - 1, power) for digit in (1, 2, 5)]
    step = max(step for step in steps if most / step >= FEWEST_TICKS)
    return [float(f"{step * place:.6g}") for place in range(math.floor(most / step * (1 + 1e-9)) + 1)]


def shortened(number: float) -> str:
    """A tick's number in few characters.

    >>> shortened(200_000), shortened(1_500_000), shortened(0.25)
    ('200k', '1.5M', '0.25')
    """
    for unit, sign in ((1e9, "B"), (1e6, "M"), (1e3, "k")):
        if number >= unit:
            return f"{number / unit:.6g}{sign}"
    return f"{number:.6g}"


def svg(lab: Lab) -> str:
    """The figure as inline SVG that carries the finding as its name."""
    frame = Frame.around(lab)
    marks = [
        _text(0, 17, conclusion(lab), size=min(15, round(540 / len(conclusion(lab)), 1)), style="font-weight: 600"),
        *_axes(frame),
        *_bills(lab, frame),
        *_own_volume(lab, frame),
        *_crossing(lab, frame),
    ]
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(sentence(lab))}" '
        f'xmlns="http://www.w3.org/2000/svg" font-family="system-ui, sans-serif">{"".join(marks)}</svg>'
    )


def _axes(frame: Frame) -> list[str]:
    """Both axes with their ticks, and what they count."""
    marks = [_line(LEFT, TOP, LEFT, BOTTOM), _line(LEFT, BOTTOM, RIGHT, BOTTOM)]
    for requests in ticks(frame.most_requests):
        x = frame.x(requests)
        marks += [_line(x, BOTTOM, x, BOTTOM + 4), _text(x, BOTTOM + 18, shortened(requests), anchor="middle")]
    for usd in ticks(frame.most_usd):
        y = frame.y(usd)
        marks += [_line(LEFT - 4, y, LEFT, y), _text(LEFT - 8, y + 4, f"${shortened(usd)}", anchor="end")]
    marks.append(
        _text((LEFT + RIGHT) / 2, BOTTOM + 38, "requests a month, bills in US dollars a month", anchor="middle")
    )
    return marks


def _bills(lab: Lab, frame: Frame) -> list[str]:
    """The two lines, each with its name at its end; names of lines that end close together stand apart."""
    starts, ends = monthly_usd(lab.costs, 0), monthly_usd(lab.costs, frame.most_requests)
    heights = [frame.y(usd) for usd in ends]
    upper = 0 if heights[0] <= heights[1] else 1
    push = max(0.0, NAMES_APART - abs(heights[0] - heights[1])) / 2
    marks = []
    for place, (name, colour, dashes) in enumerate((("prompted", PROMPTED, ""), ("tuned", TUNED, "7 4"))):
        marks.append(_line(LEFT, frame.y(starts[place]), RIGHT, heights[place], colour, 2.4, dashes, name))
        shift = -push if place == upper else push
        marks.append(_text(RIGHT + 6, heights[place] + shift + 4, name, colour=colour))
    return marks


def _own_volume(lab: Lab, frame: Frame) -> list[str]:
    """The reader's own volume, upright."""
    x = frame.x(lab.requests_per_month)
    left_half = x < (LEFT + RIGHT) / 2
    name = _text(x + (5 if left_half else -5), TOP + 4, "your volume", anchor="start" if left_half else "end")
    return [_line(x, TOP, x, BOTTOM, dashes="2 3", name="your-volume"), name]


def _crossing(lab: Lab, frame: Frame) -> list[str]:
    """A dot where the lines cross; nothing where they do not."""
    if not 0 < lab.break_even < math.inf:
        return []
    x, y = frame.x(lab.break_even), frame.y(monthly_usd(lab.costs, lab.break_even)[0])
    return [f'<circle class="break-even" cx="{x:.2f}" cy="{y:.2f}" r="4.5" fill="{INK}"/>']


def _line(
    x1: float, y1: float, x2: float, y2: float, colour: str = INK, width: float = 1, dashes: str = "", name: str = ""
) -> str:
    dashed = f'; stroke-dasharray: {dashes}"' if dashes else '"'
    called = f' class="{name}"' if name else ""
    return (
        f'<line{called} x1="{x1:.2f}" y1="{y1:.2f}" x2="{x2:.2f}" y2="{y2:.2f}" '
        f'style="stroke: {colour}; stroke-width: {width}{dashed}/>'
    )


def _text(
    x: float, y: float, words: str, anchor: str = "start", colour: str = INK, size: float = 12.5, style: str = ""
) -> str:
    return (
        f'<text x="{x:.2f}" y="{y:.2f}" text-anchor="{anchor}" font-size="{size}" '
        f'style="fill: {colour}; {style}">{escape(words)}</text>'
    )
