"""Text on its way to a terminal: what a terminal would obey is taken out, whatever file it came from."""

from __future__ import annotations

import re

_OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # all controls but tab and line end


def shown(text: str) -> str:
    r"""The text without controls, each of which becomes a sign of replacement; line ends and tabs stay.

    >>> shown("red: \x1b[31m\nnext line")
    'red: \ufffd[31m\nnext line'
    """
    return _OBEYED.sub("\ufffd", text)
