"""The audit of a file: what was found in it, and how many clean examples are left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from ftdecide.instruments.audit import too_long
from ftdecide.instruments.audit.clean import CleanCount, clean_count
from ftdecide.instruments.audit.finding import Found, Progress, add_holdout, find
from ftdecide.instruments.audit.index import Index
from ftdecide.instruments.audit.issue import Suspect
from ftdecide.instruments.audit.kinds import KINDS, QUALITY_AT_MOST, SUSPECTED
from ftdecide.instruments.audit.reading import read
from ftdecide.instruments.audit.splitting import groups_of


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
        add_holdout(index, holdout, text_column, label_column)
    source = read(file, text_column, label_column)
    found = find(source.records, index, most_tokens, label_pass, progress)
    label_of = _labels(index)
    return Audit(
        name=name,
        format=source.format,
        shape=source.shape.name,
        shape_says=source.shape.says,
        rows=found.rows,
        issues=found.issues,
        clean=_clean(index, found, label_of),
        labels=Counter(label_of.values()),
        label_note="the label pass was left out" if found.labels is None else found.labels.why_not,
        quality=_quality(index, found),
        group_of=groups_of(_rows_together(index, found)),
        label_of=label_of,
    )


def _rows_together(index: Index, found: Found) -> Iterator[tuple[int, int]]:
    for pair in found.together:
        one, two = pair.places
        if not (index.held_out[one] or index.held_out[two]):
            yield index.row[one], index.row[two]


def _clean(index: Index, found: Found, label_of: Mapping[int, str]) -> CleanCount:
    certain = {
        suspect.row
        for kind in KINDS
        if kind.costs and kind.name not in SUSPECTED
        for suspect in found.issues[kind.name]
    }
    suspected = {suspect.row: suspect.score for suspect in found.issues["label_error"]}
    contradicted = sum(
        index.row[place] not in certain and index.row[place] not in suspected
        for place in (found.labels.contradicted if found.labels else ())
    )
    return clean_count(found.rows, certain, suspected, contradicted, label_of.items())


def _labels(index: Index) -> dict[int, str]:
    names = index.labels
    return {index.row[place]: names[index.label[place]] for place in index.places() if index.label[place] >= 0}


def _quality(index: Index, found: Found) -> dict[int, float]:
    quality = dict.fromkeys(range(found.rows), 1.0)
    if found.labels:
        for place, each in found.labels.quality.items():
            quality[index.row[place]] = each
    for kind, most in QUALITY_AT_MOST.items():
        for suspect in found.issues[kind]:
            quality[suspect.row] = min(quality[suspect.row], most)
    return quality
