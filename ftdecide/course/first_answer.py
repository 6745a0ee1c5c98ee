"""The first answer: what a reader would do with one task of theirs today, committed before chapter 1.

It is written by the page *Write down your first answer*, kept in that browser, and set beside the drill's verdict at
the end.  One JSON object, read by ``FirstAnswer.from_json`` and described by ``first_answer_schema``::

    {"schema": 1, "committed": "2026-11-21", "task": "Sort support emails", "justified": "yes",
     "confidence_percent": 80, "conditions": {"volume": {"status": "met", "basis": "estimated"}, ...},
     "next_step": "Collect examples", "would_change": "A prompt that gets nine in ten right"}

The words are the verdict's own: ``justified`` is yes (train), no (do not train) or unclear (cannot tell), a status is
met, unmet or unknown, a basis measured (the reader counted) or estimated (guessed).  A version that adds keys raises
``schema``; a key that is not known is refused with the nearest that is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ftdecide.fields import BASES, DATE, Fault, Field
from ftdecide.findings import CONDITIONS, JUSTIFIED, SCHEMA, STATUSES
from ftdecide.reader import Reader

LONGEST_TEXT = 1000  # characters
LEAST_CONFIDENCE, MOST_CONFIDENCE = 50, 100  # percent; below 50 one would give the other answer
FIELDS = (
    Field("committed", "date", "The day on which it was committed"),
    Field("task", "text", "The task, in a sentence", high=LONGEST_TEXT),
    Field("justified", "choice", "Whether the reader would train", choices=JUSTIFIED),
    Field("confidence_percent", "integer", "How sure the reader was", "percent", LEAST_CONFIDENCE, MOST_CONFIDENCE),
    Field("next_step", "text", "What the reader would have tried next", high=LONGEST_TEXT),
    Field("would_change", "text", "What would have changed their mind", high=LONGEST_TEXT),
)
REQUIRED = ("committed", "task", "justified", "confidence_percent", "conditions")
STATUS = Field("status", "choice", "Whether the condition holds", choices=STATUSES)
BASIS = Field("basis", "choice", "Counted (measured) or guessed (estimated)", choices=BASES)
KEYS = ("schema", *(field.key for field in FIELDS), "conditions")


class InvalidFirstAnswer(ValueError):
    """A first answer that cannot be read; `faults` lists every reason."""

    def __init__(self, faults: tuple[Fault, ...]):
        self.faults = faults
        super().__init__(" | ".join(fault.text for fault in faults).replace("the profile", "the first answer"))


@dataclass(frozen=True)
class Belief:
    """What was thought of one condition; the basis is unknown where the status is."""

    status: str
    basis: str


@dataclass(frozen=True)
class FirstAnswer:
    """What a reader committed to before the first chapter.

    Args:
        committed: the day, by the reader's own clock.
        task: in the reader's words.
        justified: yes, no or unclear: whether they would train.
        confidence_percent: 50 to 100, how sure they were of that.
        conditions: for each of the three, in the order of the course.
        next_step: what they would have tried next; empty where they wrote nothing.
        would_change: what would have changed their mind; empty where they wrote nothing.
    """

    committed: date
    task: str
    justified: str
    confidence_percent: int
    conditions: Mapping[str, Belief]
    next_step: str = ""
    would_change: str = ""

    @classmethod
    def from_json(cls, raw: Any) -> FirstAnswer:
        """Read a first answer in the shape above.

        Raises:
            InvalidFirstAnswer: with every fault.
        """
        reader, by_key = Reader(), {field.key: field for field in FIELDS}
        if isinstance(raw, Mapping) and (type(schema := raw.get("schema", SCHEMA)) is not int or schema != SCHEMA):
            reader.refuse(
                ("schema",), schema, f"this version reads {SCHEMA}", "Open it with the version that wrote it."
            )
            raise InvalidFirstAnswer(tuple(reader.faults))
        stated = dict(reader.known_items(raw, KEYS))
        if not isinstance(raw, Mapping):
            raise InvalidFirstAnswer(tuple(reader.faults))
        stated.pop("schema", None)
        for key in REQUIRED:
            blank = isinstance(stated.get(key), str) and not stated[key].strip()
            if key not in stated or blank:
                reader.refuse((key,), None, "it is missing", "Give the file that the page saved, whole.")
        beliefs = _read_beliefs(reader, stated.pop("conditions")) if "conditions" in stated else {}
        read = {key: reader.read(by_key[key], value) for key, value in stated.items()}
        if reader.faults:
            raise InvalidFirstAnswer(tuple(reader.faults))
        return cls(**read, conditions=beliefs)

    @property
    def counted(self) -> int:
        """How many of the three conditions the reader had counted."""
        return sum(belief.basis == "measured" for belief in self.conditions.values())

    def to_json(self) -> dict[str, Any]:
        """The first answer as it is kept."""
        conditions = {
            name: {"status": belief.status} | ({} if belief.basis == "unknown" else {"basis": belief.basis})
            for name, belief in self.conditions.items()
        }
        texts = {"next_step": self.next_step, "would_change": self.would_change}
        return {
            "schema": SCHEMA,
            "committed": self.committed.isoformat(),
            "task": self.task,
            "justified": self.justified,
            "confidence_percent": self.confidence_percent,
            "conditions": conditions,
            **{key: text for key, text in texts.items() if text},
        }


def _read_beliefs(reader: Reader, raw: Any) -> dict[str, Belief]:
    """All three beliefs; one without its status, or known without its basis, is a fault."""
    stated, beliefs = dict(reader.known_items(raw, CONDITIONS, ("conditions",))), {}
    if not isinstance(raw, Mapping):
        return beliefs
    for name in CONDITIONS:
        path = ("conditions", name)
        level = dict(reader.known_items(stated.get(name, {}), ("status", "basis"), path))
        status = reader.read(STATUS, level["status"], path) if "status" in level else None
        basis = reader.read(BASIS, level["basis"], path) if "basis" in level else None
        if "status" not in level:
            reader.refuse((*path, "status"), None, STATUS.bounds, "Write unknown where it is not known.")
        elif status in ("met", "unmet") and "basis" not in level:
            reader.refuse((*path, "basis"), None, BASIS.bounds, "Write estimated for a guess.")
        beliefs[name] = Belief(status or "unknown", "unknown" if status == "unknown" else basis or "unknown")
    return beliefs


def first_answer_schema() -> dict[str, Any]:
    """The JSON Schema of a first answer."""
    belief = {"type": "object", "properties": {"status": {"enum": list(STATUSES)}, "basis": {"enum": list(BASES)}}}
    known = {"anyOf": [{"properties": {"status": {"const": "unknown"}}}, {"required": ["basis"]}]}
    belief |= {"required": ["status"], "additionalProperties": False, **known}
    texts = {"type": "string", "maxLength": LONGEST_TEXT}
    kinds = {
        "committed": {"type": "string", "format": "date", "pattern": f"^{DATE}$"},
        "task": {**texts, "minLength": 1},
        "justified": {"enum": list(JUSTIFIED)},
        "confidence_percent": {"type": "integer", "minimum": LEAST_CONFIDENCE, "maximum": MOST_CONFIDENCE},
        "next_step": texts,
        "would_change": texts,
    }
    conditions = {"type": "object", "properties": {name: belief for name in CONDITIONS}, "additionalProperties": False}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "FirstAnswer",
        "type": "object",
        "properties": {
            "schema": {"const": SCHEMA},
            **{field.key: {"description": field.about, **kinds[field.key]} for field in FIELDS},
            "conditions": {**conditions, "required": list(CONDITIONS)},
        },
        "required": list(REQUIRED),
        "additionalProperties": False,
    }
