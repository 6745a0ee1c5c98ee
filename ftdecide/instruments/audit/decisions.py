"""What a person decided of suspects (keep, fix or drop), and what an audit comes to with it.

Decisions are only ever added; one that is undone has a line that says so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ftdecide.instruments.audit.audit import Audit
from ftdecide.instruments.audit.clean import CleanCount
from ftdecide.instruments.audit.counting import counted
from ftdecide.instruments.audit.kinds import KINDS, QUALITY_AT_MOST, SUSPECTED
from ftdecide.instruments.audit.settled import Reviewed, Settled

KEEP, FIX, DROP, UNDO = "keep", "fix", "drop", "undo"
ACTIONS = (KEEP, FIX, DROP, UNDO)
CONTRADICTION = "contradiction"
COPIES = ("exact_duplicate", "near_duplicate")
ABOUT_LABELS = ("label_error", CONTRADICTION)  # settled by another label, whichever of them brought it up
NEVER_KEPT = ("unreadable", "schema")  # a trainer refuses such a record, whatever a person thinks of it
_NAMES = frozenset(kind.name for kind in KINDS)


class InvalidDecision(ValueError):
    """A line that is no decision; its text says why."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision on one record that is suspected of one kind.

    Args:
        row, line: where the record stood, as in `Suspect`.
        record: what the record is known by (`record_parts.fingerprint`).
        kind: of the suspicion.
        action: `keep`, `fix`, `drop`, or `undo` for the latest one on the same record and kind.
        changes: for `fix`, new texts by their pointers (`record_parts.changed`).
        label: the new label, where the changes make one.
        at: when, UTC.
        file: what the file was known by, hexadecimal.
    """

    row: int
    line: int
    record: str
    kind: str
    action: str
    changes: Mapping[str, str] = field(default_factory=dict)
    label: str | None = None
    at: str = ""
    file: str = ""

    @property
    def key(self) -> tuple[int, str, str]:
        return self.row, self.record, self.kind

    def to_json(self) -> dict[str, Any]:
        shown: dict[str, Any] = {"schema": 1, "at": self.at, "file": self.file, "row": self.row, "line": self.line}
        shown |= {"record": self.record, "kind": self.kind, "action": self.action}
        if self.action == FIX:
            shown["changes"] = dict(self.changes)
        return shown if self.label is None else shown | {"label": self.label}

    @classmethod
    def from_json(cls, raw: Any) -> Decision:
        """A decision as it was written.

        Raises:
            InvalidDecision: where it is none.
        """
        if not isinstance(raw, Mapping):
            raise InvalidDecision("it is no object")
        for name, kind in (("row", int), ("line", int), ("record", str), ("kind", str), ("action", str)):
            if not isinstance(raw.get(name), kind) or isinstance(raw[name], bool):
                raise InvalidDecision(f"{name!r} is missing or of another kind than {kind.__name__}")
        if raw["action"] not in ACTIONS or raw["kind"] not in _NAMES or raw["row"] < 0:
            raise InvalidDecision("its action, kind or row is none that is known")
        changes, label = raw.get("changes", {}), raw.get("label")
        texts = isinstance(changes, Mapping) and all(isinstance(t, str) for pair in changes.items() for t in pair)
        if not texts or not isinstance(label, str | None) or (raw["action"] == FIX and not changes):
            raise InvalidDecision("its changes are no texts")
        more = {name: raw.get(name, "") for name in ("at", "file") if isinstance(raw.get(name, ""), str)}
        place = (raw[name] for name in ("row", "line", "record", "kind", "action"))
        return cls(*place, changes=dict(changes), label=label, **more)


def standing(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Those that nobody undid, in their order, of several on one record and kind only the last."""
    order: dict[int, Decision] = {}
    of_key: dict[tuple[int, str, str], list[int]] = defaultdict(list)
    for number, each in enumerate(decisions):
        if each.action != UNDO:
            order[number] = each
            of_key[each.key].append(number)
        elif of_key[each.key]:
            del order[of_key[each.key].pop()]
    last = {numbers[-1] for numbers in of_key.values() if numbers}
    return tuple(each for number, each in order.items() if number in last)


def decided(audit: Audit, decisions: Iterable[Decision]) -> CleanCount:
    """The clean count once decisions are laid over an audit."""
    return with_decisions(audit, decisions).clean


