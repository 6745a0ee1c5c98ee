"""The result of ratings as JSON, as a table and as text."""

from __future__ import annotations

from typing import Any

from ftdecide.instruments.measure.number_words import p_number
from ftdecide.instruments.measure.rating.reference import as_good, profile_of
from ftdecide.instruments.measure.rating.result import PairResult, RaterResult, RatingResult
from ftdecide.instruments.measure.rating.words import headlines, sentences

HEAD = ("First", "Second", "Part", "Second won", "First won", "Ties", "Both bad", "Identical", "Disagree", "p")


def to_json(result: RatingResult) -> dict[str, Any]:
    """Everything, for other programs; "profile" only where the answers were rated beside a person's own."""
    found, agreed, order = as_good([rater.sheet for rater in result.raters]), result.agreement, result.order
    profile = profile_of(found)
    return {
        "schema": 1,
        "kind": "pairwise_rating",
        "rungs": list(result.rungs),
        "pairs": [_pair(pair) for pair in result.pairs],
        "slices": [{"slice": pair.part[0], "part": pair.part[1], **_pair(pair)} for pair in result.slices],
        "raters": [_rater(rater) for rater in result.raters],
        "agreement": agreed and {"measure": agreed.measure, "common_pairs": agreed.common, "alike": agreed.alike,
                                 "value": agreed.value},
        "order": order and [
            {"rung": name, "share_over_average": order.share(name), **_ends(order.share_interval(name))}
            for name in order.names
        ],
        "beside_reference": [
            {"rung": each.rung, "as_good_or_better": each.passes, "items": each.items, "pass_rate": each.pass_rate,
             "disagreements": each.split, **_ends(each.interval), "source": each.source}
            for each in found
        ],
        **({"profile": profile} if profile else {}),
        "headlines": headlines(result),
        "sentences": sentences(result),
    }  # fmt: skip


def table(result: RatingResult) -> list[tuple[str, ...]]:
    """A row for each two rungs, first of the whole, then of each slice; the columns of `HEAD`."""
    return [_row(pair) for pair in (*result.pairs, *result.slices)]


def text(result: RatingResult) -> str:
    """For a terminal: the sentences, then the table."""
    rows = [HEAD, *table(result)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([*sentences(result), "", *lines]) + "\n"


def _row(pair: PairResult) -> tuple[str, ...]:
    tally = pair.tally
    counts = (tally.wins, tally.losses, tally.ties, tally.both_bad, tally.identical, tally.disagreements)
    part = ": ".join(pair.part) if pair.part[0] else "all"
    return (
        pair.first,
        pair.second,
        part,
        *map(str, counts),
        p_number(pair.p_value),
    )


def _pair(pair: PairResult) -> dict[str, Any]:
    tally, found = pair.tally, pair.preference
    return {
        "first": pair.first,
        "second": pair.second,
        "second_won": tally.wins,
        "first_won": tally.losses,
        "decided": tally.decided,
        "ties": tally.ties,
        "both_bad": tally.both_bad,
        "identical": tally.identical,
        "disagreements": tally.disagreements,
        "win_rate": found.win_rate,
        **_ends(found.win_rate_interval),
        "p_value": found.p_value,
        "p_value_adjusted": pair.p_value,
        "more_decided_pairs": pair.more_decided,
        "more_ratings": pair.more_ratings,
    }


def _rater(rater: RaterResult) -> dict[str, Any]:
    sheet = rater.sheet
    return {
        "rater": sheet.rater,
        "ratings": sheet.given,
        "planned": sheet.planned,
        "asked": sheet.asked,
        "looked_early_after": list(sheet.looks),
        "left_won": rater.left,
        "right_won": rater.right,
        "side_p_value": rater.side_p_value,
        "repeated_pairs": rater.repeats,
        "judged_alike": rater.agreed,
        "same_side": rater.same_side,
    }


def _ends(interval: tuple[float, float]) -> dict[str, float]:
    return {"low": interval[0], "high": interval[1]}
