"""Questions and glossary terms as cards with two sides, in the HTML that a card program shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape

from ftdecide.course.answer_html import shown_number
from ftdecide.course.card import Card
from ftdecide.course.inline_html import inline
from ftdecide.course.question import LETTERS, Chapter, Kind, Question

HOW = {Kind.SEVERAL: "Which of these hold?", Kind.ORDER: "In which order?", Kind.NUMBER: "As a number, in {unit}."}
GLOSSARY = "Glossary"


@dataclass(frozen=True)
class FlashCard:
    """Two sides in HTML; the id is the card's own for ever, the group names its chapter."""

    id: str
    group: str
    front: str
    back: str


def of_bank(chapters: Iterable[Chapter]) -> list[FlashCard]:
    """A card for each question, its first variant where it is a template."""
    return [
        FlashCard(question.id, chapter.title, _front(question), _back(question))
        for chapter in chapters
        for question in chapter.questions
    ]


def of_glossary(cards: Iterable[Card]) -> list[FlashCard]:
    """A card for each term: the word, then what it means, a picture of it and where that breaks."""
    return [
        FlashCard(
            f"term {card.term}",
            GLOSSARY,
            f"<p><b>{escape(card.term)}</b></p><p>What does it mean?</p>",
            "".join(f"<p>{inline(text)}</p>" for text in (card.definition, card.picture, card.where_it_breaks) if text),
        )
        for card in cards
    ]


def _list(rows: Iterable[str], kind: str = "ol") -> str:
    return f"<{kind}>" + "".join(f"<li>{row}</li>" for row in rows) + f"</{kind}>"


def _front(question: Question) -> str:
    how = HOW.get(question.kind, "").format(unit=question.number.unit if question.number else "")
    asked = f"<p>{inline(question.prompt)}</p>" + (f"<p><i>{escape(how)}</i></p>" if how else "")
    if question.options:
        rows = (f"{letter.upper()}. {inline(o.text)}" for letter, o in zip(LETTERS, question.options, strict=False))
        return asked + _list(rows, "ul")
    if question.steps:
        return asked + _list((inline(question.steps[place].text) for place in question.shuffled), "ul")
    return asked


def _back(question: Question) -> str:
    """The key and every reason."""
    return _key(question) + (f"<p>{inline(question.departure)}</p>" if question.departure else "")


def _key(question: Question) -> str:
    if question.options:
        key = ", ".join(sorted(question.key)).upper()
        reasons: Mapping[str, str] = {
            letter.upper(): inline(option.feedback) for letter, option in zip(LETTERS, question.options, strict=False)
        }
        rows = (f"{letter}. {reason}" for letter, reason in reasons.items())
        return f'<p class="key">{key}</p>' + _list(rows, "ul")
    if question.steps:
        return _list(f"<b>{inline(step.text)}</b> {inline(step.feedback)}" for step in question.steps)
    if question.number:
        value = f"{shown_number(question.number.value)} {question.number.unit}"
        return f'<p class="key">{escape(value)}</p><p>{inline(question.number.explanation)}</p>'
    if question.model:
        points = (f"<b>{inline(point.text)}</b> {inline(point.feedback)}" for point in question.model.points)
        return f"<p>{inline(question.model.text)}</p>" + _list(points, "ul")
    return _list((f"<b>{inline(c.name)}</b> {inline(c.feedback)}" for c in question.concepts), "ul")
