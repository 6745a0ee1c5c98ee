"""The answer in a response of the chat API, read leniently: servers leave out usage or content, and add reasoning."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from ftdecide.instruments.measure.live.asking import Answer, CannotAnswer

_THOUGHT = re.compile(r"\s*<think>.*?</think>\s*", re.S)


def read_answer(body: str) -> Answer:
    """The answer in the body of a response.

    >>> read_answer('{"choices": [{"message": {"content": "billing"}}]}').text
    'billing'

    Raises:
        CannotAnswer: where it holds none; with the tokens that it was billed for.
    """
    try:
        whole = json.loads(body)
        choice = whole["choices"][0]
        message = choice["message"]
        content, refusal = message.get("content"), message.get("refusal")
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        raise CannotAnswer("the answer is not in the form of the chat API") from None
    ended = choice.get("finish_reason")
    text = _text(content) if content is not None else refusal if isinstance(refusal, str) else None
    usage = whole.get("usage") if isinstance(whole.get("usage"), Mapping) else {}
    details = usage.get("prompt_tokens_details")
    cached = _number(details.get("cached_tokens")) if isinstance(details, Mapping) else None
    shown, said = _number(usage.get("prompt_tokens")), _number(usage.get("completion_tokens"))
    answer = Answer(text or "", shown, said, min(cached or 0, shown or 0), cut=ended == "length")
    if text is None or (answer.cut and not text):
        raise CannotAnswer(_why_empty(ended, message), billed=answer)
    return answer


def _text(content: Any) -> str | None:
    """The text of a message's content, a list of parts too; a reasoning that some servers leave in front is no part."""
    if isinstance(content, list):
        parts = [each.get("text") if isinstance(each, Mapping) else each for each in content]
        content = "".join(part for part in parts if isinstance(part, str))
    if not isinstance(content, str):
        return None
    if content.lstrip().startswith("<think>"):
        return _THOUGHT.sub("", content, count=1).strip() if "</think>" in content else ""
    return content


def _why_empty(ended: Any, message: Mapping[str, Any]) -> str:
    if ended == "length":
        return "it had no tokens left for an answer, perhaps after reasoning. Raise --max-tokens"
    if ended == "content_filter":
        return "the provider's filter withheld the answer"
    if message.get("tool_calls"):
        return "it called a tool in place of an answer"
    return "it answered without content"


def _number(value: Any) -> int | None:
    """A count of tokens, or None for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
