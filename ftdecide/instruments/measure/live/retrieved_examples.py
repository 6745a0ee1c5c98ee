"""The examples of a pool that are nearest to an input, by BM25: SQLite's full-text index, in memory.

Words are those of the audit, so that scripts without spaces are searched too; there is no stemming, for no language is
assumed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from ftdecide.instruments.audit.words import words
from ftdecide.instruments.measure.live.pool import Example, Pool

MOST_WORDS_ASKED = 400  # different ones, the first of a long input


class Nearest:
    """A pool that is asked for what is nearest to an input."""

    def __init__(self, pool: Pool) -> None:
        self._examples = pool.examples
        self._rows = sqlite3.connect(":memory:", check_same_thread=False)
        self._rows.execute("create virtual table rows using fts5(said, tokenize='unicode61 remove_diacritics 0')")
        self._rows.executemany(
            "insert into rows(rowid, said) values (?, ?)",
            ((row, " ".join(words(each.input))) for row, each in enumerate(pool.examples)),
        )

    def __call__(self, text: str, k: int, otherwise: Sequence[Example] = ()) -> tuple[Example, ...]:
        """The `k` nearest examples, the nearest last, next to the question.

        Args:
            text: the input.
            k: 1 or more.
            otherwise: what fills up, first, where fewer than `k` have a word of the input.

        >>> pool = Pool((Example("my parcel is late", "delivery"), Example("charged twice", "billing")))
        >>> [each.output for each in Nearest(pool)("Where is the PARCEL?", 1)]
        ['delivery']
        """
        asked = " OR ".join(f'"{word}"' for word in list(dict.fromkeys(words(text)))[:MOST_WORDS_ASKED])
        found = self._ranked(asked, k) if asked else []
        fill = [each for each in otherwise if each not in found][: k - len(found)]
        return (*fill, *reversed(found))

    def _ranked(self, asked: str, k: int) -> list[Example]:
        rows = self._rows.execute(
            "select rowid from rows where rows match ? order by bm25(rows), rowid limit ?", [asked, k]
        )
        return [self._examples[row] for (row,) in rows]
