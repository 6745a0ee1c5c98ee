"""The audit of a file: what was found in it, and how many clean examples are left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from ftdecide.instruments.audit import too_long
from ftdecide.instruments.audit.clean import CleanCount
from ftdecide.instruments.audit.counting import counted
from ftdecide.instruments.audit.finding import Found, Progress, add_holdout, find
from ftdecide.instruments.audit.index import Index
from ftdecide.instruments.audit.issue import Suspect
from ftdecide.instruments.audit.kinds import QUALITY_AT_MOST
from ftdecide.instruments.audit.reading import Source, read
from ftdecide.instruments.audit.sampling import Drawn
from ftdecide.instruments.audit.settled import Reviewed, Settled
from ftdecide.instruments.audit.splitting import groups_of
from ftdecide.instruments.audit.templates import MOST_OF_A_FILE, templates

LEAST_DOUBT = 1e-3  # that a label is wrong, to be added up; less is kept of no row


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
        contradicted: rows whose label is not the one that the words choose.
        doubted: rows whose label may be wrong, with the probability (0 to 1); empty where the words cannot judge.
        reviewed: what people decided, in numbers; None where nobody did.
        settled: of each row that people decided on, what they decided.
        drawn: what a sample of the file is; None where all of it was audited.  `issues`, `quality`, `group_of` and
            `label_of` then are of the records drawn, by their true rows; `rows`, `clean` and `labels` of the file.
        answers: of each row whose question is asked elsewhere too, that question and the answer given.
        apart: records of templates filled in with numbers that fill so much of the file that a split leaves them apart.
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
    contradicted: frozenset[int] = frozenset()
    doubted: Mapping[int, float] = field(default_factory=dict)
    reviewed: Reviewed | None = None
    settled: Mapping[int, tuple[Settled, ...]] = field(default_factory=dict)
    drawn: Drawn | None = None
    answers: Mapping[int, tuple[int, Hashable]] = field(default_factory=dict)
    apart: int = 0


def audit(
    file: BinaryIO,
    name: str,
    *,
    text_column: str | None = None,
    label_column: str | None = None,
    holdout: BinaryIO | None = None,
    holdout_columns: tuple[str | None, str | None] = (None, None),
    most_tokens: int = too_long.MOST_TOKENS,
    label_pass: bool = True,
    labels_by: str = "words",
    progress: Progress = lambda what, share: None,
) -> Audit:
    """Audit an open file; it is read once, from front to back.

    Args:
        file: its bytes.
        name: for the report.
        text_column, label_column: where they stand, if told.
        holdout: the bytes of the hold-out file, if there is one.
        holdout_columns: where text and label stand in it, if otherwise than in the file.
        most_tokens: that a trainer takes in one piece.
        label_pass: whether labels are judged by their texts, the slowest part.
        labels_by: by “words”, with the standard library, or by “sklearn”, with scikit-learn and cleanlab.
        progress: told what is being done.

    Raises:
        UnusableFile: where a file holds nothing to audit.
    """
    index = Index()
    if holdout is not None:
        add_holdout(index, holdout, holdout_columns[0] or text_column, holdout_columns[1] or label_column)
    source = read(file, text_column, label_column)
    found = find(source, index, most_tokens, label_pass, progress, labels_by)
    return audit_of(name, source, index, found, found.rows, range(found.rows))


def audit_of(name: str, source: Source, index: Index, found: Found, rows: int, looked_at: Iterable[int]) -> Audit:
    """What the findings come to.

    Args:
        name: of the file.
        source: how it was read.
        index, found: of the records looked at.
        rows: records of the file, unreadable ones included.
        looked_at: their rows.
    """
    label_of, contradicted, doubted = labels_of(index), contradicted_rows(index, found), doubted_rows(index, found)
    filled_in = templates(index)
    few = [places for places in filled_in if len(places) <= MOST_OF_A_FILE * len(index)]
    return Audit(
        name=name,
        format=source.format,
        shape=source.shape.name,
        shape_says=source.shape.says,
        rows=rows,
        issues=found.issues,
        clean=counted(rows, found.issues, contradicted, doubted, label_of),
        labels=Counter(label_of.values()),
        label_note=note_of(found),
        quality=quality_of(looked_at, index, found),
        group_of=groups_of(rows_together(index, found, few)),
        label_of=label_of,
        contradicted=contradicted,
        doubted=doubted,
        answers=found.answers,
        apart=sum(map(len, filled_in)) - sum(map(len, few)),
    )


def note_of(found: Found) -> str:
    """What the label pass has to say of itself, or why it did not run."""
    return "the label pass was left out" if found.labels is None else found.labels.why_not


def rows_together(index: Index, found: Found, filled_in: Iterable[Sequence[int]]) -> Iterator[tuple[int, int]]:
    """The rows of the pairs that ask nearly the same, or the same with other numbers."""
    for pair in found.together:
        one, two = pair.places
        if not (index.held_out[one] or index.held_out[two]):
            yield index.row[one], index.row[two]
    for first, *others in filled_in:
        yield from ((index.row[first], index.row[other]) for other in others)


def contradicted_rows(index: Index, found: Found) -> frozenset[int]:
    """The rows whose label is not the one that the words choose."""
    return frozenset(index.row[place] for place in (found.labels.contradicted if found.labels else ()))


def doubted_rows(index: Index, found: Found) -> dict[int, float]:
    """The rows whose label may be wrong, with the probability; none where the words cannot judge the labels."""
    if not (found.labels and found.labels.trusted):
        return {}
    qualities = found.labels.quality.items()
    return {index.row[place]: 1 - quality for place, quality in qualities if 1 - quality > LEAST_DOUBT}


def labels_of(index: Index) -> dict[int, str]:
    """The label of each row that has one."""
    names = index.labels
    return {index.row[place]: names[index.label[place]] for place in index.places() if index.label[place] >= 0}


def quality_of(rows: Iterable[int], index: Index, found: Found) -> dict[int, float]:
    """The quality of each row, 0 (bad) to 1."""
    quality = dict.fromkeys(rows, 1.0)
    if found.labels:
        for place, each in found.labels.quality.items():
            quality[index.row[place]] = each
    for kind, most in QUALITY_AT_MOST.items():
        for suspect in found.issues[kind]:
            quality[suspect.row] = min(quality[suspect.row], most)
    return quality
