"""A split loses nothing of a record: whatever its format, what comes out holds it, or the form is refused."""

from __future__ import annotations

import json

import pytest

from ftdecide.doors.cli import main
from ftdecide.instruments.audit.conversions import CannotHold, messages_of
from ftdecide.instruments.audit.examples import of_chat, of_instruction
from ftdecide.instruments.audit.formats import SAYS, written
from ftdecide.instruments.audit.record import Raw

CALL = {"id": "c1", "type": "function", "function": {"name": "weather", "arguments": '{"city": "Oslo"}'}}
TURNS = [
    {"role": "user", "content": "How is Oslo?"},
    {"role": "assistant", "tool_calls": [CALL]},
    {"role": "tool", "tool_call_id": "c1", "content": "12 C"},
    {"role": "assistant", "content": "Cool."},
]
OPENAI = {"messages": TURNS, "tools": [{"type": "function", "function": {"name": "weather"}}]}
GEMINI = {
    "systemInstruction": {"role": "system", "parts": [{"text": "Be brief."}]},
    "contents": [
        {"role": "user", "parts": [{"text": "How is Oslo?"}]},
        {"role": "model", "parts": [{"functionCall": {"name": "weather", "args": {"city": "Oslo"}}}]},
        {"role": "user", "parts": [{"functionResponse": {"name": "weather", "response": {"content": "12 C"}}}]},
        {"role": "model", "parts": [{"text": "Cool."}]},
    ],
}
SHAREGPT = {
    "system": "Be brief.",
    "conversations": [
        {"from": "human", "value": "How is Oslo?"},
        {"from": "function_call", "value": '{"name": "weather", "arguments": {"city": "Oslo"}}'},
        {"from": "observation", "value": "12 C"},
        {"from": "gpt", "value": "Cool."},
    ],
}


def as_form(form, value, name):
    return written(form, value, of_chat(Raw(0, 1, value), name))


def test_messages_with_tool_calls_stay_as_they_are():
    """A turn that calls a tool has no content, and is no reason to write the turns anew."""
    assert as_form("messages", OPENAI, "messages") == OPENAI


@pytest.mark.parametrize(("value", "name"), [(GEMINI, "contents"), (SHAREGPT, "conversations")])
def test_other_formats_become_messages_with_their_instructions_and_calls(value, name):
    """Instructions, calls and what the tools answered come along."""
    system, asked, called, answered, said = as_form("messages", value, name)["messages"]
    assert (system, asked["content"], said["content"]) == (
        {"role": "system", "content": "Be brief."},
        "How is Oslo?",
        "Cool.",
    )
    (call,) = called["tool_calls"]
    assert json.loads(call["function"]["arguments"]) == {"city": "Oslo"} and call["function"]["name"] == "weather"
    assert answered["tool_call_id"] == call["id"] and "12 C" in answered["content"]


def test_a_file_of_a_form_keeps_it():
    """Gemini's own contents are not taken apart and put together again."""
    assert as_form("contents", GEMINI, "contents") == GEMINI


def test_calls_become_geminis():
    """OpenAI's calls, answers and declared tools in Vertex AI's form."""
    made = as_form("contents", OPENAI, "messages")
    assert made["contents"][1]["parts"] == [{"functionCall": {"name": "weather", "args": {"city": "Oslo"}}}]
    assert made["contents"][2]["parts"][0]["functionResponse"]["response"] == {"content": "12 C"}
    assert made["tools"] == [{"functionDeclarations": [{"name": "weather"}]}]


SEEN = [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "x"}}]
SEEN = [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "x"}}]
PICTURE = {"messages": [
    {"role": "user", "content": SEEN},
    {"role": "assistant", "content": "A cat."},
]}  # fmt: skip


@pytest.mark.parametrize("form", sorted(set(SAYS) - {"messages"}))
def test_what_a_form_cannot_hold_is_refused(form):
    """A picture is never written as the word for it."""
    assert as_form("messages", PICTURE, "messages") == PICTURE
    with pytest.raises(CannotHold, match="images"):
        as_form(form, PICTURE, "messages")


