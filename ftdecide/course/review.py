"""The review deck: what was missed or was not sure comes back, on the days that FSRS gives it.

Nothing of the schedule is stored.  It is replayed from the answers each time, in whole days by the reader's own
calendar: what is missed for the first time is due tomorrow.  The scheduler is the maintained library ``fsrs``, its
random spreading off, so that every Python gives the same days.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from fsrs import Card, Rating, Scheduler

from ftdecide.course.first_tries import local_day, of_each_day
from ftdecide.course.progress_entry import Entry

LOW_CONFIDENCE = 50  # percent, and less
RATINGS = {25: Rating.Hard, 50: Rating.Hard, 75: Rating.Good, None: Rating.Good, 95: Rating.Easy}  # of a right answer
# Without steps of minutes: a page is no place to wait for ten of them.
SCHEDULER = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)


@dataclass(frozen=True)
class DeckItem:
    """A question in the deck: when it is due, the variant (0..7) seen last, days on which it came and was missed."""

    item: str
    chapter: str
    due: date
    variant: int
    reviews: int
    missed: int


@dataclass(frozen=True)
class Deck:
    """Every item, the first due first; `today` is the reader's day."""

    items: tuple[DeckItem, ...]
    today: date

    @property
    def due(self) -> tuple[DeckItem, ...]:
        return tuple(item for item in self.items if item.due <= self.today)

    @property
    def next_day(self) -> date | None:
        """The first day after today on which something is due; None where nothing waits."""
        return min((item.due for item in self.items if item.due > self.today), default=None)


def deck(answers: Iterable[Entry], now: str, offset_minutes: int = 0) -> Deck:
    """What the answers make of the deck.

    Args:
        answers: oldest first; one that was never judged is left out.
        now: UTC, as entries have it.
        offset_minutes: -840 to 840, what the reader's clock is ahead of UTC.
    """
    histories: dict[str, list[Entry]] = {}
    seen_last: dict[str, Entry] = {}
    for day in of_each_day(answers, offset_minutes):
        counts, item = _of_the_day(day), day[0]["item"]
        seen_last[item] = day[-1]
        if item in histories or enters(counts):
            histories.setdefault(item, []).append(counts)
    items = (_replayed(history, seen_last[item], offset_minutes) for item, history in histories.items())
    return Deck(tuple(sorted(items, key=lambda each: (each.due, each.item))), local_day(now, offset_minutes))


def _of_the_day(answers: list[Entry]) -> Entry:
    """A day's first miss, else its first answer: trying again with the reasons in view moves nothing further away."""
    return next((answer for answer in answers if not answer["right"]), answers[0])


def enters(answer: Entry) -> bool:
    """Whether an answer brings its question into the deck: wrong, or right and not sure."""
    percent = answer.get("confidence_percent")
    return not answer["right"] or (percent is not None and percent <= LOW_CONFIDENCE)


def rating(answer: Mapping) -> Rating:
    """What FSRS is told of an answer."""
    return RATINGS[answer.get("confidence_percent")] if answer["right"] else Rating.Again


def _replayed(history: list[Entry], latest: Entry, offset_minutes: int) -> DeckItem:
    card = Card(card_id=0)
    for answer in history:
        day = datetime.combine(local_day(answer.at, offset_minutes), time(), UTC)
        card, _ = SCHEDULER.review_card(card, rating(answer), day)
    missed = sum(not answer["right"] for answer in history)
    variant = int(latest["variant"])
    return DeckItem(latest["item"], latest["chapter"], card.due.date(), variant, len(history), missed)
