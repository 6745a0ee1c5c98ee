"""Tables of the chapter on auditing: ```{audit-table} NAME```, NAME one of

    kinds     every kind of issue, whether it costs a clean example, what to do: the audit's own words
    tickets   the faults planted in the example file, and what the audit, run while the book is built, finds of them
    order     how many labels are wrong among the first that are read
    counts    the count of clean examples, its interval and the truth, where the truth is known

and ```{audit-report} N```, the first N lines of the report on the example file, and {news}`NAME`, a number measured on
the news texts: one of its names, NAME 400 for a count among the first 400, `behind` for those behind the last.

Measured numbers stand in `book/audit_measured.toml`.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from nodes_of_the_book import stacked_row, table, with_literals
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective, SphinxRole

from ftdecide.doors.audit_lab import HELD_OUT, TICKETS, Report, report
from ftdecide.instruments.audit.clean import HIDDEN_PER_CONTRADICTED
from ftdecide.instruments.audit.kinds import KINDS

MEASURED = Path(__file__).resolve().parent.parent / "audit_measured.toml"
Rows = tuple[list[str], list[list[str]]]  # header, cells


def measured() -> dict[str, Any]:
    """The measured numbers."""
    return tomllib.loads(MEASURED.read_text(encoding="utf-8"))


@cache
def reported() -> Report:
    """The audit of the example file."""
    return report(TICKETS, holdout=HELD_OUT)


def kinds() -> Rows:
    costs = {True: "costs one", False: "only to be looked at"}
    return ["Kind", "A clean example?", "What to do"], [
        [f"{kind.title} ({kind.name})", costs[kind.costs], kind.advice] for kind in KINDS
    ]


def tickets() -> Rows:
    planted, found = measured()["tickets"]["planted"], reported().found.issues
    named = {kind: {suspect.row for suspect in suspects} for kind, suspects in found.items()}
    return ["Kind", "Planted", "Named", "Of them planted"], [
        [kind.title, f"{len(rows)}", f"{len(named[kind.name])}", f"{len(named[kind.name].intersection(rows))}"]
        for kind in KINDS
        if (rows := planted.get(kind.name))
    ]


def order() -> Rows:
    news = measured()["news"]
    chance = news["wrong"] / news["records"]
    return ["Read first", "Wrong among them", "In cleanlab’s order", "At random"], [
        [f"{read:,}", f"{ours:,}", f"{peer:,}", f"about {chance * read:,.0f}"]
        for read, ours, peer in zip(news["read"], news["ours"], news["cleanlab"], strict=True)
    ]


def counts() -> Rows:
    news, clean = measured()["news"], reported().found.clean
    own = measured()["tickets"]
    return ["File", "Records", "Clean by the count", "Interval", "Clean in truth"], [
        [name, f"{records:,}", f"{value:,}", f"{low:,} to {high:,}", f"{truth:,}"]
        for name, records, value, low, high, truth in (
            ("156 tickets, faults planted", own["records"], clean.value, clean.low, clean.high, own["clean_in_truth"]),
            (
                "News texts, labelled by people",
                *(news[key] for key in ("records", "clean", "clean_low", "clean_high", "clean_in_truth")),
            ),
        )
    ]


OPTIONS = r"(--[a-z]+)"  # of the command
TABLES = {"kinds": kinds, "tickets": tickets, "order": order, "counts": counts}

DIGITS = {"hidden_per_contradicted": 1}  # after the point; two of all others


def note_what_is_read(directive: SphinxDirective) -> None:
    """Read the page again when the measured numbers or the audit change."""
    for file in (MEASURED, *TICKETS.parent.iterdir()):
        directive.env.note_dependency(str(file))


def news(name: str) -> str:
    """A number measured on the news texts, as people read it."""
    found = measured()["news"]
    found["behind"] = found["wrong"] - found["ours"][-1]
    found["hidden_per_contradicted"] = HIDDEN_PER_CONTRADICTED
    key, _, read = name.partition(" ")
    value = found[key][found["read"].index(int(read))] if read else found[key]
    return f"{value:.{DIGITS.get(key, 2)}f}" if isinstance(value, float) else f"{value:,}"


class News(SphinxRole):
    """Puts such a number where it stands."""

    def run(self):
        for file in (MEASURED, *TICKETS.parent.iterdir()):
            self.env.note_dependency(str(file))
        try:
            return [nodes.Text(news(self.text))], []
        except (KeyError, ValueError):
            fault = self.inliner.reporter.error(f"nothing is measured by the name {self.text!r}", line=self.lineno)
            return [], [fault]


class AuditReport(SphinxDirective):
    """The report on the example file, as the command prints it."""

    required_arguments = 1

    def run(self):
        note_what_is_read(self)
        text = "\n".join(repr(reported()).splitlines()[: int(self.arguments[0])])
        return [nodes.literal_block(text, text, language="text", classes=["ft-audit-report"])]


class AuditTable(SphinxDirective):
    """One of the tables."""

    required_arguments = 1
    option_spec: ClassVar[dict] = {"caption": directives.unchanged_required}

    def run(self):
        name = self.arguments[0]
        if name not in TABLES:
            raise self.error(f"there is no table {name!r}; known are {', '.join(TABLES)}")
        note_what_is_read(self)
        header, rows = TABLES[name]()
        cells = [stacked_row(header, (with_literals(cell, OPTIONS) for cell in row)) for row in rows]
        return [table(header, cells, self.options.get("caption", ""), "thresholds", "stacks")]


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("audit-table", AuditTable)
    app.add_role("news", News())
    app.add_directive("audit-report", AuditReport)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
