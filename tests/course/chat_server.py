"""A real HTTP server that speaks the chat API as far as the tutor uses it, and answers what a test tells it to."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class ChatServer:
    """What it is to answer, and what it was asked."""

    url: str = ""
    content: object = "Fifty will do [1]."
    status: int = 200
    raw: bytes | None = None
    pause_seconds: float = 0
    asked: list[dict] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)


@contextlib.contextmanager
def chat_server() -> Iterator[ChatServer]:
    """Such a server on a free port, until the test is done with it."""
    told = ChatServer()
    stopped = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.asked.append({"path": self.path, **json.loads(self.rfile.read(int(self.headers["Content-Length"])))})
            told.keys.append(self.headers.get("Authorization"))
            body = told.raw or json.dumps({"choices": [{"message": {"content": told.content}}]}).encode()
            self.send_response(told.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with contextlib.suppress(OSError):  # the asker may have left
                for start in range(0, len(body), max(len(body) // 20, 1)):
                    until = time.monotonic() + told.pause_seconds
                    while told.pause_seconds and time.monotonic() < until and not stopped.is_set():
                        stopped.wait(0.02)
                    self.wfile.write(body[start : start + max(len(body) // 20, 1)])

        def log_message(self, *_said: object) -> None:
            """Nothing on the terminal."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        told.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
        running = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        running.start()
        yield told
        stopped.set()
        server.shutdown()
        running.join()
