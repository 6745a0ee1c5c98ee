"""What is said of a live run before it begins and when it is over."""

from __future__ import annotations

from collections.abc import Iterator

from ftdecide.instruments.measure.live.call_cost import TokenPrice
from ftdecide.instruments.measure.live.ladder import LiveTrial, Plan
from ftdecide.instruments.measure.live.rung_costs import RungCost
from ftdecide.instruments.measure.live.rung_prompts import TITLES
from ftdecide.instruments.measure.live.running import NOT_ASKED
from ftdecide.instruments.measure.number_words import dollars
from ftdecide.words import number_of

ABOUT_RETRIEVAL = (
    "retrieval here fetches labelled examples; where knowledge is missing, it says nothing of fetching documents"
)
GO_ON = "Run it again to go on: the answers so far are kept, and free the next time"
ANEW = "No answer is kept, so that another run begins anew"


def before_lines(plan: Plan, price: TokenPrice | None) -> Iterator[str]:
    """How many calls, about how much, and which rungs are left out."""
    whole = len(plan.rungs) * plan.items * plan.runs
    kept = whole - plan.calls
    if not plan.calls:
        yield f"no call to make: all {number_of(whole, 'answer')} are kept from an earlier run; nothing to pay"
    else:
        yield _calls_line(plan, price, kept)
    for rung, why in plan.missing.items():
        yield f"{rung} is left out: {why}"
    yield from plan.notes
    if "retrieval" in plan.rungs:
        yield ABOUT_RETRIEVAL


def _calls_line(plan: Plan, price: TokenPrice | None, kept: int) -> str:
    runs = f" x {plan.runs} runs" if plan.runs > 1 else ""
    parts = f"{number_of(len(plan.rungs), 'rung')} x {number_of(plan.items, 'item')}{runs}"
    if kept:
        parts += f", {kept:,} of them answered from what is kept"
    return (
        f"{number_of(plan.calls, 'call')} to make ({parts}); about {plan.input_tokens:,} tokens in{_about(plan, price)}"
    )


def _about(plan: Plan, price: TokenPrice | None) -> str:
    if price is None or plan.usd is None:
        return "; the price is not known. Give --usd-per-million-input-tokens and --usd-per-million-output-tokens"
    if not price.billed:
        return f"; nobody is billed, {dollars(plan.usd)} at the price of {price.source}"
    return f", about {dollars(plan.usd)} at {price.source}"


def after_lines(found: LiveTrial, price: TokenPrice | None, keeps: bool = True) -> Iterator[str]:
    """What was asked, what it cost, and the cost of each rung for 1,000 calls; `keeps`: answers are for a next run."""
    end = found.end
    spent = f", {dollars(end.spent_usd)} spent" if price is not None and price.billed else ""
    new = end.asked - end.faults
    yield f"{number_of(end.kept + new, 'answer')}: {end.kept:,} from what was kept, {new:,} asked now{spent}"
    if end.faults:
        yield f"{number_of(end.faults, 'call')} had no answer; they are faults and never wrong answers. The commonest: {_commonest(found)}"
    if end.stopped:
        yield f"{number_of(end.calls - end.over, 'call')} not made: {end.stopped.rstrip('.')}. {GO_ON if keeps else ANEW}"
    for cost in found.costs:
        if cost.answered:
            yield _cost_line(cost, price)


def _commonest(found: LiveTrial) -> str:
    faults = [each.fault for outputs in found.trial.outputs.values() for each in outputs if each.fault]
    faults = [fault for fault in faults if not fault.startswith(NOT_ASKED)]
    return max(sorted(set(faults)), key=faults.count) if faults else ""


def why_none(found: LiveTrial) -> str:
    """Why no call had an answer."""
    return _commonest(found) or found.end.stopped


def _cost_line(cost: RungCost, price: TokenPrice | None) -> str:
    usd = (
        "price not known" if cost.usd_per_1000_calls is None else f"{dollars(cost.usd_per_1000_calls)} for 1,000 calls"
    )
    if price is not None and not price.billed:
        usd += " if billed as above"
    line = f"{cost.rung} ({TITLES[cost.rung]}): {usd}; {cost.input_tokens:,.0f} tokens in and {cost.output_tokens:,.0f} out"
    if cost.estimated:
        line += f", estimated for {cost.estimated:,} of {number_of(cost.answered, 'call')}"
    if cost.cut:
        line += f"; {number_of(cost.cut, 'answer')} cut short by --max-tokens"
    return line
