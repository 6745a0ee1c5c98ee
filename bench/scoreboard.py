"""The scoreboard in the terminal: every rule of thumb and ours, each share with its 95 % interval.

.venv/bin/python bench/scoreboard.py
"""

from __future__ import annotations

import time

from ftdecide.scoreboard import scoreboard
from ftdecide.scores import Score, Share

PARTS = {
    "published": "the published cases",
    "studies": "the studies among them",
    "examples": "the lessons' own examples among them",
    "later": "the cases added later",
}
COLUMNS = ("balanced_accuracy", "sensitivity", "specificity", "commitment", "left_open")


def main() -> None:
    started = time.perf_counter()
    board = scoreboard()
    seconds = time.perf_counter() - started
    for part, title in PARTS.items():
        scores = getattr(board, part)
        if scores:
            print(f"\n{title}")
            print(f"{'':40}" + "".join(f"{column.replace('_', ' '):>22}" for column in COLUMNS))
            print("\n".join(map(line, scores)))
    print(f"\ncomputed in {seconds:.2f} s; fitted anew without each of {board.publications} publications")


def line(score: Score) -> str:
    return f"{score.title:40}" + "".join(f"{written(getattr(score, column)):>22}" for column in COLUMNS)


def written(found: Share | None) -> str:
    return "none" if found is None else f"{found.value:.3f} [{found.low:.2f}, {found.high:.2f}]"


if __name__ == "__main__":
    main()
