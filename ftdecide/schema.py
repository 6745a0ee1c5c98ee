"""The JSON Schemas of the profile and of the verdict, made from the same table that the reader uses."""

from __future__ import annotations

from collections.abc import Iterable
from math import isinf
from typing import Any

from ftdecide.economics import Costs
from ftdecide.fields import (
    BASE_MODEL_FIELDS,
    BASES,
    DATE,
    ECONOMICS_FIELDS,
    FIELDS,
    LONGEST_SOURCE,
    RUNG_FIELDS,
    RUNGS,
    Field,
)
from ftdecide.findings import CONDITIONS, DECISIONS, JUSTIFIED, SCHEMA, STATUSES

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TEXT = {"type": "string"}
TEXTS = {"type": "array", "items": TEXT}
SHARE = {"type": "number", "minimum": 0, "maximum": 1}
DAY = {"type": "string", "format": "date"}
SOURCE_DATE = {"type": "string", "pattern": "^([0-9]{4}(-[0-9]{2}){0,2}|undated)$"}


def schemas() -> dict[str, Any]:
    """Both schemas, by name.

    >>> schemas()["profile"]["properties"]["failure_cost"]["enum"]
    ['trivial', 'moderate', 'expensive', None]
    """
    return {"schema": SCHEMA, "profile": profile_schema(), "verdict": verdict_schema()}


def profile_schema() -> dict[str, Any]:
    """What `ftdecide assess` reads; every key may be left out, which means unknown."""
    properties = _properties(FIELDS)
    rung = _or_null(_object(_properties(RUNG_FIELDS)))
    properties["rungs"] = _or_null(_object({name: rung for name in RUNGS}))
    properties["base_model"] = _or_null(_object(_properties(BASE_MODEL_FIELDS)))
    properties["economics"] = _or_null(_object(_properties(ECONOMICS_FIELDS)))
    return {"$schema": DIALECT, "title": "TaskProfile", **_object(properties)}


