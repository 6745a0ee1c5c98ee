"""What the tutor offers before its passages: the drill, a way through the course, help with a question of the bank."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ftdecide.course import intents
from ftdecide.course.guide import Guide, load_guide
from ftdecide.course.hints import Item, hint_on, item_with_text, wishes_answer, wishes_hint
from ftdecide.course.recommend import recommend
from ftdecide.course.understood import drill_address, understood

WANTED = "There is a way through the course for that: “{title}”. What you have at the end: {outcome}"
JOURNEYS = "book/journeys.html"
DRILL_BARE = "Whether that holds for your own task is what the drill answers."
DRILL = "The drill answers that for your own task. It starts with what you said: {said}."
DRILL_LINKS = {False: "Open the drill", True: "Open the drill with these answers"}
HINT = "This is a question of the chapter “{chapter}”. A hint first: {text}"
ASK_AGAIN = " For the answer, ask “show me the answer”."
ASK_WITH_IT = " For the answer, ask “show me the answer:” with the question after it."  # where nothing is remembered
ANSWER = "The answer: {answer}. {reason}"


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere; `url` is below the book's root."""

    text: str
    url: str


@dataclass(frozen=True)
class Guidance:
    """What is offered: a kind as in `tutor.Reply`, a plain sentence, links, and what they rest on.

    Args:
        with_passages: whether passages may follow; beside a hint they would give the answer away.
    """

    kind: str
    text: str
    links: tuple[Link, ...]
    profile: Mapping[str, Any] | None = None
    journey: str | None = None
    item: str | None = None
    with_passages: bool = True


def guidance(question: str, context: Mapping[str, Any] | None = None) -> Guidance | None:
    """What is offered for a question, or None where only passages can answer it.

    Args:
        context: what the page knows: "item", the id of a question in view; "hinted", the id of the last one that a
            hint was given on; "read", pages; "missed", wrong answers by chapter; "has_verdict". All may be missing.
    """
    known = context if isinstance(context, Mapping) else {}
    guide = load_guide()
    helped = _help_with_item(question, known, guide, stateless=context is None)
    if helped:
        return helped
    profile = intents.drill_profile(question)
    if profile is not None:
        said = "; ".join(understood(profile))
        text = DRILL.format(said=said) if said else DRILL_BARE
        return Guidance("drill", text, (Link(DRILL_LINKS[bool(said)], drill_address(profile)),), profile=profile)
    wanted = intents.wanted_journey(question)
    if wanted or intents.asks_what_next(question):
        return _journey(wanted, known, guide)
    return None


def _journey(wanted: str | None, known: Mapping[str, Any], guide: Guide) -> Guidance:
    read = [page for page in _list(known.get("read")) if isinstance(page, str)]
    missed = known.get("missed") if isinstance(known.get("missed"), Mapping) else {}
    counts = {chapter: n for chapter, n in missed.items() if isinstance(n, int)}
    advice = recommend(read, counts, known.get("has_verdict") is True, guide.journeys, wanted)
    journey = guide.journey(advice.journey)
    page = Link(f"Next: {guide.titles[advice.page]}", f"{advice.page}.html")
    way = Link(f"The whole way: {journey.title}", f"{JOURNEYS}#journey-{journey.name}")
    text = WANTED.format(title=journey.title, outcome=journey.outcome) if wanted else advice.reason
    return Guidance("journey", text, (page, way), journey=journey.name, with_passages=False)


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else []


def _help_with_item(question: str, known: Mapping[str, Any], guide: Guide, stateless: bool) -> Guidance | None:
    """A hint on the question of the bank that is meant; its answer where that is asked for after the hint."""
    by_text = item_with_text(question, guide.items.values())
    wants_answer = wishes_answer(question)
    in_view = guide.items.get(str(known.get("item"))) if wants_answer or wishes_hint(question) else None
    item = by_text or in_view
    if item is None:
        return None
    if wants_answer and (stateless or known.get("hinted") == item.id):
        return _answered(item)
    advice = hint_on(item.prompt, item.hint)
    links = [Link(f"Read: {advice.section}", advice.url)] if advice.url else [Link(item.chapter, f"{item.page}.html")]
    text = HINT.format(chapter=item.chapter, text=advice.text) + (ASK_WITH_IT if stateless else ASK_AGAIN)
    return Guidance("hint", text, tuple(links), item=item.id, with_passages=False)


def _answered(item: Item) -> Guidance:
    text = ANSWER.format(answer=item.answer.rstrip("."), reason=item.reason) if item.answer else item.reason
    return Guidance(
        "answer_to_item", text, (Link(item.chapter, f"{item.page}.html"),), item=item.id, with_passages=False
    )
