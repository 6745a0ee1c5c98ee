"""What a measurement tells the verdict: the pass rate of each rung of the ladder, measured, and that a set exists."""

from __future__ import annotations

from datetime import date
from typing import Any

from ftdecide.fields import LONGEST_SOURCE, RUNGS
from ftdecide.instruments.measure.measured import Measured
from ftdecide.instruments.measure.statistics.binomial import Interval


def profile(found: Measured, as_of: date) -> dict[str, Any]:
    """The object that `ftdecide assess --with` takes; rungs that are none of ours, or a stand-in's, stay out of it.

    Costs stay out too: which of the rungs would run instead of a tuned model is the asker's to say.
    """
    source = f"ftdecide measure of {found.name}, {as_of.isoformat()}"
    rungs = {
        rung.name: rung_profile(rung.pass_rate, rung.interval, rung.items, source)
        for rung in found.rungs
        if rung.name in RUNGS and not found.stand_in and rung.pass_rate is not None
    }
    return {"rungs": rungs, "has_eval_set": True}


def rung_profile(pass_rate: float, interval: Interval, items: int, source: str) -> dict[str, Any]:
    """One rung's part of a profile.

    Args:
        pass_rate: measured, 0 to 1.
        interval: of it, 95 %.
        items: counted, 1 or more.
        source: who measured it, for people; cut to what a profile holds.
    """
    low, high = min(interval.low, pass_rate), max(interval.high, pass_rate)
    measured = {"value": pass_rate, "low": low, "high": high, "basis": "measured", "source": source[:LONGEST_SOURCE]}
    return {"pass_rate": measured, "n": items}
