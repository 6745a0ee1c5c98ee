"""What the drill takes from a file: the count of an audit, or what a report of `ftdecide audit` or `measure` holds."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, BinaryIO

from ftdecide.doors.audit import excerpts
from ftdecide.doors.measured_report import report_in, reported
from ftdecide.instruments.audit import record_form
from ftdecide.instruments.audit.audit import Audit, audit
from ftdecide.instruments.audit.kinds import KINDS
from ftdecide.instruments.audit.lines import UnusableFile
from ftdecide.instruments.audit.report import (
    NO_ANSWERS,
    READ_BY_HAND,
    SHOWN,
    count_sentence,
    first_step,
    kind_note,
    notes,
    to_json,
)
from ftdecide.instruments.audit.report_html import SHOWN as SHOWN_ON_THE_PAGE
from ftdecide.instruments.audit.report_html import to_html
from ftdecide.instruments.audit.words import excerpt
from ftdecide.words import number_of

MOST_BYTES_IN_THE_PAGE = 100_000_000  # above it the engine's memory may not be enough
LONGEST_NAME = 120  # characters of a file's name, in the source of a number
SECONDS_BETWEEN_WORDS = 0.2

Columns = tuple[str | None, str | None]  # of text and of label
AT_THE_COMMAND_LINE, AT_ITS_LABEL = "with --text-column and --label-column", "with --label-column"
IN_THE_DRILL = "under “My columns have names of their own”, then choose the file again"

# Told what is being done, as a sentence, and the share of it that is done (0 to 1), None where nobody knows.
Tell = Callable[[str, float | None], None]


def take(
    file: BinaryIO,
    name: str,
    tell: Tell = lambda said, share: None,
    columns: Columns = (None, None),
    as_of: date | None = None,
) -> dict[str, Any]:
    """What a file gives the drill, or {"fault": why it gives nothing}.

    Args:
        file: open, and read from front to back more than once.
        name: of the file, for the report and the source of the numbers.
        tell: told the progress, a few times a second; what it raises ends the count.
        columns: where text and label stand, if told.
        as_of: the day that the source names; today where not given.

    Returns:
        "profile", to be laid over the answers; "said", one sentence; of a file that was counted also "report", to be
        shown, and the whole of it as "html" and "json".
    """
    name = excerpt(name, LONGEST_NAME) or "the file"
    try:
        report = report_in(file)
        if report is not None:
            return reported(report)
        return _counted(file, name, tell, columns, as_of or date.today())
    except UnusableFile as fault:
        return {"fault": f"{name}: {_here(str(fault)).rstrip('.')}."}
    except OSError as fault:
        return {"fault": f"{name}: it cannot be read ({fault.strerror or fault}). Choose it again."}
    except MemoryError:
        return {"fault": f"{name}: it is {_too_large('the memory here')}"}


def _here(said: str) -> str:
    """A sentence of the command line, as the drill says it."""
    return said.replace(AT_THE_COMMAND_LINE, IN_THE_DRILL).replace(AT_ITS_LABEL, IN_THE_DRILL)


def too_large(name: str, size_bytes: int, most_bytes: int) -> str:
    """Why a file is not taken, or nothing where it is.

    >>> too_large("a.csv", 3_000_000, 2_000_000)
    'a.csv: it is 3.0 MB, too large for the 2 MB taken here. Count it with `ftdecide audit` at the command line.'
    """
    if size_bytes <= most_bytes:
        return ""
    return f"{name}: it is {size_bytes / 1e6:,.1f} MB, {_too_large(f'the {most_bytes / 1e6:,.0f} MB taken here')}"


def _too_large(room: str) -> str:
    return f"too large for {room}. Count it with `ftdecide audit` at the command line."


def _counted(file: BinaryIO, name: str, tell: Tell, columns: Columns, as_of: date) -> dict[str, Any]:
    text, label = columns
    found = audit(file, name, text_column=text, label_column=label, progress=_paced(file, tell))
    file.seek(0)
    texts = excerpts(file, found, SHOWN_ON_THE_PAGE, text, label)
    whole = to_json(found, as_of)
    return {
        "profile": whole["profile"],
        "said": _said(found),
        "report": _short(found, texts),
        "html": to_html(found, texts),
        "json": json.dumps(whole, indent=2),
    }


def _said(found: Audit) -> str:
    """What came of it, for the line under the button: the count, which boxes it fills, and what was left unread."""
    said = f"{count_sentence(found)}. Both numbers are in the boxes, as measured."
    if found.shape == "text":
        said = f"{number_of(found.rows, 'record')}, the number before cleaning, as measured. {_here(NO_ANSWERS)}"
    if unread := found.issues[record_form.UNREADABLE.name]:
        first = "" if len(unread) == 1 else "the first in "
        said += f" {record_form.UNREADABLE.counted(len(unread))}: {first}line {unread[0].line}, {unread[0].reason}."
    return said


def _paced(file: BinaryIO, tell: Tell) -> Callable[[str, float | None], None]:
    """The audit's progress as a sentence and a share, a few times a second and at each new part of the work."""
    size = max(1, file.seek(0, os.SEEK_END))
    file.seek(0)
    said, said_at = "", 0.0

    def progress(what: str, share: float | None) -> None:
        nonlocal said, said_at
        now = time.monotonic()
        if what != said or now - said_at >= SECONDS_BETWEEN_WORDS:
            said, said_at = what, now
            done = min(1.0, file.tell() / size) if share is None else share
            tell(f"{what.capitalize()}, {done:.0%}" if done else what.capitalize(), done or None)

    return progress


def _short(found: Audit, texts: Mapping[int, str]) -> dict[str, Any]:
    """What is shown in place: the count, what to do first, and the worst few of each kind."""
    lines = [
        f"{found.format}, {found.shape_says}; {number_of(found.rows, 'record')}.",
        *([] if found.shape == "text" else [f"{count_sentence(found)}."]),
        *map(_here, notes(found)),
        first_step(found),
    ]
    return {
        "title": f"What was found in {found.name}",
        "lines": [line[0].upper() + line[1:] for line in lines],
        "kinds": list(_kinds(found, texts)),
        "last": f"Then read {READ_BY_HAND} records drawn at random: no program sees a bad answer.",
    }


def _kinds(found: Audit, texts: Mapping[int, str]) -> Iterator[dict[str, Any]]:
    for kind in KINDS:
        suspects = found.issues[kind.name]
        if not suspects:
            continue
        more = len(suspects) - SHOWN
        yield {
            "name": kind.name,
            "title": f"{kind.counted(len(suspects))}{kind_note(kind, suspects)}",
            "advice": kind.advice,
            "worst": [
                {"place": f"row {s.row}, line {s.line}", "reason": s.reason, "text": texts.get(s.row, "")}
                for s in suspects[:SHOWN]
            ],
            "more": f"and {more:,} more, in the whole report" if more > 0 else "",
        }


def columns_in(asked: Mapping[str, Any]) -> Columns:
    """The columns that a request names: {"columns": {"text": name or null, "label": name or null}}."""
    named = asked.get("columns") or {}
    return named.get("text"), named.get("label")


def respond_text(request: str, tell: Tell) -> str:
    """`take` for the worker of the book page; `request`, as JSON, has the file's "path" there, "name" and "columns"."""
    asked = json.loads(request)
    size = os.stat(asked["path"]).st_size
    if fault := too_large(excerpt(asked["name"], LONGEST_NAME), size, MOST_BYTES_IN_THE_PAGE):
        return json.dumps({"fault": fault})
    with open(asked["path"], "rb") as file:
        return json.dumps(take(file, asked["name"], tell, columns_in(asked)))
