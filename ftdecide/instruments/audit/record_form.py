"""Unreadable records, and records whose form no trainer accepts."""

from __future__ import annotations

from ftdecide.instruments.audit.issue import Kind, Suspect
from ftdecide.instruments.audit.record import Raw, Record

UNREADABLE = Kind(
    "unreadable",
    "records that cannot be read",
    "Write the file anew with a JSON or CSV library; by hand, mend the lines named.",
)
SCHEMA = Kind(
    "schema",
    "records with a missing, empty or misplaced part",
    "Mend the program that made the file: a trainer refuses these or learns from half of them.",
)


def unreadable(raw: Raw) -> Suspect:
    """A record that has a fault."""
    return Suspect(raw.row, raw.line, 1.0, raw.fault)


def schema(record: Record) -> Suspect | None:
    """A record whose form has faults, with the first of them."""
    if not record.faults:
        return None
    more = f" (and {len(record.faults) - 1} more)" if len(record.faults) > 1 else ""
    return Suspect(record.row, record.line, 1.0, record.faults[0] + more)
