"""What a measurement tells the verdict: the pass rate of each rung of the ladder, measured, and that a set exists."""

from __future__ import annotations

from datetime import date
from typing import Any

from ftdecide.fields import LONGEST_SOURCE, RUNGS
from ftdecide.instruments.measure.measured import Measured


def profile(found: Measured, as_of: date) -> dict[str, Any]:
    """The object that `ftdecide assess --with` takes; rungs that are none of ours, or a stand-in's, stay out of it.

    Costs stay out too: which of the rungs would run instead of a tuned model is the asker's to say.
    """
    source = f"ftdecide measure of {found.name}, {as_of.isoformat()}"[:LONGEST_SOURCE]
    rungs = {}
    for rung in found.rungs:
        if rung.name in RUNGS and not found.stand_in and rung.pass_rate is not None:
            low, high = min(rung.interval.low, rung.pass_rate), max(rung.interval.high, rung.pass_rate)
            pass_rate = {"value": rung.pass_rate, "low": low, "high": high, "basis": "measured", "source": source}
            rungs[rung.name] = {"pass_rate": pass_rate, "n": rung.items}
    return {"rungs": rungs, "has_eval_set": True}
