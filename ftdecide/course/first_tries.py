"""Which of a day's answers to one question count: those after the reasons were seen say little of what is known."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from ftdecide.course.progress_entry import Entry


def local_day(at: str, offset_minutes: int) -> date:
    """The reader's day at a time.

    >>> local_day("2026-11-28T23:30:00.000Z", 60)
    datetime.date(2026, 11, 29)
    """
    return (datetime.fromisoformat(at) + timedelta(minutes=offset_minutes)).date()


def of_each_day(answers: Iterable[Entry], offset_minutes: int = 0) -> list[list[Entry]]:
    """The judged answers to each question on each day, in the order in which they were given.

    Args:
        answers: oldest first; one that was never judged is left out.
        offset_minutes: -840 to 840, what the reader's clock is ahead of UTC.
    """
    days: dict[tuple[str, date], list[Entry]] = {}
    for answer in answers:
        if answer["right"] is not None:
            days.setdefault((answer["item"], local_day(answer.at, offset_minutes)), []).append(answer)
    return list(days.values())


def first_tries(answers: Iterable[Entry], offset_minutes: int = 0) -> list[Entry]:
    """Of each question and day the first judged answer: the only one given before its reasons were in view."""
    return [day[0] for day in of_each_day(answers, offset_minutes)]
