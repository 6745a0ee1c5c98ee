"""Label errors found beside cleanlab's default, on texts that people labelled and whose right labels are known.

    python bench/label_errors.py DATA.csv --text text --given given_label --truth true_label
    python bench/label_errors.py --beds [--only German] [--most 1500]

Needs scikit-learn and cleanlab, which the course itself does not.  Prints the average precision of both, their ratio,
and how many wrong labels the words contradict and how many they never show (`HIDDEN_PER_CONTRADICTED` in
`ftdecide/instruments/audit/clean.py`).  The peer is TF-IDF with logistic regression, five folds, cleanlab's
`get_label_quality_scores` as it comes.  With `--beds`, a table over texts of many kinds (`label_beds.py`).
"""

from __future__ import annotations

import argparse
import csv
import time
from collections.abc import Iterable
from pathlib import Path

import label_beds
from label_annotators import Bed

from ftdecide.instruments.audit.clean import clean_count
from ftdecide.instruments.audit.index import Index
from ftdecide.instruments.audit.label_error import LabelQuality, label_quality
from ftdecide.instruments.audit.record import Record

FALSE_ALARMS = 0.02


def _index(texts: list[str], given: list[str]) -> Index:
    index = Index()
    for row, (text, label) in enumerate(zip(texts, given, strict=True)):
        index.add(Record(row, row + 2, text, label, label=label))
    return index


def ours(texts: list[str], given: list[str]) -> tuple[list[float], set[int]]:
    """The quality of each label, and the rows whose label the words contradict."""
    found = label_quality(_index(texts, given))
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


def by_sklearn(texts: list[str], given: list[str]) -> list[float]:
    """The same by the second path."""
    from ftdecide.instruments.audit import label_error_sklearn

    found = label_error_sklearn.label_quality(_index(texts, given))
    return [found.quality.get(row, 1.0) for row in range(len(texts))]


def table(beds: Iterable[Bed]) -> None:
    """Of each bed: average precision, what is named, and whether the clean count's interval holds the true one."""
    from sklearn.metrics import average_precision_score

    print(
        f"{'':36}texts errors  ours  sklearn cleanlab ratio | named right | named of good labels |",
        "clean: count for true, low-high",
    )
    ratios, held, alarms = [], 0, 0
    for bed in beds:
        wrong = [one != other for one, other in zip(bed.truth, bed.given, strict=True)]
        found = label_quality(_index(bed.texts, bed.given))
        ranked = [[found.quality.get(row, 1.0) for row in range(len(wrong))]]
        ranked += [by_sklearn(bed.texts, bed.given), cleanlab_default(bed.texts, bed.given)]
        precision = [average_precision_score(wrong, [-each for each in quality]) for quality in ranked]
        named = _named(found)
        right = sum(wrong[row] for row in named) / max(1, len(named))
        good = len(_named(label_quality(_index(bed.texts, bed.truth)))) / len(wrong)
        doubted = {row: 1 - each for row, each in found.quality.items()} if found.trusted else {}
        count = clean_count(
            len(wrong), set(), named, len(set(found.contradicted) - named.keys()), dict(enumerate(bed.given)), doubted
        )
        true = len(wrong) - sum(wrong)
        ratios.append(precision[0] / precision[2])
        held += count.low <= true <= count.high
        alarms += good <= FALSE_ALARMS
        shown = f"{bed.name:36}{len(wrong):5} {sum(wrong) / len(wrong):6.1%} {precision[0]:.3f}  {precision[1]:.3f}   "
        shown += f"{precision[2]:.3f}   {ratios[-1]:5.2f} | {len(named):5} {right:5.0%} | {good:20.1%} | "
        print(shown + f"{count.value:,} for {true:,}, {count.low:,}-{count.high:,}", flush=True)
    print(f"ratio {min(ratios):.2f} at least, {sorted(ratios)[len(ratios) // 2]:.2f} in the middle;", end=" ")
    print(f"good labels named {FALSE_ALARMS:.0%} at most on {alarms}, true count held on {held} of {len(ratios)} beds")


def _named(found: LabelQuality) -> dict[int, float]:
    """The rows whose label is named, with the probability that it is wrong."""
    return {row: 1 - each for row, each in found.quality.items() if found.trusted and each < found.named_below}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file", nargs="?")
    for name in ("text", "given", "truth"):
        parser.add_argument(f"--{name}", metavar="COLUMN")
    parser.add_argument(
        "--beds", action="store_true", help="the beds of label_beds.py, as far as this machine has them"
    )
    parser.add_argument("--only", default="", help="those whose name holds this")
    parser.add_argument("--most", type=int, default=20_000, help="texts of each bed")
    for name, folder in (("lists", label_beds.LISTS), ("fortunes", label_beds.FORTUNES), ("locale", label_beds.LOCALE)):
        parser.add_argument(f"--{name}", type=Path, default=folder)
    options = parser.parse_args()
    if options.beds:
        folders = options.lists, options.fortunes, options.locale
        table(label_beds.drawn(folders, options.only, options.most))
    else:
        one_file(options.file, options.text, options.given, options.truth)


def one_file(path: str, text: str, label: str, truth: str) -> None:
    """Ours beside cleanlab's default on a file."""
    from sklearn.metrics import average_precision_score

    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    texts, given = [row[text] for row in rows], [row[label] for row in rows]
    wrong = [row[label] != row[truth] for row in rows]
    started = time.perf_counter()
    quality, contradicted = ours(texts, given)
    seconds = time.perf_counter() - started
    precision = average_precision_score(wrong, [-each for each in quality])
    second = average_precision_score(wrong, [-each for each in by_sklearn(texts, given)])
    started = time.perf_counter()
    peer = average_precision_score(wrong, [-each for each in cleanlab_default(texts, given)])
    hidden = sum(wrong) - sum(wrong[row] for row in contradicted)
    print(f"{len(rows):,} texts, {sum(wrong):,} wrong labels")
    print(f"average precision: ours {precision:.3f} in {seconds:.1f} s, cleanlab's default {peer:.3f} in", end=" ")
    print(f"{time.perf_counter() - started:.1f} s, ratio {precision / peer:.2f}; the second path {second:.3f}")
    caught = sum(wrong[row] for row in contradicted)
    print(f"the words contradict {len(contradicted):,} labels, {caught:,} of them wrong")
    print(
        f"wrong labels that they never show: {hidden:,}, {hidden / max(1, len(contradicted)):.2f} for each contradicted"
    )


if __name__ == "__main__":
    main()
