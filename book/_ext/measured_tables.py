"""Tables of the chapter on measuring: ```{measure-table} NAME```, NAME one of

    lab       the lab's ladder on few questions and on all: pass rates with intervals, tokens, cost
    width     how far off a pass rate may be, by the number of items
    plan      how many items show a gain of so many points
    looks     how often two equals seem to differ, by how often somebody looks
    scorers   every scorer, when an answer passes, what it is for
    spoilt    what two mistakes do to the lab's pass rates

and ```{measure-report} N```, the first N lines of the report on the files in `book/practice`.  All are worked out while
the book is built.
"""

from __future__ import annotations

from contextlib import redirect_stdout
from functools import cache
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from ladder_runs import DRAWS, FEW, chosen, climbed, leaked, name_of
from nodes_of_the_book import stacked_row, table, with_literals
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from ftdecide.doors.cli import main
from ftdecide.instruments.measure.number_words import dollars, rate
from ftdecide.instruments.measure.scorers.registry import OWN, OWN_SAYS, SCORERS
from ftdecide.instruments.measure.statistics.binomial import wilson
from ftdecide.instruments.measure.statistics.early_looks import false_alarms
from ftdecide.instruments.measure.statistics.required_n import ALPHA, required_items

PRACTICE = Path(__file__).resolve().parents[1] / "practice"
OUTPUTS = {"prompt": "prompt.csv", "few_shot": "few-shot.csv", "retrieval": "retrieved.csv"}
Rows = tuple[list[str], list[list[str]]]  # header, cells

DECIDED = 100  # pairs planned, of which somebody looks at the first ones
WHAT_FOR = {
    "exact": "codes, file names, anything that a program reads",
    "normalised": "a label or a short answer; what is taken where nothing is said and answers are labels",
    "contains": "a short answer within a sentence; kind to an answer that names two",
    "regex": "a date, an order number, any form that can be written down",
    "numeric": "amounts and measures, with --score-option relative=0.01",
    "labels": "several labels at once",
    "json_equal": "tool calls and extracted records, right in form and content",
    "json_schema": "records that a program takes over; right form, not right content",
}


@cache
def report() -> str:
    """What the command prints of the files to practise on."""
    rungs = [part for rung, name in OUTPUTS.items() for part in ("--rung", f"{rung}={PRACTICE / name}")]
    with redirect_stdout(TextIOWrapper(BytesIO(), encoding="utf-8")) as printed:
        if main(["measure", str(PRACTICE / "questions.csv"), *rungs]):
            raise ValueError(f"`ftdecide measure` cannot take the files in {PRACTICE}")
        printed.flush()
        return printed.buffer.getvalue().decode()


def lab() -> Rows:
    few, whole = climbed(FEW).found.rungs, climbed().found.rungs
    items = climbed().found.items
    header = ["Rung", f"Passes of {FEW}", f"Passes of {len(items)}", "Tokens in a prompt", "1,000 calls"]
    return header, [
        [
            name_of(one.name),
            rate(one.pass_rate, one.interval),
            rate(all_.pass_rate, all_.interval),
            f"{all_.input_tokens:,.0f}",
            dollars(all_.usd_per_1000_calls),
        ]
        for one, all_ in zip(few, whole, strict=True)
    ]


def width() -> Rows:
    rows = []
    for items in (20, 50, 100, 200, 400):
        half, nine = wilson(items // 2, items), wilson(items * 9 // 10, items)
        rows.append([f"{items}", f"{half.low:.0%} to {half.high:.0%}", f"{nine.low:.0%} to {nine.high:.0%}"])
    return ["Items", "Half of them pass", "Nine in ten pass"], rows


def plan() -> Rows:
    lost = (0.02, 0.05, 0.10)
    header = ["True gain", *(f"The new rung loses {share:.0%} of the items" for share in lost)]

    def items(share: float, gain: float) -> str:
        alone, of_six = (required_items(share, share + gain, alpha=ALPHA / pairs) for pairs in (1, 6))
        return f"{alone:,} ({of_six:,})"

    return header, [[f"{gain} points", *(items(share, gain / 100) for share in lost)] for gain in (5, 10, 15, 20)]


def looks() -> Rows:
    words = {
        DECIDED: "once, at the end",
        50: "twice",
        25: "after every 25",
        10: "after every 10",
        1: "after every pair",
    }
    return ["Somebody looks", "A winner is found between equals"], [
        [said, f"{false_alarms(DECIDED, every):.1%}"] for every, said in words.items()
    ]


def scorers() -> Rows:
    if WHAT_FOR.keys() != SCORERS.keys():
        raise ValueError(f"WHAT_FOR lacks or has too much: {sorted(WHAT_FOR.keys() ^ SCORERS.keys())}")
    rows = [[f"--score {name}", each.says, WHAT_FOR[name]] for name, each in SCORERS.items()]
    return ["Scorer", "What passes", "For"], [
        *rows,
        [f"--score {OWN}", OWN_SAYS, "whatever you can write down as code"],
    ]


def spoilt() -> Rows:
    (honest, told), (usual, best, elsewhere) = leaked(), chosen()
    items = len(climbed().found.items)
    return ["What was done", "Pass rate shown", "On fair terms"], [
        [f"The {items} questions, with their answers, among the examples", f"{told:.0%}", f"{honest:.0%}"],
        [
            f"Of {DRAWS} draws of examples, the one that passes most of {FEW} questions",
            f"{best:.0%}",
            f"{elsewhere:.0%} of the other {items - FEW}; on the {FEW} all {DRAWS} draws pass {usual:.0%} on average",
        ],
    ]


OPTIONS = r"(--score [\w.:]+|--score-option \S+)"  # of the command
TABLES = {"lab": lab, "width": width, "plan": plan, "looks": looks, "scorers": scorers, "spoilt": spoilt}


class MeasureReport(SphinxDirective):
    """The report on the files to practise on, as the command prints it."""

    required_arguments = 1

    def run(self):
        for file in PRACTICE.iterdir():
            self.env.note_dependency(str(file))
        text = "\n".join(report().splitlines()[: int(self.arguments[0])])
        return [nodes.literal_block(text, text, language="text", classes=["ft-audit-report"])]


class MeasureTable(SphinxDirective):
    """One of the tables."""

    required_arguments = 1
    option_spec: ClassVar[dict] = {"caption": directives.unchanged_required}

    def run(self):
        name = self.arguments[0]
        if name not in TABLES:
            raise self.error(f"there is no table {name!r}; known are {', '.join(TABLES)}")
        header, rows = TABLES[name]()
        cells = [stacked_row(header, (with_literals(cell, OPTIONS) for cell in row)) for row in rows]
        return [table(header, cells, self.options.get("caption", ""), "thresholds", "stacks")]


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("measure-table", MeasureTable)
    app.add_directive("measure-report", MeasureReport)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
