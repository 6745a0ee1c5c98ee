"""Whether the bank can be answered without knowing anything: ways to guess, held against chance.

    python -m ftdecide.course.wiseness book/questions

Each way picks an option by its looks alone.  Over all items where it can tell options apart it must not beat chance:
the lower end of the 95 % Wilson interval of its hits may not lie above the share that blind picking gets.  Cues after
Millman, Bishop & Ebel, "An analysis of test-wiseness" (1965).
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from ftdecide.course.bank import InvalidBank, load_bank
from ftdecide.course.question import LETTERS, Chapter, Question
from ftdecide.paired_test import wilson_interval

HEDGES = re.compile(
    r"\b(may|might|can|could|often|usually|sometimes|mostly|generally|likely|tends?|probably|some|perhaps|depends"
    r"|typically|rather|roughly|fairly)\b"
)
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
FEWEST_QUESTIONS, FEWEST_IN_CHAPTER, MOST_IN_CHAPTER, LEAST_CASES = 120, 10, 15, 0.6
GIVEN_AWAY = 0.8  # of the words of a key, standing in another item's stem
FEWEST_WORDS_OF_A_KEY = 4


@dataclass(frozen=True)
class Cue:
    """What one way to guess achieves: items where it applies, its mean hits (0..1), and those of blind picking."""

    name: str
    items: int
    hits: float
    chance: float

    @property
    def low(self) -> float:
        """The lower end of the 95 % interval of its hits."""
        return wilson_interval(self.hits, self.items)[0] if self.items else 0.0

    @property
    def pays(self) -> bool:
        """Whether it beats blind picking."""
        return self.low > self.chance


def words(text: str) -> frozenset[str]:
    """The words that carry meaning, cut to six letters so that endings do not tell them apart."""
    return frozenset(word[:6] for word in re.findall(r"[a-z]{4,}", text.lower()))


def _lengths(question: Question) -> list[float]:
    return [len(option.text) for option in question.options]


def _echoes(question: Question) -> list[float]:
    return [len(words(option.text) & words(question.prompt)) for option in question.options]


def _hedges(question: Question) -> list[float]:
    return [len(HEDGES.findall(option.text.lower())) for option in question.options]


def _middle(question: Question) -> list[float]:
    """Near the middle of the numbers counts more; nothing where an option holds no number."""
    found = [option.value if option.value is not None else _first_number(option.text) for option in question.options]
    if None in found or len(set(found)) < len(found):
        return [0.0] * len(found)
    ranks = {value: rank for rank, value in enumerate(sorted(found))}
    return [-abs(ranks[value] - (len(found) - 1) / 2) for value in found]


def _first_number(text: str) -> float | None:
    found = NUMBER.search(text)
    return float(found[0].replace(",", "")) if found else None


def _at(letter: str) -> Callable[[Question], list[float]]:
    return lambda question: [float(each == letter) for each in LETTERS[: len(question.options)]]


WAYS: Mapping[str, Callable[[Question], list[float]]] = {
    "the longest option": _lengths,
    "the shortest option": lambda question: [-length for length in _lengths(question)],
    "most words of the stem": _echoes,
    "the most hedged": _hedges,
    "the middle number": _middle,
    **{f"always {letter.upper()}": _at(letter) for letter in LETTERS[:5]},
}


def _tried(question: Question, way: Callable[[Question], list[float]]) -> float | None:
    """How far (0..1) a way picks the key here, ties shared; None where it cannot tell the options apart."""
    marks = way(question)
    if len(set(marks)) < 2:
        return None
    picked = [n for n, mark in enumerate(marks) if mark == max(marks)]
    return fmean(question.options[n].correct for n in picked)


def cue(name: str, items: Iterable[Sequence[Question]]) -> Cue:
    """What one way achieves over these items; the variants of one item count as one."""
    hits, chances = [], []
    for variants in items:
        tried = [(hit, question) for question in variants if (hit := _tried(question, WAYS[name])) is not None]
        if tried:
            hits.append(fmean(hit for hit, _ in tried))
            chances.append(fmean(len(q.key) / len(q.options) for _, q in tried))
    return Cue(name, len(hits), fmean(hits) if hits else 0.0, fmean(chances) if chances else 0.0)


def cues(bank: Collection[Chapter]) -> tuple[Cue, ...]:
    """Every way to guess, over all items that offer options."""
    items = [variants for chapter in bank for variants in chapter.variants.values() if variants[0].options]
    return tuple(cue(name, items) for name in WAYS)


def given_away(bank: Collection[Chapter]) -> list[str]:
    """Items whose key stands, nearly word for word, in the stem of another."""
    questions = [question for chapter in bank for question in chapter.questions]
    stems = {question.id: words(question.prompt) for question in questions}
    found = []
    for question in questions:
        for option in question.options:
            key = words(option.text) - stems[question.id]
            if not option.correct or len(key) < FEWEST_WORDS_OF_A_KEY:
                continue
            telling = [
                name for name, stem in stems.items() if name != question.id and len(key & stem) >= GIVEN_AWAY * len(key)
            ]
            found += [f"{question.id}: its key {option.text!r} stands in the stem of {name}" for name in telling]
    return found


def shortfalls(bank: Collection[Chapter]) -> list[str]:
    """What the bank promises and does not hold: how many items, how many on a concrete case, nothing given away."""
    found = []
    for chapter in bank:
        count, cases = len(chapter.questions), sum(question.case for question in chapter.questions)
        if not FEWEST_IN_CHAPTER <= count <= MOST_IN_CHAPTER:
            found.append(f"{chapter.name}: {count} items; {FEWEST_IN_CHAPTER} to {MOST_IN_CHAPTER} are promised")
        if cases < LEAST_CASES * count:
            found.append(f"{chapter.name}: {cases} of {count} ask about a case; {LEAST_CASES:.0%} are promised")
    total = sum(len(chapter.questions) for chapter in bank)
    if total < FEWEST_QUESTIONS:
        found.append(f"the bank: {total} items; {FEWEST_QUESTIONS} are promised")
    return found + given_away(bank)


def report(bank: Collection[Chapter]) -> str:
    """Counts, ways to guess and shortfalls, as text."""
    questions = [question for chapter in bank for question in chapter.questions]
    kinds = Counter(str(question.kind) for question in questions)
    templates = sum(len(variants) > 1 for chapter in bank for variants in chapter.variants.values())
    cases = sum(question.case for question in questions)
    lines = [
        f"{len(questions)} items in {len(bank)} chapters, {cases} on a case, {templates} templates",
        ", ".join(f"{kind} {count}" for kind, count in kinds.most_common()),
        "",
        f"{'way to guess':<24}{'items':>6}{'hits':>7}{'low':>7}{'chance':>8}",
        *(
            f"{c.name:<24}{c.items:>6}{c.hits:>7.2f}{c.low:>7.2f}{c.chance:>8.2f}{'  PAYS' if c.pays else ''}"
            for c in cues(bank)
        ),
    ]
    return "\n".join([*lines, "", *shortfalls(bank)]).rstrip()


def main(folder: str) -> int:
    """Print the report; exit 0 where no way pays and nothing falls short, else 1; 2 where the bank cannot be read."""
    try:
        bank = tuple(load_bank(Path(folder)).values())
    except InvalidBank as broken:
        print(broken, file=sys.stderr)
        return 2
    print(report(bank))
    return int(any(each.pays for each in cues(bank)) or bool(shortfalls(bank)))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2] or ["book/questions"]))
