"""`ftdecide measure`: what each rung of the ladder passes on an evaluation set, and which is better beyond doubt.

Answers come out of files, or live from an endpoint that is named (`measure_live`).
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from typing import Any

from ftdecide.doors import ladder_drawing, measure_live, ratings_command
from ftdecide.doors.audit_files import keep_apart
from ftdecide.doors.audit_progress import ProgressLines, note
from ftdecide.doors.json_files import BadInput, print_json
from ftdecide.doors.measure_files import Read, joined, named_file, read_files
from ftdecide.doors.measure_options import renamed_outputs, scoring_of
from ftdecide.doors.measure_reading import short_name
from ftdecide.doors.measured_items import write_items
from ftdecide.fields import RUNGS
from ftdecide.instruments.measure.bounds import InvalidMeasurement
from ftdecide.instruments.measure.measured import Measured, ladder, measured
from ftdecide.instruments.measure.measured_words import conclusion
from ftdecide.instruments.measure.reading.columns import Told
from ftdecide.instruments.measure.reading.rows import readable
from ftdecide.instruments.measure.report import to_text
from ftdecide.instruments.measure.report_html import to_html
from ftdecide.instruments.measure.report_json import to_json
from ftdecide.instruments.measure.scorers.registry import OWN, SCORERS
from ftdecide.printable import printable_lines

ALSO_READ = ("schema", "pool", "instruction", "primer")
FROM_FILES = ("pool", "instruction", "primer")  # never from standard input


def add_command(commands: Any) -> None:
    """Add `measure` to the commands."""
    command = commands.add_parser(
        "measure",
        help="measure what each rung of the ladder passes, and which is better",
        description="Takes an evaluation set and a file of outputs for each rung; or one long table with the columns "
        "rung, id, output, expected; or promptfoo's result JSON or Inspect's logs as they are. Nothing is called, and "
        "nothing leaves this machine, unless an endpoint is named.",
    )
    command.add_argument(
        "files", metavar="FILE", nargs="*", help="the evaluation set, or results as they are; - is standard input"
    )
    command.add_argument("--rung", metavar="NAME=FILE", action="append", default=[], help="a rung's outputs; repeat it")
    command.add_argument(
        "--as",
        dest="names",
        metavar="NAME IN THE FILE=RUNG",
        action="append",
        default=[],
        help=f"which rung a name in the file means, of {', '.join(RUNGS)}; repeat it",
    )
    for part in ("id", "input", "expected", "output"):
        command.add_argument(f"--{part}-column", metavar="C", help=f"where the {part} stands")
    command.add_argument("--slice", metavar="C", action="append", default=[], help="cut the results by this column too")
    command.add_argument("--score", metavar="NAME", help=f"how to score: {', '.join(SCORERS)}, or your own as {OWN}")
    command.add_argument(
        "--score-option", metavar="KEY=VALUE", action="append", default=[], help="of the scorer, such as relative=0.01"
    )
    command.add_argument("--schema", metavar="FILE", help="the JSON Schema that answers have to keep")
    command.add_argument("--pass-at", type=float, metavar="S", help="the score from which on a scored answer passes")
    command.add_argument("--log-score", metavar="NAME", help="which scorer of an Inspect log to go by")
    command.add_argument(
        "--items", metavar="OUT.csv", help="write item, rung, run, passed, score and why of each answer"
    )
    command.add_argument("--format", choices=("text", "html", "json"), default="text")
    ratings_command.add_argument(command)
    measure_live.add_arguments(command)
    command.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> None:
    if ratings_command.run(options):
        return
    rungs = [named_file(each) for each in options.rung]
    read_from = [*options.files, *(file for _, file in rungs), *filter(None, map(vars(options).get, ALSO_READ))]
    keep_apart(read_from, [options.items] if options.items else [])
    for name in FROM_FILES:
        if vars(options)[name] == "-":
            raise BadInput(f"--{name} is -, and standard input is for the set and the outputs. Name a file")
    if not options.files and not rungs:
        raise BadInput("there is nothing to measure. Name an evaluation set and a --rung NAME=FILE for each rung")
    columns = Told(
        options.id_column, options.input_column, options.expected_column, options.output_column, tuple(options.slice)
    )
    measure_live.refuse_without_effect(options)
    read = read_files(options.files, rungs, columns, options.log_score, ProgressLines())
    live = measure_live.live_trial(options, read.items) if measure_live.is_live(options) else None
    if live:
        read = joined(read, live.trial)
    if not read.outputs:
        raise BadInput(
            f"{options.files[0]}: an evaluation set without outputs. Add --rung NAME=FILE for each rung; or, in one "
            "long table, call the column that says which rung a row is of “rung”"
        )
    found = _measured(read, options)
    if options.items:
        write_items(found, options.items)
    if options.format == "json":
        print_json(to_json(found, date.today()))
        for each in found.notes:
            note(printable_lines(each))
    else:
        sys.stdout.write(
            to_html(found, _figure(found)) if options.format == "html" else printable_lines(to_text(found))
        )
    if live and live.interrupted:
        raise SystemExit(measure_live.INTERRUPTED)  # of what was answered the report says all


def _measured(read: Read, options: argparse.Namespace) -> Measured:
    try:
        scoring = scoring_of(read, options)
        trial = read.trial
        named = renamed_outputs(trial.outputs, options.names)
        more = [scoring.note] if scoring and scoring.note else []
        return measured(
            type(trial)(trial.items, named),
            scoring.score() if scoring else None,
            name=readable(", ".join(map(short_name, options.files)) or "the rungs’ files"),
            scoring=scoring.says if scoring else _as_read(read, options.pass_at),
            pass_at=options.pass_at,
            needs_expected=scoring is None or scoring.needs_expected,
            notes=[*read.notes, *(each.rstrip(".") for each in more)],
            stand_in=measure_live.asks_stand_in(options),
            progress=ProgressLines(),
        )
    except InvalidMeasurement as fault:
        raise BadInput(str(fault)) from None


def _as_read(read: Read, bar: float | None) -> str:
    """How the files' own scores were taken, in words."""
    says = f"{' and '.join(read.tools) or 'the outputs'} as the files say"
    return says if bar is None else f"{says}; a score of {bar:g} or more passes"


def _figure(found: Measured) -> str:
    """The ladder drawn, where there is more than one rung to draw."""
    points = ladder(found)
    if len(points) < 2:
        return ""
    return ladder_drawing.svg(points, conclusion(found))