def with_decisions(audit: Audit, decisions: Iterable[Decision], unfit: int = 0) -> Audit:
    """The audit that is left: settled suspects are none any more, and the count is what people found.

    A kept or fixed suspect is clean, as far as its kind goes (`NEVER_KEPT` aside); a dropped record is not, whatever
    else was said of it.  Of a contradiction, one side is clean once every other is dropped or labelled as it is; where
    the first of some copies is dropped, the next stands in its place.

    Args:
        audit: as it was measured.
        decisions: that stand, in their order; also those on what this audit did not look for.
        unfit: decisions that no longer fit the file, to be told (0 or more).
    """
    reasons = {(s.row, kind): s.reason for kind, suspects in audit.issues.items() for s in suspects}
    last = {
        (each.row, each.kind): each
        for each in decisions
        if each.row < audit.rows and not (each.action == KEEP and each.kind in NEVER_KEPT)
    }
    dropped = {each.row for each in last.values() if each.action == DROP}
    gone = set(last)
    for each in last.values():
        if each.label is not None:
            gone.update((each.row, kind) for kind in ABOUT_LABELS)
    label_of = {**audit.label_of, **{e.row: e.label for e in last.values() if e.action == FIX and e.label is not None}}
    agreed = _agreed(audit, dropped, label_of)
    gone.update((row, CONTRADICTION) for row in agreed)
    instead = set(_in_place_of(audit, dropped))
    gone |= instead
    issues = {
        kind: tuple(s for s in suspects if s.row not in dropped and (s.row, kind) not in gone)
        for kind, suspects in audit.issues.items()
    }
    looked_at = {row for row, kind in gone if kind in SUSPECTED}
    doubted = {row: p for row, p in audit.doubted.items() if row not in looked_at}
    wrong = sum(kind in SUSPECTED and each.action != KEEP for (_row, kind), each in last.items())
    actions = Counter(each.action for each in last.values())
    left = sum(map(len, issues.values()))
    settled: dict[int, list[Settled]] = defaultdict(list)
    for (row, kind), each in last.items():
        settled[row].append(Settled(kind, each.action, reasons.get((row, kind), ""), each.changes))
    return replace(
        audit,
        issues=issues,
        clean=counted(audit.rows, issues, audit.contradicted - looked_at, doubted, label_of, dropped, wrong),
        labels=Counter(label_of.values()),
        quality=_quality(audit, issues, {*settled, *agreed, *(row for row, _kind in instead)}, dropped),
        label_of=label_of,
        reviewed=Reviewed(actions[KEEP], actions[FIX], actions[DROP], left, unfit),
        settled={row: tuple(each) for row, each in settled.items()},
    )


def _in_place_of(audit: Audit, dropped: set[int]) -> Iterator[tuple[int, str]]:
    """Of the copies of each record that was dropped, the first that is left."""
    for kind in COPIES:
        left: dict[int, list[int]] = defaultdict(list)
        for suspect in audit.issues[kind]:
            if suspect.row not in dropped:
                left[suspect.more["of_row"]].append(suspect.row)
        yield from ((min(rows), kind) for original, rows in left.items() if original in dropped)


def _agreed(audit: Audit, dropped: set[int], label_of: Mapping[int, str]) -> set[int]:
    """The rows that contradicted others, now that all which are left to a question give it one answer."""
    left: dict[int, dict[int, Any]] = defaultdict(dict)
    for row, (question, answer) in audit.answers.items():
        if row not in dropped:
            left[question][row] = label_of.get(row, answer)
    suspects = {suspect.row for suspect in audit.issues[CONTRADICTION]}
    return {row for answers in left.values() if len(set(answers.values())) == 1 for row in answers if row in suspects}


def _quality(
    audit: Audit, issues: Mapping[str, Sequence[Any]], settled: Collection[int], dropped: set[int]
) -> dict[int, float]:
    quality = dict(audit.quality) | dict.fromkeys(settled, 1.0) | dict.fromkeys(dropped, 0.0)
    for kind, suspects in issues.items():
        for suspect in suspects:
            if suspect.row in settled:
                most = 1 - suspect.score if kind in SUSPECTED else QUALITY_AT_MOST.get(kind, 1.0)
                quality[suspect.row] = min(quality[suspect.row], most)
    return quality
