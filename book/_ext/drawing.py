"""The ``{drawing}`` directive: a figure drawn while the book is built, from the numbers of the evidence.

    ```{drawing} pile
    :numbers: 500 50 41
    ```

`numbers` are for the drawings that take some.  A drawing's title states its conclusion.
"""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path
from typing import ClassVar

import drawings
from docutils import nodes
from docutils.parsers.rst import directives
from drawings import conditions, drift, ladder, pile, room, rungs, suspects, weights_or_use
from drawings.marks import Drawing
from evidence_role import note_evidence
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from ftdecide.evidence import load_evidence

DRAWINGS: dict[str, Callable[..., Drawing]] = {
    "conditions": conditions.draw,
    "drift": drift.draw,
    "ladder": lambda: ladder.draw(load_evidence()),
    "pile": pile.draw,
    "room": lambda: room.draw(load_evidence()),
    "rungs": rungs.draw,
    "suspects": suspects.draw,
    "weights-or-use": weights_or_use.draw,
}


class DrawingDirective(SphinxDirective):
    """Puts a drawing where it stands."""

    required_arguments = 1
    option_spec: ClassVar[dict] = {"numbers": directives.positive_int_list}

    def run(self):
        name = self.arguments[0]
        if name not in DRAWINGS:
            near = get_close_matches(name, DRAWINGS, n=1) or list(DRAWINGS)
            raise self.error(f"there is no drawing {name!r}; known are {', '.join(near)}")
        note_evidence(self.env)
        for module in Path(drawings.__file__).parent.glob("*.py"):
            self.env.note_dependency(str(module))
        try:
            drawn = DRAWINGS[name](*self.options.get("numbers", ()))
        except (TypeError, ValueError) as fault:
            raise self.error(f"drawing {name!r}: {fault}") from None
        return [nodes.raw("", drawn.html(), format="html")]


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("drawing", DrawingDirective)
    app.add_css_file("drawings.css")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
