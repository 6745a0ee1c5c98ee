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

from ftdecide.instruments.measure.stand_in import NAME, SAYS, SHORT_NAME, is_stand_in, stand_in

MOST_BYTES = 5_000_000
PORT = 8099


@dataclass(frozen=True)
class Trouble:
    """What goes wrong with one request; as it stands here, nothing does.

    Args:
        status: in place of 200.
        says: the message of the error.
        param: the parameter that the error is about.
        retry_after: seconds, in the header of that name.
        pause_seconds: before the answer.
        body: sent as it is in place of an answer.
        message: laid over the message of the answer: {"content": null}.
        finish_reason: in place of "stop".
        usage: whether tokens are counted.
    """

    status: int = 200
    says: str = "trouble, as asked for"
    param: str | None = None
    retry_after: float | None = None
    pause_seconds: float = 0.0
    body: bytes | None = None
    message: dict[str, Any] = field(default_factory=dict)
    finish_reason: str = "stop"
    usage: bool = True


FINE = Trouble()
TOO_MANY = Trouble(429, "too many requests", retry_after=0.02)
BROKEN = Trouble(500, "the server broke", retry_after=0.02)


@dataclass
class StandInServer:
    """A server that runs: its address, what it was asked (names of headers in lower case), the trouble to come."""

    address: str
    troubles: deque[Trouble]
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    most_at_once: int = 0


@contextlib.contextmanager
def running(troubles: Iterable[Trouble] = (), port: int = 0, only_by_name: bool = False) -> Iterator[StandInServer]:
    """The stand-in on this machine, until it is left.

    Args:
        troubles: of the first requests, one each; those after them meet none.
        port: 0 for a free one.
        only_by_name: whether it answers only who asks for it by its name, so that nobody takes it for another model.
    """
    lock, under_way = threading.Lock(), [0]

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 1 << 16  # headers and body in one piece
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            if self.path.rstrip("/").endswith("/models"):
                self._json(200, {"object": "list", "data": [{"id": NAME, "object": "model", "owned_by": "ftdecide"}]})
            else:
                self._json(200, {"model": NAME, "says": SAYS})

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            if not 0 < length <= MOST_BYTES or not self.path.endswith("/chat/completions"):
                self.close_connection = True
                return self._json(404, _error("POST chat messages to /v1/chat/completions"))
            asked = self._read(length)
            with lock:
                under_way[0] += 1
                told.most_at_once = max(told.most_at_once, under_way[0])
                told.asked.append(asked)
                told.headers.append({name.lower(): value for name, value in self.headers.items()})
                trouble = told.troubles.popleft() if told.troubles else FINE
            try:
                time.sleep(trouble.pause_seconds)
                self._answer(asked, trouble)
            finally:
                with lock:
                    under_way[0] -= 1

        def _read(self, length: int) -> Any:
            try:
                return json.loads(self.rfile.read(length))
            except (ValueError, RecursionError):
                return None

        def _answer(self, asked: Any, trouble: Trouble) -> None:
            if only_by_name and not (isinstance(asked, dict) and is_stand_in(asked.get("model"))):
                return self._json(404, _error(f"there is one model here: {NAME}. Ask for it by the name {SHORT_NAME}"))
            if trouble.status != 200:
                return self._json(trouble.status, _error(trouble.says, trouble.param), trouble.retry_after)
            if trouble.body is not None:
                return self._send(200, trouble.body)
            try:
                self._json(200, completion(asked, trouble))
            except (KeyError, TypeError, AttributeError):
                self._json(400, _error("messages is no list of objects with role and content", "messages"))

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

    with ThreadingHTTPServer(("127.0.0.1", port), Handler) as server:
        server.daemon_threads = True
        told = StandInServer(f"http://127.0.0.1:{server.server_address[1]}/v1", deque(troubles))
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield told
        finally:
            server.shutdown()
            thread.join()


def completion(asked: Any, trouble: Trouble = FINE) -> dict[str, Any]:
    """What the chat API answers to a request, from the stand-in."""
    answer = stand_in(asked["messages"])
    message = {"role": "assistant", "content": answer.text, **trouble.message}
    made = {
        "id": "stand-in",
        "object": "chat.completion",
        "created": 0,
        "model": NAME,
        "choices": [{"index": 0, "message": message, "finish_reason": trouble.finish_reason}],
    }
    if trouble.usage:
        counts = answer.input_tokens or 0, answer.output_tokens or 0
        made["usage"] = {"prompt_tokens": counts[0], "completion_tokens": counts[1], "total_tokens": sum(counts)}
    return made


def _error(says: str, param: str | None = None) -> dict[str, Any]:
    return {"error": {"message": says, "type": "stand_in", "param": param, "code": None}}


def main() -> None:
    """Serve it until Ctrl-C."""
    parser = argparse.ArgumentParser(description=f"Serves the {NAME}, behind the chat API on this machine.")
    parser.add_argument("--port", type=int, default=PORT, help=f"default {PORT}; 0 for a free one")
    parser.add_argument("--fail", type=int, default=0, metavar="N", help="answer the first N requests with 429")
    options = parser.parse_args()
    try:
        with running([TOO_MANY] * options.fail, options.port, only_by_name=True) as server:
            print(f"{NAME}, at {server.address}, by the name {SHORT_NAME}. Ctrl-C ends it.", flush=True)
            threading.Event().wait()
    except KeyboardInterrupt:
        print()


if __name__ == "__main__":
    main()
