"""Behind the drill's control for a file, without a browser: the parts of a file in a kernel, and the merging."""

from __future__ import annotations

import json
import subprocess
import threading
import time
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from ftdecide.doors import drill_upload, upload_by_parts
from ftdecide.doors.drill_upload import take
from ftdecide.doors.upload_by_parts import Uploads
from ftdecide.instruments.audit.audit import audit
from ftdecide.instruments.audit.report import to_json
from ftdecide.merged_profile import merged
from tests.instruments import planted

DRILL = Path(drill_upload.__file__).with_name("drill.js")
PATIENCE_SECONDS = 120
TEXT = planted.chat_file(0, clean=60, each=2).text.encode()


class View:
    """A view of the widget: sends parts, and keeps what the kernel answers."""

    def __init__(self):
        self.heard: list[dict] = []
        self.buffers: list[bytes] = []
        self.ended = threading.Event()
        self.uploads = Uploads(self.hear)

    def hear(self, said: dict, buffers: list[bytes]) -> None:
        self.heard.append(said)
        self.buffers += buffers
        if "found" in said or "fault" in said:
            self.ended.set()

    def begin(self, size: int, name: str = "own.jsonl", upload: str = "a") -> None:
        self.uploads.hear({"upload": upload, "begin": {"name": name, "size": size, "columns": {}}}, [])

    def part(self, offset: int, content: bytes, upload: str = "a") -> None:
        self.uploads.hear({"upload": upload, "from": offset}, [memoryview(content)])

    def end(self) -> dict:
        assert self.ended.wait(PATIENCE_SECONDS)
        return self.heard[-1]


def sent(content: bytes, part_bytes: int) -> View:
    """A view that sent a file in parts."""
    view = View()
    view.begin(len(content))
    for start in range(0, len(content), part_bytes):
        view.part(start, content[start : start + part_bytes])
    return view


def wait_until(fact) -> None:
    give_up = time.monotonic() + PATIENCE_SECONDS
    while not fact() and time.monotonic() < give_up:
        time.sleep(0.01)
    assert fact()


@pytest.mark.parametrize("part_bytes", [10_007, len(TEXT)])
def test_a_file_sent_in_parts_is_counted_as_the_whole_one(part_bytes):
    """Each part is acknowledged; the profile is the audit's; the file is gone before the count is told."""
    view = sent(TEXT, part_bytes)
    found = view.end()["found"]
    assert found["profile"] == to_json(audit(BytesIO(TEXT), "own.jsonl"), date.today())["profile"]
    acknowledged = [said["got"] for said in view.heard if "got" in said]
    assert acknowledged == [*range(0, len(TEXT), part_bytes), len(TEXT)]
    assert view.uploads._last._file.closed
    assert "json" not in found


def test_the_whole_report_comes_in_parts(monkeypatch):
    """Put together, it is the JSON of the command line."""
    monkeypatch.setattr(upload_by_parts, "PART_BYTES", 1000)
    view = sent(TEXT, len(TEXT))
    view.end()
    start, size = 0, 1
    while start < size:
        view.uploads.hear({"upload": "a", "json": start}, [])
        start, size = view.heard[-1]["part"]
    assert len(view.buffers) > 3
    assert json.loads(b"".join(view.buffers)) == to_json(audit(BytesIO(TEXT), "own.jsonl"), date.today())


WRONG = {
    "a part missing": [(10, b"later")],
    "a part twice": [(0, TEXT[:10]), (0, TEXT[:10])],
    "more than was said": [(0, TEXT + b"more")],
    "nothing in a part": [(0, b"")],
}


@pytest.mark.parametrize("parts", WRONG.values(), ids=WRONG)
def test_a_file_that_changes_on_its_way_is_refused(parts):
    view = View()
    view.begin(len(TEXT))
    for offset, content in parts:
        view.part(offset, content)
    assert view.end() == {"upload": "a", "fault": "own.jsonl: it changed while it was sent. Choose it again."}
    assert view.uploads._last._file.closed


