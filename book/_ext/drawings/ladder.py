"""The ladder: every rung at its height, what it takes to try on one side, what it costs to run on the other."""

from __future__ import annotations

from drawings.marks import Drawing, line, text
from ftdecide import words
from ftdecide.evidence import Evidence
from ftdecide.rung_costs import usd_per_1000_requests

LEFT_RAIL, RIGHT_RAIL, PITCH, TOP = 84, 316, 34, 46


def draw(evidence: Evidence) -> Drawing:
    """Cheapest to try at the foot; training at the top."""
    rungs = evidence.rungs
    bills = [usd_per_1000_requests(rung, evidence.prices) for rung in rungs]
    top = max(rungs, key=lambda rung: rung.effort_hours)
    below = [rung.effort_hours for rung in rungs if rung is not top]
    effort = f"{min(below):g} to {max(below):g} hours each"
    title = f"{len(below)} rungs take {effort}; training takes about {top.effort_hours:g}"
    listed = "; ".join(
        f"{rung.title}: {words.in_hours(rung.effort_hours)} to try, {words.usd(bill)} for 1,000 requests"
        for rung, bill in zip(rungs, bills, strict=True)
    )
    foot = TOP + PITCH * len(rungs)
    marks = [
        text(0, 14, "to try", "small muted"),
        text(400, 14, "1,000 requests", "small muted", "end"),
        line(LEFT_RAIL, foot, LEFT_RAIL + 8, TOP - 20, "rail"),
        line(RIGHT_RAIL, foot, RIGHT_RAIL - 8, TOP - 20, "rail"),
    ]
    for height, (rung, bill) in enumerate(zip(rungs, bills, strict=True)):
        y = foot - PITCH * (height + 0.5)
        lean = 8 * (foot - y) / (foot - TOP + 20)
        kind = "tuned" if rung is top else ""
        marks += [
            line(LEFT_RAIL + lean, y, RIGHT_RAIL - lean, y, f"rung {kind}".strip()),
            text((LEFT_RAIL + RIGHT_RAIL) / 2, y - 7, _short(rung.title), f"small {kind}".strip(), "middle"),
            text(0, y + 4, words.in_hours(rung.effort_hours), f"small {kind}".strip()),
            text(400, y + 4, words.usd(bill), f"small {kind}".strip(), "end"),
        ]
    note = (
        "Hours are ours. The bill is for one task, in and out of it the same; the text says what is counted. "
        "For the tuned model it is the answers alone: examples, training and tests come before them."
    )
    return Drawing(title, f"A ladder, from the foot up. {listed}.", foot + 4, tuple(marks), note)


def _short(title: str) -> str:
    """The title as it fits between the rails."""
    return title.replace("over your own documents or examples", "").replace(" on embeddings", "").strip()
