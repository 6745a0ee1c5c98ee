"""A TOML table read field by field: every fault is noted with its place and remedy, none is raised."""

from __future__ import annotations

import difflib
import math
from collections.abc import Collection, Mapping
from typing import Any


class TomlTable:
    """One table of a file of questions or of cards.

    Args:
        table: the table as ``tomllib`` gives it.
        place: where it stands, for messages: ``file: question id`` or ``file: card term``.
        faults: the list that every fault is added to, shared by all tables of a folder.
    """

    def __init__(self, table: Mapping[str, Any], place: str, faults: list[str]) -> None:
        self.table = table
        self.place = place
        self.faults = faults

    def fault(self, field: str, reason_and_remedy: str) -> None:
        """Note one fault of this table."""
        self.faults.append(f"{self.place}: {field}: {reason_and_remedy}")

    def refuse_unknown(self, known: Collection[str]) -> None:
        """Note every field that has no meaning here, with the nearest name that has."""
        for field in self.table:
            if field not in known:
                near = difflib.get_close_matches(field, known, n=1, cutoff=0.6)
                remedy = f"did you mean {near[0]!r}?" if near else f"known fields are {', '.join(sorted(known))}"
                self.fault(field, f"unknown field; {remedy}")

    def text(self, field: str, *, required: bool = True) -> str:
        """A text that is not blank; where it may be left out, an empty one."""
        if field not in self.table:
            if required:
                self.fault(field, f'missing; add {field} = "..."')
            return ""
        value = self.table[field]
        if not isinstance(value, str):
            self.fault(field, f"got {value!r}; write it as text in quotes")
            return ""
        if not value.strip():
            self.fault(field, "empty; write the text or, where it is optional, leave the field out")
        if value.count("`") % 2:
            self.fault(field, "a backtick stands alone; `code` needs one on each side")
        return value.strip()

    def texts(self, field: str, *, required: bool = True) -> tuple[str, ...]:
        """A list of texts, at least one where it is required."""
        value = self.table.get(field, [])
        if not isinstance(value, list) or not all(isinstance(text, str) and text.strip() for text in value):
            self.fault(field, f'got {value!r}; write a list of texts, {field} = ["...", "..."]')
            return ()
        if required and not value:
            self.fault(field, f'missing; add at least one, {field} = ["..."]')
        return tuple(value)

    def whole(self, field: str, least: int, most: int) -> int:
        """A whole number within these bounds; ``least`` where a fault was noted."""
        value = self.table.get(field)
        if value is None:
            self.fault(field, f"missing; add {field} = a whole number from {least} to {most}")
        elif not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            self.fault(field, f"got {value!r}; write a whole number from {least} to {most}")
        else:
            return value
        return least

    def number(self, field: str, least: float = -math.inf, most: float = math.inf) -> float:
        """A finite number within these bounds; 0 where a fault was noted."""
        value = self.table.get(field)
        bounds = "a number" if math.isinf(most) else f"a number from {least:g} to {most:g}"
        numeric = isinstance(value, (int, float)) and not isinstance(value, bool)
        if numeric and math.isfinite(value) and least <= value <= most:
            return float(value)
        self.fault(field, f"missing; add {field} = {bounds}" if value is None else f"got {value!r}; write {bounds}")
        return 0.0

    def flag(self, field: str) -> bool:
        """True or false; false where it is left out."""
        value = self.table.get(field, False)
        if not isinstance(value, bool):
            self.fault(field, f"got {value!r}; write true or false")
            return False
        return value

    def subtable(self, field: str) -> Mapping[str, Any] | None:
        """A table inside this one, as it stands; None where it is left out."""
        value = self.table.get(field)
        if value is not None and not isinstance(value, dict):
            self.fault(field, f"got {value!r}; write a table, [question.{field}]")
            return None
        return value

    def subtables(self, field: str) -> list[TomlTable]:
        """An array of tables inside this one, each ready to be read."""
        value = self.table.get(field, [])
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            self.fault(field, f"got {value!r}; write each as its own table, [[question.{field}]]")
            return []
        return [TomlTable(entry, f"{self.place}: {field} {n}", self.faults) for n, entry in enumerate(value, 1)]
