"""What the calls of each rung come to: dollars for 1,000 of them, and the tokens that make them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ftdecide.instruments.measure.live.asking import Outcome, tokens_of
from ftdecide.instruments.measure.live.call_cost import TokenPrice


@dataclass(frozen=True)
class RungCost:
    """What one rung's calls come to.

    Args:
        rung: its name.
        answered: calls with an answer.
        usd_per_1000_calls: of those, whenever they were paid for; None where no price is known.
        input_tokens, output_tokens: of a call, on average.
        estimated: calls whose tokens the endpoint did not count, or not all of them.
        cut: answers that end because no more tokens were allowed.
    """

    rung: str
    answered: int
    usd_per_1000_calls: float | None
    input_tokens: float
    output_tokens: float
    estimated: int = 0
    cut: int = 0


def costs_of(rungs: Sequence[str], outcomes: Sequence[Outcome], price: TokenPrice | None) -> tuple[RungCost, ...]:
    """What the calls of each rung come to; an answer that was kept counts what it cost once."""
    by_rung: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.answer is not None:
            by_rung[outcome.call.rung].append(outcome)
    return tuple(_cost(rung, by_rung[rung], price) for rung in rungs)


def _cost(rung: str, answered: Sequence[Outcome], price: TokenPrice | None) -> RungCost:
    tokens = [tokens_of(outcome.call.messages, outcome.answer) for outcome in answered]
    number = len(tokens)
    usd = 1000 * sum(price.usd(*each) for each in tokens) / number if price and number else None
    return RungCost(
        rung,
        number,
        usd,
        sum(each[0] for each in tokens) / number if number else 0.0,
        sum(each[1] for each in tokens) / number if number else 0.0,
        sum(None in (outcome.answer.input_tokens, outcome.answer.output_tokens) for outcome in answered),
        sum(outcome.answer.cut for outcome in answered),
    )
