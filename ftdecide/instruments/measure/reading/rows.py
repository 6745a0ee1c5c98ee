"""A file of outputs or of an evaluation set as rows by column: whatever the audit can read, read the same way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, BinaryIO

from ftdecide.instruments.audit import reading
from ftdecide.instruments.audit.examples import plain
from ftdecide.instruments.audit.lines import UnusableFile, unpacked
from ftdecide.instruments.audit.record import Raw
from ftdecide.words import number_of


@dataclass(frozen=True)
class Rows:
    """A file as rows.

    Args:
        raws: the rows that could be read, each an object; `row` counts from 0, unreadable ones included.
        columns: every name, in the order in which it first comes.
        count: rows, unreadable ones included.
        faults: of each row that could not be read, its line and why.
    """

    raws: tuple[Raw, ...]
    columns: tuple[str, ...]
    count: int
    faults: tuple[tuple[int, str], ...] = ()

    def notes(self, name: str) -> Iterator[str]:
        """What a person has to know of rows that could not be read."""
        if self.faults:
            line, why = self.faults[0]
            rows = number_of(len(self.faults), "row is", "rows are")
            yield f"{name}: {rows} left out, as unreadable; the first, in line {line}, {why}"


def read_rows(file: BinaryIO) -> Rows:
    """The rows of an open file, gzipped or not.

    Raises:
        UnusableFile: where it is empty, no text, or none of its rows can be read.
    """
    _, raws = reading.raw_rows(unpacked(file))
    good: list[Raw] = []
    faults: list[tuple[int, str]] = []
    columns: dict[str, None] = {}
    for raw in raws:
        if raw.fault or not isinstance(raw.value, Mapping):
            faults.append((raw.line, raw.fault or "is no object with names"))
            continue
        good.append(raw)
        columns |= dict.fromkeys(map(str, raw.value))
    if not good:
        if faults:
            line, why = faults[0]
            raise UnusableFile(
                f"none of its {number_of(len(faults), 'row')} can be read; the first, in line {line}, {why}"
            )
        raise UnusableFile("it holds no rows that can be read. Give JSON lines, a JSON list, CSV or TSV")
    if len(good) == 1 and reading.is_columns(good[0].value):
        raise UnusableFile("it is one object of columns. Write one object for each row: orient='records' in pandas")
    return Rows(tuple(good), tuple(columns), len(good) + len(faults), tuple(faults))


def first_columns(file: BinaryIO) -> tuple[str, ...]:
    """The names in the first row of an open file that can be read; none where there is no such row.

    Raises:
        UnusableFile: where it is no text.
    """
    _, raws = reading.raw_rows(unpacked(file))
    first = next((raw.value for raw in raws if isinstance(raw.value, Mapping)), {})
    return tuple(map(str, first))


def text(value: Any) -> str:
    """A cell as text, as it was written; nothing where there is none."""
    if value is None:
        return ""
    return readable(value if isinstance(value, str) else plain(value))


def readable(text: str) -> str:
    """A text that can be written out: halves of signs, which UTF-8 cannot hold, become question marks.

    >>> readable("half \\ud800")
    'half ?'
    """
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def number(value: Any) -> float | None:
    """A cell as a number; None where it is empty, no number, or not finite.

    >>> number("1,250.5"), number("$0.002"), number("nan"), number(True)
    (1250.5, 0.002, None, None)
    """
    if isinstance(value, str):
        try:
            value = float(value.strip().lstrip("$").replace(",", ""))
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not (isinstance(value, int) or isfinite(value)):
        return None
    try:
        return float(value)
    except OverflowError:  # a whole number of hundreds of digits
        return None


_PASS = frozenset(("true", "t", "yes", "y", "pass", "passed", "correct", "c", "ok", "success"))
_FAIL = frozenset(("false", "f", "no", "n", "fail", "failed", "incorrect", "wrong", "i", "failure"))


def truth(value: Any) -> bool | float | None:
    """A cell that says whether an answer passed: true or false, or a score; None where it says neither.

    >>> truth("PASS"), truth("0"), truth(0.5), truth("maybe")
    (True, 0.0, 0.5, None)
    """
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and (word := value.strip().casefold()) in _PASS | _FAIL:
        return word in _PASS
    return number(value)
