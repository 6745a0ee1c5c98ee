"""Reading a profile: what is good is kept, and every fault is named with its remedy."""

from __future__ import annotations

import pytest
from IPython.core.interactiveshell import InteractiveShell

from ftdecide.evidence import load_cases
from ftdecide.model import InvalidProfile, TaskProfile

BAD = {
    "an unknown key, with the nearest name": ({"clean_exmples": 5}, "clean_exmples", "Did you mean clean_examples?"),
    "an unknown key inside a rung": ({"rungs": {"prompt": {"passrate": 1}}}, "rungs.prompt.passrate", "pass_rate"),
    "an unknown rung": ({"rungs": {"fewshot": {}}}, "rungs.fewshot", "Did you mean few_shot?"),
    "a choice that is none": ({"gap": "styl"}, "gap", "Did you mean style?"),
    "a negative number": ({"requests_per_month": -5}, "requests_per_month", "Write 0 or more"),
    "an absurd number": ({"clean_examples": 1e15}, "clean_examples", "Check the unit"),
    "NaN": ({"clean_examples": float("nan")}, "clean_examples", "Write digits only"),
    "infinity": ({"clean_examples": float("inf")}, "clean_examples", "Check the unit"),
    "an integer beyond floats": ({"clean_examples": 10**400}, "clean_examples", "Check the unit"),
    "a number as text": ({"clean_examples": "many"}, "clean_examples", "Write digits only"),
    "per cent for a share": ({"target_pass_rate": 82}, "target_pass_rate", "For 82 in 100, write 0.82."),
    "per cent signed": ({"target_pass_rate": "82 %"}, "target_pass_rate", "For 82 in 100, write 0.82."),
    "a comma for the point": ({"target_pass_rate": "0,86"}, "target_pass_rate", "after a point: 0.86."),
    "half an item": ({"rungs": {"prompt": {"n": 1.5}}}, "rungs.prompt.n", "whole number"),
    "yes for true": ({"near_miss": "yes"}, "near_miss", "true or false"),
    "a date that is none": ({"base_model": {"retires": "soon"}}, "base_model.retires", "2027-01-14"),
    "100,000 characters": ({"task": "x" * 100_000}, "task", "Shorten it."),
    "half a surrogate pair": ({"task": "\ud800"}, "task", "Type it again."),
    "a list for an object": ({"rungs": []}, "rungs", "JSON object"),
    "no object at all": ([], "the profile", "JSON object"),
    "a range in disorder": ({"clean_examples": {"value": 5, "low": 9}}, "clean_examples", "Order them"),
    "a range without a value": ({"clean_examples": {"low": 9}}, "clean_examples", "Write a number"),
    "a basis that is none": ({"clean_examples": {"value": 9, "basis": "felt"}}, "clean_examples.basis", "measured"),
    "more clean than there are": ({"clean_examples": 9, "total_examples": 5}, "clean_examples", "raise the total"),
}


@pytest.mark.parametrize(("raw", "field", "remedy"), BAD.values(), ids=BAD)
def test_a_fault_names_field_and_remedy(raw, field, remedy):
    """Bad input raises InvalidProfile whose one line names the field and says how to mend it."""
    with pytest.raises(InvalidProfile) as raised:
        TaskProfile.from_json(raw)
    (fault,) = raised.value.faults
    assert fault.field == field
    assert remedy in fault.text
    assert "\n" not in str(raised.value)
    assert len(str(raised.value)) < 400


def test_all_faults_are_found_at_once():
    """Three wrong values give three faults, and the good one is kept."""
    profile, faults = TaskProfile.salvage({"gap": "x", "near_miss": 1, "clean_examples": -1, "repetitive": True})
    assert [fault.field for fault in faults] == ["gap", "near_miss", "clean_examples"]
    assert profile == TaskProfile(repetitive=True)


@pytest.mark.parametrize("number", load_cases())
def test_a_profile_survives_the_round_trip(number):
    """Every published profile is read and written back as it was."""
    raw = load_cases()[number]["profile"]
    assert TaskProfile.from_json(raw).to_json() == raw


def test_a_quantity_keeps_its_range_and_basis():
    """A measured number with a range comes back whole."""
    raw = {"clean_examples": {"value": 140, "low": 120, "high": 160, "basis": "measured", "source": "audit"}}
    assert TaskProfile.from_json(raw).to_json() == raw


@pytest.mark.parametrize("task", ["<script>alert(1)</script>", "分类客户邮件", "تصنيف الرسائل", "a\u0000b", "🙂" * 100])
def test_text_in_any_script_is_kept_as_typed(task):
    """The task is data: it is neither changed nor refused."""
    assert TaskProfile.from_json({"task": task}).to_json() == {"task": task}


def test_null_means_unknown():
    """A key with null reads as a key that is missing."""
    assert TaskProfile.from_json({"gap": None, "clean_examples": None}) == TaskProfile()


@pytest.mark.parametrize(
    "cell",
    [
        "from ftdecide.model import TaskProfile; TaskProfile.from_json({'clean_examples': -3})",
        "from ftdecide.doors.json_files import read_text; read_text('no-such-file.json')",
        "from ftdecide.instruments.measure.statistics.paired import pairs_of; pairs_of([True], [])",
    ],
)
def test_a_notebook_shows_bad_input_in_one_line(cell, capsys):
    """IPython prints the text alone: no traceback at a person whose input was wrong."""
    shell = InteractiveShell.instance()
    shell.run_cell(cell)
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    assert len([line for line in out.splitlines() if line.strip()]) == 1 and out.startswith("ftdecide: ")
