"""Text from elsewhere made safe to print: what steers a terminal or turns the reading direction is left out."""

from __future__ import annotations

import re

_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def bare_text(text: str) -> str:
    r"""The text without characters that steer a terminal or turn the reading direction, and without blank lines.

    >>> bare_text("red \x1b[31m\ud800 text\n\n  more ")
    'red [31m text\nmore'
    """
    kept = "".join(letter for letter in text if letter.isprintable() or letter == "\n")
    return "\n".join(line.strip() for line in _UNSEEN.sub("", kept).splitlines() if line.strip())
