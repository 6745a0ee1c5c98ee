"""A file that comes to a kernel by parts, is counted there in a thread of its own, and is gone.

A view of the widget sends `{"upload": id, "begin": {"name", "size", "columns"}}`, then each part as
`{"upload": id, "from": offset}` with its bytes, once `{"upload": id, "got": size}` acknowledges the one before;
`{"upload": id, "stop": true}` ends it.  The view hears `"told": [sentence, share]` while the file is counted, and at
last `"found"` or `"fault"`.  The whole report as JSON can be long: it comes by parts too, each asked for with
`{"upload": id, "json": offset}`.
"""

from __future__ import annotations

import sys
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ftdecide.doors.drill_upload import columns_in, take, too_large

IN_A_PAGE = sys.platform == "emscripten"  # JupyterLite: no threads, and a temporary file lies in memory
MOST_BYTES = 50_000_000 if IN_A_PAGE else 200_000_000
PART_BYTES = 256 * 1024  # of the report, so that no server thinks the kernel floods it
STAYS = (
    "The file is read by the Python in this page and stays on this machine."
    if IN_A_PAGE
    else "The file goes to the machine that runs this page’s Python: your own where you started it, the server on a "
    "shared page. There it is a temporary file while it is counted, and deleted at once."
)
Send = Callable[[dict[str, Any], list[bytes]], None]


class _Stopped(Exception):
    """Nobody waits for the count any more."""


class Upload:
    """One file on its way: its parts in a temporary file without a name, then the count."""

    def __init__(self, begin: Mapping[str, Any], answer: Send):
        self.name, self._size = str(begin.get("name")), int(begin["size"])
        self._columns, self._answer = columns_in(begin), answer
        self._got, self._stopped = 0, threading.Event()
        self.json = b""
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - open until it is counted

    def begin(self) -> None:
        if fault := too_large(self.name, self._size, MOST_BYTES):
            self._end({"fault": fault})
        else:
            self._acknowledge()

    def add(self, offset: int, part: bytes) -> None:
        """Take a part; the file is counted when all of it is here."""
        if self._file.closed or self._stopped.is_set():
            return
        if offset != self._got or self._got + len(part) > self._size or not part:
            self._end({"fault": f"{self.name}: it changed while it was sent. Choose it again."})
            return
        try:
            self._file.write(part)
        except OSError as fault:
            self._end({"fault": f"{self.name}: no room for it where it is counted ({fault.strerror or fault})."})
            return
        self._got += len(part)
        self._acknowledge()

    def stop(self) -> None:
        """End it: at once while it is sent, at the next word of its progress while it is counted."""
        self._stopped.set()
        if self._got < self._size:
            self._file.close()

    def _acknowledge(self) -> None:
        self._answer({"got": self._got}, [])
        if self._got == self._size:
            counting = threading.Thread(target=self._count, name="count", daemon=True)
            try:
                counting.start()
            except RuntimeError:  # a Python without threads, as JupyterLite's is
                self._count()

    def _count(self) -> None:
        try:
            found = take(self._file, self.name, self._tell, self._columns)
        except _Stopped:
            self._file.close()
            return
        except Exception as fault:  # the form waits for an answer
            found = {
                "fault": f"{self.name}: an error of the program, not of your file ({type(fault).__name__}: {fault})."
            }
        self._end(found)

    def _tell(self, said: str, share: float | None) -> None:
        if self._stopped.is_set():
            raise _Stopped
        self._answer({"told": [said, share]}, [])

    def _end(self, found: dict[str, Any]) -> None:
        """Delete the file, then say what came of it."""
        self._file.close()
        self.json = found.pop("json", "").encode()
        if not self._stopped.is_set():
            self._answer({"fault": found["fault"]} if "fault" in found else {"found": found}, [])


class Uploads:
    """The files that the views of a widget send; a new one takes the place of the one before."""

    def __init__(self, send: Send):
        self._send = send
        self._id, self._last = None, None

    def hear(self, message: Mapping[str, Any], buffers: Sequence[Any]) -> None:
        """Take a message of a view; see the top of this file."""
        asked = message["upload"]
        if "begin" in message:
            self._begin(asked, message["begin"])
        elif asked != self._id or self._last is None:
            self._send({"upload": asked, "fault": "Another file took its place. Count this one again."}, [])
        elif "stop" in message:
            self._last.stop()
        elif "json" in message:
            start = int(message["json"])
            part = self._last.json[start : start + PART_BYTES]
            self._send({"upload": asked, "part": [start + len(part), len(self._last.json)]}, [part])
        else:
            self._last.add(int(message["from"]), bytes(buffers[0]) if buffers else b"")

    def _begin(self, asked: str, begin: Mapping[str, Any]) -> None:
        if self._last is not None:
            self._last.stop()
        self._id = asked
        self._last = Upload(begin, lambda said, buffers: self._send({"upload": asked, **said}, buffers))
        self._last.begin()
