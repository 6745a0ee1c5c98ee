"""The scoreboard of the rules of thumb and our own, computed while the book is built.

```{scoreboard-figure}```          every rule with its interval
```{scoreboard} published```       every share of every rule; also studies, examples, later
```{scoreboard-kinds}```           studies and lesson examples apart
```{scoreboard-notes} published``` how far the rules of thumb can be told apart
```{scoreboard-readings}```        what they score where their lessons are read otherwise
{scoreboard-number}`name`          one number in the prose, from `NUMBERS`
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from evidence_role import note_evidence
from nodes_of_the_book import paragraph, table
from scoreboard_figure import best_rival, figure_html, interval, lead, named, not_told_apart, number
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective, SphinxRole

from ftdecide import rival_words, words
from ftdecide.refit import ALIKE_POINTS, STRAY_POINTS
from ftdecide.rivals import OTHER_READINGS
from ftdecide.scoreboard import Scoreboard, scoreboard
from ftdecide.scores import Score, Share

PARTS = ("published", "studies", "examples", "later")
COLUMNS = {  # a short name for narrow pages, where the header is out of sight
    "Rule": None,
    "Balanced accuracy": "balanced_accuracy",
    "Sensitivity": "sensitivity",
    "Specificity": "specificity",
    "Commits": "commitment",
    "Leaves the open ones open": "left_open",
}
NUMBERS: Mapping[str, Callable[[Scoreboard], str]] = {
    "cases": lambda board: str(board.case_counts["published"]),
    "studies": lambda board: str(board.case_counts["E"]),
    "examples": lambda board: str(board.case_counts["S"]),
    "later": lambda board: str(board.case_counts["later"]),
    "justified": lambda board: str(board.published[0].sensitivity.cases),
    "not_justified": lambda board: str(board.published[0].specificity.cases),
    "open": lambda board: str(board.published[0].left_open.cases),
    "publications": lambda board: str(board.publications),
    "ours": lambda board: number(named(board.published, "ours")),
    "left_out": lambda board: number(named(board.published, "ours_source_left_out")),
    "left_out_interval": lambda board: interval(named(board.published, "ours_source_left_out")),
    "alike": lambda board: number(named(board.published, "ours_direction_only")),
    "later_first": lambda board: number(named(board.later, "ours_first")),
    "later_first_interval": lambda board: interval(named(board.later, "ours_first")),
    "later_ours": lambda board: number(named(board.later, "ours")),
    "later_best_rival": lambda board: f"“{best_rival(board.later).title}”",
    "later_best_rival_score": lambda board: number(best_rival(board.later)),
    "later_lead": lambda board: lead(board, "later"),
    "ours_commits": lambda board: words.share(round(named(board.published, "ours").commitment.value, 2)),
    "later_ours_commits": lambda board: words.share(round(named(board.later, "ours_first").commitment.value, 2)),
    "alike_points": lambda board: f"{ALIKE_POINTS:g}",
    "stray_points": lambda board: f"{STRAY_POINTS:g}",
}


def written(found: Share | None) -> tuple[str, str]:
    """A share and its interval: 0.85, 0.69 to 0.94."""
    return ("none", "") if found is None else (f"{found.value + 1e-9:.2f}", f"{found.low:.2f} to {found.high:.2f}")


class Part(SphinxDirective):
    """A directive about one part of the board, named as its argument."""

    required_arguments = 1
    option_spec: ClassVar[dict] = {"caption": directives.unchanged_required}

    def scores(self) -> tuple[Score, ...]:
        note_evidence(self.env)
        if self.arguments[0] not in PARTS:
            raise self.error(f"{self.arguments[0]!r} is no part of the scoreboard; write one of {', '.join(PARTS)}")
        return getattr(scoreboard(), self.arguments[0])


class ScoreTable(Part):
    """Every share of every rule with its interval."""

    def run(self):
        scores = self.scores()
        rows = [[_rule(score), *(_cell(score, name) for name in list(COLUMNS)[1:])] for score in scores]
        return [table(list(COLUMNS), rows, self.options.get("caption", ""), "scores", "stacks")] if scores else []


class ScoreNotes(Part):
    """How far the rules of thumb can be told apart."""

    def run(self):
        return [paragraph(not_told_apart(scoreboard(), self.arguments[0]))] if self.scores() else []


class ScoreReadings(SphinxDirective):
    """The rules of thumb whose lessons can be read otherwise, and what they would score."""

    option_spec: ClassVar[dict] = {"caption": directives.unchanged_required}

    def run(self):
        note_evidence(self.env)
        board = scoreboard()
        header = ["Rule", "Read otherwise", *(f"{board.case_counts[part]} {part} cases" for part in board.readings)]
        rows = [
            [
                paragraph(rival_words.RIVALS[name]),
                paragraph(rival_words.RIVAL_READINGS[reading]),
                *(
                    _labelled(title, number(again[reading]), f"instead of {number(named(getattr(board, part), name))}")
                    for title, (part, again) in zip(header[2:], board.readings.items(), strict=True)
                ),
            ]
            for reading, (name, _rule_read) in OTHER_READINGS.items()
        ]
        return [table(header, rows, self.options.get("caption", ""), "scores", "stacks")]


class ScoreKinds(SphinxDirective):
    """Balanced accuracy on the studies and on the lessons' examples, side by side."""

    option_spec: ClassVar[dict] = {"caption": directives.unchanged_required}

    def run(self):
        note_evidence(self.env)
        board = scoreboard()
        header = ["Rule", f"{board.case_counts['E']} published studies", f"{board.case_counts['S']} lesson examples"]
        rows = [
            [paragraph(score.title), *(_value(header[place], share) for place, share in enumerate(shares, start=1))]
            for score in board.published
            for shares in [[named(part, score.name).balanced_accuracy for part in (board.studies, board.examples)]]
        ]
        return [table(header, rows, self.options.get("caption", ""), "scores", "stacks")]


