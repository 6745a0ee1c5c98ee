"""A chapter's number and time: under its title, and in the contents on the first page.

```{chapters}``` is a numbered list of all chapters in the order of the book, a line each:

    one-answer: what one can say afterwards

The number comes from ``_toc.yml`` and the time from the chapter's own “Level and time”.  A chapter that the list leaves
out, names twice or does not know stops the build.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from docutils import nodes
from nodes_of_the_book import paragraph
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

FOLDER = "book/"


class InvalidContents(ValueError):
    """A list that is not the book's; ``faults`` has every fault with its remedy."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(self.faults))


def read_contents(lines: Iterable[str], chapters: Collection[str]) -> Mapping[str, str]:
    """What one can say after each chapter, in the order of the book.

    >>> read_contents(["b: Two", "a: One"], ["book/a", "book/b"])
    {'book/a': 'One', 'book/b': 'Two'}

    Raises:
        InvalidContents: with every fault.
    """
    said: dict[str, str] = {}
    faults = []
    for line in filter(str.strip, lines):
        name, colon, text = line.partition(":")
        page = f"{FOLDER}{name.strip()}"
        if not colon or not text.strip():
            faults.append(f"{line!r} says nothing; write `name: what one can say afterwards`")
        elif page not in chapters:
            known = ", ".join(chapter.removeprefix(FOLDER) for chapter in chapters)
            faults.append(f"{name.strip()!r} is no chapter; known are {known}")
        elif page in said:
            faults.append(f"{name.strip()!r} stands there twice; once is enough")
        said[page] = text.strip()
    faults += [f"{page.removeprefix(FOLDER)!r} is missing; add its line" for page in chapters if page not in said]
    if faults:
        raise InvalidContents(faults)
    return {page: said[page] for page in chapters}


class Chapters(SphinxDirective):
    has_content = True

    def run(self):
        chapters = list(self.env.app.outline.maps)
        try:
            said = read_contents(self.content, chapters)
        except InvalidContents as broken:
            raise self.error(str(broken)) from None
        listed = nodes.enumerated_list(enumtype="arabic", prefix="", suffix=".", classes=["ft-contents"])
        for page in chapters:
            self.env.note_dependency(str(Path(self.env.srcdir) / f"{page}.md"))  # its title and its time
            to = pending_xref(
                "", nodes.inline("", "", classes=["doc"]), refdomain="std", reftype="doc", reftarget=f"/{page}",
                refdoc=self.env.docname, refexplicit=False, refwarn=True,
            )  # fmt: skip
            spent = nodes.inline("", f"{self.env.app.minutes[page]} minutes", classes=["ft-minutes"])
            listed += nodes.list_item("", paragraph(to, " ", spent), paragraph(f"{said[page]}."))
        return [listed]


def place_of(page: str, chapters: list[str], minutes: int) -> str:
    """The line under a chapter's title.

    >>> place_of("book/b", ["book/a", "book/b"], 15)
    'Chapter 2 of 2 · 15 minutes'
    """
    return f"Chapter {chapters.index(page) + 1} of {len(chapters)} \N{MIDDLE DOT} {minutes} minutes"


def insert(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """The line, after the first title of a chapter."""
    if docname in app.outline.maps:
        title = next(doctree.findall(nodes.title))
        line = paragraph(place_of(docname, list(app.outline.maps), app.minutes[docname]))
        line["classes"].append("ft-place")
        title.parent.insert(title.parent.index(title) + 1, line)


def note_order(app: Sphinx, doctree: nodes.document) -> None:
    """A chapter is written anew when the order of the book changes."""
    if app.env.docname in app.outline.maps:
        app.env.note_dependency(str(Path(app.srcdir) / "_toc.yml"))


def setup(app: Sphinx) -> dict[str, bool]:
    app.setup_extension("lesson_map")  # which reads the outline and the times
    app.add_directive("chapters", Chapters)
    app.connect("doctree-read", note_order)
    app.connect("doctree-resolved", insert)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
