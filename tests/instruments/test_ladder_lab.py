"""The ladder lab: its lessons hold, its file is what its command makes, and nothing about the stand-in is hidden."""

from __future__ import annotations

import contextlib
import csv
import importlib.util
import itertools
import os
import re
from dataclasses import replace
from html import escape
from pathlib import Path

import pytest

from ftdecide.doors import ladder_lab_words as words
from ftdecide.doors.chat_endpoint import KEY, MODEL, URL
from ftdecide.doors.json_files import BadInput
from ftdecide.doors.ladder_drawing import _Across, _apart, _names, svg
from ftdecide.doors.ladder_lab import FILE, Settings, climb, own_task, settings_from, stand_in_model
from ftdecide.doors.ladder_own import model_at, task_from_files
from ftdecide.doors.ladder_verdict import MeasuredVerdict
from ftdecide.doors.ladder_widget import LadderLab, static_figure
from ftdecide.doors.stand_in_server import running
from ftdecide.instruments.measure.live.stand_in import NAME, SAYS
from ftdecide.instruments.measure.measured import LadderPoint

BENCH = Path(__file__).resolve().parents[2] / "bench" / "ladder_lab.py"


@pytest.fixture(scope="module")
def task():
    return own_task()


def climbed(task, items, examples=6, guess=""):
    return climb(task, Settings(items, examples, guess), stand_in_model())


def better(found, one, other):
    return next(each.better for each in found.comparisons if {each.first, each.second} == {one, other})


def test_the_file_is_what_its_command_makes():
    """The committed questions are those that the command draws, so that nobody edits them by hand."""
    spec = importlib.util.spec_from_file_location("ladder_lab_bench", BENCH)
    bench = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bench)
    with FILE.open(encoding="utf-8", newline="") as file:
        assert [tuple(row) for row in csv.reader(file)] == [("set", "text", "label"), *bench.rows()]


def test_no_item_is_in_the_pool(task):
    """What is asked is never shown."""
    shown = {example.input.casefold() for example in task.pool.examples}
    assert not shown & {item.input.casefold() for item in task.items}


@pytest.mark.parametrize("examples", [6, 12, 24])
def test_with_all_questions_the_nearest_examples_win_beyond_doubt(task, examples):
    """From six examples on, retrieved ones beat the instruction alone and a primer."""
    found = climbed(task, len(task.items), examples).found
    assert better(found, "prompt", "retrieval") == "retrieval"
    assert better(found, "primer", "retrieval") == "retrieval"


def test_with_thirty_questions_most_cannot_be_told_and_with_all_it_can(task):
    """The lesson on sample size: on few items most pairs stay in doubt, on all of them most do not."""
    few, all_of_them = (climbed(task, items).found.comparisons for items in (30, len(task.items)))
    assert sum(each.better is not None for each in few) <= 1
    assert sum(each.better is not None for each in all_of_them) >= 4


def test_primer_and_few_shot_stay_in_doubt_so_the_cheaper_is_the_answer(task):
    """The pair that 240 questions do not tell apart costs differently."""
    found = climbed(task, len(task.items), 12).found
    assert better(found, "primer", "few_shot") is None
    bill = {rung.name: rung.usd_per_1000_calls for rung in found.rungs}
    assert bill["prompt"] < bill["primer"] < bill["few_shot"]


@pytest.mark.parametrize(
    ("guess", "says"),
    [
        ("retrieval", "You expected retrieved few-shot to pass most, and it did."),
        ("prompt", "You expected zero-shot. Retrieved few-shot passed more, beyond doubt."),
        ("", ""),
    ],
)
def test_a_guess_is_answered(task, guess, says):
    """The learner is told what became of the guess."""
    assert words.answer_to(guess, climbed(task, len(task.items), guess=guess)) == says


def test_the_stand_in_says_what_it_is(task):
    """Wherever its numbers stand, it is said that no language model made them, and that the bill is nobody's."""
    notes = words.notes(climbed(task, 30), stand_in_model())
    assert notes[0] == SAYS and "nobody is asked to pay it" in notes[1]
    lab = LadderLab()
    lab.run(30, 2)
    assert lab.shown["notes"][:2] == notes[:2]


def test_sentences_carry_the_names_that_people_know(task):
    """No name of the code stands in a sentence."""
    done = climbed(task, 60)
    for sentence in (words.finding(done), words.conclusion(done), *words.comparisons(done)):
        assert not re.search(r"\b(prompt|few_shot|primer|retrieval)\b(?!-)", sentence), sentence


