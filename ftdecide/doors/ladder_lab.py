"""The ladder lab: one small task climbed rung by rung, with what each rung passes and costs.

The task is sorting questions by the part of this book that answers them; its texts are in `ladder_lab.csv`
beside this file, made by `bench/ladder_lab.py`.  The lab takes the learner's own files and model in its place.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ftdecide.evidence import load_evidence
from ftdecide.instruments.audit.record import Record
from ftdecide.instruments.measure.live.asking import Ask, Kept
from ftdecide.instruments.measure.live.call_cost import TokenPrice, book_price
from ftdecide.instruments.measure.live.ladder import LiveTrial, ladder
from ftdecide.instruments.measure.live.limits import Progress
from ftdecide.instruments.measure.live.pool import Pool, pool_of
from ftdecide.instruments.measure.live.rung_prompts import LIVE_RUNGS
from ftdecide.instruments.measure.live.stand_in import stand_in
from ftdecide.instruments.measure.measured import Measured, measured
from ftdecide.instruments.measure.outputs import Item
from ftdecide.instruments.measure.scoring import told_scoring

FILE = Path(__file__).with_name("ladder_lab.csv")


@dataclass(frozen=True)
class Task:
    """What is climbed.

    Args:
        name: for people.
        items: the evaluation set, in an order drawn once, so that the first n of them are a sample.
        pool: examples for the prompts, none of them an item.
        scoring: name of the scorer.
        instruction: what is to be done; may be empty where answers are labels.
        primer: the lasting context; where empty and answers are labels, one is built from the pool.
    """

    name: str
    items: tuple[Item, ...]
    pool: Pool
    scoring: str = "normalised"
    instruction: str = ""
    primer: str = ""


@dataclass(frozen=True)
class Model:
    """A model that the lab asks.

    Args:
        ask: gives the answer to chat messages.
        price: of its tokens, from the price book; None where the book does not have it.
        keep: where its answers are kept, so that the same run is free the next time.
        stand_in: whether it is the stand-in, here or at an endpoint, which says nothing of a language model.
        close: called after each climb: closes what asking and keeping have opened.
    """

    ask: Ask
    price: TokenPrice | None = None
    keep: Kept | None = None
    stand_in: bool = False
    close: Callable[[], None] = lambda: None


@dataclass(frozen=True)
class Settings:
    """What the learner turns.

    Args:
        items: asked of each rung, 1 or more.
        examples: in a prompt, 1 to 500.
        guess: the rung that the learner expects to pass most; empty where none was chosen.
    """

    items: int = 60
    examples: int = 6
    guess: str = ""


@dataclass(frozen=True)
class Climbed:
    """What came out.

    Args:
        found: the measurement.
        live: what was asked, and what it cost.
        settings: that it was run with.
    """

    found: Measured
    live: LiveTrial
    settings: Settings


def own_task() -> Task:
    """Questions as readers might ask them, which come with the course: 240 to ask, 240 to show, six labels.

    >>> task = own_task()
    >>> len(task.items), len(task.pool.examples), task.pool.leaked
    (240, 240, 0)
    """
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(enumerate(csv.DictReader(file)))
    items = tuple(Item(str(row), each["text"], each["label"]) for row, each in rows if each["set"] == "evaluation")
    records = (
        Record(row, row + 2, each["text"], each["label"], label=each["label"])
        for row, each in rows
        if each["set"] == "pool"
    )
    return Task(
        "240 questions as readers might ask them, and the part of this book that answers each",
        items,
        pool_of(records, items),
    )


def stand_in_model() -> Model:
    """The stand-in, its tokens priced as those of the model that the course's ladder is priced on."""
    evidence = load_evidence()
    price = book_price(evidence.prices, evidence.rung("prompt").call.model, billed=False)
    return Model(stand_in, price, stand_in=True)


def climb(
    task: Task,
    settings: Settings,
    model: Model,
    progress: Callable[[Progress], None] = lambda how_far: None,
) -> Climbed:
    """Run every rung on the first items of the task and measure them.

    Args:
        task, settings: what is climbed, and how.
        model: that is asked.
        progress: told after each call.

    Raises:
        InvalidMeasurement: where a setting is out of bounds, or nothing could be measured.
    """
    scoring = told_scoring(task.scoring, {}, task.items)
    score = scoring.score()
    try:
        live = ladder(
            task.items[: settings.items],
            task.pool,
            model.ask,
            instruction=task.instruction,
            primer=task.primer,
            k=settings.examples,
            price=model.price,
            keep=model.keep,
            progress=progress,
        )
    finally:
        model.close()
    found = measured(
        live.trial,
        score,
        name=task.name,
        scoring=scoring.says,
        needs_expected=scoring.needs_expected,
        stand_in=model.stand_in,
    )
    return Climbed(found, live, settings)


def settings_from(asked: Mapping[str, Any], task: Task) -> Settings:
    """The settings that a page sent; what cannot be used is taken as it was to begin with."""
    plain = Settings()
    items, examples, guess = asked.get("items"), asked.get("examples"), asked.get("guess")
    return Settings(
        items if isinstance(items, int) and 1 <= items <= len(task.items) else min(plain.items, len(task.items)),
        examples if isinstance(examples, int) and 1 <= examples <= 500 else plain.examples,
        guess if guess in LIVE_RUNGS else "",
    )
