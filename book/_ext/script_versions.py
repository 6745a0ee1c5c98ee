"""Imports between the page's scripts carry a version, so that no cache mixes yesterday's file with today's page."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

IMPORT = re.compile(r'(?<= from ")(\.{1,2}/[^"?]+\.js)(?=";)')


def with_versions(script: Path, elsewhere: dict[str, Path] | None = None) -> str:
    """The text of a script with `?v=` and a hash behind each file that it imports.

    Args:
        script: where it stands.
        elsewhere: imports that the build brings from another folder, and the file they are made of.
    """

    def version(found: re.Match[str]) -> str:
        name = found[1]
        file = (elsewhere or {}).get(name) or script.parent / name
        return f"{name}?v={hashlib.sha256(file.read_bytes()).hexdigest()[:10]}"

    return IMPORT.sub(version, script.read_text(encoding="utf-8"))
