"""What else a question may want than passages: a verdict on one's own task, or a way through the course."""

from __future__ import annotations

import re
from typing import Any

from ftdecide.course.intent_words import (
    ABOUT_THE_MATTER,
    APPLIES_TO_ME,
    ASIDE,
    DECIDES_FOR_ME,
    GENERAL,
    JOURNEYS,
    NEXT,
    OWN,
    READING,
    TRAIN,
    WHAT_NOW,
    WHO,
)
from ftdecide.course.own_case import said_of_own_task

# What a question may also say that is about no one's task.
OF_ANY_TASK = {"gap", "repetitive", "near_miss", "rule_expressible", "base_model"}


def drill_profile(question: str) -> dict[str, Any] | None:
    """What the question says of the asker's own task, where it asks for a verdict on it; else None.

    >>> drill_profile("Is it worth it for my 300 letters a month?")
    {'requests_per_month': 300}
    >>> drill_profile("When does fine-tuning pay?") is None
    True
    """
    text = _normal(question)
    said = said_of_own_task(question)
    own = bool(OWN.search(text))
    if any(form.search(text) for form in APPLIES_TO_ME):
        return said
    if ASIDE.search(text) or (GENERAL.search(text) and not said):
        return None
    concrete = said.keys() - OF_ANY_TASK
    decides = any(form.search(text) for form in DECIDES_FOR_ME) and (own or concrete)
    told = own and concrete and (len(said) > 1 or WHAT_NOW.search(text))
    somebody = "requests_per_month" in said and re.search(rf"\b{TRAIN}\b", text)
    return said if decides or told or somebody else None


def asks_what_next(question: str) -> bool:
    """Whether it asks what to read or where to begin, not what comes next in the matter itself.

    >>> asks_what_next("What should I read next?"), asks_what_next("What comes next after the verdict?")
    (True, False)
    """
    text = _normal(question)
    if not (found := NEXT.search(text)):
        return False
    rest = text[: found.start()] + " " + text[found.end() :]
    if READING.search(found[0]) and re.search(r"\b(?:read|chapters?|pages?|lessons?|book|course|journey)\b", text):
        return True
    rest = re.sub(r"\b(?:i|we) (?:have|own|got) (?:\w+ ){0,3}(?:data|dataset|examples|task)\b", " ", rest)
    return not ABOUT_THE_MATTER.search(rest)


def wanted_journey(question: str) -> str | None:
    """The name of the journey whose reader the asker says to be, where a way through the course is asked for.

    >>> wanted_journey("I'm a teacher, what should I read?")
    'teach'
    """
    text = _normal(question)
    asked = asks_what_next(question) or re.search(
        r"\b(?:is (?:this|there)|what(?:'s| is)) .{0,30}\b(?:for|in it for) (?:a |an )?(?:teachers?|managers?|me)\b",
        text,
    )
    if not asked or not WHO.search(text):
        return None
    return next((name for name, form in JOURNEYS if form.search(text)), None)


def _normal(question: str) -> str:
    return " ".join(question.casefold().replace("’", "'").replace("‑", "-").split())