class ScoreFigure(SphinxDirective):
    """The figure, drawn inline so that it takes the page's colours."""

    def run(self):
        note_evidence(self.env)
        return [nodes.raw("", figure_html(scoreboard()), format="html")]


class ScoreRules(SphinxDirective):
    """Each rule of thumb as its lesson states it, in our words."""

    def run(self):
        rows = [
            [paragraph(rival_words.RIVALS[name]), paragraph(rule), paragraph(_lesson(name))]
            for name, rule in rival_words.RIVAL_RULES.items()
        ]
        return [table(["Rule of thumb", "What it says", "Lesson"], rows, "", "thresholds", "stacks")]


class ScoreNumber(SphinxRole):
    """One number of the board in a sentence."""

    def run(self):
        note_evidence(self.env)
        if self.text not in NUMBERS:
            message = f"scoreboard number {self.text!r} is not one of {', '.join(NUMBERS)}"
            return [], [self.inliner.reporter.error(message, line=self.lineno)]
        return [nodes.Text(NUMBERS[self.text](scoreboard()))], []


def _lesson(name: str) -> str:
    lesson = name.rsplit("_", 1)[1]
    return f"Lesson {lesson}" if lesson.isdigit() else "None: a yardstick"


def _rule(score: Score) -> nodes.Node:
    title = nodes.strong if score.name == "ours" else nodes.inline
    return nodes.paragraph("", "", title("", score.title))


def _cell(score: Score, column: str) -> nodes.Node:
    return _value(column, getattr(score, COLUMNS[column]))


def _value(column: str, found: Share | None) -> nodes.Node:
    return _labelled(column, *written(found))


def _labelled(column: str, value: str, small: str) -> nodes.Node:
    label = nodes.inline("", f"{column}: ", classes=["column-name"])
    return nodes.paragraph("", "", label, nodes.Text(value), nodes.inline("", f" {small}", classes=["how-read"]))


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("scoreboard", ScoreTable)
    app.add_directive("scoreboard-notes", ScoreNotes)
    app.add_directive("scoreboard-kinds", ScoreKinds)
    app.add_directive("scoreboard-readings", ScoreReadings)
    app.add_directive("scoreboard-figure", ScoreFigure)
    app.add_directive("scoreboard-rules", ScoreRules)
    app.add_role("scoreboard-number", ScoreNumber())
    return {"parallel_read_safe": True, "parallel_write_safe": True}
