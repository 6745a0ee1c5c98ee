"""A full-text index in memory: SQLite's FTS5, which CPython and the page's engine both bring.

It knows rows and phrases and nothing of questions; :mod:`ftdecide.course.search` asks it.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection, Iterable, Sequence

WORD = re.compile(r"[^\W_]+")
MOST_WORDS_A_BATCH = 300


class FullText:
    """Rows of texts in named columns, found by stems (Porter's) with accents dropped.

    Args:
        columns: each column's name and how much a match in it counts.
        rows: as many texts in each as there are columns; they are numbered from 0.
    """

    def __init__(self, columns: dict[str, float], rows: Iterable[Sequence[str]]) -> None:
        self.database = sqlite3.connect(":memory:", check_same_thread=False)
        self.weights = ", ".join(map(str, columns.values()))
        manner = "tokenize='porter unicode61 remove_diacritics 2'"
        self.database.execute(f"create virtual table rows using fts5({', '.join(columns)}, {manner})")
        self.database.execute(f"create virtual table said using fts5(word, {manner})")
        self.database.execute("create virtual table stems_said using fts5vocab(said, instance)")
        self.database.execute("create virtual table stems using fts5vocab(rows, row)")
        marks = ", ".join("?" for _ in columns)
        self.database.executemany(
            f"insert into rows(rowid, {', '.join(columns)}) values (?, {marks})",
            ((number, *row) for number, row in enumerate(rows)),
        )
        self.known_stems = dict(self.database.execute("select term, doc from stems"))
        self._stem: dict[str, str] = {}

    def stems(self, words: Sequence[str]) -> list[str]:
        """The stem of each word, as the index has it.

        >>> FullText({"text": 1}, []).stems(["trained", "Training", "voilà"])
        ['train', 'train', 'voila']
        """
        new = sorted({word for word in words if word not in self._stem})
        if new:
            self.database.execute("delete from said")
            self.database.executemany("insert into said(rowid, word) values (?, ?)", enumerate(new))
            found = dict(self.database.execute("select doc, term from stems_said order by offset desc"))
            self._stem |= {word: found.get(number, word.casefold()) for number, word in enumerate(new)}
        return [self._stem[word] for word in words]

    def find(self, phrases: Collection[str]) -> dict[int, float]:
        """Every row with one of the phrases, and how well it matches (above 0, bm25).

        >>> sorted(FullText({"text": 1}, [["a tuned model"], ["no such thing"]]).find(["tuned models", "poem"]))
        [0]
        """
        asked = " OR ".join(filter(None, map(quoted, phrases)))
        if not asked:
            return {}
        found = self.database.execute(
            f"select rowid, -bm25(rows, {self.weights}) from rows where rows match ?", [asked]
        )
        return dict(found)

    def near(self, one: str, other: str, words_between: int = 3) -> set[int]:
        """The rows in which both words stand close together."""
        asked = f"NEAR({quoted(one)} {quoted(other)}, {words_between})"
        return {row for (row,) in self.database.execute("select rowid from rows where rows match ?", [asked])}


def quoted(phrase: str) -> str:
    """The phrase's words as FTS5 takes a phrase; no sign of its language gets through.

    >>> quoted('NEAR( * OR "voice'), quoted("**")
    ('"NEAR OR voice"', '')
    """
    words = " ".join(WORD.findall(phrase))
    return f'"{words}"' if words else ""
