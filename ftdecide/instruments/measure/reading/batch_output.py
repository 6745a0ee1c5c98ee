"""Answers out of the files that providers' batch services write: the caller's own id, the text, the tokens.

Forms as their documentation gives them: OpenAI's `custom_id` and `response.body`, Anthropic's `custom_id` and
`result.message`, Google's `key` and `response.candidates`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ftdecide.instruments.measure.live.asking import CannotAnswer
from ftdecide.instruments.measure.live.chat_answer import read_answer
from ftdecide.instruments.measure.reading.rows import Rows, text

COLUMNS = ("id", "output", "error", "input_tokens", "output_tokens")
Row = dict[str, Any]


def unwrapped(rows: Rows) -> Rows:
    """The rows with the answers taken out, where every one is of a batch service; else the rows as they are."""
    found = [_row(raw.value) for raw in rows.raws]
    if any(row is None for row in found):
        return rows
    raws = tuple(replace(raw, value=row) for raw, row in zip(rows.raws, found, strict=True))
    by_input = all("input" in raw.value for raw in raws)
    return replace(rows, raws=raws, columns=("input", *COLUMNS[1:]) if by_input else COLUMNS)


def _row(value: Mapping[str, Any]) -> Row | None:
    for reader in (_openai, _anthropic, _google):
        if (row := reader(value)) is not None:
            return row
    return None


def _openai(value: Mapping[str, Any]) -> Row | None:
    """One line of OpenAI's, and of those who copied its form.

    >>> body = {"choices": [{"message": {"content": "billing"}}], "usage": {"prompt_tokens": 9, "completion_tokens": 1}}
    >>> _openai({"id": "b1", "custom_id": "7", "response": {"status_code": 200, "body": body}, "error": None})
    {'id': '7', 'output': 'billing', 'error': '', 'input_tokens': 9, 'output_tokens': 1}
    """
    if "custom_id" not in value or not {"response", "error"} & value.keys():
        return None
    response, fault = value.get("response"), value.get("error")
    if not isinstance(response, Mapping):
        return _failed(value["custom_id"], fault or "no response")
    body = response.get("body")
    if not isinstance(body, Mapping):
        return None
    try:
        answer = read_answer(json.dumps(body))
    except CannotAnswer as why:
        return _failed(value["custom_id"], fault or body.get("error") or str(why))
    return _answered(value["custom_id"], answer.text, answer.input_tokens, answer.output_tokens)


def _anthropic(value: Mapping[str, Any]) -> Row | None:
    result = value.get("result")
    if "custom_id" not in value or not isinstance(result, Mapping) or "type" not in result:
        return None
    message = result.get("message")
    if result["type"] != "succeeded" or not isinstance(message, Mapping):
        return _failed(value["custom_id"], result.get("error") or result["type"])
    usage = _mapping(message.get("usage"))
    said = _joined(message.get("content"))
    return _answered(value["custom_id"], said, usage.get("input_tokens"), usage.get("output_tokens"))


def _google(value: Mapping[str, Any]) -> Row | None:
    response = value.get("response")
    if not isinstance(response, Mapping) or not {"candidates", "promptFeedback"} & response.keys():
        return None
    named = value.get("key", value.get("custom_id", value.get("id")))
    candidates = response.get("candidates")
    first = _mapping(candidates[0]) if isinstance(candidates, list) and candidates else {}
    if not first:
        return _failed(named, value.get("status") or "no candidate")
    usage = _mapping(response.get("usageMetadata"))
    said = _joined(_mapping(first.get("content")).get("parts"))
    row = _answered(named, said, usage.get("promptTokenCount"), usage.get("candidatesTokenCount"))
    return row if named is not None else {**row, "input": _joined(_last_parts(value))}


def _last_parts(value: Mapping[str, Any]) -> Any:
    """The parts of the last turn that was asked, by which a row without an id is found."""
    turns = _mapping(value.get("request")).get("contents")
    return _mapping(turns[-1]).get("parts") if isinstance(turns, list) and turns else None


def _joined(parts: Any) -> str:
    texts = [_mapping(part).get("text") for part in parts] if isinstance(parts, list) else [parts]
    return "".join(each for each in texts if isinstance(each, str))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _answered(named: Any, said: str, input_tokens: Any, output_tokens: Any) -> Row:
    return dict(zip(COLUMNS, (text(named), said, "", input_tokens, output_tokens), strict=True))


def _failed(named: Any, fault: Any) -> Row:
    why = _mapping(fault).get("message") or fault
    return dict(zip(COLUMNS, (text(named), "", text(why), None, None), strict=True))
