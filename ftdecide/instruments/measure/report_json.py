"""A measurement as values for other programs."""

from __future__ import annotations

from datetime import date
from typing import Any

from ftdecide.instruments.measure.measured import Measured, ladder
from ftdecide.instruments.measure.measured_words import headline, sentence
from ftdecide.instruments.measure.paired_comparison import PairedComparison
from ftdecide.instruments.measure.profile import profile
from ftdecide.instruments.measure.rung_result import FEW, Part, RungResult

MOST_FAILURES = 50  # of each rung; --items has all


def to_json(found: Measured, as_of: date) -> dict[str, Any]:
    """The report; `profile` is what `ftdecide assess --with` takes."""
    return {
        "schema": 1,
        "evaluation_set": found.name,
        "items": len(found.items),
        "scoring": found.scoring,
        "stand_in": found.stand_in,
        "headline": headline(found),
        "best": found.best.name,
        "rungs": {rung.name: _rung(rung) for rung in found.rungs},
        "comparisons": [_comparison(each, len(found.comparisons)) for each in found.comparisons],
        "ladder": [point._asdict() for point in ladder(found)],
        "notes": list(found.notes),
        "profile": profile(found, as_of),
    }


def _rung(rung: RungResult) -> dict[str, Any]:
    steady = rung.consistency
    interval = {"low": rung.interval.low, "high": rung.interval.high}
    return {
        "items": rung.items,
        "missing": rung.missing,
        "runs": rung.runs,
        "pass_rate": rung.pass_rate,
        **interval,
        "consistency": steady
        and {
            "items": steady.items,
            "runs": steady.runs,
            "always": steady.always,
            "never": steady.never,
            "share": steady.share,
            "low": steady.interval.low,
            "high": steady.interval.high,
        },
        "calls": rung.calls,
        "faults": dict(rung.faults),
        "unscored": dict(rung.unscored),
        "empty": rung.empty,
        "usd_per_1000_calls": rung.usd_per_1000_calls,
        "input_tokens": rung.input_tokens,
        "output_tokens": rung.output_tokens,
        "median_seconds": rung.median_seconds,
        "parts": {cut: [_part(part) for part in parts] for cut, parts in rung.parts.items()},
        "failed_items": len(rung.failures),
        "failures": [
            {
                "item": each.item.name,
                "input": each.item.input,
                "expected": each.item.expected,
                "answer": each.mark.output.text,
                "run": each.mark.output.run,
                "failed_runs": each.failed_runs,
                "runs": each.runs,
                "score": each.mark.score,
                "why": each.mark.why,
            }
            for each in rung.failures[:MOST_FAILURES]
        ],
        "confusions": [{"expected": a, "answer": b, "count": n} for a, b, n in rung.confusions],
    }


def _part(part: Part) -> dict[str, Any]:
    ends = {"low": part.interval.low, "high": part.interval.high}
    return {"part": part.name, "items": part.items, "pass_rate": part.pass_rate, **ends, "few": part.items < FEW}


def _comparison(each: PairedComparison, comparisons: int) -> dict[str, Any]:
    return {
        "first": each.first,
        "second": each.second,
        "items": each.items,
        "wins": each.wins,
        "losses": each.losses,
        "ties": each.ties,
        "first_rate": each.first_rate,
        "second_rate": each.second_rate,
        "gain": each.gain,
        "low": each.interval.low,
        "high": each.interval.high,
        "odds": each.wins / each.losses if each.losses else None,
        "p_value": each.p_value,
        "adjusted_p": each.adjusted_p,
        "better": each.better,
        "more_items": each.more_items,
        "says": sentence(each, comparisons),
    }
