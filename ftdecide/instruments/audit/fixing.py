"""What can safely be repaired or dropped without a reader's judgement, and the log of it.

Dropped: what no trainer can use or what is there twice, once the others are repaired (see `mending`).  What needs
judgement stays: contradictions, doubtful labels, personal data, secrets.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ftdecide.instruments.audit.audit import Audit
from ftdecide.instruments.audit.issue import Suspect
from ftdecide.instruments.audit.kinds import KINDS
from ftdecide.instruments.audit.mending import REPAIRABLE, mended
from ftdecide.instruments.audit.record import Raw, Record
from ftdecide.instruments.audit.record_parts import changed
from ftdecide.instruments.audit.settled import Settled

ACTIONS = {"keep": "kept", "fix": "fixed", "drop": "dropped"}  # of a person, as the log has them
DROPPED = ("unreadable", "schema", "exact_duplicate", "leakage")


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one record, `dropped` or `repaired`, by hand also `kept` or `fixed`, and why."""

    row: int
    line: int
    kind: str
    action: str
    reason: str

    def to_json(self) -> dict[str, Any]:
        return {"row": self.row, "line": self.line, "kind": self.kind, "action": self.action, "reason": self.reason}


def left_of(audit: Audit) -> frozenset[int]:
    """The rows of which something is left: what `fixed` keeps."""
    gone = {suspect.row for kind in DROPPED for suspect in audit.issues[kind] if not suspect.repaired}
    gone |= {row for row, settled in audit.settled.items() if any(each.action == "drop" for each in settled)}
    return frozenset(range(audit.rows)) - gone


def still_faulty(audit: Audit) -> tuple[int, dict[str, int]]:
    """How many of the records that `fixed` keeps count as faulty all the same, and how many have each kind of issue."""
    kept = left_of(audit)
    rows = {
        kind.name: {s.row for s in audit.issues[kind.name] if s.row in kept and not s.repaired}
        for kind in KINDS
        if kind.costs
    }
    return len(set().union(*rows.values())), {name: len(each) for name, each in rows.items() if each}


def fixed(
    records: Iterator[tuple[Raw, Record | None]], audit: Audit, example: Callable[[Raw], Record]
) -> Iterator[tuple[Raw, Any, tuple[Change, ...]]]:
    """Each record, what is to be kept of it (None where it is dropped), and what was changed.

    What a person decided goes before what the program would do.

    Args:
        records: the file, read again.
        audit: what was found in it, with the decisions of a review where there are some.
        example: how its shape reads a record.
    """
    found: dict[int, list[tuple[str, Suspect]]] = defaultdict(list)
    for kind in dict.fromkeys((*DROPPED, *REPAIRABLE)):
        for suspect in audit.issues[kind]:
            found[suspect.row].append((kind, suspect))
    for raw, record in records:
        settled = audit.settled.get(raw.row, ())
        by_hand = tuple(_by_hand(raw, each) for each in settled)
        if any(each.action == "drop" for each in settled):
            yield raw, None, tuple(change for change in by_hand if change.action == "dropped")
            continue
        suspected = found.get(raw.row, ())
        if why := next(((kind, s) for kind, s in suspected if kind in DROPPED and not s.repaired), None):
            yield raw, None, (Change(raw.row, raw.line, why[0], "dropped", why[1].reason),)
            continue
        value = mended(raw, record, example).value if suspected and record else raw.value
        changes = [] if value is raw.value else [_repaired(raw, suspected)]  # what was lost cannot be turned back
        for each in settled:
            value = changed(value, each.changes)
        yield raw, value, (*changes, *by_hand)


def _repaired(raw: Raw, suspected: Sequence[tuple[str, Suspect]]) -> Change:
    return Change(raw.row, raw.line, suspected[0][0], "repaired", "; ".join(s.reason for _kind, s in suspected))


def _by_hand(raw: Raw, settled: Settled) -> Change:
    what = ", ".join(pointer or "the whole record" for pointer in settled.changes)
    said = [settled.reason, f"decided by hand{f' ({what} typed anew)' if what else ''}"]
    return Change(raw.row, raw.line, settled.kind, ACTIONS[settled.action], "; ".join(filter(None, said)))