def test_instructions_and_earlier_turns_of_an_instruction_are_kept_or_refused():
    """Alpaca's system comes along; its history only where the form has it."""
    value = {"system": "Be brief.", "instruction": "How is Oslo?", "output": "Cool."}
    record = of_instruction(Raw(0, 1, value), "instruction", "", "output")
    assert written("messages", value, record)["messages"][0] == {"role": "system", "content": "Be brief."}
    with_history = value | {"history": [["hi", "hello"]]}
    assert written("instruction", with_history, record) == with_history
    with pytest.raises(CannotHold, match="history"):
        written("messages", with_history, record)


def test_a_tools_answer_without_its_call_is_refused():
    """What belongs to nothing is not written."""
    turns = [
        {"from": "human", "value": "Hi"},
        {"from": "observation", "value": "12 C"},
        {"from": "gpt", "value": "Cool."},
    ]
    with pytest.raises(CannotHold, match="without its call"):
        messages_of({"conversations": turns})


def lines(path, rows):
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return str(path)


def test_texts_without_answers_are_not_parted(tmp_path, capsys):
    """No part is written with empty answers, and the count is no count of examples."""
    source = lines(
        tmp_path / "texts.jsonl", [{"text": f"A text that says {word}."} for word in ["one", "two", "three"]]
    )
    assert main(["audit", source, "--split", str(tmp_path / "parts")]) == 2
    assert "it has no answer" in capsys.readouterr().err
    assert not list((tmp_path / "parts").glob("*.jsonl"))
    assert main(["audit", source, "--format", "json"]) == 0
    assert "clean_examples" not in json.loads(capsys.readouterr().out)["profile"]


WORDS = "parcel refund invoice password garden window bridge orange violin copper harbour lantern".split()  # noqa: SIM905


def test_a_template_filled_in_stays_in_one_part(tmp_path, capsys):
    """Twelve orders with numbers of their own among other questions stand together; the rest is parted as ever."""
    orders = [
        {"text": f"My order {70000 + 7 * n} has not arrived, please look", "label": "delivery"} for n in range(12)
    ]
    others = [
        {"text": f"{one} and {other} for the {one} of my {other}", "label": "delivery" if n % 2 else "other"}
        for n, (one, other) in enumerate((a, b) for a in WORDS for b in WORDS if a != b)
    ]
    source = lines(tmp_path / "rows.jsonl", orders + others)
    assert main(["audit", source, "--no-labels", "--split", str(tmp_path / "parts")]) == 0
    holding = [
        path.name for path in (tmp_path / "parts").glob("*.jsonl") if "My order" in path.read_text(encoding="utf-8")
    ]
    assert len(holding) == 1


def test_a_template_that_is_the_file_is_parted_and_said(tmp_path, capsys):
    """Where hardly anything else is there, keeping it together would leave nothing to test with."""
    rows = [{"prompt": f"What costs article {n}?", "completion": f"It costs {3 * n} euros."} for n in range(60)]
    assert main(["audit", lines(tmp_path / "rows.jsonl", rows), "--split", str(tmp_path / "parts")]) == 0
    assert "60 records are templates filled in with other numbers" in capsys.readouterr().err
    assert all(path.stat().st_size for path in (tmp_path / "parts").glob("*.jsonl"))


def test_a_split_writes_over_nothing(tmp_path, capsys):
    """A file that is there already is not this command's."""
    rows = [{"prompt": f"What is {word}?", "completion": f"It is {word} indeed."} for word in WORDS]
    (tmp_path / "test.jsonl").write_text("mine", encoding="utf-8")
    assert main(["audit", lines(tmp_path / "rows.jsonl", rows), "--split", str(tmp_path)]) == 2
    assert "it is there already" in capsys.readouterr().err
    assert (tmp_path / "test.jsonl").read_text(encoding="utf-8") == "mine"
