"""Label quality by scikit-learn and cleanlab, a second opinion on `label_error` where they are installed.

TF-IDF of words and pairs of words, logistic regression out of fold, the texts whose label cleanlab finds wrong set
aside, learnt again, and cleanlab's score of each label.  Average precision (`python bench/label_errors.py --beds`, with
`--most 1000` for the first four beds and `--most 700` for the others; the news by the same command on their file):

    standard library  this   cleanlab's default
    0.70              0.50   0.45    news labelled by people, 4,000
    0.43              0.36   0.21    one-line descriptions, 20 classes
    0.54              0.50   0.37    one-line descriptions, 12 classes
    0.84              0.79   0.77    one-line descriptions, 2 classes, 90/10
    0.58              0.53   0.54    one class against all others, 90/10
    0.23              0.12   0.09    quotations, 12 classes
    0.67              0.49   0.27    descriptions, 6 classes, 200 texts
    0.55              0.36   0.16    German descriptions, 15 classes
    0.79              0.78   0.73    descriptions, 2 classes, 97/3
    0.36              0.32   0.34    questions, 2 classes, 97/3
    0.15              0.20   0.13    German messages of programs, 6 words each, 15 classes

The standard library is ahead on all but the last.
So it is no default but a cross-check: where both name a label, look there first.
"""

from __future__ import annotations

import importlib.util
from collections import Counter

from ftdecide.instruments.audit import label_error
from ftdecide.instruments.audit.index import Index
from ftdecide.instruments.audit.label_error import LabelQuality
from ftdecide.words import number_of

FOLDS = 5
FEWEST_OF_A_CLASS = FOLDS  # each fold is to have one
PENALTY = 5.0  # the inverse strength of it
NAMED_BELOW = 0.5
NEEDED = ("sklearn", "cleanlab")


def available() -> bool:
    """Whether both are installed."""
    return all(importlib.util.find_spec(name) is not None for name in NEEDED)


def label_quality(index: Index) -> LabelQuality:
    """The quality of every label of the records audited.

    `quality` is cleanlab's normalised margin, which ranks; it is no probability.  Named are the labels that cleanlab's
    confident learning (Northcutt et al., 2021) takes for wrong: those have a quality below `NAMED_BELOW`, all others at
    least that.

    Raises:
        ImportError: where scikit-learn or cleanlab is not installed.
    """
    import numpy as np
    from cleanlab.filter import find_label_issues
    from cleanlab.rank import get_label_quality_scores

    places = [place for place in index.places() if index.label[place] >= 0 and len(index.shown_words(place))]
    counts = Counter(index.label[place] for place in places)
    places = [place for place in places if counts[index.label[place]] >= FEWEST_OF_A_CLASS]
    classes = sorted({index.label[place] for place in places})
    if len(classes) < 2 or len(places) < label_error.FEWEST_RECORDS:
        return LabelQuality(
            {},
            {},
            why_not=f"{number_of(len(places), 'record')} in {number_of(len(classes), 'class', 'classes')} are too few "
            "to learn from",
        )
    number = {label: n for n, label in enumerate(classes)}
    given = np.array([number[index.label[place]] for place in places])
    texts = [" ".join(map(str, index.shown_words(place))) for place in places]
    chances = _out_of_fold(texts, given, np.ones(len(given), dtype=bool))
    kept = ~find_label_issues(given, chances, n_jobs=1)
    if all(kept[given == each].sum() >= FEWEST_OF_A_CLASS for each in range(len(classes))):
        chances = _out_of_fold(texts, given, kept)
    margins = get_label_quality_scores(given, chances, method="normalized_margin")
    wrong = find_label_issues(given, chances, n_jobs=1)
    scores = np.where(wrong, NAMED_BELOW * 0.999 * margins, NAMED_BELOW + (1 - NAMED_BELOW) * margins)
    likeliest = chances.argmax(axis=1)
    return LabelQuality(
        dict(zip(places, map(float, scores), strict=True)),
        {place: classes[each] for place, each in zip(places, likeliest, strict=True)},
        tuple(place for place, each, label in zip(places, likeliest, given, strict=True) if each != label),
        trusted=True,
        named_below=NAMED_BELOW,
    )


def _out_of_fold(texts, given, kept):
    """The probabilities of each class for each text, learnt from the texts of the other folds that are kept."""
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold

    words = TfidfVectorizer(sublinear_tf=True, min_df=2, ngram_range=(1, 2), token_pattern=r"\S+")
    weighted = words.fit_transform(texts)
    chances = np.zeros((len(given), given.max() + 1))
    for learnt, left_out in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(weighted, given):
        learnt = learnt[kept[learnt]]
        model = LogisticRegression(C=PENALTY, max_iter=300).fit(weighted[learnt], given[learnt])
        chances[np.ix_(left_out, model.classes_)] = model.predict_proba(weighted[left_out])
    return chances
