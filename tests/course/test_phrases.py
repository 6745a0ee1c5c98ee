"""Answers in a reader's own words, judged by Python and by the page's script alike."""

# ruff: noqa: E501 (answers to one concept stand on one line)
from __future__ import annotations

import json
import random
import subprocess

import pytest

from course.small_bank import ROOT
from deploy.local.steps import environment
from ftdecide.course.phrases import match_answers, meant_words, phrase_pattern, plain_words

CONDITIONS = {
    0: ["traffic is high", "many model calls a month", "high volume for one model", "a lot of the same work", "it happens all the time", "high volume", "High-volume, repetitive task", "lots of requests", "we do it OFTEN", "you do the same task over and over",
        "many similar requests each month", "a lot of traffic", "VOLUME", "a task done at scale", "ｖｏｌｕｍｅ",
        "we do it a lot", "we do this task a lot", "many requests with no variation", "volume, no doubt"],
    1: ["nearmiss", "the prompt gets close", "near miss", "a near-miss base model", "the base model almost does it", "model nearly gets it right", "close but unreliable",
        "it gets it right most of the time", "the model can already nearly do it", "almost‑but‑not‑quite",
        "base model can't quite do it", "does it but not consistently", "often right, not always",
        "a base model that can do the task most of the time", "pass rate in the middle", "model is 80% there", "90% there", "it gets 80 percent right", "not perfect, but close", "can’t quite do it", "it almost works, without being reliable"],
    2: ["dataset", "data quality", "hundreds of clean examples", "a few hundred clean examples", "a few thousand good examples", "clean data, not messy", "input and output pairs that are correct", "clean data", "a thousand labelled samples", "enough good examples", "training data of good quality", "500 checked pairs", "a large clean dataset",
        "hundreds to thousands of clean examples of the desired behaviour", "cléan exámples",
        "no volume but clean examples", "clean examples with no mistakes", "examples that don't have errors, clean ones", "no noise, clean examples"],
    None: ["", "   ", "money", "an eval set", "low volume", "few examples", "the model cannot do it", "data", "a high volume of examples", "often wrong", "fails often", "low traffic",
           "high volume, almost right, hundreds of clean examples", "sehr viele Beispiele", "<script>alert(1)</script>", "🙂", "x" * 5000,
           "no volume", "no high volume", "volume is not needed", "we don't have volume", "not enough volume", "no need for volume", "volume does not matter", "lack of volume", "zero volume",
           "we don't do it a lot", "not many requests", "near miss is not needed", "no near miss", "a near miss isn’t required", "not a near miss", "not almost", "a near miss is irrelevant",
           "no clean examples", "without examples", "without any clean examples", "without having hundreds of clean examples", "not enough clean examples", "clean examples are not necessary",
           "clean examples are missing", "neither volume nor clean examples", "we do not need clean data"],
}  # fmt: skip


@pytest.fixture(scope="module")
def conditions(bank):
    return bank["three-conditions"].question("tc-name-all").concepts


@pytest.mark.parametrize(
    "concept, answer", [(concept, answer) for concept in CONDITIONS for answer in CONDITIONS[concept]]
)
def test_an_answer_counts_for_the_condition_it_means(conditions, concept, answer):
    assert match_answers(conditions, [answer]) == (concept,)


@pytest.mark.parametrize("rung, answer", [
    (0, "prompting"), (0, "a better prompt"), (2, "few-shot prompting"), (3, "retrieval-augmented prompting"),
    (0, "prompt"), (2, "worked examples"), (3, "fetch similar past replies"), (1, "a page kept and sent each time"), (1, "system prompt"),
    (3, "Retrieved examples in the prompt"), (3, "the most similar examples in the prompt"),
    (3, "search for similar examples and put them in the prompt"), (3, "examples fetched for each request"),
    (3, "documents in the prompt"), (0, "instructions"), (0, "improve the wording"), (1, "standing instructions"),
    (2, "five replies in the prompt"), (None, "prompt, primer, examples, retrieval"),
    (None, "prompt caching"), (None, "automatic prompt optimisation"), (None, "zero-shot prompting"),
])  # fmt: skip
def test_an_answer_counts_for_the_rung_it_means(bank, rung, answer):
    assert match_answers(bank["ladder"].question("la-name-rungs").concepts, [answer]) == (rung,)


