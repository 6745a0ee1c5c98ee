"""The one contract of every kind of issue: what it is called, whether it costs a clean example, what it found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ftdecide.words import number_of


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of issue.

    Args:
        name: as in the report's JSON.
        title: as people read it, in the plural.
        advice: what to do about it, one sentence.
        costs: whether a record that has it is no clean example; the others are to be looked at.
        one: the title of a single one; where not given, the title whose first word loses its s.
    """

    name: str
    title: str
    advice: str
    costs: bool = True
    one: str = ""

    def counted(self, number: int) -> str:
        """So many of them.

        >>> Kind("x", "records of a kind", "").counted(1), Kind("x", "records of a kind", "").counted(1200)
        ('1 record of a kind', '1,200 records of a kind')
        """
        first, _, rest = self.title.partition(" ")
        return number_of(number, self.one or f"{first.removesuffix('s')} {rest}", self.title)


@dataclass(frozen=True, slots=True)
class Suspect:
    """A record that has an issue.

    Args:
        row: of the record, from 0.
        line: where it begins, 1-based.
        score: how sure, 0 to 1; 1 is certain.
        reason: what is wrong with it, for people, without a full stop.
        more: what belongs to the kind: `of_row` for a copy, `suggested` for a label, `repaired` where `--fixed` does.
    """

    row: int
    line: int
    score: float
    reason: str
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def repaired(self) -> bool:
        """Whether `--fixed` repairs it: then its record counts as it is once repaired."""
        return self.more.get("repaired") is True

    def to_json(self) -> dict[str, Any]:
        return {"row": self.row, "line": self.line, "score": round(self.score, 6), "reason": self.reason, **self.more}
