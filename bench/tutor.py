"""How often the tutor is right, how fast it is, and the weights that decide what it declines.

    .venv/bin/python bench/tutor.py            # the question sets, and times here and under the page's engine
    .venv/bin/python bench/tutor.py --weights  # fits the weights of ftdecide/course/covered.py anew

For the weights every question of book/asked.toml and book/other_subjects.txt is judged by a tutor that has not seen
it: a quarter of both is left out at a time.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from deploy.engine.bundle import ROOT, in_node
from ftdecide.course import covered
from ftdecide.course.passages import Book, load_book
from ftdecide.course.search import Search
from ftdecide.course.tutor import answer

QUESTIONS = tomllib.loads((ROOT / "tests" / "course" / "tutor_questions.toml").read_text(encoding="utf-8"))["question"]
FOLDS = 4
RIDGE = 0.01
IN_PAGE = """
import json, time
started = time.perf_counter()
from ftdecide.course.tutor import answer
answer("What is drift?")
taken = [(time.perf_counter() - started) * 1000]
for question in json.loads(given):
    begun = time.perf_counter()
    answer(question)
    taken.append((time.perf_counter() - begun) * 1000)
json.dumps(taken)
"""


def right(question: dict) -> bool:
    """Whether the tutor does what it should: a right passage among the first three, or a plain refusal."""
    reply = answer(question["text"])
    if not question["right"]:
        return not reply.answered
    return bool({passage.url for passage in reply.passages[:3]} & set(question["right"]))


def left_out(book: Book) -> Iterator[tuple[Search, list[tuple[str, str | None]]]]:
    """A search that has not learnt from some questions, and these, each with the section that it asks for, if any."""
    draw = random.Random(5)
    asked = [(phrase, url) for url, phrases in book.asked_of.items() for phrase in phrases]
    others = list(book.elsewhere)
    draw.shuffle(asked)
    draw.shuffle(others)
    for fold in range(FOLDS):
        out, out_others = set(asked[fold::FOLDS]), set(others[fold::FOLDS])
        rest = {url: tuple(p for p in phrases if (p, url) not in out) for url, phrases in book.asked_of.items()}
        kept = tuple(each for each in others if each not in out_others)
        questions = [*sorted(out), *((each, None) for each in sorted(out_others))]
        yield Search(replace(book, asked_of=rest, elsewhere=kept)), questions


def fitted(measures: np.ndarray, on_subject: np.ndarray) -> np.ndarray:
    """The weights of a logistic regression (Newton, a light ridge, both sides worth the same), the constant last."""
    x = np.c_[measures, np.ones(len(measures))]
    worth = np.where(on_subject, 0.5 / on_subject.mean(), 0.5 / (1 - on_subject.mean())) / len(x)
    ridge = RIDGE * np.diag([*x[:, :-1].var(axis=0), 0.0])
    weights = np.zeros(x.shape[1])
    for _ in range(50):
        likely = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (worth * (likely - on_subject)) + ridge @ weights
        weights -= np.linalg.solve((x.T * (worth * likely * (1 - likely))) @ x + ridge, slope)
    return weights


def report_weights() -> None:
    measures, on_subject, found = [], [], []
    for search, questions in left_out(load_book()):
        for question, url in questions:
            result = search(question)
            subject = min(result.subject, covered.MOST_SUBJECT)
            measures.append([subject, result.as_asked, result.leaning, result.unknown])
            on_subject.append(url is not None)
            if url:
                found.append(url in {passage.url for passage in result.passages[:3]})
    weights = fitted(np.array(measures), np.array(on_subject))
    names = ("subject", "as asked", "leaning", "unknown", "constant")
    print("weights:", ", ".join(f"{name} {weight:.2f}" for name, weight in zip(names, weights, strict=True)))
    used = np.array([covered.SUBJECT, covered.AS_ASKED, covered.LEANING, covered.UNKNOWN])
    standing, on = np.array(measures) @ used, np.array(on_subject)
    print(f"{len(on)} questions left out in turn; the one section they were written for among the first three: "
          f"{np.mean(found):.3f}")  # fmt: skip
    for share in (0.02, 0.03, 0.04, 0.05, 0.06, 0.08):
        needed = float(np.quantile(standing[~on], 1 - share))
        answered = np.mean(standing[on] >= needed)
        print(f"needed {needed:.2f}: declines {1 - share:.2f} of other subjects, answers {answered:.3f}")
    print(f"now {covered.NEEDED}: declines {np.mean(standing[~on] < covered.NEEDED):.3f}, "
          f"answers {np.mean(standing[on] >= covered.NEEDED):.3f}")  # fmt: skip


def times_ms(ask: Callable[[Sequence[str]], Sequence[float]]) -> str:
    """The first answer, which loads the book, and the rest."""
    first, *rest = ask([each["text"] for each in QUESTIONS])
    slow = statistics.quantiles(rest, n=20)[-1]
    return f"first {first:,.0f} ms, later median {statistics.median(rest):.1f} ms, 95th percentile {slow:.1f} ms"


def here(questions: Sequence[str]) -> list[float]:
    taken = []
    for question in ("What is drift?", *questions):
        begun = time.perf_counter()
        answer(question)
        taken.append((time.perf_counter() - begun) * 1000)
    return taken


def main() -> None:
    if "--weights" in sys.argv[1:]:
        report_weights()
        return
    print("Python:", times_ms(here))
    with tempfile.TemporaryDirectory() as folder:
        print(
            "page's engine in Node:",
            times_ms(lambda asked: json.loads(in_node(IN_PAGE, json.dumps(asked), Path(folder)))),
        )
    for name in sorted({each["set"] for each in QUESTIONS}):
        for kind, answerable in (("right passage in the first three", True), ("declined", False)):
            asked = [each for each in QUESTIONS if each["set"] == name and bool(each["right"]) is answerable]
            print(f"{name}: {kind} {sum(map(right, asked))} of {len(asked)}")


if __name__ == "__main__":
    main()
