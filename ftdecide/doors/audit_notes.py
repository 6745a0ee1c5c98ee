"""What `ftdecide audit` says of the files that it wrote, a sentence each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ftdecide.doors.audit_files import log_name
from ftdecide.instruments.audit.audit import Audit
from ftdecide.instruments.audit.fixing import still_faulty
from ftdecide.words import number_of


def said_of_fixed(found: Audit, done: Mapping[str, int], name: str, by_hand: bool) -> Iterator[str]:
    """What was done for the mended records, and what is wrong with them still, a sentence each."""
    hand = f", {done['fixed']:,} fixed and {done['kept']:,} kept by hand" if by_hand else ""
    dropped = number_of(done["dropped"], "record")
    yield f"{name}: {dropped} dropped, {done['repaired']:,} repaired{hand}; {log_name(name)} names each"
    faulty, of_kind = still_faulty(found)
    if faulty:
        are = number_of(faulty, "faulty record is still in it", "faulty records are still in it")
        yield f"{are}: {', '.join(f'{kind} {count:,}' for kind, count in of_kind.items())}. A person has to decide"


def said_of_split(found: Audit, parts: Mapping[str, int], folder: str) -> Iterator[str]:
    """How many records went into each part, and what keeps the parts from being a fair test."""
    yield f"{folder}: " + ", ".join(f"{part} {count:,}" for part, count in parts.items())
    if found.apart:
        are = number_of(found.apart, "record is a template", "records are templates")
        yield f"{are} filled in with other numbers, too many to be kept together; their sentences stand in every part"
    if empty := [part for part, count in parts.items() if not count]:
        yield (
            f"nothing is left for {' and '.join(empty)}: these records are too few, or so alike that any two parts "
            "would share them. Test on records from elsewhere"
        )
