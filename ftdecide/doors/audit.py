"""`ftdecide audit`: how many clean examples a file of training records holds, and what is wrong with the others."""

from __future__ import annotations

import argparse
import csv
import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from itertools import takewhile
from typing import Any, BinaryIO

from ftdecide.doors.json_files import BadInput, print_json
from ftdecide.doors.whole_file import whole_file
from ftdecide.instruments.audit import too_long
from ftdecide.instruments.audit.audit import Audit, audit
from ftdecide.instruments.audit.lines import UnusableFile
from ftdecide.instruments.audit.reading import read
from ftdecide.instruments.audit.report import SHOWN, to_json, to_text
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
        "--max-tokens",
        type=int,
        default=too_long.MOST_TOKENS,
        metavar="N",
        help=f"what your trainer takes in one piece (default {too_long.MOST_TOKENS:,}, estimated)",
    )
    command.add_argument("--no-labels", action="store_true", help="leave out the label pass, the slowest part")
    command.add_argument("--format", choices=("text", "json"), default="text")
    command.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> None:
    if not 1 <= options.max_tokens <= MOST_TOKENS:
        raise BadInput(f"--max-tokens is {options.max_tokens}; it must be from 1 to {MOST_TOKENS:,}")
    name = os.path.basename(options.file)
    with ExitStack() as open_files:
        file = open_files.enter_context(_opened(options.file))
        held = open_files.enter_context(_opened(options.holdout)) if options.holdout else None
        if options.scores and os.path.exists(options.scores):
            for each in filter(None, (file, held)):
                if os.path.samestat(os.stat(options.scores), os.fstat(each.fileno())):
                    raise BadInput(f"{options.scores}: it is read from. Write to another file")
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
    if options.scores:
        write_scores(found, options.scores)
    if options.format == "json":
        print_json(to_json(found, date.today()))
    else:
        with _opened(options.file) as file:
            shown = excerpts(file, found, options.text_column, options.label_column)
        sys.stdout.write(to_text(found, shown))


@contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    try:
        file = open(name, "rb")  # noqa: SIM115
    except (OSError, ValueError) as fault:
        why = fault.strerror if isinstance(fault, OSError) else fault
        raise BadInput(f"{name}: {why}. Check the path") from None
    with file:
        yield file


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
        print(f"ftdecide: {what}, {done:.0%}", file=sys.stderr)


def excerpts(file: BinaryIO, found: Audit, text_column: str | None, label_column: str | None) -> dict[int, str]:
    """The texts of the rows that the report shows, on one line each; the file is read again up to the last of them."""
    rows = {suspect.row for suspects in found.issues.values() for suspect in suspects[:SHOWN]}
    rows -= {suspect.row for kind in ("pii", "secret") for suspect in found.issues[kind]}  # not to be passed on
    if not rows:
        return {}
    source = read(file, text_column, label_column)
    wanted = takewhile(lambda pair: pair[0].row <= max(rows), source.records)
    return {raw.row: excerpt(record.input) for raw, record in wanted if record and raw.row in rows}


def write_scores(found: Audit, name: str) -> None:
    """Row and quality of every record, as a table."""
    with whole_file(name) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["row", "quality"])
        writer.writerows((row, f"{quality:.6g}") for row, quality in found.quality.items())
