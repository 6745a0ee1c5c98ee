"""Help with a question of the bank: a hint first, the answer with its reason only when it is asked for again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ftdecide.course.answer_html import shown_number
from ftdecide.course.question import Kind, Question
from ftdecide.course.search import the_search

LIKE = 0.8  # share of words in common from which a text is taken for the prompt itself
LEAST_WORDS = 12  # of a prompt that is known by its text: a shorter one is an ordinary question too
NO_HINT = "Say first in your own words what is asked, then read the section and come back."
VARIES = (
    "Its numbers are drawn anew for each reader. Answer it on its card and check: how the answer comes about, and "
    "why others are wrong, then stands there."
)
_WISHES_ANSWER = re.compile(
    r"\b(?:show|tell|give)(?: me)?(?: the)?(?: right| correct)? (?:answer|solution|key)\b"
    r"|\bwhat(?:'s| is) the (?:right |correct )?(?:answer|solution|key)\b|\bi give up\b|^(?:the )?(?:answer|solution)\b"
)
_WISHES_HINT = re.compile(
    r"\b(?:hint|clue)s?\b|\b(?:i'?m|i am) stuck\b|\bhelp(?: me)?(?: with (?:this|the|that) (?:question|item|quiz))\b"
)


@dataclass(frozen=True)
class Hint:
    """What to think of, and the section that helps; `url` is below the book's root."""

    text: str
    chapter: str
    section: str
    url: str


@dataclass(frozen=True)
class Item:
    """One question of the bank as the tutor knows it.

    Args:
        page: the chapter's page, as in ``book/money``.
        answer: the key in words; empty where it is drawn anew for each reader.
    """

    id: str
    chapter: str
    page: str
    prompt: str
    hint: str
    answer: str
    reason: str


def hint(question: Question) -> Hint:
    """The hint of a question, and where to read: never the key."""
    return hint_on(question.prompt, question.hint)


def hint_on(prompt: str, text: str) -> Hint:
    """A hint's text with the section of a chapter that is nearest to the prompt."""
    near = [passage for passage in the_search()(prompt).passages if not passage.of_a_card]
    text = text or NO_HINT
    if not near:
        return Hint(text, "", "", "")
    return Hint(text, near[0].chapter, near[0].section, near[0].url)


def item_of(variants: tuple[Question, ...], chapter: str, page: str) -> Item:
    """A question of the bank, all its variants given, in words."""
    question = variants[0]
    drawn = len(variants) > 1
    answer, reason = ("", VARIES) if drawn else answer_in_words(question)
    return Item(question.id, chapter, page, question.prompt, question.hint, answer, reason)


def answer_in_words(question: Question) -> tuple[str, str]:
    """The key of a question and why it holds, for one who has no card in view."""
    match question.kind:
        case Kind.ORDER:
            return "In this order: " + "; ".join(step.text for step in question.steps), " ".join(
                step.feedback for step in question.steps
            )
        case Kind.NUMBER:
            return f"{shown_number(question.number.value)} {question.number.unit}", question.number.explanation
        case Kind.TEXT:
            return question.model.text, " ".join(point.feedback for point in question.model.points)
        case Kind.NAME:
            return "; ".join(each.name for each in question.concepts), " ".join(
                each.feedback for each in question.concepts
            )
    right = [option for option in question.options if option.correct]
    return "; ".join(option.text for option in right), " ".join(option.feedback for option in right)


def item_with_text(text: str, items: Iterable[Item]) -> Item | None:
    """The item whose prompt this text is, but for its numbers and a few words; None where it is none."""
    words = _words(text)
    best = max(items, key=lambda item: _alike(words, _words(item.prompt)), default=None)
    if best is None or len(_words(best.prompt)) < LEAST_WORDS or _alike(words, _words(best.prompt)) < LIKE:
        return None
    return best


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z']{2,}", text.casefold()))


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    """Of a text that holds more than the prompt, what it holds of it counts."""
    return len(one & other) / max(len(other), 0.6 * len(one), 1)


def wishes_answer(text: str) -> bool:
    """Whether the answer is asked for, not a hint.

    >>> wishes_answer("Show me the answer"), wishes_answer("Give me a hint")
    (True, False)
    """
    return bool(_WISHES_ANSWER.search(text.casefold().replace("’", "'").strip()))


def wishes_hint(text: str) -> bool:
    """Whether help with a question in view is asked for."""
    return bool(_WISHES_HINT.search(text.casefold().replace("’", "'")))
