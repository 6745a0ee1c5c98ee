"""A file of outputs or of an evaluation set as rows by column: whatever the audit can read, read the same way."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from ftdecide.instruments.audit import reading
from ftdecide.instruments.audit.lines import UnusableFile, unpacked
from ftdecide.instruments.audit.record import Raw


@dataclass(frozen=True)
class Rows:
    """A file as rows.

    Args:
        format: for people: “JSON lines”, “a table, comma-separated”.
        raws: the rows that could be read, each an object; `row` counts from 0, unreadable ones included.
        columns: every name, in the order in which it first comes.
        count: rows, unreadable ones included.
        faults: of each row that could not be read, its line and why.
    """

    format: str
    raws: tuple[Raw, ...]
    columns: tuple[str, ...]
    count: int
    faults: tuple[tuple[int, str], ...] = ()

    def notes(self, name: str) -> Iterator[str]:
        """What a person has to know of rows that could not be read."""
        if self.faults:
            line, why = self.faults[0]
            rows = "1 row" if len(self.faults) == 1 else f"{len(self.faults):,} rows"
            yield f"{name}: {rows} could not be read and are left out; the first, in line {line}, {why}"


def read_rows(file: BinaryIO) -> Rows:
    """The rows of an open file, gzipped or not.

    Raises:
        UnusableFile: where it is empty, no text, or none of its rows can be read.
    """
    said, raws = reading._raws(unpacked(file))
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
            raise UnusableFile(f"none of its {len(faults):,} rows can be read; the first, in line {line}, {why}")
        raise UnusableFile("it holds no rows. Give a file with at least one")
    if len(good) == 1 and reading._is_columns(good[0].value):
        raise UnusableFile("it is one object of columns. Write one object for each row: orient='records' in pandas")
    return Rows(said, tuple(good), tuple(columns), len(good) + len(faults), tuple(faults))


def text(value: Any) -> str:
    """A cell as text, as it was written; nothing where there is none."""
    if value is None:
        return ""
    return value if isinstance(value, str) else reading.shapes.plain(value)


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
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value)


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
