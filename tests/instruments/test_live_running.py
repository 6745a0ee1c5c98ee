"""Calls within limits: how many, how fast, for how much, in which order, and what a stop leaves."""

from __future__ import annotations

import sys
import threading
import time

import pytest

from ftdecide.evidence import load_evidence
from ftdecide.instruments.measure.bounds import InvalidMeasurement
from ftdecide.instruments.measure.live.asking import Answer, Call, CannotAnswer
from ftdecide.instruments.measure.live.call_cost import TokenPrice, book_price, prompt_tokens, stated_price
from ftdecide.instruments.measure.live.ladder import ladder
from ftdecide.instruments.measure.live.limits import Limits
from ftdecide.instruments.measure.live.pool import Example, Pool
from ftdecide.instruments.measure.live.rung_costs import costs_of
from ftdecide.instruments.measure.live.running import GIVE_UP_AFTER, NOT_ASKED, make_calls
from ftdecide.instruments.measure.live.words import after_lines, before_lines
from ftdecide.instruments.measure.outputs import Item

DOLLAR_A_TOKEN = TokenPrice(1e6, 1e6, "a test")


def calls(number: int, run: int = 0) -> list[Call]:
    return [Call("prompt", str(n), run, ({"role": "user", "content": str(n)},)) for n in range(number)]


def echo(messages) -> Answer:
    return Answer(f"saw {messages[-1]['content']}", 10, 2)


class Shelf(dict):
    """Keeps answers in memory."""

    def get(self, messages, run):
        found = super().get((str(messages), run))
        return found and Answer(found.text, found.input_tokens, found.output_tokens, kept=True)

    def put(self, messages, run, answer):
        self[str(messages), run] = answer


@pytest.mark.parametrize("at_once", [1, 2, 8])
def test_outcomes_have_the_order_of_the_calls(at_once):
    """The earlier a call, the longer it takes."""

    def slow_first(messages) -> Answer:
        time.sleep(0.004 * (12 - int(messages[-1]["content"])))
        return echo(messages)

    outcomes, end = make_calls(calls(12), slow_first, Limits(at_once))
    assert [each.answer.text for each in outcomes] == [f"saw {n}" for n in range(12)]
    assert (end.calls, end.over, end.faults, end.kept, end.stopped) == (12, 12, 0, 0, "")


@pytest.mark.parametrize("at_once", [1, 3])
def test_no_more_calls_are_under_way_than_allowed(at_once):
    under_way, most, lock = [0], [0], threading.Lock()

    def counting(messages) -> Answer:
        with lock:
            under_way[0] += 1
            most[0] = max(most[0], under_way[0])
        time.sleep(0.01)
        with lock:
            under_way[0] -= 1
        return echo(messages)

    make_calls(calls(20), counting, Limits(at_once))
    assert most[0] == at_once


@pytest.mark.parametrize("at_once", [1, 2])
def test_an_own_function_that_ends_the_program_is_a_fault_and_nothing_waits_for_it(at_once):
    """`sys.exit()` in a thread ends the thread without a word, and its answer never comes."""
    found = []

    def leaving(messages) -> Answer:
        if messages[-1]["content"] in "15":
            sys.exit("no key set")
        return echo(messages)

    thread = threading.Thread(target=lambda: found.extend(make_calls(calls(6), leaving, Limits(at_once))), daemon=True)
    thread.start()
    thread.join(timeout=20)
    outcomes, end = found
    assert [bool(each.answer) for each in outcomes] == [True, False, True, True, True, False]
    assert (outcomes[1].fault, end.faults) == ("SystemExit: no key set", 2)


@pytest.mark.parametrize("at_once", [1, 4])
def test_a_limit_on_calls_is_kept_and_the_rest_is_not_asked(at_once):
    asked = []
    outcomes, end = make_calls(calls(10), lambda m: asked.append(m) or echo(m), Limits(at_once, most_calls=3))
    assert len(asked) == 3
    assert [bool(each.answer) for each in outcomes] == [True] * 3 + [False] * 7
    assert outcomes[3].fault == NOT_ASKED + "the limit of 3 calls is reached"
    assert end.asked == 3


@pytest.mark.parametrize(("most_usd", "asked"), [(29.9, 0), (30, 1), (41.9, 1), (42, 2), (54, 3), (1000, 6)])
def test_a_limit_in_dollars_is_never_passed(most_usd, asked):
    """A call costs 12 dollars; before it, 1.5 x 5 estimated tokens and 22.5 of an answer are held back: 30."""
    limits = Limits(most_usd=most_usd, most_output_tokens=22.5)
    outcomes, end = make_calls(calls(6), echo, limits, price=DOLLAR_A_TOKEN)
    assert prompt_tokens(calls(1)[0].messages) == 5
    assert sum(each.answer is not None for each in outcomes) == asked
    assert end.spent_usd == 12 * asked <= most_usd
    assert bool(end.stopped) == (asked < 6)


