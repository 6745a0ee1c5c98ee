"""A file under review: audited once, its suspects shown one by one, every decision saved before it counts."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from ftdecide.doors.audit_files import opened
from ftdecide.doors.decisions_file import DecisionsFile, decisions_path
from ftdecide.doors.hashed_file import HashedFile
from ftdecide.doors.json_files import BadInput
from ftdecide.doors.spool import Spool, texts_of_lines
from ftdecide.instruments.audit import review
from ftdecide.instruments.audit.audit import Audit, audit
from ftdecide.instruments.audit.decisions import FIX, UNDO, Decision, standing, with_decisions
from ftdecide.instruments.audit.finding import Progress
from ftdecide.instruments.audit.fitting import fitted, placed
from ftdecide.instruments.audit.lines import UnusableFile
from ftdecide.instruments.audit.reading import read
from ftdecide.instruments.audit.record import Raw
from ftdecide.instruments.audit.record_parts import InvalidChange, Part, changed, fingerprint, parts, whole

_Key = tuple[int, str, str]


class ReviewedFile:
    """The review of one file.

    Attributes:
        audit: as it was measured.
        now: the same with what people decided.
        items: the suspects in the order of the review.
        saved: the decisions.
    """

    def __init__(
        self,
        name: str | os.PathLike[str],
        text_column: str | None = None,
        label_column: str | None = None,
        holdout: str | os.PathLike[str] | None = None,
        decisions: str | os.PathLike[str] | None = None,
        progress: Progress = lambda what, share: None,
    ):
        """Audit the file and take up what was decided before.

        Raises:
            BadInput: where a file cannot be read or audited.
        """
        self.name, self.columns = os.fspath(name), (text_column, label_column)
        self.saved = DecisionsFile(decisions or decisions_path(self.name))
        if os.path.exists(self.name) and not os.path.isfile(self.name):
            raise BadInput(f"{self.name}: it is no file that can be read twice. Copy it to one first")
        self.saved.read()  # before the long part: a wrong file is said at once
        self.audit, self.fingerprint = self._audited(holdout, progress)
        self.items = review.order(self.audit)
        self._spool = Spool()
        self._lines: dict[int, str] = {}
        self._places = self._read_again(progress)
        self.take_up()

    def _audited(self, holdout: str | os.PathLike[str] | None, progress: Progress) -> tuple[Audit, str]:
        text_column, label_column = self.columns
        with ExitStack() as files:
            file = files.enter_context(opened(self.name))
            held = files.enter_context(opened(os.fspath(holdout))) if holdout is not None else None
            size = max(1, os.fstat(file.fileno()).st_size)

            def told(what: str, share: float | None) -> None:
                progress(what, min(1.0, file.tell() / size) if share is None else share)

            hashed = HashedFile(file)
            try:
                columns = {"text_column": text_column, "label_column": label_column}
                name = os.path.basename(self.name)
                found = audit(hashed, name, **columns, holdout=held, progress=told)  # type: ignore[arg-type]
            except UnusableFile as fault:
                raise BadInput(f"{holdout if fault.of_holdout else self.name}: {fault}") from None
            return found, hashed.fingerprint()

    def _read_again(self, progress: Progress) -> dict[_Key, tuple[int, int] | None]:
        """Put the suspects aside, each beside what it copies, and find the records of earlier decisions."""
        progress("opening the suspects", 0.0)
        rows = {item.suspect.row for item in self.items}
        rows |= {item.suspect.more["of_row"] for item in self.items if "of_row" in item.suspect.more}
        stand = standing(self.saved.read())
        with opened(self.name) as file:
            source = read(file, *self.columns)
            self.shape = source.shape
            records = self._spool.passing(source.records, rows)
            found = fitted(stand, records, self.fingerprint)
            for _ in records:
                pass
        broken = {item.suspect.line for item in self.items if item.kind.name == "unreadable"}
        if broken:
            with opened(self.name) as file:
                self._lines = texts_of_lines(file, broken)
        return {each.key: now and (now.row, now.line) for each, now in zip(stand, found, strict=True)}

    def take_up(self) -> None:
        """Take in what was decided since, here or in another kernel."""
        stand = standing(self.saved.read())
        values: dict[int, Any] = {}
        self._standing = [(each, self._fitting(each, values)) for each in stand]
        fit = [now for _each, now in self._standing if now is not None]
        self.now = with_decisions(self.audit, fit, unfit=len(stand) - len(fit))
        still = {(suspect.row, kind) for kind, suspects in self.now.issues.items() for suspect in suspects}
        self.is_open = {item.key: item.key in still for item in self.items}

    def _fitting(self, decision: Decision, values: dict[int, Any]) -> Decision | None:
        """A decision at its record, None where it fits none; `values` are the records as those before it left them."""
        if decision.key not in self._places:
            raw = self._spool.get(decision.row)
            self._places[decision.key] = (raw.row, raw.line) if raw and fingerprint(raw) == decision.record else None
        place = self._places[decision.key]
        raw = self._spool.get(place[0]) if place else None
        if raw:
            return placed(decision, raw, values)
        return replace(decision, row=place[0], line=place[1]) if place else None

    def record(self, row: int) -> Raw | None:
        """A record of the file, with what was fixed in it."""
        raw = self._spool.get(row)
        if raw is None:
            return None
        changes = [each.changes for each in self.now.settled.get(row, ()) if each.action == FIX]
        value = raw.value
        for each in changes:
            value = changed(value, each)
        return Raw(raw.row, raw.line, value, "" if changes else raw.fault)

    def parts(self, row: int, kind: str) -> tuple[Part, ...]:
        """What is shown of a record; one whose form is at fault, as a whole."""
        raw = self.record(row)
        if raw is None:
            return ()
        if raw.fault:
            return (replace(whole(None), text=self._lines.get(raw.line, "")),)
        return (whole(raw.value),) if kind in {"schema", "unreadable"} else parts(raw.value, self.shape)

    def label_pointer(self, row: int, found: tuple[Part, ...]) -> str | None:
        """Where the label stands, where there is one."""
        if row not in self.now.label_of or not found or not found[-1].pointer:
            return None
        return found[-1].pointer

    def decide(self, item: review.Item, action: str, changes: Mapping[str, str] | None = None) -> None:
        """Save a decision; then it counts.

        Raises:
            BadInput: where it cannot be saved, or a change does not fit.
        """
        raw = self._spool.get(item.suspect.row)
        if raw is None or action not in review.may(item.kind):
            raise BadInput("this cannot be decided here. Choose another way")
        label = self._label_of_fix(item, changes or {}) if action == FIX else None
        place = (raw.row, raw.line, fingerprint(raw), item.kind.name, action)
        made = Decision(*place, dict(changes or {}) if action == FIX else {}, label, _now(), self.fingerprint)
        self._places[made.key] = raw.row, raw.line
        stands = ((each.key, each.action, each.changes) for each, _place in self._standing)
        if (made.key, action, made.changes) not in stands:
            self.saved.add(made)  # what is asked twice, since its answer came late, is decided once
        self.take_up()

    def _label_of_fix(self, item: review.Item, changes: Mapping[str, str]) -> str | None:
        """The label that a fix gives the record, where it gives it another one."""
        row = item.suspect.row
        if not changes:
            raise BadInput("nothing is changed yet. Type another label or text, or keep the record")
        if any("[hidden: " in text for text in changes.values()):
            raise BadInput("it still says [hidden: …]. Show what is hidden, or type something in its place")
        now = self.record(row)
        try:
            example = self.shape.example(Raw(row, item.suspect.line, changed(now.value if now else None, changes)))
        except InvalidChange as fault:
            raise BadInput(str(fault)) from None
        if example.faults:
            raise BadInput(f"a trainer would refuse that: {example.faults[0]}. Mend it and save again")
        label = example.label or (example.output.strip() if row in self.audit.label_of else None)
        return label if label and label != self.now.label_of.get(row) else None

    def undo(self) -> review.Item | None:
        """Take back the latest decision; the suspect that is open again, None where there was none."""
        last, now = next((pair for pair in reversed(self._standing) if pair[1] is not None), (None, None))
        if last is None or now is None:
            return None
        self.saved.add(Decision(last.row, last.line, last.record, last.kind, UNDO, at=_now(), file=self.fingerprint))
        self.take_up()
        return next((item for item in self.items if item.key == (now.row, now.kind)), None)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
