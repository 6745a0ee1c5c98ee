"""Reads raw JSON against the table of fields, and notes a fault for everything that cannot be used."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from ftdecide.fields import DATE, SHOWN_FAULTS, Fault, Field, Path, nearest, shown

LEAVE_OUT = "Leave it out."


class Reader:
    """Reads one level of a profile and collects what is wrong with it."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.remedies: set[str] = set()

    def refuse(self, path: Path, value: Any, bounds: str, remedy: str) -> None:
        self.faults.append(Fault(path, "" if value is None else shown(value), bounds, remedy))

    def known_items(self, raw: Any, known: tuple[str, ...], path: Path = ()) -> Iterator[tuple[str, Any]]:
        """The items whose key is known and whose value is stated; null means unknown, as a missing key does."""
        if not isinstance(raw, Mapping):
            self.refuse(path, raw, "it must be a JSON object", 'Write it as {"key": value}.')
            return
        for key, value in raw.items():
            if key not in known:
                remedy = nearest(key, known) if len(self.faults) < SHOWN_FAULTS else LEAVE_OUT
                if remedy in self.remedies:  # the list of names is long: once is enough
                    remedy = LEAVE_OUT
                self.remedies.add(remedy)
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
            return self.refuse(path, value, field.bounds, _typed_remedy(field, value))
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


def _typed_remedy(field: Field, value: Any) -> str:
    """The remedy for what is no number: the number itself where a comma or a per cent sign shows which is meant.

    >>> _typed_remedy(Field("share", "number", "", high=1), "0,86")
    'Write the decimals after a point: 0.86.'
    """
    text = value.strip() if isinstance(value, str) else ""
    if re.fullmatch(r"-?\d{1,12},\d{1,12}", text):
        return f"Write the decimals after a point: {text.replace(',', '.')}."
    if field.high == 1 and re.fullmatch(r"\d{1,3}(\.\d{1,9})?\s*%", text):
        return _number_remedy(field, float(text.rstrip("%")))
    return "Write digits only, or leave it out if you do not know."


def _number_remedy(field: Field, value: float) -> str:
    if field.high == 1 and 1 < value <= 100:
        return f"For {value:g} in 100, write {value / 100:g}."
    if value < field.low:
        return f"Write {field.low:g} or more, or leave it out if you do not know."
    return "Check the unit, or leave it out if you do not know."
