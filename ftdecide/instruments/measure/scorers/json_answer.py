"""The JSON in an answer: all of it, or what stands inside its one code fence; JSON within a sentence is none."""

from __future__ import annotations

import json
import re
from typing import Any

_FENCE = re.compile(r"```(?:json5?|jsonc)?[ \t]*\r?\n(.*?)\r?\n?[ \t]*```", re.DOTALL | re.IGNORECASE)
TOO_DEEP = "nested too deeply"


class NoJson(ValueError):
    """A text that is no JSON; it says why, in a few words."""


def answer_in(answer: str) -> tuple[Any, str]:
    """The value in an answer, and a remark for people where it stood in a code fence; else an empty one.

    >>> answer_in('Here it is:\\n```json\\n{"sum": 7}\\n```')
    ({'sum': 7}, ', read from its code fence')

    Raises:
        NoJson: where it holds none.
    """
    fences = _FENCE.findall(answer)
    return (value_in(fences[0]), ", read from its code fence") if len(fences) == 1 else (value_in(answer), "")


def value_in(text: str) -> Any:
    """The value of a text that is JSON, without NaN and infinity.

    Raises:
        NoJson: where it is none.
    """
    try:
        return json.loads(text, parse_constant=_refuse)
    except RecursionError:
        raise NoJson(TOO_DEEP) from None
    except ValueError as fault:
        raise NoJson(str(fault)[:80]) from None


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no JSON")
