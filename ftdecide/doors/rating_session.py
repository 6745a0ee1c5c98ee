"""One rater at one sheet: what comes next, what was said, and all of it in the rater's file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ftdecide.doors.json_files import BadInput
from ftdecide.doors.ratings_file import SCHEMA, append, read_log, without_last
from ftdecide.instruments.measure.rating.result import RatingResult, rating_result
from ftdecide.instruments.measure.rating.sheet import RatingSheet, Showing
from ftdecide.instruments.measure.rating.votes import CHOICES, IDENTICAL, Vote

SETTINGS = ("rungs", "seed", "repeat_share", "per_item", "reference")  # that must not change within a file


class RatingSession:
    """A sheet with its file; where the file holds ratings already, it goes on behind them.

    Raises:
        BadInput: where the file is of another rater, of other settings or of other answers.
    """

    def __init__(self, sheet: RatingSheet, path: str | Path, settings: dict[str, Any]) -> None:
        """`settings`: rater, seed, repeat_share, per_item, reference, as they were given for the sheet."""
        self.sheet, self.path = sheet, Path(path)
        self.head = {
            "schema": SCHEMA,
            "kind": "session",
            **settings,
            "rungs": list(sheet.rungs),
            "asked": sheet.asked,
            "unanswered": dict(sheet.unanswered),
            "trial": sheet.trial,
            "fingerprint": sheet.fingerprint,
        }
        self.log = read_log(self.path)
        self._check()
        self.votes, self.planned = list(self.log.votes), self.log.planned
        self._size = self.log.size

    def _check(self) -> None:
        before = self.log.head
        if not before:
            return
        if before["rater"] != self.head["rater"]:
            raise BadInput(
                f"{self.path}: it holds the ratings of {before['rater']!r}. Name another file for "
                f"{self.head['rater']!r}, ratings=..."
            )
        for name in SETTINGS:
            if before.get(name) != self.head[name]:
                raise BadInput(
                    f"{self.path}: it was begun with {name}={before.get(name)!r}, now it is {self.head[name]!r}. "
                    "Give what it was begun with, or name another file, ratings=..."
                )
        if before["fingerprint"] != self.head["fingerprint"]:
            raise BadInput(
                f"{self.path}: it was begun on other answers; the trial has changed since. Give the trial as it was, "
                "or name another file for the new one, ratings=..."
            )

    @property
    def given(self) -> int:
        return sum(vote.choice != IDENTICAL for vote in self.votes)

    @property
    def target(self) -> int:
        """How many ratings are planned."""
        return min(self.planned or self.sheet.asked, self.sheet.asked)

    @property
    def finished(self) -> bool:
        return self.given >= self.target

    @property
    def showing(self) -> Showing | None:
        """What is to be rated next; None where nothing is left."""
        left = self.sheet.showings[len(self.votes) :]
        return next((showing for showing in left if not showing.identical), None)

    def plan(self, ratings: int) -> None:
        """Set out to give so many ratings, 1 to all."""
        ratings = max(1, min(ratings, self.sheet.asked))
        self._write([{"kind": "plan", "ratings": ratings}])
        self.planned = ratings

    def vote(self, choice: str, seconds: float) -> None:
        """Say which of the two is better; identical pairs that stand before it, or last, are noted with it."""
        if choice not in CHOICES or self.showing is None:
            raise BadInput(f"choice is {choice!r}, not one of {', '.join(CHOICES)}. Press a button")
        left = self.sheet.showings[len(self.votes) :]
        here = next(place for place, showing in enumerate(left) if not showing.identical)
        last = all(showing.identical for showing in left[here + 1 :])
        new = [_vote(showing, choice) for showing in (left if last else left[: here + 1])]
        lines = [{"kind": "vote", "place": len(self.votes) + place, **_fields(vote)} for place, vote in enumerate(new)]
        lines[here]["seconds"] = round(seconds, 1)
        self._write(lines)
        self.votes += new

    def undo(self) -> None:
        """Take the last rating back; the file keeps that it was given."""
        if self.given:
            self._write([{"kind": "undo"}])
            self.votes = without_last(self.votes)

    def result(self) -> RatingResult:
        """What the ratings come to so far; the file notes that it was looked at.

        Raises:
            BadInput: where nothing is rated yet.
        """
        if not self.given:
            raise BadInput(f"{self.path}: nothing is rated yet. Rate a pair first")
        self._write([{"kind": "look"}])
        return rating_result([read_log(self.path).sheet])

    def _write(self, lines: list[dict[str, Any]]) -> None:
        head = [] if self.log.head else [self.head]
        self._size = append(self.path, [*head, *lines], self._size)
        if head:
            self.log = read_log(self.path)


def _vote(showing: Showing, choice: str) -> Vote:
    said = IDENTICAL if showing.identical else choice
    return Vote(showing.item, showing.left, showing.right, said, showing.repeat, dict(showing.slices))


def _fields(vote: Vote) -> dict[str, Any]:
    return {name: getattr(vote, name) for name in ("item", "left", "right", "choice", "repeat", "slices")}