@pytest.mark.parametrize(
    "sent", [{}, {"items": "many", "examples": -1, "guess": "x"}, {"items": 10**9}, {"items": None}]
)
def test_what_a_page_sends_wrongly_is_taken_as_it_was_to_begin_with(task, sent):
    """A page cannot bring the lab down."""
    assert settings_from(sent, task) == Settings()


def test_the_widget_answers_its_page():
    """A message runs the rungs, and the progress ends where it began."""
    lab = LadderLab()
    lab._asked(lab, {"items": 30, "examples": 6, "guess": "primer"}, [])
    assert lab.done == -1 and lab.climbed.settings == Settings(30, 6, "primer")
    assert lab.shown["finding"].startswith("Retrieved few-shot passes 43 % (27 to 61) of 30 items")
    assert "<svg" in lab.shown["picture"] and len(lab.shown["table"]) == 4


def test_a_setting_out_of_bounds_is_said_and_the_last_finding_stays():
    """A fault costs nothing that was there."""
    lab = LadderLab()
    lab.run(30, 6)
    before = lab.conclusion
    lab.run(30, 0)
    assert "examples in a prompt" in lab.fault and lab.conclusion == before and lab.done == -1


def test_own_files_are_taken_and_what_both_hold_leaves_the_pool(tmp_path):
    """Two small tables: the example that is also asked is dropped and counted."""
    evaluation, pool = tmp_path / "evaluation.csv", tmp_path / "pool.jsonl"
    evaluation.write_text("text,label\nwhere is my parcel,delivery\nI was charged twice,billing\n", encoding="utf-8")
    pool.write_text(
        '{"text": "Where is my parcel?", "label": "delivery"}\n{"text": "refund the fee", "label": "billing"}\n',
        encoding="utf-8",
    )
    own = task_from_files(str(evaluation), str(pool))
    assert len(own.items) == 2 and own.pool.leaked == 1 and len(own.pool.examples) == 1


@pytest.mark.parametrize("text", ["", "\x00\x01\x02", "nothing,here\n"])
def test_an_unusable_file_is_named_with_a_remedy(tmp_path, text):
    """No traceback, but the file and what is wrong."""
    broken = tmp_path / "broken.csv"
    broken.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=re.escape(str(broken))):
        task_from_files(str(broken))


MARKS = [LadderPoint("Zero-shot", 0.5, 0.4, 0.6, 0.01), LadderPoint("Primer", 0.5, 0.4, 0.6, 0.011)]


def test_names_in_the_figure_do_not_lie_on_each_other():
    """Rungs at the same place have names below each other."""
    many = MARKS * 3
    across = _Across.around([mark.usd_per_1000_calls for mark in many])
    names = _names(many, [across.x(mark.usd_per_1000_calls) for mark in many])
    assert not any(one.lies_on(other) for one, other in itertools.combinations(names, 2))


@pytest.mark.parametrize(
    ("bills", "by_logarithm"), [([1, 2, 5], False), ([0.01, 5], True), ([None, 0], False), ([0, 0.1, 9], True)]
)
def test_the_costs_are_drawn_by_their_logarithm_only_where_they_lie_far_apart(bills, by_logarithm):
    """Free and unknown rungs stand at the left in either."""
    across = _Across.around(bills)
    assert across.by_logarithm is by_logarithm
    assert all(48 <= across.x(bill) <= 384 for bill in bills)


@pytest.mark.parametrize(
    ("places", "apart"),
    [([50, 200], [50, 200]), ([200, 200], [200, 209]), ([205, 200, 100], [209, 200, 100]), ([60] * 3, [60, 69, 78])],
)
def test_rungs_that_cost_the_same_stand_beside_each_other(places, apart):
    """No interval hides another: the later one of two is moved to the right, by the width of a mark."""
    assert _apart(places) == apart


def test_the_figure_says_that_a_stand_in_answered(task):
    """Whoever copies the figure alone copies that too, in what is seen and in what is read aloud."""
    picture = words.picture(climbed(task, 30))
    assert picture.count(words.BY_STAND_IN) == 2
    assert words.BY_STAND_IN not in svg(MARKS, "Pass rate against cost")


def test_a_reader_without_a_kernel_sees_the_sentences_too(task):
    """The static figure carries the table, what can be told, and that no language model answered."""
    shown = static_figure(climbed(task, len(task.items)), stand_in_model())
    assert shown.count("<li>") == 6 and "You cannot tell yet whether Primer" in shown and escape(SAYS) in shown


