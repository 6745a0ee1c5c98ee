"""`ftdecide measure --ratings`: what people rated blind, put together."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from ftdecide.doors.json_files import BadInput, print_json
from ftdecide.doors.ratings_file import ratings_result
from ftdecide.instruments.measure.rating_report import text, to_json

ELSE = ("files", "rung", "items", "endpoint", "stand_in", "score", "schema")  # what measures something else


def add_argument(command: Any) -> None:
    """Add `--ratings` to the command."""
    command.add_argument(
        "--ratings",
        metavar="FILE",
        action="append",
        default=[],
        help="what a person rated blind in the rating widget, a file for each rater; with nothing else but --format",
    )


def run(options: argparse.Namespace) -> bool:
    """Write what the ratings come to; False where none are named.

    Raises:
        BadInput: where they cannot be put together, or something else is named too.
    """
    if not options.ratings:
        return False
    if any(getattr(options, name, None) for name in ELSE):
        raise BadInput(
            "--ratings stands alone: a file of ratings holds what was compared. Leave out what else is "
            "named, and measure it by itself"
        )
    if options.format == "html":
        raise BadInput("--format html is not there for --ratings. Choose text or json")
    found = ratings_result(options.ratings)
    if options.format == "json":
        print_json(to_json(found))
    else:
        sys.stdout.write(text(found))
    return True
