"""JSON in and out at the command line: read whole, or refused in one line."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from ftdecide.fields import InOneLine

MAX_INPUT_BYTES = 10_000_000


class BadInput(InOneLine):
    """Input that cannot be used; its text names the file, what is wrong and the remedy, in one line."""


def read_text(name: str) -> str:
    """The text of a file, or of standard input where the name is `-`.

    Raises:
        BadInput: where it cannot be read, is empty or too large, or is no UTF-8.
    """
    try:
        if name == "-":
            raw = sys.stdin.buffer.read(MAX_INPUT_BYTES + 1) if sys.stdin else b""
        else:
            with Path(name).open("rb") as file:
                raw = file.read(MAX_INPUT_BYTES + 1)
    except OSError as fault:
        raise BadInput(f"{name}: {fault.strerror or fault}. Check the path") from None
    if not raw.strip():
        raise BadInput(
            "nothing came on standard input. Name a file, or send one through a pipe"
            if name == "-"
            else f"{name}: it is empty. Give a file that holds JSON, at least {{}}"
        )
    if len(raw) > MAX_INPUT_BYTES:
        raise BadInput(f"{name}: it is larger than {MAX_INPUT_BYTES:,} bytes. A profile takes a few hundred")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise BadInput(f"{name}: byte {fault.start} is not UTF-8 text. Save the file as UTF-8") from None


def read_json(name: str) -> Any:
    """The JSON in a file, or in standard input where the name is `-`.

    Raises:
        BadInput: as `read_text` does, and where it is no whole JSON.
    """
    text = read_text(name)
    try:
        return json.loads(text)
    except json.JSONDecodeError as fault:
        raise BadInput(
            f"{name}: it is not whole JSON: {fault.msg} at line {fault.lineno}, column {fault.colno}. "
            "If it was downloaded, download it again"
        ) from None
    except (RecursionError, ValueError):
        raise BadInput(f"{name}: it is nested too deeply or holds an enormous number. Check the file") from None


def print_json(value: Any) -> None:
    """The value on standard output."""
    print(json.dumps(value, indent=2))
