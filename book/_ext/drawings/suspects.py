"""Labels read in the audit's order: how many of the first fifty to eight hundred are wrong, beside chance."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from drawings.marks import Drawing, dot, line, text
from ftdecide.paired_test import wilson_interval

MEASURED = Path(__file__).resolve().parents[2] / "audit_measured.toml"
LEFT, RIGHT = 104, 376  # where no and every label is wrong
STEP = 34


def news() -> dict[str, Any]:
    """The counts on the news texts."""
    return tomllib.loads(MEASURED.read_text(encoding="utf-8"))["news"]


def draw() -> Drawing:
    """A row for each number read: ours with its interval, cleanlab's default, and a line at chance."""
    found = news()
    chance = found["wrong"] / found["records"]
    place = found["read"].index(100)
    ours, peer = found["ours"][place], found["cleanlab"][place]
    random = 100 * found["wrong"] / found["records"]
    title = f"Of the first 100 labels in the audit’s order {ours} are wrong; of 100 at random, {random:.0f} would be"
    finding = (
        f"{found['records']:,} news texts with the labels that people gave, {found['wrong']} of them wrong. Of the "
        f"first 100 in the audit’s order {ours} are wrong, in that of cleanlab’s default {peer}, at random "
        f"{random:.0f}. Of the first {found['read'][-1]}: {found['ours'][-1]} and {found['cleanlab'][-1]}."
    )
    bottom = 34 + STEP * len(found["read"])
    marks = [line(_x(share), 20, _x(share), bottom - 12, "faint") for share in (0, 0.5, 1)]
    marks += [text(_x(share), 13, f"{share:.0%}", "small", "middle") for share in (0, 0.5, 1)]
    marks += [
        line(_x(chance), 20, _x(chance), bottom - 12, "dashed"),
        text(_x(chance), 13, "chance", "small muted", "middle"),
    ]
    for row, read in enumerate(found["read"]):
        y = 40 + STEP * row
        low, high = wilson_interval(found["ours"][row] / read, read)
        marks += [
            text(LEFT - 14, y + 5, f"first {read}", "small", "end"),
            line(_x(low), y, _x(high), y, "reach"),
            dot(_x(found["cleanlab"][row] / read), y, 4, "ring-tuned"),
            dot(_x(found["ours"][row] / read), y, 5, "fill-prompted"),
        ]
    key = (
        dot(LEFT + 5, bottom + 8, 5, "fill-prompted"),
        text(LEFT + 16, bottom + 13, "wrong in the audit’s order", "small prompted"),
        dot(LEFT + 5, bottom + 28, 4, "ring-tuned"),
        text(LEFT + 16, bottom + 33, "in the order of cleanlab’s default", "small tuned"),
    )
    note = f"Lines are Wilson intervals at 95%. Measured here, {found['date']}; wrong is what differs from AG News."
    return Drawing(title, finding, bottom + 42, (*marks, *key), note)


def _x(share: float) -> float:
    return LEFT + share * (RIGHT - LEFT)
