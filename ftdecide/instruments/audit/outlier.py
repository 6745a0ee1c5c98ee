"""Records that are not of the file's kind: another language, keyboard noise, a text many times longer or shorter."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from statistics import median

from ftdecide.instruments.audit.gibberish import is_noise, repeats_itself, usual_pairs
from ftdecide.instruments.audit.index import Index
from ftdecide.instruments.audit.issue import Kind, Suspect
from ftdecide.instruments.audit.words import excerpt

KIND = Kind(
    "outlier",
    "records unlike the others",
    "Look at them: some are rubbish, some are the rare cases that you most need.",
    costs=False,
)
FEWEST_RECORDS = 50  # below, nothing is usual yet
COMMON = 200  # words that count as common, each in at least one record of a hundred
FEWEST_WORDS = 5
RARE_IN = 100  # a word is rare where at most one record in so many has it
LOW_SHARE = 1 / 3  # of the usual share of common words; records differ in how plain they are
CHANCE = 1e-6  # of so few common words in a record like the others
MOSTLY = 0.7  # of its different words
CHANCE_WITH_RARE_WORDS = 0.05  # the same where nearly all its words are rare
SPREADS = 6.0  # robust standard deviations of the length, on a logarithmic scale


def outliers(index: Index) -> Iterator[Suspect]:
    """Records whose input or output has next to none of the file's common words, or a length far from the others'."""
    places = list(index.places())
    if len(places) < FEWEST_RECORDS:
        return
    reasons: dict[int, str] = {}
    for part, words_of in (("input", index.shown_words), ("output", index.answer_words)):
        for place, reason in _unlike(index, places, words_of):
            reasons.setdefault(place, f"{part}: {reason}")
    for place, reason in sorted(reasons.items()):
        yield Suspect(index.row[place], index.line[place], 0.6, reason)


def _unlike(index: Index, places: Sequence[int], words_of: Callable[[int], array[int]]) -> Iterator[tuple[int, str]]:
    records_with: Counter[int] = Counter()
    for place in places:
        records_with.update(set(words_of(place)))
    common = frozenset(
        word
        for word, count in records_with.most_common(COMMON)
        if count * RARE_IN >= len(places) and not index.word(word).isdigit()
    )
    usual_letters = usual_pairs(index.word(word) for word, count in records_with.items() if count > 1)
    lengths, shares = [], []
    for place in places:
        words = words_of(place)
        lengths.append(math.log1p(len(words)))
        shares.append(sum(map(common.__contains__, words)) / max(1, len(words)))
    usual, middle = median(shares), median(lengths)
    spread = max(0.25, 1.4826 * median(abs(each - middle) for each in lengths))
    ordered, few = sorted(lengths), max(1, len(places) // RARE_IN)
    for place, length, share in zip(places, lengths, shares, strict=True):
        words = words_of(place)
        if reason := _odd(index, words, records_with, usual_letters, len(places)):
            yield place, reason
            continue
        if len(words) >= FEWEST_WORDS and share <= LOW_SHARE * usual:
            different = set(words)
            rare = sum(records_with[word] * RARE_IN <= max(len(places), RARE_IN) for word in different)
            chance = _at_most(round(share * len(words)), len(words), usual)
            if chance < CHANCE or (rare >= MOSTLY * len(different) and chance < CHANCE_WITH_RARE_WORDS):
                yield (
                    place,
                    f"{share:.0%} of its {len(words)} words are common in this file, where {usual:.0%} is usual",
                )
                continue
        if abs(length - middle) > SPREADS * spread and (
            bisect_right(ordered, length) <= few or len(ordered) - bisect_left(ordered, length) <= few
        ):
            than = "more" if length < middle else "fewer"
            yield place, f"{len(words):,} words, where half the records have {than} than {math.expm1(middle):,.0f}"


def _odd(index: Index, words: array[int], records_with: Counter[int], usual: frozenset[str], records: int) -> str:
    """What is odd about a text by itself; empty where nothing is."""
    if repeats_itself(words):
        return f"{len(words):,} words, of which only {len(set(words))} differ"
    if 0 < len(words) < FEWEST_WORDS and all(records_with[word] * RARE_IN <= max(records, RARE_IN) for word in words):
        texts = [index.word(word) for word in words]
        noise = next((text for text in texts if is_noise(text, usual)), "")
        if noise:
            return f"{excerpt(noise, 30)!r} is no word of any language that the file is written in"
    return ""


def _at_most(hits: int, trials: int, chance: float) -> float:
    """How likely at most so many of `trials` succeed, each with this chance (binomial).

    >>> round(_at_most(1, 10, 0.4), 3)
    0.046
    """
    if not 0 < chance < 1:
        return 1.0 if hits >= trials or chance <= 0 else 0.0

    def log_likelihood(k: int) -> float:
        ways = math.lgamma(trials + 1) - math.lgamma(k + 1) - math.lgamma(trials - k + 1)
        return ways + k * math.log(chance) + (trials - k) * math.log(1 - chance)

    return math.fsum(math.exp(log_likelihood(k)) for k in range(hits + 1))
