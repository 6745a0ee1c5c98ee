"""Two tasks alike but for one fact, side by side, with what the core says of each.

```{contrast-pair} name```    one pair, on the chapter that it names
```{contrast-pairs}```        all of them in a table, each with a link to its chapter

The pairs stand in ``book/contrast_pairs.toml``; see `contrast`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from contrast import PAIRS, Pair, Side, load_pairs, turning_reason
from docutils import nodes
from docutils.parsers.rst import directives
from evidence_role import cited, note_evidence, unknown
from nodes_of_the_book import link, paragraph, table
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from ftdecide import words
from ftdecide.chat_prompt import LABELS
from ftdecide.evidence import load_evidence
from ftdecide.fields import BASE_MODEL_FIELDS, ECONOMICS_FIELDS, FIELDS, Field
from ftdecide.sentences import headline, sentence, weighed

SHEET = "contrast_pair.css"
FIELD_AT = {
    **{field.key: field for field in FIELDS},
    **{f"base_model.{field.key}": field for field in BASE_MODEL_FIELDS},
    **{f"economics.{field.key}": field for field in ECONOMICS_FIELDS},
}
VERDICTS = {"no": "Training is not worth it", "yes": "Training is worth it"}
PASS_RATE = Field("pass_rate", "number", "", "share")
SHORT = {**LABELS, "gap": "The gap"}


@cache
def _pairs(changed: float, chapters: frozenset[str]) -> dict[str, Pair]:
    return dict(load_pairs(PAIRS, chapters))


def pairs_of(env: BuildEnvironment) -> dict[str, Pair]:
    """Every pair, read once for a build; the page is written anew when a pair or the evidence changes."""
    note_evidence(env)
    env.note_dependency(str(PAIRS))
    return _pairs(PAIRS.stat().st_mtime, chapters_of(env))


def chapters_of(env: BuildEnvironment) -> frozenset[str]:
    """The names that a pair may stand in: the pages of the book's own folder."""
    pages = (Path(name) for name in env.found_docs)
    return frozenset(page.name for page in pages if page.parent == Path("book"))


def anchor(pair: Pair) -> str:
    """Where the pair stands on its page."""
    return f"pair-{pair.name}"


def fact(path: str, value: Any, items: float | None = None) -> str:
    """One answer in words: what was asked, and what is answered; of a pass rate on how many items.

    >>> fact("requests_per_month", 900), fact("rungs.few_shot.pass_rate", 0.96)
    ('Requests a month: 900', 'With examples in the prompt: 96\\xa0% right')
    """
    if path.startswith("rungs."):
        counted = f" of {words.count(items)}" if items else ""
        rung = words.lower_first(load_evidence().rung(path.split(".")[1]).title)
        return f"Tried: {rung}" if value == "tried" else f"With {rung}: {_said(PASS_RATE, value)}{counted} right"
    field = FIELD_AT[path]
    label = SHORT.get(path, field.about)
    return f"{label}: {_said(field, value)}"


def _said(field: Field, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, int | float):
        return words.GAPS.get(str(value), str(value))
    if field.unit.startswith("share"):
        return words.share(value)
    if field.unit.startswith("US dollars"):
        return words.usd(value) + field.unit.removeprefix("US dollars")
    return f"{words.count(value)} {field.unit}" if field.unit in ("hours", "months") else words.count(value)


def alike(pair: Pair) -> list[str]:
    """What the two have in common, in words; on how many items a rate was counted stands beside the rate."""
    said = []
    for path, value in pair.alike.items():
        if path.endswith(".n"):
            continue
        items = pair.alike.get(path.replace(".pass_rate", ".n")) if path.endswith(".pass_rate") else None
        said.append(fact(path, value, items))
    return said


def why(side: Side, other: Side) -> tuple[str, tuple[str, ...]]:
    """What this fact brings in that the other task does not have, and its sources; else what weighs most."""
    if reason := turning_reason(side, other):
        return sentence(side.verdict, words.REASONS[reason.name], reason.facts), reason.source
    return weighed(side.verdict), ()


