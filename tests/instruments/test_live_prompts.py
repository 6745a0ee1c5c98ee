"""The prompts of the rungs: what stands in them, what never does, and what the stand-in makes of them."""

from __future__ import annotations

import random

import pytest

from bench.ladder import TICKETS, tickets
from ftdecide.instruments.audit.record import Record
from ftdecide.instruments.audit.words import words
from ftdecide.instruments.measure.bounds import InvalidMeasurement
from ftdecide.instruments.measure.live.ladder import ladder
from ftdecide.instruments.measure.live.pool import Example, Pool, drawn, labels_of, pool_of
from ftdecide.instruments.measure.live.retrieved_examples import Nearest
from ftdecide.instruments.measure.live.rung_prompts import LIVE_RUNGS, label_instruction, rung_prompts
from ftdecide.instruments.measure.live.stand_in import NAME, SAYS, stand_in
from ftdecide.instruments.measure.live.telling_words import built_primer, telling_words
from ftdecide.instruments.measure.outputs import Item

LONG = "My kettle stopped working after three days and now it only hums when I switch it on"
SHORT = "Where is my parcel"


def record(text: str, answer: str = "defect", label: str | None = "defect") -> Record:
    return Record(0, 1, text, answer, label=label)


@pytest.fixture(scope="module")
def made() -> tuple[list[Item], list[Record]]:
    rows = tickets(360)
    random.Random(1).shuffle(rows)
    items = [Item(str(number), text, label) for number, (text, label) in enumerate(rows[:120])]
    return items, [Record(row, row, text, label, label=label) for row, (text, label) in enumerate(rows[120:])]


@pytest.mark.parametrize(
    ("asked", "shown", "leaks"),
    [
        (LONG, LONG, True),
        (LONG, LONG.upper() + "!", True),
        (LONG, LONG.replace("stopped", "stoped"), True),
        (LONG, "Hello, " + LONG, True),
        (LONG, LONG.replace("hums", "rattles"), True),
        (SHORT, "where is my parcel?", True),
        (LONG, "The display of the camera stays black", False),
        (SHORT, "Where is my refund", False),
    ],
)
def test_an_example_that_is_an_evaluation_item_too_is_dropped_and_counted(asked, shown, leaks):
    pool = pool_of([record(shown), record("An example of something else altogether")], [Item("1", asked, "defect")])
    assert pool.leaked == leaks
    assert len(pool.examples) == 2 - leaks
    assert ("that the evaluation set holds too" in pool.says) == leaks


def test_a_copy_with_another_label_leaks_too():
    assert pool_of([record(LONG, "billing", "billing")], [Item("1", LONG, "defect")]).leaked == 1


def test_doubled_and_unusable_records_are_counted_each_once():
    records = [record(LONG), record(LONG + "."), None, record(" "), record("no answer", "", None)]
    pool = pool_of([*records, Record(0, 1, "a", "b", faults=("x",))], [])
    assert (len(pool.examples), pool.leaked, pool.doubled, pool.unusable) == (1, 0, 1, 4)


def test_no_prompt_shows_an_evaluation_item_as_an_example(made):
    """Planted: every item stands in the pool, in other case and with a greeting."""
    items, records = made
    planted = [record("Hello " + item.input.upper(), item.expected, item.expected) for item in items]
    pool = pool_of(records + planted, items)
    assert pool.leaked >= len(items)
    prompts, _ = rung_prompts(items, pool, k=16)
    asked = {" ".join(words(item.input)) for item in items}
    for item in items:
        for rung in ("few_shot", "retrieval"):
            shown = {" ".join(words(each.input)).removeprefix("hello ") for each in prompts.examples(rung, item)}
            assert shown and not shown & asked


@pytest.mark.parametrize(
    ("k", "counts"), [(1, [0, 0, 1]), (3, [1, 1, 1]), (7, [2, 2, 3]), (9, [3, 3, 3]), (99, [4, 20, 40])]
)
def test_drawn_examples_go_round_the_labels(k, counts):
    pool = Pool(
        tuple(Example(f"{label} {n}", label) for label, many in (("a", 40), ("b", 20), ("c", 4)) for n in range(many))
    )
    chosen = drawn(pool, k, labels=("a", "b", "c"))
    assert sorted(sum(each.output == label for each in chosen) for label in "abc") == counts
    assert len(set(chosen)) == len(chosen)
    assert chosen == drawn(pool, k, labels=("a", "b", "c"))
    assert k == 99 or chosen != drawn(pool, k, seed=1, labels=("a", "b", "c"))


def test_retrieval_shows_the_nearest_last_and_fills_up_with_the_drawn():
    pool = Pool((Example("late parcel", "x"), Example("my parcel is late again", "y"), Example("red lamp", "z")))
    assert [each.output for each in Nearest(pool)("is my parcel late", 2)] == ["x", "y"]
    filled = Nearest(pool)("lamp", 3, otherwise=pool.examples)
    assert [each.output for each in filled] == ["x", "y", "z"]
    assert [each.output for each in Nearest(pool)('"* OR NEAR(', 1, otherwise=pool.examples)] == ["x"]
    unspaced = Pool((Example("我要退款", "refund"), Example("灯坏了", "defect")))
    assert [each.output for each in Nearest(unspaced)("请退款", 1)] == ["refund"]


def test_telling_words_are_those_of_one_label():
    """Every example says “please”; only refunds say “money”, only defects “broken”."""
    pool = Pool(
        tuple(Example(f"please money {n}", "refund") for n in range(6))
        + tuple(Example(f"please broken {n}", "defect") for n in range(6))
    )
    assert telling_words(pool, ("defect", "refund", "other")) == {
        "defect": ("broken",),
        "refund": ("money",),
        "other": (),
    }
    primer = built_primer(pool, ("defect", "refund", "other"))
    assert primer.splitlines()[1:] == ["- defect: broken", "- refund: money"]
    assert "12 past cases" in primer
    assert built_primer(Pool((Example("one", "a"), Example("two", "b"))), ("a", "b")) == ""


