"""Personal data: addresses, numbers and accounts of people, found by their form.

Names are not looked for: no pattern tells a customer from a character in a story.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from ftdecide.instruments.audit.digits import Number, around, numbers
from ftdecide.instruments.audit.iban import ibans
from ftdecide.instruments.audit.issue import Kind, Suspect
from ftdecide.instruments.audit.phone import phones
from ftdecide.instruments.audit.record import Record
from ftdecide.instruments.audit.street import streets

KIND = Kind(
    "pii",
    "records with personal data",
    "Replace it by a stand-in of the same form: a tuned model can repeat what it was trained on, word for word.",
)
MOST_CHARACTERS = 500_000  # of an input, and of an output, that are looked at: a longer one is no record
MOST_FOUND = 100  # of a record
_EMAIL = re.compile(r"[\w.+-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}\b")
_SPELT_OUT = re.compile(
    r"\b[\w.+-]{2,64} ?(?:[\[({] ?at ?[\])}]| at ) ?[\w-]{2,60}(?: ?(?:[\[({] ?dot ?[\])}]| dot ) ?[\w-]{2,24}){1,3}\b",
    re.IGNORECASE,
)
_AT_SPELT_OUT = re.compile(
    r"\b(?P<name>[\w.+-]{1,64})(?P<space> ?)[\[({]at[\])}](?P=space)(?P<host>(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24})\b"
)
_NOBODY = re.compile(r"@(?:example\.(?:com|org|net)|[\w.-]+\.(?:example|invalid|test|localhost))$", re.IGNORECASE)
_SOCIAL = re.compile(
    r"(?<![\d-])(?!000)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])"
    r"|(?i:\bssn\b|social security(?: number| no\.?)?)[^\d\n]{0,12}(?:\d{3} \d{2} \d{4}|\d{9})(?!\d)"
    r"|(?<![\d.])\d{3}\.\d{3}\.\d{3}-\d{2}(?![\d-])"  # Brazil
)
# The United Kingdom; written in one, only what a word calls so.
_INSURANCE, _INSURANCE_SPACED = (
    re.compile(rf"\b[A-CEGHJ-PR-TW-Z]{{2}}{gap}\d{{2}}{gap}\d{{2}}{gap}\d{{2}}{gap}[A-D]\b") for gap in (" ?", " ")
)
# Letters among its digits, otherwise than in the numbers of _PAPERS.
_PASSPORT = re.compile(
    r"\bpassport(?: number| no\.?|:| #| is)*[^\w\n]{0,4}"
    r"(?-i:(?![A-Z]{0,3}\d{6,12}[A-Z]?\b)(?=\d*[A-Z])(?=(?:[A-Z]*\d){4})([A-Z0-9]{7,9}))\b",
    re.IGNORECASE,
)
_IP4 = re.compile(
    r"(?<![\w.:])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?!\.?\d)(?!(?<=\.0)/\d)"
)
_IP6 = re.compile(
    r"(?<![\w:])(?:(?:[0-9a-fA-F]{1,4}:){4,7}(?::?[0-9a-fA-F]{1,4}){1,3}|(?:[0-9a-fA-F]{1,4}:){2,6}"
    r"(?::[0-9a-fA-F]{1,4}){1,4})(?![\w:])"
)
_LOCAL = re.compile(r"^(?:0|127|255)\.")
_VERSION = re.compile(
    r"(?:\bv|version|release|firmware|build|room|section|chapter|app|update|driver|[a-z]{3,}-?(?:js|py|db)|pandas|numpy|"
    r"chrome|firefox|android|ios|windows|kernel)[ :(]*\Z",
    re.IGNORECASE,
)
_PAIRS = re.compile(r":[0-9A-Fa-f]{0,4}:|-[0-9A-Fa-f]{2}-[0-9A-Fa-f]{2}-")  # what both kinds of address have
_MAC = re.compile(r"\b(?:[0-9A-Fa-f]{2}([:-]))(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}\b")
_DAY = (
    r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|(?:the )?\d{1,2}(?:st|nd|rd|th)?\.? (?:of )?[A-Za-zäéû]{3,9}\.?,? \d{4}"
    r"|[A-Za-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4})"
)
_BORN = re.compile(
    r"\b(?:born on|born|date of birth|d\.?o\.?b\.?|birth ?date|birthday|geboren am|né le|née le)\b"
    rf"[^\d\n]{{0,20}}?{_DAY}",
    re.IGNORECASE,
)
_BORN_HINTS = ("born", "birth", "dob", "d.o.b", "geboren", "née le", "né le")
_PAPERS = re.compile(
    r"\b(?:passport|driver'?s? licen[cs]e|driving licen[cs]e|licen[cs]e|national insurance|medical record|mrn|account|"
    r"id card|national id|identity card|tax id|nhs|medicare|aadhaar|cpf|dni|nie|health card|patient id|routing)\b"
    r"(?: number| no\.?| #|:)*[^\w\n]{0,4}(?:is )?([A-Z]{0,3} ?\d(?:[ -]?\d){5,11}[A-Z]?)\b",
    re.IGNORECASE,
)
_PAPERS_HINTS = (
    "passport", "licen", "insurance", "record", "mrn", "account", "id card", "tax id", "national id", "nhs", "medicare",
    "aadhaar", "cpf", "dni", "nie", "identity", "health card", "patient id", "routing", "ni number", "nino",
)  # fmt: skip


def pii(record: Record) -> Suspect | None:
    """What a record says of people, instructions left out, with what was found hidden but for its ends."""
    text = f"{record.input[:MOST_CHARACTERS]}\n{record.output[:MOST_CHARACTERS]}"
    return held(record, personal(text), 0.9)


def held(record: Record, found: Iterable[tuple[str, str]], score: float) -> Suspect | None:
    """A record in which something private was found, given what each is and its text; None where nothing was."""
    first = list(islice(found, MOST_FOUND))
    if not first:
        return None
    names = ", ".join(dict.fromkeys(f"{name} {hidden(text)}" for name, text in first[:3]))
    more = f" and {len(first) - 3} more" if len(first) > 3 else ""
    return Suspect(record.row, record.line, score, f"holds {names}{more}")


def personal(text: str) -> Iterator[tuple[str, str]]:
    """What a text says of people: of each find what it is, and the find itself."""
    yield from (("an e-mail address", address) for address in _addresses(text))
    those = numbers(text)
    if _PAIRS.search(text):
        yield from (("a device address (MAC)", match[0]) for match in _MAC.finditer(text))
        yield from (("an IP address", match[0]) for match in _IP6.finditer(text) if _is_address(match[0]))
    if not those:
        return
    if "assport" in text or "ASSPORT" in text:
        yield from (("a passport number", match[1]) for match in _PASSPORT.finditer(text))
    longest = max(digits for _, _, digits in those)
    if longest >= 7:
        yield from _long_numbers(text, those)
    yield from (("a street address", street) for street in streets(text, those))
    if longest >= 4 and text.count(".") >= 3:
        for begin, end in around(those, 4, 1, 2):
            for match in _IP4.finditer(text, begin, end):
                if not _LOCAL.match(match[0]) and not _VERSION.search(text, max(0, match.start() - 24), match.start()):
                    yield "an IP address", match[0]
    if longest >= 4:
        yield from _told(text, those)


def _addresses(text: str) -> Iterator[str]:
    if "(at)" in text or "[at]" in text or "{at}" in text:
        found = _AT_SPELT_OUT.finditer(text)
        yield from (match[0] for match in found if not _NOBODY.search(f"{match['name']}@{match['host']}"))
    if "@" in text:
        for match in _EMAIL.finditer(text):
            token = text[max(0, match.start() - 80) : match.start()].rpartition(" ")[2]
            if (token[-1:] in {":", "/"} and token[-7:] != "mailto:") or "://" in token:
                continue  # the name in an address, or a password
            if not _NOBODY.search(match[0]) and text[match.end() : match.end() + 1] != ":":  # git@host:path
                yield match[0]
    if " dot " in text or "dot]" in text or "dot)" in text:
        yield from (match[0] for match in _SPELT_OUT.finditer(text))


def _long_numbers(text: str, those: Sequence[Number]) -> Iterator[tuple[str, str]]:
    for begin, end in around(those, 9, 34, 2):
        yield from (("a social security number", match[0]) for match in _SOCIAL.finditer(text, begin, end))
    yield from (("a phone number", phone) for phone in phones(text, those))
    yield from (("a bank account (IBAN)", account) for account in ibans(text, those))


def _told(text: str, those: Sequence[Number]) -> Iterator[tuple[str, str]]:
    """What a word before it tells."""
    lowered = text.lower()
    for begin, end in around(those, 6, 4, 4):
        yield from (("an insurance number", match[0]) for match in _INSURANCE_SPACED.finditer(text, begin, end))
    if any(hint in lowered for hint in _BORN_HINTS):
        for begin, end in around(those, 4, 60, 12):
            yield from (("a date of birth", match[0]) for match in _BORN.finditer(text, begin, end))
    if any(hint in lowered for hint in _PAPERS_HINTS):
        for begin, end in around(those, 6, 54, 16):
            yield from (("a number of papers or an account", match[1]) for match in _PAPERS.finditer(text, begin, end))
            yield from (("an insurance number", match[0]) for match in _INSURANCE.finditer(text, begin, end))


def _is_address(text: str) -> bool:
    """Whether an address of eight groups, some left out, is no time of day."""
    return any(map(str.isdigit, text)) and (text.count(":") >= 4 or "::" in text)


def hidden(text: str) -> str:
    """A find with its middle hidden, so that a report can be passed on.

    >>> hidden("jo.smith@firm.com")
    'jo…om'
    """
    return f"{text[:2]}…{text[-2:]}" if len(text) > 6 else "…"
