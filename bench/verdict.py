"""How long a verdict takes, here and under the page's engine, and what the page loads for it.

    .venv/bin/python bench/verdict.py

Medians over the published cases; the last column sets the engine beside this Python, in the same run.
"""

from __future__ import annotations

import gzip
import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from deploy.engine.bundle import in_node

MEASURE = """
import json, statistics, sys, time
from datetime import date
started = time.perf_counter()
from ftdecide.doors.drill import respond
from ftdecide.evidence import load_cases, load_evidence
from ftdecide.model import TaskProfile
from ftdecide.verdict import assess, judge

respond({})
first_ms = (time.perf_counter() - started) * 1000
profiles = [TaskProfile.from_json(case["profile"]) for case in load_cases().values()]

def median_ms(work, rounds):
    taken = []
    for _ in range(rounds):
        for profile in profiles:
            start = time.perf_counter()
            work(profile)
            taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)

evidence, today = load_evidence(), date.today()
result = json.dumps({
    "import and first verdict": first_ms,
    "the decision alone": median_ms(lambda profile: judge(profile, evidence, today), 20),
    "a whole verdict with its flips": median_ms(assess, 3),
})
"""


def main() -> None:
    here: dict = {}
    exec(MEASURE, here)
    with tempfile.TemporaryDirectory() as folder:
        there = json.loads(in_node(MEASURE + "\nresult\n", "", Path(folder)))
        files = [path for path in (Path(folder) / "engine").iterdir() if path.is_file()]
        raw = sum(path.stat().st_size for path in files)
        packed = sum(len(gzip.compress(path.read_bytes(), 6)) for path in files)
    print(f"{'median, ms':34}{'CPython':>10}{'Pyodide':>10}{'ratio':>8}")
    for name, ms in json.loads(here["result"]).items():
        print(f"{name:34}{ms:10.3f}{there[name]:10.3f}{there[name] / ms:8.1f}")
    print(f"\nthe engine: {len(files)} files, {raw / 1e6:.1f} MB, {packed / 1e6:.1f} MB gzipped")


if __name__ == "__main__":
    main()
