"""The JSON Schemas of the profile and of the verdict, made from the same table that the reader uses."""

from __future__ import annotations

from collections.abc import Iterable
from math import isinf
from typing import Any

from ftdecide.fields import BASE_MODEL_FIELDS, BASES, ECONOMICS_FIELDS, FIELDS, RUNG_FIELDS, RUNGS, Field
from ftdecide.findings import CONDITIONS, DECISIONS, JUSTIFIED, STATUSES

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TEXT = {"type": "string"}
TEXTS = {"type": "array", "items": TEXT}


def schemas() -> dict[str, Any]:
    """Both schemas, by name.

    >>> schemas()["profile"]["properties"]["failure_cost"]["enum"]
    ['trivial', 'moderate', 'expensive']
    """
    return {"schema": 1, "profile": profile_schema(), "verdict": verdict_schema()}


def profile_schema() -> dict[str, Any]:
    """What `ftdecide assess` reads; every key may be left out, which means unknown."""
    properties = _properties(FIELDS)
    properties["rungs"] = _object({name: _object(_properties(RUNG_FIELDS)) for name in RUNGS})
    properties["base_model"] = _object(_properties(BASE_MODEL_FIELDS))
    properties["economics"] = _object(_properties(ECONOMICS_FIELDS))
    return {"$schema": DIALECT, "title": "TaskProfile", **_object(properties)}


def verdict_schema() -> dict[str, Any]:
    """What `ftdecide assess --format json` writes.  Later versions may add keys, never change these."""
    count = {"type": "number", "minimum": 0}
    condition = {
        "name": {"enum": list(CONDITIONS)},
        "status": {"enum": list(STATUSES)},
        "basis": {"enum": [*BASES, "unknown"]},
        "why": TEXT,
    }
    flip = {
        "field": TEXT,
        "from": {},
        "to": {},
        "decision": {"enum": list(DECISIONS)},
        "justified": {"enum": list(JUSTIFIED)},
        "text": TEXT,
    }
    volumes = {"anyOf": [{"const": "never"}, _whole({"p10": count, "p50": count, "p90": count})]}
    break_even = {"anyOf": [{"type": "null"}, _whole({"requests_per_month": volumes, "drivers": TEXTS})]}
    return {
        "$schema": DIALECT,
        "title": "Verdict",
        **_whole(
            {
                "schema": {"const": 1},
                "profile": {"type": "object"},
                "decision": {"enum": list(DECISIONS)},
                "justified": {"enum": list(JUSTIFIED)},
                "strength": {"type": "number", "minimum": 0, "maximum": 1},
                "conditions": {"type": "array", "minItems": 3, "maxItems": 3, "items": _whole(condition)},
                "next_rung": {"enum": [*RUNGS, None]},
                "flips": {"type": "array", "items": _whole(flip)},
                "break_even": break_even,
                "rivals": {"type": "object", "additionalProperties": {"enum": list(JUSTIFIED)}},
                "sources": {"type": "array", "items": {"type": "object"}},
                "revisit": {"type": "string", "format": "date"},
                "markdown": TEXT,
            }
        ),
    }


def _properties(specs: Iterable[Field]) -> dict[str, Any]:
    return {
        spec.key: {"description": spec.about + (f" ({spec.unit})" if spec.unit else ""), **_kind(spec)}
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
            return {"type": "string", "format": "date"}
    number = {"type": spec.kind, "minimum": spec.low, **({} if isinf(spec.high) else {"maximum": spec.high})}
    if spec.kind == "integer":
        return number
    ranged = _object({"value": number, "low": number, "high": number, "basis": {"enum": list(BASES)}, "source": TEXT})
    return {"anyOf": [number, {**ranged, "required": ["value"]}]}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _whole(properties: dict[str, Any]) -> dict[str, Any]:
    """An object whose named keys must all be there; others may join them."""
    return {"type": "object", "properties": properties, "required": list(properties)}
