"""The ladder as a lab: each rung's prompts for every item, asked of a model, as a trial that can be scored."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ftdecide.instruments.measure.bounds import SET_IT, InvalidMeasurement, count
from ftdecide.instruments.measure.live.asking import Ask, Call, Kept, Outcome, tokens_of
from ftdecide.instruments.measure.live.call_cost import TokenPrice, prompt_tokens, text_tokens
from ftdecide.instruments.measure.live.limits import NO_LIMITS, Limits, Progress
from ftdecide.instruments.measure.live.pool import Pool, as_answer
from ftdecide.instruments.measure.live.rung_costs import RungCost, costs_of
from ftdecide.instruments.measure.live.rung_prompts import EXAMPLES, LIVE_RUNGS, RungPrompts, quoted_items, rung_prompts
from ftdecide.instruments.measure.live.running import STOPPED, make_calls
from ftdecide.instruments.measure.outputs import Item, Output, Trial

MOST_RUNS = 50
TOKENS_OF_AN_ANSWER = 60  # where nothing says how long answers are


@dataclass(frozen=True)
class Plan:
    """What is about to be asked.

    Args:
        rungs: that are run.
        items, runs: of each rung.
        calls: to be made; the others are answered from what is kept.
        input_tokens: of those calls, estimated.
        usd: of those calls, estimated, in US dollars; None where no price is known.
        missing: of each rung asked for that cannot be built, why not.
        notes: what else a person has to know.
    """

    rungs: tuple[str, ...]
    items: int
    runs: int
    calls: int
    input_tokens: int
    usd: float | None
    missing: Mapping[str, str]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class LiveTrial:
    """Rungs that were run.

    Args:
        trial: the items and what each rung put out on them.
        costs: of each rung that was run, in their order.
        end: what the calls came to.
        missing: of each rung asked for that could not be built, why not.
        notes: what else a person has to know.
    """

    trial: Trial
    costs: tuple[RungCost, ...]
    end: Progress
    missing: Mapping[str, str]
    notes: tuple[str, ...] = ()

    @property
    def interrupted(self) -> bool:
        """Whether a person stopped it, with Ctrl-C."""
        return self.end.stopped == STOPPED


def calls_of(
    prompts: RungPrompts, rungs: Sequence[str], items: Sequence[Item], runs: int = 1, seed: int = 0
) -> list[Call]:
    """Every call, in the order in which they are made: all rungs of an item together, items in an order drawn.

    So a run that a limit or Ctrl-C ends has the same items on every rung, and not the first ones of a sorted file.

    Args:
        runs: of each rung on each item, 1 to 50; the second begins when the first is through.
        seed: of the items' order.
    """
    count("the number of runs (--runs)", runs, least=1, most=MOST_RUNS, remedy=SET_IT)
    order = random.Random(seed).sample(list(items), len(items))
    once = [(rung, item.name, prompts.messages(rung, item)) for item in order for rung in rungs]
    return [Call(rung, name, run, messages) for run in range(runs) for rung, name, messages in once]


def plan_of(
    to_ask: Sequence[Call],
    rungs: Sequence[str],
    items: Sequence[Item],
    runs: int,
    price: TokenPrice | None,
    missing: Mapping[str, str],
    notes: Sequence[str] = (),
) -> Plan:
    """What some calls will take, if answers are as long as those expected."""
    said = {item.name: text_tokens(as_answer(item.expected)) or TOKENS_OF_AN_ANSWER for item in items}
    tokens = [(prompt_tokens(call.messages), said[call.item]) for call in to_ask]
    usd = sum(price.usd(*each) for each in tokens) if price else None
    return Plan(
        tuple(rungs), len(items), runs, len(to_ask), sum(shown for shown, _ in tokens), usd, missing, tuple(notes)
    )


def ladder(
    items: Sequence[Item],
    pool: Pool,
    ask: Ask,
    *,
    instruction: str = "",
    primer: str = "",
    rungs: Sequence[str] = LIVE_RUNGS,
    k: int = EXAMPLES,
    runs: int = 1,
    seed: int = 0,
    price: TokenPrice | None = None,
    limits: Limits = NO_LIMITS,
    keep: Kept | None = None,
    begin: Callable[[Plan], None] = lambda plan: None,
    progress: Callable[[Progress], None] = lambda how_far: None,
) -> LiveTrial:
    """Build the rungs, run them, and give what they put out.

    Args:
        items: the evaluation set.
        pool: examples for the prompts, of `pool_of`; what the evaluation set holds is not in it.
        ask: gives the answer to chat messages: a client of an endpoint, the stand-in, your own function.
        instruction: what is to be done; may be empty where the task has labels.
        primer: the lasting context; where empty and the task has labels, one is built from the pool.
        rungs: names of `LIVE_RUNGS`.
        k: examples in a prompt, 1 to 500.
        runs: of each rung on each item, 1 to 50.
        seed: of the examples drawn and of the order of the items.
        price, limits, keep: as for `make_calls`.
        begin: told what is about to be asked.
        progress: told after each call.

    Raises:
        InvalidMeasurement: where a value is out of bounds, or no rung can be built.
    """
    prompts, missing = rung_prompts(items, pool, instruction=instruction, primer=primer, rungs=rungs, k=k, seed=seed)
    able = [rung for rung in rungs if rung not in missing]
    asked = [item for item in items if item.input.strip()]
    if not asked:
        raise InvalidMeasurement("no item has an input to ask about. Say where the inputs stand")
    if not able:
        raise InvalidMeasurement(f"no rung can be run: {'; '.join(missing.values())}")
    notes = _notes(items, asked, instruction, primer)
    calls = calls_of(prompts, able, asked, runs, seed)

    def planned(to_ask: Sequence[Call]) -> None:
        begin(plan_of(to_ask, able, asked, runs, price, missing, notes))

    outcomes, end = make_calls(calls, ask, limits, price=price, keep=keep, begin=planned, progress=progress)
    return LiveTrial(
        trial_of(items, able, outcomes, price), costs_of(able, outcomes, price), end, missing, tuple(notes)
    )


def _notes(items: Sequence[Item], asked: Sequence[Item], instruction: str, primer: str) -> list[str]:
    notes = []
    if len(asked) < len(items):
        notes.append(f"items without an input, which are not asked: {len(items) - len(asked):,}")
    for name, text in (("instruction", instruction), ("primer", primer)):
        if number := quoted_items(text, asked):
            notes.append(
                f"items of the evaluation set that stand in the {name} word for word: {number:,}. Take them out of one "
                "of the two: what the model has been told is no test of it"
            )
    return notes


def trial_of(
    items: Sequence[Item], rungs: Sequence[str], outcomes: Sequence[Outcome], price: TokenPrice | None
) -> Trial:
    """The outcomes as outputs, of each rung in the order of runs and items."""
    place = {item.name: number for number, item in enumerate(items)}
    by_rung: dict[str, list[Output]] = {rung: [] for rung in rungs}
    for outcome in outcomes:
        by_rung[outcome.call.rung].append(_output(outcome, price))
    ordered = {
        rung: tuple(sorted(outputs, key=lambda each: (each.run, place[each.item]))) for rung, outputs in by_rung.items()
    }
    return Trial(tuple(items), ordered)


def _output(outcome: Outcome, price: TokenPrice | None) -> Output:
    call, answer = outcome.call, outcome.answer
    if answer is None:
        return Output(call.item, "", call.run, outcome.fault)
    return Output(
        call.item,
        answer.text,
        call.run,
        usd=price.usd(*tokens_of(call.messages, answer)) if price else None,
        input_tokens=answer.input_tokens,
        output_tokens=answer.output_tokens,
        seconds=answer.seconds,
    )
