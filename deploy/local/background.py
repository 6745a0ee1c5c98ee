"""A server that runs beside us: started in its own process group, asked whether it answers, ended with all it began."""

from __future__ import annotations

import collections
import contextlib
import os
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path

from deploy.local.steps import ROOT, Refused, end_group

KEPT_LINES = 40


class Background:
    """A started server. `name` is what a person calls it; `url` is its page; `probe` says that it is up."""

    def __init__(self, name: str, command: Sequence[str | Path], env: Mapping[str, str], url: str, probe: str):
        self.name, self.url, self.probe = name, url, probe
        self.last_lines: collections.deque[str] = collections.deque(maxlen=KEPT_LINES)
        self.process = subprocess.Popen(
            [str(part) for part in command], cwd=ROOT, env=dict(env), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", start_new_session=True,
        )  # fmt: skip
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        for line in self.process.stdout:  # read all along, or the server would stop at a full pipe
            self.last_lines.append(line.rstrip())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def wait_until_it_answers(self, limit_seconds: float = 120) -> None:
        """Return once the probe is answered; refuse when the server ends first or takes longer than the limit."""
        give_up = time.monotonic() + limit_seconds
        while not answers(self.probe):
            self.refuse_if_ended()
            if time.monotonic() > give_up:
                raise Refused(f"{self.name} did not answer within {limit_seconds:.0f} seconds.\n{self.tail()}")
            time.sleep(0.1)

    def refuse_if_ended(self) -> None:
        """Raise Refused, with the server's last lines, if it is no longer running."""
        status = self.process.poll()
        if status is not None:
            self.reader.join(2)
            raise Refused(f"{self.name} ended by itself (status {status}). Its last lines:\n{self.tail()}")

    def tail(self) -> str:
        """The server's last lines, indented."""
        return "\n".join(f"  {line}" for line in self.last_lines) or "  (it said nothing)"

    def stop(self) -> None:
        """End the server, and whatever it started that is still there after it."""
        begun = descendants(self.process.pid)
        end_group(self.process, patience_seconds=10)
        give_up = time.monotonic() + 3
        while (left := [pid for pid in begun if is_running(pid)]) and time.monotonic() < give_up:
            time.sleep(0.05)
        for pid in left:  # kernels lead groups of their own, so ending the server's group does not reach them
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.reader.join(2)
        self.process.stdout.close()


def answers(url: str) -> bool:
    """Does a server answer at `url` with success?"""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # a proxy knows nothing of this machine
    try:
        with direct.open(url, timeout=5) as answer:
            return answer.status == 200
    except (OSError, urllib.error.URLError):
        return False


def descendants(pid: int) -> list[int]:
    """All processes that `pid` started, directly or not."""
    children = collections.defaultdict(list)
    for child, parent in processes():
        children[parent].append(child)
    found, new = [], [pid]
    while new:
        new = [child for parent in new for child in children[parent]]
        found += new
    return found


def processes() -> list[tuple[int, int]]:
    """Each process with its parent: from /proc where there is one, else from ps."""
    if Path("/proc/self/stat").exists():
        pairs = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):  # it may have ended meanwhile
                # "pid (name) state parent ...", where the name may hold anything
                pairs.append((int(stat.parent.name), int(stat.read_text().rpartition(")")[2].split()[1])))
        return pairs
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True).stdout
    return [(int(pid), int(parent)) for pid, parent in (line.split() for line in listed.splitlines())]


def is_running(pid: int) -> bool:
    """Is there a process `pid` that has not ended?"""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    stat = Path(f"/proc/{pid}/stat")
    with contextlib.suppress(OSError):  # one that ended and waits to be noticed is not running
        return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"
    return False
