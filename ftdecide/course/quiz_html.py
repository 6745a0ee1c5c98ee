"""The markup of questions.  Every text of the bank is escaped; only `code` between backticks becomes an element.

Each question is a form that works without scripts, its answer behind a fold; ``quiz/card.js`` takes the reasons from
there and puts them where they belong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from ftdecide.course import answer_html
from ftdecide.course.inline_html import inline, without_marks
from ftdecide.course.question import Chapter, Question
from ftdecide.evidence import Source


def quiz(chapter: Chapter, questions: Iterable[Question], sources: Mapping[str, Source], serial: int) -> str:
    """The whole quiz, each template with its further variants; ``serial`` keeps ids apart where a page has two."""
    questions = list(questions)
    cards = []
    for n, question in enumerate(questions, 1):
        number, page_id = f"Question {n} of {len(questions)}", f"quiz{serial}-{question.id}"
        first, *more = forms(chapter, question.id, sources, page_id, number)
        cards.append(first + (f'<template data-id="{question.id}">{"".join(more)}</template>' if more else ""))
    name, title = escape(chapter.name), escape(chapter.title)
    called = "More questions" if serial else "Questions"
    return (
        f'<section class="ftd-quiz" data-quiz="{name}" aria-label="{called}: {title}">\n'
        '<div class="ftd-score" hidden><p class="ftd-score-line"></p>'
        '<button type="button" class="ftd-forget">Start again</button></div>\n' + "\n".join(cards) + "\n"
        '<div class="ftd-end" hidden><p class="ftd-calibration"></p>'
        '<button type="button" class="ftd-missed">Try again what you missed</button></div>\n</section>\n'
    )


def cards(chapter: Chapter, sources: Mapping[str, Source]) -> dict[str, Any]:
    """Every card of a chapter in all its variants, as JSON for those who show them one at a time."""
    url = f"book/{chapter.name}.html"
    items = {
        question.id: {
            "prompt": without_marks(question.prompt),
            "kind": str(question.kind),
            "section": f"{url}#check-what-stuck",
            "forms": forms(chapter, question.id, sources, f"review-{question.id}", ""),
        }
        for question in chapter.questions
    }
    return {"chapter": chapter.name, "title": chapter.title, "url": url, "items": items}


def forms(
    chapter: Chapter, question_id: str, sources: Mapping[str, Source], page_id: str, number: str
) -> tuple[str, ...]:
    """The card of every variant of a question; ``number`` stands above its prompt, if there is one."""
    return tuple(
        _form(question, variant, chapter.name, sources, page_id, number)
        for variant, question in enumerate(chapter.variants[question_id])
    )


def _form(
    question: Question, variant: int, chapter: str, sources: Mapping[str, Source], page_id: str, number: str
) -> str:
    # method="dialog" outside a dialog submits nothing, so that Enter does no harm where scripts are off
    hint = f'<details class="ftd-hint"><summary>A hint</summary><p>{inline(question.hint)}</p></details>\n'
    above = f'<span class="ftd-number">{escape(number)}</span> ' if number else ""
    return (
        f'<form class="ftd-question" method="dialog" id="{page_id}" data-id="{question.id}" '
        f'data-kind="{question.kind}" data-chapter="{escape(chapter)}" data-variant="{variant}">\n'
        f'<fieldset class="ftd-given"><legend>{above}'
        f"{inline(question.prompt)}</legend>\n"
        f'<p class="ftd-how">{answer_html.HOW[question.kind]}</p>\n'
        + answer_html.inputs(question, page_id)
        + "</fieldset>\n"
        + (hint if question.hint else "")
        + '<div class="ftd-actions" hidden><button type="submit" class="ftd-check">Check the answer</button></div>\n'
        '<p class="ftd-result" role="status" aria-live="polite"></p>\n' + _answer(question, sources) + "</form>"
    )


def _answer(question: Question, sources: Mapping[str, Source]) -> str:
    departure = (
        f'<p class="ftd-departure"><strong>Where the evidence departs from the slogan.</strong> '
        f"{inline(question.departure)}</p>\n"
        if question.departure
        else ""
    )
    cited = "; ".join(_source(sources[key]) for key in question.sources)
    return (
        '<details class="ftd-answer"><summary>Answer and reasons</summary>\n'
        + answer_html.reasons(question)
        + f'<div class="ftd-after">{departure}<p class="ftd-sources">Source: {cited}.</p></div>\n</details>\n'
    )


def _source(source: Source) -> str:
    year = f" ({source.year})" if source.year else ""
    recalled = ", recalled and not checked" if source.mark == "R" else ""
    return f"{escape(source.authors)}{year}, <cite>{escape(source.title)}</cite>{recalled}"
