"""Lines that are only added to a file: whole, in order, and refused where somebody else wrote meanwhile."""

from __future__ import annotations

import json

import pytest

from ftdecide.doors.added_lines import AddedElsewhere, add_lines
from ftdecide.doors.json_files import BadInput
from ftdecide.doors.ratings_file import read_log

SESSION = {
    "kind": "session",
    "schema": 1,
    "rater": "anna",
    "rungs": ["a", "b"],
    "asked": 9,
    "reference": "",
    "trial": "",
}


def test_lines_are_added_in_order_and_the_size_is_what_the_file_has(tmp_path):
    path = tmp_path / "lines.jsonl"
    size = add_lines(path, [{"n": 1}, {"n": 2}], 0)
    assert size == path.stat().st_size == add_lines(path, [], size)
    assert add_lines(path, [{"n": 3}]) == path.stat().st_size
    assert [json.loads(line)["n"] for line in path.read_text().splitlines()] == [1, 2, 3]
    assert path.stat().st_mode & 0o077 == 0, "nobody else reads what a person decided"


def test_a_torn_line_stays_and_the_next_begins_a_new_one(tmp_path):
    path = tmp_path / "lines.jsonl"
    path.write_bytes(b'{"n": 1}\n{"n": ')
    assert add_lines(path, [{"n": 3}], 15) == 15 + 1 + 9
    assert path.read_bytes() == b'{"n": 1}\n{"n": \n{"n": 3}\n'


@pytest.mark.parametrize("size", [0, 8, 10, 100])
def test_where_another_has_written_nothing_is(tmp_path, size):
    path = tmp_path / "lines.jsonl"
    path.write_bytes(b'{"n": 1}\n')
    with pytest.raises(AddedElsewhere):
        add_lines(path, [{"n": 2}], size)
    assert path.read_bytes() == b'{"n": 1}\n'


def test_what_does_not_reach_the_disk_is_told():
    with pytest.raises(OSError):
        add_lines("/dev/full", [{"n": 1}])


@pytest.mark.parametrize("ratings", ["1e999", "-1e999", "NaN", "null"])
def test_a_plan_that_is_no_number_is_refused_in_a_line(tmp_path, ratings):
    path = tmp_path / "ratings.jsonl"
    path.write_text(json.dumps(SESSION) + f'\n{{"kind": "plan", "ratings": {ratings}}}\n')
    with pytest.raises(BadInput, match="line 2: ") as refused:
        read_log(path)
    assert "\n" not in str(refused.value)
