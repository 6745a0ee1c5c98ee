"""A verdict that was saved earlier, checked before anything is read from it.

Only what the contract has always held is asked for, so that an older file loads; the rest may be missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ftdecide.fields import BASES, Fault, Field
from ftdecide.findings import CONDITIONS, DECISIONS, JUSTIFIED, SCHEMA, STATUSES
from ftdecide.reader import Reader

TEXT = Field("", "text", "", high=100_000)
REMEDY = "Give the file that the drill or ftdecide assess saved, whole."
DAYS = ("as_of", "revisit")


class InvalidVerdict(ValueError):
    """A saved verdict that cannot be used; `faults` lists every reason."""

    def __init__(self, faults: tuple[Fault, ...]):
        self.faults = faults
        super().__init__(" | ".join(fault.text for fault in faults).replace("the profile ", "the verdict "))


def is_verdict(raw: Any) -> bool:
    """Whether this claims to be a verdict, and not a profile or answers saved before there was one."""
    return isinstance(raw, Mapping) and "decision" in raw


def read_verdict(raw: Any) -> Mapping[str, Any]:
    """The verdict as it was given, with what the comparison reads of it.

    Raises:
        InvalidVerdict: with every fault.
    """
    reader = Reader()
    if not isinstance(raw, Mapping) or raw.get("schema") != SCHEMA:
        found = raw.get("schema") if isinstance(raw, Mapping) else raw
        reader.refuse(("schema",), found, f"this version reads {SCHEMA}", REMEDY)
        raise InvalidVerdict(tuple(reader.faults))
    _choice(reader, raw, "decision", DECISIONS)
    _choice(reader, raw, "justified", JUSTIFIED)
    _texts(reader, raw, ("headline", "answer"), ())
    for key in DAYS:
        if key in raw:
            reader.read(Field(key, "date", ""), raw[key])
        else:
            reader.refuse((key,), None, "it is missing", REMEDY)
    _texts(reader, _object(reader, raw, "next_step", ()), ("title", "text"), ("next_step",))
    profile = _object(reader, raw, "profile", ())
    if "task" in profile:
        _texts(reader, profile, ("task",), ("profile",))
    _conditions(reader, raw.get("conditions"))
    for key, texts in (("reasons", ("text",)), ("flips", ("text",)), ("faults", ("field",))):
        for each in _objects(reader, raw, key):
            _texts(reader, each, texts, (key,))
    for reason in _objects(reader, raw, "reasons"):
        reader.read(Field("points", "number", "", low=-1000, high=1000), reason.get("points"), ("reasons",))
    if reader.faults:
        raise InvalidVerdict(tuple(reader.faults))
    return raw


def _choice(reader: Reader, raw: Mapping[str, Any], key: str, choices: tuple[str, ...], path: tuple = ()) -> None:
    reader.read(Field(key, "choice", "", choices=choices), raw.get(key), path)


def _texts(reader: Reader, raw: Mapping[str, Any], keys: tuple[str, ...], path: tuple) -> None:
    for key in keys:
        if not isinstance(raw.get(key), str) or not raw[key].strip():
            reader.refuse((*path, key), raw.get(key), "it must be text", REMEDY)
        else:
            reader.read(Field(key, "text", "", high=TEXT.high), raw[key], path)


def _object(reader: Reader, raw: Mapping[str, Any], key: str, path: tuple) -> Mapping[str, Any]:
    if isinstance(raw.get(key), Mapping):
        return raw[key]
    reader.refuse((*path, key), raw.get(key), "it must be a JSON object", REMEDY)
    return {}


def _objects(reader: Reader, raw: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    listed = raw.get(key) or []
    if isinstance(listed, list) and all(isinstance(each, Mapping) for each in listed):
        return listed
    reader.refuse((key,), listed, "it must be a list of objects", REMEDY)
    return []


def _conditions(reader: Reader, raw: Any) -> None:
    named = [each.get("name") for each in raw if isinstance(each, Mapping)] if isinstance(raw, list) else []
    if sorted(map(str, named)) != sorted(CONDITIONS):
        reader.refuse(("conditions",), None, f"it must hold {', '.join(CONDITIONS)}, each once", REMEDY)
        return
    for condition in raw:
        path = ("conditions", condition["name"])
        _choice(reader, condition, "status", STATUSES, path)
        known = condition.get("status") in ("met", "unmet")
        _choice(reader, condition, "basis", BASES if known else (*BASES, "unknown"), path)
        _texts(reader, condition, ("title", "why"), path)
