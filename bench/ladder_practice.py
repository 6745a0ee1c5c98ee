"""Makes the files to practise `ftdecide measure` on: 60 questions, and the stand-in's answers on three rungs.

    python bench/ladder_practice.py

Questions and examples are those of the ladder lab.  The answers are a stand-in's, no language model's.  Writes
`book/practice/`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from ftdecide.doors.ladder_lab import own_task
from ftdecide.instruments.measure.live.ladder import ladder
from ftdecide.instruments.measure.live.stand_in import stand_in

FOLDER = Path(__file__).resolve().parents[1] / "book" / "practice"
RUNGS = {"prompt": "prompt.csv", "few_shot": "few-shot.csv", "retrieval": "retrieved.csv"}
ITEMS, EXAMPLES = 60, 6

Rows = list[tuple[str, ...]]


def files() -> dict[str, Rows]:
    """Each file by its name: a header and its rows."""
    task = own_task()
    items = task.items[:ITEMS]
    ids = {item.name: str(place) for place, item in enumerate(items, 1)}
    outputs = ladder(items, task.pool, stand_in, k=EXAMPLES).trial.outputs
    made = {"questions.csv": [("id", "text", "expected"), *((ids[i.name], i.input, i.expected) for i in items)]}
    for rung, name in RUNGS.items():
        made[name] = [("id", "output"), *((ids[output.item], output.text) for output in outputs[rung])]
    return made


def write(path: Path, rows: Iterable[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, rows in files().items():
        write(FOLDER / name, rows)
        print(f"book/practice/{name}: {len(rows) - 1} rows")


if __name__ == "__main__":
    main()
