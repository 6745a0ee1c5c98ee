"""Files that batch services write are read as they are: by the caller's own ids, whatever their order."""

from __future__ import annotations

import io
import json

import pytest

from ftdecide.instruments.audit.lines import UnusableFile
from ftdecide.instruments.measure.reading.evaluation_set import read_evaluation_set
from ftdecide.instruments.measure.reading.outputs_file import read_outputs

SET = "custom_id,text,label\nq1,How do I pay?,billing\nq2,Where is it?,delivery\nq3,I want it gone,deletion\n"


def openai(custom_id, said):
    body = {"choices": [{"message": {"content": said}}], "usage": {"prompt_tokens": 9, "completion_tokens": 2}}
    return {
        "id": f"batch_{said}",
        "custom_id": custom_id,
        "response": {"status_code": 200, "body": body},
        "error": None,
    }


def anthropic(custom_id, said):
    message = {"content": [{"type": "text", "text": said}], "usage": {"input_tokens": 9, "output_tokens": 2}}
    return {"custom_id": custom_id, "result": {"type": "succeeded", "message": message}}


def google(key, said):
    usage = {"promptTokenCount": 9, "candidatesTokenCount": 2}
    response = {"candidates": [{"content": {"parts": [{"text": said}]}}], "usageMetadata": usage}
    return {"key": key, "response": response}


def read(rows, its_set=SET):
    of = read_evaluation_set(io.BytesIO(its_set.encode()), "set.csv")
    file = io.BytesIO("\n".join(map(json.dumps, rows)).encode())
    return read_outputs(file, "batch.jsonl", of)[0]


@pytest.mark.parametrize("form", [openai, anthropic, google])
def test_answers_come_to_their_items_by_the_callers_ids(form):
    """A batch comes back in any order, with ids of its own beside the caller's."""
    outputs = read([form("q3", "deletion"), form("q1", "billing"), form("q2", "refund")])
    assert {each.item: each.text for each in outputs} == {"q1": "billing", "q2": "refund", "q3": "deletion"}
    assert {(each.input_tokens, each.output_tokens) for each in outputs} == {(9, 2)}


def test_answers_without_an_id_come_by_what_was_asked():
    """Google's rows may lack a key, and then hold the request."""
    rows = []
    for asked, said in (("Where is it?", "delivery"), ("How do I pay?", "billing"), ("I want it gone", "deletion")):
        row = google(None, said) | {"request": {"contents": [{"role": "user", "parts": [{"text": asked}]}]}}
        rows.append({key: value for key, value in row.items() if key != "key"})
    assert {each.item: each.text for each in read(rows)} == {"q1": "billing", "q2": "delivery", "q3": "deletion"}


FAILED = [
    ({"id": "b", "custom_id": "q1", "response": None, "error": {"message": "expired"}}, "expired"),
    (
        {"custom_id": "q1", "response": {"status_code": 500, "body": {"error": {"message": "down"}}}, "error": None},
        "down",
    ),
    ({"custom_id": "q1", "result": {"type": "errored", "error": {"message": "overloaded"}}}, "overloaded"),
    ({"custom_id": "q1", "result": {"type": "expired"}}, "expired"),
    ({"key": "q1", "response": {"promptFeedback": {"blockReason": "OTHER"}}}, "no candidate"),
]


@pytest.mark.parametrize(("row", "why"), FAILED)
def test_a_failed_call_is_a_fault_and_no_wrong_answer(row, why):
    """A call that failed says nothing of the rung."""
    (output,) = (each for each in read([row, openai("q2", "delivery")]) if each.item == "q1")
    assert output.fault == why and output.text == ""


def test_objects_are_not_scored_as_answers_unasked():
    """An unknown form is refused with its remedy, never matched and scored as it is."""
    rows = [{"custom_id": f"q{n}", "output": {"text": "billing"}} for n in (1, 2, 3)]
    with pytest.raises(UnusableFile, match="are objects, not answers"):
        read(rows)
