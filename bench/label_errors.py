"""Label errors found beside cleanlab's default, on texts that people labelled and whose right labels are known.

    python bench/label_errors.py DATA.csv --text text --given given_label --truth true_label

Needs scikit-learn and cleanlab, which the course itself does not.  Prints the average precision of both, their ratio,
and how many wrong labels the words contradict and how many they never show (`HIDDEN_PER_CONTRADICTED` in
`ftdecide/instruments/audit/clean.py`).  The peer is TF-IDF with logistic regression, five folds, cleanlab's
`get_label_quality_scores` as it comes.
"""

from __future__ import annotations

import argparse
import csv
import time

from ftdecide.instruments.audit.index import Index
from ftdecide.instruments.audit.label_error import label_quality
from ftdecide.instruments.audit.record import Record


def ours(texts: list[str], given: list[str]) -> tuple[list[float], set[int]]:
    """The quality of each label, and the rows whose label the words contradict."""
    index = Index()
    for row, (text, label) in enumerate(zip(texts, given, strict=True)):
        index.add(Record(row, row + 2, text, label, label=label))
    found = label_quality(index)
    return [found.quality.get(row, 1.0) for row in range(len(texts))], set(found.contradicted)


def cleanlab_default(texts: list[str], given: list[str]) -> list[float]:
    """The same by cleanlab."""
    from cleanlab.rank import get_label_quality_scores
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from sklearn.preprocessing import LabelEncoder

    labels = LabelEncoder().fit_transform(given)
    words = TfidfVectorizer(sublinear_tf=True).fit_transform(texts)
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    chances = cross_val_predict(LogisticRegression(max_iter=1000), words, labels, cv=folds, method="predict_proba")
    return list(get_label_quality_scores(labels, chances))


def main() -> None:
    from sklearn.metrics import average_precision_score

    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file")
    for name in ("text", "given", "truth"):
        parser.add_argument(f"--{name}", required=True, metavar="COLUMN")
    options = parser.parse_args()
    with open(options.file, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    texts, given = [row[options.text] for row in rows], [row[options.given] for row in rows]
    wrong = [row[options.given] != row[options.truth] for row in rows]
    started = time.perf_counter()
    quality, contradicted = ours(texts, given)
    seconds = time.perf_counter() - started
    precision = average_precision_score(wrong, [-each for each in quality])
    started = time.perf_counter()
    peer = average_precision_score(wrong, [-each for each in cleanlab_default(texts, given)])
    hidden = sum(wrong) - sum(wrong[row] for row in contradicted)
    print(f"{len(rows):,} texts, {sum(wrong):,} wrong labels")
    print(f"average precision: ours {precision:.3f} in {seconds:.1f} s, cleanlab's default {peer:.3f} in", end=" ")
    print(f"{time.perf_counter() - started:.1f} s, ratio {precision / peer:.2f}")
    caught = sum(wrong[row] for row in contradicted)
    print(f"the words contradict {len(contradicted):,} labels, {caught:,} of them wrong")
    print(
        f"wrong labels that they never show: {hidden:,}, {hidden / max(1, len(contradicted)):.2f} for each contradicted"
    )


if __name__ == "__main__":
    main()
