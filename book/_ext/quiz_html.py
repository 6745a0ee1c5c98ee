"""The markup of a quiz.  Every text of the bank is escaped; only `code` between backticks becomes an element."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from html import escape

from ftdecide.course.phrases import phrase_pattern
from ftdecide.course.question import LETTERS, Chapter, Kind, Option, Question
from ftdecide.evidence import Source

HOW = {Kind.ONE: "Choose one.", Kind.SEVERAL: "Choose all that hold.", Kind.NAME: "One in each box."}


def inline(text: str) -> str:
    """The text as HTML: escaped, with `code` spans.

    >>> inline("`<b>` is <b>")
    '<code>&lt;b&gt;</code> is &lt;b&gt;'
    """
    pieces = text.split("`")
    return "".join(f"<code>{escape(piece)}</code>" if n % 2 else escape(piece) for n, piece in enumerate(pieces))


def without_marks(text: str) -> str:
    """The text for a builder that has no code spans."""
    return text.replace("`", "")


def quiz(chapter: Chapter, questions: Iterable[Question], sources: Mapping[str, Source], serial: int) -> str:
    """The whole quiz; ``serial`` keeps ids apart where a page has more than one."""
    questions = list(questions)
    cards = [
        _question(question, n, len(questions), f"quiz{serial}-{question.id}", sources)
        for n, question in enumerate(questions, 1)
    ]
    name, title = escape(chapter.name), escape(chapter.title)
    called = "More questions" if serial else "Questions"
    return (
        f'<section class="ftd-quiz" data-quiz="{name}" aria-label="{called}: {title}">\n'
        '<div class="ftd-score" hidden><span class="ftd-score-line"></span>'
        '<button type="button" class="ftd-forget">Start again</button></div>\n' + "\n".join(cards) + "\n</section>\n"
    )


def _question(question: Question, n: int, count: int, page_id: str, sources: Mapping[str, Source]) -> str:
    # method="dialog" outside a dialog submits nothing, so that Enter does no harm where scripts are off
    number = f'<span class="ftd-number">Question {n} of {count}</span>'
    return (
        '<form class="ftd-question" method="dialog" '
        f'id="{page_id}" data-id="{question.id}" data-kind="{question.kind}">\n'
        f"<fieldset><legend>{number} {inline(question.prompt)}</legend>\n"
        f'<p class="ftd-how">{HOW[question.kind]}</p>\n'
        + (_boxes(question, page_id) if question.concepts else _options(question, page_id))
        + "</fieldset>\n"
        '<div class="ftd-actions" hidden><button type="submit" class="ftd-check">Check the answer</button></div>\n'
        '<p class="ftd-result" role="status" aria-live="polite"></p>\n' + _answer(question, sources) + "</form>"
    )


def _options(question: Question, page_id: str) -> str:
    kind = "radio" if question.kind is Kind.ONE else "checkbox"
    rows = [
        f'<li><label><input type="{kind}" name="{page_id}" value="{letter}">'
        f'<span class="ftd-letter">{letter.upper()}</span> <span class="ftd-text">{inline(option.text)}</span>'
        "</label></li>"
        for letter, option in zip(LETTERS, question.options, strict=False)
    ]
    return '<ol class="ftd-options" role="list">\n' + "\n".join(rows) + "\n</ol>\n"


def _boxes(question: Question, page_id: str) -> str:
    rows = [
        f'<li><label for="{page_id}-{n}">Answer {n}</label>'
        f'<input type="text" id="{page_id}-{n}" maxlength="200" autocomplete="off"></li>'
        for n in range(1, len(question.concepts) + 1)
    ]
    return '<ol class="ftd-boxes" role="list">\n' + "\n".join(rows) + "\n</ol>\n"


def _answer(question: Question, sources: Mapping[str, Source]) -> str:
    """The fold that holds every reason; ``quiz.js`` takes them from here and puts them beside the options."""
    if question.concepts:
        rows = [
            f'<li data-accepts="{_patterns(concept.accepts)}" data-rejects="{_patterns(concept.rejects)}">'
            f"<strong>{inline(concept.name)}.</strong> {inline(concept.feedback)}</li>"
            for concept in question.concepts
        ]
    else:
        rows = [_reason(letter, option) for letter, option in zip(LETTERS, question.options, strict=False)]
    departure = (
        f'<p class="ftd-departure"><strong>Where the evidence departs from the slogan.</strong> '
        f"{inline(question.departure)}</p>\n"
        if question.departure
        else ""
    )
    cited = "; ".join(_source(sources[key]) for key in question.sources)
    return (
        '<details class="ftd-answer"><summary>Answer and reasons</summary>\n'
        '<ul class="ftd-reasons" role="list">\n' + "\n".join(rows) + "\n</ul>\n"
        f'<div class="ftd-after">{departure}<p class="ftd-sources">Source: {cited}.</p></div>\n</details>\n'
    )


def _reason(letter: str, option: Option) -> str:
    word = "Correct" if option.correct else "Not correct"
    return (
        f'<li data-letter="{letter}" data-correct="{str(option.correct).lower()}">'
        f"<strong>{letter.upper()}: {word}.</strong> <span>{inline(option.feedback)}</span></li>"
    )


def _patterns(phrases: tuple[str, ...]) -> str:
    return escape(json.dumps([phrase_pattern(phrase) for phrase in phrases]))


def _source(source: Source) -> str:
    year = f" ({source.year})" if source.year else ""
    recalled = ", recalled and not checked" if source.mark == "R" else ""
    return f"{escape(source.authors)}{year}, <cite>{escape(source.title)}</cite>{recalled}"
