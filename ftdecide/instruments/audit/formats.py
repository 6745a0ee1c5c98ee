"""Training records in the forms that providers and trainers take."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ftdecide.instruments.audit.json_records import parse
from ftdecide.instruments.audit.record import Record
from ftdecide.instruments.audit.turns import ROLES, text_of

# What each form is taken by, as its documentation says (2026-11).
SAYS = {
    "messages": "OpenAI, Azure, Mistral, Together, Fireworks, TRL, Axolotl: a list of messages",
    "contents": "Vertex AI (Gemini): contents with parts",
    "prompt_completion": "TRL and older completion models: prompt and completion",
    "instruction": "Alpaca: instruction, input, output",
}


def written(form: str, value: Any, record: Record) -> dict[str, Any]:
    """A record in a form; what the form has no place for is left out.

    >>> written("prompt_completion", {}, Record(0, 1, "How?", "So."))
    {'prompt': 'How?', 'completion': 'So.'}
    """
    return _FORMS[form](value, record)


def _messages(value: Any, record: Record) -> dict[str, Any]:
    turns = value.get("messages") if isinstance(value, Mapping) else value
    if isinstance(turns, list) and all(isinstance(turn, Mapping) and "content" in turn for turn in turns):
        kept = {"messages": turns}
        return kept | {"tools": value["tools"]} if isinstance(value, Mapping) and "tools" in value else kept
    conversation = _conversation(value)
    if conversation:
        return {"messages": conversation}
    lead = [{"role": "system", "content": record.system}] if record.system else []
    asked = [{"role": "user", "content": record.input}, {"role": "assistant", "content": record.output}]
    return {"messages": lead + asked}


def _conversation(value: Any) -> list[dict[str, str]]:
    """The turns of another format's conversation, as messages; none where the record is no conversation."""
    if not isinstance(value, Mapping):
        return []
    turns = next(
        (each for each in value.values() if isinstance(each, list) and each and isinstance(each[0], Mapping)), []
    )
    messages = []
    for turn in turns:
        named = str(turn.get("role", turn.get("from", ""))).strip().lower()
        if named not in ROLES:
            return []
        content = next((turn[key] for key in ("content", "value", "text", "parts") if key in turn), "")
        messages.append({"role": ROLES[named], "content": text_of(content)[0]})
    return messages


def _contents(value: Any, record: Record) -> dict[str, Any]:
    messages = _messages(value, record)["messages"]
    names = {call.get("id"): call.get("function", {}) for turn in messages for call in turn.get("tool_calls") or ()}
    contents = []
    for turn in messages:
        text = text_of(turn["content"])[0]
        parts: list[dict[str, Any]] = [{"text": text}] if text else []
        if turn["role"] == "assistant":
            parts += [{"functionCall": _called(call.get("function", {}))} for call in turn.get("tool_calls") or ()]
            contents.append({"role": "model", "parts": parts})
        elif turn["role"] == "tool":
            name = names.get(turn.get("tool_call_id"), {}).get("name", "tool")
            answer = {"name": name, "response": {"content": text}}
            contents.append({"role": "user", "parts": [{"functionResponse": answer}]})
        elif turn["role"] == "user":
            contents.append({"role": "user", "parts": parts})
    lead = {"systemInstruction": {"parts": [{"text": record.system}]}} if record.system else {}
    return lead | {"contents": contents}


def _called(function: Mapping[str, Any]) -> dict[str, Any]:
    """A call as Vertex AI has it: its arguments as an object."""
    arguments = function.get("arguments")
    return {
        "name": function.get("name", "tool"),
        "args": parse(arguments)[0] if isinstance(arguments, str) else arguments,
    }


def _prompt_completion(_value: Any, record: Record) -> dict[str, Any]:
    prompt = f"{record.system}\n\n{record.input}" if record.system else record.input
    return {"prompt": prompt, "completion": record.output}


def _instruction(_value: Any, record: Record) -> dict[str, Any]:
    if record.system:
        return {"instruction": record.system, "input": record.input, "output": record.output}
    return {"instruction": record.input, "input": "", "output": record.output}


_FORMS: dict[str, Callable[[Any, Record], dict[str, Any]]] = {
    "messages": _messages,
    "contents": _contents,
    "prompt_completion": _prompt_completion,
    "instruction": _instruction,
}
