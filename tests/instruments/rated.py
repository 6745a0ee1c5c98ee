"""A trial to rate, and raters who are made up: what each says follows from a liking for each rung and from a draw."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ftdecide.instruments.measure.outputs import Item, Output, Trial
from ftdecide.instruments.measure.rating.pairs import draw, rating_sheet
from ftdecide.instruments.measure.rating.sheet import RatingSheet, Showing
from ftdecide.instruments.measure.rating.votes import IDENTICAL, RatedSheet, Vote

Says = Callable[[Showing, int], str]  # of a showing and its place: the choice


def trial(items: int = 60, rungs: tuple[str, ...] = ("okapi", "zebra"), alike_every: int = 0) -> Trial:
    """Rungs on so many items; every so many, all say the same."""
    names = [f"item {number}" for number in range(items)]
    cases = tuple(
        Item(name, f"Input of {name}", f"Reference of {name}", {"class": "even" if number % 2 == 0 else "odd"})
        for number, name in enumerate(names)
    )

    def answer(rung: str, number: int) -> str:
        same = alike_every and number % alike_every == 0
        return f"The answer to {number}" if same else f"Answer {draw(rung, number):.6f} to {number}"

    outputs = {rung: tuple(Output(name, answer(rung, n)) for n, name in enumerate(names)) for rung in rungs}
    return Trial(cases, outputs)


def prefers(likings: Mapping[str, float], width: float = 0.3) -> Says:
    """Says what is liked better, a tie where both are liked nearly alike; `width` of chance either way."""

    def says(showing: Showing, place: int) -> str:
        gap = likings[showing.left] - likings[showing.right] + width * (2 * draw("says", place, showing.item) - 1)
        return "left" if gap > 0.05 else "right" if gap < -0.05 else "tie"

    return says


def rate(sheet: RatingSheet, says: Says, rater: str = "anna", ratings: int | None = None, **more: object) -> RatedSheet:
    """The sheet as a rater fills it in, as far as so many ratings."""
    votes: list[Vote] = []
    for place, showing in enumerate(sheet.showings):
        if ratings is not None and sum(vote.choice != IDENTICAL for vote in votes) >= ratings:
            break
        said = IDENTICAL if showing.identical else says(showing, place)
        votes.append(Vote(showing.item, showing.left, showing.right, said, showing.repeat, showing.slices))
    return RatedSheet(rater, sheet.rungs, tuple(votes), sheet.asked, **more)


__all__ = ["prefers", "rate", "rating_sheet", "trial"]
