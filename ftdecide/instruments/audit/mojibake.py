"""Text that was read in the wrong encoding once, so that é became Ã©."""

from __future__ import annotations

import re

from ftdecide.instruments.audit.issue import Kind, Suspect
from ftdecide.instruments.audit.record import Record
from ftdecide.instruments.audit.words import excerpt

KIND = Kind(
    "mojibake",
    "records whose text was read in the wrong encoding",
    "Read the source as UTF-8 anew; --fixed repairs what can be turned back without loss.",
)
_LOST = re.compile(r"[\ufffd\ud800-\udfff]")
_CONTROLS = bytes((*range(9), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F))
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
# Windows-1252 leaves five bytes without a character; as browsers do, they stand for themselves.
_UNDEFINED = {0x81, 0x8D, 0x8F, 0x90, 0x9D}
_CHARACTER_OF_BYTE = {
    byte: chr(byte) if byte in _UNDEFINED else bytes([byte]).decode("cp1252") for byte in range(0x80, 0x100)
}
_BYTE_OF_CHARACTER = {each: byte for byte, each in _CHARACTER_OF_BYTE.items()} | {
    chr(byte): byte for byte in range(0x80, 0xA0)
}
_TAIL = "".join(re.escape(each) for each, byte in _BYTE_OF_CHARACTER.items() if 0x80 <= byte < 0xC0)
# What the bytes of one UTF-8 character look like, one by one.
_SPOILT = re.compile(f"[Â-ô](?:(?<=[Â-ß])[{_TAIL}]|(?<=[à-ï])[{_TAIL}]{{2}}|(?<=[ð-ô])[{_TAIL}]{{3}})")
# UTF-8 read as Mac Roman, as Windows-1251 or as a DOS table; Russian bytes read as Western letters, which no language
# sets in such rows.
_OTHER_TABLES = re.compile(
    r"[√‚РСГ├ΓÀ-ÿ](?:(?<=√)[©®†°±≥∂ß∏]|(?<=‚)Ä[ôúù¶ìî]|(?<=[РС])[\u00a0-\u00bf‚„†‡€‰‹›™]|(?<=Г)[©јѓ¶±ј¤]"
    r"|(?<=├)[⌐╢╝ñá║]|(?<=Γ)Ç[ÖÖ£¥ôª]|(?<=[À-ÿ])[À-ÿ]{5,})"
)


def mojibake(record: Record) -> Suspect | None:
    """A record that holds spoilt characters, with the first as it should read."""
    text = record.everything
    if text.isascii():
        packed = text.encode("ascii")
        if len(packed.translate(None, _CONTROLS)) == len(packed):
            return None
        found = _CONTROL.search(text)
        return found and Suspect(record.row, record.line, 0.8, f"holds the control character 0x{ord(found[0]):02x}")
    if lost := _LOST.search(text):
        return Suspect(record.row, record.line, 0.95, "holds characters that were lost in a conversion" if lost else "")
    for match in _SPOILT.finditer(text):
        if (repaired := _turned_back(match[0])) is not None and not _may_be_meant(text, match):
            around = excerpt(text[max(0, match.start() - 12) : match.end() + 6], 40)
            return Suspect(
                record.row, record.line, 0.95, f"reads {around!r}, where {match[0]!r} should be {repaired!r}"
            )
    if found := _OTHER_TABLES.search(text):
        return Suspect(
            record.row, record.line, 0.9, f"reads {excerpt(found[0], 40)!r}: another table of characters was meant"
        )
    if found := _CONTROL.search(text):
        return Suspect(record.row, record.line, 0.8, f"holds the control character 0x{ord(found[0]):02x}")
    return None


def may_be_spoilt(text: str) -> bool:
    """A first look: whether `repaired` has anything to judge."""
    return _SPOILT.search(text) is not None


def repaired(text: str) -> str:
    """The text with its spoilt characters turned back; what was lost stays lost.

    >>> repaired("Itâ€™s a cafÃ©"), repaired("SÃO PAULO")
    ('It’s a café', 'SÃO PAULO')
    """
    before = None
    while text != before:  # spoilt twice, mended twice
        before = text
        text = _SPOILT.sub(_mended, text)
    return text


def _mended(match: re.Match[str]) -> str:
    return match[0] if _may_be_meant(match.string, match) else _turned_back(match[0]) or match[0]


def _turned_back(spoilt: str) -> str | None:
    try:
        meant = bytes(_BYTE_OF_CHARACTER[each] for each in spoilt).decode("utf-8")
        return None if "\u0700" <= meant <= "\u07ff" else meant  # scripts that hardly anybody writes
    except (KeyError, UnicodeDecodeError):
        return None


def _may_be_meant(text: str, match: re.Match[str]) -> bool:
    """Whether the characters stand as a writer may set them: a capital, then a quotation mark, at a word's end."""
    first, second = match[0][0], match[0][1]
    before = text[match.start() - 1 : match.start()]
    return len(match[0]) == 2 and first.isupper() and before.isupper() and second in "”“’‘»«–—…™®°ºª·¡¿£€"
