"""The few document nodes that the book's extensions write: links, paragraphs, tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from docutils import nodes
from sphinx.addnodes import pending_xref


def link(text: str, label: str, docname: str, *classes: str) -> pending_xref:
    """A link to a label anywhere in the book; an unknown label is a warning, and so stops the build."""
    inside = nodes.inline("", text, classes=["std", "std-ref", *classes])
    return pending_xref(
        "", inside, refdomain="std", reftype="ref", reftarget=label, refdoc=docname, refexplicit=True, refwarn=True
    )


def links(parts: Iterable[tuple[str, str]], docname: str) -> Iterator[nodes.Node]:
    """Links (text, label) with semicolons between them."""
    for place, (text, label) in enumerate(parts):
        if place:
            yield nodes.Text("; ")
        yield link(text, label, docname)


def paragraph(*inside: str | nodes.Node) -> nodes.paragraph:
    """A paragraph of plain texts and nodes."""
    return nodes.paragraph("", "", *(nodes.Text(part) if isinstance(part, str) else part for part in inside))


def stacked_row(header: list[str], cells: Iterable[str | nodes.Node]) -> list[nodes.Node]:
    """The cells of a row that is stacked on a phone, where each but the first says which column it is of."""
    first, *others = cells
    labels = (nodes.inline("", f"{column}: ", classes=["column-name"]) for column in header[1:])
    return [paragraph(first), *(paragraph(*pair) for pair in zip(labels, others, strict=True))]


def with_literals(cell: str, literal: str) -> nodes.inline:
    """A text in which what a pattern of one group matches is literal: in prose, two hyphens become a dash."""
    parts = enumerate(re.split(literal, cell))
    return nodes.inline("", "", *(nodes.literal("", part) if n % 2 else nodes.Text(part) for n, part in parts))


def table(header: list[str], rows: list[list[nodes.Node]], caption: str, *classes: str) -> nodes.table:
    """A table with a header row and one node to a cell."""
    group = nodes.tgroup("", *(nodes.colspec(colwidth=1) for _ in header), cols=len(header))
    group += nodes.thead("", _row([paragraph(title) for title in header]))
    group += nodes.tbody("", *map(_row, rows))
    whole = nodes.table("", group, classes=["colwidths-auto", *classes])
    if caption:
        whole.insert(0, nodes.title("", caption))
    return whole


def _row(cells: list[nodes.Node]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", cell) for cell in cells))
