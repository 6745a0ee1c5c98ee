"""The JSON Schemas of what the audit and the measurement write.  Later versions may add keys, never change these."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ftdecide.instruments.audit.kinds import KINDS
from ftdecide.schema import DIALECT, SHARE, TEXT, TEXTS, profile_schema

COUNT = {"type": "integer", "minimum": 0}
COUNTS = {"type": "object", "additionalProperties": COUNT}
GAIN = {"type": "number", "minimum": -1, "maximum": 1}
FLAG = {"type": "boolean"}
AMOUNT_OR_NULL = {"type": ["number", "null"], "minimum": 0}


def report_schemas() -> dict[str, Any]:
    """Both schemas, by the name of the command that writes such a report.

    >>> sorted(report_schemas())
    ['audit', 'measure']
    """
    return {"audit": audit_schema(), "measure": measure_schema()}


def audit_schema() -> dict[str, Any]:
    """What `ftdecide audit --format json` writes."""
    suspect = {"row": COUNT, "line": {"type": "integer", "minimum": 1}, "score": SHARE, "reason": TEXT}
    issue = {"count": COUNT, "title": TEXT, "advice": TEXT, "rows": _list(_object(suspect))}
    kinds = {kind.name: _object(issue) for kind in KINDS}
    report = {
        "schema": {"const": 1},
        "file": TEXT,
        "format": TEXT,
        "shape": TEXT,
        "rows": COUNT,
        "clean_examples": COUNT,
        "clean_examples_low": COUNT,
        "clean_examples_high": COUNT,
        "clean_examples_by_class": COUNTS,
        "profile": _profile(),
        "label_pass": _object({"ran": FLAG, "note": TEXT}),
        "issues": _object(kinds),
    }
    return {"$schema": DIALECT, "title": "Audit", **_object(report)}


def measure_schema() -> dict[str, Any]:
    """What `ftdecide measure --format json` writes."""
    report = {
        "schema": {"const": 1},
        "evaluation_set": TEXT,
        "items": {"type": "integer", "minimum": 1},
        "scoring": TEXT,
        "stand_in": FLAG,
        "headline": TEXT,
        "best": TEXT,
        "rungs": {"type": "object", "minProperties": 1, "additionalProperties": _rung()},
        "comparisons": _list(_comparison()),
        "ladder": _list(_object({"rung": TEXT, "pass_rate": SHARE, **_ends(SHARE), **_bill()})),
        "notes": TEXTS,
        "profile": _profile(),
    }
    return {"$schema": DIALECT, "title": "Measurement", **_object(report)}


def _rung() -> dict[str, Any]:
    steady = {key: COUNT for key in ("items", "runs", "always", "never")} | {"share": SHARE, **_ends(SHARE)}
    part = {"part": TEXT, "items": COUNT, "pass_rate": SHARE, **_ends(SHARE), "few": FLAG}
    failure = {
        **{key: TEXT for key in ("item", "input", "answer", "why")},
        **{key: COUNT for key in ("run", "failed_runs", "runs")},
        "expected": {},
        "score": {"type": "number"},
    }
    rung = {
        "items": COUNT,
        "missing": COUNT,
        "runs": COUNT,
        "pass_rate": {"anyOf": [SHARE, {"type": "null"}]},
        **_ends(SHARE),
        "consistency": {"anyOf": [{"type": "null"}, _object(steady)]},
        "calls": COUNT,
        "faults": COUNTS,
        "unscored": COUNTS,
        "empty": COUNT,
        **_bill(),
        **{key: AMOUNT_OR_NULL for key in ("input_tokens", "output_tokens", "median_seconds")},
        "parts": {"type": "object", "additionalProperties": _list(_object(part))},
        "failed_items": COUNT,
        "failures": _list(_object(failure)),
        "confusions": _list(_object({"expected": TEXT, "answer": TEXT, "count": COUNT})),
    }
    return _object(rung)


def _comparison() -> dict[str, Any]:
    rate = {"anyOf": [SHARE, {"type": "null"}]}
    comparison = {
        **{key: TEXT for key in ("first", "second", "says")},
        **{key: COUNT for key in ("items", "wins", "losses", "ties")},
        **{key: rate for key in ("first_rate", "second_rate")},
        "gain": GAIN,
        **_ends(GAIN),
        "odds": AMOUNT_OR_NULL,
        "p_value": SHARE,
        "adjusted_p": SHARE,
        "better": {"type": ["string", "null"]},
        "more_items": {"anyOf": [COUNT, {"type": "null"}]},
    }
    return _object(comparison)


def _bill() -> dict[str, Any]:
    return {"usd_per_1000_calls": AMOUNT_OR_NULL}


def _ends(kind: Mapping[str, Any]) -> dict[str, Any]:
    """Both ends of an interval."""
    return {"low": kind, "high": kind}


def _profile() -> dict[str, Any]:
    """A profile, without the dialect that only stands at the top."""
    return {key: value for key, value in profile_schema().items() if key != "$schema"}


def _list(items: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    """An object whose named keys must all be there; others may join them."""
    return {"type": "object", "properties": dict(properties), "required": list(properties)}
