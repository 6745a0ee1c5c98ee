"""Cases put through the core while the book is built: no verdict on them is typed.

```{case-verdicts} S01 S07```   what each case's source concluded, and what the core says and why
```{winning-traits}```          what the cases in which training paid have in common
{winners-number}`justified`     how many cases that table counts; also not_justified
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from contrast import day_of_the_evidence
from docutils import nodes
from docutils.parsers.rst import directives
from evidence_role import cited, note_evidence, unknown
from nodes_of_the_book import paragraph, table
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective, SphinxRole
from winners import SIDES, Trait, counted, studies, traits

from ftdecide import words
from ftdecide.evidence import load_cases
from ftdecide.findings import Reason, Verdict
from ftdecide.model import TaskProfile
from ftdecide.sentences import headline, sentence
from ftdecide.verdict import assess

CONCLUSIONS = {"justified": "Worth it", "not_justified": "Not worth it", "mixed": "Leaves it open"}
ANSWERS = {"yes": "Worth it", "no": "Not worth it", "unclear": "Cannot tell"}
SAME = {"justified": "yes", "not_justified": "no", "mixed": "unclear"}


@dataclass(frozen=True)
class Judged:
    """A case, what its source concluded, and the core's verdict on what could be known before training."""

    number: str
    title: str
    concluded: str  # justified, not_justified or mixed
    verdict: Verdict

    @property
    def agrees(self) -> bool:
        return SAME[self.concluded] == self.verdict.justified

    @property
    def deciding(self) -> Reason | None:
        """The weightiest reason that points as the verdict does; of an open one the weightiest of all."""
        sign = {"yes": 1, "no": -1, "unclear": 0}[self.verdict.justified]
        reasons = self.verdict.judgement.reasons  # the weightiest first
        return next((reason for reason in reasons if reason.points and reason.points * sign >= 0), None)

    @property
    def why(self) -> str:
        """The deciding reason as a sentence."""
        reason = self.deciding
        return sentence(self.verdict, words.REASONS[reason.name], reason.facts) if reason else words.NO_REASON


def judged(number: str, case: Mapping[str, Any]) -> Judged:
    """A case put through the core, on the day of the evidence."""
    verdict = assess(TaskProfile.from_json(case["profile"]), as_of=day_of_the_evidence())
    return Judged(number, case["title"], case["justified"], verdict)


class CaseVerdicts(SphinxDirective):
    """Named cases in a table."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict] = {"caption": directives.unchanged_required}

    def run(self):
        note_evidence(self.env)
        known, numbers = load_cases(), self.arguments[0].split()
        if missing := [unknown("case", number, known) for number in numbers if number not in known]:
            raise self.error("; ".join(missing))
        rows = [self._row(judged(number, known[number])) for number in numbers]
        header = ["Case", "Its source", "The drill"]
        return [table(header, rows, self.options.get("caption", ""), "case-verdicts", "stacks")]

    def _row(self, case: Judged) -> list[nodes.Node]:
        docname = self.env.docname
        title = nodes.container("", paragraph(case.title))
        if not case.number.startswith("S"):
            title += _small(*cited([case.number], docname))
        said = nodes.paragraph("", "", _column("Its source"), nodes.Text(f"{CONCLUSIONS[case.concluded]}."))
        answer = nodes.strong("", f"{ANSWERS[case.verdict.justified]}.")
        ours = nodes.container(
            "",
            nodes.paragraph("", "", _column("The drill"), answer, nodes.Text(f" {headline(case.verdict)}")),
            paragraph(case.why),
        )
        sources = case.deciding.source if case.deciding else ()
        if sources:
            ours += _small(*cited(sources, docname))
        if not case.agrees:
            ours += _small("Not what its source says.")
        return [title, said, ours]


class WinningTraits(SphinxDirective):
    """The traits, counted on either side."""

    option_spec: ClassVar[dict] = {"caption": directives.unchanged_required}

    def run(self):
        note_evidence(self.env)
        rows = [self._row(trait) for trait in traits(studies())]
        header = ["In the case", "Training paid", "It did not"]
        return [table(header, rows, self.options.get("caption", ""), "winning-traits", "stacks")]

    def _row(self, trait: Trait) -> list[nodes.Node]:
        cells = [
            nodes.paragraph("", "", _column(title), nodes.Text(f"{trait.having[side]} of {trait.telling[side]}"))
            for title, side in zip(("Training paid", "It did not"), SIDES, strict=True)
        ]
        return [paragraph(trait.title), *cells]


class WinnersNumber(SphinxRole):
    """How many cases the table of traits counts."""

    def run(self):
        note_evidence(self.env)
        numbers = counted(studies())
        if self.text not in numbers:
            return [], [self.inliner.reporter.error(unknown("number", self.text, numbers), line=self.lineno)]
        return [nodes.Text(str(numbers[self.text]))], []


def _column(title: str) -> nodes.inline:
    """The column's name, where the header is out of sight."""
    return nodes.inline("", f"{title}: ", classes=["column-name"])


def _small(*inside: str | nodes.Node) -> nodes.paragraph:
    said = paragraph(*inside)
    said["classes"].append("origin")
    return said


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("case-verdicts", CaseVerdicts)
    app.add_directive("winning-traits", WinningTraits)
    app.add_role("winners-number", WinnersNumber())
    return {"parallel_read_safe": True, "parallel_write_safe": True}
