"""The book over http on this machine: right types, always fresh, no folder listings."""

from __future__ import annotations

import gzip
import io
import threading
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

LOOPBACK = "127.0.0.1"  # nobody else on the network sees the course

# The machine's own table of types differs from one to the next; a browser refuses a module or a
# WebAssembly file of the wrong one.
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ipynb": "application/x-ipynb+json",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".toml": "application/toml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".whl": "application/zip",
    ".zip": "application/zip",
}


COMPRESSED = {".html", ".css", ".js", ".mjs", ".json", ".svg", ".txt", ".xml", ".ipynb", ".toml", ".wasm"}

NOT_A_PAGE = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>%(message)s</title></head>
<body style="max-width: 33em; margin: 15vh auto; padding: 0 1rem; font: 18px/1.5 system-ui, sans-serif">
<h1>%(message)s</h1>
<p>The address may be mistyped, or the page has moved. Status %(code)d.</p>
<p><a href="/">To the start page of the course</a></p>
</body>
</html>
"""


class BookPages(SimpleHTTPRequestHandler):
    """One connection to the book. Nothing is compressed: on one machine that costs more than it saves."""

    protocol_version = "HTTP/1.1"  # keeps a connection open for a page's many files
    timeout = 60  # seconds before an idle connection is let go
    error_message_format = NOT_A_PAGE
    extensions_map = SimpleHTTPRequestHandler.extensions_map | TYPES

    def send_head(self):
        """Answer 304 to a browser that has this very version, else what the base class does."""
        if (page := self.page()) and self.headers.get("If-None-Match") == etag(page):
            self.send_response(HTTPStatus.NOT_MODIFIED)
            self.end_headers()
            return None
        return super().send_head()

    def page(self) -> Path | None:
        """The file that the address stands for, or None."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        return path if path.is_file() else None

    def list_directory(self, path):
        """A folder without an index page is not a page."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code, message=None, explain=None):
        """Every missing page says the same, in words for a reader."""
        super().send_error(code, "There is no such page" if code == HTTPStatus.NOT_FOUND else message, explain)

    def end_headers(self):
        """Have the browser ask each time whether its copy is still right: the book may just have been rebuilt."""
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        if page := self.page():
            self.send_header("ETag", etag(page))
        super().end_headers()

    def log_message(self, *_):
        """Say nothing: what a reader opens is nobody's business."""


class GzippedPages(BookPages):
    """The same with texts compressed, as a public server sends them: for measuring what a reader downloads."""

    def send_head(self):
        """Answer a text with its compressed form, anything else as before."""
        page = self.page()
        if page is None or page.suffix not in COMPRESSED or "gzip" not in self.headers.get("Accept-Encoding", ""):
            return super().send_head()
        body = gzip.compress(page.read_bytes(), compresslevel=6, mtime=0)
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(str(page)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)


class BookServer(ThreadingHTTPServer):
    """Serves a folder on the loopback address for as long as its `with` block lasts."""

    daemon_threads = True
    block_on_close = False  # an open browser tab must not hold up the end

    def __init__(self, folder: Path, port: int, pages: type[BookPages] = BookPages):
        super().__init__((LOOPBACK, port), partial(pages, directory=str(folder)))
        self.url = f"http://{LOOPBACK}:{self.server_port}/"

    def __enter__(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()

    def handle_error(self, request, client_address):
        """A browser that breaks off a download is no event."""


def etag(path: Path) -> str:
    """Names one version of a file: its time to the nanosecond, and its size."""
    state = path.stat()
    return f'"{state.st_mtime_ns:x}-{state.st_size:x}"'
