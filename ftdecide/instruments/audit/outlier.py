"""Records that are not of the file's kind: another language, keyboard noise, a text many times longer or shorter."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from ftdecide.instruments.audit.gibberish import is_noise, repeats_itself, usual_pairs
from ftdecide.instruments.audit.index import MOST_WORDS, Index
from ftdecide.instruments.audit.issue import Kind, Suspect
from ftdecide.instruments.audit.words import excerpt
from ftdecide.words import number_of

KIND = Kind(
    "outlier",
    "records unlike the others",
    "Look at them: some are rubbish, some are the rare cases that you most need.",
    costs=False,
)
FEWEST_RECORDS = 50  # below, nothing is usual yet
COMMON = 200  # words that count as common, each in at least one record of a hundred
EVERYWHERE = 0.95  # of the records: a word in so many is the frame of each and says nothing
FEWEST_WORDS = 5
RARE_IN = 100  # a word is rare where at most one record in so many has it
UNKNOWN_IN = 200  # a word is strange where at most one record in so many has it
LOW_SHARE = 1 / 3  # of the usual share of common words; records differ in how plain they are
CHANCE = 1e-6  # of so few common words in a record like the others
MOSTLY = 0.7  # of its different words
CHANCE_WITH_RARE_WORDS = 0.05  # the same where nearly all its words are rare
SPREADS = 6.0  # robust standard deviations, of the length on a logarithmic scale and of the share of strange words
STRANGE = 0.5  # of its different words
SHORT, LONG_ENOUGH = 2, 5  # words: so few are too few where all but a twentieth of the records have as many as that
FEW = 33  # a length is rare where at most one record in so many has it

_WordsOf = Callable[[int], array]


def outliers(index: Index) -> Iterator[Suspect]:
    """Records whose input or output has next to none of the file's common words, or a length far from the others'."""
    places = list(index.places())
    if len(places) < FEWEST_RECORDS:
        return
    reasons: dict[int, str] = {}
    for part, words_of, records_with in (
        ("input", index.shown_words, index.shown_with),
        ("output", index.answer_words, index.answers_with),
    ):
        for place, reason in _unlike(index, places, words_of, records_with) if records_with else ():
            reasons.setdefault(place, f"{part}: {reason}")
    for place, reason in sorted(reasons.items()):
        yield Suspect(index.row[place], index.line[place], 0.6, reason)


def _unlike(
    index: Index, places: Sequence[int], words_of: _WordsOf, records_with: Counter[int]
) -> Iterator[tuple[int, str]]:
    usual = _usual(index, places, words_of, records_with)
    few = max(1, len(places) // FEW)

    def rare(place: int) -> float:
        different = set(_without(usual.frame, words_of(place)))
        return sum(records_with[word] * RARE_IN <= max(len(places), RARE_IN) for word in different) / len(different)

    def noise_in(place: int) -> str:
        """The first word that is noise; empty where none is."""
        said = map(index.word, _without(usual.frame, words_of(place)))
        return next((text for text in said if is_noise(text, usual.letters)), "")

    for number, place in enumerate(places):
        words, different, share = usual.words[number], usual.different[number], usual.shares[number]
        strange, length = usual.strange[number], math.log1p(words)
        if repeats_itself(words, different):
            yield place, f"{words:,} words, of which only {different} differ"
        elif 0 < words < FEWEST_WORDS and rare(place) == 1 and (noise := noise_in(place)):
            yield place, f"{excerpt(noise, 30)!r} is no word of any language that the file is written in"
        elif words <= SHORT and usual.least >= LONG_ENOUGH:
            yield place, f"{number_of(words, 'word')}, where nearly all the records have {usual.least:,} or more"
        elif (
            words >= FEWEST_WORDS
            and share <= LOW_SHARE * usual.share
            and (
                (chance := _at_most(round(share * words), words, usual.share)) < CHANCE
                or (chance < CHANCE_WITH_RARE_WORDS and rare(place) >= MOSTLY)
            )
        ):
            said = f"{share:.0%} of its {words} words are common in this file"
            yield place, f"{said}, where {usual.share:.0%} is usual"
        elif words >= FEWEST_WORDS and strange >= usual.most_strange:
            yield place, f"{strange:.0%} of its words are in hardly any other record"
        elif abs(length - usual.length) > SPREADS * usual.spread and usual.is_rare(length, few):
            than = "more" if length < usual.length else "fewer"
            cut = len(words_of(place)) >= MOST_WORDS
            said = f"{MOST_WORDS:,} words or more" if cut else number_of(words, "word")
            yield (
                place,
                f"{said}, where half the records have {than} than {math.expm1(usual.length):,.0f}",
            )


@dataclass(frozen=True)
class _Usual:
    """What is usual in one part of the records: the input or the output.

    Args:
        frame: words of nearly every record.
        words, different: how many words each record has, and how many of them differ.
        ordered: logarithms of the number of words, by size.
        length, spread: the usual one.
        least: words that all but a twentieth of the records have.
        shares, share: of common words, by record, and the usual one.
        strange, most_strange: share of words of hardly any other record, by record, and from where on it is odd.
        letters: usual pairs of them.
    """

    frame: frozenset[int]
    words: Sequence[int]
    different: Sequence[int]
    ordered: Sequence[float]
    length: float
    spread: float
    least: int
    shares: Sequence[float]
    share: float
    strange: Sequence[float]
    most_strange: float
    letters: frozenset[str]

    def is_rare(self, length: float, few: int) -> bool:
        return bisect_right(self.ordered, length) <= few or len(self.ordered) - bisect_left(self.ordered, length) <= few


def _usual(index: Index, places: Sequence[int], words_of: _WordsOf, records_with: Counter[int]) -> _Usual:
    by_count = sorted(records_with.items(), key=lambda each: (-each[1], each[0]))
    frame = frozenset(word for word, count in by_count if count >= EVERYWHERE * len(places))
    common = frozenset(
        word
        for word, count in by_count[len(frame) : len(frame) + COMMON]
        if count * RARE_IN >= len(places) and not index.word(word).isdigit()
    )
    known = frozenset(word for word, count in by_count if count > max(1, len(places) // UNKNOWN_IN))
    words, different = array("L"), array("L")
    shares, strange = array("d"), array("d")
    for place in places:
        said = _without(frame, words_of(place))
        each_once = set(said)
        words.append(len(said))
        different.append(len(each_once))
        shares.append(sum(map(common.__contains__, said)) / max(1, len(said)))
        strange.append(1 - len(each_once & known) / max(1, len(each_once)))
    ordered = sorted(map(math.log1p, words))
    middle = median(ordered)
    return _Usual(
        frame=frame,
        words=words,
        different=different,
        ordered=ordered,
        length=middle,
        spread=max(0.25, _spread(ordered, middle)),
        least=round(math.expm1(ordered[len(ordered) // 20])),
        shares=shares,
        share=median(shares),
        strange=strange,
        most_strange=max(STRANGE, (usual := median(strange)) + SPREADS * max(0.05, _spread(strange, usual))),
        letters=usual_pairs(index.word(word) for word, count in by_count if count > 1),
    )


def _without(frame: frozenset[int], words: array[int]) -> Sequence[int]:
    return [word for word in words if word not in frame] if frame else words


def _spread(values: Sequence[float], middle: float) -> float:
    """The standard deviation, had the values a bell's shape, by the half of them that lies nearest the middle."""
    return 1.4826 * median(abs(each - middle) for each in values)


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
