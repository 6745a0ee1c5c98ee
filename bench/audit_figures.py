"""The measured numbers of the chapter on auditing your examples: how good the order is in which labels are put forward.

    python bench/audit_figures.py DATA.csv --text text --given given_label --truth true_label --date 2026-11-29

DATA has the label that an annotator gave beside one that is taken for right; it stays where it is, only counts are
printed, as the `[news]` of `book/audit_measured.toml`.  Needs scikit-learn and cleanlab, as `bench/label_errors.py`.
"""

from __future__ import annotations

import argparse
import csv
import random

from label_errors import by_sklearn, cleanlab_default, ours

from ftdecide.instruments.audit.audit import audit
from ftdecide.instruments.audit.kinds import KINDS, SUSPECTED

READ = (50, 100, 200, 400, 800)  # of the labels put forward, the surest first


def turned(truth: list[str], how_many: int, seed: int = 0) -> list[str]:
    """The right labels, so many of them turned into another at random: the noise that detectors are shown off on."""
    draw, classes, given = random.Random(seed), sorted(set(truth)), list(truth)
    for row in draw.sample(range(len(truth)), how_many):
        given[row] = draw.choice([name for name in classes if name != truth[row]])
    return given


def main() -> None:
    from sklearn.metrics import average_precision_score

    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file")
    for name in ("text", "given", "truth"):
        parser.add_argument(f"--{name}", required=True, metavar="COLUMN")
    parser.add_argument("--date", required=True, help="of the run")
    options = parser.parse_args()
    with open(options.file, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    texts, given = [row[options.text] for row in rows], [row[options.given] for row in rows]
    wrong = [row[options.given] != row[options.truth] for row in rows]
    with open(options.file, "rb") as file:
        found = audit(file, "DATA", text_column=options.text, label_column=options.given)
    named = {suspect.row for suspect in found.issues["label_error"]}
    costly = {
        suspect.row
        for kind in KINDS
        if kind.costs and kind.name not in SUSPECTED
        for suspect in found.issues[kind.name]
        if not suspect.repaired
    }
    print(f"date = {options.date}\nrecords = {len(rows)}\nwrong = {sum(wrong)}")
    print(f"read = {list(READ)}")
    precision = {}
    for name, quality in (("ours", ours(texts, given)[0]), ("cleanlab", cleanlab_default(texts, given))):
        precision[name] = average_precision_score(wrong, [-each for each in quality])
        order = sorted(range(len(rows)), key=quality.__getitem__)
        print(f"{name} = {[sum(wrong[row] for row in order[:count]) for count in READ]}")
    print(f"average_precision = {precision['ours']:.3f}\naverage_precision_of_cleanlab = {precision['cleanlab']:.3f}")
    second = average_precision_score(wrong, [-each for each in by_sklearn(texts, given)])
    print(f"average_precision_of_second_opinion = {second:.3f}")
    truth = [row[options.truth] for row in rows]
    flipped = turned(truth, sum(wrong))
    quality, turned_wrong = ours(texts, flipped)[0], [one != other for one, other in zip(flipped, truth, strict=True)]
    print(f"average_precision_turned = {average_precision_score(turned_wrong, [-each for each in quality]):.3f}")
    clean = found.clean
    print(f"named = {len(named)}\nnamed_wrong = {sum(wrong[row] for row in named)}")
    print(f"clean = {clean.value}\nclean_low = {clean.low}\nclean_high = {clean.high}")
    print(f"clean_in_truth = {sum(not wrong[row] and row not in costly for row in range(len(rows)))}")


if __name__ == "__main__":
    main()
