"""Conversations of any format as OpenAI's messages, nothing lost: texts, tool calls, and what the tools answered."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ftdecide.instruments.audit.json_records import parse
from ftdecide.instruments.audit.turns import CONTENTS, ROLES, parts_of, text_of

Message = dict[str, Any]
NATIVE = ("system", "developer", "user", "assistant", "tool", "function")
HOLDS = ("tools", "functions", "parallel_tool_calls")  # beside the messages of a record


class CannotHold(ValueError):
    """A record that a form has no place for; the text says what would be lost."""


def messages_of(value: Any, system: str = "") -> list[Message] | None:
    """The turns of a record as messages; None where it is no conversation.

    Args:
        value: the record, an object with a list of turns or such a list.
        system: instructions that stand beside the turns.

    Raises:
        CannotHold: where a turn holds what messages have no place for.
    """
    turns = _turns(value)
    if turns is None:
        return None
    if all(turn.get("role") in NATIVE and "parts" not in turn for turn in turns):
        messages = [dict(turn) for turn in turns]
    else:
        messages = list(_converted(turns))
    if system and not any(turn["role"] in ("system", "developer") for turn in messages):
        return [{"role": "system", "content": system}, *messages]
    return messages


def _turns(value: Any) -> list[Mapping[str, Any]] | None:
    lists = [value] if isinstance(value, list) else list(value.values()) if isinstance(value, Mapping) else []
    for each in lists:
        if isinstance(each, list) and each and all(isinstance(turn, Mapping) for turn in each):
            named = [str(turn.get("role", turn.get("from", ""))).strip().lower() for turn in each]
            if all(name in ROLES for name in named):
                return each
    return None


def _converted(turns: list[Mapping[str, Any]]) -> Iterator[Message]:
    """The turns of ShareGPT and of Gemini; calls get ids, and each answer the id of the call that it belongs to."""
    open_calls: list[tuple[str, str]] = []  # id, name
    made = 0
    for turn in turns:
        named = str(turn.get("role", turn.get("from", ""))).strip().lower()
        text, calls, answers = _read(turn, named)
        for name, answer in answers:
            place = next((n for n, call in enumerate(open_calls) if name in ("", call[1])), None)
            if place is None:
                raise CannotHold("a tool's answer without its call")
            yield {"role": "tool", "tool_call_id": open_calls.pop(place)[0], "content": answer}
        if calls:
            asked = []
            for name, arguments in calls:
                made += 1
                open_calls.append((f"call_{made}", name))
                function = {"name": name, "arguments": json.dumps(arguments, ensure_ascii=False)}
                asked.append({"id": f"call_{made}", "type": "function", "function": function})
            yield {"role": "assistant", "content": text or None, "tool_calls": asked}
        elif not answers:
            yield {"role": ROLES[named], "content": text}


def _read(turn: Mapping[str, Any], named: str) -> tuple[str, list[tuple[str, Any]], list[tuple[str, str]]]:
    """The text of a turn, the calls that it makes, and the answers of tools that it holds."""
    content = next((turn[key] for key in CONTENTS if key in turn), "")
    texts, called, answered = parts_of(content)
    if any(isinstance(part, Mapping) and "text" not in part for part in texts):
        raise CannotHold("images or other parts")
    calls = [(str(each.get("name", "")), each.get("args", {})) for each in called]
    answers = [(str(each.get("name", "")), json.dumps(each.get("response"), ensure_ascii=False)) for each in answered]
    text = text_of(texts)[0]
    if named == "function_call":
        found = parse(text)[0]
        if not isinstance(found, Mapping) or "name" not in found:
            raise CannotHold("a tool call that is no JSON with a name")
        return "", [(str(found["name"]), found.get("arguments", {}))], []
    if ROLES[named] == "tool" and not answers:
        return "", calls, [("", text)]
    return text, calls, answers
