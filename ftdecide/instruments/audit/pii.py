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
_SSN = re.compile(
    r"(?<![\d-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])"
    r"|(?i:\bssn\b|social security(?: number| no\.?)?)[^\d\n]{0,12}(?:\d{3} \d{2} \d{4}|\d{9})(?!\d)"
)
_PHONE = re.compile(
    r"(?<![\w.,/+-])(?<!\d )(?:"
    r"(?:\+|00)\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d{1,4}(?:[ .-]?\d{2,4}){2,4}"
    r"|(?:1[ .-])?\(\d{2,3}\)[ .-]?\d{3,5}[ .-]\d{4}"
    r"|(?:1[ .-])?\d{3}([ .-])\d{3}\1\d{4}"
    r"|0\d{2,4}[ /-]{1,3}\d{3,4}[ -]?\d{3,4}"
    r"|0\d([ .])\d{2}(?:\2\d{2}){3}"
    r")(?: ?(?:x|ext\.?|extension) ?\d{1,6})?(?![\w-]|[.,]\d)"
    r"|(?i:\b(?:phone|tel|telephone|mobile|cell|call|text|fax|whatsapp|reach)\b)"
    r"(?i:[ .:=#-]|\b(?:number|no|nr|is|was|at|on|me|us|him|her|them|my|the|to)\b)*"
    r"(?!\d{4}-\d\d-\d\d)\+?\d(?:[ .()-]{0,2}\d){6,14}(?![\w-])"
)
_IBAN = re.compile(r"\b[A-Za-z]{2}\d{2}(?: ?[A-Za-z0-9]{4}){2,7}(?: ?[A-Za-z0-9]{1,3})?\b")
_IP = re.compile(
    r"(?<![\w.:])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?!\.?\d)"
    r"|(?<![\w:])(?:[0-9a-fA-F]{1,4}:){4,7}(?::?[0-9a-fA-F]{1,4}){1,3}(?![\w:])"
)
_MAC = re.compile(r"\b(?:[0-9A-Fa-f]{2}([:-]))(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}\b")
_STREET = re.compile(
    r"(?<!the )\b\d{1,5}[A-Za-z]? (?:[NSEW]\.? )?(?:[A-Z][a-z]+ ){1,3}"
    r"(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Terrace|Crescent)\b(?! of\b)"
    r"|\b[A-Z]\w+(?:straße|strasse|str\.|weg|gasse|allee|platz) \d{1,4}\b"
    r"|\b\d{1,4}(?: bis| ter)?,? (?:rue|avenue|boulevard|place|impasse|chemin) (?:de |du |des |de la |d')?[A-Z]\w+"
    r"|\b[Pp]\.? ?[Oo]\.? [Bb]ox \d{2,6}\b"
)
_DAY = (
    r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|(?:the )?\d{1,2}(?:st|nd|rd|th)?\.? (?:of )?[A-Za-z]{3,9},? \d{4}"
    r"|[A-Za-z]{3,9} \d{1,2}(?:st|nd|rd|th)?,? \d{4})"
)
_BORN = re.compile(rf"\b(?:born on|born|date of birth|d\.?o\.?b\.?|birth ?date|birthday)\b[^\d\n]{{0,20}}?{_DAY}", re.I)
_PAPERS = re.compile(
    r"\b(?:passport|driver'?s? licen[cs]e|licen[cs]e|national insurance|medical record|mrn|account|id card|tax id)\b"
    r"(?: number| no\.?| #|:)*[^\w\n]{0,4}(?:is )?([A-Z]{0,3} ?\d(?:[ -]?\d){5,11}[A-Z]?)\b",
    re.I,
)
_NOBODY = re.compile(r"@(?:example\.(?:com|org|net)|[\w.-]+\.(?:example|invalid|test|localhost))$", re.IGNORECASE)
_LOCAL = re.compile(r"^(?:0|127|255)\.")


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
            if text[max(0, match.start() - 1) : match.start()] in {":", "/"}:
                continue  # the name in an address, or a password
            if not _NOBODY.search(match[0]) and text[match.end() : match.end() + 1] != ":":  # git@host:path
                yield "an e-mail address", match[0]
    longest = most_digits(text)
    if longest < 2:
        return
    lowered = text.lower()
    for name, pattern, digits, hints in _NUMBERED:
        if longest >= digits and (not hints or any(hint in lowered for hint in hints)):
            for match in pattern.finditer(text):
                if pattern is not _PHONE or not _REFERENCE.search(text, max(0, match.start() - 24), match.start()):
                    yield name, match[0]
    if "." in text or ":" in text:
        for match in _IP.finditer(text):
            if not _LOCAL.match(match[0]) and not _version(text, match.start()):
                yield "an IP address", match[0]
    for match in _IBAN.finditer(text):
        if iban_is_valid(match[0]) or ("iban" in lowered and match[0][:2].upper() in _IBAN_COUNTRIES):
            yield "a bank account (IBAN)", match[0]