def test_calls_at_once_do_not_pass_the_limit_together():
    limits = Limits(8, most_usd=65, most_output_tokens=22.5)
    _, end = make_calls(calls(20), echo, limits, price=DOLLAR_A_TOKEN)
    assert end.spent_usd == 36, "after the third call 36 + 30 is more than 65"


def test_a_limit_in_dollars_needs_a_price():
    with pytest.raises(InvalidMeasurement, match="State the price"):
        make_calls(calls(1), echo, Limits(most_usd=1))


def test_tokens_that_nobody_bills_spend_nothing():
    price = TokenPrice(1e6, 1e6, "a test", billed=False)
    _, end = make_calls(calls(5), echo, Limits(most_usd=1), price=price)
    assert (end.over, end.spent_usd) == (5, 0)


def test_what_is_kept_is_free_and_counts_for_no_limit():
    shelf = Shelf()
    make_calls(calls(4), echo, keep=shelf)
    told = []
    outcomes, end = make_calls(
        calls(6), echo, Limits(most_calls=2), keep=shelf, price=DOLLAR_A_TOKEN, begin=lambda to_ask: told.extend(to_ask)
    )
    assert [each.item for each in told] == ["4", "5"]
    assert (end.kept, end.asked, end.spent_usd, end.stopped) == (4, 2, 24, "")
    (cost,) = costs_of(["prompt"], outcomes, DOLLAR_A_TOKEN)
    assert cost.usd_per_1000_calls == 12_000, "what was kept counts what it cost once"
    _, again = make_calls(calls(6, run=1), echo, keep=shelf)
    assert again.kept == 0, "another run is another question"


def test_a_fault_is_no_answer_and_costs_nothing():
    def odd_fails(messages) -> Answer:
        if int(messages[-1]["content"]) % 2:
            raise CannotAnswer("no\nluck")
        return echo(messages)

    shelf = Shelf()
    outcomes, end = make_calls(calls(6), odd_fails, Limits(2), price=DOLLAR_A_TOKEN, keep=shelf)
    assert [each.fault for each in outcomes] == ["", "no luck"] * 3
    assert (end.faults, end.spent_usd, len(shelf)) == (3, 36, 3)
    outcomes, end = make_calls(calls(6), echo, keep=shelf)
    assert (end.kept, end.faults) == (3, 0), "what failed is asked again"


def test_an_answer_that_came_to_nothing_is_paid_for_all_the_same():
    """A reasoning model uses its tokens up: 10 in and 20 out, and no answer."""

    def thinks(messages) -> Answer:
        raise CannotAnswer("no tokens left", billed=Answer("", 10, 20))

    outcomes, end = make_calls(calls(9), thinks, Limits(most_usd=100, most_output_tokens=20), price=DOLLAR_A_TOKEN)
    assert end.spent_usd == 90 and "beyond the limit of $100" in end.stopped
    assert [each.fault for each in outcomes][:4] == ["no tokens left"] * 3 + [NOT_ASKED + end.stopped]


def test_items_without_an_input_are_not_asked_and_counted():
    items = [Item(str(n), f"text {n}" if n else " ", "ab"[n % 2]) for n in range(6)]
    found = ladder(items, Pool(), echo, rungs=("prompt",))
    assert [each.item for each in found.trial.outputs["prompt"]] == ["1", "2", "3", "4", "5"]
    assert found.trial.items == tuple(items)
    assert found.notes == ("items without an input, which are not asked: 1",)
    with pytest.raises(InvalidMeasurement, match="no item has an input"):
        ladder(items[:1], Pool(), echo, instruction="Sort it.")


def test_a_primer_that_quotes_an_item_is_said():
    items = [Item(str(n), f"my blue parcel number {n} is late", "ab"[n % 2]) for n in range(6)]
    found = ladder(items, Pool(), echo, primer="Good: MY BLUE PARCEL, number 3, is late!", rungs=("primer",))
    assert "stand in the primer word for word: 1. Take them out" in found.notes[0]
    assert ladder(items, Pool(), echo, primer="Parcels are blue.", rungs=("primer",)).notes == ()


def test_what_a_function_of_ones_own_raises_is_a_fault():
    outcomes, _ = make_calls(calls(1), lambda messages: {}["x"])
    assert outcomes[0].fault == "KeyError: 'x'"


@pytest.mark.parametrize(("for_all", "asked"), [(True, 1), (False, GIVE_UP_AFTER)])
def test_calls_that_can_only_fail_are_not_all_made(for_all, asked):
    made = []

    def fails(messages) -> Answer:
        made.append(messages)
        raise CannotAnswer("the key is refused", for_all)

    outcomes, end = make_calls(calls(50), fails)
    assert len(made) == asked
    assert "the key is refused" in end.stopped
    assert outcomes[-1].fault == NOT_ASKED + end.stopped


