"""Mounts the live drill on the page of notebooks/drill.ipynb, where the notebook's widget would stand.

The page loads ``drill/page.js``; the build puts beside it the same ``drill.js`` and ``drill.css`` that the
widget uses, and the engine: Pyodide and ftdecide's own wheel.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from docutils import nodes
from script_versions import with_versions
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # the build runs in the repository, which is no installed package

from deploy.engine.bundle import bundle  # noqa: E402

PAGE = "notebooks/drill"
DOORS = ROOT / "ftdecide" / "doors"
STATIC = ROOT / "book" / "_static" / "drill"
HOME = (
    '<div class="ftd-home" data-ftd-drill><noscript>The drill on this page needs JavaScript. Without it, run '
    "<code>ftdecide assess</code> at the command line.</noscript><p>The drill is loading.</p></div>"
)
KEPT = (
    '<p class="ftd-kept">Your answers stay in this browser: for your next visit, and for '
    '<a href="../book/what-changed.html">what changed</a>. “Clear all answers” deletes them.</p>'
)


def mount_drill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the drill's home after the notebook's own text."""
    if docname == PAGE:
        section = next(iter(doctree.findall(nodes.section)), None)
        if section is None:
            raise ExtensionError(f"{PAGE}: it has no heading to put the drill under; give its first cell one")
        section += nodes.raw("", HOME + KEPT, format="html")


def load_on_page(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """The drill's script and look, on its page alone."""
    if pagename == PAGE and app.builder.format == "html":
        for name in ("drill.css", "page.css"):
            app.add_css_file(f"drill/{name}", priority=900)  # after the theme's layer
        app.add_js_file("drill/page.js", type="module")


def bring_engine(app: Sphinx, fault: Exception | None) -> None:
    """Put drill.js, its look and the engine beside the page's script."""
    if fault or app.builder.format != "html":
        return
    home = Path(app.outdir) / "_static" / "drill"
    try:
        bundle(home / "engine")
    except FileNotFoundError as missing:
        raise ExtensionError(str(missing)) from None
    for name in ("drill.js", "drill.css"):
        shutil.copyfile(DOORS / name, home / name)
    page = with_versions(STATIC / "page.js", {"./drill.js": DOORS / "drill.js"})
    (home / "page.js").write_text(page, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("doctree-resolved", mount_drill)
    app.connect("html-page-context", load_on_page)
    app.connect("build-finished", bring_engine)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
