"""`ftdecide audit`: how many clean examples a file of training records holds, and what is wrong with the others."""

from __future__ import annotations

import argparse
import os
import re
import sys
from contextlib import ExitStack
from datetime import date
from typing import Any, BinaryIO

from ftdecide.doors.audit_files import (
    keep_apart,
    log_name,
    opened,
    part_names,
    refuse_wrong_ending,
    write_fixed,
    write_scores,
    write_split,
)
from ftdecide.doors.audit_notes import said_of_fixed, said_of_split
from ftdecide.doors.audit_progress import ProgressLines, note, readable_again, stream
from ftdecide.doors.decisions_file import laid_over
from ftdecide.doors.hashed_file import HashedFile
from ftdecide.doors.json_files import BadInput, print_json
from ftdecide.instruments.audit import label_error_sklearn, report_html, too_long
from ftdecide.instruments.audit.audit import Audit, audit
from ftdecide.instruments.audit.formats import SAYS
from ftdecide.instruments.audit.lines import UnusableFile
from ftdecide.instruments.audit.reading import read
from ftdecide.instruments.audit.report import SHOWN, texts_shown, to_json, to_text
from ftdecide.instruments.audit.report_html import to_html
from ftdecide.instruments.audit.sample_audit import audit_sample

MOST_TOKENS = 10_000_000
LARGEST_SAMPLE = 10_000_000
FORM = "messages"  # of --split, where none is named
OF_ALL = ("fixed", "split", "decisions")  # options that need every record


def add_command(commands: Any) -> None:
    """Add `audit` to the commands."""
    command = commands.add_parser(
        "audit",
        help="count the clean examples of a file of training records",
        description="Reads JSON lines, a JSON list, CSV or TSV, each also gzipped: chat messages, prompt and "
        "completion, instruction and output, or text and label. The input is never changed, and nothing "
        "leaves this machine.",
    )
    command.add_argument("file", metavar="DATA", help="the file; - is standard input")
    command.add_argument("--text-column", metavar="C", help="where the text stands")
    command.add_argument("--label-column", metavar="C", help="where the label stands")
    command.add_argument("--holdout", metavar="FILE", help="the records you test with: which of them are in DATA too?")
    for part in ("text", "label"):
        command.add_argument(
            f"--holdout-{part}-column", metavar="C", help=f"where the {part} stands in it, if otherwise than in DATA"
        )
    command.add_argument(
        "--scores",
        metavar="OUT.csv",
        help="write row and quality (0 bad, 1 good) of every record, with --sample of those drawn",
    )
    command.add_argument(
        "--fixed",
        metavar="OUT.jsonl",
        help="write the records without what can safely be dropped or repaired, and a log of every change beside it; "
        "a table may go to OUT.csv or OUT.tsv; what stands there is replaced",
    )
    command.add_argument(
        "--split",
        metavar="DIR",
        help="write train, validation and test there; what was found to be a copy is never in two of them",
    )
    command.add_argument(
        "--form",
        choices=sorted(SAYS),
        help=f"of the records of --split (default {FORM}): " + "; ".join(f"{k} ({v})" for k, v in SAYS.items()),
    )
    command.add_argument("--decisions", metavar="FILE", help="lay the decisions of a review over everything")
    command.add_argument(
        "--sample", type=int, metavar="N", help="audit N records drawn at random: for files of millions, one pass"
    )
    command.add_argument("--seed", type=int, default=0, metavar="S", help="of the draw (default 0)")
    command.add_argument(
        "--max-tokens",
        type=int,
        default=too_long.MOST_TOKENS,
        metavar="N",
        help=f"what your trainer takes in one piece (default {too_long.MOST_TOKENS:,}, estimated)",
    )
    command.add_argument(
        "--labels-by",
        choices=("words", "sklearn"),
        default="words",
        help="what judges the labels: words takes nothing besides this program and finds more; sklearn is a second "
        "opinion by scikit-learn and cleanlab (default %(default)s)",
    )
    command.add_argument("--no-labels", action="store_true", help="leave out the label pass, the slowest part")
    command.add_argument("--format", choices=("text", "html", "json"), default="text")
    command.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> None:
    _check(options)
    name = "a pipe" if options.file == "-" or options.file.startswith("/dev/") else os.path.basename(options.file)
    columns = options.text_column, options.label_column
    most = report_html.SHOWN if options.format == "html" else SHOWN
    with ExitStack() as files:
        told = {
            "text_column": options.text_column,
            "label_column": options.label_column,
            "holdout": files.enter_context(opened(options.holdout)) if options.holdout else None,
            "holdout_columns": (options.holdout_text_column, options.holdout_label_column),
            "most_tokens": options.max_tokens,
            "label_pass": not options.no_labels,
            "labels_by": options.labels_by,
        }
        try:
            if options.sample:
                with stream(options.file) as file:
                    bar = ProgressLines(file)
                    found, drawn = audit_sample(file, name, options.sample, options.seed, progress=bar, **told)
                shown = texts_shown(drawn, found, most)
            else:
                source = files.enter_context(readable_again(options.file))
                if options.fixed:
                    refuse_wrong_ending(source, columns, options.fixed)
                found = _audited(source, name, options, told)
                with opened(source) as file:
                    shown = excerpts(file, found, most, *columns) if options.format != "json" else {}
        except UnusableFile as fault:
            if not fault.of_holdout:
                raise BadInput(f"{name}: {fault}") from None
            said = re.sub("--(?=(?:text|label)-column)", "--holdout-", str(fault))
            raise BadInput(f"{options.holdout}: {said}") from None
        if options.scores:
            write_scores(found, options.scores)
        if options.fixed:
            done = write_fixed(found, source, columns, options.fixed)
            for said in said_of_fixed(found, done, options.fixed, by_hand=bool(options.decisions)):
                note(said)
        if options.split:
            parts = write_split(found, source, columns, options.split, options.form or FORM)
            for said in said_of_split(found, parts, options.split):
                note(said)
    if options.format == "json":
        print_json(to_json(found, date.today()))
    else:
        sys.stdout.write(to_html(found, shown) if options.format == "html" else to_text(found, shown))


