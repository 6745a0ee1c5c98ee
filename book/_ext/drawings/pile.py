"""A pile of examples of which some were drawn and read: how many of all are clean, with its interval."""

from __future__ import annotations

from drawings.marks import Drawing, box, text
from ftdecide.paired_test import wilson_interval

ACROSS, SIDE = 40, 10


def draw(pile: int, drawn: int, clean: int) -> Drawing:
    """One square an example: surely clean, perhaps clean, surely not, at 95 %.

    Args:
        pile: examples in all, 25 to 1,000.
        drawn: of them drawn at random and read, 1 to `pile`.
        clean: of those clean, 0 to `drawn`.
    """
    if not (25 <= pile <= 1000 and 1 <= drawn <= pile and 0 <= clean <= drawn):
        raise ValueError(f"pile {pile}, drawn {drawn}, clean {clean}: give 25 to 1,000, at most that, at most that")
    low, high = (round(end * pile) for end in wilson_interval(clean / drawn, drawn))
    title = f"{clean} clean of {drawn} read: between {low} and {high} of the {pile:,}"
    finding = (
        f"{pile:,} squares, one an example. If {clean} of {drawn} drawn at random are clean, then {low} can be counted "
        f"on, {high - low} more may be clean, and {pile - high} are not, at 95% confidence."
    )
    rows = -(-pile // ACROSS)
    squares = tuple(
        box(
            SIDE * (place % ACROSS) + 1, 30 + SIDE * (place // ACROSS), SIDE - 2, SIDE - 2, _kind(place, low, high), 1.5
        )
        for place in range(pile)
    )
    key = (
        box(1, 5, 13, 13, "clean", 2), text(20, 16, f"{low} clean", "small"),
        box(121, 5, 13, 13, "perhaps", 2), text(140, 16, f"{high - low} perhaps", "small"),
        box(251, 5, 13, 13, "not", 2), text(270, 16, f"{pile - high} not clean", "small"),
    )  # fmt: skip
    note = "The interval is Wilson’s, at 95%. Drawn at random: the first ones of a pile are no sample."
    return Drawing(title, finding, 30 + SIDE * rows, (*key, *squares), note)


def _kind(place: int, low: int, high: int) -> str:
    return "clean" if place < low else "perhaps" if place < high else "not"
