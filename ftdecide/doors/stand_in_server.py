"""The stand-in model behind the chat API on this machine: a real endpoint to try a client on, with faults on request.

`python -m ftdecide.doors.stand_in_server --port 8099` serves it until Ctrl-C.  It is no language model and says so in
the name of its model, in a header of every response and on its first page.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from ftdecide.doors.stand_in_answers import FINE, TOO_MANY, Trouble, completion, error
from ftdecide.instruments.measure.live.stand_in import NAME, SAYS, SHORT_NAME, is_stand_in

MOST_BYTES = 5_000_000
PORT = 8099


@dataclass
class StandInServer:
    """A server that runs.

    Args:
        address: up to /v1.
        troubles: to come, one for each request.
        only_by_name: whether it answers only who asks for it by its name.
        remembers: whether it keeps what it was asked.
        asked, headers: of each request, its body and its headers (names in lower case); none where it keeps nothing.
        most_at_once: requests under way at a time, so far.
    """

    address: str
    troubles: deque[Trouble]
    only_by_name: bool = False
    remembers: bool = True
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    most_at_once: int = 0
    _under_way: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextlib.contextmanager
    def meeting(self, asked: Any, headers: Iterable[tuple[str, str]]) -> Iterator[Trouble]:
        """One request, from its arrival to its answer, and the trouble that it meets."""
        with self._lock:
            self._under_way += 1
            self.most_at_once = max(self.most_at_once, self._under_way)
            if self.remembers:
                self.asked.append(asked)
                self.headers.append({name.lower(): value for name, value in headers})
            trouble = self.troubles.popleft() if self.troubles else FINE
        try:
            yield trouble
        finally:
            with self._lock:
                self._under_way -= 1


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    told: StandInServer


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16  # headers and body in one piece
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        if self.path.rstrip("/").endswith("/models"):
            self._json(200, {"object": "list", "data": [{"id": NAME, "object": "model", "owned_by": "ftdecide"}]})
        else:
            self._json(200, {"model": NAME, "says": SAYS})

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if not 0 < length <= MOST_BYTES or not self.path.endswith("/chat/completions"):
            self.close_connection = True
            return self._json(404, error("POST chat messages to /v1/chat/completions"))
        asked = self._read(length)
        with self.server.told.meeting(asked, self.headers.items()) as trouble:
            time.sleep(trouble.pause_seconds)
            self._answer(asked, trouble)

    def _read(self, length: int) -> Any:
        try:
            return json.loads(self.rfile.read(length))
        except (ValueError, RecursionError):
            return None

    def _answer(self, asked: Any, trouble: Trouble) -> None:
        if self.server.told.only_by_name and not (isinstance(asked, dict) and is_stand_in(asked.get("model"))):
            return self._json(404, error(f"there is one model here: {NAME}. Ask for it by the name {SHORT_NAME}"))
        if trouble.status != 200:
            return self._json(trouble.status, error(trouble.says, trouble.param), trouble.retry_after)
        if trouble.body is not None:
            return self._send(200, trouble.body)
        try:
            self._json(200, completion(asked, trouble))
        except (KeyError, TypeError, AttributeError):
            self._json(400, error("messages is no list of objects with role and content", "messages"))

    def _json(self, status: int, value: Any, retry_after: float | None = None) -> None:
        self._send(status, json.dumps(value).encode(), retry_after)

    def _send(self, status: int, body: bytes, retry_after: float | None = None) -> None:
        with contextlib.suppress(OSError):  # the asker may have left
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("X-Model", NAME)
            if retry_after is not None:
                self.send_header("Retry-After", f"{retry_after:g}")
            self.end_headers()
            self.wfile.write(body)
            self.wfile.flush()

    def log_message(self, *_said: object) -> None:
        """Nothing on the terminal."""


@contextlib.contextmanager
def running(
    troubles: Iterable[Trouble] = (), port: int = 0, only_by_name: bool = False, remembers: bool = True
) -> Iterator[StandInServer]:
    """The stand-in on this machine, until it is left.

    Args:
        troubles: of the first requests, one each; those after them meet none.
        port: 0 for a free one.
        only_by_name: whether it answers only who asks for it by its name, so that nobody takes it for another model.
        remembers: whether it keeps requests and their headers, the key among them, for a test to look at.
    """
    with _Server(("127.0.0.1", port), _Handler) as server:
        address = f"http://127.0.0.1:{server.server_address[1]}/v1"
        server.told = StandInServer(address, deque(troubles), only_by_name, remembers)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server.told
        finally:
            server.shutdown()
            thread.join()


def main() -> None:
    """Serve it until Ctrl-C."""
    parser = argparse.ArgumentParser(description=f"Serves the {NAME}, behind the chat API on this machine.")
    parser.add_argument("--port", type=int, default=PORT, help=f"default {PORT}; 0 for a free one")
    parser.add_argument("--fail", type=int, default=0, metavar="N", help="answer the first N requests with 429")
    options = parser.parse_args()
    try:
        with running([TOO_MANY] * options.fail, options.port, only_by_name=True, remembers=False) as server:
            print(f"{NAME}, at {server.address}, by the name {SHORT_NAME}. Ctrl-C ends it.", flush=True)
            threading.Event().wait()
    except KeyboardInterrupt:
        print()


if __name__ == "__main__":
    main()