def _check(options: argparse.Namespace) -> None:
    if options.labels_by == "sklearn" and not label_error_sklearn.available():
        raise BadInput("--labels-by sklearn needs scikit-learn and cleanlab. Install: pip install 'ftdecide[audit]'")
    for name, value, most in (
        ("--max-tokens", options.max_tokens, MOST_TOKENS),
        ("--sample", 1 if options.sample is None else options.sample, LARGEST_SAMPLE),
    ):
        if not 1 <= value <= most:
            raise BadInput(f"{name} is {value}; it must be from 1 to {most:,}")
    for each in OF_ALL if options.sample else ():
        if getattr(options, each):
            raise BadInput(f"--{each} needs every record, --sample draws some. Leave out one of the two")
    if options.text_column and options.text_column == options.label_column:
        raise BadInput(f"{options.text_column!r} is named as text and as label. Name two columns, or leave one out")
    if (options.holdout_text_column or options.holdout_label_column) and not options.holdout:
        raise BadInput("the columns of a hold-out file are named, and no file. Add --holdout FILE, or leave them out")
    if options.form and not options.split:
        raise BadInput("--form is of the records that --split writes. Add --split DIR, or leave --form out")
    keep_apart([options.file, *filter(None, [options.holdout, options.decisions])], _written(options))


def _audited(source: str, name: str, options: argparse.Namespace, told: dict[str, Any]) -> Audit:
    """The audit of a whole file, with the decisions of a review where they are asked for."""
    with opened(source) as file:
        hashed = HashedFile(file)
        found = audit(hashed, name, progress=ProgressLines(file), **told)  # type: ignore[arg-type]
        if not options.decisions:
            return found
        fingerprint = hashed.fingerprint()
    with opened(source) as file:
        records = read(file, options.text_column, options.label_column).records
        return laid_over(found, records, options.decisions, fingerprint)


def _written(options: argparse.Namespace) -> list[str]:
    names = [options.scores, options.fixed, options.fixed and log_name(options.fixed)]
    return [*filter(None, names), *(part_names(options.split) if options.split else ())]


def excerpts(
    file: BinaryIO, found: Audit, most: int, text_column: str | None, label_column: str | None
) -> dict[int, str]:
    """The texts of the rows that the report shows, `most` of each kind; the file is read again up to the last."""
    return texts_shown(read(file, text_column, label_column).records, found, most)
