"""What can safely be repaired or dropped without a reader's judgement, and the log of it.

Dropped: what no trainer can use or what is there twice.  Repaired: signs spoilt by a wrong encoding, roles in a
spelling that trainers refuse.  What needs judgement stays: contradictions, doubtful labels, personal data, secrets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ftdecide.instruments.audit.audit import Audit
from ftdecide.instruments.audit.mojibake import repaired
from ftdecide.instruments.audit.record import Raw, Record
from ftdecide.instruments.audit.record_parts import changed
from ftdecide.instruments.audit.settled import Settled
from ftdecide.instruments.audit.turns import ROLES

ACTIONS = {"keep": "kept", "fix": "fixed", "drop": "dropped"}  # of a person, as the log has them
DROPPED = ("unreadable", "schema", "exact_duplicate", "leakage")
REPAIRED = ("mojibake",)  # besides roles, which are a matter of "schema"


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


def fixed(
    records: Iterator[tuple[Raw, Record | None]], audit: Audit, example: Any
) -> Iterator[tuple[Raw, Any, tuple[Change, ...]]]:
    """Each record, what is to be kept of it (None where it is dropped), and what was changed.

    What a person decided goes before what the program would do.

    Args:
        records: the file, read again.
        audit: what was found in it, with the decisions of a review where there are some.
        example: how its shape reads a record, to see whether a repair was enough.
    """
    reasons = {kind: {s.row: s.reason for s in audit.issues[kind]} for kind in {*DROPPED, *REPAIRED}}
    for raw, _record in records:
        settled = audit.settled.get(raw.row, ())
        by_hand = tuple(_by_hand(raw, each) for each in settled)
        if any(each.action == "drop" for each in settled):
            yield raw, None, tuple(change for change in by_hand if change.action == "dropped")
            continue
        value, change = _mended(raw, reasons, example)
        if change and change.action == "dropped":
            yield raw, None, (change,)
            continue
        for each in settled:
            value = changed(value, each.changes)
        yield raw, value, (*([change] if change else []), *by_hand)


def _by_hand(raw: Raw, settled: Settled) -> Change:
    what = ", ".join(pointer or "the whole record" for pointer in settled.changes)
    said = [settled.reason, f"decided by hand{f' ({what} typed anew)' if what else ''}"]
    return Change(raw.row, raw.line, settled.kind, ACTIONS[settled.action], "; ".join(filter(None, said)))


def _mended(raw: Raw, reasons: Mapping[str, Mapping[int, str]], example: Any) -> tuple[Any, Change | None]:
    """What the program makes of a record, and what it changed."""
    found = [kind for kind in (*DROPPED, *REPAIRED) if raw.row in reasons[kind]]
    if not found:
        return raw.value, None
    mended = mend(raw.value) if not raw.fault else None
    still = [kind for kind in found if kind in DROPPED]
    if still == ["schema"] and not example(Raw(raw.row, raw.line, mended)).faults:
        still = []
    kind = (still or found)[0]
    if not still and mended == raw.value:
        return raw.value, None  # what was lost cannot be turned back
    change = Change(raw.row, raw.line, kind, "dropped" if still else "repaired", reasons[kind][raw.row])
    return (None if still else mended), change


def mend(value: Any) -> Any:
    """A value with its texts repaired and its roles as trainers expect them.

    >>> mend({"messages": [{"role": "User", "content": "cafÃ©"}]})
    {'messages': [{'role': 'user', 'content': 'café'}]}
    """
    if isinstance(value, str):
        return repaired(value)
    if isinstance(value, list):
        return [mend(each) for each in value]
    if isinstance(value, Mapping):
        mended = {key: mend(each) for key, each in value.items()}
        role = mended.get("role")
        if isinstance(role, str) and "content" in mended and role.strip().lower() in ROLES:
            mended["role"] = ROLES[role.strip().lower()] if role.strip().lower() != "developer" else "developer"
        return mended
    return value
