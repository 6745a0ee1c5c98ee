"""The figure of the break-even lab: two monthly bills against volume, as SVG that takes its colours from the page.

Needs matplotlib, which comes with the extra ``ftdecide[course]``.
"""

from __future__ import annotations

import io
import math
import re
from html import escape

from matplotlib import rc_context
from matplotlib.figure import Figure
from matplotlib.ticker import EngFormatter

from ftdecide.doors.break_even import Lab, conclusion, sentence
from ftdecide.economics import monthly_usd

# Colours are names of CSS variables with a fallback: the page's own scheme decides, light or dark.
INK, PROMPTED, TUNED = "#111111", "#0072b2", "#d55e00"
CSS_COLOURS = {
    INK: "currentColor",
    PROMPTED: "var(--ft-prompted, #0072b2)",
    TUNED: "var(--ft-tuned, #b34700)",
}


STYLE = {  # of every figure: text stays text, and takes the page's ink
    "font.size": 12,
    "font.family": "sans-serif",
    "text.color": INK,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "svg.fonttype": "none",
}


def draw(lab: Lab) -> Figure:
    """Both monthly bills against volume, the crossing and the reader's own volume."""
    shown = lab.break_even if math.isfinite(lab.break_even) else 0
    right = 1.25 * max(lab.requests_per_month, 1.6 * shown, 100)
    with rc_context(STYLE):
        figure = Figure(figsize=(5.4, 3.8), layout="constrained")
        axes = figure.add_subplot()
        ends = [monthly_usd(lab.costs, volume) for volume in (0, right)]
        top = 1.15 * max(max(pair) for pair in ends) or 1
        for name, colour, style, index in (("prompted", PROMPTED, "-", 0), ("tuned", TUNED, "--", 1)):
            low, high = ends[0][index], ends[1][index]
            axes.plot([0, right], [low, high], style, color=colour, linewidth=2.2, label=name)
            axes.annotate(
                name,
                (right, high),
                xytext=(5, 0),
                textcoords="offset points",
                va="center",
                color=colour,
                annotation_clip=False,
            )
        if 0 < shown <= right:
            axes.plot([shown], [monthly_usd(lab.costs, shown)[0]], "o", color=INK, label="break-even")
        axes.axvline(lab.requests_per_month, color=INK, linewidth=1, linestyle=":", label="your volume")
        near_left = lab.requests_per_month < right / 2
        axes.annotate(
            " your volume ", (lab.requests_per_month, top), ha="left" if near_left else "right", va="top", color=INK
        )
        axes.set(xlim=(0, right), ylim=(0, top), xlabel="requests a month", ylabel="US dollars a month")
        axes.xaxis.set_major_formatter(EngFormatter(sep=""))
        axes.yaxis.set_major_formatter(EngFormatter(sep=""))
        axes.locator_params(nbins=5)
        axes.spines[["top", "right"]].set_visible(False)
        axes.set_title(conclusion(lab), loc="left", fontsize=13, fontweight="bold")
    return figure


def svg(lab: Lab) -> str:
    """The figure as inline SVG that takes its colours from the page and carries the finding as its name."""
    return inline_svg(draw(lab), sentence(lab), "break-even")


def inline_svg(figure: Figure, name: str, salt: str) -> str:
    """A figure as inline SVG in the page's colours; `name` says its finding, `salt` keeps its ids its own."""
    written = io.StringIO()
    nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    with rc_context({"svg.hashsalt": salt, "svg.fonttype": "none"}):
        figure.savefig(written, format="svg", transparent=True, metadata=nothing)
    drawing = written.getvalue()
    drawing = drawing[drawing.index("<svg") :]
    drawing = re.sub(r"<style.*?</style>", "", drawing)  # a sheet inside an inline drawing styles the whole page
    for colour, css in CSS_COLOURS.items():
        drawing = drawing.replace(colour, css)
    return drawing.replace("<svg", f'<svg role="img" aria-label="{escape(name)}"', 1)
