"""A text of the bank as HTML, and without its marks."""

from __future__ import annotations

from html import escape


def inline(text: str) -> str:
    """The text as HTML: escaped, with `code` spans.

    >>> inline("`<b>` is <b>")
    '<code>&lt;b&gt;</code> is &lt;b&gt;'
    """
    pieces = text.split("`")
    return "".join(f"<code>{escape(piece)}</code>" if n % 2 else escape(piece) for n, piece in enumerate(pieces))


def without_marks(text: str) -> str:
    """The text for a builder that has no code spans."""
    return text.replace("`", "")
