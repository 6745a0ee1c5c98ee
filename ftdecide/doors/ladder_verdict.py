"""The verdict on a task as it is stated, and with measured pass rates: what the ladder lab ends with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Any

from ftdecide.merged_profile import verdict_with

NOTHING_MEASURED = (
    "Nothing is measured that a verdict could use. Climb above with a model of your own, then run this cell again: "
    "what the stand-in answers says nothing of a language model, and stays out."
)


class MeasuredVerdict:
    """The second condition and the verdict, before the measurement and after it.

    Args:
        measured: the profile that was measured; without rungs where nothing was, or only the stand-in.
        task: what is stated of the task, as in a profile.

    >>> rungs = {"few_shot": {"pass_rate": {"value": 0.3, "basis": "measured", "source": "a count"}, "n": 120}}
    >>> print(MeasuredVerdict({"rungs": rungs}, {"gap": "classification"}))
    As stated: Cannot tell yet: run 50 real inputs through your best prompt and count what passes.
    The base model almost does it: unknown (unknown). You have not said whether the model almost does it. Fifty real \
inputs would tell.
    As measured: Cannot tell yet: try retrieval over your own documents or examples, then ask again.
    The base model almost does it: unmet (measured). With examples in the prompt, only 30\N{NO-BREAK SPACE}% \
pass: that is not near.
    """

    def __init__(self, measured: Mapping[str, Any], task: Mapping[str, Any]) -> None:
        self.measured = measured
        self.as_stated = verdict_with(task, {})
        self.as_measured = verdict_with(task, measured) if measured.get("rungs") else None

    def __repr__(self) -> str:
        return "\n".join(self._lines())

    def _repr_html_(self) -> str:
        lines = "".join(f"<p>{escape(line)}</p>" for line in self._lines())
        if self.as_measured is None:
            return f"<div>{lines}</div>"
        kept = json.dumps({"profile": self.measured}, indent=1)
        return (
            f"<div>{lines}<details><summary>What was measured, as assess --with takes it</summary>"
            f"<pre>{escape(kept)}</pre></details></div>"
        )

    def _lines(self) -> list[str]:
        stated = [f"As stated: {self.as_stated['headline']}", _near_miss(self.as_stated)]
        if self.as_measured is None:
            return [*stated, NOTHING_MEASURED]
        return [*stated, f"As measured: {self.as_measured['headline']}", _near_miss(self.as_measured)]


def _near_miss(verdict: Mapping[str, Any]) -> str:
    found = next(each for each in verdict["conditions"] if each["name"] == "near_miss")
    return f"{found['title']}: {found['status']} ({found['basis']}). {found['why']}"
