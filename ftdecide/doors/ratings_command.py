"""`ftdecide measure --ratings`: what people rated blind, put together."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from ftdecide.doors.json_files import BadInput, print_json
from ftdecide.doors.ratings_file import ratings_result
from ftdecide.instruments.measure.rating.report import text, to_json
from ftdecide.printable import printable_lines

BESIDE = ("ratings", "format")  # what goes with ratings
NAMES = {"files": "the files", "names": "--as"}  # of options that are called otherwise


def add_argument(command: Any) -> None:
    """Add `--ratings` to the command."""
    command.add_argument(
        "--ratings",
        metavar="FILE",
        action="append",
        default=[],
        help="what a person rated blind in the rating widget, a file for each rater; with nothing else but --format",
    )
    command.set_defaults(unasked=lambda: vars(command.parse_args([])))


def run(options: argparse.Namespace) -> bool:
    """Write what the ratings come to; False where none are named.

    Raises:
        BadInput: where they cannot be put together, or something else is named too.
    """
    if not options.ratings:
        return False
    if others := _others(options):
        raise BadInput(
            f"--ratings stands alone: leave out {' and '.join(others)}. A file of ratings holds what was compared; "
            "measure what else there is by itself"
        )
    if options.format == "html":
        raise BadInput("--format html is not there for --ratings. Choose text or json")
    if "-" in options.ratings:
        raise BadInput("--ratings is -, and ratings do not come on standard input. Name the file of each rater")
    found = ratings_result(options.ratings)
    if options.format == "json":
        print_json(to_json(found))
    else:
        sys.stdout.write(printable_lines(text(found)))
    return True


def _others(options: argparse.Namespace) -> list[str]:
    """What else was given, by the names that people type: every option that is not as the command has it unasked."""
    unasked, given = options.unasked(), vars(options)
    others = [name for name in unasked if name not in (*BESIDE, "unasked") and given[name] != unasked[name]]
    return [NAMES.get(name) or f"--{name.replace('_', '-')}" for name in others]
