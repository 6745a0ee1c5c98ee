"""After the first words of every lab: three ways to run it, in this browser, on Binder, on the reader's machine.

The browser's way is a site of its own, which `make book` makes first (`deploy/lite/site.py`) and which is put beside
the pages here. Nothing of it is asked for before the reader says so; the button says what that downloads.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.osutil import relative_uri

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # the build runs in the repository, which is no installed package

from deploy.lite.site import NEED_THE_COURSE  # noqa: E402

SITE = ROOT / "_build" / "lite"
SIZE = SITE / "size.json"
FOLDER = "notebooks/"
LIVE_ALREADY = ("notebooks/drill",)  # the page itself runs what the notebook holds: the ways come after it
BINDER = "https://mybinder.org/v2/gh"
HOW = "book/about/publishing.html"
INSTEAD = (("book/review.html", "Review"), ("book/progress.html", "Your progress"))  # of the one that needs the course


def megabytes() -> int:
    """What opening a lab downloads, in millions of bytes, gzipped, as the build has counted it."""
    try:
        return round(json.loads(SIZE.read_text())["gzipped_bytes"] / 1e6)
    except FileNotFoundError:
        raise ExtensionError("the labs for the browser are not built: run `make book`, which builds them") from None


def ways(docname: str, repository: str, size: int) -> list[nodes.Node]:
    """The three ways for one notebook.

    Args:
        docname: the notebook's page.
        repository: OWNER/NAME on GitHub, or nothing where the course has no public repository.
        size: what the first way downloads, in megabytes.
    """
    file = f"{docname}.ipynb"
    address = f"{relative_uri(docname, 'lite/notebooks/index.html')}?path={file.removeprefix(FOLDER)}"
    title = '<p class="ft-live-title">Run this notebook</p>'
    if docname.removeprefix(FOLDER) in NEED_THE_COURSE:
        pages = [f'<a href="{escape(relative_uri(docname, page))}">{name}</a>' for page, name in INSTEAD]
        here = f"<p><b>In this browser</b> the pages {' and '.join(pages)} do the same, with what it remembers.</p>"
        shown = f'<div class="ft-live">{title}{here}'
    else:
        shown = _button(address, title, size)
    if repository:
        where = f"{BINDER}/{repository}/main?urlpath=lab/tree/{file}"
        binder = (
            f'<a href="{escape(where)}">Open in Binder</a>, a free server of others: it takes some minutes to start.'
        )
    else:
        how = relative_uri(docname, HOW)
        binder = f'<b>On Binder</b>, a free server of others, from <a href="{escape(how)}">a copy of your own</a>.'
    command = f".venv/bin/jupyter lab {file}"
    return [
        nodes.raw(
            "", f"{shown}<p>{binder}</p><p><b>On your machine</b>, in the folder of the course:</p>", format="html"
        ),
        nodes.literal_block(command, command, language="text", classes=["ft-live-command"]),
        nodes.raw("", "</div>", format="html"),
    ]


def _button(address: str, title: str, size: int) -> str:
    """The start of the box: the button, and where its script puts the notebook."""
    return (
        f'<div class="ft-live" data-live-notebook="{escape(address)}">{title}'
        f'<p><button type="button" disabled>Open in this browser (downloads {size} MB)</button> '
        '<span class="ft-live-note">Python runs in the page; what you enter stays there. The first start takes about '
        "half a minute.</span></p><noscript><p>The button needs JavaScript. The ways below do not.</p></noscript>"
        '<div class="ft-live-state" role="status"></div><div class="ft-live-place"></div>'
    )


def add_ways(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put them after what the notebook says of itself, or at its end where the page runs it already."""
    if not docname.startswith(FOLDER) or app.builder.format != "html":
        return
    section = next(iter(doctree.findall(nodes.section)), None)
    if section is None:
        raise ExtensionError(f"{docname}: it has no heading; give its first cell one")
    said = next((at for at, node in enumerate(section.children, 1) if isinstance(node, nodes.paragraph)), 1)
    place = len(section) if docname in LIVE_ALREADY else said
    section[place:place] = ways(docname, app.config.course_repository, megabytes())


def note_size(app: Sphinx, docname: str, source: list[str]) -> None:
    """A page is written again when what it says of the download may have changed."""
    if docname.startswith(FOLDER):
        app.env.note_dependency(str(SIZE))


def load_on_page(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """The button's script and look, on the labs' pages alone."""
    if pagename.startswith(FOLDER) and app.builder.format == "html":
        app.add_css_file("live.css", priority=900)
        app.add_js_file("live.js", loading_method="defer")


def bring_site(app: Sphinx, fault: Exception | None) -> None:
    """Put the labs' site beside the pages: by links to the same files where the disk has such, else as a copy."""
    if fault or app.builder.format != "html":
        return
    megabytes()  # it is there, or the build stops
    target = Path(app.outdir) / "lite"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(SITE, target, copy_function=_link)


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_config_value("course_repository", "", "env", [str])
    app.connect("source-read", note_size)
    app.connect("doctree-resolved", add_ways, priority=900)  # after the drill has its place
    app.connect("html-page-context", load_on_page)
    app.connect("build-finished", bring_site)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
