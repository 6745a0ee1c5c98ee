"""Records longer than what trainers take in one piece."""

from __future__ import annotations

from ftdecide.instruments.audit.issue import Kind, Suspect
from ftdecide.instruments.audit.record import Record

MOST_TOKENS = 4096  # the usual length of a packed training sequence; --max-tokens sets another
ASCII_SIGNS_PER_TOKEN = 4.0
OTHER_SIGNS_PER_TOKEN = 1.5
KIND = Kind(
    "too_long",
    "records longer than a trainer takes in one piece",
    "Shorten or split them: most trainers cut the end off without a word, and the end is the answer.",
)


def estimated_tokens(text: str) -> int:
    """Tokens of a text, roughly: four signs each in English, fewer in other scripts.

    >>> estimated_tokens("word " * 400), estimated_tokens("退款" * 300)
    (500, 400)
    """
    other = 0 if text.isascii() else sum(1 for sign in text if sign > "\x7f")
    return round((len(text) - other) / ASCII_SIGNS_PER_TOKEN + other / OTHER_SIGNS_PER_TOKEN)


def too_long(record: Record, most_tokens: int = MOST_TOKENS) -> Suspect | None:
    """A record of more than `most_tokens` tokens, by estimate."""
    signs = len(record.input) + len(record.output) + len(record.system)
    if signs < most_tokens * OTHER_SIGNS_PER_TOKEN:
        return None
    tokens = estimated_tokens(record.everything)
    if tokens <= most_tokens:
        return None
    return Suspect(
        record.row, record.line, min(1.0, tokens / most_tokens - 0.5), f"about {tokens:,} tokens; {most_tokens:,} fit"
    )
