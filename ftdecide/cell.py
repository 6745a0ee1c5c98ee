"""A cell of a table as the JSON value that it states, in the ways in which people write numbers and yes or no.

What could mean two things is refused with both readings, never guessed.  What is plainly wrong is handed on as it
stands, so that the profile's own reader refuses it in its own words.
"""

from __future__ import annotations

import math
import re
from typing import Any

from ftdecide.fields import Fault, Field, Path, shown

YES = {"true", "yes", "y", "1", "1.0", "x", "✓", "✔"}
NO = {"false", "no", "n", "0", "0.0"}
_SPACES = " \u00a0\u2009\u202f"  # those that print between thousands
_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")
_GROUPED = re.compile(rf"[+-]?[1-9]\d{{0,2}}(?:(?:,\d{{3}})+|(?:[{_SPACES}]\d{{3}})+|(?:['’]\d{{3}})+)(\.\d+)?")
_ONE_GROUP = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
_DECIMAL_COMMA = re.compile(r"[+-]?\d[\d. ]*,\d+")


class Unreadable(ValueError):
    """A cell that cannot be read; `fault` says why."""

    def __init__(self, path: Path, cell: str, bounds: str, remedy: str):
        self.fault = Fault(path, shown(cell), bounds, remedy)
        super().__init__(self.fault.text)


def read_cell(field: Field, cell: str, path: Path, decimal_comma_likely: bool = False) -> Any:
    """What a cell that is not empty states.

    Args:
        field: the key that it answers.
        cell: its text.
        path: the keys that lead to it, for the message.
        decimal_comma_likely: whether the table may write decimals with a comma; then `1,250` and `1.250` are refused.

    Raises:
        Unreadable: where it could mean two things, or states what belongs into another column.

    >>> from ftdecide.fields import FIELDS
    >>> requests = FIELDS[2]
    >>> read_cell(requests, "10 000", ("requests_per_month",)), read_cell(requests, "1,250.5", ("requests_per_month",))
    (10000, 1250.5)
    """
    if field.kind == "text":
        return cell
    cell = cell.strip()
    match field.kind:
        case "flag":
            return _flag(cell)
        case "tried":
            return _tried(cell, path)
        case "choice":
            plain = "_".join(cell.lower().replace("-", " ").replace("/", " ").split())
            return plain if plain in field.choices else cell
        case "number" | "integer":
            return _number(field, cell, path, decimal_comma_likely)
    return cell


def _flag(cell: str) -> Any:
    said = cell.lower()
    return True if said in YES else False if said in NO else cell


def _tried(cell: str, path: Path) -> bool:
    said = True if cell == "{}" else _flag(cell)
    if isinstance(said, bool):
        return said
    column = ".".join((*path, "pass_rate"))
    raise Unreadable(path, cell, "it must be yes where this rung was tried", f"A pass rate goes into {column}.")


def _number(field: Field, cell: str, path: Path, decimal_comma_likely: bool) -> Any:
    """A number; one that a spreadsheet shows as per cent or dollars counts where the field's unit is that."""
    text = cell.lstrip("$").lstrip() if field.unit.startswith("US dollars") else cell
    if share := field.high == 1 and text.endswith("%"):
        text = text[:-1].rstrip()
    counts = (
        field.unit in ("examples", "tokens") or field.key == "requests_per_month"
    )  # whole things: 1.500 is no count
    if (decimal_comma_likely or (counts and "." in text)) and _ONE_GROUP.fullmatch(text):
        whole, decimal = re.sub("[.,]", "", text), text.replace(",", ".").rstrip("0").rstrip(".")
        raise Unreadable(path, cell, "it could be either of two numbers", f"Write {whole} or {decimal}.")
    if _GROUPED.fullmatch(text):
        text = re.sub(rf"[,{_SPACES}'’]", "", text)
    elif _DECIMAL_COMMA.fullmatch(text):
        raise Unreadable(path, cell, "it has a decimal comma", "Write decimals with a point, such as 0.85.")
    if not _PLAIN.fullmatch(text) or (share and "e" in text.lower()):
        return cell
    # Moved by the exponent, so that 82.9 % is 0.829 and not the nearest thing to 82.9 / 100.
    number = float(f"{text}e-2") if share else float(text)
    if math.isinf(number):
        return cell
    return int(number) if number == int(number) else number
