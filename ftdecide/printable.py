"""Text that somebody else wrote, made safe for a terminal: what a terminal would obey is taken out."""

from __future__ import annotations

import re

_OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # all controls but tab and line end


def printable(text: str) -> str:
    r"""A line without what a terminal would obey, each such sign a space; line ends and tabs too.

    >>> printable("a\x1b[31mb")
    'a [31mb'
    """
    return "".join(letter if letter.isprintable() else " " for letter in text)


def printable_lines(text: str) -> str:
    r"""A text of several lines without controls, each of which becomes a sign of replacement; line ends and tabs stay.

    >>> printable_lines("red: \x1b[31m\nnext line")
    'red: \ufffd[31m\nnext line'
    """
    return _OBEYED.sub("\ufffd", text)
