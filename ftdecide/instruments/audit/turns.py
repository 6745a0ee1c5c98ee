"""Conversations: their turns, whatever the format calls them, and what is wrong with roles, order and contents."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# What formats call the same role: OpenAI, ShareGPT, Gemini.
ROLES = {
    "system": "system", "developer": "system",
    "user": "user", "human": "user",
    "assistant": "assistant", "gpt": "assistant", "model": "assistant", "chatgpt": "assistant", "bot": "assistant",
    "tool": "tool", "function": "tool", "observation": "tool", "function_response": "tool", "ipython": "tool",
    "function_call": "assistant",
}  # fmt: skip
_INVISIBLE = " \t\r\n\u200b\u200c\u200d\u2060\ufeff\xa0"
_OTHER_FORMATS = frozenset(("human", "gpt", "model", "chatgpt", "bot", "observation", "function_response", "ipython"))
CONTENTS = ("content", "value", "text", "parts")


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn; `calls` are the tools that it asks for, as text."""

    role: str
    content: str
    calls: str = ""

    @property
    def said(self) -> str:
        return f"{self.content}\n{self.calls}".strip() if self.calls else self.content


def read_turns(value: Any) -> tuple[tuple[Turn, ...], tuple[str, ...]]:
    """The turns of a list of messages, and the faults of its form.

    >>> read_turns([{"role": "user", "content": "Hi"}])[1]
    ('ends with a user turn; the last must be the answer to learn (assistant)',)
    """
    if not isinstance(value, list):
        return (), (f"the conversation is {_kind(value)}, not a list of turns",)
    if not value:
        return (), ("the conversation has no turns",)
    turns: list[Turn] = []
    faults: list[str] = []
    open_calls: set[str] = set()
    for number, raw in enumerate(value, 1):
        turn, found = _turn(raw, number)
        faults += found
        if turn is None:
            continue
        faults += _call_faults(raw, turn, number, open_calls) or _order_faults(turns, turn, number)
        turns.append(turn)
    if open_calls and turns and turns[-1].role != "assistant":
        faults.append("a tool is asked for and never answers")
    if turns:
        faults += _end_faults(turns)
    return tuple(turns), tuple(faults)


def _turn(raw: Any, number: int) -> tuple[Turn | None, list[str]]:
    if not isinstance(raw, Mapping):
        return None, [f"turn {number} is {_kind(raw)}, not an object with role and content"]
    named = raw.get("role", raw.get("from"))
    role = ROLES.get(named.strip().lower()) if isinstance(named, str) else None
    if role is None:
        what = "has no role" if named is None else f"has the role {str(named)[:40]!r}"
        return None, [f"turn {number} {what}; roles are system, user, assistant and tool"]
    faults = []
    foreign = "content" in raw and "role" in raw and named in _OTHER_FORMATS
    if isinstance(named, str) and (named not in ROLES or foreign):
        faults.append(f"turn {number} writes its role as {named[:40]!r}; trainers expect {role!r}")
    key = next((name for name in CONTENTS if name in raw), None)
    texts, called, answered = parts_of(raw[key]) if key else ("", [], [])
    calls = raw.get("tool_calls") or raw.get("function_call") or called or ""
    content, fault = text_of(texts)
    if answered and role == "user":
        role, content = "tool", json.dumps(answered, ensure_ascii=False, sort_keys=True)
    if fault:
        faults.append(f"the content of turn {number} {fault}")
    elif not content.strip(_INVISIBLE) and role != "tool" and not (calls and role == "assistant"):
        faults.append(f"turn {number} ({role}) is empty" if key else f"turn {number} ({role}) has no content")
    return Turn(role, content, json.dumps(calls, ensure_ascii=False, sort_keys=True) if calls else ""), faults


