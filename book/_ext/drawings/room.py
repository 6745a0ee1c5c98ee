"""Where examples in the prompt leave room, training wins: one study's tasks, each a line from one to the other."""

from __future__ import annotations

import csv
from importlib.resources import files

import ftdecide.evidence
from drawings.marks import Drawing, dot, line, text
from ftdecide.evidence import Evidence

SERIES = "series_us58_qwen3-4b.csv"
TIE = 0.015  # the study's own runs differ by so much
LEFT, RIGHT = 120, 372  # where 40% and 100% stand


def tasks() -> list[tuple[str, float, float]]:
    """Task, pass rate with retrieved examples, pass rate tuned on 200; those that have both, the lowest start first."""
    written = files(ftdecide.evidence).joinpath(SERIES).read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in written.splitlines() if not line.startswith("#"))
    both = [(row["task"], float(row["rag_n200"]), float(row["lora_n200"])) for row in rows if row["lora_n200"].strip()]
    return sorted(both, key=lambda row: row[1])


def draw(evidence: Evidence) -> Drawing:
    """Each task's two pass rates, with the two thresholds that the drill takes from them."""
    found = tasks()
    clear, little = evidence["clear_room_pass_rate"], evidence["little_room_pass_rate"]
    below, above = [row for row in found if row[1] <= clear], [row for row in found if row[1] >= little]
    won = sum(tuned - prompted > TIE for _, prompted, tuned in below)
    tied = sum(abs(tuned - prompted) <= TIE for _, prompted, tuned in above)
    title = f"Training won {won} of {len(below)} where examples left room, and tied {tied} of {len(above)} where not"
    gains = [(tuned - prompted) * 100 for _, prompted, tuned in below]
    finding = (
        f"Pass rates of {len(found)} tasks on one small model. Where ten retrieved examples in the prompt reached "
        f"{clear:.0%} or less, training on 200 examples won {won} of {len(below)}, "
        f"by {min(gains):.1f} to {max(gains):.1f} points. "
        f"Where they reached {little:.0%} or more, it tied {tied} of {len(above)}."
    )
    marks = [
        text(_x(0.5), 12, "50%", "small", "middle"), text(_x(0.75), 12, "75%", "small", "middle"),
        text(_x(1), 12, "100%", "small", "middle"),
    ]  # fmt: skip
    height = 34 + 22 * len(found)
    marks += [line(_x(share), 18, _x(share), height - 8, "faint") for share in (0.5, 0.75, 1)]
    for row, (name, prompted, tuned) in enumerate(found):
        y = 34 + 22 * row
        gap = 10 if row >= len(below) else 0
        marks += [
            text(LEFT - 14, y + 5 + gap, name.replace("_", " "), "small", "end"),
            line(_x(prompted), y + gap, _x(tuned), y + gap, "reach"),
            dot(_x(prompted), y + gap, 5, "fill-prompted"),
            dot(_x(tuned), y + gap, 4, "ring-tuned"),
        ]
    bottom = height + 22
    key = (
        dot(LEFT + 5, bottom, 5, "fill-prompted"),
        text(LEFT + 16, bottom + 5, "examples in the prompt", "small prompted"),
        dot(LEFT + 5, bottom + 20, 4, "ring-tuned"),
        text(LEFT + 16, bottom + 25, "LoRA on 200 examples", "small tuned"),
    )
    note = (
        f"A tie is a difference of at most {TIE * 100:g} points. Each rate is the mean of two runs on 300 test items."
    )
    return Drawing(title, finding, bottom + 34, (*marks, *key), note)


def _x(share: float) -> float:
    return LEFT + (share - 0.4) / 0.6 * (RIGHT - LEFT)
