"""A review of suspects, as its view shows it: in which order, what is suggested, and how far it has come.

Every sentence comes from here; a view only shows it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ftdecide.instruments.audit.audit import Audit
from ftdecide.instruments.audit.decisions import COPIES, DROP, FIX, KEEP, NEVER_KEPT
from ftdecide.instruments.audit.issue import Kind, Suspect
from ftdecide.instruments.audit.kinds import KINDS
from ftdecide.instruments.audit.masking import masked, with_stand_ins
from ftdecide.instruments.audit.mojibake import repaired
from ftdecide.instruments.audit.record_parts import Part
from ftdecide.instruments.audit.report import count_sentence
from ftdecide.words import number_of

MOST_SHOWN = 6_000  # characters of a part
DONE = {KEEP: "You kept it.", FIX: "You fixed it.", DROP: "You dropped the record."}
AGREED = "Settled with the records that it contradicted: those that are left answer alike."
INSTEAD = "Settled: the record that it copies was dropped, and it stands in its place."
PRIVATE = ("secret", "pii")


@dataclass(frozen=True, slots=True)
class Item:
    """A suspect to be decided on."""

    kind: Kind
    suspect: Suspect

    @property
    def key(self) -> tuple[int, str]:
        return self.suspect.row, self.kind.name


def order(audit: Audit) -> tuple[Item, ...]:
    """The suspects of every kind, the surest first; those that count as clean come last."""
    items = [(number, Item(kind, s)) for number, kind in enumerate(KINDS) for s in audit.issues[kind.name]]
    items.sort(key=lambda pair: (not pair[1].kind.costs, -pair[1].suspect.score, pair[0], pair[1].suspect.row))
    return tuple(item for _number, item in items)


def status(now: Audit, key: tuple[int, str]) -> str:
    """What was decided of a suspect that is open no more, as a sentence."""
    row, kind = key
    settled = now.settled.get(row, ())
    if any(each.action == DROP for each in settled):
        return DONE[DROP]
    if not settled:
        return INSTEAD if kind in COPIES else AGREED
    return next((DONE[each.action] for each in reversed(settled) if each.kind == kind), DONE[FIX])


def next_open(items: Sequence[Item], is_open: Mapping[tuple[int, str], bool], at: int) -> int | None:
    """The first open one from this place on, beginning again at the end; None where none is left."""
    around = [*range(at, len(items)), *range(min(at, len(items)))]
    return next((place for place in around if is_open[items[place].key]), None)


def may(kind: Kind) -> tuple[str, ...]:
    """What can be decided: a record that a trainer refuses can only be typed anew or dropped."""
    return (FIX, DROP) if kind.name in NEVER_KEPT else (KEEP, FIX, DROP)


def suggestion(item: Item) -> str:
    """What to do with a suspect, one sentence; empty where only a reader can say."""
    more, name = item.suspect.more, item.kind.name
    if "suggested" in more:
        return f"Suggested: the label {more['suggested']!r}."
    if name in COPIES:
        return f"Suggested: drop it; row {more['of_row']} stays."
    if name == "leakage":
        return "Suggested: drop it; the hold-out file keeps its own."
    if name in PRIVATE:
        return "Suggested: fix it, with stand-ins for what is private."
    return "Suggested: fix it; the text is repaired for you." if name == "mojibake" else ""


def proposed(item: Item, part: Part, label_pointer: str | None, others_label: str | None) -> str:
    """The text that `fix` begins with."""
    if part.pointer == label_pointer and item.kind.name in {"label_error", "contradiction"}:
        return item.suspect.more.get("suggested") or others_label or part.text
    if item.kind.name in PRIVATE:
        return with_stand_ins(part.text)
    return repaired(part.text) if item.kind.name == "mojibake" else part.text


def shown(part: Part, reveal: bool) -> dict[str, Any]:
    """A part for the view: what is private is hidden until it is asked for."""
    text = part.text if reveal else masked(part.text)
    hidden = text != part.text
    more = len(text) - MOST_SHOWN
    cut = f"{text[:MOST_SHOWN]} … (and {number_of(more, 'more character')})" if more > 0 else text
    return {"pointer": part.pointer, "name": part.name, "text": cut, "hidden": hidden, "whole": more <= 0}


def kinds_left(items: Sequence[Item], is_open: Mapping[tuple[int, str], bool]) -> list[dict[str, str]]:
    """Each kind that has suspects, with how many of them are left."""
    found = []
    for kind in KINDS:
        mine = [item.key for item in items if item.kind.name == kind.name]
        if mine:
            left = sum(map(is_open.__getitem__, mine))
            found.append({"name": kind.name, "says": f"{kind.title}: {left:,} of {len(mine):,} left"})
    left = sum(is_open[item.key] for item in items)
    return [{"name": "", "says": f"every kind: {left:,} of {len(items):,} left"}, *found]


def progress(now: Audit) -> dict[str, str]:
    """The count and what is left, for the head of the view."""
    reviewed = now.reviewed
    left = f"{reviewed.left:,} left" if reviewed else ""
    done = f"{reviewed.kept:,} kept, {reviewed.fixed:,} fixed, {reviewed.dropped:,} dropped" if reviewed else ""
    return {"count": f"{count_sentence(now)}.", "left": f"{left}: {done}." if done else ""}
