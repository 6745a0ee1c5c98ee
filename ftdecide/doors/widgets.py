"""The drill as a Jupyter widget: the same drill.js as the book page, answered by this kernel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

try:
    import anywidget
    from traitlets import Unicode
except ImportError as fault:
    raise ImportError("the widgets need anywidget; install it with: pip install 'ftdecide[course]'") from fault

from ftdecide.doors.drill import respond
from ftdecide.doors.upload_by_parts import STAYS, Uploads

HERE = Path(__file__).parent


class Drill(anywidget.AnyWidget):
    """The drill.

    Its questions arrive as messages `{"id", "profile"}` and are answered with `{"id", "verdict"}`, or with
    `{"id", "fault"}` where answering failed.  Messages with an "upload" are parts of a file to be counted.
    """

    _esm = HERE / "drill.js"
    _css = HERE / "drill.css"
    stays = Unicode(STAYS).tag(sync=True)  # where a file to be counted goes

    def __init__(self, **traits: Any):
        super().__init__(**traits)
        self.verdict: dict[str, Any] | None = None  # the latest, for the cells that follow
        self._uploads = Uploads(self.send)
        self.on_msg(self._hear)

    def _hear(self, _widget: Drill, message: dict[str, Any], buffers: list) -> None:
        if "upload" in message:
            self._uploads.hear(message, buffers)
        else:
            self._answer(message)

    def _answer(self, question: dict[str, Any]) -> None:
        try:
            self.verdict = respond(question.get("profile"))
        except Exception as fault:  # the form waits for an answer: silence would look like a busy kernel
            self.send({"id": question.get("id"), "fault": f"{type(fault).__name__}: {fault}"})
            raise
        self.send({"id": question.get("id"), "verdict": self.verdict})