@pytest.mark.parametrize(
    ("passes", "reads"),
    [(None, "Nothing is measured"), (0.3, "unmet (measured)"), (0.71, "met (measured)"), (0.97, "unmet (measured)")],
)
def test_a_measured_rate_decides_the_second_condition(passes, reads):
    """Below near, between near and good enough, above it; and what the stand-in answered is not taken."""
    task = {"gap": "classification", "requests_per_month": 8000, "repetitive": True, "clean_examples": 900}
    rate = {"value": passes, "basis": "measured", "source": "a count of 120"}
    measured = {"rungs": {"few_shot": {"pass_rate": rate, "n": 120}} if passes else {}, "has_eval_set": True}
    said = repr(MeasuredVerdict(measured, task)).splitlines()
    assert said[1].startswith("The base model almost does it: unknown") and reads in said[-1]
    assert ("<details>" in MeasuredVerdict(measured, task)._repr_html_()) is (passes is not None)


def test_the_stand_ins_climb_goes_into_no_verdict():
    """From the widget to the cell that ends the notebook."""
    lab = LadderLab()
    lab.run(30, 6)
    assert "Nothing is measured" in repr(MeasuredVerdict(lab.profile, {"gap": "style"}))


def test_where_no_cost_is_known_the_figure_has_no_axis_of_costs():
    """The rungs stand side by side; no dollars are invented for them."""
    marks = [LadderPoint(name, 0.5, 0.4, 0.6, None) for name in ("prompt", "primer", "few_shot")]
    drawn = svg(marks, "Nothing to compare yet")
    assert "$" not in drawn and "US dollars" not in drawn and "what the calls cost is unknown" in drawn
    assert [float(x) for x in re.findall(r'class="rung" cx="([\d.]+)"', drawn)] == [104.0, 216.0, 328.0]


def test_a_title_is_text():
    """A rung's name is never markup."""
    assert "<b>" not in svg([LadderPoint("<b>bold</b>", 0.5, 0.4, 0.6, None)], "A <i>title</i>")


def large(task, items: int):
    """The task with so many items, those of the course over and over."""
    again = itertools.islice(itertools.cycle(task.items), items)
    return replace(task, items=tuple(replace(item, name=str(place)) for place, item in enumerate(again)))


@pytest.mark.parametrize("items", [20, 30, 100, 240, 241, 900])
def test_what_is_chosen_to_begin_with_is_one_of_the_choices(task, items):
    """A radio button can be checked only if it is there; more than 240 items have no button for 30."""
    choices = LadderLab(large(task, items)).choices
    assert choices["first"]["items"] in choices["items"] and choices["items"][-1] == items
    assert choices["first"]["examples"] in choices["examples"] and len(choices["items"]) <= 4


@pytest.mark.parametrize(
    ("scoring", "says"),
    [
        ("normalised", "normalised: the same text but for case"),
        ("labels", 'labels (known=["teaching", "remedies", '),
        ("exact", "exact: the same text, character by character"),
    ],
)
def test_how_answers_were_scored_is_said_as_it_was(task, scoring, says):
    assert climbed(replace(task, scoring=scoring), 30).found.scoring.startswith(says)


@pytest.fixture
def at_home(tmp_path, monkeypatch):
    for name in (URL, MODEL, KEY):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("FTDECIDE_HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(("name", "is_one"), [("stand-in", True), (NAME, True), ("my-model", False)])
def test_the_stand_in_at_an_endpoint_is_labelled_and_stays_out_of_the_profile(task, at_home, name, is_one):
    """Over a real socket: whoever asks the stand-in's server by its name measures no language model."""
    with running() as server:
        lab = LadderLab(task, model_at(server.address, name))
        lab.run(30, 2)
        assert len(server.asked) == 120, lab.fault
    assert lab.climbed.found.stand_in == is_one
    assert bool(lab.profile["rungs"]) != is_one
    assert (words.BY_STAND_IN in lab.shown["picture"]) == is_one
    assert (lab.model.price is not None and not lab.model.price.billed) == is_one


def open_files() -> list[str]:
    """What this process has open, sockets and files."""
    found = []
    for number in os.listdir("/proc/self/fd"):
        with contextlib.suppress(OSError):
            found.append(os.readlink(f"/proc/self/fd/{number}"))
    return found


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="open files are listed there")
def test_a_climb_leaves_nothing_open_and_the_next_one_asks_only_for_what_is_missing(task, at_home):
    with running() as server:
        model = model_at(server.address, "stand-in")
        climb(task, Settings(30, 2), model)
        assert not [each for each in open_files() if str(at_home) in each]
        climb(task, Settings(30, 2), model)
        assert len(server.asked) == 120, "all was kept"
        climb(task, Settings(40, 2), model)
        assert len(server.asked) == 160
        assert not [each for each in open_files() if str(at_home) in each]
