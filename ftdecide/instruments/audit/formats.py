"""Training records in the forms that providers and trainers take."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ftdecide.instruments.audit.conversions import HOLDS, CannotHold, messages_of
from ftdecide.instruments.audit.json_records import parse
from ftdecide.instruments.audit.record import Record
from ftdecide.instruments.audit.turns import text_of

# What each form is taken by, as its documentation says (2026-11).
SAYS = {
    "messages": "OpenAI, Azure, Mistral, Together, Fireworks, TRL, Axolotl: a list of messages",
    "contents": "Vertex AI (Gemini): contents with parts",
    "prompt_completion": "TRL and older completion models: prompt and completion",
    "instruction": "Alpaca: instruction, input, output",
}


def written(form: str, value: Any, record: Record) -> dict[str, Any]:
    """A record in a form.

    Raises:
        CannotHold: where it has no answer, or the form has no place for a part of it.

    >>> written("prompt_completion", {}, Record(0, 1, "How?", "So."))
    {'prompt': 'How?', 'completion': 'So.'}
    """
    if not record.output.strip():
        raise CannotHold("no answer")
    if form not in ("messages", "contents") and _holds_parts(value):
        raise CannotHold("images or other parts")
    if form != "instruction" and isinstance(value, Mapping) and value.get("history"):
        raise CannotHold("a history of earlier turns")
    return _FORMS[form](value, record)


def _holds_parts(value: Any) -> bool:
    """Whether a conversation holds what is no text: images, sounds, files."""
    for turn in messages_of(value) or ():
        content = turn.get("content")
        if isinstance(content, list) and any(isinstance(part, Mapping) and "text" not in part for part in content):
            return True
    return False


def _messages(value: Any, record: Record) -> dict[str, Any]:
    messages = messages_of(value, record.system)
    if messages is not None:
        beside = {key: value[key] for key in HOLDS if key in value} if isinstance(value, Mapping) else {}
        return {"messages": messages} | beside
    lead = [{"role": "system", "content": record.system}] if record.system else []
    asked = [{"role": "user", "content": record.input}, {"role": "assistant", "content": record.output}]
    return {"messages": lead + asked}


def _contents(value: Any, record: Record) -> dict[str, Any]:
    if isinstance(value, Mapping) and isinstance(value.get("contents"), list):
        return {key: value[key] for key in ("systemInstruction", "contents", "tools", "toolConfig") if key in value}
    if _holds_parts(value):
        raise CannotHold("images or other parts")
    messages = _messages(value, record)["messages"]
    names = {call.get("id"): call.get("function", {}) for turn in messages for call in turn.get("tool_calls") or ()}
    contents = []
    for turn in messages:
        text = text_of(turn.get("content"))[0]
        parts: list[dict[str, Any]] = [{"text": text}] if text else []
        if turn["role"] == "assistant":
            parts += [{"functionCall": _called(call.get("function", {}))} for call in turn.get("tool_calls") or ()]
            contents.append({"role": "model", "parts": parts})
        elif turn["role"] in ("tool", "function"):
            name = names.get(turn.get("tool_call_id"), {}).get("name", turn.get("name", "tool"))
            answer = {"name": name, "response": {"content": text}}
            contents.append({"role": "user", "parts": [{"functionResponse": answer}]})
        elif turn["role"] == "user":
            contents.append({"role": "user", "parts": parts})
    lead = {"systemInstruction": {"parts": [{"text": record.system}]}} if record.system else {}
    tools = value.get("tools") if isinstance(value, Mapping) else None
    return lead | {"contents": contents} | _declared(tools)


def _declared(tools: Any) -> dict[str, Any]:
    """OpenAI's tools as Vertex AI declares them."""
    functions = [each.get("function") for each in tools if isinstance(each, Mapping)] if isinstance(tools, list) else []
    return {"tools": [{"functionDeclarations": functions}]} if functions and all(functions) else {}


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


def _instruction(value: Any, record: Record) -> dict[str, Any]:
    if isinstance(value, Mapping) and "instruction" in value and "output" in value:
        return {key: value[key] for key in ("instruction", "input", "output", "system", "history") if key in value}
    if record.system:
        return {"instruction": record.system, "input": record.input, "output": record.output}
    return {"instruction": record.input, "input": "", "output": record.output}


_FORMS: dict[str, Callable[[Any, Record], dict[str, Any]]] = {
    "messages": _messages,
    "contents": _contents,
    "prompt_completion": _prompt_completion,
    "instruction": _instruction,
}
