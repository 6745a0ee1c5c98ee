"""A first answer is read whole or refused, by the core and by the page alike."""

from __future__ import annotations

import json
import subprocess

import jsonschema
import pytest

from course.first_answers import BROKEN, FIRST, WHOLE
from course.small_bank import ROOT
from ftdecide.course import first_answer
from ftdecide.course.first_answer import FirstAnswer, InvalidFirstAnswer, first_answer_schema
from ftdecide.fields import BASES
from ftdecide.findings import CONDITIONS, JUSTIFIED, SCHEMA, STATUSES

KEPT = ROOT / "book" / "_static" / "before" / "kept.js"


@pytest.fixture(scope="module")
def in_node():
    """Runs a program beside the page's own script and gives what it prints as JSON."""

    def run(program: str, given: object = None) -> object:
        source = f"const given = {json.dumps(given)};\n{KEPT.read_text(encoding='utf-8')}\n{program}"
        done = subprocess.run(
            ["node", "--input-type=module"], input=source, capture_output=True, text=True, timeout=240
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_first_answer_is_read_and_written_as_it_was(name):
    read = FirstAnswer.from_json(WHOLE[name])
    assert FirstAnswer.from_json(read.to_json()) == read
    jsonschema.validate(read.to_json(), first_answer_schema())
    assert all(belief.basis == "unknown" for belief in read.conditions.values() if belief.status == "unknown")


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_first_answer_is_refused_by_its_field(name):
    raw, field = BROKEN[name]
    with pytest.raises(InvalidFirstAnswer) as refused:
        FirstAnswer.from_json(raw)
    assert field in {fault.field for fault in refused.value.faults} | {str(refused.value)[: len(field)]}
    assert all(fault.remedy for fault in refused.value.faults)


def test_every_fault_is_named_at_once():
    with pytest.raises(InvalidFirstAnswer) as refused:
        FirstAnswer.from_json({**FIRST, "task": 3, "justified": "perhaps", "confidence_percent": 7})
    assert [fault.field for fault in refused.value.faults] == ["task", "justified", "confidence_percent"]


def test_the_page_draws_the_same_line_as_the_core(in_node):
    """What one side reads the other reads too; what one refuses, both refuse."""
    cases = [*WHOLE.values(), *(raw for raw, _field in BROKEN.values())]
    found = in_node("console.log(JSON.stringify(given.map((each) => faultOfFirst(each) === null)));", cases)
    assert found == [True] * len(WHOLE) + [False] * len(BROKEN)


def test_the_page_knows_the_core_s_own_words_and_bounds(in_node):
    limits = in_node("console.log(JSON.stringify({ ...LIMITS, SCHEMA }));")
    assert limits == {
        "justified": list(JUSTIFIED),
        "statuses": list(STATUSES),
        "bases": list(BASES),
        "conditions": list(CONDITIONS),
        "confidence": [first_answer.LEAST_CONFIDENCE, first_answer.MOST_CONFIDENCE],
        "longest": first_answer.LONGEST_TEXT,
        "SCHEMA": SCHEMA,
    }


@pytest.mark.parametrize("name", BROKEN)
def test_the_schema_refuses_what_the_reader_refuses(name):
    """All but a blank text and a day that is in no month, which this JSON Schema cannot tell."""
    raw, _field = BROKEN[name]
    if name in {"a blank task", "a day that is not"}:
        return
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(raw, first_answer_schema())
