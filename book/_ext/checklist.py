"""A list that can be ticked, on the page and on paper, and a part of a page that prints alone.

    :::{checklist}
    - One sentence says what comes in.
    - The requests are counted.
    :::

Each item becomes a box with its text as the label; nothing is stored, and no script is needed.  What stands in a
``{container} sheet`` with the target ``sheet`` prints without the rest of its page once the address ends in ``#sheet``.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective


class checklist(nodes.General, nodes.Element):
    """The whole list."""


class checklist_item(nodes.General, nodes.TextElement):
    """One box and the words beside it."""


class Checklist(SphinxDirective):
    """A bullet list of short items, a box before each."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        parsed = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, parsed)
        written = parsed.children[0] if len(parsed) == 1 else None
        if not isinstance(written, nodes.bullet_list):
            raise ExtensionError(
                f"{self.get_location()}: {{checklist}} holds one list and nothing else; begin with “- ”"
            )
        made = checklist()
        for item in written:
            if len(item) != 1 or not isinstance(item[0], nodes.paragraph) or not item.astext().strip():
                raise ExtensionError(
                    f"{self.get_location()}: {{checklist}} item {len(made) + 1} ({item.astext()[:40]!r}) is not a line "
                    "of text; write it as one"
                )
            made += checklist_item("", "", *item[0].children)
        self.set_source_info(made)
        return [made]


def open_list(translator: Any, node: checklist) -> None:
    translator.body.append('<ul class="checklist">\n')


def close_list(translator: Any, node: checklist) -> None:
    translator.body.append("</ul>\n")


def open_item(translator: Any, node: checklist_item) -> None:
    translator.body.append('<li><label><input type="checkbox" /><span>')


def close_item(translator: Any, node: checklist_item) -> None:
    translator.body.append("</span></label></li>\n")


def load_page_files(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Only a page with such a list loads its look, and the script that prints the sheet."""
    if doctree is not None and next(doctree.findall(checklist), None) is not None:
        app.add_css_file("checklist.css")
        app.add_js_file("print_sheet.js", loading_method="defer")


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_node(checklist, html=(open_list, close_list))
    app.add_node(checklist_item, html=(open_item, close_item))
    app.add_directive("checklist", Checklist)
    app.connect("html-page-context", load_page_files)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
