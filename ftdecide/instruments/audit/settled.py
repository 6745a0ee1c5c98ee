"""What people decided, as an audit carries it: of each record, and in numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ftdecide.words import number_of


@dataclass(frozen=True, slots=True)
class Settled:
    """What was decided of a record that was suspected.

    Args:
        kind: of the suspicion.
        action: `keep`, `fix` or `drop`.
        reason: why it was suspected.
        changes: new texts of its parts by their pointers, where it was fixed.
    """

    kind: str
    action: str
    reason: str
    changes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A review in numbers; a record that is suspected of two kinds counts in both.

    Args:
        kept, fixed, dropped: suspects settled so.
        left: suspects that nobody has decided on.
        unfit: decisions that no longer fit the file: their records are gone or were changed.
    """

    kept: int
    fixed: int
    dropped: int
    left: int
    unfit: int = 0

    @property
    def settled(self) -> int:
        return self.kept + self.fixed + self.dropped

    @property
    def says(self) -> str:
        """For people.

        >>> Reviewed(3, 1, 2, 34).says
        '6 suspects reviewed (3 kept, 1 fixed, 2 dropped), 34 left'
        """
        numbers = f"{self.kept:,} kept, {self.fixed:,} fixed, {self.dropped:,} dropped"
        return f"{number_of(self.settled, 'suspect')} reviewed ({numbers}), {self.left:,} left"

    def to_json(self) -> dict[str, Any]:
        return {
            "kept": self.kept, "fixed": self.fixed, "dropped": self.dropped, "left": self.left,
            "no_longer_fit": self.unfit,
        }  # fmt: skip
