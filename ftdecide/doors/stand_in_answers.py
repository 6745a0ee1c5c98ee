"""What the stand-in's server answers in the form of the chat API, and the troubles that it makes on request."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ftdecide.instruments.measure.live.stand_in import NAME, stand_in


@dataclass(frozen=True)
class Trouble:
    """What goes wrong with one request; as it stands here, nothing does.

    Args:
        status: in place of 200.
        says: the message of the error.
        param: the parameter that the error is about.
        retry_after: seconds, in the header of that name.
        pause_seconds: before the answer.
        body: sent as it is in place of an answer.
        message: laid over the message of the answer: {"content": null}.
        finish_reason: in place of "stop".
        usage: whether tokens are counted.
    """

    status: int = 200
    says: str = "trouble, as asked for"
    param: str | None = None
    retry_after: float | None = None
    pause_seconds: float = 0.0
    body: bytes | None = None
    message: dict[str, Any] = field(default_factory=dict)
    finish_reason: str = "stop"
    usage: bool = True


FINE = Trouble()
TOO_MANY = Trouble(429, "too many requests", retry_after=0.02)
BROKEN = Trouble(500, "the server broke", retry_after=0.02)


def completion(asked: Any, trouble: Trouble = FINE) -> dict[str, Any]:
    """What the chat API answers to a request, from the stand-in."""
    answer = stand_in(asked["messages"])
    message = {"role": "assistant", "content": answer.text, **trouble.message}
    made = {
        "id": "stand-in",
        "object": "chat.completion",
        "created": 0,
        "model": NAME,
        "choices": [{"index": 0, "message": message, "finish_reason": trouble.finish_reason}],
    }
    if trouble.usage:
        counts = answer.input_tokens or 0, answer.output_tokens or 0
        made["usage"] = {"prompt_tokens": counts[0], "completion_tokens": counts[1], "total_tokens": sum(counts)}
    return made


def error(says: str, param: str | None = None) -> dict[str, Any]:
    """What the chat API says of a request that it does not answer."""
    return {"error": {"message": says, "type": "stand_in", "param": param, "code": None}}
