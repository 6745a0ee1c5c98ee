"""What the quizzes kept before there was one document (schema 1), as entries of today's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ftdecide.course.progress_entry import fault_of

UNDATED = "2026-01-01T00:00:00.000Z"  # when a file of schema 1 was answered: it does not say


def from_quizzes(quizzes: Mapping[str, Any]) -> dict[str, Any]:
    """What schema 1 kept, {chapter: {item: [given]}}, as entries that are the same each time they are made."""
    entries = {}
    for chapter, items in quizzes.items():
        for item, given in items.items() if isinstance(items, dict) else ():
            entry = {"at": UNDATED, "kind": "answer", "item": item, "chapter": chapter, "variant": 0, "given": given}
            entry |= {"right": None, "confidence_percent": None, "where": "chapter"}
            name = f"answer:{UNDATED}:{_six(f'{chapter}/{item}')}"
            if isinstance(given, list) and given and not fault_of(name, entry):
                entries[name] = entry
    return entries


def _six(text: str) -> str:
    """Six letters and digits of a text, the same each time (FNV-1a, 32 bits)."""
    value = 0x811C9DC5
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")  # half a pair becomes U+FFFD
    for byte in whole.encode():
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    digits = ""
    while value:
        value, digit = divmod(value, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits.rjust(6, "0")[-6:]
