"""What the ladder lab finds, worked out while the book is built: its ladder, and two ways to spoil it.

The stand-in answers, which is no language model: whatever shows these numbers says so.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from ftdecide.doors.ladder_lab import Climbed, Settings, climb, own_task, stand_in_model
from ftdecide.doors.ladder_lab_words import NAMES
from ftdecide.instruments.measure.live.ladder import ladder
from ftdecide.instruments.measure.live.pool import Example, Pool
from ftdecide.instruments.measure.live.stand_in import stand_in
from ftdecide.instruments.measure.measured import measured
from ftdecide.instruments.measure.outputs import Item
from ftdecide.instruments.measure.scorers.registry import scorer

FEW, EXAMPLES = 30, 6  # items of the smaller run; examples in a prompt, as the lab begins
DRAWS = 20  # of examples, of which the best is chosen


@cache
def climbed(items: int | None = None) -> Climbed:
    """The lab's ladder on its first so many items; on all of them where no number is given."""
    task = own_task()
    return climb(task, Settings(items or len(task.items), EXAMPLES), stand_in_model())


def told(found: Climbed) -> int:
    """How many pairs of rungs are told apart beyond doubt."""
    return sum(each.better is not None for each in found.found.comparisons)


@cache
def leaked() -> tuple[float, float]:
    """The pass rate of retrieval as it is, and with every item that is asked among the examples too."""
    task = own_task()
    asked = tuple(Example(item.input, str(item.expected)) for item in task.items)
    pool = replace(task.pool, examples=(*task.pool.examples, *asked))
    honest = next(rung.pass_rate for rung in climbed().found.rungs if rung.name == "retrieval")
    return honest, _pass_rate(task.items, pool, "retrieval")


@cache
def chosen() -> tuple[float, float, float]:
    """Few-shot prompts with examples drawn anew: the mean of all on few items, the best there, the best elsewhere.

    The best passes most of the first `FEW` items; elsewhere are the items that it was not chosen on.
    """
    task = own_task()
    few, others = task.items[:FEW], task.items[FEW:]
    rates = {draw: _pass_rate(few, task.pool, "few_shot", draw) for draw in range(DRAWS)}
    best = max(rates, key=lambda draw: rates[draw])
    return sum(rates.values()) / len(rates), rates[best], _pass_rate(others, task.pool, "few_shot", best)


def _pass_rate(items: tuple[Item, ...], pool: Pool, rung: str, seed: int = 0) -> float:
    live = ladder(items, pool, stand_in, rungs=[rung], k=EXAMPLES, seed=seed)
    return measured(live.trial, scorer("normalised"), name=rung, stand_in=True).rungs[0].pass_rate


def name_of(rung: str) -> str:
    """A rung's name for people."""
    return NAMES.get(rung, rung)
