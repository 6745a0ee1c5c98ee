"""The keys a profile may have: one table that the reader, the JSON Schema and every door share.

A value that cannot be used becomes a `Fault` that names the field, the value, the bounds and the
remedy.  All faults of a profile are found in one pass, so that nobody mends them one by one.
"""

from __future__ import annotations

import difflib
import math
from dataclasses import dataclass
from typing import Any

from ftdecide.printable import printable

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
    "caching",
    "lora",
)
PROVIDERS = (
    "openai",
    "anthropic",
    "cohere",
    "google",
    "together",
    "fireworks",
    "tinker",
    "own",
)  # dates: evidence/prices.toml
DATE = r"\d{4}-\d\d-\d\d"
LONGEST_SOURCE = 500  # characters
BASES = ("measured", "estimated")
SHOWN_CHARACTERS = 40  # of a refused value, in a message
SHORTEST_PART = 3  # characters by which a longer name is known
SHOWN_NAMES = 3  # that an unknown one may stand for
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


class InOneLine(ValueError):
    """Input that cannot be used; the text is all that a person needs, and a notebook shows it alone, no traceback."""

    def _render_traceback_(self) -> list[str]:  # what IPython asks an exception for
        return [f"ftdecide: {self}"]


class InvalidProfile(InOneLine):
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
    Field("provider", "choice", "Who would train and serve it; own: your machines or rented ones", choices=PROVIDERS),
    Field("tunable", "flag", "Whether the base model can be fine-tuned by you today"),
    Field("retires", "date", "When the vendor retires the base model"),
)
_PER_MILLION = "US dollars a million tokens"
LONGEST_NAME = 80  # characters of a name in the price book
ECONOMICS_FIELDS = (
    # each request
    Field("prompted_usd_per_request", "number", "One request, best prompt", "US dollars", 0, 1e5),
    Field("tuned_usd_per_request", "number", "One request to the tuned model", "US dollars", 0, 1e5),
    # each month
    Field("serving_usd_per_month", "number", "Hosting paid even without requests", "US dollars a month", 0, _BILLION),
    # each trained model
    Field("training_usd", "number", "Training runs of one model", "US dollars", 0, _BILLION),
    Field("curation_hours", "number", "Collecting and cleaning the examples", "hours", 0, _BILLION),
    Field("labour_usd_per_hour", "number", "What an hour of that work costs", "US dollars an hour", 0, 1e5),
    Field("months_of_use", "number", "Months until the model is trained again", "months", 0.1, 1200),
    # the same by tokens, by the example and by the hour, and names that look prices up in the price book
    Field("prompted_model", "text", "The prompted model, as the price book names it", high=LONGEST_NAME),
    Field("prompted_input_tokens", "number", "Prompt and input of one request", "tokens", 0, _BILLION),
    Field("cached_share", "number", "Share of those tokens that is billed as cached", "share, 0.9 = 90 of 100", 0, 1),
    Field("output_tokens", "number", "Answer to one request", "tokens", 0, _BILLION),
    Field("prompted_input_usd_per_million_tokens", "number", "Prompted model, input", _PER_MILLION, 0, 1e6),
    Field("prompted_cached_usd_per_million_tokens", "number", "Prompted model, cached input", _PER_MILLION, 0, 1e6),
    Field("prompted_output_usd_per_million_tokens", "number", "Prompted model, output", _PER_MILLION, 0, 1e6),
    Field("prompted_price_fall_per_year", "number", "How far that price falls in a year", "share, 0.5 = halved", 0, 1),
    Field("tuned_model", "text", "The tuned model, as the price book names it", high=LONGEST_NAME),
    Field("tuned_input_tokens", "number", "Shorter prompt and input of one tuned request", "tokens", 0, _BILLION),
    Field("tuned_input_usd_per_million_tokens", "number", "Tuned model, input", _PER_MILLION, 0, 1e6),
    Field("tuned_output_usd_per_million_tokens", "number", "Tuned model, output", _PER_MILLION, 0, 1e6),
    Field("tuned_price_ratio", "number", "Price of a tuned token over its base model’s", "times, 2 = twice", 0, 1000),
    Field("gpu", "text", "The rented GPU, as the price book names it", high=LONGEST_NAME),
    Field("gpu_usd_per_hour", "number", "The rented GPU", "US dollars an hour", 0, 1e5),
    Field("gpu_hours_per_month", "number", "Hours it is rented; 730 is round the clock", "hours a month", 0, 1e6),
    Field("upkeep_hours_per_month", "number", "Watching and mending the tuned model", "hours a month", 0, 1e6),
    Field("training_provider", "text", "Where it is trained, as the price book names it", high=LONGEST_NAME),
    Field("training_usd_per_million_tokens", "number", "Training", _PER_MILLION, 0, 1e6),
    Field("training_examples", "number", "Examples trained on", "examples", 0, _BILLION),
    Field("tokens_per_example", "number", "Length of an example", "tokens", 0, _BILLION),
    Field("training_epochs", "number", "Times that training passes over the examples", "epochs", 0, 1000),
    Field("curation_minutes_per_example", "number", "Work on one example", "minutes", 0, 1e5),
    Field("evaluation_usd", "number", "Evaluating one model, bills", "US dollars", 0, _BILLION),
    Field("evaluation_hours", "number", "Evaluating one model, work", "hours", 0, _BILLION),
    # errors
    Field("usd_per_error", "number", "What one wrong answer costs", "US dollars", 0, _BILLION),
    Field("prompted_error_rate", "number", "Wrong answers with the best prompt", "share, 0.1 = 10 of 100", 0, 1),
    Field("tuned_error_rate", "number", "Wrong answers of the tuned model", "share, 0.1 = 10 of 100", 0, 1),
)
QUANTITY_KEYS = ("value", "low", "high", "basis", "source")


def shown(value: Any) -> str:
    """A refused value as it appears in a message: short, on one line, quoted if it is text."""
    huge = isinstance(value, int) and abs(value) > 10**SHOWN_CHARACTERS
    text = "an enormous number" if huge else f"“{value}”" if isinstance(value, str) else str(value)
    text = " ".join(printable(text).split()).encode("utf-8", "replace").decode()
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}… ({len(str(value)):,} characters)"


def nearest(name: Any, known: tuple[str, ...], listed: int | None = None) -> str:
    """The remedy for an unknown name: those that begin with it, else hold it, whatever its capitals, blanks and dashes,
    three at most; else the most alike; else the known ones, all or as many as are to be listed.

    >>> nearest("clean_exmples", ("clean_examples", "gap"))
    'Did you mean clean_examples?'
    >>> nearest("H100", ("h200", "h100-sxm", "h100-pcie"))
    'Did you mean h100-sxm or h100-pcie?'
    """
    close = _holding(plain(str(name)[:80]), known) or difflib.get_close_matches(str(name)[:80], known, n=1, cutoff=0.5)
    if close:
        return f"Did you mean {' or '.join(close)}?"
    left = len(known) - len(known[:listed])
    return f"Known names: {', '.join(known[:listed])}{f' and {left} more' if left else ''}."


def plain(name: str) -> str:
    """A name without what tells none apart: capitals, blanks and dashes."""
    return "".join(character for character in name.casefold() if character.isalnum() or character == ".")


def _holding(typed: str, known: tuple[str, ...]) -> list[str]:
    """The names that begin with what was typed, else those that hold it; none for a letter or two."""
    if len(typed) < SHORTEST_PART:
        return []
    begun = [name for name in known if plain(name).startswith(typed)]
    return (begun or [name for name in known if typed in plain(name)])[:SHOWN_NAMES]
