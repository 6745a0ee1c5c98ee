"""What is found in a file: first in each record by itself, then by comparing the records, once they are repaired."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import BinaryIO

from ftdecide.instruments.audit import (
    duplicate,
    imbalance,
    label_error,
    label_error_sklearn,
    leakage,
    outlier,
    record_form,
)
from ftdecide.instruments.audit.beside import Beside
from ftdecide.instruments.audit.index import Index
from ftdecide.instruments.audit.issue import Suspect
from ftdecide.instruments.audit.kinds import KINDS
from ftdecide.instruments.audit.lines import UnusableFile
from ftdecide.instruments.audit.mending import REPAIRABLE, mended
from ftdecide.instruments.audit.near import Near, near_pairs, without_templates
from ftdecide.instruments.audit.reading import Source, read

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
        answers: of each row whose question is asked elsewhere too, that question and the answer given.
    """

    rows: int
    issues: Mapping[str, tuple[Suspect, ...]]
    labels: label_error.LabelQuality | None
    together: list[Near]
    answers: Mapping[int, tuple[int, Hashable]]


def find(
    source: Source, index: Index, most_tokens: int, label_pass: bool, progress: Progress, labels_by: str = "words"
) -> Found:
    """Everything that can be found in some records; `index` takes them in, besides those held out that it has."""
    issues: dict[str, list[Suspect]] = {kind.name: [] for kind in KINDS}
    rows, repaired = _each_by_itself(source, index, most_tokens, issues, progress)
    progress("comparing", 0.0)
    index.take_answers_for_labels()
    together = near_pairs(index, partial(progress, "comparing"))
    pairs = without_templates(together)
    labels = _labels(index, labels_by, partial(progress, "reading the labels")) if label_pass else None
    compared = {
        "exact_duplicate": duplicate.exact(index),
        "near_duplicate": duplicate.near(index, pairs),
        "contradiction": duplicate.contradictions(index, pairs),
        "leakage": leakage.leakage(index, pairs),
    }
    for kind, suspects in compared.items():
        issues[kind] += (_said_of_repaired(suspect, repaired) for suspect in suspects)
    issues["imbalance"] += imbalance.imbalance(index)
    issues["outlier"] += outlier.outliers(index)
    issues["label_error"] += label_error.label_errors(index, labels) if labels else ()
    ordered = {kind: tuple(sorted(suspects, key=lambda s: (-s.score, s.row))) for kind, suspects in issues.items()}
    return Found(rows, ordered, labels, together, duplicate.answers_given(index, pairs))


def _labels(index: Index, labels_by: str, progress: Callable[[float], None]) -> label_error.LabelQuality:
    if labels_by == "sklearn":
        return label_error_sklearn.label_quality(index)
    return label_error.label_quality(index, progress)


def _said_of_repaired(suspect: Suspect, repaired: set[int]) -> Suspect:
    """What was found by comparing two records, one of which stands otherwise in the file."""
    if suspect.row not in repaired and suspect.more.get("of_row") not in repaired:
        return suspect
    return replace(suspect, reason=f"{suspect.reason}, once repaired")


def _each_by_itself(
    source: Source, index: Index, most_tokens: int, issues: dict[str, list[Suspect]], progress: Progress
) -> tuple[int, set[int]]:
    """Look at each record and take it into the index as it is once repaired; how many there were, and which are."""
    rows, repaired = 0, set[int]()
    with Beside(most_tokens) as beside:
        for raw, record in source.records:
            rows += 1
            if rows % ROWS_BETWEEN_CALLS == 0:
                progress("reading", None)
            if record is None:
                issues[record_form.UNREADABLE.name].append(record_form.unreadable(raw))
                continue
            for kind, suspect in beside.take(record):
                issues[kind].append(suspect)
            new = mended(raw, record, source.shape.example)
            if new.repaired:
                repaired.add(raw.row)
            if faulty := record_form.schema(record) or record_form.schema(new.record):
                issues[record_form.SCHEMA.name].append(faulty)
            if not new.record.faults:
                index.add(new.record)
        for kind, suspect in beside.rest():
            issues[kind].append(suspect)
    for kind in REPAIRABLE:
        issues[kind] = [replace(s, more={"repaired": True}) if s.row in repaired else s for s in issues[kind]]
    return rows, repaired


def add_holdout(index: Index, file: BinaryIO, text_column: str | None, label_column: str | None) -> None:
    """Take the hold-out file into the index, before the file that is audited."""
    try:
        source = read(file, text_column, label_column)
        for raw, record in source.records:
            if record is not None and not (new := mended(raw, record, source.shape.example).record).faults:
                index.add(new, held_out=True)
    except UnusableFile as fault:
        fault.of_holdout = True
        raise