class ContrastPair(SphinxDirective):
    """One pair."""

    required_arguments = 1

    def run(self):
        known, name = pairs_of(self.env), self.arguments[0]
        if name not in known:
            raise self.error(unknown("contrast pair", name, known).replace("the evidence", PAIRS.name))
        pair = known[name]
        if self.env.docname != f"book/{pair.chapter}":
            raise self.error(f"the contrast pair {name!r} belongs on book/{pair.chapter}.md; change one of the two")
        label = anchor(pair)
        if label in self.env.temp_data:
            raise self.error(f"the contrast pair {name!r} stands twice on this page; take one of the two out")
        self.env.temp_data[label] = True
        self.env.get_domain("std").note_hyperlink_target(label, self.env.docname, label, pair.title)
        whole = nodes.container("", classes=["ft-pair"], ids=[label])
        whole += _worded("ft-pair-kind", "Alike but for one fact")
        whole += _heading(3, pair.title)
        whole += paragraph(f"{pair.task}.")
        whole += _worded("ft-pair-kind", "The same on both sides")
        whole += nodes.bullet_list("", *(nodes.list_item("", paragraph(said)) for said in alike(pair)))
        sides = nodes.container("", classes=["ft-pair-sides"])
        sides += self._side(pair, pair.no, pair.yes)
        sides += self._side(pair, pair.yes, pair.no)
        whole += sides
        whole += _worded("ft-pair-lesson", pair.lesson)
        return [whole]

    def _side(self, pair: Pair, side: Side, other: Side) -> nodes.container:
        answer = side.judgement.justified
        drawn = nodes.container("", classes=["ft-pair-side", f"ft-pair-{answer}"])
        drawn += _heading(4, side.label)
        drawn += paragraph(nodes.strong("", fact(pair.field, side.value)))
        drawn += _worded("ft-pair-verdict", VERDICTS[answer])
        drawn += paragraph(headline(side.verdict))
        reason, sources = why(side, other)
        drawn += paragraph(f"{reason} ", _citation(sources, self.env.docname)) if sources else paragraph(reason)
        return drawn


class ContrastPairs(SphinxDirective):
    """All pairs, in the order of the file."""

    option_spec: ClassVar[dict] = {"caption": directives.unchanged_required}

    def run(self):
        rows = [
            [
                paragraph(self._link(pair)),
                paragraph(fact(pair.field, pair.no.value)),
                paragraph(fact(pair.field, pair.yes.value)),
            ]
            for pair in pairs_of(self.env).values()
        ]
        header = ["Two tasks", "Not worth it", "Worth it"]
        for row in rows:  # on a narrow page the header is out of sight
            for title, cell in zip(header[1:], row[1:], strict=True):
                cell.insert(0, nodes.inline("", f"{title}: ", classes=["column-name"]))
        return [table(header, rows, self.options.get("caption", ""), "ft-pairs", "stacks")]

    def _link(self, pair: Pair) -> nodes.Node:
        found = link(pair.title, anchor(pair), self.env.docname)
        found["refwarn"] = False  # that every pair is placed is a test's concern; here an unplaced one has no link
        return found


def _citation(sources: tuple[str, ...], docname: str) -> nodes.inline:
    return nodes.inline("", "", *cited(sources, docname), classes=["cited"])


def _worded(kind: str, text: str) -> nodes.paragraph:
    said = paragraph(text)
    said["classes"].append(kind)
    return said


def _heading(level: int, text: str) -> nodes.rubric:
    """A heading outside the table of contents; MyST and Sphinx each read its level from a name of their own."""
    return nodes.rubric("", text, **{"level": level, "heading-level": level})


def stop_on_faults(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """A pair without contrast stops the build, on whatever page it stands."""
    _pairs(PAIRS.stat().st_mtime, chapters_of(env))


def load_on_page(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """The style sheet, on pages with a pair alone."""
    if "ft-pair" in context.get("body", ""):
        app.add_css_file(SHEET)


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("contrast-pair", ContrastPair)
    app.add_directive("contrast-pairs", ContrastPairs)
    app.connect("env-before-read-docs", stop_on_faults)
    app.connect("html-page-context", load_on_page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
