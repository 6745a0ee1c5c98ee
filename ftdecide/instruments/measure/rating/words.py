"""What ratings come to, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from ftdecide.instruments.measure.number_words import p_words, share_words
from ftdecide.instruments.measure.rating.agreement import Agreement
from ftdecide.instruments.measure.rating.reference import AsGood, as_good
from ftdecide.instruments.measure.rating.result import PairResult, RaterResult, RatingResult
from ftdecide.instruments.measure.rating.votes import Tally
from ftdecide.instruments.measure.statistics.binomial import Interval
from ftdecide.instruments.measure.statistics.bradley_terry import Fit
from ftdecide.instruments.measure.statistics.required_n import ALPHA
from ftdecide.words import listed, number_of

NO_PASS_RATE = "A preference is no pass rate: the better of two bad answers wins too. So this puts no pass rate into a profile; rate against reference answers that a person wrote for that."
PEEKED = "Whoever looks early and stops when it looks good finds winners that are none: count the p-value as too small."
ROUGH = "Such intervals are rough for small counts; the tests above decide."
MANY_SLICES = "Slices are small and many: they say where to look next, not what is so."


def headlines(result: RatingResult) -> list[str]:
    """Who is preferred, a sentence for each two rungs."""
    return [headline(pair, len(result.pairs)) for pair in result.pairs]


def headline(pair: PairResult, tests: int = 1) -> str:
    """Which of the two is preferred, or that nobody can tell yet."""
    tally, found = pair.tally, pair.preference
    if not tally.decided:
        return f"Nothing is decided yet between {pair.first} and {pair.second}."
    if tally.wins == tally.losses:
        return f"You cannot tell which of {pair.first} and {pair.second} is preferred: each won {number_of(tally.wins, 'time')}."
    ahead = tally.wins > tally.losses
    better, other = (pair.second, pair.first) if ahead else (pair.first, pair.second)
    rate = found.win_rate if ahead else 1 - found.win_rate
    low, high = found.win_rate_interval
    known = Interval(low, high) if ahead else Interval(1 - high, 1 - low)
    won = f"{max(tally.wins, tally.losses)} of {number_of(tally.decided, 'decided pair')}, {share_words(rate, known)}"
    if pair.p_value <= ALPHA:
        return f"{better} is preferred over {other}: {won}; {p_words(pair.p_value, tests)}."
    return f"You cannot tell yet whether {better} is preferred over {other}: {won}; {p_words(pair.p_value, tests)}."


def sentences(result: RatingResult) -> list[str]:
    """The result, the weightiest first."""
    found = as_good([rater.sheet for rater in result.raters])
    return [
        *headlines(result),
        *(more(pair) for pair in result.pairs if pair.p_value > ALPHA),
        *(text for pair in result.pairs for text in ties(pair)),
        *map(beside_reference, found),
        *([order(result.order)] if result.order else []),
        *(text for rater in result.raters for text in of_rater(rater)),
        *([agreement(result.agreement)] if result.agreement else []),
        *([MANY_SLICES] if result.slices else []),
        *([] if found else [NO_PASS_RATE]),
    ]


def more(pair: PairResult) -> str:
    """How many more ratings are needed to tell."""
    between = f"Between {pair.first} and {pair.second}"
    if pair.tally.wins == pair.tally.losses:
        return f"{between} no number of ratings can be named, for nothing points either way yet."
    if pair.more_decided is None:
        return f"{between} the difference is too small for any number of ratings that a person gives."
    pairs = f"about {number_of(pair.more_decided, 'more decided pair')}"
    left_out = listed([what for what, number in _left_out(pair.tally) if number])
    ratings = (
        f" (with as many {left_out} as so far, about {number_of(pair.more_ratings, 'more rating')})" if left_out else ""
    )
    return f"{between}: {pairs}{ratings} would tell in 8 cases of 10, if it goes on so."


def ties(pair: PairResult) -> Iterator[str]:
    """The pairs without a winner; nothing where there are none."""
    tally = pair.tally
    bad = f" ({tally.both_bad:,} because both were bad)" if tally.both_bad else ""
    kinds = (
        (tally.ties, f"{number_of(tally.ties, 'tie')}{bad}"),
        (tally.disagreements, f"{number_of(tally.disagreements, 'item')} on which the raters disagree"),
        (tally.identical, f"{number_of(tally.identical, 'pair')} with the same answer twice, not shown"),
    )
    undecided = [says for number, says in kinds if number]
    if undecided:
        beside = f"{pair.first} and {pair.second}, beside {number_of(tally.decided, 'decided pair')}"
        yield f"{beside}: {'; '.join(undecided)}. These are in neither the share nor the test."


def _left_out(tally: Tally) -> tuple[tuple[str, int], ...]:
    """What was shown and is in no test."""
    return ("ties", tally.ties), ("disagreements", tally.disagreements)


def beside_reference(found: AsGood) -> str:
    share, split = share_words(found.pass_rate, found.interval), ""
    if found.split:
        counts = "counts" if found.split == 1 else "count"
        split = f" {number_of(found.split, 'item')} on which the raters disagree {counts} as no pass."
    return f"{found.rung} was as good as the reference or better on {found.passes} of {number_of(found.items, 'item')}, {share}: {found.source}.{split}"


def order(fit: Fit) -> str:
    """The order of several rungs."""
    each = [
        f"{name}, preferred over an average one in {share_words(fit.share(name), fit.share_interval(name))}"
        for name in fit.names
    ]
    return f"All comparisons together (Bradley-Terry), strongest first: {'; '.join(each)}. {ROUGH}"


def of_rater(rater: RaterResult) -> Iterator[str]:
    """How far a rater can be trusted."""
    sheet, name = rater.sheet, rater.sheet.rater or "The rater"
    yield f"{name} gave {sheet.given} of {number_of(sheet.planned or sheet.asked, 'planned rating' if sheet.planned else 'rating')}."
    if sheet.looks:
        times = listed([str(look) for look in sheet.looks])
        yield f"{name} looked at the result early, after {times} of {number_of(sheet.planned or sheet.asked, 'rating')}. {PEEKED}"
    decided = rater.left + rater.right
    if decided:
        sides = f"the left (or upper) answer won {rater.left} of {number_of(decided, 'time')}, {p_words(rater.side_p_value)}"
        if rater.side_p_value <= ALPHA:
            side = "left (or upper)" if rater.left > rater.right else "right (or lower)"
            yield f"{name} seems to favour the {side} side: {sides}. Both rungs stood there equally often, so it helps neither, but it blurs what there is to see."
        else:
            yield f"No sign that {name} favours a side: {sides}."
    if rater.repeats:
        share = share_words(rater.agreed / rater.repeats, rater.agreed_interval)
        stuck = (
            f" {number_of(rater.same_side, 'time')} the same side won, whichever answer stood there."
            if rater.same_side
            else ""
        )
        yield f"Of {number_of(rater.repeats, 'pair')} that came twice with the sides swapped, {name} judged {rater.agreed} alike, {share}.{stuck}"
    elif sheet.given:
        yield f"No pair came twice, so that nothing is known of how steady {name} is."


def agreement(found: Agreement) -> str:
    """Whether several raters say the same."""
    if not found.common:
        return "The raters rated no pair in common, so that nobody knows whether they agree."
    value = (
        "cannot be worked out"
        if found.value is None
        else f"is {found.value:.2f} (1: always the same, 0: as chance; low, too, where nearly everything is rated alike)"
    )
    return f"Of {number_of(found.common, 'pair')} that two or more rated, all said the same of {found.alike}; {found.measure} {value}."
