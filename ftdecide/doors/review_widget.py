"""Review, questions and progress as a Jupyter widget: the book's own views, answered by this kernel.

What is answered is kept in the reader's home, so that it follows them to another notebook on the same hub.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

import anywidget

import ftdecide
from ftdecide.course.progress import InvalidProgress, Progress, deleted, imported, utc_now
from ftdecide.course.progress_entry import InvalidEntry, new_answer
from ftdecide.doors.anki import respond as anki
from ftdecide.doors.book_folder import BookFolder
from ftdecide.doors.json_files import BadInput
from ftdecide.doors.learning import respond
from ftdecide.doors.progress_command import DECK
from ftdecide.doors.progress_file import ProgressFile

HERE = Path(__file__).parent
NO_BOOK = "The questions are not here. Run this notebook in the course's folder, where book/outline.toml is."
SAYS = (
    ("Review", "what you missed or were not sure of, on the day on which it is due"),
    ("Questions", "those of any chapter, with fresh numbers"),
    ("Your progress", "scores, how sure you were and how often right, verdicts; export, import, deck for Anki"),
)


class Review(anywidget.AnyWidget):
    """The reader's own page.

    Requests arrive as `{"id", "kind", "request"}` and are answered with `{"id", "answer"}`, or `{"id", "fault"}` with
    a sentence that says what to do.
    """

    _esm = HERE / "review_widget.js"
    _css = HERE / "review_widget.css"

    def __init__(self, file: ProgressFile | None = None, book: BookFolder | None = None, **traits: Any):
        super().__init__(**traits)
        self.file = file or ProgressFile()
        self.book = book or BookFolder.found() or BookFolder.found(Path(ftdecide.__file__).parent)
        self.on_msg(self._answer)

    def _answer(self, _widget: Review, asked: dict[str, Any], _buffers: list) -> None:
        try:
            if self.book is None:
                raise BadInput(NO_BOOK)
            answered = getattr(self, f"_{asked.get('kind')}_")(asked.get("request"))
        except (BadInput, InvalidProgress, InvalidEntry) as fault:
            self.send({"id": asked.get("id"), "fault": str(fault)})
        except Exception as fault:  # the view waits for an answer: silence would look like a busy kernel
            self.send({"id": asked.get("id"), "fault": f"An error of the program: {type(fault).__name__}."})
            raise
        else:
            self.send({"id": asked.get("id"), "answer": answered})

    def _state_(self, _request: None) -> dict[str, Any]:
        chapters = [{"name": c.name, "title": c.title, "items": list(c.items)} for c in self.book.contents.chapters]
        return {**self._kept(self.file.read()), "chapters": chapters, "path": str(self.file.path)}

    def _kept(self, progress: Progress) -> dict[str, Any]:
        document = {"schema": 2, "epoch": progress.epoch, "entries": dict(progress.entries)}
        return {"document": document, "notes": list(self.file.notes)}

    def _add_(self, fields: dict[str, Any]) -> dict[str, Any]:
        name, entry = new_answer(fields, utc_now())
        return self._kept(self.file.change(lambda _: Progress(None, {name: entry})))

    def _import_(self, text: str) -> dict[str, Any]:
        counts: list[int] = []

        def take_in(now: Progress) -> Progress:
            new, *rest = imported(now, brought, utc_now())
            counts[:] = rest
            return new

        try:
            brought = Progress.from_text(text)
        except InvalidProgress as fault:
            return {**self._kept(self.file.read()), "added": 0, "leftOut": 0, "kept": True, "fault": str(fault)}
        kept = self._kept(self.file.change(take_in))
        return {**kept, "added": counts[0], "leftOut": counts[1], "kept": True, "fault": None}

    def _export_(self, _request: None) -> str:
        return self.file.read().text + "\n"

    def _delete_(self, _request: None) -> dict[str, Any]:
        gone = self.file.change(lambda now: deleted(now, utc_now()))
        for aside in self.file.set_aside():
            aside.unlink(missing_ok=True)
        return self._kept(gone)

    def _derive_(self, request: dict[str, Any]) -> dict[str, Any]:
        progress = self.file.read()
        contents = self.book.contents.to_json()
        document = self._kept(progress)["document"]
        return respond({"document": document, "now": utc_now(), "contents": contents, **request})

    def _chapter_(self, name: str) -> dict[str, Any]:
        return self.book.quiz(name)

    def _anki_(self, items: list[str]) -> dict[str, Any]:
        cards = self.book.flash_cards(frozenset(items))
        return anki({"cards": [vars(card) for card in cards], "name": DECK})

    def _repr_mimebundle_(self, **kwargs: object) -> tuple[dict, dict] | None:
        """The live widget where there is a kernel, a table of what it shows where there is none."""
        shown = super()._repr_mimebundle_(**kwargs)
        if shown is None:
            return None
        formats, metadata = shown
        rows = "".join(f"<tr><td>{escape(name)}</td><td>{escape(said)}</td></tr>" for name, said in SAYS)
        formats["text/html"] = f"<table><caption>What it shows</caption><tbody>{rows}</tbody></table>"
        formats["text/plain"] = "Your progress: run the notebook."
        return formats, metadata
