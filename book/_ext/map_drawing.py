"""Draws a lesson's concepts in rows, with a labelled arrow for each link; every concept is a link to its card."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape

from drawings.marks import WIDTH, box, text

from ftdecide.course.outline import LessonMap, Link

CHARACTER = 7.6  # units that one takes at 14.5 units high, in the widest of the system's typefaces
NODE_HIGH, PITCH, TOP = 32, 100, 2
LABEL_HIGH = 19


class TooTight(ValueError):
    """A map whose words would lie over one another."""


def map_svg(lesson: LessonMap, address: Callable[[str], str]) -> str:
    """The drawing; `address` gives the place of a concept's card.

    Raises:
        TooTight: where a row does not fit into 400 units, or two labels meet.
    """
    middles = {concept: spot for row, names in enumerate(lesson.rows) for concept, spot in _row(row, names)}
    height = TOP * 2 + PITCH * (len(lesson.rows) - 1) + NODE_HIGH
    marks = [*_arrows(lesson, middles), *(_node(name, *spot, address(name)) for name, spot in middles.items())]
    return f'<svg viewBox="0 0 {WIDTH} {height:g}">{"".join(marks)}</svg>'


def _wide(name: str) -> float:
    return CHARACTER * len(name) + 18


def _row(row: int, names: tuple[str, ...]) -> Iterator[tuple[str, tuple[float, float]]]:
    """Where the middle of each concept of a row lies."""
    gap = (WIDTH - sum(map(_wide, names))) / len(names)
    if gap < 8:
        raise TooTight(f"{', '.join(names)}: too wide for one row; move one of them to another")
    x = gap / 2
    for name in names:
        yield name, (x + _wide(name) / 2, TOP + PITCH * row + NODE_HIGH / 2)
        x += _wide(name) + gap


def _node(name: str, x: float, y: float, address: str) -> str:
    wide = _wide(name)
    inside = box(x - wide / 2, y - NODE_HIGH / 2, wide, NODE_HIGH, "node", 6) + text(x, y + 5, name, "", "middle")
    return f'<a href="{escape(address)}">{inside}</a>'


def _arrows(lesson: LessonMap, middles: dict[str, tuple[float, float]]) -> Iterator[str]:
    """Every arrow, then every label on top of them."""
    for link in lesson.links:
        yield _arrow(middles[link.start], middles[link.end])
    for row in range(len(lesson.rows) - 1):
        between = [link for link in lesson.links if {link.start, link.end} & set(lesson.rows[row])
                   and {link.start, link.end} & set(lesson.rows[row + 1])]  # fmt: skip
        yield from _labels(between, middles, TOP + PITCH * row + NODE_HIGH / 2 + PITCH / 2)


def _arrow(start: tuple[float, float], end: tuple[float, float]) -> str:
    down = 1 if end[1] > start[1] else -1
    y1, y2 = start[1] + down * NODE_HIGH / 2, end[1] - down * (NODE_HIGH / 2 + 2)
    head = f"{end[0] - 4:g},{y2 - down * 7:g} {end[0]:g},{y2:g} {end[0] + 4:g},{y2 - down * 7:g}"
    return (
        f'<line x1="{start[0]:g}" y1="{y1:g}" x2="{end[0]:g}" y2="{y2:g}" class="link"/>'
        f'<polyline points="{head}" class="link"/>'
    )


def _labels(links: list[Link], middles: dict[str, tuple[float, float]], y: float) -> Iterator[str]:
    """The verbs between two rows; where two would meet, the second stands a line higher or lower on its arrow."""
    taken: list[tuple[float, float, float]] = []
    for link in sorted(links, key=lambda link: middles[link.start][0] + middles[link.end][0]):
        upper, lower = sorted((middles[link.start], middles[link.end]), key=lambda spot: spot[1])
        for shift in (0, -LABEL_HIGH, LABEL_HIGH):
            share = 0.5 + shift / (PITCH - NODE_HIGH)
            x = upper[0] + (lower[0] - upper[0]) * share
            half = (CHARACTER * len(link.verb) + 8) / 2
            x = min(max(x, half), WIDTH - half)
            if all(abs(line - shift) >= LABEL_HIGH or x - half >= right or x + half <= left
                   for left, right, line in taken):  # fmt: skip
                break
        else:
            raise TooTight(f"{link.start} {link.verb} {link.end}: no room for the verb; shorten it or move a concept")
        taken.append((x - half, x + half, shift))
        yield box(x - half, y + shift - LABEL_HIGH / 2, 2 * half, LABEL_HIGH, "behind", 2)
        yield text(x, y + shift + 5, link.verb, "verb", "middle")
