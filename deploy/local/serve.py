"""`make serve`: the book and the Voila drill on this machine, until Ctrl-C."""

from __future__ import annotations

import os
import re
import socket
import time
from collections.abc import Collection

from deploy.local import book, setup, voila
from deploy.local.background import Background, answers
from deploy.local.book_server import LOOPBACK, BookServer
from deploy.local.steps import Refused, program, say

DEFAULT_PORTS = {"BOOK_PORT": 8000, "VOILA_PORT": 8866}


def main() -> None:
    """Refuse what cannot work before anything long starts; then set up, build, serve."""
    ports = {name: port_from(name, os.environ.get(name, ""), default) for name, default in DEFAULT_PORTS.items()}
    refuse_unusable(ports)
    setup.ensure()
    pages = book.ensure()
    refuse_unusable(ports)  # the first set-up takes minutes, in which somebody else may have come
    say("  starting the servers ...")
    with voila.start(ports["VOILA_PORT"]) as drill, BookServer(pages, ports["BOOK_PORT"]) as reading:
        drill.wait_until_it_answers()
        if not answers(reading.url):
            raise Refused(f"The book does not answer at {reading.url}")
        print(f"ready {reading.url} {drill.url}", flush=True)
        say("  Ctrl-C stops both")
        try:
            wait_for_the_end(drill)
        except KeyboardInterrupt:  # here it is the way to end, and no failure
            say("\nstopping")


def port_from(name: str, text: str, default: int) -> int:
    """The port that `text` stands for, 1 to 65535; nothing means the default."""
    if not text.strip():
        return default
    if re.fullmatch(r"\s*[0-9]{1,5}\s*", text) and 1 <= int(text) <= 65535:
        return int(text)
    example = f"make serve {name}={default}"
    raise Refused(f"{name}={text[:40]!r} is not a port: give a whole number from 1 to 65535, as in {example}.", code=2)


def refuse_unusable(ports: dict[str, int]) -> None:
    """Refuse ports that are the same, taken, or not for this person to open."""
    if len(set(ports.values())) < len(ports):
        raise Refused(f"{' and '.join(ports)} are both {ports['BOOK_PORT']}: give them two different ports.", 2)
    faults = {name: fault for name, port in ports.items() if (fault := fault_of(port))}
    if faults:
        said = " ".join(f"Port {ports[name]} ({name}) {fault}." for name, fault in faults.items())
        raise Refused(f"{said} Choose another, for example: {command_that_works(ports, faults)}")


def command_that_works(ports: dict[str, int], faults: Collection[str]) -> str:
    """`make serve` with a free port for each that is at fault; another that a person set stays as it is."""
    chosen = {name: port for name, port in ports.items() if name not in faults}
    for name in faults:
        others = (other for other in range(max(ports[name] + 1, 1024), 65536) if other not in chosen.values())
        chosen[name] = next((other for other in others if fault_of(other) is None), DEFAULT_PORTS[name])
    shown = [name for name in ports if name in faults or chosen[name] != DEFAULT_PORTS[name]]
    return " ".join(["make serve", *(f"{name}={chosen[name]}" for name in shown)])


def fault_of(port: int) -> str | None:
    """Why `port` cannot be opened on this machine, or None."""
    try:
        with socket.create_connection((LOOPBACK, port), timeout=1):
            return "is taken by another program"
    except OSError:
        pass  # nobody answers there, as it should be
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a server just ended leaves no obstacle
        try:
            trial.bind((LOOPBACK, port))
        except PermissionError:
            return "may only be opened by the administrator"
        except OSError as fault:
            return f"cannot be opened ({fault.strerror})"
    return None


def wait_for_the_end(drill: Background) -> None:
    """Wait for Ctrl-C, for Voila to end by itself, or for make to be gone."""
    started_by = os.getppid()
    while True:
        drill.refuse_if_ended()
        if "MAKELEVEL" in os.environ and os.getppid() != started_by:
            return  # make was killed outright: servers that nobody can stop are worse than none
        time.sleep(0.5)


if __name__ == "__main__":
    program(main)
