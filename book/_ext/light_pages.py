"""A page loads only the scripts and sheets that something on it needs, and no script holds up the reading.

The theme and its extensions put all of theirs on every page. `NEEDED_BY` says by what in the page's own text each of
those is used; what is not named there stays. Files are loaded in their order, after the page was read (`defer`).
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html._assets import _JavaScript

NEEDED_BY = {
    r"copybutton\.(js|css)|clipboard\.min\.js": r'class="[^"]*\bhighlight\b',
    r"design-tabs\.js": r"sd-tab-set",
    r"sphinx-design\.min\.css": r'class="[^"]*\bsd-',
    r"mystnb\.\w+\.css": r'class="[^"]*\bcell\b',
    r"pygments\.css": r'class="[^"]*\bhighlight\b',
    r"togglebutton\.(js|css)": r'class="[^"]*\b(toggle|dropdown admonition|admonition dropdown)\b',
}
# Inline lines of the theme that nothing here reads: the page's name is for a menu of versions.
UNREAD = re.compile(r"DOCUMENTATION_OPTIONS\.|let toggle|var togglebutton")


def needed(file: str, text: str) -> bool:
    """Is anything in the page's text served by this file?

    >>> needed("_static/design-tabs.js", "<p>no tabs</p>"), needed("_static/quiz.js", "<p>no quiz</p>")
    (False, True)
    """
    name = file.rsplit("/", 1)[-1]
    return all(re.search(use, text) for files, use in NEEDED_BY.items() if re.fullmatch(files, name))


def deferred(script: _JavaScript) -> _JavaScript:
    """The same script, run when the page has been read; one that is a module or says otherwise stays as it is."""
    attributes = dict(script.attributes)
    if script.filename and not {"async", "defer", "type"} & attributes.keys():
        attributes["defer"] = "defer"
    return _JavaScript(script.filename, priority=script.priority, **attributes)


def lighten(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Leave out what the page does not need, and defer the rest."""
    text = context.get("body") or ""
    if page == "search":  # its own scripts, which the theme writes into it, expect the others before them
        app.add_js_file("search_excerpts.js", loading_method="defer")
        return
    toggles = needed("togglebutton.js", text)
    sheets = [sheet for sheet in context["css_files"] if needed(str(sheet.filename), text)]
    scripts = [script for script in context["script_files"] if needed(str(getattr(script, "filename", script)), text)]
    context["css_files"] = sheets
    context["script_files"] = [
        deferred(script)
        for script in scripts
        if script.filename or toggles or not UNREAD.match(script.attributes.get("body", ""))
    ]


def leave_out_unused(app: Sphinx, fault: Exception | None) -> None:
    """Take out what the theme brings and no page asks for: an icon font, its own sources, other languages."""
    static = Path(app.outdir) / "_static"
    if fault is None and app.builder.format == "html":
        for folder in ("vendor", "locales"):
            shutil.rmtree(static / folder, ignore_errors=True)
        for file in (*static.glob("styles/*.map"), *static.glob("scripts/*.map")):
            file.unlink()


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("html-page-context", lighten, priority=950)  # after all that add files
    app.connect("build-finished", leave_out_unused)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