# What stands before a number that is no phone.
_REFERENCE = re.compile(
    r"\b(?:ref|reference|order|ticket|invoice|case|sku|isbn|tracking|item|part|serial|version|po|id)\b"
    r"(?: ?(?:no|nr|num|number|code|id))?[ #:.]{0,3}$",
    re.I,
)
_NUMBER = re.compile(r"\d[\d .()/+,-]*\d")


def most_digits(text: str) -> int:
    """The most digits that stand together, signs of punctuation between them: most texts hold no number of interest.

    >>> most_digits("In 2004 call (415) 555-0134")
    10
    """
    return max((sum(map(str.isdigit, number)) for number in _NUMBER.findall(text)), default=0)


# What to look for, the fewest digits that it has, and what stands in a text that has it.
_NUMBERED = (
    ("a social security number", _SSN, 9, ("-", "ssn", "social")),
    ("a phone number", _PHONE, 7, ()),
    ("a street address", _STREET, 2, ()),
    ("a device address (MAC)", _MAC, 2, (":", "-")),
    ("a date of birth", _BORN, 4, ("born", "birth", "dob", "d.o.b")),
    (
        "a number of papers or an account",
        _PAPERS,
        6,
        ("passport", "licen", "insurance", "record", "mrn", "account", "id card", "tax id"),
    ),
)


_VERSION = re.compile(
    r"(?:\bv|version|release|firmware|build|room|section|chapter|app|update|driver|[a-z]{3,}-?(?:js|py|db)|pandas|numpy|"
    r"chrome|firefox|android|ios|windows|kernel)[ :(]*$",
    re.I,
)


def _version(text: str, start: int) -> bool:
    """Whether what looks like an address is the number of a version."""
    return bool(_VERSION.search(text, max(0, start - 24), start))


_IBAN_COUNTRIES = frozenset(
    re.findall(
        "..",
        "ADAEALATAZBABEBGBHBIBRBYCHCRCYCZDEDJDKDOEEEGESFIFKFOFRGBGEGIGLGRGTHNHRHUIEILIQISITJOKWKZLBLCLILTLULVLYMCMDMEMKMN"
        "MRMTMUNINLNOOMPKPLPSPTQARORSRUSASCSDSESISKSMSOSTSVTLTNTRUAVAVGXKYE",
    )
)


def iban_is_valid(text: str) -> bool:
    """Whether the check digits of an IBAN hold (ISO 13616: the rest modulo 97 is 1).

    >>> iban_is_valid("GB82 WEST 1234 5698 7654 32"), iban_is_valid("GB83 WEST 1234 5698 7654 32")
    (True, False)
    """
    bare = text.replace(" ", "")
    known = bare[:2].upper() in _IBAN_COUNTRIES and 15 <= len(bare) <= 34
    return known and int("".join(str(int(c, 36)) for c in bare[4:] + bare[:4])) % 97 == 1


def hidden(text: str) -> str:
    """A find with its middle hidden, so that a report can be passed on.

    >>> hidden("jo.smith@firm.com")
    'jo…om'
    """
    return f"{text[:2]}…{text[-2:]}" if len(text) > 6 else "…"
