"""First answers and verdicts for the tests, whole and broken."""

from __future__ import annotations

from typing import Any

from ftdecide.findings import CONDITIONS

GUESS = {"status": "met", "basis": "estimated"}
FIRST: dict[str, Any] = {
    "schema": 1,
    "committed": "2026-11-20",
    "task": "Sort customer emails into eight categories",
    "justified": "yes",
    "confidence_percent": 80,
    "conditions": {name: GUESS for name in CONDITIONS},
    "next_step": "Collect examples",
    "would_change": "A prompt that gets nine in ten right",
}


def without(key: str) -> dict[str, Any]:
    return {name: value for name, value in FIRST.items() if name != key}


def with_condition(name: str, belief: Any) -> dict[str, Any]:
    return {**FIRST, "conditions": {**FIRST["conditions"], name: belief}}


BROKEN = {  # what is wrong, the JSON, the field that the message names
    "a list": ([], "the first answer"),
    "nothing in it": ({}, "committed"),
    "another schema": ({**FIRST, "schema": 2}, "schema"),
    "a schema that is no number": ({**FIRST, "schema": True}, "schema"),
    "a null schema": ({**FIRST, "schema": None}, "schema"),
    "an unknown key": ({**FIRST, "taks": "x"}, "taks"),
    "no date": (without("committed"), "committed"),
    "a day that is not": ({**FIRST, "committed": "2026-02-30"}, "committed"),
    "a date with a time": ({**FIRST, "committed": "2026-11-20T10:00"}, "committed"),
    "a blank task": ({**FIRST, "task": "  "}, "task"),
    "a task that is no text": ({**FIRST, "task": 3}, "task"),
    "a task too long": ({**FIRST, "task": "x" * 1001}, "task"),
    "an unknown verdict": ({**FIRST, "justified": "maybe"}, "justified"),
    "too little confidence": ({**FIRST, "confidence_percent": 49}, "confidence_percent"),
    "too much confidence": ({**FIRST, "confidence_percent": 101}, "confidence_percent"),
    "half a per cent": ({**FIRST, "confidence_percent": 80.5}, "confidence_percent"),
    "confidence as text": ({**FIRST, "confidence_percent": "80"}, "confidence_percent"),
    "no conditions": (without("conditions"), "conditions"),
    "conditions as a list": ({**FIRST, "conditions": []}, "conditions"),
    "two conditions": ({**FIRST, "conditions": dict.fromkeys(CONDITIONS[:2], GUESS)}, "conditions.clean_examples"),
    "a fourth condition": (with_condition("luck", GUESS), "conditions.luck"),
    "met, not said how": (with_condition("volume", {"status": "met"}), "conditions.volume.basis"),
    "an unknown basis": (with_condition("volume", {"status": "unknown", "basis": "felt"}), "conditions.volume.basis"),
    "a condition as text": (with_condition("near_miss", "met"), "conditions.near_miss"),
    "a next step that is no text": ({**FIRST, "next_step": ["a"]}, "next_step"),
}
WHOLE = {
    "all of it": FIRST,
    "without a schema": without("schema"),
    "without the last two": {k: v for k, v in FIRST.items() if k not in ("next_step", "would_change")},
    "null for the last two": {**FIRST, "next_step": None, "would_change": None},
    "not known": with_condition("volume", {"status": "unknown"}),
    "not known, with a basis": with_condition("volume", {"status": "unknown", "basis": "estimated"}),
    "certain": {**FIRST, "confidence_percent": 100},
    "a coin": {**FIRST, "confidence_percent": 50},
}


def condition(name: str, status: str, basis: str) -> dict[str, Any]:
    return {
        "name": name,
        "title": f"Title of {name}",
        "status": status,
        "basis": basis,
        "why": f"Why {name}.",
        "margin": "",
    }


def verdict(justified: str = "no", decision: str = "measure_first", **changed: Any) -> dict[str, Any]:
    """A verdict with just what the contract has always held."""
    return {
        "schema": 1,
        "profile": {"task": FIRST["task"]},
        "decision": decision,
        "justified": justified,
        "headline": "The headline.",
        "answer": "The answer.",
        "conditions": [condition(name, "met", "estimated") for name in CONDITIONS],
        "next_step": {"title": "A better prompt", "text": "Write it."},
        "reasons": [
            {"name": "a", "points": 0.2, "text": "Small, for."},
            {"name": "b", "points": -0.9, "text": "Large, against."},
            {"name": "c", "points": 0.5, "text": "Middling, for."},
            {"name": "d", "points": -0.1, "text": "Least, against."},
        ],
        "flips": [{"text": "With 5, it would turn."}],
        "as_of": "2026-11-21",
        "revisit": "2027-02-19",
        **changed,
    }
