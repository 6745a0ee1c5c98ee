"""What the programs here share: where things are, how a step shows itself, how it fails."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
BIN = VENV / "bin"
TRUSTED = (
    ssl.get_default_verify_paths().cafile,
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/cert.pem",
)
STILL_AT_IT_SECONDS = 10  # how often a long step says that it is still at work

# What tools say when the network is the trouble, whichever tool it is.
OFFLINE_SIGNS = (
    "name resolution", "name or service not known", "nodename nor servname", "dns error", "enotfound", "eai_again",
    "failed to establish a new connection", "connection refused", "econnrefused", "network is unreachable",
    "enetunreach", "etimedout", "timed out", "failed to fetch", "connecttimeout", "err_socket",
)  # fmt: skip


class Refused(Exception):
    """Something only the person can mend: shown as it stands, without a traceback.

    `code` is the exit status: 2 for bad input, 1 for anything else.
    """

    def __init__(self, message: str, code: int = 1):
        super().__init__(message)
        self.code = code


class StepFailed(Exception):
    """A command ended badly; `output` is all that it wrote."""

    def __init__(self, command: Sequence[str], status: int, output: str):
        super().__init__(f"{' '.join(map(str, command))} ended with status {status}")
        self.output = output

    @property
    def offline(self) -> bool:
        """Does the output read as if no network was there?"""
        said = self.output.lower()
        return any(sign in said for sign in OFFLINE_SIGNS)

    def tail(self, lines: int = 15) -> str:
        """The last `lines` lines that are not empty."""
        return "\n".join([line for line in self.output.splitlines() if line.strip()][-lines:])


def say(line: str) -> None:
    """Progress goes to standard error: standard output is kept for what a program may read."""
    print(line, file=sys.stderr, flush=True)


@contextlib.contextmanager
def step(doing: str) -> Iterator[None]:
    """Show `doing` at once, a sign of life while it lasts, and the seconds it took."""
    began, over = time.monotonic(), threading.Event()

    def sign_of_life() -> None:
        while not over.wait(STILL_AT_IT_SECONDS):
            say(f"  still {doing.partition(' (')[0]} ({time.monotonic() - began:.0f} s)")

    say(f"  {doing} ...")
    threading.Thread(target=sign_of_life, daemon=True).start()
    try:
        yield
    finally:
        over.set()
    say(f"  done in {time.monotonic() - began:.1f} s")


def run(command: Sequence[str | Path], env: Mapping[str, str] | None = None, timeout_seconds: float = 3600) -> str:
    """Run `command` at the repository root and return what it wrote, or raise StepFailed.

    It gets no standard input, and a process group of its own, so that stopping this program stops all of it.
    """
    with tempfile.TemporaryFile() as written:
        try:
            process = subprocess.Popen(
                [str(part) for part in command], cwd=ROOT, env=None if env is None else dict(env),
                stdin=subprocess.DEVNULL, stdout=written, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        except OSError as fault:
            raise StepFailed([str(part) for part in command], 127, str(fault)) from fault
        note = ""
        try:
            status = process.wait(timeout_seconds)
        except subprocess.TimeoutExpired:
            status, note = 124, f"\nstopped after {timeout_seconds:.0f} seconds"
        finally:
            if process.poll() is None:
                end_group(process)
        written.seek(0)
        output = written.read().decode(errors="replace") + note
    if status:
        raise StepFailed([str(part) for part in command], status, output)
    return output


def end_group(process: subprocess.Popen, patience_seconds: float = 5) -> None:
    """End a process that leads its own group, and the group with it: first asked, then made to."""
    for word in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, word)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience_seconds)
            return


def environment(**more: str) -> dict[str, str]:
    """This environment with the course's own programs first, and nobody else's Jupyter before them."""
    own = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    own |= {
        "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "VIRTUAL_ENV": str(VENV),
        "JUPYTER_PREFER_ENV_PATH": "1",
        "PYTHONNOUSERSITE": "1",
    }
    # uv and Node bring certificates of their own; what this machine trusts counts too (a company's proxy, say).
    own.setdefault("UV_SYSTEM_CERTS", "1")
    if trusted := next(filter(os.path.exists, filter(None, TRUSTED)), None):
        own.setdefault("NODE_EXTRA_CA_CERTS", trusted)
    return own | more


def on_ci() -> bool:
    """Is this a continuous-integration run, where nothing may be skipped?"""
    return os.environ.get("CI", "").lower() not in ("", "0", "false", "no")


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let one program at a time set up or build in this checkout; the others wait and say so."""
    folder = os.open(Path(__file__).parent, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("  another make command is setting up here: waiting for it")
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def program(main: Callable[[], int | None]) -> None:
    """Run `main` as a program: no traceback at anyone, and being told to stop is not a failure of it."""

    # A shell starts background jobs with SIGINT ignored; asked to stop, this one still should. nohup is obeyed.
    words = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        words.append(signal.SIGHUP)

    def told_to_stop(*_: object) -> None:
        for word in words:  # once is enough: a second word must not interrupt the tidying up
            signal.signal(word, signal.SIG_IGN)
        raise KeyboardInterrupt

    for word in words:
        signal.signal(word, told_to_stop)
    try:
        status = main() or 0
    except Refused as refusal:
        print(f"\n{refusal}", file=sys.stderr, flush=True)
        status = refusal.code
    except KeyboardInterrupt:
        say("\nstopped")
        status = 130
    sys.exit(status)
