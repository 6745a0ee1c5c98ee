"""Lessons of the label pass: what it finds that simpler ways miss, and what it must leave alone."""

from __future__ import annotations

import json
import random
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from ftdecide.doors.cli import main
from ftdecide.instruments.audit import label_error, label_error_sklearn, label_linear, label_model, label_scores
from ftdecide.instruments.audit.clean import clean_count
from ftdecide.instruments.audit.index import Index
from ftdecide.instruments.audit.label_error import LabelQuality, label_quality
from ftdecide.instruments.audit.record import Record
from tests.instruments import planted

BOOK = Path(__file__).resolve().parents[2] / "book"
FALSE_ALARMS = 0.02
Pairs = list[tuple[str, str]]


def index_of(pairs: Pairs) -> Index:
    index = Index()
    for row, (text, label) in enumerate(pairs):
        index.add(Record(row, row + 1, text, label, label=label))
    return index


def named(found: LabelQuality) -> set[int]:
    return {row for row, each in found.quality.items() if found.trusted and each < found.named_below}


def average_precision(ranked: list[int], wrong: set[int]) -> float:
    """By hand: 1 wrong at rank 1 and 1 at rank 3 give (1/1 + 2/3) / 2."""
    hits = total = 0.0
    for rank, row in enumerate(ranked, 1):
        if row in wrong:
            hits += 1
            total += hits / rank
    return total / len(wrong)


def by_bayes_once(index: Index, pairs: Pairs) -> list[int]:
    """The baseline: rows by the margin of naive Bayes, learnt once, out of fold, from the labels as given."""
    names = sorted({label for _, label in pairs})
    given = [names.index(label) for _, label in pairs]
    texts = label_model.texts_of(index, range(len(pairs)), given, len(names))
    scores = label_model.scores(texts, [((label, 1.0),) for label in given])
    margin = [
        score[label] - max(score[:label] + score[label + 1 :]) for score, label in zip(scores, given, strict=True)
    ]
    return sorted(range(len(pairs)), key=margin.__getitem__)


def questions(chapters: int, each: int) -> Pairs:
    """The book's questions by chapter, a few words each."""
    asked = tomllib.loads((BOOK / "asked.toml").read_text(encoding="utf-8"))
    by_chapter: dict[str, list[str]] = {}
    for place, texts in asked.items():
        by_chapter.setdefault(place.split("#")[0], []).extend(texts)
    largest = sorted(by_chapter, key=lambda name: (-len(by_chapter[name]), name))[:chapters]
    draw = random.Random(0)
    pairs = [(text, name) for name in largest for text in draw.sample(by_chapter[name], each)]
    draw.shuffle(pairs)
    return pairs


def misfiled(pairs: Pairs, share: float) -> tuple[Pairs, set[int]]:
    """Errors between neighbours in the alphabet, so that they lean one way, as people's do."""
    names = sorted({label for _, label in pairs})
    rows = set(random.Random(1).sample(range(len(pairs)), int(share * len(pairs))))
    after = {name: names[(n + 1) % len(names)] for n, name in enumerate(names)}
    return [(text, after[label] if row in rows else label) for row, (text, label) in enumerate(pairs)], rows


def topics(clean: int, flipped: int) -> tuple[Pairs, set[int]]:
    return planted.labelled_file(4, clean, flipped)


def skewed(large: int, small: int) -> Pairs:
    """Two topics, one of them rare; every label is right."""
    rows = planted.labelled_file(2, 8 * large, 0)[0]
    by_topic = {topic: [pair for pair in rows if pair[1] == topic] for topic in planted.TOPICS}
    one, other, *_ = by_topic
    pairs = by_topic[one][:large] + by_topic[other][:small]
    random.Random(0).shuffle(pairs)
    return pairs


def one_word(texts: int) -> Pairs:
    """Sentences that say nothing of their class, but for one word."""
    return [
        (f"{text} refund", "money") if row % 4 == 0 else (text, "other")
        for row, text in enumerate(planted.sentences()[:texts])
    ]


@pytest.mark.parametrize("clean", [questions(4, 90), one_word(240)], ids=["questions", "one word"])
def test_it_ranks_label_errors_better_than_naive_bayes_learnt_once(clean):
    pairs, wrong = misfiled(clean, 0.15)
    index = index_of(pairs)
    found = label_quality(index)
    ours = sorted(found.quality, key=found.quality.__getitem__)
    assert average_precision(ours, wrong) > average_precision(by_bayes_once(index, pairs), wrong)


