"""Numbers as people write them in a sentence, turned into plain digits: “2k”, “1.5 million”, “two hundred”, “1,000”.

What may be read in two ways (“1.000” is a thousand to one reader and one to another), or has more digits than anything
that is counted here, is left out of the text, so that nobody's number is guessed.
"""

from __future__ import annotations

import re

UNREADABLE = "#"
_TO_TWENTY = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty
"""
_SMALL = {word: number for number, word in enumerate(_TO_TWENTY.split())}
_SMALL |= {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_TIMES = {
    "k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9,
    "hundred": 100, "dozen": 12,
}  # fmt: skip
_DIGITS = r"\d+(?:\.\d+)?"
_NOT_MEANT = re.compile(r"\d{16,}(?:\.\d+)?|\b\d+(?:\.\d+)?e[+-]?\d+\b")
_TENS = re.compile(
    r"\b(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[- ](one|two|three|four|five|six|seven|eight|nine)\b"
)
_WORDS = re.compile(rf"\b(?:{'|'.join(word for word in _SMALL if word not in ('zero', 'one'))})\b")
_ONE = re.compile(r"\b(?:an?|one)(?= (?:hundred|thousand|million|billion|dozen)\b)|\bone(?= (?:in|of|out of) \d)")
_RANGE = re.compile(rf"\b({_DIGITS})\s*(-|–|to|or)\s*({_DIGITS})\s*(k|thousand|million|hundred)\b")
_MULTIPLE = re.compile(rf"\b({_DIGITS})\s*(k|thousand|m|mn|million|bn|billion|hundred|dozen)\b")


def with_digits(text: str) -> str:
    """The text in small letters with every number that is clear as plain digits.

    >>> with_digits("About two hundred of 1,500, or 2k to 3k")
    'about 200 of 1500, or 2000 to 3000'
    >>> with_digits("1.000 letters")
    '# letters'
    >>> with_digits("1e999 letters, or 12345678901234567")
    '# letters, or #'
    """
    text = " ".join(text.casefold().replace("’", "'").replace("\N{NO-BREAK SPACE}", " ").split())
    text = re.sub(r"\b[1-9]\d{0,2}(?:,\d{3})+\b(?!,?\d)", lambda found: found[0].replace(",", ""), text)
    text = re.sub(r"\b[1-9]\d{0,2}(?: \d{3})+\b(?! ?\d)", lambda found: found[0].replace(" ", ""), text)
    text = re.sub(r"\b[1-9]\d{0,2}(?:\.\d{3})+\b|\b\d+,\d+\b", UNREADABLE, text)
    text = _NOT_MEANT.sub(UNREADABLE, text)
    text = re.sub(r"\bhalf a million\b", "500000", text)
    text = _TENS.sub(lambda found: str(_SMALL[found[1]] + _SMALL[found[2]]), text)
    text = _WORDS.sub(lambda found: str(_SMALL[found[0]]), text)
    text = _ONE.sub("1", text)
    text = _RANGE.sub(lambda found: f"{_times(found[1], found[4])} {found[2]} {_times(found[3], found[4])}", text)
    for _ in range(2):  # “two hundred thousand”
        text = _MULTIPLE.sub(lambda found: _times(found[1], found[2]), text)
    return text


def _times(digits: str, unit: str) -> str:
    return plain(float(digits) * _TIMES[unit])


def plain(number: float) -> str:
    """A number as digits, without an exponent and without decimals that say nothing.

    >>> plain(1500000.0), plain(0.25)
    ('1500000', '0.25')
    """
    return f"{number:.10f}".rstrip("0").rstrip(".")
