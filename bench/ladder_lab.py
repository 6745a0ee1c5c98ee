"""Makes the small set of the ladder lab anew: questions as readers might ask them, and the part of the book for each.

    python bench/ladder_lab.py

The texts are our own (`book/asked.toml`), the label is the chapter that a question stands with, so that nobody had to
judge.  Sections that every chapter has (a trap, an exercise) are left out.  Writes `ftdecide/doors/ladder_lab.csv`.
"""

from __future__ import annotations

import csv
import random
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MADE = ROOT / "ftdecide" / "doors" / "ladder_lab.csv"
CHAPTERS = {
    "examples": "book/curation.html",
    "money": "book/money.html",
    "remedies": "book/ladder.html",
    "limits": "book/limits.html",
    "afterwards": "book/after-the-verdict.html",
    "teaching": "book/about/teaching.html",
}
EVERYWHERE = ("#the-trap", "#try-it", "#take-away")
EACH = {"pool": 40, "evaluation": 40}  # questions of each label
SHORTEST = 4  # words
SEED = 6


def questions(asked: dict[str, list[str]], page: str) -> list[str]:
    """A page's questions, in the order of the file, those of a few words left out."""
    mine = [section for section in asked if section.startswith(page) and not section.endswith(EVERYWHERE)]
    return [text for section in mine for text in asked[section] if len(text.split()) >= SHORTEST]


def rows() -> list[tuple[str, str, str]]:
    """Set, text and label of each question, the sets apart, in an order drawn."""
    asked = tomllib.loads((ROOT / "book" / "asked.toml").read_text(encoding="utf-8"))
    chance = random.Random(SEED)
    made = []
    for label, page in CHAPTERS.items():
        texts = list({text.casefold(): text for text in questions(asked, page)}.values())
        drawn = iter(chance.sample(texts, sum(EACH.values())))
        made += [(name, next(drawn), label) for name, size in EACH.items() for _ in range(size)]
    chance.shuffle(made)
    return sorted(made, key=lambda row: row[0])


def main() -> None:
    with MADE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("set", "text", "label"))
        writer.writerows(rows())
    print(f"{MADE.relative_to(ROOT)}: {sum(1 for _ in MADE.open(encoding='utf-8')) - 1} questions")


if __name__ == "__main__":
    main()
