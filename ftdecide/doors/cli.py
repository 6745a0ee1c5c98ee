"""`ftdecide` at the command line: `assess` a profile, print the `schema`.

Exit 0 done, 2 bad input (one line that says what and how to mend it), 130 ended by Ctrl-C, 1 anything
else.  JSON goes to standard output and messages to standard error; nobody is shown a traceback.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ftdecide import __version__
from ftdecide.course.first_answer import first_answer_schema
from ftdecide.doors import ask, audit, changed, measure, portfolio, prices, progress_command
from ftdecide.doors.json_files import BadInput, print_json, read_json
from ftdecide.doors.measure_live import INTERRUPTED
from ftdecide.html_page import html_page
from ftdecide.instruments.report_schemas import report_schemas
from ftdecide.merged_profile import merged
from ftdecide.model import InvalidProfile, TaskProfile
from ftdecide.prices import unknown_names
from ftdecide.printable import printable
from ftdecide.render import to_json
from ftdecide.schema import schemas
from ftdecide.verdict import assess

# Commands of their own module: each has `add_command(commands)`, which adds its parser and sets what it runs.
COMMANDS = (audit, measure, portfolio, prices, changed, ask, progress_command)


class _ClosedOutput(io.TextIOBase):
    """Stands where standard output is closed, and says so to whatever would write there."""

    def write(self, _text: str) -> int:
        raise BadInput("standard output is closed. Leave it open, or name a file where the command takes one")

    def reconfigure(self, **_manner: object) -> None:
        self.write("")


class _Parser(argparse.ArgumentParser):
    def error(self, message: str):
        raise BadInput(f"{message}. See `{self.prog} --help`")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    try:
        sys.stderr = sys.stderr or io.StringIO()  # where it is closed, print() would take standard output
        if sys.stdout:
            sys.stdout.reconfigure(encoding="utf-8")  # whatever the terminal's language: JSON and Markdown are UTF-8
        else:
            sys.stdout = _ClosedOutput()
        options = _parser().parse_args(arguments)
        options.run(options)
        sys.stdout.flush()
        return 0
    except (BadInput, InvalidProfile) as fault:
        return _say(fault, 2)
    except BrokenPipeError:  # the reader of a pipe has left: nothing is wrong, and nothing more can be written
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return _say("stopped", INTERRUPTED)
    except OSError as fault:
        return _say(f"the output cannot be written: {fault.strerror or fault}", 1)
    except Exception as fault:
        return _say(
            f"an error of the program, not of your input ({type(fault).__name__}: {fault}). Please report it", 1
        )


def _say(message: object, status: int) -> int:
    print("ftdecide:", " ".join(printable(str(message)).split()), file=sys.stderr)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="ftdecide", description="Fine-tune a model, or just prompt it? A verdict on your own task.")
    parser.add_argument("--version", action="version", version=f"ftdecide {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)

    assessing = commands.add_parser("assess", help="give the verdict on a profile")
    assessing.add_argument("profile", metavar="PROFILE.json|-", help="the profile; - reads standard input")
    assessing.add_argument(
        "--with",
        dest="measured",
        metavar="FILE",
        action="append",
        default=[],
        help="merge the profile that audit or measure wrote; may be given more than once",
    )
    assessing.add_argument("--prices", metavar="FILE.toml", help="lay your own price file over the price book")
    assessing.add_argument("--format", choices=("markdown", "html", "json"), default="markdown")
    assessing.set_defaults(run=_assess)

    describing = commands.add_parser(
        "schema", help="print the JSON Schemas of profile, verdict, first answer and reports"
    )
    describing.add_argument("--format", choices=("json",), default="json")
    describing.set_defaults(run=lambda options: print_json(_every_schema()))
    for module in COMMANDS:
        module.add_command(commands)
    return parser


def _every_schema() -> dict[str, Any]:
    return {**schemas(), "first_answer": first_answer_schema(), **report_schemas()}


def _assess(options: argparse.Namespace) -> None:
    profile = _stated_profile(options.profile)
    TaskProfile.from_json(profile)  # refused as it stands, whatever is laid over it
    from_file: dict[str, str] = {}
    for name in options.measured:
        found = _measured_profile(name)
        for place in _places(found):
            if place in from_file:
                _say(f"{name}: its {place} takes the place of that of {from_file[place]}", 0)
            from_file[place] = name
        profile = merged(profile, found)
    read, evidence = TaskProfile.from_json(profile), prices.evidence_with(options.prices)
    if unknown := unknown_names(read, evidence.prices):
        own = "Or give your own with --prices FILE.toml"
        raise InvalidProfile(tuple(replace(fault, remedy=f"{fault.remedy} {own}") for fault in unknown))
    verdict = to_json(assess(read, evidence))
    if options.format == "json":
        print_json(verdict)
    else:
        sys.stdout.write(html_page(verdict) if options.format == "html" else verdict["markdown"])


def _stated_profile(name: str) -> Any:
    """A profile, or the profile inside a verdict that was saved: both come back from the same drill."""
    written = read_json(name)
    saved = isinstance(written, Mapping) and "schema" in written and isinstance(written.get("profile"), Mapping)
    return written["profile"] if saved else written


def _measured_profile(name: str) -> Mapping[str, Any]:
    written = read_json(name)
    profile = written.get("profile") if isinstance(written, Mapping) else None
    if isinstance(written, Mapping) and written.get("kind") == "pairwise_rating":
        raise BadInput(f"{name}: what people prefer sets no condition of a verdict. Leave it out, and read it beside")
    if not isinstance(profile, Mapping):
        raise BadInput(f'{name}: it has no "profile" object. Give a file that ftdecide audit or measure wrote')
    return profile


def _places(measured: Mapping[str, Any]) -> Iterator[str]:
    """What a profile measures, such as `clean_examples` and `rungs.few_shot`."""
    for key, value in measured.items():
        grouped = isinstance(value, Mapping) and "value" not in value
        if value is not None:
            yield from (f"{key}.{inner}" for inner, each in value.items() if each is not None) if grouped else (key,)


if __name__ == "__main__":
    sys.exit(main())