def test_each_rung_holds_what_the_one_below_it_has(made):
    items, records = made
    pool = pool_of(records, items)
    prompts, missing = rung_prompts(items, pool, k=6)
    assert missing == {}
    shown = {rung: prompts.messages(rung, items[0]) for rung in LIVE_RUNGS}
    lead = label_instruction(sorted(TICKETS))
    assert shown["prompt"] == ({"role": "system", "content": lead}, {"role": "user", "content": items[0].input})
    for rung in LIVE_RUNGS[1:]:
        assert shown[rung][0]["content"].startswith(lead + "\n\nWords that tell each label")
    for rung in ("few_shot", "retrieval"):
        assert [each["role"] for each in shown[rung]] == ["system", *["user", "assistant"] * 6, "user"]
        assert shown[rung][-1]["content"] == items[0].input
    other = prompts.messages("few_shot", items[1])
    assert other[:-1] == shown["few_shot"][:-1], "the same examples for every item"
    assert prompts.messages("retrieval", items[1])[:-1] != shown["retrieval"][:-1]
    for rung in LIVE_RUNGS:  # the right answer is in no message that the model has not been given as an example
        assert items[0].expected not in shown[rung][-1]["content"].split()


def test_a_given_primer_and_instruction_stand_as_they_are():
    prompts, missing = rung_prompts([Item("1", "x")], instruction=" Say it. ", primer="For Ada.\n", rungs=("primer",))
    assert missing == {}
    assert prompts.messages("primer", Item("1", "x"))[0]["content"] == "Say it.\n\nFor Ada."


def test_what_cannot_be_built_is_left_out_with_its_reason():
    items = [Item(str(n), f"text {n}", "ab"[n % 2]) for n in range(8)]
    prompts, missing = rung_prompts(items)
    assert set(missing) == {"primer", "few_shot", "retrieval"}
    assert prompts.labels == ("a", "b")
    with pytest.raises(InvalidMeasurement, match="Give the instruction"):
        rung_prompts([Item("1", "x", "a long answer"), Item("2", "y", "quite another")])
    with pytest.raises(InvalidMeasurement, match="no rung can be run"):
        ladder(items, Pool(), stand_in, rungs=("few_shot",))


@pytest.mark.parametrize(
    ("answers", "labels"),
    [
        (["a", "b"] * 3, ("a", "b")),
        (["a"] * 6, ()),
        (["a", "b", "c"], ()),
        (["a", "b" * 61] * 3, ()),
        ([["a"], ["b"]] * 3, ('["a"]', '["b"]')),
        ([None, "a", "b", "a", "b"], ("a", "b")),
    ],
)
def test_answers_are_labels_where_few_short_ones_come_again(answers, labels):
    assert labels_of(Pool(), [Item(str(n), "x", each) for n, each in enumerate(answers)]) == labels


@pytest.mark.parametrize(
    ("lead", "shown", "question", "answer"),
    [
        ("Sort. Labels: billing, delivery", [], "Deliver it", "delivery"),
        ("Sort.\nLabels:\n- billing\n- delivery", [], "a wrong billing amount", "billing"),
        ("Sort.\nLabels:\n- x\n- y\nWords:\n- x: parcel, van\n- y: card", [], "the van left", "x"),
        ("Sort.\n- x:\n- y:\n- z: parcel, van\n- w: card", [], "y it is", "y"),
        ("Sort.\nLabels:\n- x\n- y", [("my card", "y"), ("my parcel", "x")], "that parcel", "x"),
        ("Sort it.", [("my card", "y"), ("my parcel", "x"), ("a card", "y")], "that parcel", "x"),
        (
            "Answer kindly.",
            [("my card", "We look into it."), ("my parcel", "It is on its way.")],
            "parcel",
            "It is on its way.",
        ),
        ("Shorten.", [], "First. Second.", "First."),
    ],
)
def test_the_stand_in_answers_from_what_the_prompt_says(lead, shown, question, answer):
    turns = [turn for said, answered in shown for turn in (("user", said), ("assistant", answered))]
    messages = [{"role": role, "content": text} for role, text in (("system", lead), *turns, ("user", question))]
    assert stand_in(messages).text == answer
    assert stand_in(messages) == stand_in(messages)


def test_the_stand_in_guesses_no_label_more_than_others_where_the_prompt_says_nothing():
    lead = {"role": "system", "content": "Labels:\n- x\n- y"}
    answers = [stand_in([lead, {"role": "user", "content": f"number {n}"}]).text for n in range(400)]
    assert 160 <= answers.count("x") <= 240  # four standard errors of a coin


def test_the_stand_in_says_what_it_is():
    assert NAME == "stand-in, no language model"
    assert "no language model" in SAYS


def test_nearer_examples_help_the_stand_in_and_no_rung_beats_an_empty_prompt_by_chance(made):
    """Chance is 20 of 120; counted with the bench's tickets, which have 6 labels."""
    items, records = made
    found = ladder(items, pool_of(records, items), stand_in, k=12)
    expected = {item.name: item.expected for item in items}
    right = {
        rung: sum(each.text == expected[each.item] for each in outputs) for rung, outputs in found.trial.outputs.items()
    }
    assert right["prompt"] < 40 < right["few_shot"] < right["retrieval"]
    assert right["prompt"] < right["primer"] < right["retrieval"]