def test_a_file_too_large_is_refused_before_it_is_sent():
    view = View()
    view.begin(upload_by_parts.MOST_BYTES + 1, "huge.csv")
    (said,) = view.heard
    assert said["fault"].startswith("huge.csv: it is 200.0 MB, too large for the 200 MB taken here. Count it with")


def test_a_stop_ends_a_file_on_its_way_and_one_that_is_counted():
    """Its temporary file is closed, which deletes it, and nothing more is said."""
    view = View()
    view.begin(len(TEXT))
    view.part(0, TEXT[:100])
    view.uploads.hear({"upload": "a", "stop": True}, [])
    view.part(100, TEXT[100:])
    assert view.uploads._last._file.closed
    assert not view.ended.is_set()

    long = "\n".join(json.dumps(planted.chat(f"question {n}", f"answer {n}")) for n in range(30_000)).encode()
    counted = sent(long, len(long))
    wait_until(lambda: any("told" in said for said in counted.heard))
    counted.uploads.hear({"upload": "a", "stop": True}, [])
    wait_until(lambda: counted.uploads._last._file.closed)
    assert not counted.ended.is_set()


def test_a_new_file_takes_the_place_of_the_one_before():
    """Of the same view or another; who sends on with the older one is told."""
    view = View()
    view.begin(len(TEXT))
    view.begin(len(TEXT), upload="b")
    view.part(0, TEXT)
    assert view.heard[-1] == {"upload": "a", "fault": "Another file took its place. Count this one again."}
    view.ended.clear()
    view.part(0, TEXT, upload="b")
    assert view.end()["upload"] == "b"


def test_the_progress_names_each_part_of_the_work():
    """The share of the reading grows; where nobody knows how far it is, none is told."""
    told: list[tuple[str, float | None]] = []
    rows, _flipped = planted.labelled_file(0, clean=520, flipped=0)
    content = "\n".join(json.dumps({"text": text, "label": label}) for text, label in rows).encode()
    take(BytesIO(content), "own.jsonl", lambda said, share: told.append((said, share)))
    assert ("Comparing", None) in told
    assert any(said.startswith("Reading, ") and 0 < share <= 1 for said, share in told)
    assert told[-1][0].startswith("Reading the labels")


MERGED = {
    "a number over nothing": ({}, {"clean_examples": {"value": 3}}),
    "over a bare number": (
        {"clean_examples": 9, "gap": "style"},
        {"clean_examples": {"value": 3, "low": 2, "high": 3}},
    ),
    "over a quantity": ({"clean_examples": {"value": 9, "low": 1}}, {"clean_examples": {"value": 3}}),
    "nothing measured": ({"clean_examples": 9, "rungs": {}}, {"clean_examples": None, "rungs": {"prompt": None}}),
    "a rung beside another": ({"rungs": {"prompt": {}}}, {"rungs": {"few_shot": {"pass_rate": 0.8}}}),
    "a rung over itself": ({"rungs": {"prompt": {"n": 4}}}, {"rungs": {"prompt": {"pass_rate": {"value": 0.8}}}}),
    "a rung without its n": ({"rungs": {"prompt": {"n": 4}}}, {"rungs": {"prompt": {"pass_rate": 0.8, "n": None}}}),
    "a rung that was no rung": ({"rungs": {"prompt": 7}}, {"rungs": {"prompt": {"pass_rate": 0.8}}}),
    "rungs that were none": ({"rungs": 7}, {"rungs": {"prompt": {"pass_rate": 0.8}}}),
    "prices": ({"economics": {"training_usd": 4}}, {"economics": {"output_tokens": {"value": 30}}}),
}


def test_the_drill_lays_a_measurement_over_the_answers_as_the_command_line_does():
    """The same profile from both."""
    script = DRILL.read_text(encoding="utf-8") + (
        f"\nconst cases = {json.dumps(list(MERGED.values()))};"
        "\nconsole.log(JSON.stringify(cases.map(([stated, measured]) => laidOver(stated, measured))));\n"
    )
    done = subprocess.run(["node", "--input-type=module"], input=script, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    both = dict(zip(MERGED, json.loads(done.stdout), strict=True))
    assert both == {name: merged(stated, measured) for name, (stated, measured) in MERGED.items()}
