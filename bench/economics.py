"""How long 20,000 draws of a break-even take, here and under the page's engine, and whether both give the same.

    .venv/bin/python bench/economics.py

Eight inputs have ranges.  The first ask of a process also shuffles the strata; later ones, at other prices, do not;
the same ask again is remembered.  Processor time, so that a busy machine does not count.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from deploy.engine.bundle import in_node

TARGETS_MS = (150, 500)
MEASURE = """
import json, statistics, time
from datetime import date
from ftdecide.break_even import own_break_even
from ftdecide.evidence import load_evidence
from ftdecide.model import TaskProfile
from ftdecide.verdict import judge

def between(value):
    return {"value": value, "low": value * 0.6, "high": value * 1.8}

RANGED = ("prompted_input_tokens", "tuned_input_tokens", "output_tokens", "tuned_price_ratio", "curation_hours",
          "labour_usd_per_hour", "evaluation_hours", "months_of_use")
VALUES = (3000, 400, 200, 1.4, 30, 60, 10, 9)

def profile(shift, ranged):
    numbers = {name: value * (1 + shift / 1000) for name, value in zip(RANGED, VALUES)}
    prices = {name: between(value) for name, value in numbers.items()} if ranged else numbers
    prices |= {"prompted_model": "GPT-6 Sol", "serving_usd_per_month": 365, "prompted_price_fall_per_year": 0.3}
    return TaskProfile.from_json({"economics": prices, "requests_per_month": 100_000, "gap": "cost_latency"})

def ms(work):
    start = time.process_time()
    given = work()
    return (time.process_time() - start) * 1000, given

evidence, day = load_evidence(), date(2026, 11, 20)
first, found = ms(lambda: own_break_even(profile(0, True)))
later = [ms(lambda: own_break_even(profile(shift, True)))[0] for shift in range(1, 8)]
single = profile(0, False)
plain = [ms(lambda: own_break_even(profile(shift, False)))[0] for shift in range(200)]
decided = [ms(lambda: judge(single, evidence, day))[0] for _ in range(200)]
result = json.dumps({
    "20,000 draws, first ask": first,
    "20,000 draws, at other prices": statistics.median(later),
    "the same ask again": statistics.median(ms(lambda: own_break_even(profile(7, True)))[0] for _ in range(20)),
    "without ranges": statistics.median(plain),
    "the decision alone, without ranges": statistics.median(decided),
    "found": [found.requests_per_month, found.paying_share, found.at_volume.paying_share],
})
"""


def main() -> int:
    here: dict = {}
    exec(MEASURE, here)
    ours = json.loads(here["result"])
    with tempfile.TemporaryDirectory() as folder:
        theirs = json.loads(in_node(MEASURE + "\nresult\n", "", Path(folder)))
    same = ours.pop("found") == theirs.pop("found")
    print(f"{'ms':38}{'CPython':>10}{'Pyodide':>10}{'ratio':>8}")
    for name, ms in ours.items():
        print(f"{name:38}{ms:10.3f}{theirs[name]:10.3f}{theirs[name] / ms:8.1f}")
    draws = [name for name in ours if name.startswith("20,000")]
    met = all(each[name] <= target for each, target in zip((ours, theirs), TARGETS_MS, strict=True) for name in draws)
    print(f"\ntargets {TARGETS_MS} ms: {'met' if met else 'MISSED'}; the two {'agree' if same else 'DIFFER'}")
    return 0 if met and same else 1


if __name__ == "__main__":
    sys.exit(main())