def test_failures_with_answers_between_them_end_nothing():
    def nine_in_ten_fail(messages) -> Answer:
        if int(messages[-1]["content"]) % 10:
            raise CannotAnswer("busy")
        return echo(messages)

    _, end = make_calls(calls(50), nine_in_ten_fail)
    assert (end.over, end.faults, end.stopped) == (50, 45, "")


@pytest.mark.parametrize(("at_once", "least"), [(1, 3), (4, 4)])
def test_a_stop_keeps_every_answer(at_once, least):
    """Ctrl-C comes with the third answer: those under way are waited for, and kept."""
    shelf = Shelf()

    def stop(now) -> None:
        if now.over == 3:
            raise KeyboardInterrupt

    outcomes, end = make_calls(calls(30), echo, Limits(at_once), keep=shelf, progress=stop)
    answered = [each for each in outcomes if each.answer]
    assert least <= len(answered) <= 3 + at_once
    assert len(shelf) == len(answered)
    assert end.stopped == "it was stopped"
    assert all(each.fault == NOT_ASKED + "it was stopped" for each in outcomes if not each.answer)


def test_a_stopped_ladder_has_the_same_items_on_every_rung():
    items = [Item(str(n), f"text {n}", "ab"[n % 2]) for n in range(20)]
    pool = Pool(tuple(Example(f"example {n}", "ab"[n % 2]) for n in range(20)))
    found = ladder(items, pool, echo, rungs=("prompt", "few_shot"), k=2, limits=Limits(most_calls=10))
    answered = {
        rung: {each.item for each in outputs if not each.fault} for rung, outputs in found.trial.outputs.items()
    }
    assert answered["prompt"] == answered["few_shot"]
    assert len(answered["prompt"]) == 5
    assert answered["prompt"] != {"0", "1", "2", "3", "4"}, "not the first ones of the file"
    for outputs in found.trial.outputs.values():
        assert [each.item for each in outputs] == [item.name for item in items]


def test_runs_come_one_after_the_other_in_the_results():
    items = [Item(str(n), f"text {n}", "ab"[n % 2]) for n in range(4)]
    found = ladder(items, Pool(), echo, rungs=("prompt",), runs=2, price=DOLLAR_A_TOKEN)
    outputs = found.trial.outputs["prompt"]
    assert [(each.run, each.item) for each in outputs] == [(run, str(n)) for run in (0, 1) for n in range(4)]
    assert all((each.usd, each.input_tokens, each.output_tokens) == (12, 10, 2) for each in outputs)


def test_before_and_after_are_said_in_numbers():
    items = [Item(str(n), f"text {n}", "ab"[n % 2]) for n in range(4)]
    said: list[str] = []
    price = TokenPrice(1000, 5000, "the prices given")

    def uncounted(messages) -> Answer:
        return Answer("a", cut=True)

    found = ladder(items, Pool(), uncounted, price=price, begin=lambda plan: said.extend(before_lines(plan, price)))
    assert said[0].startswith("4 calls to make (1 rung x 4 items); about ")
    assert "about $" in said[0] and said[0].endswith("at the prices given")
    assert any(line.startswith("few_shot is left out: the pool has no examples") for line in said)
    first, line = after_lines(found, price)
    assert first.startswith("4 answers: 0 from what was kept, 4 asked now, $")
    assert "estimated for 4 of 4 calls" in line and "4 answers cut short by --max-tokens" in line


@pytest.mark.parametrize(
    ("name", "known"),
    [("gpt-6-luna", True), ("GPT-6 Luna", True), ("openai/gpt-6-luna", True), ("llama3:8b", False), ("", False)],
)
def test_the_price_book_is_asked_for_the_model(name, known):
    found = book_price(load_evidence().prices, name)
    assert (found is not None) == known
    if found:
        assert found.usd(1_000_000, 0) == pytest.approx(0.10)
        assert found.usd(1_000_000, 0, cached_tokens=1_000_000) == pytest.approx(0.01)
        assert "as of 2026-09-22" in found.source


@pytest.mark.parametrize("prices", [(1.0, None), (None, 1.0), (-1.0, 1.0), (1.0, float("nan")), (1.0, 1e9)])
def test_half_a_price_or_a_wild_one_is_refused(prices):
    with pytest.raises(InvalidMeasurement, match="Give both prices"):
        stated_price(*prices)


@pytest.mark.parametrize(
    "wrong",
    [
        {"at_once": 0},
        {"at_once": 65},
        {"per_minute": 0},
        {"most_calls": -1},
        {"most_usd": 0.0},
        {"most_usd": float("nan")},
    ],
)
def test_limits_out_of_bounds_are_refused(wrong):
    with pytest.raises(InvalidMeasurement):
        Limits(**wrong)
