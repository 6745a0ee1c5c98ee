"""The break-even figure and its numbers, computed by the core while the book is built.

```{break-even}```          the figure of the worked case, its finding as caption
```{break-even-start}```    the numbers it starts from
```{break-even-peers}```    the volume at which a rented GPU pays, by what it replaces
"""

from __future__ import annotations

from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from evidence_role import cited
from nodes_of_the_book import paragraph, table
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from ftdecide.doors.break_even import CONTROLS, Lab, rounded
from ftdecide.doors.break_even_start import peers, starting_numbers, starts
from ftdecide.doors.break_even_widget import static_figure


class BreakEvenFigure(SphinxDirective):
    """The figure, drawn inline so that it takes the page's colours."""

    def run(self):
        return [nodes.raw("", static_figure(Lab.from_entered(starting_numbers())), format="html")]


class BreakEvenStart(SphinxDirective):
    """Every starting number with its source."""

    option_spec: ClassVar[dict] = {"caption": directives.unchanged_required}

    def run(self):
        known = starts()
        rows = [
            [
                paragraph(f"{known[control.name].value:,.10g} {control.unit}"),
                paragraph(known[control.name].description),
                paragraph(*cited(known[control.name].source, self.env.docname)[1:-1]),
            ]
            for control in CONTROLS
        ]
        header = ["Number", "What it is", "Source"]
        return [table(header, rows, self.options.get("caption", ""), "thresholds", "stacks")]


class BreakEvenPeers(SphinxDirective):
    """Break-even against each prompted model, and its bill at 10,000 requests."""

    option_spec: ClassVar[dict] = {"caption": directives.unchanged_required}

    def run(self):
        rows = [
            [paragraph(peer.name), paragraph(_range(peer.break_even)), paragraph(_range(peer.bill_at_10_000, "$"))]
            for peer in peers()
        ]
        header = ["Prompted model", "Requests a month to pay", "Its bill for 10,000"]
        return [table(header, rows, self.options.get("caption", ""), "thresholds")]


def _range(ends: tuple[float, float], currency: str = "") -> str:
    low, high = (currency + rounded(end) if not currency else f"{currency}{end:.2f}" for end in ends)
    return low if low == high else f"{low} to {high}"


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("break-even", BreakEvenFigure)
    app.add_directive("break-even-start", BreakEvenStart)
    app.add_directive("break-even-peers", BreakEvenPeers)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
