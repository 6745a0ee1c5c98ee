"""The three conditions as switches in one line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drawings.marks import Drawing, dot, line, lines, text

SWITCHES = (("volume", ("many of the", "same task")), ("near miss", ("the model", "almost does it")),
            ("examples", ("hundreds", "of clean ones")))  # fmt: skip
LEFT, STEP, WIDE = 26, 110, 56


def draw() -> Drawing:
    """A line with all three closed, and one with the middle switch open."""
    title = "Three switches in one line: one open, and nothing flows"
    finding = (
        "Two wires, each with a lamp at its end and three switches: volume, near miss, examples. With all three "
        "closed the lamp is lit. With only the near miss open it is dark, although the two others are closed."
    )
    marks = (
        *_wire(40, (True, True, True)),
        *(
            text(LEFT + STEP * place + WIDE / 2, 74, name, "strong", "middle")
            for place, (name, _) in enumerate(SWITCHES)
        ),
        *(
            lines(LEFT + STEP * place + WIDE / 2, 92, said, "small", "middle")
            for place, (_, said) in enumerate(SWITCHES)
        ),
        line(0, 124, 400, 124, "faint"),
        *_wire(174, (True, False, True)),
        text(LEFT + STEP + WIDE / 2, 208, "open", "strong unmet", "middle"),
        lines(LEFT + STEP + WIDE / 2, 226, ("it fails, or does", "it well already"), "small", "middle"),
        text(LEFT + WIDE / 2, 208, "closed", "small met", "middle"),
        text(LEFT + STEP * 2 + WIDE / 2, 208, "closed", "small met", "middle"),
    )
    note = "A first filter, and strictest where the argument is cost; the text says where the evidence is looser."
    return Drawing(title, finding, 252, marks, note)


def _wire(y: float, closed: Sequence[bool]) -> Iterator[str]:
    """A wire from the left to a lamp, through the switches."""
    x = 0.0
    for place, shut in enumerate(closed):
        start = LEFT + STEP * place
        yield line(x, y, start, y, "wire")
        yield line(start, y, start + WIDE, y if shut else y - 24, f"lever {'met' if shut else 'unmet'}")
        yield dot(start, y, 4, "fill-ink")
        yield dot(start + WIDE, y, 4, "fill-ink")
        x = start + WIDE
    lamp = 368
    yield line(x, y, lamp - 18, y, "wire")
    lit = all(closed)
    yield dot(lamp, y, 18, "lamp lit" if lit else "lamp")
    glow = "wire in-light" if lit else "wire"
    yield line(lamp - 9, y - 9, lamp + 9, y + 9, glow)
    yield line(lamp - 9, y + 9, lamp + 9, y - 9, glow)
    yield text(lamp, y - 26, "lit" if lit else "dark", "small", "middle")
