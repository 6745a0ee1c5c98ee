"""Numbers and citations in the book come from the evidence folder by name, so none is typed twice.

    {threshold}`min_clean_examples`      the value, linked to its row on the sources page
    {source}`E29,us58`                   the citation, linked to its entry there
    ```{thresholds} name name ...```     a table of these numbers (of all, without names)

An unknown name is an error that gives the nearest known one, and an error stops the build.
"""

from __future__ import annotations

import re
import tomllib
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from nodes_of_the_book import link, links, paragraph, table
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective, SphinxRole

import ftdecide.evidence
from ftdecide.evidence import Source, Threshold, later_sources, load_cases, load_evidence

REFERENCES = Path(__file__).parent.parent / "references.toml"
MARKS = {"V": "seen", "C": "computed", "R": "recalled, not seen", "judgement": "judgement"}
OURS = Source("ours", "Assumption of this course", "This course", 2026, "", "judgement")


@cache
def known_sources() -> dict[str, Source]:
    """What rules and cases cite, the later cases, then what only a chapter cites."""
    shipped = load_evidence().sources | later_sources()
    for number, case in load_cases().items():
        if number.startswith("S"):  # stated by a lesson, not published as a case
            shipped[number] = Source(number, case["title"], "Teaching example", None, "", shipped[number].mark)
    try:
        own = tomllib.loads(REFERENCES.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
        raise ExtensionError(f"{REFERENCES.name}: not TOML: {broken}; mend that line") from None
    again = sorted(shipped.keys() & own.keys())
    if again:
        raise ExtensionError(f"{REFERENCES.name}: {', '.join(again)} is already in ftdecide/evidence; remove it here")
    return shipped | {key: Source(key, year=row.get("year"), **_without_year(row)) for key, row in own.items()}


def _without_year(row: dict) -> dict:
    return {key: value for key, value in row.items() if key != "year"}


def note_evidence(env: BuildEnvironment) -> None:
    """The page is written anew when a number or a source changes."""
    for file in (REFERENCES, *Path(ftdecide.evidence.__file__).parent.glob("*.toml")):
        env.note_dependency(str(file))


def unknown(kind: str, name: str, known) -> str:
    """The message for a name that the evidence does not have."""
    near = get_close_matches(name, list(known), n=1, cutoff=0.4)
    return f"{kind} {name!r} is not in the evidence" + (f"; did you mean {near[0]!r}?" if near else "")


def shown(threshold: Threshold) -> str:
    """The value as prose has it: a share as a percentage, thousands set off."""
    if threshold.unit == "share":
        return f"{threshold.value * 100:g}%"
    return f"{threshold.value:,.10g}"


def with_unit(threshold: Threshold) -> str:
    """The value and its unit, in the singular after 1: “30 items”, “1 second”, “86%”."""
    if threshold.unit == "share":
        return shown(threshold)
    unit = re.sub(r"^(\w+)s\b", r"\1", threshold.unit) if threshold.value == 1 else threshold.unit
    return f"{shown(threshold)} {unit}"


def short(source: Source) -> str:
    """First author and year, as in “Ovadia et al. 2023”."""
    head = re.split(r"[,;]", source.authors)[0]
    if "&" in source.authors and "&" not in head:
        head += " et al."
    return f"{head} {source.year}" if source.year else head


def who(source: Source) -> str:
    """Authors and year, as in “Ovadia, O. et al. (2023)”."""
    return f"{source.authors} ({source.year})" if source.year else source.authors


def what(source: Source) -> str:
    """The title as a sentence."""
    return source.title if source.title.endswith(("?", ".")) else f"{source.title}."


class ThresholdRole(SphinxRole):
    """A number of the evidence."""

    def run(self):
        note_evidence(self.env)
        thresholds = load_evidence().thresholds
        if self.text not in thresholds:
            return [], [self.inliner.reporter.error(unknown("threshold", self.text, thresholds), line=self.lineno)]
        return [link(shown(thresholds[self.text]), f"threshold-{self.text}", self.env.docname, "threshold")], []


class SourceRole(SphinxRole):
    """One citation or several, in brackets."""

    def run(self):
        note_evidence(self.env)
        keys = [key.strip() for key in self.text.split(",")]
        missing = [unknown("source", key, known_sources()) for key in keys if key not in known_sources()]
        if missing:
            return [], [self.inliner.reporter.error("; ".join(missing), line=self.lineno)]
        return [nodes.inline("", "", *cited(keys, self.env.docname), classes=["cited"])], []


def cited(keys, docname: str) -> list[nodes.Node]:
    """``(A 2023; B 2024)`` with each part linked."""
    sources = {**known_sources(), "ours": OURS}
    first: dict[str, str] = {}  # several cases of one publication are cited once
    for key in keys:
        first.setdefault(short(sources[key]), f"source-{key.lower()}")
    return [nodes.Text("("), *links(first.items(), docname), nodes.Text(")")]


class Thresholds(SphinxDirective):
    """A table of named numbers; of all of them, as link targets, where none is named."""

    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict] = {"caption": directives.unchanged_required}

    def run(self):
        note_evidence(self.env)
        known = load_evidence().thresholds
        names = self.arguments[0].split() if self.arguments else list(known)
        missing = [unknown("threshold", name, known) for name in names if name not in known]
        if missing:
            raise self.error("; ".join(missing))
        rows = [self._row(known[name], full=not self.arguments) for name in names]
        return [
            table(["Number", "What it is", "Source"], rows, self.options.get("caption", ""), "thresholds", "stacks")
        ]

    def _row(self, threshold: Threshold, full: bool) -> list[nodes.Node]:
        number = paragraph(with_unit(threshold))
        origin = [paragraph(*cited(threshold.source, self.env.docname)[1:-1])]
        if full:
            label = f"threshold-{threshold.name}"
            number["ids"].append(label)
            self.env.get_domain("std").note_hyperlink_target(label, self.env.docname, label, threshold.description)
            dated = paragraph(f"{threshold.as_of.isoformat()}, {MARKS[threshold.mark]}")
            dated["classes"].append("how-read")
            origin.append(dated)
        return [number, paragraph(threshold.description), nodes.container("", *origin)]


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_role("threshold", ThresholdRole())
    app.add_role("source", SourceRole())
    app.add_directive("thresholds", Thresholds)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
