"""The tutor's box: a form at the foot of every page and a button in its header, and what it knows beyond passages.

The markup stands in ``_templates/tutor-box.html`` and ``tutor-button.html``, outside the article, so that no paper
and no search index has it. The script starts the engine when a reader turns to the box, never before.
"""

from __future__ import annotations

import gzip
import hashlib
import shutil
import sys
from functools import cache
from pathlib import Path

from docutils import nodes
from script_versions import with_versions
from sphinx.application import Sphinx

from ftdecide.course.guide import guide_text

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # the build runs in the repository, which is no installed package

from deploy.engine.bundle import PYODIDE, PYODIDE_FILES  # noqa: E402

FILE = ROOT / "ftdecide" / "course" / "guide.json"
STATIC = ROOT / "book" / "_static" / "tutor"
DOORS = ROOT / "ftdecide" / "doors"
VIEW = "tutor_widget"  # the same view in the book and in a notebook


@cache
def engine_megabytes() -> int:
    """What starting the engine downloads for the first time, in millions of bytes, gzipped."""
    sizes = (len(gzip.compress((PYODIDE / name).read_bytes(), 6)) for name in PYODIDE_FILES)
    return round(sum(sizes) / 1e6)


def put_box(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Name the box's files and the templates that hold it; without scripts its form leads to the search."""
    if app.builder.format != "html":
        return
    app.add_css_file("tutor/tutor.css", priority=900)  # after the theme's layer
    app.add_js_file("tutor/box.js", type="module")
    context["tutor_megabytes"] = engine_megabytes()
    context["theme_article_footer_items"] = ["tutor-box.html"]
    context["theme_article_header_end"] = ["tutor-button.html", "article-header-buttons.html"]


def write_guide(app: Sphinx, fault: Exception | None) -> None:
    """Write what the tutor knows of journeys and questions, before the wheel is made that holds it."""
    if fault or app.builder.format != "html":
        return
    titles = {page: title.astext() for page, title in app.env.titles.items()}
    text = guide_text(app.outline.journeys, titles, app.quiz_bank.values())
    if not FILE.exists() or FILE.read_text(encoding="utf-8") != text:
        FILE.write_text(text, encoding="utf-8")


def bring_view(app: Sphinx, fault: Exception | None) -> None:
    """Put the view beside the box's script, and versions into the imports between them."""
    if fault or app.builder.format != "html":
        return
    home = Path(app.outdir) / "_static" / "tutor"
    for kind in ("js", "css"):
        shutil.copyfile(DOORS / f"{VIEW}.{kind}", home / f"view.{kind}")
    text = with_versions(STATIC / "box.js", {"./view.js": DOORS / f"{VIEW}.js"})
    looks = hashlib.sha256((home / "view.css").read_bytes()).hexdigest()[:10]
    (home / "box.js").write_text(text.replace("./view.css", f"./view.css?v={looks}"), encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    app.setup_extension("lesson_map")  # which reads the outline
    app.setup_extension("quiz")  # which reads the bank
    app.connect("html-page-context", put_box, priority=900)  # after the theme has made its lists
    app.connect("build-finished", write_guide, priority=100)
    app.connect("build-finished", bring_view)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
