"""Labels that the text contradicts.

The words of the other records say which label a text deserves; texts whose given label they contradict count less when
the words are learnt again; then what is left is read against how often annotators err.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ftdecide.instruments.audit import label_model, label_noise, label_scores
from ftdecide.instruments.audit.index import Index
from ftdecide.instruments.audit.issue import Kind, Suspect
from ftdecide.words import number_of

KIND = Kind(
    "label_error",
    "labels that the text contradicts",
    "Read each against your written rule and relabel; where two people would differ, mend the rule first.",
)
FEWEST_RECORDS = 40
ONE = "which teaches a classifier nothing. Is this the column of the label?"
FEWEST_OF_A_CLASS = 4
MOST_CLASSES = 300
# Records, and words of them together, that are learnt from; the other records are judged by what these teach.
MOST_LEARNT_FROM, MOST_WORDS_LEARNT_FROM = 20_000, 1_000_000
AGREEMENT_NEEDED = 0.35  # of the words' label with the given one, averaged over the classes, beyond chance
# The share of records whose label is likelier right although the words choose another says how often words mislead; up
# to each such share, the quality below which a label is named.  Measured on texts whose labels are good: 1.3 in 100 of
# the news fall below 0.1, of package descriptions in 20 sections 1.5 below 0.03, twice as many below 0.1.
NAMED_BELOW = ((0.02, 0.5), (0.15, 0.1), (1.0, 0.03))
MOST_OF_A_CLASS = 0.5  # of its labels; where more would be named, the words do not know this class
MOST_SUSPECTS = 0.35  # of the records; more says that the words do not tell these labels apart


@dataclass(frozen=True)
class LabelQuality:
    """How good each label is.

    Args:
        quality: by place in the index, the probability (0 to 1) that the label is the one that the text deserves; given
            also where it is not to be trusted, for it still ranks the records.
        suggested: by place, the likeliest label; the given one where that is it.
        contradicted: the places whose label is not the one that the words alone choose.
        trusted: whether the words tell these labels apart well enough for a verdict on single records.
        why_not: why there is no verdict, or none to be trusted.
        named_below: the quality below which a label is named as wrong.
    """

    quality: dict[int, float]
    suggested: dict[int, int]
    contradicted: tuple[int, ...] = ()
    trusted: bool = False
    why_not: str = ""
    named_below: float = NAMED_BELOW[-1][1]


def label_quality(index: Index, progress: Callable[[float], None] = lambda share: None) -> LabelQuality:
    """The quality of every label of the records audited."""
    places = [place for place in index.places() if index.label[place] >= 0 and len(index.shown_words(place))]
    counts = Counter(index.label[place] for place in places)
    classes = sorted(label for label, count in counts.items() if count >= FEWEST_OF_A_CLASS)
    places = [place for place in places if counts[index.label[place]] >= FEWEST_OF_A_CLASS]
    if not counts:
        return LabelQuality({}, {}, why_not="there are no labels")
    if len(counts) == 1:
        return LabelQuality({}, {}, why_not=f"every record has the label {index.labels[next(iter(counts))]!r}, {ONE}")
    if len(classes) < 2 or len(places) < FEWEST_RECORDS:
        return LabelQuality(
            {},
            {},
            why_not=f"{number_of(len(places), 'record')} in {number_of(len(classes), 'class', 'classes')} of "
            f"{FEWEST_OF_A_CLASS} or more are too few",
        )
    if len(classes) > MOST_CLASSES:
        return LabelQuality({}, {}, why_not=f"{len(classes):,} different labels are more than {MOST_CLASSES}")
    number = {label: n for n, label in enumerate(classes)}
    given = [number[index.label[place]] for place in places]
    learnt_from = _sample(index, places)
    texts = label_model.texts_of(index, [places[n] for n in learnt_from], [given[n] for n in learnt_from], len(classes))
    shares: label_model.Shares = [((label, 1.0),) for label in texts.given]
    read = label_scores.by_bayes(texts, shares)
    why_not = _no_verdict(texts.given, read.scores, len(classes))
    progress(1 / 3)
    if not why_not:
        shares = [
            [pair for pair in read.noise.shares(score, label) if pair[1] >= label_model.LEAST_WEIGHT]
            for score, label in zip(read.scores, texts.given, strict=True)
        ]
    read = label_scores.by_both(texts, shares)
    if why_not:  # naive Bayes cannot tell them apart; both together may
        why_not = _no_verdict(texts.given, read.scores, len(classes))
    progress(2 / 3)
    scores = read.scores
    if len(learnt_from) < len(places):
        known = dict(zip(learnt_from, scores, strict=True))
        scores = label_scores.of_all(texts, shares, read, index, places, known)
    return _judged(places, given, scores, read.noise, classes, why_not)


def _sample(index: Index, places: Sequence[int]) -> list[int]:
    """Which of the records, by their number, are learnt from."""
    words = sum(len(index.shown_words(place)) for place in places)
    most = min(MOST_LEARNT_FROM, int(len(places) * MOST_WORDS_LEARNT_FROM / words))
    everything = list(range(len(places)))
    return everything if len(places) <= most else sorted(random.Random(0).sample(everything, most))


def _judged(
    places: Sequence[int],
    given: Sequence[int],
    scores: Sequence[Sequence[float]],
    noise: label_noise.Noise,
    classes: Sequence[int],
    why_not: str,
) -> LabelQuality:
    quality, suggested, contradicted = {}, {}, []
    for place, label, score in zip(places, given, scores, strict=True):
        by_label = dict(noise.shares(score, label))
        quality[place] = by_label[label]
        suggested[place] = classes[max(by_label, key=by_label.__getitem__)]
        if noise.chosen(score) != label:
            contradicted.append(place)
    misled = sum(quality[place] >= 0.5 for place in contradicted) / len(places)
    named_below = next(below for most, below in NAMED_BELOW if misled <= most)
    unknown = _unknown(given, [quality[place] < named_below for place in places])
    for place, label in zip(places, given, strict=True):
        if label in unknown:
            quality[place] = max(quality[place], named_below)
    suspects = sum(each < named_below for each in quality.values()) / len(quality)
    if not why_not and suspects > MOST_SUSPECTS:
        why_not = f"the words contradict {suspects:.0%} of the labels"
    return LabelQuality(quality, suggested, tuple(contradicted), not why_not, why_not, named_below)


def _unknown(given: Sequence[int], named: Sequence[bool]) -> set[int]:
    """The classes of which so many labels would be named that the words rather do not know them."""
    totals, doubted = Counter(given), Counter[int]()
    doubted.update(label for label, is_named in zip(given, named, strict=True) if is_named)
    return {label for label, count in doubted.items() if count > MOST_OF_A_CLASS * totals[label]}


def _no_verdict(given: Sequence[int], scores: Sequence[Sequence[float]], classes: int) -> str:
    """Why the words cannot judge these labels; empty where they can.

    Asked only of what was learnt from the labels as given: once they are cleaned, each label has had a say, by way of
    other texts, in what judges it.
    """
    totals, right = Counter(given), Counter[int]()
    right.update(label for label, score in zip(given, scores, strict=True) if score[label] == max(score))
    balanced = sum(right[label] / total for label, total in totals.items()) / len(totals)
    chance = 1 / classes
    if balanced - chance >= AGREEMENT_NEEDED * (1 - chance):
        return ""
    return f"the words alone choose the given label in only {balanced:.0%} of the records, averaged over the classes"


def label_errors(index: Index, found: LabelQuality) -> Iterator[Suspect]:
    """The records whose label is wrong by the words, the surest first."""
    if not found.trusted:
        return
    labels = index.labels
    for place, quality in sorted(found.quality.items(), key=lambda pair: pair[1]):
        if quality >= found.named_below:
            return
        suggested = labels[found.suggested[place]]
        reason = f"labelled {labels[index.label[place]]!r}, reads like {suggested!r}"
        yield Suspect(index.row[place], index.line[place], 1 - quality, reason, {"suggested": suggested})