@pytest.mark.parametrize("answers, counted", [
    (["clean data", "volume", "near miss"], (2, 0, 1)),  # order is free
    (["volume", "high volume", "near miss"], (0, None, 1)),  # no condition twice
    (["clean data", "Clean data!", "clean  data"], (2, None, None)),
    (["high volume of almost right answers", "volume", ""], (1, 0, None)),  # two would do: the other box decides
    (["volume, almost, clean data"] * 3, (None, None, None)),  # everything in every box names nothing
    ([], ()),
])  # fmt: skip
def test_answers_share_the_conditions_out(conditions, answers, counted):
    assert match_answers(conditions, answers) == counted


def test_the_page_judges_as_the_bank_does(bank):
    """Every naming question over a table of answers and 2,000 drawn combinations, in Node and in Python."""
    drawn = random.Random(2)
    said = [answer for answers in CONDITIONS.values() for answer in answers]
    said += [
        "better prompt",
        "prompt engineering",
        "skill primer",
        "few-shot examples",
        "RAG",
        "retrieve examples",
        "İstanbul volume",
        "ﬁne",
        "Å ngström",
    ]
    words = sorted({word for answer in said for word in plain_words(answer).split()} | {",", "but", "ß"})
    asked = []
    for question in (q for chapter in bank.values() for q in chapter.questions if q.concepts):
        concepts = [
            {key: [phrase_pattern(phrase) for phrase in getattr(concept, key)] for key in ("accepts", "rejects")}
            for concept in question.concepts
        ]
        for _ in range(1000):
            answers = [
                drawn.choice(said) if drawn.random() < 0.5 else " ".join(drawn.choices(words, k=drawn.randint(1, 6)))
                for _ in question.concepts
            ]
            asked.append((question, concepts, answers))
    python = [
        [
            [plain_words(answer) for answer in answers],
            [meant_words(answer) for answer in answers],
            list(match_answers(question.concepts, answers)),
        ]
        for question, _, answers in asked
    ]
    script = """
      const { plainWords, meantWords, matchAnswers } = await import(process.argv[1]);
      const asked = JSON.parse((await import("fs")).readFileSync(0, "utf8"));
      console.log(JSON.stringify(asked.map(([concepts, answers]) => [answers.map(plainWords), answers.map(meantWords), matchAnswers(concepts, answers)])));
    """
    node = subprocess.run(
        ["node", "--input-type=module", "-e", script, "--", (ROOT / "book" / "_static" / "quiz" / "phrases.js").as_uri()],
        input=json.dumps([[concepts, answers] for _, concepts, answers in asked]),
        capture_output=True, text=True, check=True, env=environment(), timeout=240,
    )  # fmt: skip
    assert len(python) == 2000
    assert json.loads(node.stdout) == python
    assert {result[2].count(None) for result in python} >= {0, 1, 2, 3}  # the table holds good answers and bad ones


@pytest.mark.parametrize("answers, reason", [
    (["", "", ""], "left empty."),
    (["volume", "Volume!", ""], "the same words as in answer 1."),
    (["volume", "many requests", ""], "named already in another box."),
    (["", "volume, almost, clean data", ""], "several in one box; write one in each."),
    (["", "no clean examples", ""], "it says that this is missing or not needed."),
    (["", "near miss is not needed", ""], "it says that this is missing or not needed."),
    (["", "low volume", ""], "part of it says something else than what is asked for."),
    (["", "money", ""], "not one of them."),
    (["", "🙂", ""], "not one of them."),
])  # fmt: skip
def test_the_page_gives_the_one_reason_that_applies(conditions, answers, reason):
    """Of the second box; Python gives no point for it either."""
    assert match_answers(conditions, answers)[1] is None
    patterns = [
        {key: [phrase_pattern(phrase) for phrase in getattr(concept, key)] for key in ("accepts", "rejects")}
        for concept in conditions
    ]
    script = """
      const { refusal } = await import(process.argv[1]);
      const [concepts, answers] = JSON.parse((await import("fs")).readFileSync(0, "utf8"));
      console.log(refusal(concepts, answers, 1));
    """
    node = subprocess.run(
        ["node", "--input-type=module", "-e", script, "--", (ROOT / "book" / "_static" / "quiz" / "phrases.js").as_uri()],
        input=json.dumps([patterns, answers]), capture_output=True, text=True, check=True, env=environment(), timeout=240,
    )  # fmt: skip
    assert node.stdout.strip() == reason
