"""What passes between a measurement and a model: a call, its answer, and why there is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from ftdecide.instruments.measure.live.call_cost import prompt_tokens, text_tokens
from ftdecide.instruments.measure.live.rung_prompts import Messages


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model answered.

    Args:
        text: the answer.
        input_tokens, output_tokens: as the model's server counted them; None where it did not.
        cached_tokens: those of the input that the provider had cached, where it says so.
        seconds: from sending to the whole answer; None where nobody measured.
        cut: whether it ends because no more tokens were allowed.
        kept: whether it was asked in an earlier run and kept.
    """

    text: str
    input_tokens: int | None = None
    output_tokens: int | None = None
    cached_tokens: int = 0
    seconds: float | None = None
    cut: bool = False
    kept: bool = False


class CannotAnswer(RuntimeError):
    """A call without an answer; the text says why in one line, and holds no secret.

    Args:
        why: for people.
        for_all: whether every other call would fail in the same way, so that none is made.
        billed: the tokens that were used all the same; None where the call came to nothing.
    """

    def __init__(self, why: str, for_all: bool = False, billed: Answer | None = None) -> None:
        super().__init__(why)
        self.for_all, self.billed = for_all, billed


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """One call, equal to no other: which rung, which item by its name, which run from 0, and what is sent."""

    rung: str
    item: str
    run: int
    messages: Messages


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a call: an answer, or the fault that explains why there is none.

    Args:
        fault: empty where there is an answer.
        for_all: whether every other call would fail in the same way.
        billed: the tokens that a call without an answer has used, where it has.
    """

    call: Call
    answer: Answer | None = None
    fault: str = ""
    for_all: bool = False
    billed: Answer | None = None


def tokens_of(messages: Messages, answer: Answer) -> tuple[int, int, int]:
    """The tokens of the input and the output, and those of the input that the provider had cached; estimated where
    they were not counted.

    >>> tokens_of(({"role": "user", "content": "Good day"},), Answer("Bonjour", output_tokens=3))
    (6, 3, 0)
    """
    shown = prompt_tokens(messages) if answer.input_tokens is None else answer.input_tokens
    said = text_tokens(answer.text) if answer.output_tokens is None else answer.output_tokens
    return shown, said, answer.cached_tokens


Ask = Callable[[Messages], Answer]


class Kept(Protocol):
    """Answers kept from earlier runs."""

    def get(self, messages: Messages, run: int) -> Answer | None:
        """The answer that is kept, or None."""

    def put(self, messages: Messages, run: int, answer: Answer) -> None:
        """Keep an answer."""


class NothingKept:
    """Keeps nothing."""

    def get(self, messages: Messages, run: int) -> Answer | None:
        return None

    def put(self, messages: Messages, run: int, answer: Answer) -> None:
        return None
