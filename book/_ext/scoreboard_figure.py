"""The scoreboard as a figure, and what it shows in words: nothing here is typed that can be counted."""

from __future__ import annotations

import io
import math
import re
import textwrap
from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

from ftdecide.scoreboard import Scoreboard
from ftdecide.scores import Difference, Score

if TYPE_CHECKING:  # it takes half a second to import, and most builds draw nothing with it
    from matplotlib.figure import Figure

# Colours are names of CSS variables with a fallback: the page's own scheme decides, light or dark.
INK, PROMPTED, TUNED = "#111111", "#0072b2", "#d55e00"
CSS_COLOURS = {
    INK: "currentColor",
    PROMPTED: "var(--ft-prompted, #0072b2)",
    TUNED: "var(--ft-tuned, #b34700)",
}
STYLE = {  # text stays text, and takes the page's ink
    "font.size": 12,
    "font.family": "sans-serif",
    "text.color": INK,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "svg.fonttype": "none",
}
COIN = 0.5
LEFT, RIGHT = 0.25, 1.12  # of the axis; the values stand beyond its end
TITLE_CHARACTERS = 40  # to a line


def best_rival(scores: tuple[Score, ...]) -> Score:
    """The rule of thumb with the highest balanced accuracy."""
    return next(score for score in scores if not score.name.startswith("ours"))


def named(scores: tuple[Score, ...], name: str) -> Score:
    return next(score for score in scores if score.name == name)


def our_own(scores: tuple[Score, ...]) -> Score:
    """Our rules: as they first answered, where the cases keep that, else as they stand."""
    return next(score for name in ("ours_first", "ours") for score in scores if score.name == name)


def number(score: Score) -> str:
    """Balanced accuracy, halves rounded up as people do."""
    return f"{score.balanced_accuracy.value + 1e-9:.2f}"


def standing(leads: Mapping[str, Difference]) -> str:
    """Where ours stands, case by case: ahead of every rule of thumb, behind one, or neither."""
    sides = {lead.side for lead in leads.values()}
    return "behind" if "behind" in sides else "ahead" if sides == {"ahead"} else "level"


def conclusion(board: Scoreboard) -> str:
    """The finding in a few words: the title of the figure."""
    said = {
        "ahead": "our rules are ahead of every rule of thumb",
        "level": "a rule of thumb may match ours",
        "behind": "a rule of thumb is ahead of our rules",
    }
    first = f"Where they were checked, {said[standing(board.leads['published'])]}"
    if not board.later:
        return f"{first}; nobody has tried them anywhere else"
    return f"{first}; on later cases, {said[standing(board.leads['later'])]}"


def sentences(board: Scoreboard) -> list[str]:
    """The finding with its numbers: for the caption, and for those who do not see the figure."""
    told = [_sentence("On the cases that our rules were checked on", board, "published")]
    if board.later:
        told.append(_sentence("On the cases added later, as first asked", board, "later"))
    return told


def _sentence(where: str, board: Scoreboard, part: str) -> str:
    scores: tuple[Score, ...] = getattr(board, part)
    ours, best = our_own(scores), best_rival(scores)
    order = ", so we claim no order" if board.leads[part][best.name].side == "level" else ""
    return (
        f"{where}, they score {number(ours)} ({interval(ours)}) and the best rule of thumb, “{best.title}”, "
        f"{number(best)} ({interval(best)}); case by case, ours are {lead(board, part)}{order}."
    )


def lead(board: Scoreboard, part: str) -> str:
    """How far ours are ahead of the best rule of thumb, in words: 0.05 ahead (-0.09 to 0.20)."""
    found = board.leads[part][best_rival(getattr(board, part)).name]
    side = "behind" if found.value < 0 else "ahead"
    ends = f"{found.low + 1e-9:.2f} to {found.high + 1e-9:.2f}".replace("-", "\N{MINUS SIGN}")
    return f"{abs(found.value) + 1e-9:.2f} {side} ({ends})"


def interval(score: Score) -> str:
    return f"{score.balanced_accuracy.low:.2f} to {score.balanced_accuracy.high:.2f}"


def not_told_apart(board: Scoreboard, part: str) -> str:
    """That the rules of thumb are not ranked, and how many pairs of them part case by case."""
    rivals = [score for score in getattr(board, part) if not score.name.startswith("ours")]
    pairs, apart = math.comb(len(rivals), 2), len(board.told_apart[part])
    return (
        f"Among the rules of thumb we claim no order. Compared case by case, {apart} of their {pairs} pairs differ by "
        f"an interval that leaves out 0, and about {pairs / 20:.0f} would by chance alone."
    )


def draw(board: Scoreboard) -> Figure:
    """Every rule with its interval, on the published cases and on the later ones."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    rows = board.published
    with rc_context(STYLE):
        figure = Figure(figsize=(4.7, 0.62 * len(rows) + 2.1), layout="constrained")
        axes = figure.add_subplot()
        for place, row in enumerate(rows):
            weight = "bold" if row.name == "ours" else "normal"
            axes.annotate(row.title, (LEFT, place - 0.32), va="center", fontweight=weight)
            axes.plot([COIN, COIN], [place - 0.15, place + 0.4], ":", color=INK, linewidth=1)
            _mark(axes, row, place, PROMPTED, "o")
            if board.later:
                _mark(
                    axes,
                    our_own(board.later) if row.name == "ours" else named(board.later, row.name),
                    place + 0.26,
                    TUNED,
                    "D",
                )
        axes.set(xlim=(LEFT, RIGHT), ylim=(len(rows) - 0.45, -1.55), xlabel="balanced accuracy, with 95% interval")
        axes.annotate("● cases they were checked on", (LEFT, -1.4), color=PROMPTED, va="center")
        if board.later:
            axes.annotate("◆ cases added later", (LEFT, -1.08), color=TUNED, va="center")
        axes.annotate("always no,\nor a coin", (COIN, -0.2), ha="center", va="bottom", fontsize=10)
        axes.set_xticks([0.25, 0.5, 0.75, 1.0])
        axes.set_yticks([])
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.spines["bottom"].set_bounds(LEFT, 1.0)
        title = "\n".join(textwrap.wrap(conclusion(board), TITLE_CHARACTERS))
        figure.suptitle(title, x=0.01, ha="left", fontsize=13, fontweight="bold")
    return figure


def _mark(axes, score: Score, place: float, colour: str, marker: str) -> None:
    found = score.balanced_accuracy
    axes.plot([found.low, found.high], [place, place], "-", color=colour, linewidth=2)
    axes.plot([found.value], [place], marker, color=colour, markersize=6)
    axes.annotate(number(score), (RIGHT, place), ha="right", va="center", color=colour)


def figure_html(board: Scoreboard) -> str:
    """The drawing with its finding as name and as caption."""
    said = " ".join(sentences(board))
    drawing = inline_svg(draw(board), f"{conclusion(board)}. {said}", "scoreboard")
    return f'<figure class="ft-break-even">{drawing}<figcaption>{escape(said)}</figcaption></figure>'


def inline_svg(figure: Figure, name: str, salt: str) -> str:
    """A figure as inline SVG in the page's colours; `name` says its finding, `salt` keeps its ids its own."""
    from matplotlib import rc_context

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
