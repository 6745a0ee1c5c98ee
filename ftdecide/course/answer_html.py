"""The markup of what a reader answers with, and of the reasons, for each kind of question."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from html import escape

from ftdecide.course.inline_html import inline
from ftdecide.course.phrases import MAX_ANSWER_CHARACTERS, phrase_pattern
from ftdecide.course.question import LETTERS, Kind, Option, Question

HOW = {
    Kind.ONE: "Choose one.",
    Kind.SEVERAL: "Choose all that hold.",
    Kind.ORDER: "Put them in order, the first on top.",
    Kind.NUMBER: "Give a number.",
    Kind.TEXT: "Write two or three sentences; then compare them with ours.",
    Kind.NAME: "One in each box.",
}
MAX_TEXT_CHARACTERS = 1000  # of an answer in sentences


def inputs(question: Question, page_id: str) -> str:
    """What the reader fills in."""
    return INPUTS[question.kind](question, page_id)


def reasons(question: Question) -> str:
    """Every reason, as the fold shows it where scripts are off."""
    return REASONS[question.kind](question)


def _options(question: Question, page_id: str) -> str:
    kind = "radio" if question.kind is Kind.ONE else "checkbox"
    rows = [
        f'<li><label><input type="{kind}" name="{page_id}" value="{letter}">'
        f'<span class="ftd-letter">{letter.upper()}</span> <span class="ftd-text">{inline(option.text)}</span>'
        "</label></li>"
        for letter, option in zip(LETTERS, question.options, strict=False)
    ]
    return '<ol class="ftd-options" role="list">\n' + "\n".join(rows) + "\n</ol>\n"


def _steps(question: Question, page_id: str) -> str:
    rows = [
        f'<li data-letter="{letter}"><span class="ftd-letter">{letter.upper()}</span> '
        f'<span class="ftd-text">{inline(question.steps[place].text)}</span></li>'
        for letter, place in zip(LETTERS, question.shuffled, strict=False)
    ]
    return '<ol class="ftd-steps" role="list">\n' + "\n".join(rows) + "\n</ol>\n"


def _number(question: Question, page_id: str) -> str:
    return (
        f'<p class="ftd-box"><label for="{page_id}-number">Your answer, in {escape(question.number.unit)}</label>'
        f'<input type="text" inputmode="decimal" id="{page_id}-number" maxlength="40" autocomplete="off"></p>\n'
    )


def _text(question: Question, page_id: str) -> str:
    return (
        f'<p class="ftd-box"><label for="{page_id}-text">Your answer</label>'
        f'<textarea id="{page_id}-text" rows="4" maxlength="{MAX_TEXT_CHARACTERS}"></textarea></p>\n'
    )


def _boxes(question: Question, page_id: str) -> str:
    rows = [
        f'<li><label for="{page_id}-{n}">Answer {n}</label>'
        f'<input type="text" id="{page_id}-{n}" maxlength="{MAX_ANSWER_CHARACTERS}" autocomplete="off"></li>'
        for n in range(1, len(question.concepts) + 1)
    ]
    return '<ol class="ftd-boxes" role="list">\n' + "\n".join(rows) + "\n</ol>\n"


def _list(rows: list[str], tag: str = "ul") -> str:
    return f'<{tag} class="ftd-reasons" role="list">\n' + "\n".join(rows) + f"\n</{tag}>\n"


def _option_reasons(question: Question) -> str:
    return _list([_reason(letter, option) for letter, option in zip(LETTERS, question.options, strict=False)])


def _reason(letter: str, option: Option) -> str:
    word = "Correct" if option.correct else "Not correct"
    return (
        f'<li data-letter="{letter}" data-correct="{str(option.correct).lower()}">'
        f"<strong>{letter.upper()}: {word}.</strong> <span>{inline(option.feedback)}</span></li>"
    )


def _step_reasons(question: Question) -> str:
    """The steps in their right order, each with its letter in the shown one."""
    letter_of = dict(zip(question.shuffled, LETTERS, strict=False))
    rows = [
        f'<li data-letter="{letter_of[place]}">'
        f"<strong>{place + 1}. {letter_of[place].upper()}: {inline(step.text)}.</strong> "
        f"<span>{inline(step.feedback)}</span></li>"
        for place, step in enumerate(question.steps)
    ]
    return _list(rows, "ol")


def _number_reasons(question: Question) -> str:
    key = question.number
    within = f", within {key.tolerance_percent:g} %" if key.tolerance_percent else ""
    right = (
        f'<p class="ftd-right-number" data-value="{key.value!r}" data-tolerance="{key.tolerance_percent:g}">'
        f"<strong>{escape(shown_number(key.value))} {escape(key.unit)}{within}.</strong> "
        f"{inline(key.explanation)}</p>\n"
    )
    rows = [
        f'<li data-value="{mistake.value!r}"><strong>{escape(shown_number(mistake.value))}:</strong> '
        f"<span>{inline(mistake.feedback)}</span></li>"
        for mistake in key.mistakes
    ]
    return right + '<p class="ftd-slips">Slips that lead elsewhere:</p>\n' + _list(rows)


def shown_number(value: float) -> str:
    """A number as a reader would write it: three significant digits below a thousand, whole above.

    >>> shown_number(428571.4), shown_number(61.803), shown_number(0.0125)
    ('428,571', '61.8', '0.0125')
    """
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def _text_reasons(question: Question) -> str:
    rows = [
        f'<li data-letter="{letter}"><strong>{inline(point.text)}</strong> <span>{inline(point.feedback)}</span></li>'
        for letter, point in zip(LETTERS, question.model.points, strict=False)
    ]
    return (
        f'<p class="ftd-model"><strong>One good answer.</strong> {inline(question.model.text)}</p>\n'
        '<p class="ftd-points">What a full answer says:</p>\n' + _list(rows)
    )


def _concept_reasons(question: Question) -> str:
    return _list(
        [
            f'<li data-accepts="{_patterns(concept.accepts)}" data-rejects="{_patterns(concept.rejects)}">'
            f"<strong>{inline(concept.name)}.</strong> {inline(concept.feedback)}</li>"
            for concept in question.concepts
        ]
    )


def _patterns(phrases: tuple[str, ...]) -> str:
    return escape(json.dumps([phrase_pattern(phrase) for phrase in phrases]))


INPUTS: Mapping[Kind, Callable[[Question, str], str]] = {
    Kind.ONE: _options, Kind.SEVERAL: _options, Kind.ORDER: _steps, Kind.NUMBER: _number, Kind.TEXT: _text,
    Kind.NAME: _boxes,
}  # fmt: skip
REASONS: Mapping[Kind, Callable[[Question], str]] = {
    Kind.ONE: _option_reasons, Kind.SEVERAL: _option_reasons, Kind.ORDER: _step_reasons,
    Kind.NUMBER: _number_reasons, Kind.TEXT: _text_reasons, Kind.NAME: _concept_reasons,
}  # fmt: skip
