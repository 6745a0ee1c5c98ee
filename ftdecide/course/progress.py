"""What a reader's progress is: one JSON document, how it is read, and how two become one.

The document is the same in the browser, where ``book/_static/progress/document.js`` does what is done here, and in the
learner's home under Jupyter.  A test compares the two::

    {"schema": 2, "epoch": null, "entries": {"read:money": {"at": "2026-11-28T14:00:00.000Z", "kind": "read",
     "chapter": "money"}, ...}}

``epoch`` is the time of the last deletion: nothing from before it is kept.  An entry that was imported after it
carries ``again``, the time of the import.  A single entry that cannot be read is kept, and nothing is derived from it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn

from ftdecide.course.canonical_json import canonical
from ftdecide.course.older_progress import UNDATED, from_quizzes
from ftdecide.course.progress_entry import LAST_YEAR, Entry, fault_of, is_entry_time, is_time

SCHEMA = 2
LARGEST_TEXT = 5_000_000  # characters

_MILLISECOND = timedelta(milliseconds=1)
REMEDY = "Choose a file that “Export” wrote, whole."


class InvalidProgress(ValueError):
    """A text that holds no progress; says the field, what is wrong and what to do."""


@dataclass(frozen=True)
class Progress:
    """A whole document: the time of the last deletion, and every entry by its ID, as it was read."""

    epoch: str | None = None
    entries: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def from_text(cls, text: str) -> Progress:
        """The document in a text.

        Raises:
            InvalidProgress: where it is none; a single faulty entry is no reason.
        """
        if len(text) > LARGEST_TEXT:
            raise InvalidProgress(f"it is larger than {LARGEST_TEXT // 1_000_000} MB. {REMEDY}")
        try:
            return cls.from_json(json.loads(text, parse_constant=_refuse, parse_int=_number))
        except (json.JSONDecodeError, RecursionError):
            raise InvalidProgress(f"it is not whole JSON. {REMEDY}") from None

    @classmethod
    def from_json(cls, raw: Any) -> Progress:
        """The document in a JSON value; raises as `from_text` does."""
        if not isinstance(raw, dict):
            raise InvalidProgress(f"it holds no JSON object. {REMEDY}")
        schema = raw.get("schema")
        if schema == 1 and schema is not True and "quizzes" in raw:
            if not isinstance(raw["quizzes"], dict):
                raise InvalidProgress(f"quizzes: it must be a JSON object. {REMEDY}")
            return cls(None, from_quizzes(raw["quizzes"]))
        if "entries" not in raw:
            raise InvalidProgress(f"entries: it is missing, so this is no progress. {REMEDY}")
        if schema != SCHEMA or isinstance(schema, bool):
            raise InvalidProgress(f"schema: this version reads 1 and {SCHEMA}. Open it with the version that wrote it.")
        if not isinstance(raw["entries"], dict):
            raise InvalidProgress(f"entries: it must be a JSON object. {REMEDY}")
        if raw.get("epoch") is not None and not is_time(raw["epoch"]):
            raise InvalidProgress(f"epoch: it must be a time like {UNDATED}, or null. {REMEDY}")
        return cls(raw.get("epoch"), raw["entries"])

    @property
    def text(self) -> str:
        """The document as it is kept: the same text for the same document, whoever wrote it."""
        return canonical({"schema": SCHEMA, "epoch": self.epoch, "entries": self.entries})

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong with single entries, each as ``ID: field: reason``."""
        found = ((name, fault_of(name, entry)) for name, entry in self.entries.items())
        return tuple(f"{name[:80]}: {fault[0]}: {fault[1]}" for name, fault in found if fault)

    def of_kind(self, kind: str) -> tuple[Entry, ...]:
        """Every entry of a kind that can be read, oldest first."""
        return tuple(sorted(self._readable(kind), key=lambda entry: (entry.at, entry.id)))

    def _readable(self, kind: str) -> Iterator[Entry]:
        for name, entry in self.entries.items():
            if isinstance(entry, dict) and entry.get("kind") == kind and not fault_of(name, entry):
                yield Entry(name, entry["at"], entry)

    def current_answers(
        self, chapter_of: Mapping[str, str] | None = None, now: str = LAST_YEAR
    ) -> dict[str, dict[str, Entry]]:
        """For each chapter the latest answer to each question since the chapter was begun anew.

        Args:
            chapter_of: the chapter in which each question stands now; for others the one that the answer names.
            now: UTC, as entries have it; what a wrong clock dated later counts when its time has come.
        """
        since = {entry["chapter"]: entry.at for entry in self.of_kind("reset") if entry.at <= now}
        current: dict[str, dict[str, Entry]] = {}
        for answer in self.of_kind("answer"):
            chapter = (chapter_of or {}).get(answer["item"], answer["chapter"])
            if since.get(chapter, "") <= answer.at <= now:
                current.setdefault(chapter, {})[answer["item"]] = answer
        return current


