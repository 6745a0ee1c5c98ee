"""`make zip`: the built book as one archive that can be unpacked anywhere and read without a server."""

from __future__ import annotations

import zipfile
from pathlib import Path

from deploy.book.about import HTML, LICENCE, Book, book

FIRST = """{title}, version {version}

Open index.html in a browser. Text, figures, questions, the search and the page for your first answer work like that.

The live drill and the labs that run in the page need a server, because browsers do not start their engine from a
file. One is part of Python. In this folder type

    python3 -m http.server --bind 127.0.0.1

and open http://127.0.0.1:8000/ . Nothing is sent anywhere.

{licence}
"""
EPOCH = (2026, 1, 1, 0, 0, 0)  # one time for all files, so that the same book gives the same archive


def write(about: Book, html: Path) -> Path:
    """Write the archive; everything lies in one folder of it."""
    target = about.file("zip")
    target.parent.mkdir(exist_ok=True)
    folder = target.stem
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        first = FIRST.format(title=about.title, version=about.version, licence=LICENCE)
        archive.writestr(zipfile.ZipInfo(f"{folder}/READ-ME-FIRST.txt", EPOCH), first, zipfile.ZIP_DEFLATED)
        for file in sorted(path for path in html.rglob("*") if path.is_file() and path.name != ".buildinfo"):
            entry = zipfile.ZipInfo(f"{folder}/{file.relative_to(html)}", EPOCH)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, file.read_bytes(), zipfile.ZIP_DEFLATED)
    return target


if __name__ == "__main__":
    print(write(book(), HTML))
