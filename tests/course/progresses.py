"""Small progresses for the tests of what is derived from them, and of the doors and pages that show it."""

from __future__ import annotations

from typing import Any

from ftdecide.course.progress import Progress


def answer(item: str, day: str, right: bool | None, percent: int | None = 75, **more: Any) -> dict[str, Any]:
    """An entry of an answer at noon UTC, under its ID."""
    at = f"{day}T12:00:00.000Z"
    fields = {"item": item, "chapter": "money", "variant": 0, "given": ["a"], "right": right}
    entry = {"at": at, "kind": "answer", **fields, "confidence_percent": percent, "where": "chapter", **more}
    return {f"answer:{entry['at']}:{item}": entry}


def progress(*entries: dict[str, Any], epoch: str | None = None) -> Progress:
    """The progress of these entries."""
    return Progress(epoch, {name: entry for each in entries for name, entry in each.items()})
