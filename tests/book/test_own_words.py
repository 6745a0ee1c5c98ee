"""Ideas carry over from the lessons behind this course, sentences do not: no run of seven of their words stands here.

The lessons' text is not in the repository.  ``seed_runs.txt`` holds a mark for each seven-word run of the
five of them: the first ten hexadecimal digits of its SHA-256, from which no word can be read back.
"""

from __future__ import annotations

import ast
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from ftdecide.chat_prompt import chat_prompt
from ftdecide.evidence import load_evidence, read_toml
from ftdecide.model import TaskProfile

ROOT = Path(__file__).resolve().parents[2]
WORDS_IN_A_RUN = 7
SEED_RUNS = frozenset((Path(__file__).parent / "seed_runs.txt").read_text(encoding="ascii").split())
QUOTED = [
    "fine-tuned models are smaller and faster",  # slogans that stand in quotation marks and are answered
    "When to Fine-Tune vs When to Just Prompt: A Decision Framework",  # titles, by which the lessons are named
    "Fine-Tuning vs Prompting: When You Actually Need to Train",
    "When Fine-Tuning Actually Beats Just Writing a Better Prompt",
]


def runs(text: str) -> Iterator[str]:
    """Every run of seven words, in lower case and without punctuation."""
    plain = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    words = re.findall(r"[a-z0-9]+(?:'[a-z]+)?", plain)
    return (" ".join(words[i : i + WORDS_IN_A_RUN]) for i in range(len(words) - WORDS_IN_A_RUN + 1))


def mark(run: str) -> str:
    """What ``seed_runs.txt`` holds in the place of a run."""
    return sha256(run.encode()).hexdigest()[:10]


ALLOWED = {mark(run) for quotation in QUOTED for run in runs(quotation)}


def borrowed(texts: Iterable[str]) -> list[str]:
    """The runs that also stand in a lesson, quoted slogans aside."""
    return [run for text in texts for run in runs(text) if mark(run) in SEED_RUNS - ALLOWED]


def strings(value: object) -> Iterator[str]:
    """Every string in a parsed TOML file."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inside in value.values() if isinstance(value, dict) else value:
            yield from strings(inside)


def shown(file: Path) -> list[str]:
    """The texts of a file that a reader may see, one for each string of code or data."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".toml":
        return list(strings(tomllib.loads(text)))
    if file.suffix == ".py":
        constants = (node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant))
        return [value for value in constants if isinstance(value, str)]
    if file.suffix == ".js":
        return re.findall(r'"(?:[^"\\\n]|\\.)*"|`[^`]*`', text)
    return [text]


FILES = [
    *sorted((ROOT / "book").rglob("*.md")),
    *(file for file in sorted((ROOT / "book").rglob("*.toml")) if file.name != "references.toml"),
    *sorted((ROOT / "ftdecide").glob("*words.py")),
    ROOT / "ftdecide" / "evidence" / "claims.toml",
    ROOT / "ftdecide" / "doors" / "drill.js",
    ROOT / "README.md",
    ROOT / "LICENSE-CONTENT",
]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_sentence_of_a_lesson_stands_in(file):
    """Say it in words of our own, or quote it and list the quotation above."""
    assert borrowed(shown(file)) == []


def test_the_words_of_the_book_are_really_read():
    """A reader of files that finds none would find nothing borrowed either."""
    assert sum(len(list(runs(text))) for file in FILES for text in shown(file)) > 20_000


def test_no_sentence_of_a_lesson_stands_in_the_prompt_or_the_ladder():
    """Both are put together by the package."""
    evidence = load_evidence()
    rungs = [text for row in read_toml("ladder.toml")["rung"] for text in strings(row)]
    assert len(rungs) > 10 * len(evidence.rungs)
    assert borrowed([chat_prompt(TaskProfile(), evidence), *rungs]) == []


def test_a_borrowed_run_is_found():
    """The quoted slogans are in the lessons: without the permission each is found, however it is set."""
    for quotation in QUOTED:
        assert {mark(run) for run in runs(f"“{quotation.upper()}”, \n as *they* say")} & SEED_RUNS
    assert ALLOWED <= SEED_RUNS
    assert len(SEED_RUNS) > 3000
