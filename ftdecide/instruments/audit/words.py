"""Words of a text, and texts made alike: case, punctuation and space left out."""

from __future__ import annotations

import re
import unicodedata

from ftdecide.printable import printable

_APOSTROPHES = "'’‘`´"
# One pass in C for the many texts that Latin-1 holds: letters and digits stay, all else is space.
_LATIN = bytes(code if chr(code).isalnum() and chr(code) not in "ªºµ¹²³¼½¾" else 32 for code in range(256))
_TYPOGRAPHIC = [(each, " ") for each in "“”„–—…•€™→\u202f\u2009"] + [(each, "") for each in "’‘"]
# Scripts without spaces between words: each character counts as a word.
_WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]|[^\W_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]+"
)
_DROPPED = str.maketrans("", "", _APOSTROPHES)


def words(text: str) -> list[str]:
    """The words in lower case; accents stay, full-width characters become plain.

    >>> words("Don't “pay” twice, José: 12,50 €"), words("我要退款")
    (['dont', 'pay', 'twice', 'josé', '12', '50'], ['我', '要', '退', '款'])
    """
    if not text.isascii():
        for typographic, plain in _TYPOGRAPHIC:
            text = text.replace(typographic, plain)
    try:
        packed = text.lower().encode("latin-1")
    except UnicodeEncodeError:
        return _WORD.findall(unicodedata.normalize("NFKC", text).lower().translate(_DROPPED))
    return packed.translate(_LATIN, b"'`\xb4").decode("latin-1").split()


def excerpt(text: str, most: int = 160) -> str:
    """A text on one line, cut to `most` characters; what a terminal would obey is left out.

    >>> excerpt("one\\ntwo", 5)
    'one …'
    """
    line = " ".join(printable(text[: most * 4]).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + " …"
