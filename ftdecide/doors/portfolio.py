"""`ftdecide portfolio`: the verdict on every row of a table, and what they come to together."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import ExitStack
from datetime import date
from itertools import islice
from typing import Any, BinaryIO

from ftdecide.column_names import known_columns
from ftdecide.columns import InvalidTable, table_of
from ftdecide.doors.csv_rows import SheetWriter, read_sheet
from ftdecide.doors.json_files import BadInput, print_json
from ftdecide.doors.many_rows import ROWS_IN_A_BATCH, Asked, answered, stopped_as_by_ctrl_c, with_progress
from ftdecide.doors.prices import evidence_with
from ftdecide.doors.whole_file import whole_file
from ftdecide.fields import shown
from ftdecide.portfolio import ADDED
from ftdecide.portfolio_summary import Summary
from ftdecide.portfolio_text import summary_markdown


def add_command(commands: Any) -> None:
    """Add `portfolio` to the commands."""
    command = commands.add_parser(
        "portfolio",
        help="give the verdict on every row of a table",
        description="Columns are profile keys, dots for nesting (rungs.prompt.pass_rate); an empty cell is unknown. "
        f"The output has the columns of the input and {', '.join(ADDED)}. Where prices have ranges, break_even_p50 is "
        "rougher than that of assess, mostly by less than 2 percent; the decision is the same.",
    )
    command.add_argument("tasks", metavar="TASKS.csv|-", help="the table, UTF-8; - reads standard input")
    command.add_argument("-o", "--output", metavar="VERDICTS.csv|-", required=True, help="where the verdicts go")
    command.add_argument("--summary", metavar="FILE.md", help="write the ranked summary there too")
    command.add_argument("--prices", metavar="FILE.toml", help="lay your own price file over the price book")
    command.add_argument(
        "--format", choices=("markdown", "json"), default="markdown", help="json: the summary on standard output"
    )
    command.add_argument(
        "--workers", type=int, metavar="N", help="processes; one for each core where prices have ranges"
    )
    command.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> None:
    if options.workers is not None and not 1 <= options.workers <= 256:
        raise BadInput(f"--workers is {options.workers}; it must be from 1 to 256. Leave it out for one for each core")
    if options.output == "-" and options.format == "json":
        raise BadInput("-o - and --format json both want standard output. Name a file for one of them")
    name = "standard input" if options.tasks == "-" else options.tasks
    with ExitStack() as open_files:
        open_files.enter_context(stopped_as_by_ctrl_c())
        file = open_files.enter_context(_opened(options.tasks))
        _keep_apart(file, options)
        evidence = evidence_with(options.prices)
        sheet = read_sheet(file, name, known_columns)
        try:
            table = table_of(sheet.header, ADDED, decimal_comma_likely=sheet.separator == ";")
        except InvalidTable as fault:
            raise BadInput(f"{name}: {fault}") from None
        if table.passed_through:
            _note(f"passed through, as no profile key: {', '.join(map(shown, table.passed_through))}")
        written = open_files.enter_context(whole_file(options.output))
        page = open_files.enter_context(whole_file(options.summary)) if options.summary else None
        summary = Summary(date.today(), table.passed_through)
        writer = SheetWriter(written, sheet)
        writer.write([*sheet.header, *ADDED])
        workers = options.workers or (table.takes_draws and os.cpu_count()) or 1
        asked = Asked(table, evidence, summary.as_of)
        batches = iter(lambda: list(islice(sheet.rows, ROWS_IN_A_BATCH)), [])
        for batch, answers in with_progress(answered(asked, batches, workers), file):
            for (number, cells), answer in zip(batch, answers, strict=True):
                row = [*cells[: table.width], *[""] * (table.width - len(cells))]
                writer.write([*row, *answer.cells])
                summary.add(number, answer)
        if page:
            page.write(summary_markdown(summary.to_json(), evidence))
    if options.format == "json":
        print_json(summary.to_json())
    else:
        print(summary_markdown(summary.to_json(), evidence, quoted=str), file=sys.stderr, end="")
    if summary.program_errors:
        raise RuntimeError(f"in {summary.program_errors:,} of {summary.rows:,} rows; the column error says in which")
    if summary.rows and summary.faulty == summary.rows:
        raise BadInput(f"{name}: no row could be read; {options.output} says why in its column error")


def _opened(name: str) -> BinaryIO:
    if name == "-" and sys.stdin is None:
        raise BadInput("standard input is closed. Name a file, or send a table through a pipe")
    try:
        return open(0 if name == "-" else name, "rb", closefd=name != "-")
    except (OSError, ValueError) as fault:
        why = fault.strerror if isinstance(fault, OSError) else fault
        raise BadInput(f"{name}: {why}. Check the path") from None


def _keep_apart(file: BinaryIO, options: argparse.Namespace) -> None:
    """Refuse to write over what is read, and two things into one file."""
    written = [name for name in (options.output, options.summary) if name and name != "-"]
    read = {"table": os.fstat(file.fileno())}
    if options.prices and os.path.exists(options.prices):
        read["price file"] = os.stat(options.prices)
    for name in filter(os.path.exists, written):
        for what, stat in read.items():
            if os.path.samestat(os.stat(name), stat):
                raise BadInput(f"{name}: it is the {what} itself. Write to another file")
    if len({os.path.realpath(name) for name in written}) < len(written):
        raise BadInput(f"{options.summary}: the verdicts go there. Name another file for the summary")


def _note(text: str) -> None:
    print("ftdecide:", text, file=sys.stderr)
