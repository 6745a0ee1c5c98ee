"""The audit of a sample, for files of millions of records: one pass, and memory for those drawn.

Beside them 8 bytes a record are kept, by which exact copies are counted over the whole file.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from ftdecide.instruments.audit import too_long
from ftdecide.instruments.audit.audit import Audit, audit_of
from ftdecide.instruments.audit.clean import CleanCount
from ftdecide.instruments.audit.counting import counted
from ftdecide.instruments.audit.finding import ROWS_BETWEEN_CALLS, Progress, add_holdout, find
from ftdecide.instruments.audit.identity import identity, identity_of
from ftdecide.instruments.audit.index import Index
from ftdecide.instruments.audit.issue import Suspect
from ftdecide.instruments.audit.mending import mended
from ftdecide.instruments.audit.reading import Source, read
from ftdecide.instruments.audit.record import Raw, Record
from ftdecide.instruments.audit.sampling import Drawn, different, firsts, noted, reservoir, scaled

PAIRED = ("near_duplicate", "contradiction")  # what a sample sees too little of to count it
Read = tuple[Raw, Record | None]


def audit_sample(
    file: BinaryIO,
    name: str,
    size: int,
    seed: int = 0,
    *,
    text_column: str | None = None,
    label_column: str | None = None,
    holdout: BinaryIO | None = None,
    holdout_columns: tuple[str | None, str | None] = (None, None),
    most_tokens: int = too_long.MOST_TOKENS,
    label_pass: bool = True,
    labels_by: str = "words",
    progress: Progress = lambda what, share: None,
) -> tuple[Audit, tuple[Read, ...]]:
    """The audit of so many records drawn at random (1 or more), and those records in the order of the file.

    The other arguments and what is raised are those of `audit`.
    """
    index = Index()
    if holdout is not None:
        add_holdout(index, holdout, holdout_columns[0] or text_column, holdout_columns[1] or label_column)
    source = read(file, text_column, label_column)
    keys = array("q")
    taken = reservoir(noted(_keyed(source, progress), keys), size, seed)
    taken.sort(key=lambda pair: pair[0].row)
    progress("counting exact copies", None)
    first = firsts(keys, (keys[raw.row] for raw, _ in taken))
    sample = replace(source, records=iter(taken))
    found = find(sample, index, most_tokens, label_pass, lambda what, share: progress(what, share or 0.0), labels_by)
    copies = tuple(
        Suspect(raw.row, raw.line, 1.0, f"the same as row {row}", {"of_row": row})
        for raw, _ in taken
        if (row := first[keys[raw.row]]) < raw.row
    )
    found = replace(found, issues={**found.issues, "exact_duplicate": copies})
    rows = len(keys)
    pairs = sum(len(found.issues[kind]) for kind in PAIRED)
    drawn = Drawn(len(taken), rows, seed, rows - different(keys), len(taken) - len(copies), pairs)
    of_sample = audit_of(name, source, index, found, rows, (raw.row for raw, _ in taken))
    return _of_file(of_sample, drawn), tuple(taken)


def _of_file(of_sample: Audit, drawn: Drawn) -> Audit:
    """The audit with its count and its labels as those of the whole file."""
    labels = {label: round(count / drawn.share) for label, count in of_sample.labels.items()}
    clean = _clean(drawn, of_sample) if drawn.size < drawn.rows else of_sample.clean
    return replace(of_sample, clean=clean, labels=labels, drawn=drawn)


def _keyed(source: Source, progress: Progress) -> Iterator[tuple[Read, int]]:
    """Each record, and what its exact copies share with it once repaired; nobody asks for copies of a faulty one."""
    for raw, record in source.records:
        if raw.row % ROWS_BETWEEN_CALLS == 0:
            progress("drawing the sample", None)
        new = mended(raw, record, source.shape.example).record if record else None
        if new is None or new.faults:
            yield (raw, record), identity(f"faulty {raw.row}")
        else:
            yield (raw, record), identity_of(new)


def _clean(drawn: Drawn, found: Audit) -> CleanCount:
    """The clean examples of the file: its different records, times the share of them that is clean in the sample.

    Near copies and contradictions are left out: the sample holds both sides of few of them.
    """
    copies = {suspect.row for suspect in found.issues["exact_duplicate"]}
    issues = {
        kind: () if kind in PAIRED else tuple(s for s in suspects if s.row not in copies)
        for kind, suspects in found.issues.items()
    }
    labels = {row: label for row, label in found.label_of.items() if row not in copies}
    doubted = {row: p for row, p in found.doubted.items() if row not in copies}
    seen = counted(drawn.firsts, {**issues, "exact_duplicate": ()}, found.contradicted - copies, doubted, labels)
    population = drawn.rows - drawn.copies
    each = population / drawn.firsts if drawn.firsts else 0.0
    low = scaled(min(seen.low, seen.value), drawn.firsts, population)[0]
    high = scaled(max(seen.high, seen.value), drawn.firsts, population)[1]
    by_class = {label: round(count * each) for label, count in seen.by_class.items()}
    return CleanCount(round(seen.value * each), low, high, by_class, round(seen.hidden * each))
