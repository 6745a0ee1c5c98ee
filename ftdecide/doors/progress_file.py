"""A reader's progress as a file in their home, so that it follows them from one Jupyter to the next.

Every write reads first what others wrote, under a lock where the system has one, and takes the file's place as a
whole.  What cannot be read is set aside beside it and never written over.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, and the browser's Python: one process at a time
    fcntl = None

from ftdecide.course.progress import LARGEST_TEXT, REMEDY, InvalidProgress, Progress, merge, utc_now
from ftdecide.doors.json_files import BadInput
from ftdecide.doors.whole_file import whole_file

HOME = "FTDECIDE_HOME"
NAME = "progress.json"


def progress_path() -> Path:
    """Where the progress is kept: `$FTDECIDE_HOME`, or `.ftdecide` in the home folder."""
    return Path(os.environ.get(HOME) or Path.home() / ".ftdecide") / NAME


class ProgressFile:
    """The progress in a file; `notes` says what was set aside since this was made."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or progress_path()
        self.notes: list[str] = []

    def read(self) -> Progress:
        """The progress, empty where there is none yet.

        Raises:
            BadInput: where the file is there and cannot be opened, or cannot be set aside.
        """
        try:
            return self._in_file()
        except InvalidProgress:
            with self._locked():  # another may have set it aside meanwhile and written a good one: read again
                return self._read_or_set_aside()

    def change(self, changed: Callable[[Progress], Progress]) -> Progress:
        """What `changed` makes of the progress as it is now, merged in and written; returns it.

        Raises:
            BadInput: where it cannot be written, or has grown too large to be read again; the file then is as it was.
        """
        with self._locked():
            now = self._read_or_set_aside()
            new = merge(now, changed(now))
            if len(new.text) >= LARGEST_TEXT:
                raise BadInput(
                    f"{self.path}: with this it would be larger than {LARGEST_TEXT // 1_000_000} MB and could not be "
                    "read again, so nothing was changed. Export it, then delete it and begin anew"
                )
            with whole_file(str(self.path)) as file:
                file.write(new.text + "\n")
        return new

    def _read_or_set_aside(self) -> Progress:
        """As `read` does, by one who holds the lock."""
        try:
            return self._in_file()
        except InvalidProgress as fault:
            self._set_aside(str(fault))
        return Progress()

    def _in_file(self) -> Progress:
        try:
            return Progress.from_text(self.path.read_bytes().decode("utf-8-sig"))
        except FileNotFoundError:
            return Progress()
        except OSError as fault:
            raise BadInput(f"{self.path}: {fault.strerror or fault}. Check the file, or set {HOME}") from None
        except UnicodeDecodeError as fault:
            raise InvalidProgress(f"byte {fault.start} is not UTF-8 text.") from None

    def set_aside(self) -> list[Path]:
        """What was set aside, oldest first."""
        return sorted(self.path.parent.glob(f"{self.path.stem}.set-aside.*.json"))

    def _set_aside(self, why: str) -> None:
        """A copy beside it; only then may the file be written over.  By one who holds the lock."""
        copy = self.path.with_name(f"{self.path.stem}.set-aside.{utc_now().replace(':', '-')}.json")
        try:
            with copy.open("xb") as file:
                file.write(self.path.read_bytes())
        except OSError as fault:
            raise BadInput(
                f"{self.path}: it cannot be read ({why}) and could not be set aside ({fault.strerror or fault}). "
                "Move it away yourself; nothing was written over"
            ) from None
        self.path.unlink(missing_ok=True)
        said = why.removesuffix(REMEDY).strip()  # which is about an import
        self.notes.append(f"{self.path} could not be read: {said} It is set aside as {copy.name}")

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            self.path.parent.mkdir(0o700, parents=True, exist_ok=True)
            lock = self.path.with_suffix(".lock").open("a")
        except OSError as fault:
            raise BadInput(f"{self.path.parent}: {fault.strerror or fault}. Set {HOME} to a folder of yours") from None
        with lock:
            if fcntl:
                fcntl.flock(lock, fcntl.LOCK_EX)  # given up when the file is closed
            yield
