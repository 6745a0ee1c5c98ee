"""The sheet of pairs that a person rates: what is shown, where it comes from, and a fingerprint of the whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

REFERENCE = "reference"  # among the rungs: the answers that the items hold, where a person wrote them


@dataclass(frozen=True)
class Showing:
    """A pair of answers, as it is shown.

    Args:
        item: the item's name.
        input: what the models were shown.
        left, right: the rungs; never shown.
        left_text, right_text: their answers.
        slices: those of the item.
        repeat: shown before, with the sides swapped.
        identical: both say the same, so that nobody is asked.
    """

    item: str
    input: str
    left: str
    right: str
    left_text: str
    right_text: str
    slices: Mapping[str, str]
    repeat: bool = False
    identical: bool = False

    @property
    def swapped(self) -> Showing:
        """The repetition of this pair."""
        sides = {"left": self.right, "right": self.left, "left_text": self.right_text, "right_text": self.left_text}
        return replace(self, repeat=True, **sides)


@dataclass(frozen=True)
class RatingSheet:
    """Everything that one person rates.

    Args:
        rungs: that are compared, two or more.
        showings: in their order.
        unanswered: of each rung, how many items it did not answer; they are not rated with it.
        trial: a fingerprint of all its answers, the same for every rater.
    """

    rungs: tuple[str, ...]
    showings: tuple[Showing, ...]
    unanswered: Mapping[str, int]
    trial: str

    @property
    def asked(self) -> int:
        """How many ratings the sheet asks for."""
        return sum(not showing.identical for showing in self.showings)

    @property
    def fingerprint(self) -> str:
        """The same for the same texts in the same places alone."""
        whole = [self.rungs, [[s.item, s.input, s.left, s.right, s.left_text, s.right_text] for s in self.showings]]
        return fingerprint(whole)


def fingerprint(value: object) -> str:
    """Sixteen digits of what JSON can hold; practically never the same for another.

    >>> fingerprint(["a", 1]) == fingerprint(["a", 2])
    False
    """
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:16]
