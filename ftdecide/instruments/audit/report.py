"""An audit as values for other programs, and as a page of text that a person reads in a minute."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import takewhile
from typing import Any

from ftdecide.instruments.audit.audit import Audit
from ftdecide.instruments.audit.issue import Kind, Suspect
from ftdecide.instruments.audit.kinds import KINDS
from ftdecide.instruments.audit.record import Raw, Record
from ftdecide.instruments.audit.sampling import Drawn
from ftdecide.instruments.audit.words import excerpt
from ftdecide.printable import printable
from ftdecide.words import number_of

SHOWN = 3  # of each kind, in the text
LONGEST_LABEL = 60  # characters
NO_ANSWERS = (
    "The records are texts without answers: nothing here shows a model what to put out. If a column holds the answer, "
    "name it with --label-column. The verdict is told no count of clean examples."
)
HIDDEN = "By their texts, about {labels} {are} wrong, though no one record can be named: the count is without them."
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
        **({"sample": audit.drawn.to_json()} if audit.drawn else {}),
        **({"review": audit.reviewed.to_json()} if audit.reviewed else {}),
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
    of = f"a sample of {audit.drawn.size:,} of {number_of(audit.rows, 'record')} of " if audit.drawn else ""
    of_pairs = "; near copies and contradictions not counted" if audit.drawn else ""
    reviewed = f"; {audit.reviewed.says}" if audit.reviewed and audit.reviewed.settled else ""
    source = f"ftdecide audit of {of}{audit.name}, {as_of.isoformat()}{of_pairs}{reviewed}"
    low, high = sorted((audit.clean.low, audit.clean.high))
    total = {"value": audit.rows, "basis": "measured", "source": source}
    if audit.shape == "text":
        return {"total_examples": total}
    clean = {"value": audit.clean.value, "low": low, "high": high, "basis": "measured", "source": source}
    return {"clean_examples": clean, "total_examples": total}


def to_text(audit: Audit, excerpts: dict[int, str] | None = None) -> str:
    """The report for people; `excerpts` are the texts of rows that may be shown."""
    return "\n".join(map(printable, _lines(audit, excerpts or {}))) + "\n"


def texts_shown(records: Iterable[tuple[Raw, Record | None]], found: Audit, most: int = SHOWN) -> dict[int, str]:
    """An excerpt of the suspects that a report shows; none with a secret or personal data: those are not passed on.

    Args:
        records: in their order; they are read up to the last that is shown.
        found: what the audit found in them.
        most: shown of each kind.
    """
    rows = {suspect.row for suspects in found.issues.values() for suspect in suspects[:most]}
    rows -= {suspect.row for kind in ("pii", "secret") for suspect in found.issues[kind]}
    last = max(rows, default=-1)
    wanted = takewhile(lambda pair: pair[0].row <= last, records)
    return {raw.row: excerpt(record.input) for raw, record in wanted if record and raw.row in rows}


def count_sentence(audit: Audit) -> str:
    """The one number, with its interval where there is doubt."""
    clean = audit.clean
    interval = f" (between {clean.low:,} and {clean.high:,})" if clean.low < clean.high else ""
    about = "about " if audit.drawn and audit.drawn.size < audit.rows else ""
    return f"Clean examples: {about}{clean.value:,} of {audit.rows:,}{interval}"


def notes(audit: Audit) -> list[str]:
    """What a reader has to know of the count: of a sample, of a review, of labels that were not judged."""
    found = _of_sample(audit.drawn) if audit.drawn else []
    if audit.shape == "text":
        found.append(NO_ANSWERS)
    if hidden := audit.clean.hidden:
        found.append(HIDDEN.format(labels=number_of(hidden, "more label"), are="is" if hidden == 1 else "are"))
    if (reviewed := audit.reviewed) and reviewed.settled:
        found.append(f"{reviewed.says}.")
    if reviewed and reviewed.unfit:
        fit = number_of(reviewed.unfit, "decision no longer fits", "decisions no longer fit")
        found.append(f"{fit}: their records are gone or were changed.")
    if audit.label_note:
        found.append(f"Labels were not judged by their texts: {audit.label_note}.")
    return found


def _of_sample(drawn: Drawn) -> list[str]:
    """What a sample sees, and what hides from it."""
    if drawn.size >= drawn.rows:
        return [f"The sample holds every record, {drawn.rows:,}: this is an audit of the whole file."]
    best, low, high = drawn.pairs_in_file
    share, of_pairs = f"{100 * drawn.share:.2g}%", f"{100 * drawn.share**2:.2g}%"
    seen = "One record was seen in such a pair" if drawn.pairs == 1 else f"{drawn.pairs:,} were seen in such pairs"
    if not drawn.pairs:
        estimate = "None was seen, which says little" if high >= drawn.rows / 10 else f"None was seen: at most {high:,}"
    elif low >= drawn.rows or high >= drawn.rows > best:
        estimate = f"{seen}: the file holds {low:,} or more"
    else:
        estimate = f"{seen}: the file holds about {best:,} (between {low:,} and {high:,})"
    return [
        f"This is a sample: {drawn.size:,} of {number_of(drawn.rows, 'record')}, drawn at random (seed {drawn.seed}). "
        "The count is of the whole file; what is listed is of the records drawn, with their true rows and lines.",
        f"Exact copies were counted over the whole file: {drawn.copies:,}.",
        f"A sample of {share} of the records sees {of_pairs} of the pairs, so near copies and contradictions are not "
        f"in the count. {estimate}.",
        f"What fewer than 1 in {max(1, drawn.size // 3):,} records have may not be in the sample at all.",
    ]


def first_step(audit: Audit) -> str:
    """What to do first."""
    found = [kind for kind in KINDS if audit.issues[kind.name]]
    if not found:
        return f"No issue was found. Read {READ_BY_HAND} records drawn at random: no program sees a bad answer."
    first = next((kind for kind in found if kind.costs), found[0])
    return f"First: {first.title}. {first.advice}"


def _lines(audit: Audit, excerpts: dict[int, str]) -> Iterator[str]:
    yield f"{audit.name}: {audit.format}, {audit.shape_says}; {number_of(audit.rows, 'record')}."
    yield ""
    yield f"{count_sentence(audit)}."
    if audit.labels:
        yield from _by_class(audit)
    yield from notes(audit)
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
    shown = [
        f"{excerpt(name, LONGEST_LABEL)} {audit.clean.by_class.get(name, 0):,} of {count:,}"
        for name, count in classes[:12]
    ]
    more = f"; {number_of(len(classes) - 12, 'more class', 'more classes')}" if len(classes) > 12 else ""
    yield f"By class: {'; '.join(shown)}{more}."


def kind_note(kind: Kind, suspects: Sequence[Suspect]) -> str:
    """What the number of suspects of a kind does not say: how many of them count as clean all the same."""
    if not kind.costs:
        return " (to look at; they count as clean)"
    count = sum(suspect.repaired for suspect in suspects)
    if not count:
        return ""
    which = "" if count == len(suspects) else f"{count:,} of them "
    return f" ({which}repaired by --fixed, and counted as such)"


def _kind(kind: Kind, suspects: tuple[Suspect, ...], excerpts: dict[int, str]) -> Iterator[str]:
    yield f"{kind.name} ({len(suspects):,}): {kind.title}{kind_note(kind, suspects)}"
    for suspect in suspects[:SHOWN]:
        yield f"  row {suspect.row}, line {suspect.line}: {suspect.reason}"
        if text := excerpts.get(suspect.row):
            yield f"    {text}"
    if len(suspects) > SHOWN:
        yield f"  and {len(suspects) - SHOWN:,} more"
