"""Puts a map into every chapter and related pages at its end, from ``outline.toml``; nobody can forget them.

After “Level and time” comes a fold with the path, the drawing of the concepts and the same as a list.  After
“Where next” come the related pages.  A fault in the outline stops the build.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path

from chapter_template import is_chapter, sections
from docutils import nodes
from map_drawing import TooTight, map_svg
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError

from ftdecide.course.outline import LessonMap
from ftdecide.course.outline_file import InvalidOutline, load_outline

FILE = Path(__file__).parent.parent / "outline.toml"
MINUTES = re.compile(r"(\d+) minutes")


def read_outline(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Read and check the outline before the first page."""
    pages = sorted(env.found_docs, key=_place_in_the_toc(app))
    text = {page: file.read_text("utf-8") for page in pages if (file := Path(app.srcdir) / f"{page}.md").exists()}
    chapters = [page for page in pages if is_chapter(text.get(page, ""))]
    minutes = {page: found for page in chapters if (found := minutes_of(text[page]))}
    try:
        app.outline = load_outline(FILE, pages, chapters, app.glossary.names, minutes)
        for lesson in app.outline.maps.values():
            map_svg(lesson, str)
    except InvalidOutline as broken:
        raise ExtensionError("the outline cannot be used:\n  " + "\n  ".join(broken.faults)) from None
    except TooTight as fault:
        raise ExtensionError(f"{FILE.name}: {lesson.page}: {fault}") from None
    app.minutes = minutes


def minutes_of(text: str) -> int | None:
    """The first number of minutes that a chapter's “Level and time” names."""
    said = next((section.text for section in sections(text) if section.title == "Level and time"), "")
    found = MINUTES.search(said)
    return int(found[1]) if found else None


def _place_in_the_toc(app: Sphinx) -> Callable[[str], int]:
    order = [str(page) for part in app.config.external_site_map.root.subtrees for page in part.items]
    return lambda page: order.index(page) if page in order else len(order)


def note_outline(app: Sphinx, doctree: nodes.document) -> None:
    """A chapter is written anew when the outline changes."""
    if app.env.docname in app.outline.maps:
        app.env.note_dependency(str(FILE))


def insert(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """The map after “Level and time”, the related pages after “Where next”."""
    lesson = app.outline.maps.get(docname)
    if lesson is None:
        return
    for section in doctree.findall(nodes.section):
        if "level-and-time" in section["ids"]:
            section += nodes.raw("", lesson_html(lesson, term_address(app, docname)), format="html")
        if "where-next" in section["ids"]:
            section += nodes.raw("", related_html(app, lesson), format="html")


def term_address(app: Sphinx, docname: str) -> Callable[[str], str]:
    """Where a term's card stands, seen from a page."""
    known = app.env.get_domain("std").data["terms"]

    def address(term: str) -> str:
        page, label = known[term.lower()]
        return f"{app.builder.get_relative_uri(docname, page)}#{label}"

    return address


def lesson_html(lesson: LessonMap, address: Callable[[str], str]) -> str:
    """The fold: the path, the drawing, the same as a list."""
    return (
        '<details class="ft-map"><summary>Map of this lesson</summary>'
        f'<p class="ft-map-head">The path</p><ol>{_items(escape(step) for step in lesson.path)}</ol>'
        '<p class="ft-map-head">How its ideas hang together</p>'
        f'<div class="ft-drawing ft-map-drawn">{map_svg(lesson, address)}</div>'
        "<details><summary>The same as a list</summary>"
        f"<ul>{_items(sentences(lesson, address))}</ul></details></details>"
    )


def sentences(lesson: LessonMap, address: Callable[[str], str]) -> Iterable[str]:
    """Each link as a sentence, its concepts linked."""
    for link in lesson.links:
        yield f"{_linked(link.start, address)} {escape(link.verb)} {_linked(link.end, address)}"


def related_html(app: Sphinx, lesson: LessonMap) -> str:
    """Each related page with its line."""
    shown = (
        f'<a href="{app.builder.get_relative_uri(lesson.page, to.page)}">{escape(app.env.titles[to.page].astext())}</a>'
        f": {escape(to.why)}"
        for to in lesson.related
    )
    return f'<p class="ft-map-head">Related</p>\n<ul class="ft-related">{_items(shown)}</ul>'


def _linked(term: str, address: Callable[[str], str]) -> str:
    return f'<a href="{escape(address(term))}">{escape(term)}</a>'


def _items(shown: Iterable[str]) -> str:
    return "\n".join(f"<li>{item}</li>" for item in shown)  # else the search joins the last word and the first


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_css_file("maps.css")
    app.connect("env-before-read-docs", read_outline, priority=600)  # after the template's own check
    app.connect("doctree-read", note_outline)
    app.connect("doctree-resolved", insert)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
