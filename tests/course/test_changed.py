"""`ftdecide changed` at the command line, and the same door as the book's page knocks at it."""

from __future__ import annotations

import json
import subprocess
import sys

import jsonschema
import pytest

from course.first_answers import FIRST, verdict
from ftdecide.course.saved_verdict import InvalidVerdict, read_verdict
from ftdecide.doors.changed import respond_text
from ftdecide.doors.drill import respond

PROFILE = {
    "task": FIRST["task"],
    "gap": "classification",
    "clean_examples": 40,
    "rungs": {"prompt": {"pass_rate": 0.8}},
}


@pytest.fixture
def changed(tmp_path):
    """Writes both files (text as it is, else as JSON), runs the command, gives what came back."""

    def run(first, second, *more: str) -> subprocess.CompletedProcess:
        names = []
        for name, given in (("first.json", first), ("verdict.json", second)):
            text = given if isinstance(given, str) else json.dumps(given)
            (tmp_path / name).write_text(text, encoding="utf-8")
            names.append(str(tmp_path / name))
        command = [sys.executable, "-m", "ftdecide", "changed", *names, *more]
        return subprocess.run(command, capture_output=True, text=True, timeout=240)

    return run


@pytest.mark.parametrize(
    "second", [PROFILE, {"schema": 1, "profile": PROFILE}, respond(PROFILE)], ids=["profile", "answers", "verdict"]
)
def test_a_profile_saved_answers_and_a_saved_verdict_come_to_the_same(changed, second):
    done = changed(FIRST, second)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("# What changed\n")
    assert done.stdout.endswith(".\n") and "40 usable examples" in done.stdout
    told = json.loads(changed(FIRST, second, "--format", "json").stdout)
    assert told["markdown"] == done.stdout
    assert (told["schema"], told["first"], told["justified"]) == (1, FIRST, respond(PROFILE)["justified"])
    assert told["html"] in changed(FIRST, second, "--format", "html").stdout


def test_an_older_verdict_with_only_the_first_keys_is_read_as_it_was_given(changed):
    """What it says stands, whatever the rules say today."""
    old = verdict("yes", "fine_tune", headline="Train it.")
    old = {key: value for key, value in old.items() if key not in ("reasons", "flips")}
    done = changed({key: value for key, value in FIRST.items() if key != "schema"}, old)
    assert done.returncode == 0
    assert "Train it." in done.stdout and "No single answer" in done.stdout


@pytest.mark.parametrize("key", ["reasons", "flips", "faults"])
def test_a_list_that_is_null_counts_as_left_out(changed, key):
    """As everywhere in a profile."""
    left = {name: value for name, value in verdict().items() if name != key}
    done = [changed(FIRST, each) for each in ({**left, key: None}, left)]
    assert [each.returncode for each in done] == [0, 0]
    assert done[0].stdout == done[1].stdout


BAD = [  # first, verdict, what the one line names
    ("{", verdict(), "first.json: it is not whole JSON"),
    (FIRST, "", "verdict.json: it is empty"),
    (
        {**FIRST, "confidence_percent": 7},
        verdict(),
        "first.json: confidence_percent is 7; it must be a whole number from 50",
    ),
    (verdict(), FIRST, "first.json: it is a verdict. Name the first answer first"),
    (FIRST, FIRST, "verdict.json: it is a first answer. Name a verdict"),
    (FIRST, {"clean_examples": -3}, "verdict.json: clean_examples is -3"),
    (FIRST, verdict("maybe"), "verdict.json: justified is “maybe”; it must be one of yes, no, unclear"),
    (FIRST, verdict(schema=2), "verdict.json: schema is 2; this version reads 1"),
    (
        FIRST,
        verdict(conditions=[]),
        "verdict.json: conditions; it must hold volume, near_miss, clean_examples, each once",
    ),
    (FIRST, verdict(headline=""), "verdict.json: headline is “”; it must be text"),
    (FIRST, verdict(as_of="soon"), "verdict.json: as_of is “soon”"),
    (FIRST, verdict(reasons=[{"text": "x"}]), "verdict.json: reasons.points"),
    (FIRST, verdict(next_step="go"), "verdict.json: next_step is “go”; it must be a JSON object"),
    (FIRST, verdict(profile={"task": 3}), "verdict.json: profile.task is 3"),
    (FIRST, verdict(flips=3), "verdict.json: flips is 3; it must be a list of objects"),
]


@pytest.mark.parametrize(("first", "second", "named"), BAD)
def test_bad_input_is_one_clear_line(changed, first, second, named):
    done = changed(first, second)
    assert (done.returncode, done.stdout) == (2, "")
    assert named in done.stderr and done.stderr.count("\n") == 1


def test_standard_input_can_hold_one_of_the_two(tmp_path):
    file = tmp_path / "first.json"
    file.write_text(json.dumps(FIRST), encoding="utf-8")
    command = [sys.executable, "-m", "ftdecide", "changed"]
    given = {"capture_output": True, "text": True, "timeout": 60, "input": json.dumps(PROFILE)}
    assert subprocess.run([*command, str(file), "-"], **given).returncode == 0
    refused = subprocess.run([*command, "-", "-"], **given)
    assert refused.returncode == 2 and "standard input holds one" in refused.stderr


def test_the_schema_of_a_first_answer_is_printed():
    done = subprocess.run([sys.executable, "-m", "ftdecide", "schema"], capture_output=True, text=True, timeout=240)
    schema = json.loads(done.stdout)["first_answer"]
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(FIRST, schema)


def test_any_key_that_the_contract_holds_may_be_missing_only_where_nothing_is_read_from_it():
    """A verdict without one of its keys is either read or refused by that key's name, never half read."""
    whole = respond(PROFILE)
    for key in whole:
        left = {name: value for name, value in whole.items() if name != key}
        try:
            read_verdict(left)
        except InvalidVerdict as refused:
            assert key in str(refused)
        else:
            assert "comparison" in json.loads(respond_text(json.dumps({"first": FIRST, "verdict": left})))


ASKED = [  # what the page sends, what comes back
    ({"first": FIRST, "profile": PROFILE}, "comparison"),
    ({"first": FIRST, "profile": {**PROFILE, "clean_examples": "many"}}, "comparison"),
    ({"first": FIRST, "verdict": verdict()}, "comparison"),
    ({"first": {**FIRST, "task": ""}, "profile": PROFILE}, "first"),
    ({"first": FIRST, "verdict": {"colour": 3}}, "verdict"),
    ({"first": FIRST, "verdict": [1]}, "verdict"),
]


@pytest.mark.parametrize(("asked", "expected"), ASKED)
def test_the_page_gets_a_comparison_or_a_fault_with_its_side(asked, expected):
    told = json.loads(respond_text(json.dumps(asked)))
    assert expected in told or told["of"] == expected
    if "many" in json.dumps(asked):
        assert "clean_examples" in told["comparison"]["notes"][0]