def verdict_schema() -> dict[str, Any]:
    """What `ftdecide assess --format json` writes.  Later versions may add keys, never change these."""
    count = {"type": "number", "minimum": 0}
    condition = {
        "name": {"enum": list(CONDITIONS)},
        "status": {"enum": list(STATUSES)},
        "basis": {"enum": [*BASES, "unknown"]},
        "title": TEXT,
        "value": {"type": ["number", "null"]},
        "threshold": {"type": ["number", "null"]},
        "margin": TEXT,
        "why": TEXT,
    }
    fault = {"field": TEXT, "path": TEXTS, "value": TEXT, "bounds": TEXT, "remedy": TEXT, "text": TEXT}
    reason = {"name": TEXT, "points": {"type": "number"}, "text": TEXT, "sources": TEXTS}
    reason["basis"] = {"enum": [*BASES, "stated"]}
    part = {"title": TEXT, "items": TEXTS}
    record = {
        "question": TEXT,
        "wrong_if": {**TEXTS, "minItems": 1},
        "exit": {**TEXTS, "minItems": 1},
        "plan": {"anyOf": [{"type": "null"}, _list(part)]},
        "experiment": _whole({"title": TEXT, "text": TEXT, "template": TEXT}),
        "revisit": TEXT,
    }
    source = {"key": TEXT, "title": TEXT, "authors": TEXT, "ref": TEXT, "read": {"type": "boolean"}}
    flip = {
        "field": TEXT,
        "from": {},
        "to": {},
        "decision": {"enum": list(DECISIONS)},
        "justified": {"enum": list(JUSTIFIED)},
        "text": TEXT,
    }
    volume = {"anyOf": [count, {"const": "never"}]}
    volumes = {"anyOf": [{"const": "never"}, _whole({"p10": volume, "p50": volume, "p90": volume})]}
    number = {"type": "number"}
    driver = {"field": TEXT, "low": number, "high": number, "at_low": volume, "at_high": volume, "text": TEXT}
    price = {key: TEXT for key in ("group", "name", "title", "source", "mark")} | {"as_of": SOURCE_DATE}
    at_volume = {
        **{key: number for key in ("requests_per_month", "prompted_usd_per_month", "tuned_usd_per_month")},
        "fewer_errors_usd_per_month": number,
        "prompted_usd_per_month_today": number,
        "payback_months": volume,
        "lost_again_months": volume,
        "paying_share": SHARE,
    }
    money = {
        "requests_per_month": volumes,
        "paying_share": SHARE,
        "draws": {"type": "integer", "minimum": 1},
        "drivers": _list(driver),
        **{key: number for key in Costs._fields},
        "mean_prompted_usd_per_request": number,
        "at_values": volume,
        "at_your_volume": {"anyOf": [{"type": "null"}, _whole(at_volume)]},
        "uncounted_parts": TEXTS,
        "left_out": TEXTS,
        "prices": _list(price),
    }
    break_even = {"anyOf": [{"type": "null"}, _whole(money)]}
    return {
        "$schema": DIALECT,
        "title": "Verdict",
        **_whole(
            {
                "schema": {"const": SCHEMA},
                "profile": {"type": "object"},
                "decision": {"enum": list(DECISIONS)},
                "justified": {"enum": list(JUSTIFIED)},
                "strength": {"type": "number", "minimum": 0, "maximum": 1},
                "headline": TEXT,
                "answer": TEXT,
                "weighed": TEXT,
                "warnings": TEXTS,
                "conditions": {"type": "array", "minItems": 3, "maxItems": 3, "items": _whole(condition)},
                "reasons": _list(reason),
                "next_step": _whole({"title": TEXT, "text": TEXT}),
                "dissents": _list({"text": TEXT, "sources": TEXTS}),
                "sections": _list({"title": TEXT, "items": TEXTS}),
                "record": _whole(record),
                "given": TEXT,
                "as_of": {"type": "string", "format": "date"},
                "faults": _list(fault),
                "ladder": _list({"name": {"enum": list(RUNGS)}, "title": TEXT, "state": TEXT, "said": TEXT}),
                "prompt": TEXT,
                "next_rung": {"enum": [*RUNGS, None]},
                "flips": _list(flip),
                "break_even": break_even,
                "rivals": {"type": "object", "additionalProperties": {"enum": list(JUSTIFIED)}},
                "rivals_why": {"type": "object", "additionalProperties": TEXT},
                "rivals_disagree": TEXT,
                "sources": _list(source),
                "revisit": {"type": "string", "format": "date"},
                "markdown": TEXT,
            }
        ),
    }


def _properties(specs: Iterable[Field]) -> dict[str, Any]:
    return {
        spec.key: {"description": spec.about + (f" ({spec.unit})" if spec.unit else ""), **_or_null(_kind(spec))}
        for spec in specs
    }


def _kind(spec: Field) -> dict[str, Any]:
    match spec.kind:
        case "text":
            return {"type": "string", "maxLength": int(spec.high)}
        case "choice":
            return {"enum": list(spec.choices)}
        case "flag":
            return {"type": "boolean"}
        case "date":
            return {"type": "string", "format": "date", "pattern": f"^{DATE}$"}
    number = {"type": spec.kind, "minimum": spec.low, **({} if isinf(spec.high) else {"maximum": spec.high})}
    if spec.kind == "integer":
        return number
    stated = {"low": number, "high": number, "basis": {"enum": list(BASES)}}
    stated["source"] = {"type": "string", "maxLength": LONGEST_SOURCE}
    ranged = _object({"value": number, **{key: _or_null(kind) for key, kind in stated.items()}})
    return {"anyOf": [number, {**ranged, "required": ["value"]}]}


def _or_null(kind: dict[str, Any]) -> dict[str, Any]:
    """The same kind or null, which means unknown as a missing key does."""
    if "enum" in kind:
        return {"enum": [*kind["enum"], None]}
    if "anyOf" in kind:
        return {"anyOf": [*kind["anyOf"], {"type": "null"}]}
    return {**kind, "type": [kind["type"], "null"]}


def _list(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": _whole(properties)}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _whole(properties: dict[str, Any]) -> dict[str, Any]:
    """An object whose named keys must all be there; others may join them."""
    return {"type": "object", "properties": properties, "required": list(properties)}
