"""What the lessons claim, beside the evidence: ```{claims}```, with every number of our own computed here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from evidence_role import cited, known_sources, note_evidence, unknown
from nodes_of_the_book import paragraph, table
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from ftdecide.doors.break_even import rounded
from ftdecide.doors.break_even_start import peers, starting_numbers
from ftdecide.evidence import load_cases
from ftdecide.evidence.claims import MARKS, Claim, load_claims
from ftdecide.words import share


def _studies(*verdicts: str) -> str:
    return str(sum(n.startswith("E") and case["justified"] in verdicts for n, case in load_cases().items()))


# What a name in braces stands for: numbers of ours, from the tables that hold them.
NUMBERS: Mapping[str, Callable[[], str]] = {
    "studies_justified": lambda: _studies("justified"),
    "studies_decisive": lambda: _studies("justified", "not_justified"),
    "curation_usd": lambda: f"${starting_numbers()['fixed_usd']:,.0f}",
    "break_even_lowest": lambda: rounded(min(peer.break_even[0] for peer in peers())),
    "break_even_highest": lambda: rounded(max(peer.break_even[1] for peer in peers())),
    "bill_lowest": lambda: f"${min(peer.bill_at_10_000[0] for peer in peers()):.2f}",
    "bill_highest": lambda: f"${max(peer.bill_at_10_000[1] for peer in peers()):.2f}",
    "mislabelled_share": lambda: share(200 / 500),
}


def found(claim: Claim) -> str:
    """The finding with its numbers put in.

    Raises:
        KeyError: where it names a number that is not in `NUMBERS`.
    """
    said = claim.finding.format_map({name: number() for name, number in NUMBERS.items()})
    return said.replace(" %", "\u00a0%")  # that a line does not end between them


class Claims(SphinxDirective):
    """Claim, verdict, finding and sources, in the order of the file."""

    option_spec: ClassVar[dict] = {"caption": directives.unchanged_required}

    def run(self):
        note_evidence(self.env)
        claims = load_claims().values()
        missing = [
            unknown("source", key, known_sources())
            for claim in claims
            for key in claim.sources
            if key not in known_sources()
        ]
        if missing:
            raise self.error("; ".join(missing))
        rows = [self._row(claim) for claim in claims]
        return [table(["A lesson says", "The evidence"], rows, self.options.get("caption", ""), "claims", "stacks")]

    def _row(self, claim: Claim) -> list[nodes.Node]:
        lessons = paragraph(f"Lesson{'s' if len(claim.lessons) > 1 else ''} {' and '.join(claim.lessons)}")
        lessons["classes"].append("how-read")
        verdict = nodes.paragraph("", "", nodes.strong("", f"{claim.verdict.capitalize()}."), nodes.Text(" "))
        verdict += nodes.Text(found(claim))
        evidence = nodes.container("", verdict)
        if claim.sources:
            marks = ", ".join(MARKS[mark] for mark in claim.marks)
            origin = paragraph(f"{marks.capitalize()}. ", *cited(claim.sources, self.env.docname))
            origin["classes"].append("origin")
            evidence += origin
        return [nodes.container("", paragraph(claim.claim), lessons), evidence]


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("claims", Claims)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
