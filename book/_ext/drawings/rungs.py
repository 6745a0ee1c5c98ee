"""The lab's ladder on few questions and on all: pass rate with its interval against what 1,000 calls cost."""

from __future__ import annotations

from collections.abc import Iterator

from ladder_runs import FEW, climbed, name_of, told

from drawings.marks import Drawing, dot, line, text
from ftdecide.doors.ladder_drawing import said
from ftdecide.doors.ladder_lab import Climbed
from ftdecide.instruments.measure.live.stand_in import SAYS
from ftdecide.instruments.measure.measured import ladder
from ftdecide.instruments.measure.paired_comparison import PairedComparison

LEFT, RIGHT, TALL, TOP = 44, 392, 140, 0.75  # TOP: the pass rate at the upper edge of a panel
NOTE = (
    "A stand-in answers, no language model: the figure shows what counting can tell, not what a rung is worth. "
    "Lines are Wilson intervals at 95%. Two rungs cost nearly the same and are drawn a little apart. Worked out anew "
    "with each build."
)
APART = 6  # rungs that cost the same are moved so far to either side
DEAREST = 0.042  # US dollars at the right edge


def draw() -> Drawing:
    """Two panels with the same scales, few questions above and all of them below."""
    few, whole = climbed(FEW), climbed()
    items = len(whole.found.items)
    if told(few) or any(each.better != whole.found.best.name for each in _of_the_best(whole)):
        raise ValueError(f"the title no longer holds: {told(few)} pairs are told apart on {FEW} items; word it anew")
    title = f"{FEW} questions tell no rung from another; {items} put one ahead of all"
    finding = f"{title}. On {FEW}: {_numbers(few)}. On {items}: {_numbers(whole)}. {SAYS}"
    marks = [*_panel(few, 24), *_panel(whole, 24 + TALL + 46)]
    bottom = 24 + 2 * TALL + 46
    marks += [text(_x(cents / 100), bottom + 18, f"{cents:g} ¢", "small", "middle") for cents in (0, 1, 2, 3, 4)]
    marks.append(text((LEFT + RIGHT) / 2, bottom + 36, "what 1,000 calls would cost, US cents", "small", "middle"))
    return Drawing(title, finding, bottom + 44, tuple(marks), NOTE)


def _of_the_best(found: Climbed) -> list[PairedComparison]:
    best = found.found.best.name
    return [each for each in found.found.comparisons if best in (each.first, each.second)]


def _numbers(found: Climbed) -> str:
    return "; ".join(said(point._replace(rung=name_of(point.rung))) for point in ladder(found.found))


def _panel(found: Climbed, top: float) -> Iterator[str]:
    pairs = len(found.found.comparisons)
    says = f"{len(found.found.items)} questions: {told(found) or 'none'} of {pairs} pairs told apart"
    yield text(LEFT, top - 8, says, "strong")
    for rate in (0, 0.25, 0.5):
        y = _y(rate, top)
        yield line(LEFT, y, RIGHT, y, "faint")
        yield text(LEFT - 6, y + 5, f"{rate:.0%}", "small", "end")
    points = ladder(found.found)
    best = found.found.best.name
    for point in points:
        same = [other for other in points if abs(other.usd_per_1000_calls - point.usd_per_1000_calls) < 0.001]
        lower = point is not same[-1]  # of two beside each other, this one's name stands below
        x = _x(point.usd_per_1000_calls) + (0 if len(same) == 1 else -APART if lower else APART)
        low, high = _y(point.low, top), _y(point.high, top)
        ahead = told(found) and point.rung == best
        yield line(x, low, x, high, "reach")
        yield dot(x, _y(point.pass_rate, top), 5, "fill-prompted" if ahead else "fill-muted")
        words, anchor = f"{name_of(point.rung)}, {point.pass_rate:.0%}", "middle"
        if len(same) > 1:
            x, anchor = RIGHT, "end"
        yield text(x, low + 15 if lower else high - 5, words, "small", anchor)


def _x(usd_per_1000: float) -> float:
    return LEFT + usd_per_1000 / DEAREST * (RIGHT - LEFT)


def _y(rate: float, top: float) -> float:
    return top + TALL * (1 - rate / TOP)
