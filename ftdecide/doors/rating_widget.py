"""Blind pairwise rating as a Jupyter widget: two answers side by side, which is better?

The rungs' names stay in the kernel: `screen` holds what is shown and nothing else, until the result.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from ftdecide.doors import rating_screens
from ftdecide.doors.json_files import BadInput
from ftdecide.doors.measure_files import read_files
from ftdecide.doors.rating_session import RatingSession
from ftdecide.instruments.measure.bounds import InvalidMeasurement
from ftdecide.instruments.measure.outputs import Trial
from ftdecide.instruments.measure.rating.pairs import REPEAT_SHARE, rating_sheet
from ftdecide.instruments.measure.rating.report import to_json
from ftdecide.instruments.measure.rating.sheet import REFERENCE
from ftdecide.instruments.measure.reading.columns import Told

HERE = Path(__file__).parent
NEEDS_KERNEL = "Blind rating of two answers, left or right: run the notebook to begin."


class Rating(anywidget.AnyWidget):
    """Rates the answers of two rungs or more, blind.

    Messages `{"do": "start" | "choose" | "undo" | "ask" | "look" | "on" | "more", "turn": n, ...}` change `screen`; one
    with another turn than the screen's comes too late and is left alone.

    Args:
        trial: what was tried; or a file as `ftdecide measure` reads it: results of promptfoo or Inspect, a long table,
            or an evaluation set, with `outputs`.
        rungs: names to compare, "reference" among them for the answers that the set expects; all where none is named.
        ratings: the file that every rating is saved to; where it holds some already, they are gone on with.
        rater: who rates; each has a file of their own.
        seed: of order and sides; raters with the same seed get the same pairs.
        outputs: of each rung, by its name, the file of its outputs, where `trial` is an evaluation set.
        reference: who wrote the expected answers, needed where they are rated too.
        repeat_share: of the pairs, 0 to 0.5, shown twice to see how steady the rater is.
        per_item: of three or more rungs, how many pairs are rated on one item.

    Raises:
        BadInput: where these cannot be rated, in one line.
    """

    _esm = HERE / "rating_widget.js"
    _css = HERE / "rating_widget.css"

    screen = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        trial: Trial | str | Path,
        rungs: Sequence[str] = (),
        ratings: str | Path = "ratings.jsonl",
        rater: str = "",
        seed: int = 0,
        *,
        outputs: Mapping[str, str] | None = None,
        reference: str = "",
        repeat_share: float = REPEAT_SHARE,
        per_item: int = 1,
    ) -> None:
        if isinstance(rungs, str):
            raise BadInput(f"rungs is {rungs!r}, one name. Give a list of two or more")
        if not isinstance(trial, Trial):
            trial = read_files([str(trial)], list((outputs or {}).items()), Told()).trial
        if REFERENCE in rungs and REFERENCE not in trial.outputs and not reference:
            raise BadInput(
                "reference is not given. Say who wrote the expected answers, such as reference='Anna, support desk': "
                "only beside a person's own answer does a preference become a pass rate"
            )
        try:
            sheet = rating_sheet(trial, rungs, rater, seed, repeat_share, per_item)
        except InvalidMeasurement as fault:
            raise BadInput(str(fault)) from None
        settings = {"seed": seed, "repeat_share": repeat_share, "per_item": per_item, "reference": reference}
        self._session = RatingSession(sheet, ratings, {"rater": rater, **settings})
        self._turn, self._since = 0, time.monotonic()
        super().__init__()
        self._show(self._next())
        self.on_msg(self._answer)

    def result(self) -> dict[str, Any]:
        """What the ratings come to, as `ftdecide measure --ratings` writes it; the file notes that it was asked for."""
        return to_json(self._session.result())

    def _next(self) -> dict[str, Any]:
        session = self._session
        if session.planned is None:
            return rating_screens.start(session)
        return rating_screens.done(session) if session.finished else rating_screens.pair(session)

    def _show(self, screen: Mapping[str, Any]) -> None:
        self._turn += 1
        self._since = time.monotonic()
        self.screen = {"fault": "", **screen, "turn": self._turn}

    def _answer(self, _widget: Rating, asked: Mapping[str, Any], _buffers: list) -> None:
        if asked.get("turn") != self._turn:
            return
        try:
            self._show(self._done(asked))
        except BadInput as fault:  # not saved: the same is shown again, with the reason
            self._show({**self.screen, "fault": str(fault)})
        except Exception as fault:  # the view waits: silence would look like a busy kernel
            self._show({**self.screen, "fault": f"An error of the program: {type(fault).__name__}."})
            raise

    def _done(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Do what was asked; the next screen."""
        session = self._session
        match asked.get("do"):
            case "start" if isinstance(asked.get("ratings"), int):
                session.plan(asked["ratings"])
            case "choose":
                session.vote(asked.get("choice"), time.monotonic() - self._since)
            case "undo":
                session.undo()
            case "ask":
                return rating_screens.ask(session)
            case "look":
                return rating_screens.result(session, session.result())
            case "more":
                session.plan(session.sheet.asked)
        return self._next()

    def _repr_mimebundle_(self, **kwargs: object) -> tuple[dict, dict] | None:
        """The live widget where there is a kernel, a sentence where there is none."""
        shown = super()._repr_mimebundle_(**kwargs)
        if shown is None:
            return None
        formats, metadata = shown
        formats["text/html"] = f"<p>{escape(NEEDS_KERNEL)}</p>"
        formats["text/plain"] = NEEDS_KERNEL
        return formats, metadata
