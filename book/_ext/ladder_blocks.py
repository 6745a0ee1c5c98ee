"""The ladder on the page: what each rung mends, takes and costs, and its texts as the decision record writes them.

```{ladder}```                    a table of all rungs, cheapest to try first, each linked to its own place
```{rung} few_shot```             one rung: what it mends and costs, the experiment and the texts, ready to copy
```{sheet} clean_examples```      one of the sheets that count what is not known yet

A chapter gives each rung the label ``rung-NAME``.
"""

from __future__ import annotations

from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from evidence_role import cited, note_evidence, unknown
from money_tables import dated
from nodes_of_the_book import link, paragraph, stacked_row, table
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx_design.shared import create_component

import ftdecide.experiments
from ftdecide import words
from ftdecide.evidence import Rung, load_evidence
from ftdecide.experiments import SHEETS, counting_sheet, rung_texts
from ftdecide.model import TaskProfile
from ftdecide.rung_costs import price_of, usd_per_1000_requests
from ftdecide.verdict import assess


def mends(rung: Rung) -> str:
    """The gaps that a rung can close, in the drill's words."""
    return "; ".join(words.GAPS[gap] for gap in rung.fits) or "what no cheaper rung has closed"


def to_copy(text: str) -> nodes.literal_block:
    """A block with a copy button."""
    return nodes.literal_block(text, text, language="python" if "\nimport " in text or "\nfrom " in text else "text")


def unfilled():
    """The verdict of a reader who has not said anything, whose record leaves every blank open."""
    return assess(TaskProfile())


class Ladder(SphinxDirective):
    """Every rung, cheapest to try first."""

    option_spec: ClassVar[dict] = {"caption": directives.unchanged_required}

    def run(self):
        note_evidence(self.env)
        evidence = load_evidence()
        header = ["Rung", "Mends", "To try", "1,000 requests"]
        rows = [
            stacked_row(
                header,
                [
                    link(rung.title, f"rung-{rung.name.replace('_', '-')}", self.env.docname),
                    mends(rung),
                    words.in_hours(rung.effort_hours),
                    words.usd(usd_per_1000_requests(rung, evidence.prices)),
                ],
            )
            for rung in evidence.rungs
        ]
        priced = {row.name: row for rung in evidence.rungs if (row := price_of(rung, evidence.prices))}
        return [
            table(header, rows, self.options.get("caption", ""), "rungs", "thresholds", "stacks"),
            dated([row.as_of for row in priced.values()]),
        ]


class RungBlock(SphinxDirective):
    """One rung: its facts in a line, and under a fold the experiment and the texts."""

    required_arguments = 1

    def run(self):
        note_evidence(self.env)
        self.env.note_dependency(ftdecide.experiments.__file__)
        evidence, name = load_evidence(), self.arguments[0]
        known = {rung.name: rung for rung in evidence.rungs}
        if name not in known:
            raise self.error(unknown("rung", name, known))
        rung = known[name]
        texts = rung_texts(unfilled(), rung)
        usd = words.usd(usd_per_1000_requests(rung, evidence.prices))
        facts = paragraph(
            f"Mends: {mends(rung)}. To try: about {words.in_hours(rung.effort_hours)}. 1,000 requests: about {usd}."
        )
        facts["classes"].append("rung-facts")
        title = "To copy: " + "; ".join(words.lower_first(each) for each, _ in texts)
        body = [paragraph(f"{rung.experiment} ", *cited(rung.source, self.env.docname))]
        for heading, text in texts:
            if len(texts) > 1:
                body.append(nodes.paragraph("", "", nodes.strong("", heading)))
            body.append(to_copy(text))
        return [facts, fold(title, body)]


def fold(title: str, body: list[nodes.Node]) -> nodes.Node:
    """A closed fold, as ``{dropdown}`` makes it."""
    dropdown = create_component(
        "dropdown",
        opened=False,
        type="dropdown",
        has_title=True,
        icon=None,
        chevron=None,
        container_classes=["sd-mb-3"],
        title_classes=[],
        body_classes=[],
    )
    dropdown += nodes.rubric(title, "", nodes.Text(title))
    dropdown += body
    return dropdown


class Sheet(SphinxDirective):
    """A sheet that counts."""

    required_arguments = 1

    def run(self):
        self.env.note_dependency(ftdecide.experiments.__file__)
        if self.arguments[0] not in SHEETS:
            raise self.error(unknown("sheet", self.arguments[0], SHEETS))
        return [to_copy(counting_sheet(unfilled(), self.arguments[0]))]


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("ladder", Ladder)
    app.add_directive("rung", RungBlock)
    app.add_directive("sheet", Sheet)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
