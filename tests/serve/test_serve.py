"""`make serve`, for real: both servers answer, say so in one line, and end without a trace."""

import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

import pytest

from deploy.local import serve
from deploy.local.background import answers, descendants, is_running
from deploy.local.book_server import LOOPBACK, BookServer
from deploy.local.steps import ROOT, Refused

pytestmark = pytest.mark.timeout(300)


def make_serve(**ports) -> subprocess.Popen:
    """`make serve` as a terminal starts it: a process group of its own, all output readable."""
    variables = [f"{name}={port}" for name, port in ports.items()]
    outside_make = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.Popen(
        ["make", "serve", *variables], cwd=ROOT, env=outside_make, text=True, start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


@pytest.fixture
def served(built_book, new_free_port):
    """A running `make serve` that has said ready, with its two addresses; made to end afterwards, come what may."""
    ports = {"BOOK_PORT": new_free_port(), "VOILA_PORT": new_free_port()}
    process = make_serve(**ports)
    try:
        line = process.stdout.readline()
        yield process, line, ports
    finally:
        begun = [process.pid, *descendants(process.pid)]
        for pid in filter(is_running, begun):
            os.kill(pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        process.stderr.close()


@pytest.mark.parametrize("how_to_stop", ["Ctrl-C", "SIGTERM to make", "make killed outright"])
def test_both_servers_answer_and_nothing_is_left_when_they_are_stopped(served, how_to_stop):
    """One ready line with two addresses that work; then no process, no kernel, no port, no traceback."""
    process, line, ports = served
    addresses = [f"http://{LOOPBACK}:{port}/" for port in ports.values()]
    assert line == f"ready {addresses[0]} {addresses[1]}\n"
    assert answers(addresses[0])
    assert answers(addresses[1])  # which starts a kernel
    begun = descendants(process.pid)
    assert len(begun) >= 3, "make's program, Voila, a kernel"

    if how_to_stop == "Ctrl-C":
        os.killpg(process.pid, signal.SIGINT)  # a terminal tells the whole group
    elif how_to_stop == "SIGTERM to make":
        process.terminate()
    else:
        process.kill()
    said = process.communicate(timeout=120)
    give_up = time.monotonic() + 15
    while any(map(is_running, begun)) and time.monotonic() < give_up:
        time.sleep(0.1)

    assert not [pid for pid in begun if is_running(pid)]
    assert all(serve.fault_of(port) is None for port in ports.values())
    assert "Traceback" not in said[1]
    assert said[0] == "", "nothing but the ready line on standard output"


@pytest.mark.parametrize("name", ["BOOK_PORT", "VOILA_PORT"])
def test_a_taken_port_is_named_at_once_with_one_that_is_free(name, new_free_port):
    """Before anything long starts: the port, the variable, and a command that works."""
    port = new_free_port()
    with socket.create_server((LOOPBACK, port)):
        ports = {"BOOK_PORT": new_free_port(), "VOILA_PORT": new_free_port()} | {name: port}
        process = make_serve(**ports)
        out, said = process.communicate(timeout=120)
    assert process.returncode != 0
    assert out == ""
    assert f"Port {port} ({name}) is taken" in said
    example = suggested(said)
    assert example == ports | {name: example[name]}, "what the person set stays"
    assert serve.fault_of(example[name]) is None
    assert "Traceback" not in said


def suggested(said: str) -> dict[str, int]:
    """The ports in the one command of a refusal."""
    [command] = re.findall(r"make serve((?: [A-Z_]+=\d+)+)", said)
    return {name: int(port) for name, port in (part.split("=") for part in command.split())}


def test_two_taken_ports_are_told_in_one_message_with_one_command_that_starts(new_free_port):
    """Both reasons, and for each a port that is free."""
    ports = {"BOOK_PORT": new_free_port(), "VOILA_PORT": new_free_port()}
    one, other = ((LOOPBACK, port) for port in ports.values())
    with socket.create_server(one), socket.create_server(other):
        process = make_serve(**ports)
        out, said = process.communicate(timeout=120)
        example = suggested(said)
        assert len({*ports.values(), *example.values()}) == 4
        assert all(serve.fault_of(port) is None for port in example.values())
    assert (process.returncode != 0, out) == (True, "")
    assert all(f"Port {port} ({name}) is taken" in said for name, port in ports.items())


def test_a_port_that_nobody_set_is_left_out_of_the_command(monkeypatch):
    """One taken, the other the usual one: the command names the first only."""
    monkeypatch.setattr(serve, "fault_of", {8000: "is taken by another program"}.get)
    assert (
        serve.command_that_works({"BOOK_PORT": 8000, "VOILA_PORT": 8866}, ["BOOK_PORT"]) == "make serve BOOK_PORT=8001"
    )
    assert serve.command_that_works({"BOOK_PORT": 8000, "VOILA_PORT": 8001}, ["BOOK_PORT"]) == (
        "make serve BOOK_PORT=8002 VOILA_PORT=8001"
    )


@pytest.mark.parametrize("text", ["abc", "0", "-1", "65536", "80.5", "8000 8001", "٣٤٥", "1e3", "9" * 5000])
def test_what_is_no_port_is_refused_with_its_bounds(text):
    """The message names the variable, the value, the bounds and a command; the status is that of bad input."""
    with pytest.raises(
        Refused, match=r"BOOK_PORT=.* whole number from 1 to 65535.*make serve BOOK_PORT=8000"
    ) as refused:
        serve.port_from("BOOK_PORT", text, 8000)
    assert refused.value.code == 2
    assert len(str(refused.value)) < 200


def test_no_port_given_means_the_usual_one():
    """make passes an empty variable on where nobody set it."""
    assert [serve.port_from("BOOK_PORT", text, 8000) for text in ("", " ", "8123", " 8123 ")] == [
        8000,
        8000,
        8123,
        8123,
    ]


def test_one_port_for_both_servers_is_refused(free_port):
    """Two servers cannot share a port."""
    process = make_serve(BOOK_PORT=free_port, VOILA_PORT=free_port)
    said = process.communicate(timeout=120)[1]
    assert process.returncode != 0
    assert f"BOOK_PORT and VOILA_PORT are both {free_port}" in said


PAGES = {
    "index.html": "text/html; charset=utf-8",
    "engine/pyodide.mjs": "text/javascript; charset=utf-8",
    "drill.js": "text/javascript; charset=utf-8",
    "engine/pyodide.asm.wasm": "application/wasm",
    "engine/ftdecide-0.1.0-py3-none-any.whl": "application/zip",
    "engine/python_stdlib.zip": "application/zip",
    "engine/pyodide-lock.json": "application/json",
    "theme.css": "text/css; charset=utf-8",
}


@pytest.fixture
def small_site(tmp_path):
    """A folder with a page of each type, served."""
    for page in PAGES:
        (tmp_path / page).parent.mkdir(exist_ok=True)
        (tmp_path / page).write_text(f"first version of {page}")
    with BookServer(tmp_path, 0) as server:
        yield server.url, tmp_path


def get(url, **headers):
    """The status, headers and body of an answer, an unsuccessful one too."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=120) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, answer.headers, answer.read().decode()


@pytest.mark.parametrize(("page", "kind"), PAGES.items())
def test_each_file_has_the_type_that_browsers_insist_on(small_site, page, kind):
    """A module or WebAssembly file of another type is refused by the browser."""
    status, headers, body = get(small_site[0] + page)
    assert (status, headers["Content-Type"], body) == (200, kind, f"first version of {page}")
    assert headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("page", ["drill.js", ""])
def test_a_browsers_copy_is_good_until_the_file_changes(small_site, page):
    """The same version is not sent twice; a rebuilt one is, even of the same size within the same second."""
    url, folder = small_site
    tag = get(url + page)[1]["ETag"]
    assert get(url + page, **{"If-None-Match": tag})[::2] == (304, "")
    file = folder / (page or "index.html")
    file.write_text(file.read_text().replace("first", "other"))
    status, headers, body = get(url + page, **{"If-None-Match": tag})
    assert status == 200
    assert headers["ETag"] != tag
    assert body.startswith("other version")


@pytest.mark.parametrize("path", ["engine/", "engine", "../pyproject.toml", "%2e%2e/%2e%2e/etc/passwd", "none.html"])
def test_what_is_no_page_is_not_found(small_site, path):
    """No folder is listed and nothing outside the book is served."""
    status, headers, body = get(small_site[0] + path)
    assert (status, headers["Content-Type"]) == (404, "text/html;charset=utf-8")
    assert '<a href="/">To the start page of the course</a>' in body
    assert '<html lang="en">' in body
