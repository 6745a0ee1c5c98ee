"""The ``{quiz}`` directive: puts questions of the bank on a page.

    ```{quiz} three-conditions
    :items: tc-name-all tc-together
    ```

Without ``:items:`` all questions of the chapter appear.  The page works without JavaScript (each
question has its answer behind a fold); ``quiz.js`` adds checking, reasons in place and a score line.
A bank with a fault stops the build: a reader must never meet a question whose key is wrong.
"""

from __future__ import annotations

import difflib
import json
import sys
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from evidence_role import known_sources
from script_versions import with_versions
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

import ftdecide.evidence
from ftdecide.course.bank import InvalidBank, load_bank
from ftdecide.course.inline_html import without_marks
from ftdecide.course.plain_text import answered, offered
from ftdecide.course.question import Chapter, Question
from ftdecide.course.quiz_html import cards, quiz

BOOK = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(BOOK.parent))  # the build runs in the repository, which is no installed package

from deploy.engine.one_script import one_script  # noqa: E402


class quiz_block(nodes.General, nodes.Element):
    """A quiz: its page markup as ``html``, and as children the plain questions that other builders print."""


class QuizDirective(SphinxDirective):
    """Puts the questions of one chapter's file, or some of them, where it stands."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {"items": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        chapter = self._chosen(self.arguments[0], self.env.app.quiz_bank, "chapter")
        questions = chapter.questions
        if wanted := self.options.get("items", "").split():
            by_id = {question.id: question for question in questions}
            questions = tuple(self._chosen(name, by_id, "question") for name in wanted)
        self._note_dependencies(chapter)
        serial = self.env.new_serialno("quiz")
        block = quiz_block(html=quiz(chapter, questions, known_sources(), serial))
        block += [node for question in questions for node in plain_question(question)]
        self.set_source_info(block)
        return [block]

    def _chosen(self, name: str, known: dict[str, Any], what: str) -> Any:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
            remedy = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(known)}"
            raise ExtensionError(f"{self.get_location()}: {{quiz}} has no {what} {name!r}; {remedy}")
        return known[name]

    def _note_dependencies(self, chapter: Chapter) -> None:
        """The page is written anew when its questions change, or the evidence that their keys come from."""
        evidence = Path(ftdecide.evidence.__file__).parent
        for file in (Path(self.config.quiz_questions) / f"{chapter.name}.toml", *evidence.glob("*.toml")):
            self.env.note_dependency(str(file))


def plain_question(question: Question) -> list[nodes.Node]:
    """The question without markup of a page: prompt, what is offered, answer."""
    prompt = nodes.paragraph("", "", nodes.strong(text=without_marks(question.prompt)))
    options = [_list(offered(question)), nodes.paragraph(text="Answers:")] if offered(question) else []
    return [prompt, *options, _list(answered(question))]


def _list(texts: list[str]) -> nodes.bullet_list:
    return nodes.bullet_list("", *(nodes.list_item("", nodes.paragraph(text=text)) for text in texts))


def read_bank(app: Sphinx) -> None:
    """Read the whole bank before the first page, and stop the build if anything in it is wrong."""
    try:
        app.quiz_bank = load_bank(Path(app.config.quiz_questions), known_sources())
    except InvalidBank as broken:
        raise ExtensionError("the question bank cannot be used:\n  " + "\n  ".join(broken.faults)) from None


def load_page_files(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Only a page with a quiz loads its script and style."""
    if doctree is not None and next(doctree.findall(quiz_block), None) is not None:
        app.add_css_file("quiz/quiz.css")
        app.add_js_file("quiz/quiz.js", loading_method="defer")


def offer_static_files(app: Sphinx, config: Any) -> None:
    """See that the script and the style are copied, whatever the book's own list of static folders says."""
    static = str(BOOK / "_static")
    listed = {str((Path(app.confdir) / folder).resolve()) for folder in config.html_static_path}
    if static not in listed:
        config.html_static_path = [*config.html_static_path, static]


def write_cards(app: Sphinx, fault: Exception | None) -> None:
    """Beside the pages: each chapter's cards, for the review; scripts import one another by version.

    A chapter's own script is one plain file, so that the unpacked book needs no server for its questions.
    """
    if fault or app.builder.format != "html":
        return
    home = Path(app.outdir) / "_static" / "quiz"
    sources = known_sources()
    for chapter in app.quiz_bank.values():
        (home / f"{chapter.name}.json").write_text(json.dumps(cards(chapter, sources)), encoding="utf-8")
    for script in (BOOK / "_static" / "quiz").glob("*.js"):
        (home / script.name).write_text(with_versions(script), encoding="utf-8")
    try:
        (home / "quiz.js").write_text(one_script(BOOK / "_static" / "quiz" / "quiz.js"), encoding="utf-8")
    except (FileNotFoundError, RuntimeError) as broken:
        raise ExtensionError(str(broken)) from None


def write_html(translator: Any, node: quiz_block) -> None:
    translator.body.append(node["html"])
    raise nodes.SkipNode


def write_children(translator: Any, node: quiz_block) -> None:
    """Other builders print the plain questions inside the block."""


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_config_value("quiz_questions", str(BOOK / "questions"), "env", [str])
    app.add_node(
        quiz_block,
        html=(write_html, None),
        **{name: (write_children, write_children) for name in ("latex", "text", "man", "texinfo")},
    )
    app.add_directive("quiz", QuizDirective)
    app.connect("config-inited", offer_static_files)
    app.connect("builder-inited", read_bank)
    app.connect("html-page-context", load_page_files)
    app.connect("build-finished", write_cards)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
