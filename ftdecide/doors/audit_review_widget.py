"""The review of an audit as a Jupyter widget: suspects one by one, the surest first; keep, fix or drop.

The file is audited when the view first asks, so that it can be told how far the audit is.  Nothing needs a thread.
"""

from __future__ import annotations

import os
import time
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

import anywidget

from ftdecide.doors.audit_review_view import answer
from ftdecide.doors.json_files import BadInput
from ftdecide.doors.reviewed_file import ReviewedFile
from ftdecide.instruments.audit.audit import Audit
from ftdecide.instruments.audit.report import profile

HERE = Path(__file__).parent
SECONDS_BETWEEN = 0.5  # two reports of how far the audit is
KINDS = ("state", "decide", "undo")
KEYS = (
    ("Keep (k)", "the record is good: it counts as clean"),
    ("Fix (f)", "another label or another text: the record counts as clean, as you typed it"),
    ("Drop (d)", "the record is left out"),
    ("Undo (u)", "takes back the latest decision, also one of last week"),
)


class AuditReview(anywidget.AnyWidget):
    """The review of one file.

    Requests arrive as `{"id", "kind", "request"}` and are answered with `{"id", "answer"}`, or `{"id", "fault"}` with a
    sentence that says what to do; while the file is audited, `{"progress"}` says how far it is.

    Args:
        file: the training records, of any form that `ftdecide audit` reads.
        text_column, label_column: where they stand, if they are to be told.
        holdout: the records to test with.
        decisions: where the decisions are kept; beside the file, if nobody says.
    """

    _esm = HERE / "audit_review_widget.js"
    _css = HERE / "audit_review_widget.css"

    def __init__(
        self,
        file: str | os.PathLike[str],
        text_column: str | None = None,
        label_column: str | None = None,
        holdout: str | os.PathLike[str] | None = None,
        decisions: str | os.PathLike[str] | None = None,
        **traits: Any,
    ):
        super().__init__(**traits)
        self._asked_for = (file, text_column, label_column, holdout, decisions)
        self._reviewed: ReviewedFile | None = None
        self._told = 0.0
        self.on_msg(self._answer)

    @property
    def reviewed(self) -> ReviewedFile:
        """The review; the file is audited now if it was not yet."""
        if self._reviewed is None:
            self._reviewed = ReviewedFile(*self._asked_for, progress=self._tell)
        return self._reviewed

    @property
    def audit(self) -> Audit:
        """The audit with what was decided so far, for the cells that follow."""
        self.reviewed.take_up()
        return self.reviewed.now

    @property
    def profile(self) -> dict[str, Any]:
        """What was measured of the task, as `ftdecide assess` takes it."""
        return profile(self.audit, date.today())

    def _tell(self, what: str, share: float | None) -> None:
        if time.monotonic() - self._told >= SECONDS_BETWEEN:
            self._told = time.monotonic()
            self.send({"progress": f"Auditing: {what}" + ("." if share is None else f", {share:.0%}.")})

    def _answer(self, _widget: AuditReview, asked: dict[str, Any], _buffers: list) -> None:
        try:
            if asked.get("kind") not in KINDS:
                raise BadInput("this view asks for something unknown. Run the cell again")
            answered = answer(self.reviewed, asked["kind"], asked.get("request") or {})
        except BadInput as fault:
            self.send({"id": asked.get("id"), "fault": f"{fault}."})
        except Exception as fault:  # the view waits for an answer: silence would look like a busy kernel
            self.send({"id": asked.get("id"), "fault": f"An error of the program: {type(fault).__name__}."})
            raise
        else:
            self.send({"id": asked.get("id"), "answer": answered})

    def _repr_mimebundle_(self, **kwargs: object) -> tuple[dict, dict] | None:
        """The live widget where there is a kernel, a table of its keys where there is none."""
        shown = super()._repr_mimebundle_(**kwargs)
        if shown is None:
            return None
        formats, metadata = shown
        rows = "".join(f"<tr><td>{escape(key)}</td><td>{escape(said)}</td></tr>" for key, said in KEYS)
        formats["text/html"] = f"<table><caption>What can be decided</caption><tbody>{rows}</tbody></table>"
        formats["text/plain"] = "The review of an audit: run the notebook."
        return formats, metadata
