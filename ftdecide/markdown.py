"""A verdict as one page of Markdown for a decision record, from its JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

TRAINED = (
    "If the tuned model does not beat the best prompt on held-out items by more than chance, keep the prompt. "
    "Keep the prompt, the examples and the evaluation set: they outlive any one model."
)
NOT_TRAINED = (
    "Run the next step on items set aside beforehand. If it falls short of what you need after an honest try, "
    "enter its pass rate and ask again. Nothing here commits you: a prompt is undone in a minute."
)


def markdown(verdict: Mapping[str, Any]) -> str:
    """The page: headline, task, answer, conditions, next step, then every section in full."""
    task = plain(verdict["profile"].get("task", "")) or "(not described)"
    lines = [f"# {verdict['headline']}", "", f"**Task:** {task}", "", verdict["answer"], ""]
    lines += [line for warning in verdict["warnings"] for line in (warning, "")]
    lines += ["## The three conditions", ""]
    lines += [f"- **{c['title']}: {c['status']}**{basis(c)}. {c['why']}" for c in verdict["conditions"]]
    lines += ["", f"## Next: {verdict['next_step']['title']}", "", verdict["next_step"]["text"]]
    lines += ["", "## The ladder, cheapest rung first", ""]
    lines += [f"{i}. {rung['title']}: {rung['said']}" for i, rung in enumerate(verdict["ladder"], 1)]
    for section in verdict["sections"]:
        lines += ["", f"## {section['title']}", "", *(f"- {item}" for item in section["items"])]
    way_out = TRAINED if verdict["decision"] == "fine_tune" else NOT_TRAINED
    lines += ["", "## What would prove this wrong, and the way out", "", way_out, "", verdict["given"]]
    return "\n".join(lines) + "\n"


def plain(text: str) -> str:
    """A reader's own words as Markdown that shows them as typed, on one line, and never as markup or a link.

    >>> plain("<b>sort</b> *these*")
    '\\\\<b\\\\>sort\\\\</b\\\\> \\\\*these\\\\*'
    """
    escaped = re.sub(r"([\\`*_\[\]<>#|~&!$@])", r"\\\1", " ".join(text.split()))
    return re.sub(r"(?i)\b(https?|ftp)(:)|\b(www)(\.)", r"\1\3\\\2\4", escaped)


def basis(condition: Mapping[str, Any]) -> str:
    """The basis of a condition in brackets, where there is one."""
    return "" if condition["basis"] == "unknown" else f" ({condition['basis']})"
