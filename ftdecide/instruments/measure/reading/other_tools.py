"""What the readers of other tools' results share: how a file is told from another, opened, and what comes out of it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from ftdecide.instruments.audit.json_records import parse
from ftdecide.instruments.audit.lines import PEEK, UnusableFile, unpacked
from ftdecide.instruments.measure.outputs import Item, Output
from ftdecide.instruments.measure.reading.rows import readable, text

LARGEST = 400_000_000  # bytes of JSON that are read in one piece
LONGEST_NAME = 60  # characters of a rung's name
_PROMPTFOO = re.compile(rb'"(?:evalId|promptIdx|promptId)"\s*:|"results"\s*:\s*\{')
_INSPECT = re.compile(rb'"eval"\s*:\s*\{')


@dataclass(frozen=True)
class OtherTool:
    """Results as another tool wrote them.

    Args:
        tool: its name.
        items: that were tried.
        outputs: of each rung, by the name in the file, what it put out.
        notes: what a person has to know.
    """

    tool: str
    items: tuple[Item, ...]
    outputs: Mapping[str, tuple[Output, ...]]
    notes: tuple[str, ...] = ()


def kind_of(file: BinaryIO) -> str:
    """`inspect_zip`, `inspect` or `promptfoo`; empty where it is neither.  The file is put back to its start."""
    start = file.read(4)
    file.seek(0)
    if start == b"PK\x03\x04":
        return "inspect_zip"
    try:
        first = unpacked(file).peek(PEEK)[:PEEK]
    except (UnusableFile, OSError, EOFError, zlib.error):
        first = b""  # said where it is read
    finally:
        file.seek(0)
    begins = first.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not begins.startswith((b"{", b"[")):
        return ""
    if _INSPECT.search(begins) and b'"task"' in begins and not _PROMPTFOO.search(begins[:200]):
        return "inspect"
    return "promptfoo" if _PROMPTFOO.search(begins) else ""


def whole_json(file: BinaryIO, tool: str) -> Any:
    """The one value of a file, gzipped or not.

    Raises:
        UnusableFile: where it is no whole JSON, or too much of it.
    """
    try:
        raw = unpacked(file).read(LARGEST + 1)
    except (OSError, EOFError, zlib.error) as fault:
        raise UnusableFile(f"it breaks off ({fault}). Fetch it anew") from None
    if len(raw) > LARGEST:
        raise UnusableFile(f"it is larger than {LARGEST:,} bytes. Let {tool} write JSON lines or .eval instead")
    try:
        value, fault = parse(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UnusableFile(f"byte {error.start} is not UTF-8 text. Let {tool} write it anew") from None
    if fault:
        raise UnusableFile(f"it {fault}. Let {tool} write it anew")
    return value


def short(name: Any) -> str:
    """A rung's name on one line, cut to `LONGEST_NAME` characters.

    >>> short("Answer in one word:\\n{{question}}")
    'Answer in one word: {{question}}'
    """
    line = readable(" ".join(str(name).split()))
    return line if len(line) <= LONGEST_NAME else f"{line[: LONGEST_NAME - 1].rstrip()}…"


def mapping(value: Any) -> Mapping[str, Any]:
    """The value where it is an object, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def joined(content: Any) -> str:
    """What a message says: its text, or the texts of its parts, or the value as JSON.

    >>> joined([{"type": "text", "text": "Two"}, {"type": "image"}, {"type": "text", "text": "parts"}])
    'Two\\nparts'
    """
    if isinstance(content, list) and all(isinstance(part, Mapping) for part in content):
        return readable("\n".join(part["text"] for part in content if isinstance(part.get("text"), str)))
    return text(content)
