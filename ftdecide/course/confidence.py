"""Whether the confidence in a first answer was warranted by what it rested on and by how it fared."""

from __future__ import annotations

from collections.abc import Iterator

from ftdecide.course import before_after_words as words
from ftdecide.course.first_answer import LEAST_CONFIDENCE, FirstAnswer
from ftdecide.findings import CONDITIONS


def fared(before: str, after: str) -> str:
    """What became of an answer: it stands, waits for another step, turned, was opened or, having been none, settled.

    >>> fared("yes", "unclear"), fared("unclear", "no"), fared("no", "yes"), fared("yes", "first")
    ('opened', 'settled', 'turned', 'waits')
    """
    if (before, after) == ("yes", "first"):
        return "waits"
    if before == after:
        return "stands"
    if before == "unclear":
        return "settled"
    return "opened" if after == "unclear" else "turned"


def warranted(first: FirstAnswer, after: str, counted_now: int) -> Iterator[str]:
    """How the answer fared, what it rested on, and what one case can show, in sentences.

    An answer that stands is warranted as far as it was counted; one that turned or is open again was too sure,
    unless it claimed no more than a coin does.

    Args:
        first: the first answer.
        after: what the verdict says: yes, first (yes, but another step comes first), no or unclear.
        counted_now: 0 to 3, the conditions that the verdict holds as measured.
    """
    percent, outcome = first.confidence_percent, fared(first.justified, after)
    yield words.SURE[outcome].format(percent=percent)
    then, now = words.COUNTS[first.counted], words.COUNTS[counted_now]
    yield words.FOOTING.format(then=then, now=now, verb="are" if counted_now > 1 else "is")
    if percent == LEAST_CONFIDENCE:
        yield words.WARRANTED["coin"]
    elif outcome == "stands":
        yield words.WARRANTED[{0: "on_guesses", len(CONDITIONS): "on_counts"}.get(first.counted, "partly_on_counts")]
    else:
        yield words.WARRANTED[{"settled": "careful", "waits": "waits"}.get(outcome, "too_sure")]
    if percent > LEAST_CONFIDENCE:
        yield words.ONE_CASE.format(percent=percent)
    if not counted_now:
        yield words.NOTHING_COUNTED
