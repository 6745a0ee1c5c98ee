"""What next: a journey and its next step, from what was read and what was missed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from ftdecide.course.outline import Journey

MISSED_ENOUGH = 3  # questions of one chapter, to send a reader back there
DRILL = "drill"
WANTED = "It is the way for what you ask: {title}."
AGAIN = "{n} questions of this chapter stand wrong. Read it again before you go on."
GO_ON = "You have been through {done} of the {total} steps of “{title}”."
BEGIN = "Begin here: {who}"
ALL_DONE = "You have been through every step of every way. Look at your verdict again on the day that it names."
FINISHED = "You have been through every step of “{title}”. Its last one bears doing again."


@dataclass(frozen=True)
class Recommendation:
    """A journey's name, the page to go to next, and why."""

    journey: str
    page: str
    reason: str


def recommend(
    read: Collection[str],
    missed: Mapping[str, int],
    has_verdict: bool,
    journeys: Sequence[Journey],
    wanted: str | None = None,
) -> Recommendation:
    """The same for the same reader, every time.

    A journey that was asked for goes first; then a chapter in which much was missed; then the journey that is
    furthest on, of several the first in the outline; for a reader who has done nothing, the first.

    Args:
        read: names of pages read or done, with or without their folder.
        missed: for each chapter how many of its questions stand wrong.
        has_verdict: whether the drill gave a verdict.
        journeys: at least one.
        wanted: the name of a journey that the reader's words asked for.
    """
    done = {name_of(page) for page in read} | ({DRILL} if has_verdict else set())
    asked = [journey for journey in journeys if journey.name == wanted]
    if asked:
        step = _next_page(asked[0], done)
        reason = WANTED if step else FINISHED
        return Recommendation(asked[0].name, step or asked[0].steps[-1].page, reason.format(title=asked[0].title))
    again = _missed_most(missed, journeys)
    if again:
        journey, page, n = again
        return Recommendation(journey.name, page, AGAIN.format(n=n))
    open_ones = [journey for journey in journeys if _next_page(journey, done)]
    if not open_ones:
        return Recommendation(journeys[0].name, journeys[0].steps[-1].page, ALL_DONE)
    chosen = max(open_ones, key=lambda journey: len(_done(journey, done)))  # of equals the first
    count = len(_done(chosen, done))
    said = GO_ON.format(done=count, total=len(chosen.steps), title=chosen.title) if count else BEGIN
    return Recommendation(chosen.name, _next_page(chosen, done) or "", said.format(who=chosen.who))


def name_of(page: str) -> str:
    """A page's name without its folder.

    >>> name_of("book/money"), name_of("money")
    ('money', 'money')
    """
    return page.rsplit("/", 1)[-1]


def _done(journey: Journey, done: Collection[str]) -> list[str]:
    return [step.page for step in journey.steps if name_of(step.page) in done]


def _next_page(journey: Journey, done: Collection[str]) -> str | None:
    return next((step.page for step in journey.steps if name_of(step.page) not in done), None)


def _missed_most(missed: Mapping[str, int], journeys: Sequence[Journey]) -> tuple[Journey, str, int] | None:
    """The chapter with the most wrong, of equals the one that a journey names first; None where it is few."""
    steps = [(journey, step.page) for journey in journeys for step in journey.steps]
    found = [(journey, page, missed.get(name_of(page), 0)) for journey, page in steps]
    most = max(found, key=lambda each: each[2], default=None)
    return most if most and most[2] >= MISSED_ENOUGH else None
