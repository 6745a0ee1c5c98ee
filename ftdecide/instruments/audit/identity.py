"""What a text is known by, so that it need not be kept: 64 bits, on every machine the same.

`hash` has 32 bits in the browser's Python, where 100,000 records give one pair or more that only seem to be alike.
"""

from __future__ import annotations

from hashlib import blake2b

from ftdecide.instruments.audit.record import Record

BYTES = 8


def identity(content: str | bytes) -> int:
    """A number for a content, 64 bits with a sign (BLAKE2b: RFC 7693).

    >>> identity("a") == identity(b"a"), identity("a") == identity("b")
    (True, False)
    """
    packed = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    return int.from_bytes(blake2b(packed, digest_size=BYTES).digest(), "little", signed=True)


def identity_of(record: Record) -> int:
    """A number for all that a record says, space around its input and output aside: exact copies share it."""
    shown, answer = record.input.strip(), record.output.strip()
    return identity(f"{len(record.system)} {len(shown)} {record.system}{shown}{answer}")