@pytest.mark.parametrize(("large", "small"), [(90, 90), (180, 20), (290, 10)])
def test_good_labels_are_left_alone_however_rare_one_of_them_is(large, small):
    pairs = skewed(large, small)
    found = label_quality(index_of(pairs))
    assert len(named(found)) <= FALSE_ALARMS * len(pairs)


def test_the_same_records_get_the_same_quality_and_in_another_order_nearly_the_same_suspects():
    pairs, _ = topics(240, 24)
    found = label_quality(index_of(pairs))
    assert found == label_quality(index_of(pairs))
    order = list(range(len(pairs)))
    random.Random(3).shuffle(order)
    again = {order[row] for row in named(label_quality(index_of([pairs[row] for row in order])))}
    assert len(again & named(found)) >= 0.9 * len(again | named(found))


def test_labels_that_are_not_judged_are_still_ranked():
    draw = random.Random(0)
    pairs = [(text, draw.choice("abc")) for text in planted.sentences()[:150]]
    found = label_quality(index_of(pairs))
    assert not found.trusted
    assert "choose the given label" in found.why_not
    assert len(found.quality) == len(pairs)


def test_the_records_beyond_those_learnt_from_are_scored_by_the_same_mixture():
    """By way of each model by itself, one text at a time, and of one table for both: the same but for a constant."""
    pairs, _ = topics(160, 16)
    index = index_of(pairs)
    names = sorted({label for _, label in pairs})
    learnt = range(120)
    texts = label_model.texts_of(index, learnt, [names.index(pairs[row][1]) for row in learnt], len(names))
    shares = [((label, 1.0),) for label in texts.given]
    read = replace(label_scores.by_both(texts, shares), mixture=(0.75, 0.25))
    scores = label_scores.of_all(texts, shares, read, index, range(160), dict(enumerate(read.scores)))
    tables, weights = label_model.tables(texts, shares), label_linear.learn(texts, shares, list(learnt))
    for row in range(120, 160):
        words, values = label_model.weighted(index, row, texts)
        bayes, linear = label_model.score(words, values, *tables), label_linear.score(words, values, weights)
        mixed = [
            0.75 * one / read.spreads[0] + 0.25 * other / read.spreads[1]
            for one, other in zip(bayes, linear, strict=True)
        ]
        assert [each - mixed[0] for each in mixed] == pytest.approx([each - scores[row][0] for each in scores[row]])


@pytest.mark.parametrize(
    ("given", "is_named", "unknown"),
    [
        ([0, 0, 0, 1, 1], [True, False, False, True, False], set()),  # one of three, one of two: not more than half
        ([0, 0, 0, 1, 1], [False, False, False, True, True], {1}),
        ([0, 0, 0, 1, 1], [True, True, False, False, False], {0}),
    ],
)
def test_a_class_of_which_most_labels_look_wrong_is_one_that_the_words_do_not_know(given, is_named, unknown):
    assert label_error._unknown(given, is_named) == unknown


@pytest.mark.parametrize(
    ("contradicted", "high"),
    # 100 records, 4 suspects at 0.99: expected good 0.04, spread 0.0396; 96 + 0.04 + 1.96 * 0.199 = 96.43
    [(0, 97), (2, 97), (3, 100)],  # more than 2 in 100 contradicted besides: words mislead, all 4 may be good
)
def test_where_words_mislead_every_suspect_may_be_good(contradicted, high):
    count = clean_count(100, set(), dict.fromkeys(range(4), 0.99), contradicted, {}, {})
    assert (count.value, count.high) == (96, high)


def test_the_second_path_finds_most_and_leaves_good_labels_alone():
    pytest.importorskip("sklearn")
    pytest.importorskip("cleanlab")
    pairs, wrong = topics(320, 32)
    found = label_error_sklearn.label_quality(index_of(pairs))
    assert len(named(found) & wrong) >= 0.8 * len(wrong)
    assert len(named(found) - wrong) <= FALSE_ALARMS * len(pairs)


def test_a_second_opinion_may_be_asked_for_at_the_command_line(tmp_path, capsys):
    """`--labels-by sklearn` judges the labels with scikit-learn and cleanlab, and writes the same report."""
    pytest.importorskip("sklearn")
    pairs, wrong = planted.labelled_file()
    data = tmp_path / "labelled.jsonl"
    rows = ({"text": text, "label": label} for text, label in pairs)
    data.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert main(["audit", str(data), "--labels-by", "sklearn", "--format", "json"]) == 0
    found = {each["row"] for each in json.loads(capsys.readouterr().out)["issues"]["label_error"]["rows"]}
    assert len(found & wrong) >= 0.8 * len(wrong)
