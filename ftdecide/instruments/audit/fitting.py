"""Decisions found again in a file that may have changed since: each goes to its own record or to none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Any

from ftdecide.instruments.audit.decisions import FIX, Decision
from ftdecide.instruments.audit.record import Raw, Record
from ftdecide.instruments.audit.record_parts import InvalidChange, changed, fingerprint


def fitted(
    decisions: Sequence[Decision], records: Iterable[tuple[Raw, Record | None]], file: str
) -> tuple[Decision | None, ...]:
    """Each decision with the row where its record now stands; None where it no longer fits.

    A record that moved is followed where there is only one like it.

    Args:
        decisions: that stand.
        records: of the file, from the first.
        file: what the file is known by; where every decision was made on just this file, only their rows are read.
    """
    if not decisions:
        return ()
    there = _there(decisions, records, file)
    values: dict[int, Any] = {}
    return tuple(_found(decision, there.get(decision.record, {}), values) for decision in decisions)


def _there(
    decisions: Sequence[Decision], records: Iterable[tuple[Raw, Record | None]], file: str
) -> Mapping[str, Mapping[int, Raw]]:
    """By what a record is known by, the rows that hold such a record."""
    wanted, rows = {each.record for each in decisions}, {each.row for each in decisions}
    unchanged = all(each.file == file for each in decisions)
    last = max(rows)
    read: Iterator[tuple[Raw, Record | None]] = iter(records)
    if unchanged:
        read = (pair for pair in takewhile(lambda pair: pair[0].row <= last, read) if pair[0].row in rows)
    there: dict[str, dict[int, Raw]] = defaultdict(dict)
    for raw, _record in read:
        if (known_by := fingerprint(raw)) in wanted:
            there[known_by][raw.row] = raw
    return there


def _found(decision: Decision, there: Mapping[int, Raw], values: dict[int, Any]) -> Decision | None:
    raw = there.get(decision.row) or (next(iter(there.values())) if len(there) == 1 else None)
    return raw and placed(decision, raw, values)


def placed(decision: Decision, raw: Raw, values: dict[int, Any]) -> Decision | None:
    """The decision at its record; None where what it changes is not there.

    Args:
        decision: that stands.
        raw: the record that it was made on.
        values: of each row, the record as the decisions before this one left it; this one's changes are added.
    """
    if decision.action == FIX:
        try:
            values[raw.row] = changed(values.get(raw.row, raw.value), decision.changes)
        except InvalidChange:
            return None
    return replace(decision, row=raw.row, line=raw.line)
