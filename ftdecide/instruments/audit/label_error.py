"""Labels that the text contradicts.

The words of the other records say which label a text deserves; texts whose given label they contradict count less when
the words are learnt again, three times over; then what is left is read against how often annotators err.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ftdecide.instruments.audit import label_model, label_noise
from ftdecide.instruments.audit.index import Index
from ftdecide.instruments.audit.issue import Kind, Suspect

KIND = Kind(
    "label_error",
    "labels that the text contradicts",
    "Read each against your written rule and relabel; where two people would differ, mend the rule first.",
)
FEWEST_RECORDS = 40
FEWEST_OF_A_CLASS = 4
MOST_CLASSES = 300
MOST_LEARNT_FROM = 20_000  # records; the others are judged by what these teach
PASSES = 4
AGREEMENT_NEEDED = 0.35  # of the words' label with the given one, averaged over the classes, beyond chance
# Below this quality a label is named.  On 4,000 news texts whose labels are good, 2 in 100 fall below 0.1, and twice as
# many below 0.5: words mislead there.  Where they hardly ever do, even odds are enough.
CLEARLY_WRONG, MORE_LIKELY_WRONG = 0.1, 0.5
HARDLY_EVER = 0.02  # of the records: the words choose another label, and yet the given one is likelier right
MOST_SUSPECTS = 0.35  # of the records; more says that the words do not tell these labels apart


@dataclass(frozen=True)
class LabelQuality:
    """How good each label is.

    Args:
        quality: by place in the index, the probability (0 to 1) that the label is the one that the text deserves.
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
    named_below: float = CLEARLY_WRONG


def label_quality(index: Index, progress: Callable[[float], None] = lambda share: None) -> LabelQuality:
    """The quality of every label of the records audited."""
    places = [place for place in index.places() if index.label[place] >= 0 and len(index.shown_words(place))]
    counts = Counter(index.label[place] for place in places)
    classes = sorted(label for label, count in counts.items() if count >= FEWEST_OF_A_CLASS)
    places = [place for place in places if counts[index.label[place]] >= FEWEST_OF_A_CLASS]
    if not places:
        return LabelQuality({}, {}, why_not="there are no labels")
    if len(classes) < 2 or len(places) < FEWEST_RECORDS:
        return LabelQuality(
            {}, {}, why_not=f"{len(places)} records in {len(classes)} classes are too few to learn from"
        )
    if len(classes) > MOST_CLASSES:
        return LabelQuality({}, {}, why_not=f"{len(classes):,} different labels are more than {MOST_CLASSES}")
    number = {label: n for n, label in enumerate(classes)}
    given = [number[index.label[place]] for place in places]
    learnt_from = list(range(len(places)))
    if len(places) > MOST_LEARNT_FROM:
        learnt_from = sorted(random.Random(0).sample(learnt_from, MOST_LEARNT_FROM))
    texts = label_model.texts_of(index, [places[n] for n in learnt_from], [given[n] for n in learnt_from], len(classes))
    shares: label_model.Shares = [((label, 1.0),) for label in texts.given]
    for turn in range(PASSES):
        scores = label_model.scores(texts, shares)
        if not turn and (why_not := _no_verdict(texts.given, scores, len(classes))):
            return LabelQuality({}, {}, why_not=why_not)
        noise = label_noise.fit(scores, texts.given, len(classes))
        shares = [
            [pair for pair in noise.shares(score, label) if pair[1] >= label_model.LEAST_WEIGHT]
            for score, label in zip(scores, texts.given, strict=True)
        ]
        progress((turn + 1) / (PASSES + 1))
    if len(learnt_from) < len(places):
        scores = label_model.scores_of_all(texts, shares, index, places, dict(zip(learnt_from, scores, strict=True)))
    return _judged(places, given, scores, noise, classes)


def _judged(
    places: Sequence[int],
    given: Sequence[int],
    scores: Sequence[Sequence[float]],
    noise: label_noise.Noise,
    classes: Sequence[int],
) -> LabelQuality:
    quality, suggested, contradicted = {}, {}, []
    for place, label, score in zip(places, given, scores, strict=True):
        by_label = dict(noise.shares(score, label))
        quality[place] = by_label[label]
        suggested[place] = classes[max(by_label, key=by_label.__getitem__)]
        if max(range(len(score)), key=score.__getitem__) != label:
            contradicted.append(place)
    misled = sum(quality[place] >= MORE_LIKELY_WRONG for place in contradicted) / len(places)
    named_below = MORE_LIKELY_WRONG if misled <= HARDLY_EVER else CLEARLY_WRONG
    suspects = sum(each < named_below for each in quality.values()) / len(quality)
    why_not = f"the words contradict {suspects:.0%} of the labels" if suspects > MOST_SUSPECTS else ""
    return LabelQuality(quality, suggested, tuple(contradicted), not why_not, why_not, named_below)


def _no_verdict(given: Sequence[int], scores: Sequence[Sequence[float]], classes: int) -> str:
    """Why the words cannot judge these labels; empty where they can.

    Asked of the first pass alone: in later ones each label has had a say, by way of other texts, in what judges it.
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
