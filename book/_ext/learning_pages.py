"""``{review}`` and ``{progress}``: where the reader's own pages are put, and the files that they ask for.

Beside them the build writes what the course holds (``progress/contents.json``), a card for each question
(``anki/cards.json``) and one Anki deck of all questions and words (``anki/ftdecide.apkg``).  ``progress/read.js`` notes
on chapters and the other pages of the journeys that they were read.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from docutils import nodes
from script_versions import with_versions
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from ftdecide.course.contents import Contents, contents_of
from ftdecide.course.flash_cards import of_bank, of_glossary
from ftdecide.doors.anki import package

STATIC = Path(__file__).resolve().parents[1] / "_static"
HOMES = {"book/review": "review", "book/progress": "progress"}
LEAVE_AN_ENTRY = {"book/your-first-answer", "notebooks/drill"}  # of another kind than being read
DECK = "Fine-tune or prompt"


def home(name: str) -> str:
    """Where a page's script puts itself."""
    return (
        f'<div class="ftd-before ftd-learning" data-ftd-{name}><noscript><p>This page works in the browser and needs '
        "JavaScript. A file that was exported earlier can be read without it: <code>ftdecide progress show</code> at "
        "the command line.</p></noscript></div>\n"
    )


class Review(SphinxDirective):
    """Puts the review where it stands."""

    def run(self) -> list[nodes.Node]:
        return [nodes.raw("", home("review"), format="html")]


class MyProgress(SphinxDirective):
    """Puts the progress where it stands."""

    def run(self) -> list[nodes.Node]:
        return [nodes.raw("", home("progress"), format="html")]


def load_page_files(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Each page loads its own script; chapters and what a journey leads to, the one that notes reading."""
    if app.builder.format != "html":
        return
    if page in HOMES:
        for sheet in ("before/before.css", "quiz/quiz.css", "progress/progress.css"):
            app.add_css_file(sheet, priority=900)  # after the theme's layer
        app.add_js_file(f"progress/{HOMES[page]}.js", type="module")
    elif page in pages_to_read(app):
        app.add_js_file("progress/read.js", type="module")


def pages_to_read(app: Sphinx) -> set[str]:
    """Chapters, and the other pages of the journeys."""
    on_journeys = {step.page for journey in app.outline.journeys for step in journey.steps}
    return (set(app.outline.maps) | on_journeys) - LEAVE_AN_ENTRY


def contents(app: Sphinx) -> Contents:
    """What the course holds."""
    outline = app.outline
    return contents_of(outline.maps, app.quiz_bank, outline.journeys, lambda page: app.env.titles[page].astext())


def write_files(app: Sphinx, fault: Exception | None) -> None:
    """The files beside the pages; scripts import one another by version."""
    if fault or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    (static / "anki").mkdir(parents=True, exist_ok=True)
    (static / "progress" / "contents.json").write_text(json.dumps(contents(app).to_json()), encoding="utf-8")
    cards = of_bank(app.quiz_bank.values())
    (static / "anki" / "cards.json").write_text(json.dumps([asdict(card) for card in cards]), encoding="utf-8")
    (static / "anki" / "ftdecide.apkg").write_bytes(package([*cards, *of_glossary(app.glossary.cards)], DECK))
    for script in (STATIC / "progress").glob("*.js"):
        (static / "progress" / script.name).write_text(with_versions(script), encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("review", Review)
    app.add_directive("progress", MyProgress)
    app.connect("html-page-context", load_page_files)
    app.connect("build-finished", write_files)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