def stamp(entry: Any) -> str:
    """The time that counts in a merge: the later of `at` and `again`; empty where there is neither.

    >>> stamp({"at": "2026-11-28T14:00:00.000Z", "again": "2026-11-29T08:00:00.000Z"})
    '2026-11-29T08:00:00.000Z'
    """
    times = [entry.get("at"), entry.get("again")] if isinstance(entry, dict) else []
    return max((time for time in times if is_entry_time(time)), default="")


def merge(one: Progress, other: Progress) -> Progress:
    """The union: of an entry in both the later, nothing from before the later deletion.

    Of equal times the greater text counts, so that the order of merging does not matter.
    """
    epoch = max(one.epoch or "", other.epoch or "") or None
    entries = dict(one.entries)
    for name, entry in other.entries.items():
        entries[name] = _later(entries[name], entry) if name in entries else entry
    return Progress(epoch, {name: entry for name, entry in entries.items() if not epoch or stamp(entry) > epoch})


def _later(one: Any, other: Any) -> Any:
    def rank(entry: Any) -> tuple[str, bytes]:
        return stamp(entry), canonical(entry).encode("utf-16-be", "surrogatepass")  # JavaScript's order of texts

    return max(one, other, key=rank)


def imported(into: Progress, file: Progress, now: str) -> tuple[Progress, int, int]:
    """What a file's entries make of the progress: merged, how many were added, how many cannot be read.

    What is brought on purpose comes back even where it was deleted before, and never deletes anything.
    """
    good = {name: entry for name, entry in file.entries.items() if not fault_of(name, entry)}
    new = {n: e for n, e in good.items() if n not in into.entries or stamp(into.entries[n]) < stamp(e)}
    again = max(now, time_after(into.epoch)) if into.epoch else now
    lifted = {n: {**e, "again": again} if stamp(e) <= (into.epoch or "") else e for n, e in new.items()}
    return merge(into, Progress(None, lifted)), len(new), len(file.entries) - len(good)


def deleted(progress: Progress, now: str) -> Progress:
    """Nothing, from now on; a clock that was ahead when something was written does not save it."""
    latest = max((progress.epoch or "", *map(stamp, progress.entries.values())))
    return Progress(now if latest < now else time_after(latest))


def utc_now() -> str:
    """The time now as entries have it."""
    return _written(datetime.now(UTC))


def time_after(time: str) -> str:
    """The time a millisecond later.

    >>> time_after("2026-12-31T23:59:59.999Z")
    '2027-01-01T00:00:00.000Z'
    """
    moment = datetime.fromisoformat(time)
    return _written(moment.replace(microsecond=moment.microsecond // 1000 * 1000) + _MILLISECOND)


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _refuse(constant: str) -> NoReturn:
    raise json.JSONDecodeError(f"{constant} is no JSON", constant, 0)


def _number(digits: str) -> int | float:
    """A whole number as JavaScript reads it: exact where a double is."""
    return int(digits) if re.fullmatch(r"-?\d{1,15}", digits) else float(digits)
