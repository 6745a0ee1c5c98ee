"""The review deck: what was missed or was not sure comes back, on the days that FSRS gives it.

Nothing of the schedule is stored.  It is replayed from the answers each time, in whole days by the reader's own
calendar: missed today means due tomorrow.  The scheduler is the maintained library ``fsrs``, its random spreading off,
so that every Python gives the same days.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from fsrs import Card, Rating, Scheduler

from ftdecide.course.progress_entry import Entry

LOW_CONFIDENCE = 50  # percent, and less
RATINGS = {25: Rating.Hard, 50: Rating.Hard, 75: Rating.Good, None: Rating.Good, 95: Rating.Easy}  # of a right answer
# Without steps of minutes: a page is no place to wait for ten of them.
SCHEDULER = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)


@dataclass(frozen=True)
class DeckItem:
    """A question in the deck: when it is due, the variant (0..7) seen last, how often it came, how often missed."""

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
    for answer in answers:
        if answer["right"] is not None and (answer["item"] in histories or enters(answer)):
            histories.setdefault(answer["item"], []).append(answer)
    items = (_replayed(history, offset_minutes) for history in histories.values())
    return Deck(tuple(sorted(items, key=lambda each: (each.due, each.item))), local_day(now, offset_minutes))


def enters(answer: Entry) -> bool:
    """Whether an answer brings its question into the deck: wrong, or right and not sure."""
    percent = answer.get("confidence_percent")
    return not answer["right"] or (percent is not None and percent <= LOW_CONFIDENCE)


def rating(answer: Mapping) -> Rating:
    """What FSRS is told of an answer."""
    return RATINGS[answer.get("confidence_percent")] if answer["right"] else Rating.Again


def local_day(at: str, offset_minutes: int) -> date:
    """The reader's day at a time.

    >>> local_day("2026-11-28T23:30:00.000Z", 60)
    datetime.date(2026, 11, 29)
    """
    return (datetime.fromisoformat(at) + timedelta(minutes=offset_minutes)).date()


def _replayed(history: list[Entry], offset_minutes: int) -> DeckItem:
    card, latest = Card(card_id=0), history[-1]
    for answer in history:
        day = datetime.combine(local_day(answer.at, offset_minutes), time(), UTC)
        card, _ = SCHEDULER.review_card(card, rating(answer), day)
    missed = sum(not answer["right"] for answer in history)
    variant = int(latest["variant"])
    return DeckItem(latest["item"], latest["chapter"], card.due.date(), variant, len(history), missed)
