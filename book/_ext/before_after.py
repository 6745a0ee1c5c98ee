"""``{first-answer}``, the form before chapter 1, and ``{what-changed}``, the page that sets it beside the drill.

The form stands in the page as it is, so that it can be printed and filled in by hand; ``before/first-answer.js``
keeps it.  What is compared, and every sentence of that, comes from the core in the drill's worker.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from card_parts import as_json
from docutils import nodes
from script_versions import with_versions
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from ftdecide.course.first_answer import LEAST_CONFIDENCE, LONGEST_TEXT, MOST_CONFIDENCE
from ftdecide.course.quiz_scores import keys_of
from ftdecide.findings import CONDITIONS, JUSTIFIED, STATUSES

STATIC = Path(__file__).resolve().parents[1] / "_static" / "before"
SCRIPTS = {"book/your-first-answer": "first-answer.js", "book/what-changed": "changed.js"}
VERDICTS = dict(zip(JUSTIFIED, ("Train a model", "Do not train", "I cannot tell"), strict=True))
ANSWERS = dict(zip(STATUSES, ("Yes", "No", "I don’t know"), strict=True))
BASES = {"measured": "I counted", "estimated": "I guess"}
QUESTIONS = {  # of each condition: the question, and what a message calls it
    "volume": ("Is it one task, repeated at high volume?", "the volume"),
    "near_miss": ("Does a model almost do it already, right in kind and wrong in detail?", "how near the model comes"),
    "clean_examples": ("Do you have enough clean examples, checked by somebody?", "the clean examples"),
}
NO_SCRIPT = "<noscript><p>Without JavaScript this page keeps nothing: print it, and fill it in by hand.</p></noscript>"


def form() -> str:
    """The whole form; messages of what is missing stand beside the fields that they are about."""
    parts = [
        _box("task", "Your task, in a sentence", "For example: sort customer emails into eight categories.", "task"),
        _choices("justified", "Today, what would you do?", VERDICTS, "Choose what you would do today"),
        _percent(),
        *(_condition(name) for name in CONDITIONS),
        _box("next_step", "What would you try next? (optional)", "The first thing you would do tomorrow."),
        _box("would_change", "What would change your mind? (optional)", "A fact, a count or an event."),
    ]
    return (
        '<div class="ftd-before" data-ftd-first>' + NO_SCRIPT + '<div class="ftd-home"></div>\n'
        '<form class="ftd-form" method="dialog" novalidate>\n' + "\n".join(parts) + "\n"
        '<div class="ftd-buttons" hidden><button type="submit" class="ftd-strong">Commit this answer</button></div>\n'
        "</form>\n</div>\n"
    )


def _box(name: str, label: str, hint: str, missing: str = "") -> str:
    told = f' data-missing="Write your {missing} in a sentence" aria-required="true"' if missing else ""
    return (
        f'<div class="ftd-field"><label for="first-{name}">{label}</label>'
        f'<p class="ftd-hint" id="first-{name}-hint">{hint}</p>'
        f'<textarea id="first-{name}" name="{name}" rows="2" maxlength="{LONGEST_TEXT}" '
        f'aria-describedby="first-{name}-hint"{told}></textarea></div>'
    )


def _percent() -> str:
    bounds = f"from {LEAST_CONFIDENCE} to {MOST_CONFIDENCE}"
    return (
        '<div class="ftd-field"><label for="first-confidence_percent">How sure are you of that?</label>'
        f'<p class="ftd-hint" id="first-confidence_percent-hint">A number {bounds}: {LEAST_CONFIDENCE} is a coin, '
        f"{MOST_CONFIDENCE} is certain.</p>"
        '<span class="ftd-box"><input type="text" inputmode="numeric" autocomplete="off" id="first-confidence_percent" '
        'name="confidence_percent" aria-describedby="first-confidence_percent-hint" aria-required="true" '
        f'data-missing="Write how sure you are, a number {bounds}" '
        f'data-wrong="How sure you are must be a whole number {bounds}"> per cent</span></div>'
    )


def _choices(name: str, legend: str, choices: dict[str, str], missing: str) -> str:
    options = "".join(
        f'<label><input type="radio" name="{name}" id="first-{name}-{value}" value="{value}"> {text}</label>'
        for value, text in choices.items()
    )
    return (
        f'<fieldset class="ftd-field" data-name="{name}" data-missing="{missing}" '
        'aria-required="true" role="radiogroup">'
        f'<legend>{legend}</legend><div class="ftd-options">{options}</div></fieldset>'
    )


def _condition(name: str) -> str:
    question, called = QUESTIONS[name]
    status = _choices(f"{name}.status", question, ANSWERS, f"Say what you think of {called}, or that you don’t know")
    basis = _choices(f"{name}.basis", "How do you know?", BASES, f"Say whether you counted or guess {called}")
    return f'<div class="ftd-condition" data-condition="{name}">{status}{basis}</div>'


def home(keys: list[dict[str, Any]]) -> str:
    """Where the comparison is put, with the quizzes' keys that the core scores by."""
    return (
        '<div class="ftd-before" data-ftd-changed data-first="your-first-answer.html" '
        'data-drill="../notebooks/drill.html"><noscript><p>This page compares in the browser and needs JavaScript. '
        "Without it: <code>ftdecide changed FIRST.json VERDICT.json</code> at the command line.</p></noscript>"
        f'<script type="application/json" class="ftd-keys">{as_json(keys)}</script><div class="ftd-home"></div></div>\n'
    )


class FirstAnswerDirective(SphinxDirective):
    """Puts the form where it stands."""

    def run(self) -> list[nodes.Node]:
        return [nodes.raw("", form(), format="html")]


class WhatChangedDirective(SphinxDirective):
    """Puts the comparison where it stands."""

    def run(self) -> list[nodes.Node]:
        for file in Path(self.config.quiz_questions).glob("*.toml"):
            self.env.note_dependency(str(file))
        return [nodes.raw("", home(keys_of(self.env.app.quiz_bank.values())), format="html")]


def load_page_files(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Only the two pages load the scripts and their look."""
    if page in SCRIPTS and app.builder.format == "html":
        app.add_css_file("before/before.css", priority=900)  # after the theme's layer
        app.add_js_file(f"before/{SCRIPTS[page]}", type="module")


def name_versions(app: Sphinx, fault: Exception | None) -> None:
    """Let the scripts import one another by version."""
    if not fault and app.builder.format == "html":
        for name in SCRIPTS.values():
            text = with_versions(STATIC / name)
            (Path(app.outdir) / "_static" / "before" / name).write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("first-answer", FirstAnswerDirective)
    app.add_directive("what-changed", WhatChangedDirective)
    app.connect("html-page-context", load_page_files)
    app.connect("build-finished", name_versions)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
