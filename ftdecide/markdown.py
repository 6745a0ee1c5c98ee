"""A verdict as one page of Markdown for a decision record, from its JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ftdecide.record_words import PLAN_SECTION


def markdown(verdict: Mapping[str, Any]) -> str:
    """The page: decision, question, conditions, next step with its prompt, then every section in full."""
    task = plain(verdict["profile"].get("task", "")) or "(not described)"
    record = verdict["record"]
    template, fence = record["experiment"]["template"], "```"
    while fence in template:
        fence += "`"
    lines = [f"# {verdict['headline']}", "", f"**Question:** {record['question']}", "", f"**Task:** {task}", ""]
    lines += [f"**Decision:** {verdict['answer']}", ""]
    lines += [line for warning in verdict["warnings"] for line in (warning, "")]
    lines += ["## The three conditions", ""]
    lines += [f"- **{c['title']}: {c['status']}**{basis(c)}. {c['why']}" for c in verdict["conditions"]]
    lines += ["", f"## Next: {verdict['next_step']['title']}", "", verdict["next_step"]["text"]]
    lines += ["", f"{fence}text", template, fence, "", ladder(verdict)]
    for section in verdict["sections"]:
        items = section["items"]
        if section["title"] in PLAN_SECTION.values():
            items = [f"**{part['title']}.** {' '.join(part['items'])}" for part in record["plan"]]
        lines += ["", f"## {section['title']}", "", *(f"- {item}" for item in items)]
    lines += ["", verdict["given"]]
    return "\n".join(lines) + "\n"


def plain(text: str) -> str:
    """A reader's own words as Markdown that shows them as typed, on one line, and never as markup or a link.

    >>> plain("<b>sort</b> *these*")
    '\\\\<b\\\\>sort\\\\</b\\\\> \\\\*these\\\\*'
    """
    escaped = re.sub(r"([\\`*_\[\]<>#|~&!$@])", r"\\\1", " ".join(text.split()))
    return re.sub(r"(?i)\b(https?|ftp)(:)|\b(www)(\.)", r"\1\3\\\2\4", escaped)


def basis(condition: Mapping[str, Any]) -> str:
    """The basis of a condition in brackets, with its margin, where there is one."""
    said = [condition["basis"], condition["margin"]] if condition["basis"] != "unknown" else []
    return f" ({', '.join(filter(None, said))})" if said else ""


def ladder(verdict: Mapping[str, Any]) -> str:
    """The ladder in a line, cheapest rung first; rungs that do not fit the gap are left out."""
    rungs = [f"{rung['title']} ({rung['said']})" for rung in verdict["ladder"] if rung["state"] != "unfit"]
    return f"The ladder, cheapest rung first: {'; '.join(rungs)}."
