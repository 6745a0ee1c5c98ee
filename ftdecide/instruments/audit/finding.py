"""What is found in a file: first in each record by itself, then by comparing the records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from ftdecide.instruments.audit import (
    duplicate,
    imbalance,
    label_error,
    leakage,
    outlier,
    record_form,
)
from ftdecide.instruments.audit.beside import Beside
from ftdecide.instruments.audit.index import Index
from ftdecide.instruments.audit.issue import Suspect
from ftdecide.instruments.audit.kinds import KINDS
from ftdecide.instruments.audit.lines import UnusableFile
from ftdecide.instruments.audit.near import Near, near_pairs, without_templates
from ftdecide.instruments.audit.reading import read
from ftdecide.instruments.audit.record import Raw, Record

# What is being done, and the share of it that is done (0 to 1); None while the file is read.
Progress = Callable[[str, float | None], None]
ROWS_BETWEEN_CALLS = 500


@dataclass(frozen=True)
class Found:
    """What was found.

    Args:
        rows: records, unreadable ones included.
        issues: of each kind, its suspects, the surest first.
        labels: the quality of the labels; None where the label pass was left out.
        together: the pairs of records that ask nearly the same.
    """

    rows: int
    issues: Mapping[str, tuple[Suspect, ...]]
    labels: label_error.LabelQuality | None
    together: list[Near]


def find(
    records: Iterator[tuple[Raw, Record | None]], index: Index, most_tokens: int, label_pass: bool, progress: Progress
) -> Found:
    """Everything that can be found in some records; `index` takes them in, besides those held out that it has."""
    issues: dict[str, list[Suspect]] = {kind.name: [] for kind in KINDS}
    rows = _each_by_itself(records, index, most_tokens, issues, progress)
    progress("comparing", 0.0)
    index.take_answers_for_labels()
    together = near_pairs(index)
    pairs = without_templates(together)
    labels = label_error.label_quality(index, partial(progress, "reading the labels")) if label_pass else None
    issues["exact_duplicate"] += duplicate.exact(index)
    issues["near_duplicate"] += duplicate.near(index, pairs)
    issues["contradiction"] += duplicate.contradictions(index, pairs)
    issues["leakage"] += leakage.leakage(index, pairs)
    issues["imbalance"] += imbalance.imbalance(index)
    issues["outlier"] += outlier.outliers(index)
    issues["label_error"] += label_error.label_errors(index, labels) if labels else ()
    ordered = {kind: tuple(sorted(suspects, key=lambda s: (-s.score, s.row))) for kind, suspects in issues.items()}
    return Found(rows, ordered, labels, together)


def _each_by_itself(
    records: Iterator[tuple[Raw, Record | None]],
    index: Index,
    most_tokens: int,
    issues: dict[str, list[Suspect]],
    progress: Progress,
) -> int:
    """Look at each record and take it into the index; how many there were."""
    rows = 0
    with Beside(most_tokens) as beside:
        for raw, record in records:
            rows += 1
            if rows % ROWS_BETWEEN_CALLS == 0:
                progress("reading", None)
            if record is None:
                issues[record_form.UNREADABLE.name].append(record_form.unreadable(raw))
                continue
            for kind, suspect in beside.take(record):
                issues[kind].append(suspect)
            if record.faults:
                issues[record_form.SCHEMA.name].append(record_form.schema(record))
            else:
                index.add(record)
        for kind, suspect in beside.rest():
            issues[kind].append(suspect)
    return rows


def add_holdout(index: Index, file: BinaryIO, text_column: str | None, label_column: str | None) -> None:
    """Take the hold-out file into the index, before the file that is audited."""
    try:
        for _raw, record in read(file, text_column, label_column).records:
            if record is not None and not record.faults:
                index.add(record, held_out=True)
    except UnusableFile as fault:
        fault.of_holdout = True
        raise
