"""Decisions of a review as a file of JSON lines that is only ever added to.

A line is written whole and forced to the disk before anybody is told that it is saved.  What cannot be read (a last
line torn by a crash) is passed over, counted and left as it is.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from ftdecide.doors.added_lines import add_lines
from ftdecide.doors.json_files import BadInput
from ftdecide.instruments.audit.audit import Audit
from ftdecide.instruments.audit.decisions import Decision, InvalidDecision, standing, with_decisions
from ftdecide.instruments.audit.fitting import fitted
from ftdecide.instruments.audit.record import Raw, Record

MOST_BYTES = 200_000_000  # some hundred thousand decisions
_BEGINS = b'{"schema": 1, "at": '  # a decision, also one that a crash tore


def decisions_path(name: str) -> Path:
    """Where the decisions on a file are kept, if nobody says otherwise: beside it.

    >>> decisions_path("data/my.jsonl").name
    'my.jsonl.decisions.jsonl'
    """
    return Path(f"{name}.decisions.jsonl")


class DecisionsFile:
    """The file; `unreadable` counts its lines that are no decisions, as of the last reading."""

    def __init__(self, path: str | os.PathLike[str]):
        self.path = Path(path)
        self.unreadable = 0
        self._read_to, self._known, self._foreign = 0, [], False

    def read(self) -> tuple[Decision, ...]:
        """Every decision in the file, undone ones included, in its order; none where it is not there yet.

        Only what was added since the last reading is read: another kernel may add too.

        Raises:
            BadInput: where it cannot be opened, is too large, or holds other things than decisions.
        """
        try:
            with self.path.open("rb") as file:
                size = file.seek(0, os.SEEK_END)
                if size > MOST_BYTES:
                    raise BadInput(f"{self.path}: it is larger than {MOST_BYTES:,} bytes. Is it a file of decisions?")
                if size < self._read_to:  # another file took its place
                    self._read_to, self._known, self.unreadable = 0, [], 0
                file.seek(self._read_to)
                self._take_in(file.read())
        except FileNotFoundError:
            self._read_to, self._known, self.unreadable = 0, [], 0
        except OSError as fault:
            raise BadInput(f"{self.path}: {fault.strerror or fault}. Name another file for the decisions") from None
        if (self.unreadable or self._foreign) and not self._known:
            raise BadInput(f"{self.path}: it holds no decisions of a review. Name another file for them")
        return tuple(self._known)

    def _take_in(self, new: bytes) -> None:
        """The whole lines of what was added; a line without its end may still be being written."""
        *lines, rest = new.split(b"\n")
        self._read_to += len(new) - len(rest)
        for line in lines:
            if line.strip():
                self._line(line)
        if rest.strip():
            with suppress(ValueError, RecursionError):
                self._known.append(Decision.from_json(json.loads(rest)))
                self._read_to += len(rest)
                return
        self._foreign = rest[: len(_BEGINS)] != _BEGINS[: len(rest)]

    def _line(self, line: bytes) -> None:
        try:
            self._known.append(Decision.from_json(json.loads(line)))
        except (InvalidDecision, ValueError, RecursionError):
            self.unreadable += 1

    def add(self, decision: Decision) -> None:
        """Add a decision; when this returns, it is on the disk.

        Raises:
            BadInput: where it cannot be written, and then it is not saved; as `read` does.
        """
        self.read()  # not a line goes into a file that is none of decisions
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            add_lines(self.path, [decision.to_json()])
        except OSError as fault:
            why = fault.strerror or fault
            raise BadInput(f"{self.path}: not saved ({why}). Free the disk, or name another file") from None


def laid_over(found: Audit, records: Iterable[tuple[Raw, Record | None]], name: str, fingerprint: str) -> Audit:
    """An audit with the decisions of a file that must be there; `records` are those audited, read again.

    Raises:
        BadInput: as `DecisionsFile.read` does, and where there is no such file.
    """
    if not os.path.exists(name):
        raise BadInput(f"{name}: No such file. Check the path")
    stand = standing(DecisionsFile(name).read())
    fit = [each for each in fitted(stand, records, fingerprint) if each is not None]
    return with_decisions(found, fit, unfit=len(stand) - len(fit))
