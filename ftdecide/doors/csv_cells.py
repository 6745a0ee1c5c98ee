"""Cells of a table that people open in a spreadsheet: none of them is a formula."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")


def cell(text: str) -> str:
    """A text as a spreadsheet shows it and does not work it out: an apostrophe stands before what begins a formula.

    Numbers stay as they are: they work out to themselves.

    >>> cell("=1+1"), cell("@sum"), cell("-a"), cell("-0.5"), cell("a = b")
    ("'=1+1", "'@sum", "'-a", '-0.5', 'a = b')
    """
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) and not _NUMBER.fullmatch(text) else text
