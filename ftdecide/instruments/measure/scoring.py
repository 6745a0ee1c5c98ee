"""How answers are scored: as told, or, where nobody says, by what the expected answers look like."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from ftdecide.instruments.measure.bounds import InvalidMeasurement
from ftdecide.instruments.measure.outputs import Item
from ftdecide.instruments.measure.reading.slices import classes
from ftdecide.instruments.measure.scorers.json_answer import NoJson, value_in
from ftdecide.instruments.measure.scorers.label_scorer import labels_among
from ftdecide.instruments.measure.scorers.number_scorer import is_number_alone
from ftdecide.instruments.measure.scorers.registry import OWN_SAYS, SCORERS, scorer
from ftdecide.instruments.measure.scorers.score import ScoreAnswer

LONG = 80  # characters of an expected answer, from which on hardly two texts are the same
_TYPES = ("null", "boolean", "object", "array", "number", "integer", "string")
_SCHEMA_WORDS = {"type", "properties", "required", "$schema", "enum", "items", "anyOf", "oneOf", "allOf"}


@dataclass(frozen=True)
class Scoring:
    """A scorer with its options, and why it was taken.

    Args:
        name: of the scorer.
        options: of it.
        why: for people.
        note: what to know of it; empty where nothing.
    """

    name: str
    options: Mapping[str, Any] = field(default_factory=dict)
    why: str = ""
    note: str = ""

    @property
    def says(self) -> str:
        """One line for people."""
        what = OWN_SAYS if self.name not in SCORERS else SCORERS[self.name].says
        shown = ", ".join(f"{key}={_shown(value)}" for key, value in self.options.items())
        return f"{self.name}{f' ({shown})' if shown else ''}: {what}{f'; {self.why}' if self.why else ''}"

    @property
    def needs_expected(self) -> bool:
        """Whether it says nothing of an item without an expected answer."""
        return self.name in SCORERS and "schema" not in self.options

    def score(self) -> ScoreAnswer:
        return scorer(self.name, **self.options)


def told_scoring(name: str, options: Mapping[str, Any], items: Sequence[Item]) -> Scoring:
    """The scorer that a person named; labels get to know the labels of the set."""
    if name == "labels" and "known" not in options and classes([item.expected for item in items]):
        return Scoring(name, {**options, "known": labels_among(item.expected for item in items)})
    return Scoring(name, dict(options))


def chosen_scoring(items: Sequence[Item]) -> Scoring:
    """The scorer that suits the expected answers.

    Raises:
        InvalidMeasurement: where nothing is expected, or nothing that can be compared.

    >>> chosen_scoring([Item("1", expected="4"), Item("2", expected="12.5")]).name
    'numeric'
    """
    expected = [item.expected for item in items if item.expected is not None]
    if not expected:
        raise InvalidMeasurement(
            "no item has an expected answer. Name its column with --expected-column, or score without one: --schema "
            "FILE, or --score FILE.py:FUNCTION"
        )
    records = list(map(_record_in, expected))
    if all(map(_is_schema, records)):
        return Scoring("json_schema", why="chosen, as the expected answers are JSON Schemas")
    if all(record is not None for record in records) or any(isinstance(value, dict) for value in expected):
        return Scoring("json_equal", why="chosen, as the expected answers are JSON objects")
    if any(isinstance(value, list) for value in expected):
        return Scoring("labels", why="chosen, as the expected answers are lists")
    if all(_is_number(value) for value in expected):
        return Scoring("numeric", why="chosen, as the expected answers are numbers")
    if classes(expected):
        kinds = len({str(value) for value in expected})
        return Scoring("normalised", why=f"chosen, as the expected answers are {kinds} labels")
    long = median(len(str(value)) for value in expected) > LONG
    note = (
        "The expected answers are long, and two texts that say the same are seldom the same text. Score with your own "
        "function (--score FILE.py:FUNCTION), or rate pairs of answers blind"
    )
    return Scoring("normalised", why="chosen, as the expected answers are texts", note=note if long else "")


def option_value(text: str) -> Any:
    """The value of an option as typed: JSON where it is some, a list where commas part it, else the text.

    >>> option_value("0.01"), option_value("spam,ham"), option_value("true")
    (0.01, ['spam', 'ham'], True)
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return [part.strip() for part in text.split(",") if part.strip()] if "," in text.strip(",") else text


def _record_in(value: Any) -> Any:
    """The JSON object, or list of objects, that an expected answer is or holds as text; None where it is none."""
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        try:
            value = value_in(value)
        except NoJson:
            return None
    inside = value if isinstance(value, list) else [value]
    return value if inside and all(isinstance(each, dict) for each in inside) else None


def _is_schema(value: Any) -> bool:
    """Whether an object is a JSON Schema and no record that has a field of such a name."""
    if not isinstance(value, dict) or not _SCHEMA_WORDS & value.keys():
        return False
    kinds = value.get("type", [])
    return all(kind in _TYPES for kind in (kinds if isinstance(kinds, list) else [kinds]))


def _is_number(value: Any) -> bool:
    """Whether a value is nothing but a number."""
    if isinstance(value, str):
        return is_number_alone(value)
    return isinstance(value, int | float) and not isinstance(value, bool)


def _shown(value: Any) -> str:
    line = json.dumps(value, ensure_ascii=False, default=str)
    return line if len(line) <= 60 else f"{line[:59]}…"
