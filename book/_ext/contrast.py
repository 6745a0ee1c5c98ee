"""The contrast pairs: two tasks alike but for one fact, whose verdicts are opposite.

``book/contrast_pairs.toml`` states the tasks; the verdicts are the core's.  A pair that does not part, or that
differs in more than its field, is a fault; all faults of all pairs are gathered and raised together.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from sphinx.errors import SphinxError

from ftdecide.evidence import load_evidence
from ftdecide.fields import BASE_MODEL_FIELDS, ECONOMICS_FIELDS, FIELDS, RUNG_FIELDS, RUNGS, nearest
from ftdecide.findings import Judgement, Reason, Verdict
from ftdecide.model import InvalidProfile, TaskProfile
from ftdecide.verdict import assess, judge

PAIRS = Path(__file__).parent.parent / "contrast_pairs.toml"
SIDES = ("no", "yes")
TEXTS = ("title", "chapter", "task", "field", "lesson")
KNOWN_FIELDS = (
    *(field.key for field in FIELDS),
    *(f"rungs.{rung}.{field.key}" for rung in RUNGS for field in RUNG_FIELDS),
    *(f"base_model.{field.key}" for field in BASE_MODEL_FIELDS),
    *(f"economics.{field.key}" for field in ECONOMICS_FIELDS),
)


class ContrastFaults(SphinxError):
    """One or more pairs that show no contrast."""

    category = "Contrast pairs"

    def __init__(self, faults: Collection[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(["", *self.faults]))


@dataclass(frozen=True)
class Side:
    """One of the two tasks: its label, the value of the field that differs, and what the core says."""

    label: str
    value: Any
    profile: TaskProfile
    judgement: Judgement

    @cached_property
    def verdict(self) -> Verdict:
        """The whole verdict: what would change it is worked out only where the pair is drawn."""
        return assess(self.profile, as_of=day_of_the_evidence())


@dataclass(frozen=True)
class Pair:
    """Two tasks that differ in `field` alone; `alike` holds every other answer, by its path."""

    name: str
    title: str
    chapter: str
    task: str
    field: str
    lesson: str
    alike: Mapping[str, Any]
    no: Side
    yes: Side


def load_pairs(file: Path = PAIRS, chapters: Collection[str] | None = None) -> Mapping[str, Pair]:
    """Every pair by name.

    Args:
        file: the TOML file.
        chapters: names that a pair may stand in; not checked where not given.

    Raises:
        ContrastFaults: with all faults of all pairs.
    """
    faults: list[str] = []
    pairs = {}
    try:
        rows = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
        raise ContrastFaults([f"{file.name}: not TOML: {broken}; mend that line"]) from None
    for name, row in rows.items():
        found = list(_shape_faults(row, chapters))
        if not found:
            read = _read(name, row)
            found = [read] if isinstance(read, str) else list(contrast_faults(read))
        faults += [f"{file.name}: {name}: {fault}" for fault in found]
        if not found:
            pairs[name] = read
    if faults:
        raise ContrastFaults(faults)
    return pairs


def contrast_faults(pair: Pair) -> Iterator[str]:
    """What keeps a pair from being one: more than one difference, or verdicts that are not opposite."""
    before, after = (flat(side.profile.to_json()) for side in (pair.no, pair.yes))
    differ = sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))
    if differ != [pair.field]:
        yield f"the two differ in {', '.join(differ) or 'nothing'}; let them differ in {pair.field} alone"
    said = [getattr(pair, side).judgement.justified for side in SIDES]
    if said != list(SIDES):
        yield (
            f"the verdicts are {said[0]} on “{pair.no.label}” and {said[1]} on “{pair.yes.label}”, not no and yes; "
            f"move {pair.field} further apart, or what they have in common"
        )


def flat(profile: Mapping[str, Any], above: str = "") -> dict[str, Any]:
    """Every answer by its path; a rung that was tried without a number counts as one.

    >>> flat({"gap": "style", "rungs": {"prompt": {}, "few_shot": {"pass_rate": 0.7}}})
    {'gap': 'style', 'rungs.prompt': 'tried', 'rungs.few_shot.pass_rate': 0.7}
    """
    found: dict[str, Any] = {}
    for key, value in profile.items():
        path = f"{above}{key}"
        if isinstance(value, Mapping):
            found |= flat(value, f"{path}.") if value else {path: "tried"}
        else:
            found[path] = value
    return found


def turning_reason(side: Side, other: Side) -> Reason | None:
    """The weightiest reason that points as the verdict does and that the other task does not have."""
    theirs = {reason.name for reason in other.judgement.reasons}
    sign = 1 if side.judgement.justified == "yes" else -1
    reasons = side.judgement.reasons  # the weightiest first
    return next((r for r in reasons if r.points * sign > 0 and r.name not in theirs), None)


def day_of_the_evidence() -> date:
    """The day on which the pairs are judged: not today, so that a pair does not age by itself."""
    return load_evidence().as_of


def _shape_faults(row: Mapping[str, Any], chapters: Collection[str] | None) -> Iterator[str]:
    known = (*TEXTS, "base", *SIDES)
    if not isinstance(row, Mapping):
        yield f"got {row!r}; write it as a table, with {', '.join(known)}"
        return
    yield from (f"{key}: unknown; {nearest(key, known)}" for key in row if key not in known)
    for key in TEXTS:
        if not isinstance(row.get(key), str) or not row[key].strip():
            yield f"{key}: missing; write a text"
    if not isinstance(row.get("base"), Mapping):
        yield "base: missing; state there what the two have in common"
    for side in SIDES:
        if not isinstance(row.get(side), Mapping) or sorted(row[side]) != ["label", "value"]:
            yield f"{side}: incomplete; write its label and its value, and nothing else"
    field, chapter = row.get("field"), row.get("chapter")
    if field and field not in KNOWN_FIELDS:
        yield f"field: {field!r} is no key of a profile; {nearest(field, KNOWN_FIELDS)}"
    if chapter and chapters is not None and chapter not in chapters:
        yield f"chapter: there is no book/{chapter}.md; {nearest(chapter, tuple(chapters))}"


def _read(name: str, row: Mapping[str, Any]) -> Pair | str:
    """The pair with both judgements, or why a profile cannot be read."""
    base, as_of = {**row["base"], "task": row["task"]}, day_of_the_evidence()
    sides = {}
    for side in SIDES:
        value = row[side]["value"]
        value = value.isoformat() if isinstance(value, date) else value
        try:
            profile = TaskProfile.from_json(_with(base, row["field"], value))
        except InvalidProfile as fault:
            return f"{side}: {fault}"
        stated = flat(profile.to_json()).get(row["field"])
        sides[side] = Side(row[side]["label"], stated, profile, judge(profile, load_evidence(), as_of))
    common = flat(sides["no"].profile.to_json())
    alike = {key: value for key, value in common.items() if key not in ("task", row["field"])}
    return Pair(name, **{key: row[key] for key in TEXTS}, alike=alike, **sides)


def _with(base: Mapping[str, Any], field: str, value: Any) -> dict[str, Any]:
    changed = deepcopy(dict(base))
    level, *path = changed, *field.split(".")
    *above, key = path
    for group in above:
        level = level.setdefault(group, {})
    level[key] = value
    return changed
