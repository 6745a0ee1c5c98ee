"""An address that was once published keeps leading somewhere.

`book/addresses.txt` lists every page that was ever published, one to a line, with `-> where it is now` for what has
moved; a line with a `#` is a place on a page. For a page that has moved the build writes one at the old address that
leads to the new; for a place, the page that it was on leads on (a few lines of script; without them one arrives at the
page's top).
"""

from __future__ import annotations

import json
import posixpath
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

FILE = Path(__file__).parent.parent / "addresses.txt"
PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<script>location.replace("{target}" + (location.hash || ""))</script>
<meta http-equiv="refresh" content="0; url={target}">
<title>This page has moved</title>
</head>
<body><h1>This page has moved</h1><p><a href="{target}">To where it is now</a></p></body>
</html>
"""
MOVED = "{const to = %s[location.hash.slice(1)]; if (to) location.replace(to);}"


def published(text: str) -> dict[str, str]:
    """Every address with where it has moved to, or nothing where it stands.

    >>> published("book/a.html\\nbook/b.html -> book/a.html#x  # a remark")
    {'book/a.html': '', 'book/b.html': 'book/a.html#x'}

    Raises:
        ValueError: on a line that says anything else.
    """
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        said = line.partition(" # ")[0].strip() if not line.startswith("#") else ""
        if not said:
            continue
        old, _, new = (part.strip() for part in said.partition("->"))
        if " " in f"{old}{new}" or ".html" not in old or ("->" in said and ".html" not in new) or old in found:
            raise ValueError(
                f"{FILE.name}, line {number}: {line!r}; write PAGE.html once, or PAGE.html -> PAGE.html#place"
            )
        found[old] = new
    return found


def relative(old: str, new: str) -> str:
    """The new address as seen from the old one."""
    page, _, place = new.partition("#")
    return posixpath.relpath(page, posixpath.dirname(old) or ".") + (f"#{place}" if place else "")


def read_list(app: Sphinx) -> None:
    try:
        app.published_addresses = published(FILE.read_text(encoding="utf-8"))
    except ValueError as fault:
        raise ExtensionError(str(fault)) from None


def lead_on(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """A page from which a place has moved knows where to."""
    here = f"{page}.html"
    moved = {
        old.partition("#")[2]: relative(here, new)
        for old, new in app.published_addresses.items()
        if new and old.startswith(f"{here}#")
    }
    if moved and app.builder.format == "html":
        app.add_js_file(None, body=MOVED % json.dumps(moved, sort_keys=True))


def write_old_pages(app: Sphinx, fault: Exception | None) -> None:
    """A page at every address from which a whole page has moved."""
    if fault or app.builder.format != "html":
        return
    for old, new in app.published_addresses.items():
        file = Path(app.outdir) / old
        if new and "#" not in old:
            if old.removesuffix(".html") in app.env.found_docs:
                raise ExtensionError(f"{FILE.name}: {old} has not moved, it is a page of the book; remove “-> {new}”")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(PAGE.format(target=escape(relative(old, new))), encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("builder-inited", read_list)
    app.connect("html-page-context", lead_on)
    app.connect("build-finished", write_old_pages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
