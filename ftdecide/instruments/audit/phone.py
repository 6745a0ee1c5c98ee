"""Phone numbers: international, in the ways that countries write their own, and bare."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ftdecide.instruments.audit.digits import Number, around

FEWEST, MOST = 7, 15  # digits (ITU-T E.164)
_WRITTEN = re.compile(
    r"(?<![\w.,/+=-])(?<!\d )(?:"
    r"(?:\+|00)\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d{1,4}(?:[ .-]?\d{2,4}){2,4}"  # any country
    r"|(?:1[ .-])?\(\d{2,5}\)[ .-]?\d{3,5}[ .-]?\d{3,4}"  # area code in brackets
    r"|(?:1[ .-])?\d{3}([ .-])\d{3}\1\d{4}"  # North America
    r"|1[3-9]\d([ -])\d{4}\2\d{4}|[6-9]\d{4} \d{5}"  # China, India
    r"|0\d{2,4}[ /-]{1,3}\d{3,4}[ -]?\d{3,4}"  # Europe, East Asia
    r"|0\d{1,4}(?: ?/ ?| )\d{2,4}(?: \d{2,4}){2,3}"  # Germany, Australia
    r"|0\d([ .-])\d{2}(?:\3\d{2}){3}"  # France
    r"|555-\d{4}"
    # Bare: as long as the numbers of a country, with the beginnings that are given out.
    r"|[2-9]\d{2}[2-9]\d{6}|[6-9]\d{9}|1[3-9]\d{9}|0[1-9]\d{8,9}"
    r")(?: ?(?:x|ext\.?|extension) ?\d{1,6})?(?![\w-]|[.,]\d)"
)
_NAMED = re.compile(
    r"(?:\b(?:phone|telephone|mobile|cell|cellphone|fax|whatsapp|telefon|tel|t[eé]l[eé]phone|tel[eé]fono|celular|handy)"
    r"\b[^\d\n.?!]{0,24}?|\b(?:call|text|reach|ring|dial|contact|sms)\b"
    r"(?:[ .:=#-]|\b(?:number|no|nr|is|was|at|on|me|us|him|her|them|my|the|to|or|via|under)\b)*"
    r"|(?:电话|手机)[^\d\n]{0,4})"
    r"(?P<number>(?!\d{4}-\d\d-\d\d)\+?\d(?:[ .()-]{0,2}\d){6,14})(?![\w-])",
    re.IGNORECASE,
)
# What stands before a number that is no phone.
_REFERENCE = re.compile(
    r"\b(?:ref|reference|order|ticket|invoice|case|sku|isbn|tracking|item|part|serial|version|po|id|ean|upc|imei|gtin|"
    r"barcode|timestamp|unix|build|request|transaction|confirmation|booking|policy|claim|product|model|batch|lot|"
    r"article|account|issn|doi|row|parcel|shipment|user|customer|member|patient|student|employee)"
    r"(?: ?(?:no|nr|num|number|code|id|is|was))*[ #:.]{0,3}\Z",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")


def phones(text: str, numbers: Sequence[Number]) -> Iterator[str]:
    """The phone numbers of a text, whose numbers are given."""
    for begin, end in around(numbers, FEWEST, 44, 16):
        taken: list[tuple[int, int]] = []
        for pattern, group in ((_WRITTEN, 0), (_NAMED, "number")):
            for match in pattern.finditer(text, begin, end):
                start, stop = match.span(group)
                if any(start < other_stop and other_start < stop for other_start, other_stop in taken):
                    continue
                enough = FEWEST <= len(_DIGIT.findall(match[group])) <= MOST + 6  # an extension
                if enough and not _REFERENCE.search(text, max(0, start - 24), start):
                    taken.append((start, stop))
                    yield match[group]
