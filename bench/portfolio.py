"""How long a table of tasks takes, beside `assess` on each row.

    .venv/bin/python bench/portfolio.py [ROWS]

The rows are the published cases over and over; with prices, each row has prices of its own, and with ranges
each price has one, so that no row finds its break-even worked out already.  10,000 rows where not given.
"""

from __future__ import annotations

import csv
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from ftdecide.columns import stated_by, table_of
from ftdecide.evidence import load_cases
from ftdecide.model import TaskProfile
from ftdecide.verdict import assess

PRICES_USD = {
    "training_usd": 300,
    "serving_usd_per_month": 200,
    "prompted_usd_per_request": 0.004,
    "tuned_usd_per_request": 0.002,
}
PEER_ROWS = 40  # of the peer: it takes its time


def cells_of(profile: dict, group: str = "") -> dict[str, object]:
    cells = {}
    for key, value in profile.items():
        name = f"{group}{key}"
        if isinstance(value, dict) and value:
            cells |= cells_of(value, f"{name}.")
        else:
            cells[name] = "yes" if value == {} or value is True else "no" if value is False else value
    return cells


def table(rows: int, prices: bool, ranges: bool) -> list[dict[str, object]]:
    """The rows of a table, the same every time."""
    chance, cases = random.Random(1), [case["profile"] for case in load_cases().values()]
    made = []
    for number in range(rows):
        profile = dict(cases[number % len(cases)])
        if prices:
            profile["requests_per_month"] = round(10 ** chance.uniform(2, 7))
            profile["economics"] = {}
            for key, usd in PRICES_USD.items():
                value = usd * chance.lognormvariate(0, 0.5)
                spread = {"value": value, "low": value * 0.6, "high": value * 1.7}
                profile["economics"][key] = spread if ranges else value
        made.append({"id": number, **cells_of(profile)})
    return made


def seconds_of_portfolio(rows: list[dict[str, object]], folder: Path, workers: int) -> tuple[float, float]:
    """One run of the command, its start included: by the clock, and of processors (told apart on a busy machine)."""
    path = folder / "tasks.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(key for row in rows for key in row)))
        writer.writeheader()
        writer.writerows(rows)
    command = [sys.executable, "-m", "ftdecide", "portfolio", str(path), "-o", str(folder / "verdicts.csv")]
    started, used = time.perf_counter(), _processor_seconds_of_children()
    subprocess.run([*command, "--workers", str(workers)], check=True, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started, _processor_seconds_of_children() - used


def _processor_seconds_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def seconds_of_assess(rows: list[dict[str, object]]) -> float:
    """The peer: rows read and given to `assess`, processor seconds for each."""
    chosen = rows[:: max(1, len(rows) // PEER_ROWS)][:PEER_ROWS]
    started = time.process_time()
    for row in chosen:
        raw, _faults = stated_by(table_of(list(row)), [str(cell) for cell in row.values()])
        assess(TaskProfile.from_json(raw), as_of=date(2026, 11, 21))
    return (time.process_time() - started) / len(chosen)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    cores = os.cpu_count() or 1
    print(f"{count:,} rows, {cores} cores")
    print(f"{'':20}{'workers':>8}{'seconds':>10}{'rows/s':>10}{'cpu s':>8}{'assess: cpu s':>15}{'ratio':>8}")
    for name, prices, ranges in (
        ("without prices", False, False),
        ("prices", True, False),
        ("prices with ranges", True, True),
    ):
        rows = table(count, prices, ranges)
        peer = seconds_of_assess(rows) * count
        for workers in (1, cores) if ranges else (1,):
            with tempfile.TemporaryDirectory() as folder:
                seconds, used = seconds_of_portfolio(rows, Path(folder), workers)
            print(
                f"{name:20}{workers:8}{seconds:10.1f}{count / seconds:10.0f}{used:8.1f}{peer:15.0f}{peer / used:8.0f}"
            )
    print(f"largest process: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
