"""The few SVG marks that the drawings are made of, and what a drawing is.

Every drawing is 400 units wide, so that its words are readable on a phone; colours are classes, and the
page's scheme decides what they look like (``drawings.css``).
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

WIDTH = 400


@dataclass(frozen=True)
class Drawing:
    """A figure: `title` states its conclusion, `finding` says it with its numbers, `marks` are SVG elements.

    `note` says where the numbers come from; it stands below the figure.
    """

    title: str
    finding: str
    height: float
    marks: tuple[str, ...]
    note: str = ""

    def html(self) -> str:
        """The figure, its conclusion as heading and its finding as the drawing's name."""
        note = f"<figcaption>{escape(self.note)}</figcaption>" if self.note else ""
        return (
            f'<figure class="ft-drawing"><p class="ft-drawing-title">{escape(self.title)}</p>'
            f'<svg viewBox="0 0 {WIDTH} {self.height:g}" role="img" aria-label="{escape(self.finding)}">'
            f"{''.join(self.marks)}</svg>{note}</figure>"
        )


def text(x: float, y: float, words: str, classes: str = "", anchor: str = "start") -> str:
    """Words with their baseline at y; the anchor is start, middle or end."""
    place = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text x="{x:g}" y="{y:g}"{place}{_classes(classes)}>{escape(words)}</text>'


def lines(x: float, y: float, words: tuple[str, ...], classes: str = "", anchor: str = "start") -> str:
    """Several lines of words, one below the other."""
    return "".join(text(x, y + 17 * row, line, classes, anchor) for row, line in enumerate(words))


def line(x1: float, y1: float, x2: float, y2: float, classes: str = "") -> str:
    return f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}"{_classes(classes)}/>'


def arrow(x1: float, y1: float, x2: float, y2: float, classes: str = "") -> str:
    """A line with a head at its end; level or upright."""
    back = 6
    if y1 == y2:
        way = back if x2 < x1 else -back
        head = f"{x2 + way:g},{y2 - 4:g} {x2:g},{y2:g} {x2 + way:g},{y2 + 4:g}"
    else:
        way = back if y2 < y1 else -back
        head = f"{x2 - 4:g},{y2 + way:g} {x2:g},{y2:g} {x2 + 4:g},{y2 + way:g}"
    return line(x1, y1, x2, y2, classes) + f'<polyline points="{head}"{_classes(classes)}/>'


def box(x: float, y: float, width: float, height: float, classes: str = "", corner: float = 3) -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{corner:g}"{_classes(classes)}/>'


def dot(x: float, y: float, radius: float, classes: str = "") -> str:
    return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}"{_classes(classes)}/>'


def path(data: str, classes: str = "") -> str:
    return f'<path d="{data}"{_classes(classes)}/>'


def _classes(names: str) -> str:
    return f' class="{names}"' if names else ""
