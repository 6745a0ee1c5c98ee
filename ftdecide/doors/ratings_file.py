"""Ratings as JSON lines: each is written as it is given, so that a killed kernel loses none.

The first line says who rates what, with a fingerprint of the sheet; then come `plan`, `vote`, `undo` and `look`.  A
file only grows.  A last line that a kill tore is left out, and the next begins a new one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ftdecide.doors.added_lines import AddedElsewhere, add_lines
from ftdecide.doors.json_files import BadInput
from ftdecide.instruments.measure.bounds import InvalidMeasurement
from ftdecide.instruments.measure.rating.result import RatingResult, rating_result
from ftdecide.instruments.measure.rating.votes import CHOICES, IDENTICAL, RatedSheet, Vote

SCHEMA = 1


@dataclass(frozen=True)
class Log:
    """What a file of ratings holds.

    Args:
        head: its first line; empty where there is none yet.
        votes: undone ones left out; those on identical answers included.
        planned: how many ratings the rater set out to give; None before the start.
        looks: after how many ratings the result was looked at.
        size: of the file, in bytes.
    """

    head: Mapping[str, Any]
    votes: tuple[Vote, ...] = ()
    planned: int | None = None
    looks: tuple[int, ...] = ()
    size: int = 0

    @property
    def sheet(self) -> RatedSheet:
        """The votes, for the result; looks count that came before the plan was done."""
        head, planned = self.head, self.planned
        early = tuple(sorted({look for look in self.looks if look < (planned or head["asked"])}))
        asked, reference, trial = head["asked"], head["reference"], head["trial"]
        return RatedSheet(head["rater"], tuple(head["rungs"]), self.votes, asked, planned, early, reference, trial)


def ratings_result(paths: Sequence[str]) -> RatingResult:
    """What the files of ratings come to, each of one rater.

    Raises:
        BadInput: where one cannot be read, holds no ratings, or goes with no other.
    """
    sheets = []
    for path in paths:
        log = read_log(path)
        if not log.head:
            raise BadInput(f"{path}: there are no ratings in it. Check the path, or rate first")
        sheets.append(log.sheet)
    try:
        return rating_result(sheets)
    except InvalidMeasurement as fault:
        raise BadInput(str(fault)) from None


def read_log(path: str | Path) -> Log:
    """A file of ratings; an empty one where there is no such file.

    Raises:
        BadInput: where it cannot be opened, or is no file of ratings.
    """
    try:
        content = Path(path).read_bytes()
    except FileNotFoundError:
        return Log({})
    except OSError as fault:
        raise BadInput(f"{path}: {fault.strerror or fault}. Check the path") from None
    head: Mapping[str, Any] = {}
    votes: list[Vote] = []
    planned, looks = None, []
    for number, line in _lines(content):
        try:
            match line.get("kind"):
                case "session" if not head:
                    head = _head(line)
                case "plan" if head:
                    planned = int(line["ratings"])
                case "vote" if head:
                    votes.append(_vote(line, head["rungs"], len(votes)))
                case "undo" if head:
                    votes = without_last(votes)
                case "look" if head:
                    looks.append(sum(vote.choice != IDENTICAL for vote in votes))
                case _:
                    raise ValueError("it is no line of ratings")
        except (KeyError, TypeError, ValueError, OverflowError) as fault:
            why = f"{fault} is missing" if isinstance(fault, KeyError) else str(fault)
            raise BadInput(f"{path}: line {number}: {why}. Give a file that the rating widget wrote") from None
    if content.strip() and not head and content.endswith(b"\n"):
        raise BadInput(f"{path}: no line of it can be read. Give a file that the rating widget wrote")
    return Log(head, tuple(votes), planned, tuple(looks), len(content))


def without_last(votes: Sequence[Vote]) -> list[Vote]:
    """The votes before the last that a person gave."""
    given = [place for place, vote in enumerate(votes) if vote.choice != IDENTICAL]
    return list(votes[: given[-1]]) if given else list(votes)


def append(path: str | Path, lines: Sequence[Mapping[str, Any]], size: int) -> int:
    """Write lines at the end of a file, down to the disk; its new size in bytes.

    Args:
        path: of the file; it is made where there is none.
        lines: each an object.
        size: that it had when it was read or written last; where another has written since, nothing is.

    Raises:
        BadInput: where it cannot be written.
    """
    at = datetime.now(UTC).isoformat(timespec="seconds")
    try:
        return add_lines(path, [{**line, "at": at} for line in lines], size)
    except AddedElsewhere:
        raise BadInput(
            f"{path}: it was changed elsewhere meanwhile, perhaps in another window. Nothing was written: "
            "run the cell again to go on from what it holds now"
        ) from None
    except OSError as fault:
        raise BadInput(
            f"{path}: it is not saved: {fault.strerror or fault}. Check path and disk, then try again"
        ) from None


def _lines(content: bytes) -> Iterator[tuple[int, dict[str, Any]]]:
    """The lines that are whole, numbered from 1."""
    for number, raw in enumerate(content.split(b"\n"), 1):
        with suppress(ValueError, RecursionError):
            line = json.loads(raw.decode("utf-8-sig"))
            if isinstance(line, dict):
                yield number, line


def _head(line: Mapping[str, Any]) -> Mapping[str, Any]:
    if line["schema"] != SCHEMA:
        raise ValueError(f"schema is {line['schema']!r}, not {SCHEMA}")
    if len(line["rungs"]) < 2 or not isinstance(line["rater"], str):
        raise ValueError("rungs are not two or more, or rater is no text")
    return {**line, "asked": int(line["asked"]), "reference": str(line["reference"]), "trial": str(line["trial"])}


def _vote(line: Mapping[str, Any], rungs: Sequence[str], place: int) -> Vote:
    if line["place"] != place:
        raise ValueError(f"it is rating {line['place']} where {place} is due; a line before it is missing or damaged")
    if line["choice"] not in (*CHOICES, IDENTICAL) or not {line["left"], line["right"]} <= set(rungs):
        raise ValueError(f"choice {line['choice']!r} of {line['left']!r} and {line['right']!r} is none of this file")
    slices = {str(cut): str(part) for cut, part in line["slices"].items()}
    return Vote(str(line["item"]), line["left"], line["right"], line["choice"], line["repeat"] is True, slices)
