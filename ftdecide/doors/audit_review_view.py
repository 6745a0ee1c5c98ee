"""What the view of a review asks, and what it is told: a place among the suspects in, all that it shows out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ftdecide.doors.json_files import BadInput
from ftdecide.doors.reviewed_file import ReviewedFile
from ftdecide.instruments.audit import review
from ftdecide.instruments.audit.kinds import KINDS
from ftdecide.instruments.audit.masking import ALL_HIDDEN
from ftdecide.instruments.audit.record_parts import Part
from ftdecide.words import number_of

MOST_LABELS = 300  # to choose from
FINISHED = "Every suspect here is decided on."
NOTHING = "No issue was found: there is nothing to review."


def state(reviewed: ReviewedFile, asked: Mapping[str, Any], announced: str = "") -> dict[str, Any]:
    """Everything that the view shows.

    Args:
        reviewed: the review.
        asked: `kind` (empty for all), `at` (the place in it, from 0), `step` (`open` for the next open one from there,
            `by` a number of places, else that place) and `reveal`.
        announced: what has just happened, for those who listen.
    """
    items = [item for item in reviewed.items if item.kind.name == asked.get("kind")] if asked.get("kind") else None
    kind = asked["kind"] if items else ""
    items = items or list(reviewed.items)
    at = _place(items, reviewed, asked)
    shown = _item(reviewed, items[at], at, len(items), asked.get("reveal") is True) if items else None
    is_open = reviewed.is_open
    head = review.progress(reviewed.now)
    left = any(is_open[item.key] for item in items)
    return {
        **head,
        "kinds": review.kinds_left(reviewed.items, is_open),
        "kind": kind,
        "at": at,
        "item": shown,
        "finished": NOTHING if not items else "" if left else FINISHED,
        "notes": _notes(reviewed),
        "saved": f"Each decision is saved at once in {reviewed.saved.path.name}.",
        "announce": " ".join(filter(None, [announced, head["count"], head["left"], shown and _spoken(shown)])),
    }


def _notes(reviewed: ReviewedFile) -> list[str]:
    """What the reader should know of what was saved, in sentences."""
    found = []
    if unfit := reviewed.now.reviewed.unfit if reviewed.now.reviewed else 0:
        fit = number_of(unfit, "decision no longer fits", "decisions no longer fit")
        found.append(f"{fit}: the file was changed. Nothing was deleted.")
    if count := reviewed.saved.unreadable:
        lines, left = number_of(count, "line"), "is left as it is" if count == 1 else "are left as they are"
        found.append(f"{lines} of {reviewed.saved.path.name} could not be read, and {left}.")
    return found


def _spoken(shown: Mapping[str, Any]) -> str:
    """The suspect for those who listen."""
    return f"{shown['place']}. {shown['title']}. {shown['status']} {shown['reason']} {shown['suggestion']}"


def _place(items: list[review.Item], reviewed: ReviewedFile, asked: Mapping[str, Any]) -> int:
    at = asked.get("at", 0) if isinstance(asked.get("at", 0), int) else 0
    at = min(max(0, at + (asked["by"] if isinstance(asked.get("by"), int) else 0)), max(0, len(items) - 1))
    if asked.get("step") == "open":
        found = review.next_open(items, reviewed.is_open, at)
        return at if found is None else found
    return at


def _item(reviewed: ReviewedFile, item: review.Item, at: int, of: int, reveal: bool) -> dict[str, Any]:
    row, kind = item.key
    parts = reviewed.parts(row, kind)
    label = reviewed.label_pointer(row, parts)
    others_label = reviewed.now.label_of.get(item.suspect.more.get("of_row", -1))
    shown = []
    for part, each in zip(parts, _hidden(reviewed, row, parts, reveal), strict=True):
        proposed = review.proposed(item, part, label, others_label)
        known = each["text"] != ALL_HIDDEN and (not each["hidden"] or kind in review.PRIVATE)
        editable = each["whole"] and (reveal or known)
        each |= {"proposed": proposed if editable else None, "label": part.pointer == label}
        shown.append(each)
    also = [k.name for k in KINDS if k.name != kind and (row, k.name) in reviewed.is_open]
    return {
        "row": row,
        "kind": kind,
        "place": f"{at + 1:,} of {of:,}: {item.kind.title}",
        "title": f"Row {row}, line {item.suspect.line}",
        "reason": f"{item.suspect.reason[:1].upper()}{item.suspect.reason[1:]}.",
        "sure": f"{min(0.99, item.suspect.score):.0%} sure." if item.suspect.score < 1 else "",
        "advice": item.kind.advice,
        "suggestion": review.suggestion(item),
        "also": f"Also suspected: {', '.join(also)}." if also else "",
        "status": "" if reviewed.is_open[item.key] else review.status(reviewed.now, item.key),
        "may": list(review.may(item.kind)),
        "parts": shown,
        "hides": any(each["hidden"] for each in shown),
        "labels": sorted(reviewed.audit.labels)[:MOST_LABELS] if label else [],
        "other": _other(reviewed, item),
    }


def _other(reviewed: ReviewedFile, item: review.Item) -> dict[str, Any] | None:
    """The record that this one copies or contradicts, with what is private in it hidden."""
    row = item.suspect.more.get("of_row")
    parts = reviewed.parts(row, "") if row is not None and item.kind.name != "leakage" else ()
    if not parts:
        return None
    settled = reviewed.now.settled.get(row, ())
    said = f" ({settled[-1].action}: decided)" if settled else ""
    return {"title": f"Row {row}, beside it{said}", "parts": _hidden(reviewed, row, parts, False)}


def _hidden(reviewed: ReviewedFile, row: int, parts: tuple[Part, ...], reveal: bool) -> list[dict[str, Any]]:
    """The parts for the view; where something private is known to be in them and is in none alone, all are hidden."""
    shown = [review.shown(part, reveal) for part in parts]
    known = any(reviewed.is_open.get((row, kind)) for kind in review.PRIVATE)
    if reveal or not known or any(each["hidden"] for each in shown):
        return shown
    return [each | {"text": ALL_HIDDEN, "hidden": True} for each in shown]


def answer(reviewed: ReviewedFile, kind: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    """What the view is told to a request of some kind: `state`, `decide` or `undo`.

    Raises:
        BadInput: where it cannot be done; nothing that was saved is touched.
    """
    return _KINDS[kind](reviewed, asked)


def _decide(reviewed: ReviewedFile, asked: Mapping[str, Any]) -> dict[str, Any]:
    key = asked.get("row"), asked.get("of")
    item = next((each for each in reviewed.items if each.key == key), None)
    if item is None:
        raise BadInput("this suspect is not there any more. Run the cell again")
    changes = asked.get("changes") or {}
    action = str(asked.get("action"))
    reviewed.decide(item, action, {str(pointer): str(text) for pointer, text in changes.items()})
    return state(reviewed, {**asked, "step": "open", "reveal": False}, f"{review.DONE[action]} Saved.")


def _undo(reviewed: ReviewedFile, asked: Mapping[str, Any]) -> dict[str, Any]:
    item = reviewed.undo()
    if item is None:
        return state(reviewed, asked, "There is nothing to undo.")
    kind = asked.get("kind") if asked.get("kind") == item.kind.name else ""
    items = [each for each in reviewed.items if not kind or each.kind.name == kind]
    return state(reviewed, {"kind": kind, "at": items.index(item)}, "Undone.")


def _state(reviewed: ReviewedFile, asked: Mapping[str, Any]) -> dict[str, Any]:
    reviewed.take_up()
    return state(reviewed, asked)


_KINDS: dict[str, Callable[[ReviewedFile, Mapping[str, Any]], dict[str, Any]]] = {
    "state": _state, "decide": _decide, "undo": _undo
}  # fmt: skip
