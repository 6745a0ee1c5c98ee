"""The list that every citation of the book links to: ```{source-list}```."""

from __future__ import annotations

import re

from docutils import nodes
from evidence_role import MARKS, known_sources, note_evidence, what, who
from nodes_of_the_book import paragraph
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective


class SourceList(SphinxDirective):
    """Every source once, with its reference, how it was read and the cases it holds."""

    def run(self) -> list[nodes.Node]:
        note_evidence(self.env)
        entries = nodes.bullet_list(classes=["sources"])
        lessons = [key for key in known_sources() if re.fullmatch(r"S\d+", key)]
        for keys in self._by_publication():
            entries += self._item(keys, self._entry(keys))
        stated = paragraph(
            nodes.strong("", "Teaching examples."),
            " Tasks that the lessons behind this course judge "
            f"without giving a result: cases {lessons[0]} to {lessons[-1]}.",
        )
        assumed = paragraph(nodes.strong("", "This course."), " An assumption of ours, said to be one where it stands.")
        entries += [self._item(lessons, stated), self._item(["ours"], assumed)]
        return [entries]

    def _by_publication(self) -> list[list[str]]:
        publications: dict[tuple, list[str]] = {}
        for key, source in known_sources().items():
            if not re.fullmatch(r"S\d+", key):
                publications.setdefault((source.authors.lower(), source.year or 0, source.ref), []).append(key)
        return [publications[publication] for publication in sorted(publications)]

    def _item(self, keys: list[str], entry: nodes.paragraph) -> nodes.list_item:
        labels = [f"source-{key.lower()}" for key in keys]
        for label in labels:
            self.env.get_domain("std").note_hyperlink_target(label, self.env.docname, label, label)
        return nodes.list_item("", entry, ids=labels)

    def _entry(self, keys: list[str]) -> nodes.paragraph:
        source = known_sources()[keys[0]]
        entry = paragraph(nodes.strong("", f"{who(source)}."), f" {what(source)} ")
        if source.ref:
            entry += [_reference(source.ref), nodes.Text(". ")]
        cases = [key for key in keys if re.fullmatch(r"[A-Z]\d+", key)]
        holds = f", case{'s' if len(cases) > 1 else ''} {', '.join(cases)}" if cases else ""
        entry += nodes.inline("", f"{MARKS[source.mark].capitalize()}{holds}.", classes=["how-read"])
        return entry


def _reference(ref: str) -> nodes.Node:
    """A reference as a link where it is an address (followed by the reader, never by the page)."""
    if match := re.match(r"arXiv:(\d{4}\.\d{5})", ref):
        return nodes.reference("", ref, refuri=f"https://arxiv.org/abs/{match[1]}", internal=False)
    if match := re.match(r"(?:https?://)?([\w-]+(?:\.[\w-]+)*\.(?:com|org|ai|dev|co|app)/\S*)", ref):
        return nodes.reference("", ref.removeprefix("https://"), refuri=f"https://{match[1]}", internal=False)
    return nodes.Text(ref)


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("source-list", SourceList)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
