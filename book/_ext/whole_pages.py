"""A build that reads one page again still leaves every page right.

A page shows more than its own text: the menu has the titles of the others, a link the heading it leads to, an
address of a style sheet its version. Sphinx writes anew what it read anew. So where anything that pages show of
one another is no longer as it was, all pages are written; where only prose changed, that page alone.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.index_entries import split_index_msg


def shown_elsewhere(app: Sphinx, env: BuildEnvironment) -> str:
    """A digest of what one page may show of another: titles, headings, order, labels, terms, front matter, files."""
    standard = env.domaindata["std"]
    parts = [
        *(f"{page} {title.pformat()}" for page, title in sorted(env.titles.items())),
        *(f"{page} {headings.pformat()}" for page, headings in sorted(env.tocs.items())),
        repr(sorted(env.toctree_includes.items())),
        *(f"{page} {sorted(front(said).items())}" for page, said in sorted(env.metadata.items())),
        *(repr(sorted(standard[kind].items())) for kind in ("labels", "anonlabels", "objects", "terms")),
    ]
    digest = hashlib.sha256("\0".join(parts).encode())
    for folder in (*app.config.html_static_path, *app.config.templates_path):
        for file in sorted(path for path in (Path(app.confdir) / folder).rglob("*") if path.is_file()):
            digest.update(file.read_bytes())
    return digest.hexdigest()


def front(said: dict) -> dict:
    """A page's front matter without the number of its words, which MyST counts and no page shows."""
    return {name: given for name, given in said.items() if name != "wordcount"}


def pages_to_write(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Every page, unless what they show of one another is as it was in the build before."""
    before, env.shown_elsewhere = getattr(env, "shown_elsewhere", None), shown_elsewhere(app, env)
    return [] if before == env.shown_elsewhere else sorted(env.found_docs)


def give_back_index_entries(app: Sphinx) -> list:
    """Put the glossary's words into the search index also where their page was not read again.

    Sphinx takes all else of such a page from the index that it wrote before, but not these; and of a page that was
    read again it keeps the words that no page says any more.
    """
    if app.builder.search:
        known = app.builder.indexer._index_entries
        for page, entries in app.env.domaindata["index"]["entries"].items():
            known.setdefault(page, sorted({entry for given in entries for entry in index_entries(*given)}))
        for places in (app.builder.indexer._mapping, app.builder.indexer._title_mapping):
            for word in [word for word, pages in places.items() if not pages]:  # said nowhere any more
                del places[word]
    return []  # no further pages


def index_entries(kind: str, value: str, target: str, main: str, _category: str | None) -> Iterator[tuple]:
    """What Sphinx's search makes of one entry of the index."""
    with contextlib.suppress(ValueError):
        words = split_index_msg(kind, value)
        yield from ((word, target, main) for word in (words[:1] if main == "main" else words))


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("env-updated", pages_to_write, priority=900)  # after what others gather
    app.connect("html-collect-pages", give_back_index_entries)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
