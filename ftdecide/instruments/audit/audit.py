"""The audit: one pass over the file that looks at each record by itself, then what comparing them shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, BinaryIO

from ftdecide.instruments.audit import (
    duplicate,
    imbalance,
    label_error,
    leakage,
    mojibake,
    outlier,
    pii,
    record_form,
    secret,
    too_long,
)
from ftdecide.instruments.audit.clean import CleanCount, clean_count
from ftdecide.instruments.audit.index import Index
from ftdecide.instruments.audit.issue import Kind, Suspect
from ftdecide.instruments.audit.lines import UnusableFile
from ftdecide.instruments.audit.near import Near, near_pairs, without_templates
from ftdecide.instruments.audit.reading import read
from ftdecide.instruments.audit.splitting import groups_of

# In the order of the report: what stops a run first, what only asks for a look last.
KINDS: tuple[Kind, ...] = (
    record_form.UNREADABLE,
    record_form.SCHEMA,
    secret.KIND,
    pii.KIND,
    leakage.KIND,
    duplicate.CONTRADICTION,
    label_error.KIND,
    duplicate.EXACT,
    duplicate.NEAR,
    too_long.KIND,
    mojibake.KIND,
    imbalance.KIND,
    outlier.KIND,
)
# Issues that a probability speaks of; the others are certain.
SUSPECTED = (label_error.KIND.name,)
# What is being done, and the share of it that is done (0 to 1); None while the file is read.
Progress = Callable[[str, float | None], None]
ROWS_BETWEEN_CALLS = 500


@dataclass(frozen=True)
class Audit:
    """What an audit found.

    Args:
        name: of the file.
        format, shape: what it is, for people.
        rows: records, unreadable ones included.
        issues: of each kind, its suspects, the surest first.
        clean: the clean examples.
        labels: how many records have each label.
        label_note: what the label pass has to say of itself, or why it did not run.
        quality: of each row, 0 (bad) to 1.
        group_of: of each row that asks what another asks, its group.
        label_of: of each row that has a label, that label.
    """

    name: str
    format: str
    shape: str
    shape_says: str
    rows: int
    issues: Mapping[str, tuple[Suspect, ...]]
    clean: CleanCount
    labels: Mapping[str, int]
    label_note: str
    quality: Mapping[int, float]
    group_of: Mapping[int, int]
    label_of: Mapping[int, str]


def audit(
    file: BinaryIO,
    name: str,
    *,
    text_column: str | None = None,
    label_column: str | None = None,
    holdout: BinaryIO | None = None,
    most_tokens: int = too_long.MOST_TOKENS,
    label_pass: bool = True,
    progress: Progress = lambda what, share: None,
) -> Audit:
    """Audit an open file; it is read once, from front to back.

    Args:
        file: its bytes.
        name: for the report.
        text_column, label_column: where they stand, if told.
        holdout: the bytes of the hold-out file, if there is one.
        most_tokens: that a trainer takes in one piece.
        label_pass: whether labels are judged by the words, the slowest part.
        progress: told what is being done.

    Raises:
        UnusableFile: where a file holds nothing to audit.
    """
    index = Index()
    if holdout is not None:
        _add_holdout(index, holdout, text_column, label_column)
    source = read(file, text_column, label_column)
    found: dict[str, list[Suspect]] = {kind.name: [] for kind in KINDS}
    by_record = {
        record_form.SCHEMA.name: record_form.schema,
        secret.KIND.name: secret.secret,
        pii.KIND.name: pii.pii,
        too_long.KIND.name: partial(too_long.too_long, most_tokens=most_tokens),
        mojibake.KIND.name: mojibake.mojibake,
    }
    rows = 0
    for raw, record in source.records:
        rows += 1
        if rows % ROWS_BETWEEN_CALLS == 0:
            progress("reading", None)
        if record is None:
            found["unreadable"].append(Suspect(raw.row, raw.line, 1.0, raw.fault))
            continue
        for kind, finder in by_record.items():
            if (suspect := finder(record)) is not None:
                found[kind].append(suspect)
        if not record.faults:
            index.add(record)
    index.take_answers_for_labels()
    progress("comparing", 0.0)
    together = near_pairs(index)
    pairs = without_templates(together)
    found["exact_duplicate"] += duplicate.exact(index)
    found["near_duplicate"] += duplicate.near(index, pairs)
    found["contradiction"] += duplicate.contradictions(index, pairs)
    found["leakage"] += leakage.leakage(index, pairs)
    found["imbalance"] += imbalance.imbalance(index)
    found["outlier"] += outlier.outliers(index)
    labels = label_error.label_quality(index, partial(progress, "reading the labels")) if label_pass else None
    if labels:
        found["label_error"] += label_error.label_errors(index, labels)
    label_of = _labels(index)
    ordered = {kind: tuple(sorted(suspects, key=lambda s: (-s.score, s.row))) for kind, suspects in found.items()}
    return Audit(
        name=name,
        format=source.format,
        shape=source.shape.name,
        shape_says=source.shape.says,
        rows=rows,
        issues=ordered,
        clean=_clean(index, rows, ordered, labels, label_of),
        labels=Counter(label_of.values()),
        label_note="the label pass was left out" if labels is None else labels.why_not,
        quality=_quality(index, rows, ordered, labels),
        group_of=groups_of(_rows_together(index, together)),
        label_of=label_of,
    )


def _add_holdout(index: Index, file: BinaryIO, text_column: str | None, label_column: str | None) -> None:
    try:
        for _raw, record in read(file, text_column, label_column).records:
            if record is not None and not record.faults:
                index.add(record, held_out=True)
    except UnusableFile as fault:
        fault.of_holdout = True
        raise


def _rows_together(index: Index, pairs: list[Near]) -> Iterator[tuple[int, int]]:
    for pair in pairs:
        if not any(index.held_out[place] for place in pair.places):
            one, two = pair.places
            yield index.row[one], index.row[two]


def _clean(
    index: Index, rows: int, issues: Mapping[str, tuple[Suspect, ...]], labels: Any, label_of: Mapping[int, str]
) -> CleanCount:
    certain = {
        suspect.row for kind in KINDS if kind.costs and kind.name not in SUSPECTED for suspect in issues[kind.name]
    }
    suspected = {suspect.row: suspect.score for suspect in issues["label_error"]}
    contradicted = sum(
        index.row[place] not in certain and index.row[place] not in suspected
        for place in (labels.contradicted if labels else ())
    )
    return clean_count(rows, certain, suspected, contradicted, label_of.items())


def _labels(index: Index) -> dict[int, str]:
    names = index.labels
    return {index.row[place]: names[index.label[place]] for place in index.places() if index.label[place] >= 0}


# The quality that a record with an issue has at most; a copy is no worse than its original, only superfluous.
QUALITY_AT_MOST = {
    "unreadable": 0.0, "schema": 0.0, "secret": 0.05, "pii": 0.2, "leakage": 0.2, "contradiction": 0.3,
    "exact_duplicate": 0.4, "near_duplicate": 0.45, "too_long": 0.4, "mojibake": 0.4, "outlier": 0.5,
}  # fmt: skip


def _quality(index: Index, rows: int, issues: Mapping[str, tuple[Suspect, ...]], labels: Any) -> dict[int, float]:
    quality = dict.fromkeys(range(rows), 1.0)
    if labels:
        for place, each in labels.quality.items():
            quality[index.row[place]] = each
    for kind, most in QUALITY_AT_MOST.items():
        for suspect in issues[kind]:
            quality[suspect.row] = min(quality[suspect.row], most)
    return quality
