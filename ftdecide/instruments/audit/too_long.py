"""Records longer than what trainers take in one piece."""

from __future__ import annotations

import re

from ftdecide.instruments.audit.issue import Kind, Suspect
from ftdecide.instruments.audit.record import Record

MOST_TOKENS = 4096  # the usual length of a packed training sequence; --max-tokens sets another
# Averages of the common tokenisers; a word of English is mostly one token, a long one two.
LETTERS_PER_TOKEN, DIGITS_PER_TOKEN, SIGNS_PER_TOKEN, OTHER_SIGNS_PER_TOKEN = 8, 2.5, 1.5, 1.2
_PIECE = re.compile(r"[A-Za-z]+|[0-9]+|[^\x00-\x7f]+|[!-/:-@\[-`{-~]+")
KIND = Kind(
    "too_long",
    "records longer than a trainer takes in one piece",
    "Shorten or split them: most trainers cut the end off without a word, and the end is the answer.",
)


def estimated_tokens(text: str) -> int:
    """Tokens of a text, roughly: about four characters each in English, fewer in code, digits and other scripts.

    >>> estimated_tokens("word " * 400), estimated_tokens("退款" * 300), estimated_tokens("9f3a" * 100)
    (400, 500, 280)
    """
    pieces = _PIECE.findall(text)
    return round(sum(_tokens(piece) for piece in pieces))


def _tokens(piece: str) -> float:
    first = piece[0]
    if first > "\x7f":
        return len(piece) / OTHER_SIGNS_PER_TOKEN
    if first.isdigit():
        return len(piece) / DIGITS_PER_TOKEN
    return -(-len(piece) // LETTERS_PER_TOKEN) if first.isalpha() else len(piece) / SIGNS_PER_TOKEN


def too_long(record: Record, most_tokens: int = MOST_TOKENS) -> Suspect | None:
    """A record of more than `most_tokens` tokens, by estimate."""
    characters = len(record.input) + len(record.output) + len(record.system)
    if characters < most_tokens:
        return None
    tokens = estimated_tokens(record.everything)
    if tokens <= most_tokens:
        return None
    return Suspect(
        record.row, record.line, min(1.0, tokens / most_tokens - 0.5), f"about {tokens:,} tokens; {most_tokens:,} fit"
    )
