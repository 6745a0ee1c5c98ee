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
from ftdecide.instruments.audit.turns import ROLES

DROPPED = ("unreadable", "schema", "exact_duplicate", "leakage")
REPAIRED = ("mojibake", "schema")


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one record, `dropped` or `repaired`, and why."""

    row: int
    line: int
    kind: str
    action: str
    reason: str

    def to_json(self) -> dict[str, Any]:
        return {"row": self.row, "line": self.line, "kind": self.kind, "action": self.action, "reason": self.reason}


def fixed(
    records: Iterator[tuple[Raw, Record | None]], audit: Audit, example: Any
) -> Iterator[tuple[Raw, Any, Change | None]]:
    """Each record, what is to be kept of it (None where it is dropped), and what was changed.

    Args:
        records: the file, read again.
        audit: what was found in it.
        example: how its shape reads a record, to see whether a repair was enough.
    """
    reasons = {kind: {s.row: s.reason for s in audit.issues[kind]} for kind in {*DROPPED, *REPAIRED}}
    for raw, _record in records:
        found = [kind for kind in (*DROPPED, *REPAIRED) if raw.row in reasons[kind]]
        if not found:
            yield raw, raw.value, None
            continue
        mended = mend(raw.value) if not raw.fault else None
        still = [kind for kind in found if kind in DROPPED]
        if still == ["schema"] and not example(Raw(raw.row, raw.line, mended)).faults:
            still = []
        kind = (still or found)[0]
        action = "dropped" if still else "repaired"
        if action == "repaired" and mended == raw.value:
            yield raw, raw.value, None  # what was lost cannot be turned back
            continue
        change = Change(raw.row, raw.line, kind, action, reasons[kind][raw.row])
        yield raw, (None if still else mended), change


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
