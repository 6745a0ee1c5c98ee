"""An audit as values for other programs, and as a page of text that a person reads in a minute."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from ftdecide.instruments.audit.audit import Audit
from ftdecide.instruments.audit.issue import Kind, Suspect
from ftdecide.instruments.audit.kinds import KINDS

SHOWN = 3  # of each kind, in the text
READ_BY_HAND = 50  # records that a person reads to know what no program sees


def to_json(audit: Audit, as_of: date) -> dict[str, Any]:
    """The report; `profile` is what `ftdecide assess --with` takes."""
    return {
        "schema": 1,
        "file": audit.name,
        "format": audit.format,
        "shape": audit.shape,
        "rows": audit.rows,
        "clean_examples": audit.clean.value,
        "clean_examples_low": audit.clean.low,
        "clean_examples_high": audit.clean.high,
        "clean_examples_by_class": dict(audit.clean.by_class),
        "profile": profile(audit, as_of),
        "label_pass": {"ran": bool(audit.labels) and not audit.label_note, "note": audit.label_note},
        "issues": {
            kind.name: {
                "count": len(audit.issues[kind.name]),
                "title": kind.title,
                "advice": kind.advice,
                "rows": [suspect.to_json() for suspect in audit.issues[kind.name]],
            }
            for kind in KINDS
        },
    }


def profile(audit: Audit, as_of: date) -> dict[str, Any]:
    """What the audit measured of a task: the examples, clean and all."""
    source = f"ftdecide audit of {audit.name}, {as_of.isoformat()}"
    low, high = sorted((audit.clean.low, audit.clean.high))
    clean = {"value": audit.clean.value, "low": low, "high": high, "basis": "measured", "source": source}
    total = {"value": audit.rows, "basis": "measured", "source": source}
    return {"clean_examples": clean, "total_examples": total}


def to_text(audit: Audit, excerpts: dict[int, str] | None = None) -> str:
    """The report for people; `excerpts` are the texts of rows that may be shown."""
    return "\n".join(_lines(audit, excerpts or {})) + "\n"


def count_sentence(audit: Audit) -> str:
    """The one number, with its interval where there is doubt."""
    clean = audit.clean
    interval = f" (between {clean.low:,} and {clean.high:,})" if clean.low < clean.high else ""
    return f"Clean examples: {clean.value:,} of {audit.rows:,}{interval}"


def first_step(audit: Audit) -> str:
    """What to do first."""
    found = [kind for kind in KINDS if audit.issues[kind.name]]
    if not found:
        return f"No issue was found. Read {READ_BY_HAND} records drawn at random: no program sees a bad answer."
    first = next((kind for kind in found if kind.costs), found[0])
    return f"First: {first.title}. {first.advice}"


def _lines(audit: Audit, excerpts: dict[int, str]) -> Iterator[str]:
    yield f"{audit.name}: {audit.format}, {audit.shape_says}; {audit.rows:,} records."
    yield ""
    yield f"{count_sentence(audit)}."
    if audit.labels:
        yield from _by_class(audit)
    if audit.label_note:
        yield f"Labels were not judged by their texts: {audit.label_note}."
    found = [kind for kind in KINDS if audit.issues[kind.name]]
    yield ""
    yield first_step(audit)
    if not found:
        return
    for kind in found:
        yield ""
        yield from _kind(kind, audit.issues[kind.name], excerpts)
    yield ""
    yield f"Then read {READ_BY_HAND} records drawn at random: no program sees a bad answer."


def _by_class(audit: Audit) -> Iterator[str]:
    classes = sorted(audit.labels.items(), key=lambda pair: -pair[1])
    shown = [f"{name} {audit.clean.by_class.get(name, 0):,} of {count:,}" for name, count in classes[:12]]
    more = f"; {len(classes) - 12} more classes" if len(classes) > 12 else ""
    yield f"By class: {'; '.join(shown)}{more}."


def _kind(kind: Kind, suspects: tuple[Suspect, ...], excerpts: dict[int, str]) -> Iterator[str]:
    note = "" if kind.costs else " (to be looked at; they still count as clean)"
    yield f"{kind.name}: {len(suspects):,} {kind.title}{note}"
    for suspect in suspects[:SHOWN]:
        yield f"  row {suspect.row}, line {suspect.line}: {suspect.reason}"
        if text := excerpts.get(suspect.row):
            yield f"    {text}"
    if len(suspects) > SHOWN:
        yield f"  and {len(suspects) - SHOWN:,} more"
