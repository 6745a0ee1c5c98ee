"""Street addresses: a house number and a street, in the order of the country."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ftdecide.instruments.audit.digits import Number

_AFTER_NUMBER = re.compile(
    r"\d{1,5}[A-Za-z]? (?:[NSEW]\.? |North |South |East |West )?(?:[A-Z][a-z'’]+ |\d{1,3}(?:st|nd|rd|th) ){1,3}"
    r"(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Terrace|Crescent|Way|Place|Pl|Square|"
    r"Close|Highway|Hwy|Parkway|Pkwy)\b(?! of\b)"
    r"|\d{1,4}(?: bis| ter)?,? (?:rue|avenue|boulevard|place|impasse|chemin|allée) (?:de |du |des |de la |d')?[A-Z]\w+"
)
_BEFORE_NUMBER = re.compile(
    r"(?:\b[A-Z]\w+(?:straße|strasse|str\.|weg|gasse|allee|platz|straat|gracht|laan|gatan|vej)"
    r"|\b(?:Calle|Via|Viale|Avenida|Rua|Plaza|Piazza|Paseo|Carrer|ulica|ul\.)(?: [A-Zd][\w'’]*){1,4},?"
    r"|\b[Pp]\.? ?[Oo]\.? [Bb]ox) \Z"
)
_FRENCH = tuple(
    before + street
    for before in (" ", ", ", " bis ", " bis, ", " ter ")
    for street in ("rue ", "avenue ", "boulevard ", "place d", "impasse ", "chemin ", "allée ")
)
_LONGEST = 48  # characters of a street's name


def streets(text: str, numbers: Sequence[Number]) -> Iterator[str]:
    """The street addresses of a text, whose numbers are given."""
    for start, end, _ in numbers:
        following = text[end : end + 2]
        if following[:1].isalpha() or following[1:].isupper() or text.startswith(_FRENCH, end):
            first = end
            while first > start and text[first - 1].isdigit():
                first -= 1
            match = _AFTER_NUMBER.match(text, first) if text[first - 1 : first] != "." else None
            if match and not text.endswith("the ", 0, first):  # "the 3 Main Street shops"
                yield match[0]
                continue
        least = max(0, start - _LONGEST)
        word = max(least, text.rfind(" ", least, start - 1) + 1, text.rfind("\n", least, start) + 1)
        if text[start - 1 : start] == " " and not text[word:start].islower():
            name = _BEFORE_NUMBER.search(text, least, start)
            if name:
                yield name[0] + text[start:end]
