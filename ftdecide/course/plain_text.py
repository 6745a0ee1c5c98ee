"""A question in plain lines, for paper, for a builder without pages, and for cards elsewhere."""

from __future__ import annotations

from ftdecide.course.answer_html import shown_number
from ftdecide.course.inline_html import without_marks
from ftdecide.course.question import LETTERS, Kind, Question


def offered(question: Question) -> list[str]:
    """What there is to choose from or to put in order, each line with its letter; empty where one writes."""
    if question.steps:
        texts = [question.steps[place].text for place in question.shuffled]
    else:
        texts = [option.text for option in question.options]
    return [f"{letter.upper()}. {without_marks(text)}" for letter, text in zip(LETTERS, texts, strict=False)]


def answered(question: Question) -> list[str]:
    """The answer with its reasons, line by line."""
    match question.kind:
        case Kind.ONE | Kind.SEVERAL:
            lines = [
                f"{letter.upper()} is {'correct' if option.correct else 'not correct'}. {option.feedback}"
                for letter, option in zip(LETTERS, question.options, strict=False)
            ]
        case Kind.ORDER:
            pairs = zip(question.order, question.steps, strict=True)
            lines = [
                f"{n}. {letter.upper()}: {step.text}. {step.feedback}" for n, (letter, step) in enumerate(pairs, 1)
            ]
        case Kind.NUMBER:
            key = question.number
            lines = [f"{shown_number(key.value)} {key.unit}. {key.explanation}"]
            lines += [f"{shown_number(mistake.value)}: {mistake.feedback}" for mistake in key.mistakes]
        case Kind.TEXT:
            lines = [question.model.text, *(f"{point.text} {point.feedback}" for point in question.model.points)]
        case Kind.NAME:
            lines = [f"{concept.name}: {concept.feedback}" for concept in question.concepts]
    return [without_marks(line) for line in lines]
