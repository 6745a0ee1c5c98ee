"""The tutor as a Jupyter widget: the same view as on the book's pages, answered by this kernel."""

from __future__ import annotations

import os
from html import escape
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from ftdecide.course.tutor import NoQuestion, answer
from ftdecide.doors.ask import ADDRESS, to_json
from ftdecide.doors.chat_endpoint import Endpoint, NotPhrased, configured
from ftdecide.doors.phrase import phrased_json

HERE = Path(__file__).parent
NOTE = "It quotes the passages of the book that answer. Nothing is sent anywhere."
NOTE_BESIDE_OFFER = "It quotes the passages of the book that answer. Nothing is sent unless you tick the box."
OFFER = "Let {model} phrase the answer: sends your question and the quoted passages to {host}"
KINDS = (
    ("How many examples do I need?", "the passages that answer, best first, with their place in the book"),
    ("Is it worth it for my 300 letters a month?", "the drill, begun with what you said, and the passages"),
    ("I teach. What should I read?", "a way through the course, and its next page"),
    ("The text of a quiz question", "a hint; asked again, the answer with its reason"),
    ("Who won the world cup?", "a plain no: the book does not cover it"),
)


def static_table() -> str:
    """What may be asked and what comes back, for a reader who has no kernel."""
    rows = "".join(f"<tr><td>{escape(asked)}</td><td>{escape(given)}</td></tr>" for asked, given in KINDS)
    return (
        "<table><caption>What comes back</caption><thead><tr><th>You ask</th><th>You get</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )


class Ask(anywidget.AnyWidget):
    """The tutor.

    Questions arrive as messages `{"id", "question", "context", "phrase"}` and are answered with `{"id", "reply"}`, or
    with `{"id", "fault"}` where answering failed. A model phrases an answer only where `phrase` is true and the
    environment names one.
    """

    _esm = HERE / "tutor_widget.js"
    _css = HERE / "tutor_widget.css"

    note = traitlets.Unicode(NOTE).tag(sync=True)
    offer = traitlets.Unicode().tag(sync=True)

    def __init__(self, **traits: Any):
        super().__init__(**traits)
        self.reply: dict[str, Any] | None = None  # the latest, for the cells that follow
        try:
            endpoint = configured()
        except NotPhrased as fault:
            self.note = f"{NOTE} No model can phrase the answers: {fault}."
        else:
            if endpoint:
                self.offer = OFFER.format(model=endpoint.model, host=endpoint.host)
                self.note = NOTE_BESIDE_OFFER
        self.on_msg(self._answer)

    def _answer(self, _widget: Ask, asked: dict[str, Any], _buffers: list) -> None:
        try:
            self.reply = reply_to(str(asked.get("question", "")), asked.get("context"), asked.get("phrase") is True)
        except Exception as fault:  # the form waits for an answer: silence would look like a busy kernel
            self.send({"id": asked.get("id"), "fault": type(fault).__name__})
            raise
        self.send({"id": asked.get("id"), "reply": self.reply})

    def _repr_mimebundle_(self, **kwargs: object) -> tuple[dict, dict] | None:
        """The live widget where there is a kernel, the table where there is none."""
        shown = super()._repr_mimebundle_(**kwargs)
        if shown is None:
            return None
        formats, metadata = shown
        formats["text/html"] = static_table()
        formats["text/plain"] = "Ask this book: run the notebook and type a question."
        return formats, metadata


def reply_to(question: str, context: Any, may_phrase: bool) -> dict[str, Any]:
    """The reply as the view reads it, with a model's words where they are wanted and one is configured."""
    try:
        reply = answer(question, context if isinstance(context, dict) else {})
    except NoQuestion as fault:
        return {"fault": str(fault)}
    written = to_json(reply, os.environ.get(ADDRESS, "").strip())
    endpoint = _endpoint() if may_phrase else None
    if endpoint:
        written["phrased"] = phrased_json(question, reply.passages, endpoint)
    return written


def _endpoint() -> Endpoint | None:
    try:
        return configured()
    except NotPhrased:  # the note says so
        return None
