"""The keys a profile may have: one table that the reader, the JSON Schema and every door share.

A value that cannot be used becomes a `Fault` that names the field, the value, the bounds and the
remedy.  All faults of a profile are found in one pass, so that nobody mends them one by one.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

GAPS = ("style", "knowledge", "behaviour", "classification", "cost_latency")
RUNGS = (
    "prompt",
    "primer",
    "few_shot",
    "retrieval",
    "structured_output",
    "stronger_model",
    "prompt_optimisation",
    "small_classifier",
    "lora",
)
DATE = r"\d{4}-\d\d-\d\d"
LONGEST_SOURCE = 500  # characters
BASES = ("measured", "estimated")
SHOWN_CHARACTERS = 40  # of a refused value, in a message
SHOWN_FAULTS = 20  # in a message; past these a remedy is to start again
Path = tuple[str, ...]


@dataclass(frozen=True)
class Fault:
    """One value that cannot be used, and what to do about it; `path` holds the keys that lead to it."""

    path: tuple[str, ...]
    value: str
    bounds: str
    remedy: str

    @property
    def field(self) -> str:
        """The path as a person writes it, keys of any length and kind made showable."""
        return ".".join(shown(key).strip("“”") for key in self.path) or "the profile"

    @property
    def text(self) -> str:
        said = f" is {self.value}" if self.value else ""
        return f"{self.field}{said}; {self.bounds}. {self.remedy}"


class InvalidProfile(ValueError):
    """A profile that cannot be read; `faults` lists every reason, the message the first twenty."""

    def __init__(self, faults: tuple[Fault, ...]):
        self.faults = faults
        left = len(faults) - SHOWN_FAULTS
        more = f" | and {left:,} more" if left > 0 else ""
        super().__init__(" | ".join(fault.text for fault in faults[:SHOWN_FAULTS]) + more)


@dataclass(frozen=True)
class Field:
    """One key of the profile: what it holds, its unit and its bounds."""

    key: str
    kind: str  # text, choice, flag, number, integer or date
    about: str
    unit: str = ""
    low: float = 0
    high: float = math.inf
    choices: tuple[str, ...] = ()

    @property
    def bounds(self) -> str:
        """The bounds in words, for a message."""
        match self.kind:
            case "text":
                return f"it may have at most {self.high:,.0f} characters"
            case "choice":
                return f"it must be one of {', '.join(self.choices)}"
            case "flag":
                return "it must be true or false"
            case "date":
                return "it must be a date written YYYY-MM-DD"
        whole = "a whole number" if self.kind == "integer" else "a number"
        return f"it must be {whole} from {self.low:,g} to {self.high:,.0f}" + (f" ({self.unit})" if self.unit else "")


_BILLION, _TRILLION = 1e9, 1e12

FIELDS = (
    Field("task", "text", "The task in the asker's own words", high=4000),
    Field("gap", "choice", "What the model does not do yet", choices=GAPS),
    Field("requests_per_month", "number", "Requests a month", low=0, high=_TRILLION),
    Field("volume", "choice", "Rough volume, where no number is known", choices=("low", "high")),
    Field("repetitive", "flag", "Whether every request is the same kind of task"),
    Field("near_miss", "flag", "Whether the base model almost does the task"),
    Field("rule_expressible", "flag", "Whether the rule can be written down"),
    Field("follows_written_rule", "flag", "Whether the affordable model follows the rule once written"),
    Field("clean_examples", "number", "Examples that could be trained on today", "examples", 0, _BILLION),
    Field("total_examples", "number", "Examples before cleaning", "examples", 0, _BILLION),
    Field("failure_cost", "choice", "What a wrong answer costs", choices=("trivial", "moderate", "expensive")),
    Field("months_between_rule_changes", "number", "How long the rules stay as they are", "months", 0, 1200),
    Field("on_device", "flag", "Whether the model must run on the user's own device"),
    Field("private_data", "flag", "Whether the requests may not leave your machines"),
    Field("latency_target_seconds", "number", "The slowest useful answer", "seconds", 0.001, 86400),
    Field("has_eval_set", "flag", "Whether an evaluation set with known right answers exists"),
    Field("target_pass_rate", "number", "The pass rate that would be good enough", "share, 0.9 = 90 of 100", 0, 1),
)
RUNG_FIELDS = (
    Field(
        "pass_rate", "number", "Share of the evaluation set that this rung gets right", "share, 0.9 = 90 of 100", 0, 1
    ),
    Field("n", "integer", "Items in that evaluation", "items", 1, _BILLION),
)
BASE_MODEL_FIELDS = (
    Field("tunable", "flag", "Whether the base model can be fine-tuned by you today"),
    Field("retires", "date", "When the vendor retires the base model"),
)
ECONOMICS_FIELDS = (
    Field("training_usd", "number", "Training runs of one model", "US dollars", 0, _BILLION),
    Field("curation_hours", "number", "Collecting and cleaning the examples", "hours", 0, _BILLION),
    Field("labour_usd_per_hour", "number", "What an hour of that work costs", "US dollars an hour", 0, 1e5),
    Field("months_of_use", "number", "Months until the model is trained again", "months", 0.1, 1200),
    Field("serving_usd_per_month", "number", "Hosting paid even without requests", "US dollars a month", 0, _BILLION),
    Field("prompted_usd_per_request", "number", "One request, best prompt", "US dollars", 0, 1e5),
    Field("tuned_usd_per_request", "number", "One request to the tuned model", "US dollars", 0, 1e5),
)
QUANTITY_KEYS = ("value", "low", "high", "basis", "source")


def shown(value: Any) -> str:
    """A refused value as it appears in a message: short, on one line, quoted if it is text."""
    huge = isinstance(value, int) and abs(value) > 10**SHOWN_CHARACTERS
    text = "an enormous number" if huge else f"“{value}”" if isinstance(value, str) else str(value)
    text = "".join(character if character.isprintable() else " " for character in text)
    text = " ".join(text.split()).encode("utf-8", "replace").decode()
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}… ({len(str(value)):,} characters)"


def nearest(name: Any, known: tuple[str, ...]) -> str:
    """The remedy for an unknown name.

    >>> nearest("clean_exmples", ("clean_examples", "gap"))
    'Did you mean clean_examples?'
    """
    close = difflib.get_close_matches(str(name)[:80], known, n=1, cutoff=0.5)
    return f"Did you mean {close[0]}?" if close else f"Known names: {', '.join(known)}."


class Reader:
    """Reads one level of a profile and collects what is wrong with it."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def refuse(self, path: Path, value: Any, bounds: str, remedy: str) -> None:
        self.faults.append(Fault(path, "" if value is None else shown(value), bounds, remedy))

    def known_items(self, raw: Any, known: tuple[str, ...], path: Path = ()) -> Iterator[tuple[str, Any]]:
        """The items whose key is known and whose value is stated; null means unknown, as a missing key does."""
        if not isinstance(raw, Mapping):
            self.refuse(path, raw, "it must be a JSON object", 'Write it as {"key": value}.')
            return
        for key, value in raw.items():
            if key not in known:
                remedy = nearest(key, known) if len(self.faults) < SHOWN_FAULTS else "Leave it out."
                self.refuse((*path, key), None, "it is not a known key", remedy)
            elif value is not None:
                yield key, value

    def read(self, field: Field, value: Any, path: Path = ()) -> Any:
        """The value as the model holds it, or None with a fault noted."""
        return _READERS[field.kind](self, field, value, (*path, field.key))

    def _text(self, field: Field, value: Any, path: Path) -> str | None:
        if not isinstance(value, str):
            return self.refuse(path, value, "it must be text", "Put it in quotation marks.")
        if len(value) > field.high:
            return self.refuse(path, value, field.bounds, "Shorten it.")
        if any("\ud800" <= character <= "\udfff" for character in value):  # half of a pair: cannot be written out
            return self.refuse(path, None, "it holds a character that is not valid text", "Type it again.")
        return value

    def _choice(self, field: Field, value: Any, path: Path) -> str | None:
        if isinstance(value, str) and value in field.choices:
            return value
        return self.refuse(path, value, field.bounds, nearest(value, field.choices))

    def _flag(self, field: Field, value: Any, path: Path) -> bool | None:
        if isinstance(value, bool):
            return value
        return self.refuse(path, value, field.bounds, "Leave it out if you do not know.")

    def _date(self, field: Field, value: Any, path: Path) -> date | None:
        try:
            if not re.fullmatch(DATE, value):  # fromisoformat alone takes weeks and dates without dashes too
                raise ValueError
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            return self.refuse(path, value, field.bounds, "For example 2027-01-14.")

    def _number(self, field: Field, value: Any, path: Path) -> float | int | None:
        whole = field.kind == "integer"
        if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value:
            return self.refuse(path, value, field.bounds, "Write digits only, or leave it out if you do not know.")
        if not field.low <= value <= field.high or (whole and value != int(value)):
            return self.refuse(path, value, field.bounds, _number_remedy(field, value))
        return int(value) if whole or value == int(value) else value


_READERS: dict[str, Callable[[Reader, Field, Any, Path], Any]] = {
    "text": Reader._text,
    "choice": Reader._choice,
    "flag": Reader._flag,
    "date": Reader._date,
    "number": Reader._number,
    "integer": Reader._number,
}


def _number_remedy(field: Field, value: float) -> str:
    if field.high == 1 and 1 < value <= 100:
        return f"For {value:g} in 100, write {value / 100:g}."
    if value < field.low:
        return f"Write {field.low:g} or more, or leave it out if you do not know."
    return "Check the unit, or leave it out if you do not know."
