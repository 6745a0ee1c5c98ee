"""What people said of the pairs that they were shown, and how often each rung won."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

CHOICES = ("left", "right", "tie", "both_bad")
IDENTICAL = "identical"  # said by the sheet: both answers are the same, nobody was asked
DISAGREEMENT = "disagreement"  # of several raters: no more than half said the same


@dataclass(frozen=True, slots=True)
class Vote:
    """What one rater said of one pair.

    Args:
        item: the item's name.
        left, right: the rungs that stood there.
        choice: one of `CHOICES`, or `IDENTICAL`; of several raters together, `DISAGREEMENT` too.
        repeat: of a pair that the rater had seen before, with the sides swapped; it tests the rater, not the rungs.
        slices: those of the item.
    """

    item: str
    left: str
    right: str
    choice: str
    repeat: bool = False
    slices: Mapping[str, str] = field(default_factory=dict)

    @property
    def winner(self) -> str | None:
        """The rung that was preferred; None where there is none."""
        return {"left": self.left, "right": self.right}.get(self.choice)

    @property
    def about(self) -> tuple[str, frozenset[str]]:
        """The pair, whichever side was left."""
        return self.item, frozenset((self.left, self.right))


@dataclass(frozen=True)
class RatedSheet:
    """One rater's votes.

    Args:
        rater: who rated.
        rungs: that were compared, in the order in which the results name them.
        votes: in the order given, undone ones left out.
        asked: ratings that the whole sheet asks for.
        planned: ratings that the rater set out to give; None where none were planned.
        looks: after how many ratings the result was looked at before the plan was done.
        reference: who wrote the reference answers; empty where there are none.
        trial: a fingerprint of the answers that were rated; empty where nobody took it.
    """

    rater: str
    rungs: tuple[str, ...]
    votes: tuple[Vote, ...]
    asked: int
    planned: int | None = None
    looks: tuple[int, ...] = ()
    reference: str = ""
    trial: str = ""

    @property
    def given(self) -> int:
        """How many ratings the rater gave."""
        return sum(vote.choice != IDENTICAL for vote in self.votes)


@dataclass(frozen=True)
class Tally:
    """Votes on two rungs, counted.

    Args:
        wins, losses: of the second rung against the first.
        ties: of those shown, called equal; `both_bad` of them because neither was good.
        identical: pairs with the same answer twice; never shown.
        disagreements: of those shown, pairs on which several raters disagree: neither a win nor a tie.
    """

    wins: int
    losses: int
    ties: int
    both_bad: int
    identical: int
    disagreements: int = 0

    @property
    def decided(self) -> int:
        return self.wins + self.losses

    @property
    def shown(self) -> int:
        return self.decided + self.ties + self.disagreements

    @classmethod
    def of(cls, votes: Iterable[Vote], second: str) -> Self:
        """The votes on one pair of rungs, repetitions left out.

        >>> Tally.of([Vote("a", "old", "new", "right"), Vote("b", "new", "old", "both_bad")], "new")
        Tally(wins=1, losses=0, ties=1, both_bad=1, identical=0, disagreements=0)
        """
        first_time = [vote for vote in votes if not vote.repeat]
        said = Counter(vote.choice for vote in first_time)
        won = Counter(vote.winner == second for vote in first_time if vote.winner)
        ties, both_bad = said["tie"] + said["both_bad"], said["both_bad"]
        return cls(won[True], won[False], ties, both_bad, said[IDENTICAL], said[DISAGREEMENT])


def by_majority(sheets: Sequence[RatedSheet]) -> tuple[Vote, ...]:
    """Each pair once, as more than half of its raters said; where no choice has so many, `DISAGREEMENT`.

    So a pair that two people rated does not count as two.  A tie and “both bad” say the same of which is better.
    """
    said: dict[tuple[str, frozenset[str]], list[Vote]] = {}
    for sheet in sheets:
        for vote in sheet.votes:
            if not vote.repeat:
                said.setdefault(vote.about, []).append(vote)
    return tuple(_majority(votes) for votes in said.values())


def _majority(votes: Sequence[Vote]) -> Vote:
    one = votes[0]
    if one.choice == IDENTICAL:
        return one
    said = Counter({one.left: "left", one.right: "right"}.get(vote.winner, vote.choice) for vote in votes)
    choice = next((choice for choice in CHOICES if 2 * said[choice] > len(votes)), None)
    if choice is None:
        choice = "tie" if 2 * (said["tie"] + said["both_bad"]) > len(votes) else DISAGREEMENT
    return Vote(one.item, one.left, one.right, choice, False, one.slices)
