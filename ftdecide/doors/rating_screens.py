"""What the rating widget shows at each stage; no name of a rung before the result."""

from __future__ import annotations

import math
from typing import Any

from ftdecide.doors.rating_session import RatingSession
from ftdecide.instruments.measure.rating.report import HEAD, table
from ftdecide.instruments.measure.rating.result import RatingResult
from ftdecide.instruments.measure.rating.words import headlines, sentences
from ftdecide.instruments.measure.statistics.required_n import ALPHA, required_items
from ftdecide.words import number_of

PREFERENCES = (0.8, 0.7, 0.65, 0.6)  # shares of wins that a plan may be made for
EARLY = (
    "If you look now and stop because it looks good, you will find winners that are none: chance makes every count "
    "lean at some time. You may look all the same; the result then says that you did. Better is to rate as many as "
    "you planned."
)
NOTHING = "In every pair both answers are the same, so there is nothing to rate: they are as good as each other."
GOING_ON = "Ratings that you give after having seen the result are told apart: the result will say when you looked."
WELCOME = (
    "You see two answers to the same input, drawn left or right by chance, and say which is better. Where they come "
    "from stays hidden until the end.",
    "Every rating is saved as you give it. Stop whenever you like and go on later; you can take ratings back.",
    "Decide now how many you rate, and keep to it: that makes the result honest.",
)


def start(session: RatingSession) -> dict[str, Any]:
    """Before the first rating: what is asked, and how many ratings show what."""
    if not session.sheet.asked:
        return {"stage": "nothing", "title": "Nothing to rate", "sentences": [NOTHING]}
    return {
        "stage": "start",
        "title": "Which answer is better?",
        "sentences": [*WELCOME, *_unanswered(session)],
        "legend": "How many do you rate?",
        "choices": plans(session.sheet.asked, session.head["repeat_share"], math.comb(len(session.sheet.rungs), 2)),
        "planned": session.target,
    }


def plans(asked: int, repeat_share: float, pairs: int = 1) -> list[dict[str, Any]]:
    """Numbers of ratings to plan, fewest first, and what each can show.

    Args:
        asked: ratings on the whole sheet.
        repeat_share: of the pairs, that come twice.
        pairs: of rungs that are compared; each needs its own ratings, and the more there are, the more of them.

    >>> [plan["ratings"] for plan in plans(120, 0.1)]
    [26, 60, 107, 120]
    >>> [plan["ratings"] for plan in plans(120, 0.1, pairs=3)]
    [99, 120]
    """
    offered = []
    for share in PREFERENCES:
        needed = required_items(1 - share, share, alpha=ALPHA / pairs) or asked
        ratings = math.ceil(round(pairs * needed * (1 + repeat_share), 6))
        if ratings < asked:
            offered.append({"ratings": ratings, "text": f"{ratings}: {_shows(share)}"})
    few = "" if offered else f", fewer than it takes to see reliably that one is preferred {_to(PREFERENCES[0])}"
    return [*offered, {"ratings": asked, "text": f"All {asked}{few}"}]


def _shows(share: float) -> str:
    return f"enough, but for ties, to see in 8 cases of 10 that one is preferred {_to(share)}"


def _to(share: float) -> str:
    return f"{100 * share:.0f} to {100 - 100 * share:.0f}"


def _unanswered(session: RatingSession) -> list[str]:
    missing = sum(session.sheet.unanswered.values())
    if not missing:
        return []
    return [f"{number_of(missing, 'answer is', 'answers are')} missing; those pairs are left out."]


def pair(session: RatingSession) -> dict[str, Any]:
    """The two answers that are to be rated."""
    showing, number = session.showing, session.given + 1
    return {
        "stage": "pair",
        "title": f"Pair {number} of {session.target}",
        "done": session.given,
        "of": session.target,
        "input": showing.input,
        "left": showing.left_text,
        "right": showing.right_text,
        "can_undo": session.given > 0,
    }


def done(session: RatingSession) -> dict[str, Any]:
    """All planned ratings are given."""
    return {
        "stage": "done",
        "title": f"All {session.target} are rated",
        "sentences": ["The last one can still be taken back, until you see the result."],
    }


def ask(session: RatingSession) -> dict[str, Any]:
    """Before the result is shown early."""
    return {
        "stage": "ask",
        "title": f"{session.given} of {session.target} are rated",
        "sentences": [EARLY],
        "can_look": session.given > 0,
    }


def result(session: RatingSession, found: RatingResult) -> dict[str, Any]:
    """What the ratings come to."""
    first, left_over = headlines(found), session.sheet.asked - session.given
    go_on = {"do": "more" if session.finished else "on", "text": f"Go on rating ({left_over} left)", "note": GOING_ON}
    return {
        "stage": "result",
        "title": "The result" if session.finished else f"The result after {session.given} of {session.target}",
        "headlines": first,
        "sentences": sentences(found)[len(first) :],
        "head": list(HEAD),
        "rows": [list(row) for row in table(found)],
        "go_on": go_on if left_over else None,
        "path": str(session.path),
    }
