"""The progress in the learner's home: kept whole by many writers, set aside where it cannot be read; its commands."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from course.progresses import answer, progress
from ftdecide.course.progress import merge
from ftdecide.doors.cli import main
from ftdecide.doors.json_files import BadInput
from ftdecide.doors.progress_file import ProgressFile, progress_path

WRITER = """
import sys
from course.progresses import answer, progress
from ftdecide.doors.progress_file import ProgressFile
for n in range(20):
    ProgressFile().change(lambda now: progress(answer(f"{sys.argv[1]}-{n}", "2026-11-28", True)))
"""


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("FTDECIDE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_four_kernels_that_write_at_once_lose_nothing(home):
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, name], env=env) for name in "abcd"]
    assert [writer.wait(60) for writer in writers] == [0] * 4
    assert len(ProgressFile().read().of_kind("answer")) == 80
    assert {each.name for each in home.iterdir()} == {"progress.json", "progress.lock"}


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff\xfe", b"[]", b'{"schema": 9, "entries": {}}'])
def test_a_file_that_cannot_be_read_is_set_aside_as_it_was(home, raw):
    home.mkdir()
    progress_path().write_bytes(raw)
    file = ProgressFile()
    new = file.change(lambda now: merge(now, progress(answer("a", "2026-11-28", True))))
    assert [each.read_bytes() for each in file.set_aside()] == [raw]
    assert "set aside" in file.notes[0]
    assert ProgressFile().read().text == new.text


def test_progress_that_would_grow_too_large_to_be_read_is_not_written(home, tmp_path, capsys):
    """Two files of 3 MB: the second is refused with what to do, and the first stays whole."""
    for name in "ab":
        large = progress(*(answer(f"{name}-{n}", "2026-11-28", True, given=["x" * 3000]) for n in range(980)))
        (tmp_path / f"{name}.json").write_text(large.text)
    assert main(["progress", "import", str(tmp_path / "a.json")]) == 0
    capsys.readouterr()
    assert main(["progress", "import", str(tmp_path / "b.json")]) == 2
    assert "larger than 5 MB" in capsys.readouterr().err
    assert len(ProgressFile().read().of_kind("answer")) == 980


def test_what_another_set_aside_and_wrote_anew_meanwhile_is_not_deleted(home, monkeypatch):
    """Between the reading of a broken file and its setting aside, another kernel does both."""
    home.mkdir()
    progress_path().write_bytes(b"{")
    good, mine = progress(answer("a", "2026-11-28", True)), ProgressFile()
    locked = mine._locked

    def late():
        ProgressFile().change(lambda _: good)
        return locked()

    monkeypatch.setattr(mine, "_locked", late)
    assert mine.read().text == good.text
    assert progress_path().exists() and [each.read_bytes() for each in mine.set_aside()] == [b"{"]


def test_texts_from_elsewhere_steer_no_terminal(home, tmp_path, capsys):
    """Half a pair cannot be written out, and an escape could."""
    odd = {
        "kind": "verdict",
        "decision": "d",
        "justified": "no",
        "headline": "\x1b[2J red\u202e",
        "task": "\ud800 a\nb",
    }
    file = tmp_path / "in.json"
    file.write_text(json.dumps({"schema": 2, "entries": {"v": {"at": "2026-11-28T12:00:00.000Z", **odd}, "\ud800": 3}}))
    assert run("show", file) == 0
    shown = capsys.readouterr().out
    assert "\x1b" not in shown and "\u202e" not in shown and " a b: [2J red" in shown


def test_where_nothing_can_be_set_aside_nothing_is_written_over(home, monkeypatch):
    home.mkdir()
    progress_path().write_bytes(b"{")
    monkeypatch.setattr("ftdecide.doors.progress_file.utc_now", lambda: "x" * 300)  # no name is so long
    with pytest.raises(BadInput, match="nothing was written over"):
        ProgressFile().change(lambda now: now)
    assert progress_path().read_bytes() == b"{"


def test_a_folder_that_cannot_be_made_is_told_with_the_remedy(tmp_path, monkeypatch, capsys):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("FTDECIDE_HOME", str(tmp_path / "file" / "home"))
    (tmp_path / "in.json").write_text(progress(answer("a", "2026-11-28", True)).text)
    assert main(["progress", "import", str(tmp_path / "in.json")]) == 2
    assert "FTDECIDE_HOME" in capsys.readouterr().err


def run(*arguments: object) -> int:
    return main(["progress", *map(str, arguments)])


def test_import_show_export_and_delete_at_the_command_line(home, tmp_path, capsys):
    """The whole way; a second import adds nothing, a corrupt one changes nothing, and an export brings all back."""
    file = tmp_path / "in.json"
    file.write_text(progress(answer("mo-worth", "2026-11-01", False), {"odd": 3}).text)
    assert run("import", file) == 0 and "1 entry added, 1 could not be read" in capsys.readouterr().err
    assert run("import", file) == 0 and "0 entries added" in capsys.readouterr().err
    (tmp_path / "bad.json").write_text("{")
    assert run("import", tmp_path / "bad.json") == 2 and "not whole JSON" in capsys.readouterr().err
    assert run("export", tmp_path / "out.json") == 0
    assert run("delete") == 2 and "--yes" in capsys.readouterr().err
    assert run("delete", "--yes") == 0
    assert ProgressFile().read().entries == {}
    assert run("import", tmp_path / "out.json") == 0
    assert len(ProgressFile().read().of_kind("answer")) == 1
    capsys.readouterr()
    assert run("show", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out)["calibration"]["sentence"].startswith("Too few")
    assert run("show") == 0 and "Questions:" in capsys.readouterr().out
    assert run("where") == 0 and capsys.readouterr().out.strip() == str(home / "progress.json")


def test_the_deck_for_anki_at_the_command_line(home, tmp_path, capsys):
    assert run("anki", "-o", tmp_path / "deck.apkg") == 2
    assert "--all" in capsys.readouterr().err
    assert run("anki", "--all", "-o", tmp_path / "deck.apkg") == 0
    assert (tmp_path / "deck.apkg").read_bytes()[:2] == b"PK"
