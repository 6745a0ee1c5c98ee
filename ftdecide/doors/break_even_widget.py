"""The break-even lab as a widget: native labelled controls in the page, every number computed here.

The widget's traits are the truth; ``break_even.js`` only shows them and reports what was entered.
Without a kernel (the static book) the same output stands as a figure with its finding in words.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

import anywidget
import traitlets

from ftdecide.doors.break_even import CONTROLS, InvalidNumber, Lab, sentence
from ftdecide.doors.break_even_drawing import svg
from ftdecide.doors.break_even_start import starting_numbers

HERE = Path(__file__).parent


def static_figure(lab: Lab) -> str:
    """The figure and its finding as HTML, for a reader who has no kernel."""
    return f'<figure class="ft-break-even">{svg(lab)}<figcaption>{escape(sentence(lab))}</figcaption></figure>'


class BreakEven(anywidget.AnyWidget):
    """Moves one number at a time and shows where the two monthly bills cross.

    >>> lab = BreakEven()
    >>> lab.entered = {**lab.entered, "tuned_usd_per_1000": 100}
    >>> lab.sentence.split(":")[0]
    'Tuning never pays here'
    """

    _esm = HERE / "break_even.js"
    _css = HERE / "break_even.css"

    controls = traitlets.List(trait=traitlets.Dict()).tag(sync=True)
    entered = traitlets.Dict().tag(sync=True)
    faults = traitlets.Dict().tag(sync=True)
    sentence = traitlets.Unicode().tag(sync=True)
    picture = traitlets.Unicode().tag(sync=True)

    def __init__(self, **entered: float) -> None:
        controls = [{"name": c.name, "label": c.label, "unit": c.unit, "stops": list(c.stops)} for c in CONTROLS]
        super().__init__(controls=controls, entered={**starting_numbers(), **entered})
        self.recompute()

    @traitlets.observe("entered")
    def recompute(self, change: object = None) -> None:
        """Read what was entered; where it cannot be used, say so and keep the last good picture."""
        try:
            lab = Lab.from_entered(self.entered)
        except InvalidNumber as error:
            self.faults = error.faults
            return
        self.faults = {}
        self.sentence, self.picture = sentence(lab), svg(lab)

    def _repr_mimebundle_(self, **kwargs: object) -> tuple[dict, dict] | None:
        """The live widget where there is a kernel, the figure where there is none."""
        shown = super()._repr_mimebundle_(**kwargs)
        if shown is None:
            return None
        formats, metadata = shown
        formats["text/html"] = static_figure(Lab.from_entered(self.entered)) if not self.faults else ""
        formats["text/plain"] = self.sentence
        return formats, metadata
