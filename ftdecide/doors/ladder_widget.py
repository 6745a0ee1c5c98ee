"""The ladder lab as a widget: choose, guess, climb, and see what each rung passes and costs.

The kernel runs the rungs and words what came out; ``ladder_lab.js`` shows it and reports what was chosen.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from ftdecide.doors import ladder_lab_words
from ftdecide.doors.ladder_lab import Climbed, Model, Settings, Task, climb, own_task, settings_from, stand_in_model
from ftdecide.instruments.measure.bounds import InvalidMeasurement
from ftdecide.instruments.measure.live.limits import Progress
from ftdecide.instruments.measure.live.rung_prompts import LIVE_RUNGS
from ftdecide.instruments.measure.live.stand_in import stand_in
from ftdecide.instruments.measure.profile import profile

HERE = Path(__file__).parent
ITEMS, EXAMPLES = (30, 60, 120, 240), (2, 6, 12, 24)
SECONDS_BETWEEN_REPORTS = 0.2


class LadderLab(anywidget.AnyWidget):
    """Climbs the ladder on the course's own small task, with the stand-in, or on the learner's with their model.

    Args:
        task: items, pool and scorer; the course's own where None.
        model: that is asked; where None, the stand-in, its tokens priced as the course's ladder is.

    >>> lab = LadderLab()
    >>> lab.run(items=30, examples=6)
    >>> lab.conclusion
    'Retrieved few-shot is ahead; not yet told from Zero-shot, Primer and Few-shot'
    """

    _esm = HERE / "ladder_lab.js"
    _css = HERE / "ladder_lab.css"

    task_name = traitlets.Unicode().tag(sync=True)
    choices = traitlets.Dict().tag(sync=True)  # what can be chosen, each with its first value
    done = traitlets.Float(-1.0).tag(sync=True)  # 0 to 1 while the rungs run, else -1
    conclusion = traitlets.Unicode().tag(sync=True)
    shown = traitlets.Dict().tag(sync=True)  # picture, finding, table, sentences, notes
    fault = traitlets.Unicode().tag(sync=True)

    def __init__(self, task: Task | None = None, model: Model | None = None) -> None:
        self.task = task or own_task()
        self.model = model or stand_in_model()
        self.climbed: Climbed | None = None  # the latest, for the cells that follow
        super().__init__(task_name=self.task.name, choices=_choices(self.task))
        self.on_msg(self._asked)

    def run(self, items: int = 60, examples: int = 6, guess: str = "") -> None:
        """Run every rung on the first `items`, with so many examples in a prompt."""
        self.fault, self.done, reported = "", 0.0, time.monotonic()

        def progress(how_far: Progress) -> None:
            nonlocal reported
            if time.monotonic() - reported > SECONDS_BETWEEN_REPORTS:
                self.done, reported = how_far.over / max(1, how_far.calls), time.monotonic()

        try:
            self.climbed = self._climb(Settings(items, examples, guess), progress)
        except InvalidMeasurement as fault:
            self.fault = str(fault)
        else:
            self._show(self.climbed)
        finally:
            self.done = -1.0

    @property
    def profile(self) -> dict[str, Any]:
        """What the latest climb measured, for `assess --with`; nothing before the first, and of a stand-in no rung."""
        return profile(self.climbed.found, date.today()) if self.climbed else {}

    def _climb(self, settings: Settings, progress: Callable[[Progress], None] = lambda how_far: None) -> Climbed:
        return climb(self.task, settings, self.model, progress)

    def _asked(self, _widget: LadderLab, message: dict[str, Any], _buffers: list) -> None:
        settings = settings_from(message, self.task)
        self.run(settings.items, settings.examples, settings.guess)

    def _show(self, climbed: Climbed) -> None:
        words = ladder_lab_words
        self.shown = {
            "picture": words.picture(climbed),
            "table": words.table(climbed),
            "sentences": words.comparisons(climbed),
            "notes": words.notes(climbed, self.model),
            "finding": words.finding(climbed),
        }
        self.conclusion = words.conclusion(climbed)

    def _repr_mimebundle_(self, **kwargs: object) -> tuple[dict, dict] | None:
        """The live widget where there is a kernel; the figure and its table where there is none."""
        shown = super()._repr_mimebundle_(**kwargs)
        if shown is None:
            return None
        formats, metadata = shown
        if self.model.ask is stand_in:  # free, and the same every time
            formats["text/html"] = static_figure(self._climb(Settings(len(self.task.items), EXAMPLES[1])), self.model)
        formats["text/plain"] = self.conclusion or self.task_name
        return formats, metadata


def static_figure(climbed: Climbed, model: Model) -> str:
    """The figure, its table and its sentences as HTML, for a reader who has no kernel."""
    words = ladder_lab_words
    cells = "".join(
        f"<tr><th scope='row'>{escape(row['rung'])}</th><td>{escape(row['pass_rate'])}</td>"
        f"<td>{escape(row['tokens'])}</td><td>{escape(row['cost'])}</td></tr>"
        for row in words.table(climbed)
    )
    head = "".join(f"<th scope='col'>{escape(name)}</th>" for name in words.COLUMNS.values())
    told = "".join(f"<li>{escape(sentence)}</li>" for sentence in words.comparisons(climbed))
    notes = "".join(f"<p>{escape(note)}</p>" for note in words.notes(climbed, model))
    return (
        f'<figure class="ft-break-even">{words.picture(climbed)}</figure>'
        f"<table><thead><tr>{head}</tr></thead><tbody>{cells}</tbody></table><ul>{told}</ul>{notes}"
    )


def _choices(task: Task) -> dict[str, Any]:
    names = ladder_lab_words.NAMES
    sizes = ([size for size in ITEMS if size < len(task.items)] + [len(task.items)])[-4:]
    return {
        "items": sizes,
        "examples": [size for size in EXAMPLES if size <= max(2, len(task.pool.examples))],
        "guess": [{"name": rung, "title": names[rung]} for rung in LIVE_RUNGS],
        "columns": ladder_lab_words.COLUMNS,
        "first": {"items": sizes[0], "examples": EXAMPLES[1]},
    }
