"""The second process of an audit: what is found is the same with it, without it, and where it dies on the way."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time

import pytest

from ftdecide.instruments.audit import beside
from ftdecide.instruments.audit.audit import audit
from ftdecide.instruments.audit.record import Record
from tests.instruments.other_texts import many

PLANTED = "Her number is +49 170 5550182."


def file() -> bytes:
    rows = many(3, 300)
    return "\n".join(
        json.dumps({"prompt": question + (f" {PLANTED}" if n % 50 == 7 else ""), "completion": answer})
        for n, (question, answer) in enumerate(rows)
    ).encode()


def found(content: bytes):
    return audit(io.BytesIO(content), "x", label_pass=False).issues


@pytest.fixture
def small_batches(monkeypatch):
    monkeypatch.setattr(beside, "BATCH", 10)
    monkeypatch.setattr(beside, "WORTH_IT", 2)


def test_a_second_process_finds_the_same(small_batches, monkeypatch):
    begun = []
    monkeypatch.setattr(beside.Beside, "_send", _noted(begun, beside.Beside._send))
    with_it = found(file())
    assert begun, "the second process had work"
    monkeypatch.setattr(beside, "WORTH_IT", 1_000_000)
    assert with_it == found(file())
    assert [suspect.row for suspect in with_it["pii"]] == [7, 57, 107, 157, 207, 257]


def _noted(begun, send):
    def noted(self, batch):
        begun.append(len(batch))
        return send(self, batch)

    return noted


@pytest.mark.parametrize("dies_after", [0, 1, 2])
def test_what_a_dead_process_had_is_looked_at_here(small_batches, monkeypatch, dies_after):
    send, sent = beside.Beside._send, []

    def then_killed(self, batch):
        if len(sent) == dies_after:
            self._process.kill()
        sent.append(batch)
        return send(self, batch)

    monkeypatch.setattr(beside.Beside, "_send", then_killed)
    assert [suspect.row for suspect in found(file())["pii"]] == [7, 57, 107, 157, 207, 257]
    assert len(sent) > dies_after


@pytest.mark.parametrize("executable", ["", "/no/such/python", sys.executable + "-none"])
def test_without_a_python_to_start_one_process_does(small_batches, monkeypatch, executable):
    monkeypatch.setattr(sys, "executable", executable)
    assert [suspect.row for suspect in found(file())["pii"]] == [7, 57, 107, 157, 207, 257]


def test_no_process_is_left_behind(small_batches):
    with beside.Beside(100) as looking:
        for row in range(100):
            looking.take(Record(row, row, PLANTED, ""))
        process = looking._process
        assert process.poll() is None
    assert process.poll() is not None


@pytest.mark.skipif(os.name != "posix", reason="reads the process table of POSIX")
def test_it_ends_with_an_audit_that_is_killed():
    program = (
        "from ftdecide.instruments.audit import beside; from ftdecide.instruments.audit.record import Record\n"
        "beside.BATCH, beside.WORTH_IT = 1, 1\n"
        "looking = beside.Beside(9); looking.take(Record(0, 0, 'a', 'b'))\n"
        "print(looking._process.pid, flush=True); input()"
    )
    started = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    second = int(started.stdout.readline())
    os.kill(second, 0)
    started.kill()
    started.communicate()
    for _ in range(300):
        try:
            os.kill(second, 0)
        except ProcessLookupError:
            return
        if _is_a_zombie(second):
            return
        time.sleep(0.1)
    pytest.fail("it is still there")


def _is_a_zombie(pid: int) -> bool:
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return state.startswith("Z") or not state
