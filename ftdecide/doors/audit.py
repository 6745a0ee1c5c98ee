"""`ftdecide audit`: how many clean examples a file of training records holds, and what is wrong with the others."""

from __future__ import annotations

import argparse
import os
import sys
import time
from contextlib import ExitStack
from datetime import date
from itertools import takewhile
from typing import Any, BinaryIO

from ftdecide.doors.audit_files import keep_apart, log_name, opened, part_names, write_fixed, write_scores, write_split
from ftdecide.doors.json_files import BadInput, print_json
from ftdecide.instruments.audit import report_html, too_long
from ftdecide.instruments.audit.audit import Audit, audit
from ftdecide.instruments.audit.formats import SAYS
from ftdecide.instruments.audit.lines import UnusableFile
from ftdecide.instruments.audit.reading import read
from ftdecide.instruments.audit.report import SHOWN, to_json, to_text
from ftdecide.instruments.audit.report_html import to_html
from ftdecide.instruments.audit.words import excerpt

MOST_TOKENS = 10_000_000
SECONDS_BETWEEN_LINES = 2.0


def add_command(commands: Any) -> None:
    """Add `audit` to the commands."""
    command = commands.add_parser(
        "audit",
        help="count the clean examples of a file of training records",
        description="Reads JSON lines, a JSON list, CSV or TSV, each also gzipped: chat messages, prompt and "
        "completion, instruction and output, or text and label. The input is never changed, and nothing "
        "leaves this machine.",
    )
    command.add_argument("file", metavar="DATA", help="the file")
    command.add_argument("--text-column", metavar="C", help="where the text stands")
    command.add_argument("--label-column", metavar="C", help="where the label stands")
    command.add_argument("--holdout", metavar="FILE", help="the records you test with: which of them are in DATA too?")
    command.add_argument("--scores", metavar="OUT.csv", help="write row and quality (0 bad, 1 good) of every record")
    command.add_argument(
        "--fixed",
        metavar="OUT.jsonl",
        help="write the records without what can safely be dropped or repaired, and a log of every change beside it",
    )
    command.add_argument(
        "--split", metavar="DIR", help="write train, validation and test there, copies never in two of them"
    )
    command.add_argument(
        "--form",
        choices=sorted(SAYS),
        default="messages",
        help="of the records of --split: " + "; ".join(f"{k} ({v})" for k, v in SAYS.items()),
    )
    command.add_argument(
        "--max-tokens",
        type=int,
        default=too_long.MOST_TOKENS,
        metavar="N",
        help=f"what your trainer takes in one piece (default {too_long.MOST_TOKENS:,}, estimated)",
    )
    command.add_argument("--no-labels", action="store_true", help="leave out the label pass, the slowest part")
    command.add_argument("--format", choices=("text", "html", "json"), default="text")
    command.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> None:
    if not 1 <= options.max_tokens <= MOST_TOKENS:
        raise BadInput(f"--max-tokens is {options.max_tokens}; it must be from 1 to {MOST_TOKENS:,}")
    keep_apart([options.file, *filter(None, [options.holdout])], _written(options))
    name = os.path.basename(options.file)
    with ExitStack() as open_files:
        file = open_files.enter_context(opened(options.file))
        held = open_files.enter_context(opened(options.holdout)) if options.holdout else None
        bar = _Progress(file)
        try:
            found = audit(
                file,
                name,
                text_column=options.text_column,
                label_column=options.label_column,
                holdout=held,
                most_tokens=options.max_tokens,
                label_pass=not options.no_labels,
                progress=bar,
            )
        except UnusableFile as fault:
            which = options.holdout if fault.of_holdout else options.file
            raise BadInput(f"{which}: {fault}") from None
    columns = options.text_column, options.label_column
    if options.scores:
        write_scores(found, options.scores)
    if options.fixed:
        done = write_fixed(found, options.file, columns, options.fixed)
        counts = f"{done['dropped']:,} records dropped, {done['repaired']:,} repaired"
        _note(f"{options.fixed}: {counts}; {log_name(options.fixed)} names each")
    if options.split:
        parts = write_split(found, options.file, columns, options.split, options.form)
        _note(f"{options.split}: " + ", ".join(f"{part} {count:,}" for part, count in parts.items()))
    if options.format == "json":
        print_json(to_json(found, date.today()))
    else:
        with opened(options.file) as file:
            most = report_html.SHOWN if options.format == "html" else SHOWN
            shown = excerpts(file, found, most, *columns)
        sys.stdout.write(to_html(found, shown) if options.format == "html" else to_text(found, shown))


def _written(options: argparse.Namespace) -> list[str]:
    names = [options.scores, options.fixed, options.fixed and log_name(options.fixed)]
    return [*filter(None, names), *(part_names(options.split) if options.split else ())]


def _note(text: str) -> None:
    print("ftdecide:", text, file=sys.stderr)


class _Progress:
    """Says on standard error, every few seconds, what is being done and how much of it is done."""

    def __init__(self, file: BinaryIO):
        self._file, self._size = file, max(1, os.fstat(file.fileno()).st_size)
        self._said = time.monotonic()

    def __call__(self, what: str, share: float | None) -> None:
        if time.monotonic() - self._said < SECONDS_BETWEEN_LINES:
            return
        self._said = time.monotonic()
        done = share if share is not None else min(1.0, self._file.tell() / self._size)
        _note(f"{what}, {done:.0%}")


def excerpts(
    file: BinaryIO, found: Audit, most: int, text_column: str | None, label_column: str | None
) -> dict[int, str]:
    """The texts of the rows that the report shows, `most` of each kind; the file is read again up to the last."""
    rows = {suspect.row for suspects in found.issues.values() for suspect in suspects[:most]}
    rows -= {suspect.row for kind in ("pii", "secret") for suspect in found.issues[kind]}  # not to be passed on
    if not rows:
        return {}
    source = read(file, text_column, label_column)
    last = max(rows)
    wanted = takewhile(lambda pair: pair[0].row <= last, source.records)
    return {raw.row: excerpt(record.input) for raw, record in wanted if record and raw.row in rows}
