"""Defects that others would plant, in texts that the finders were not made with: what is found, and what is not."""

from __future__ import annotations

import io
import json
import random

import pytest

from ftdecide.instruments.audit.audit import Audit, audit
from ftdecide.instruments.audit.kinds import KINDS
from tests.instruments.other_defects import COPIED, MANGLED, ODD, PERSONAL, SECRETS
from tests.instruments.other_texts import DOMAINS, many

RECALL, FALSE_ALARMS = 0.95, 0.02
CLEAN = 500
SHAPES = {
    "messages": lambda q, a: {"messages": [{"role": "user", "content": q}, {"role": "assistant", "content": a}]},
    "with a system turn": lambda q, a: {
        "messages": [
            {"role": "system", "content": "You are the assistant of a small firm. Answer briefly."},
            {"role": "user", "content": q},
            {"role": "assistant", "content": a},
        ]
    },
    "prompt": lambda q, a: {"prompt": q, "completion": a},
    "instruction": lambda q, a: {"instruction": "Answer the question below.", "input": q, "output": a},
    "sharegpt": lambda q, a: {"conversations": [{"from": "human", "value": q}, {"from": "gpt", "value": a}]},
}


def planted(seed: int, domains: tuple[str, ...] = DOMAINS) -> tuple[list[tuple[str, str]], dict[str, set[int]]]:
    """Questions and answers, the clean ones first, and the rows of each defect."""
    draw = random.Random(seed)
    others = many(seed + 50, 25, tuple(each for each in DOMAINS if each not in domains) or DOMAINS)
    rows = many(seed, CLEAN + 150, domains)
    spare = rows[CLEAN:]
    del rows[CLEAN:]
    found: dict[str, set[int]] = {}

    def add(kind: str, question: str, answer: str) -> None:
        found.setdefault(kind, set()).add(len(rows))
        rows.append((question, answer))

    originals = iter(draw.sample(range(CLEAN), 150))
    for change in COPIED + COPIED:
        question, answer = rows[next(originals)]
        changed = change(question, draw)
        add("near_duplicate", changed if changed != question else f"{question} {question[-1]}", answer)
    for _ in range(25):
        add("exact_duplicate", *rows[next(originals)])
    for number in range(25):
        row = next(originals)
        question = rows[row][0]
        add("contradiction", (question, question.lower(), f"Please: {question}")[number % 3], others[number][1])
        found["contradiction"].add(row)
    for number, make in enumerate(PERSONAL):
        question, answer = spare.pop()
        told = make(draw)
        add("pii", *((f"{question} {told}", answer) if number % 2 else (question, f"{told}. {answer}")))
    for number, make in enumerate(SECRETS):
        question, answer = spare.pop()
        told = make(draw)
        add("secret", *((f"{question}\n{told}", answer) if number % 2 else (question, f"{answer} ({told})")))
    for number, change in enumerate(MANGLED + MANGLED):
        question, answer = spare.pop()
        add("mojibake", *((change(question, draw), answer) if number % 2 else (question, change(answer, draw))))
    for number, odd in enumerate(ODD):
        question, answer = spare.pop()
        add("outlier", *((odd, answer) if number % 2 else (question, odd)))
    for number in range(10):
        question, answer = spare.pop()
        long = " ".join(each for pair in many(seed + 100 + number, 160 + 10 * number, domains) for each in pair)
        add("too_long", *((question, long) if number % 2 else (long, answer)))
    return rows, found


def rows_of(report: Audit, kind: str) -> set[int]:
    return {suspect.row for suspect in report.issues[kind]}


def assert_found(report: Audit, found: dict[str, set[int]], clean: set[int]) -> None:
    for kind, rows in found.items():
        missed = sorted(rows - rows_of(report, kind))
        assert len(missed) <= (1 - RECALL) * len(rows), (kind, missed)
    alarms = {kind.name: rows_of(report, kind.name) & clean for kind in KINDS}
    assert len(set().union(*alarms.values())) <= FALSE_ALARMS * len(clean), alarms


@pytest.mark.parametrize("seed, shape", list(enumerate(SHAPES)))
def test_defects_in_conversations(seed, shape):
    rows, found = planted(seed + 11)
    text = "\n".join(json.dumps(SHAPES[shape](*row)) for row in rows)
    report = audit(io.BytesIO(text.encode()), "x", label_pass=False)
    assert_found(report, found, set(range(CLEAN)) - found["contradiction"])


@pytest.mark.parametrize("domain", ["mail", "code", "medicine", "law"])
def test_defects_in_texts_of_one_domain(domain):
    """Narrow files have few sentences, each in many records."""
    rows, found = planted(5, (domain,))
    text = "\n".join(json.dumps(SHAPES["messages"](*row)) for row in rows)
    report = audit(io.BytesIO(text.encode()), "x", label_pass=False)
    assert_found(report, found, set(range(CLEAN)) - found["contradiction"])
