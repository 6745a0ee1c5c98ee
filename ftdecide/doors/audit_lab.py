"""The audit in a notebook: its report, and the verdict that follows from it."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from datetime import date
from html import escape
from pathlib import Path
from typing import Any, BinaryIO

from ftdecide.instruments.audit import audit as audit_module
from ftdecide.instruments.audit.audit import Audit, audit
from ftdecide.instruments.audit.issue import Kind
from ftdecide.instruments.audit.kinds import KINDS
from ftdecide.instruments.audit.reading import read
from ftdecide.instruments.audit.report import (
    SHOWN,
    count_sentence,
    first_step,
    kind_note,
    profile,
    texts_shown,
    to_text,
)
from ftdecide.merged_profile import verdict_with

EXAMPLES = Path(audit_module.__file__).parent
# 156 tickets of a shop's help desk, every text and every fault of them ours; and 12 to test with.
TICKETS, HELD_OUT = EXAMPLES / "tickets.jsonl", EXAMPLES / "tickets-held-out.jsonl"
CLASSES_SHOWN = 12
_LOOK = """
.ft-audit { max-width: 46rem; } .ft-audit .count { font-size: 1.15em; font-weight: 700; margin: .2em 0; }
.ft-audit table { border-collapse: collapse; width: 100%; margin: .6em 0; font-size: .95em; }
.ft-audit :is(th, td) { text-align: left !important; vertical-align: top; padding: .25em .7em .25em 0;
  border-bottom: 1px solid #8886; white-space: normal; overflow-wrap: anywhere; }
.ft-audit :is(th, td).n { text-align: right !important; white-space: nowrap; font-variant-numeric: tabular-nums; }
.ft-audit .text { display: block; opacity: .85; } .ft-audit summary { cursor: pointer; min-height: 1.8em; }
"""


class Report:
    """An audit as a notebook shows it.

    Args:
        found: what the audit found.
        texts: of the rows that may be shown, an excerpt.
    """

    def __init__(self, found: Audit, texts: Mapping[int, str]):
        self.found, self.texts = found, texts

    @property
    def profile(self) -> dict[str, Any]:
        """What `ftdecide assess --with` takes."""
        return profile(self.found, date.today())

    def __repr__(self) -> str:
        return to_text(self.found, dict(self.texts))

    def _repr_html_(self) -> str:
        found = [kind for kind in KINDS if self.found.issues[kind.name]]
        note = f"<p>{escape(self.found.label_note.capitalize())}.</p>" if self.found.label_note else ""
        return (
            f'<div class="ft-audit"><style>{_LOOK}</style><p class="count">{escape(count_sentence(self.found))}</p>'
            f"<p>{escape(first_step(self.found))}</p>{note}{self._kinds(found)}{self._classes()}</div>"
        )

    def _kinds(self, found: list[Kind]) -> str:
        rows = "".join(
            f'<tr><td class="n">{len(self.found.issues[kind.name]):,}</td><td><details><summary>'
            f"{escape(kind.title + kind_note(kind, self.found.issues[kind.name]))}</summary>"
            f"<p>{escape(kind.advice)}</p>{self._suspects(kind)}</details></td></tr>"
            for kind in found
        )
        head = '<tr><th class="n">Records</th><th>What was found, in the order of the work</th></tr>'
        return f"<table>{head}{rows}</table>" if rows else ""

    def _suspects(self, kind: Kind) -> str:
        suspects = self.found.issues[kind.name]
        items = "".join(
            f"<li>row {suspect.row}: {escape(suspect.reason)}"
            + (f'<span class="text">{escape(text)}</span>' if (text := self.texts.get(suspect.row)) else "")
            + "</li>"
            for suspect in suspects[:SHOWN]
        )
        more = f"<p>And {len(suspects) - SHOWN:,} more.</p>" if len(suspects) > SHOWN else ""
        return f"<ul>{items}</ul>{more}"

    def _classes(self) -> str:
        largest = sorted(self.found.labels.items(), key=lambda pair: (-pair[1], pair[0]))[:CLASSES_SHOWN]
        rows = "".join(
            f'<tr><td>{escape(name)}</td><td class="n">{self.found.clean.by_class.get(name, 0):,}</td>'
            f'<td class="n">{count:,}</td></tr>'
            for name, count in largest
        )
        head = '<tr><th>Class</th><th class="n">Clean</th><th class="n">All</th></tr>'
        return f"<table>{head}{rows}</table>" if rows else ""


def report(
    file: str | Path | bytes,
    holdout: str | Path | None = None,
    *,
    name: str = "",
    text_column: str | None = None,
    label_column: str | None = None,
) -> Report:
    """Audit a file.

    Args:
        file: its path, or its bytes.
        holdout: the path of the records that you test with, if there are any.
        name: for the report; the file's own where not given.
        text_column, label_column: of a table, where its own names do not say.

    Raises:
        UnusableFile: where it holds nothing to audit.
    """
    name = name or ("your file" if isinstance(file, bytes) else Path(file).name)
    columns = {"text_column": text_column, "label_column": label_column}
    with _opened(file) as records:
        if holdout is None:
            found = audit(records, name, **columns)
        else:
            with open(holdout, "rb") as held:
                found = audit(records, name, holdout=held, **columns)
    with _opened(file) as records:
        return Report(found, texts_shown(read(records, **columns).records, found))


def _opened(file: str | Path | bytes) -> BinaryIO:
    return io.BytesIO(file) if isinstance(file, bytes) else open(file, "rb")


class Decision:
    """The verdict on a task with the audit's count, and with the low end of that count.

    Args:
        measured: the profile that the audit measured.
        task: what is stated of the task, as in a profile.
    """

    def __init__(self, measured: Mapping[str, Any], task: Mapping[str, Any]):
        self.measured = measured
        low = {**measured["clean_examples"], "value": measured["clean_examples"]["low"]}
        self.low = int(low["value"])
        self.as_counted = verdict_with(task, measured)
        self.at_the_low_end = verdict_with(task, {**measured, "clean_examples": low})

    def __repr__(self) -> str:
        return "\n".join(self._lines())

    def _repr_html_(self) -> str:
        first, *others = map(escape, self._lines())
        kept = json.dumps({"profile": self.measured}, indent=1)
        return (
            f"<div><p><strong>{first}</strong></p>{''.join(f'<p>{line}</p>' for line in others)}<details>"
            f"<summary>What was measured, as assess --with takes it</summary><pre>{escape(kept)}</pre></details></div>"
        )

    def _lines(self) -> list[str]:
        condition = next(c for c in self.as_counted["conditions"] if c["name"] == "clean_examples")
        same = self.as_counted["decision"] == self.at_the_low_end["decision"]
        held = "the same" if same else self.at_the_low_end["headline"]
        return [
            self.as_counted["headline"],
            self.as_counted["answer"],
            f"{condition['title']}: {condition['status']} ({condition['basis']}). {condition['why']}",
            f"With {self.low:,} clean examples, the low end of the count: {held}",
        ]
