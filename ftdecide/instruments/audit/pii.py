"""Personal data: addresses, numbers and accounts of people, found by their form.

Names are not looked for: no pattern tells a customer from a character in a story.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ftdecide.instruments.audit.issue import Kind, Suspect
from ftdecide.instruments.audit.record import Record

KIND = Kind(
    "pii",
    "records with personal data",
    "Replace it by a stand-in of the same form: a tuned model can repeat what it was trained on, word for word.",
)
_EMAIL = re.compile(r"[\w.+-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}\b")
_SSN = re.compile(r"(?<![\d-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])")
_PHONE = re.compile(
    r"(?<![\w.,/+-])(?:"
    r"\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d{1,4}(?:[ .-]?\d{2,4}){2,4}"
    r"|(?:1[ .-])?\(\d{3}\)[ .-]?\d{3}[ .-]\d{4}"
    r"|(?:1[.-])?\d{3}([.-])\d{3}\1\d{4}"
    r"|0\d{2,4}[ /-]\d{3,4}[ -]?\d{3,4}"
    r")(?![\w-]|[.,]\d)"
)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
_IP = re.compile(r"(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?!\.?\d)")
_STREET = re.compile(
    r"\b\d{1,5}[A-Za-z]? (?:[NSEW]\.? )?(?:[A-Z][a-z]+ ){1,3}"
    r"(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Way|Terrace)\b\.?,? "
    r"(?:(?:Apt|Apartment|Unit|Suite|#)\.? ?\w+,? )?(?:[A-Z][A-Za-z]+[ ,]+){1,3}(?:[A-Z]{2} )?\d{4,5}\b"
)
_BORN = re.compile(
    r"\b(?:born on|date of birth|d\.?o\.?b\.?|birth ?date)\b[^\d\n]{0,20}"
    r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2} [A-Za-z]{3,9} \d{4}|[A-Za-z]{3,9} \d{1,2},? \d{4})",
    re.IGNORECASE,
)
_PASSPORT = re.compile(r"\bpassport\b(?: number| no\.?| #)?[^\w\n]{0,4}(?:is )?([A-Z]{0,2}\d{6,9})\b", re.IGNORECASE)
_NOBODY = re.compile(r"@(?:example\.(?:com|org|net)|[\w.-]+\.(?:example|invalid|test|localhost))$", re.IGNORECASE)
_LOCAL = re.compile(r"^(?:0|10|127|255|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.")


def pii(record: Record) -> Suspect | None:
    """What a record says of people, instructions left out, with what was found hidden but for its ends."""
    found = list(_found(f"{record.input}\n{record.output}"))
    if not found:
        return None
    names = ", ".join(dict.fromkeys(f"{name} {hidden(text)}" for name, text in found[:3]))
    return Suspect(
        record.row, record.line, 0.9, f"holds {names}" + (f" and {len(found) - 3} more" if len(found) > 3 else "")
    )


def _found(text: str) -> Iterator[tuple[str, str]]:
    if "@" in text:
        for match in _EMAIL.finditer(text):
            if not _NOBODY.search(match[0]):
                yield "an e-mail address", match[0]
    longest = most_digits(text)
    if longest < 4:
        return
    lowered = text.lower()
    for name, pattern, digits, hints in _NUMBERED:
        if longest >= digits and (not hints or any(hint in lowered for hint in hints)):
            for match in pattern.finditer(text):
                yield name, match[0]
    if "." in text:
        for match in _IP.finditer(text):
            if not _LOCAL.match(match[0]) and not _version(text, match.start()):
                yield "an IP address", match[0]
    for match in _IBAN.finditer(text):
        if iban_is_valid(match[0]):
            yield "a bank account (IBAN)", match[0]


_NUMBER = re.compile(r"\d[\d .()/+,-]*\d")


def most_digits(text: str) -> int:
    """The most digits that stand together, signs of punctuation between them: most texts hold no number of interest.

    >>> most_digits("In 2004 call (415) 555-0134")
    10
    """
    return max((sum(map(str.isdigit, number)) for number in _NUMBER.findall(text)), default=0)


# What to look for, the fewest digits that it has, and what stands in a text that has it.
_NUMBERED = (
    ("a social security number", _SSN, 9, ("-",)),
    ("a phone number", _PHONE, 7, ()),
    ("a street address", _STREET, 4, ()),
    ("a date of birth", _BORN, 4, ("born", "birth", "dob", "d.o.b")),
    ("a passport number", _PASSPORT, 6, ("passport",)),
)


def _version(text: str, start: int) -> bool:
    """Whether what looks like an address is the number of a version."""
    return bool(
        re.search(r"(?:\bv|version|release|firmware|build)[ :]*$", text[max(0, start - 12) : start], re.IGNORECASE)
    )


def iban_is_valid(text: str) -> bool:
    """Whether the check digits of an IBAN hold (ISO 13616: the rest modulo 97 is 1).

    >>> iban_is_valid("GB82 WEST 1234 5698 7654 32"), iban_is_valid("GB83 WEST 1234 5698 7654 32")
    (True, False)
    """
    bare = text.replace(" ", "")
    return 15 <= len(bare) <= 34 and int("".join(str(int(c, 36)) for c in bare[4:] + bare[:4])) % 97 == 1


def hidden(text: str) -> str:
    """A find with its middle hidden, so that a report can be passed on.

    >>> hidden("jo.smith@firm.com")
    'jo…om'
    """
    return f"{text[:2]}…{text[-2:]}" if len(text) > 6 else "…"