def parts_of(content: Any) -> tuple[Any, list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    """A content without Gemini's calls of tools and their answers, these calls, and these answers.

    >>> parts_of([{"text": "wait"}, {"functionCall": {"name": "f", "args": {}}}])
    ([{'text': 'wait'}], [{'name': 'f', 'args': {}}], [])
    """
    if not isinstance(content, list):
        return content, [], []
    found: dict[str, list[Mapping[str, Any]]] = {"functionCall": [], "functionResponse": []}
    rest = []
    for part in content:
        kind = next((key for key in found if isinstance(part, Mapping) and isinstance(part.get(key), Mapping)), None)
        if kind:
            found[kind].append(part[kind])
        else:
            rest.append(part)
    return rest, found["functionCall"], found["functionResponse"]


def text_of(value: Any) -> tuple[str, str]:
    """The text of a content, which may come in parts; and what is wrong with it.

    >>> text_of([{"type": "text", "text": "a"}, {"type": "image_url", "image_url": {"url": "..."}}])
    ('a\\n[image_url]', '')
    """
    if isinstance(value, str):
        return value, ""
    if value is None:
        return "", ""
    if isinstance(value, Mapping) and "text" in value:
        return text_of(value["text"])
    if isinstance(value, list):
        texts = []
        for part in value:
            if isinstance(part, str):
                return "", "is a list of bare texts; its parts are objects with a type"
            if isinstance(part, Mapping) and "text" not in part:
                texts.append(f"[{part.get('type', 'part')}]")
                continue
            text, fault = text_of(part)
            if fault:
                return "", fault
            texts.append(text)
        return "\n".join(texts), ""
    return "", f"is {_kind(value)}, not text"


def _call_faults(raw: Mapping[str, Any], turn: Turn, number: int, open_calls: set[str]) -> list[str]:
    """A tool may only answer what was asked of it."""
    faults = []
    if open_calls and turn.role in {"user", "assistant"}:
        faults.append(f"turn {number} speaks while a tool that was asked for has not answered")
        open_calls.clear()
    calls = raw.get("tool_calls")
    if turn.role == "assistant" and calls and not isinstance(calls, list):
        faults.append(f"turn {number} has tool calls that are {_kind(calls)}, not a list")
    elif turn.role == "assistant" and calls:
        if not all(map(_arguments_read, calls)):
            faults.append(f"turn {number} calls a tool with arguments that are no JSON")
        ids = [str(call["id"]) for call in calls if isinstance(call, Mapping) and "id" in call]
        if twice := [each for each, times in Counter(ids).items() if times > 1]:
            faults.append(f"turn {number} gives several tool calls the id {twice[0][:40]!r}; each needs one of its own")
        open_calls |= set(ids)
    elif turn.role == "tool" and "tool_call_id" in raw:
        asked = str(raw["tool_call_id"])
        if asked not in open_calls:
            return [f"turn {number} answers the tool call {asked[:40]!r}, which nobody made"]
        open_calls.discard(asked)
    elif turn.role == "tool" and open_calls:
        faults.append(f"turn {number} does not say by its id which tool call it answers")
        open_calls.pop()
    return faults


def _arguments_read(call: Any) -> bool:
    function = call.get("function") if isinstance(call, Mapping) else None
    arguments = function.get("arguments") if isinstance(function, Mapping) else None
    if not isinstance(arguments, str):
        return True
    try:
        json.loads(arguments or "{}")
    except (ValueError, RecursionError):
        return False
    return True


def _order_faults(before: Sequence[Turn], turn: Turn, number: int) -> list[str]:
    last = before[-1].role if before else None
    if turn.role == "system" and last not in {None, "system"}:
        return [f"turn {number} is a system turn; it must stand first"]
    if turn.role == "assistant" and last in {None, "system"}:
        return [f"turn {number} is an answer (assistant) with no question before it"]
    if turn.role in {"user", "assistant"} and before and before[-1].calls and last == "assistant":
        return [f"turn {number} speaks while the tool asked for in turn {number - 1} has not answered"]
    if turn.role == last and turn.role in {"user", "assistant"} and not before[-1].calls:
        return [f"turns {number - 1} and {number} are both {turn.role}; most chat templates refuse that"]
    if turn.role == "tool" and not (last == "tool" or (last == "assistant")):
        return [f"turn {number} is a tool's answer that no assistant turn asked for"]
    return []


def _end_faults(turns: Sequence[Turn]) -> list[str]:
    last = turns[-1]
    if last.role != "assistant":
        return [f"ends with a {last.role} turn; the last must be the answer to learn (assistant)"]
    return [] if any(turn.role == "user" for turn in turns) else ["has no user turn"]


def _kind(value: Any) -> str:
    return {dict: "an object", list: "a list", str: "text", bool: "true or false", type(None): "null"}.get(
        type(value), "a number"
    )
