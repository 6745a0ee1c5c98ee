"""One entry of a reader's progress: what each kind holds, and what is wrong with one that cannot be used."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

LONGEST_ID = 80  # characters
CONFIDENCES = (25, 50, 75, 95)  # percent, as the quizzes ask
LAST_YEAR = "2999"  # no entry is dated there, so that times are left for a deletion after the last one
MOST_VARIANT = 7  # eight variants, from 0
WHERE = ("chapter", "review")
TIME = re.compile(r"2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)
Fault = tuple[str, str]


@dataclass(frozen=True)
class Entry:
    """An entry that can be read: its ID, its time (UTC, ISO with milliseconds) and its fields by name."""

    id: str
    at: str
    fields: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.fields[name]

    def get(self, name: str) -> Any:
        return self.fields.get(name)


class InvalidEntry(ValueError):
    """Fields that make no entry; says the field, what is wrong and what to do."""


def new_answer(fields: Mapping[str, Any], now: str) -> tuple[str, dict[str, Any]]:
    """The ID and the entry of an answer that was given now.

    Raises:
        InvalidEntry: with the field and the reason, where it is no answer.
    """
    entry = {**fields, "at": now, "kind": "answer"}
    name = f"answer:{now}:{secrets.token_hex(3)}"
    if fault := fault_of(name, entry):
        raise InvalidEntry(f"{fault[0]}: {fault[1]}. The answer was not kept: load the page or notebook anew")
    return name, entry


def is_time(value: Any) -> bool:
    """Whether this is a time as entries have it, on a day of the years 2000 to 2999 that there is.

    What is worked out from one, such as the day of a review, is a date in every program then.

    >>> is_time("2026-02-28T14:00:00.000Z"), is_time("2026-02-30T14:00:00.000Z"), is_time("2026-02-28")
    (True, False, False)
    """
    if not isinstance(value, str) or not TIME.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return value[11:13] != "24"  # which newer Pythons read as the next day


def is_entry_time(value: Any) -> bool:
    """Whether an entry may be dated so: `is_time`, before the last of its years."""
    return is_time(value) and value < LAST_YEAR


def fault_of(name: str, entry: Any) -> Fault | None:
    """Why nothing can be derived from an entry, as (field, reason); None where all is well.

    Of a kind that is not known nothing is derived, and nothing is wrong.
    """
    if len(name) > LONGEST_ID:
        return "ID", f"it is longer than {LONGEST_ID} characters"
    if not isinstance(entry, dict):
        return "entry", "it must be a JSON object"
    if not is_entry_time(entry.get("at")):
        return "at", "it must be a time like 2026-11-28T14:00:00.000Z"
    if not _is_text(entry.get("kind")):
        return "kind", "it must be text"
    return KINDS[entry["kind"]](entry) if entry["kind"] in KINDS else None


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def _is_whole(value: Any) -> bool:
    """As JavaScript sees it: 3.0 is whole, true is no number."""
    return isinstance(value, int | float) and not isinstance(value, bool) and value == value // 1


def _answer(entry: Mapping[str, Any]) -> Fault | None:
    variant, given, percent = entry.get("variant"), entry.get("given"), entry.get("confidence_percent")
    if not _is_text(entry.get("item")):
        return "item", "it names no question"
    if not _is_text(entry.get("chapter")):
        return "chapter", "it names no chapter"
    if not _is_whole(variant) or not 0 <= variant <= MOST_VARIANT:
        return "variant", f"it must be a whole number from 0 to {MOST_VARIANT}"
    if not isinstance(given, list) or not all(isinstance(each, str) for each in given):
        return "given", "it must be a list of texts"
    if "right" not in entry or not (isinstance(entry["right"], bool) or entry["right"] is None):
        return "right", "it must be true, false or null"
    if percent is not None and (isinstance(percent, bool) or percent not in CONFIDENCES):
        return "confidence_percent", "it must be 25, 50, 75, 95 or null"
    return None if entry.get("where") in WHERE else ("where", "it must be chapter or review")


def _of_chapter(entry: Mapping[str, Any]) -> Fault | None:
    return None if _is_text(entry.get("chapter")) else ("chapter", "it names no chapter")


def _verdict(entry: Mapping[str, Any]) -> Fault | None:
    missing = [name for name in ("decision", "justified", "headline") if not _is_text(entry.get(name))]
    return (missing[0], "it must be text") if missing else None


def _object(name: str) -> Callable[[Mapping[str, Any]], Fault | None]:
    return lambda entry: None if isinstance(entry.get(name), dict) else (name, "it must be a JSON object")


KINDS: Mapping[str, Callable[[Mapping[str, Any]], Fault | None]] = {
    "answer": _answer,
    "read": _of_chapter,
    "reset": _of_chapter,
    "verdict": _verdict,
    "first_answer": _object("answer"),
    "drill": _object("profile"),
}
