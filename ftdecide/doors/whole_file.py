"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from ftdecide.doors.json_files import BadInput


@contextmanager
def whole_file(name: str) -> Iterator[TextIO]:
    """Text to be written, UTF-8, line ends as given; it takes the place of `name` once everything is there.

    An exception, Ctrl-C among them, leaves what was there before.  `-` is standard output, and a device or a
    pipe is written to directly.

    Raises:
        BadInput: where no file can be made of that name.
    """
    if name == "-":
        sys.stdout.reconfigure(encoding="utf-8", newline="")
        yield sys.stdout
        return
    target = Path(os.path.realpath(name))
    # Not by the process's number, which comes again: a part that a killed run left would be in the way.
    part = target.parent / f".{target.name[:40]}.{secrets.token_hex(8)}.part"
    try:
        direct = target.exists() and not target.is_file()
        file = (
            target.open("w", encoding="utf-8", newline="") if direct else part.open("x", encoding="utf-8", newline="")
        )
    except (OSError, ValueError) as fault:
        why = fault.strerror if isinstance(fault, OSError) else fault
        raise BadInput(f"{name}: {why}. Check the path to be written") from None
    try:
        with file:
            yield file
        if not direct:
            if target.exists():
                shutil.copymode(target, part)
            os.replace(part, target)
    finally:
        with suppress(FileNotFoundError):
            part.unlink()
