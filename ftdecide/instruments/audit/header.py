"""The lines above the records of a table: the names of its columns, and Excel's `sep=;`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ftdecide.instruments.audit.shapes import CONVERSATIONS, LABELS, NO_TEXTS, PAIRS, TEXTS

_KNOWN = {*TEXTS, *LABELS, *NO_TEXTS, *CONVERSATIONS, *(name for pair in PAIRS for name in pair)}
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_SEPARATOR = re.compile("\ufeff?([\"']?)sep=(\t|[^\\w\\s\"'])\\1\\s*", re.IGNORECASE)
WORDS_OF_A_SENTENCE, LONGEST_NAME = 8, 60  # words; characters


def separator_told(line: str) -> str:
    """What Excel says above the header that cells are parted by; empty for any other line.

    >>> separator_told("sep=;"), separator_told("text;label")
    (';', '')
    """
    found = _SEPARATOR.fullmatch(line)
    return found[2] if found else ""


def why_no_header(names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> str:
    """Why the first line of a table is a record rather than the names of its columns; empty where it may be names.

    Args:
        names: the cells of the first line.
        rows: the records below it, or the first of them.

    >>> why_no_header(["Not again!", "bad"], [{"Not again!": "Fine.", "bad": "good"}, {"Not again!": "", "bad": "bad"}])
    'one of its cells stands in its column again'
    """
    below = [row for row in rows if any(row.get(name) != name for name in names)]  # files that were put together
    again = {name for name in names if any(row.get(name) == name for row in below)}
    if any(name.lower() in _KNOWN and name not in again for name in names) or _counted_up(names):
        return ""
    if any(map(_NUMBER.fullmatch, names)):
        return "one of its cells is a number"
    if any(map(_is_sentence, names)):
        return "one of its cells is a whole sentence"
    return "one of its cells stands in its column again" if again else ""


def _counted_up(names: Sequence[str]) -> bool:
    """Whether the columns are called 0, 1, 2, or 1, 2, 3, as pandas calls them."""
    numbers = [name for name in names if not name.startswith("column ")]  # without that of its index, which has no name
    return any(numbers == [str(first + n) for n in range(len(numbers))] for first in (0, 1)) and len(numbers) > 1


def _is_sentence(name: str) -> bool:
    """Whether a cell is longer than a name; a form's columns are called by its questions."""
    return not name.endswith(("?", ":")) and (len(name.split()) >= WORDS_OF_A_SENTENCE or len(name) > LONGEST_NAME)
