"""Nothing was lost or changed when the published cases were converted: each is compared with its fingerprint."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core.fingerprints import fingerprint
from ftdecide.evidence import load_cases

TAKEN = tomllib.loads(Path(__file__).with_name("fingerprints.toml").read_text(encoding="utf-8"))["cases"]


def entry(number: str) -> dict[str, Any]:
    """A case as the compilation writes it, where its number is a key like any other."""
    return {"id": number, **copy.deepcopy(load_cases()[number])}


def test_every_case_of_the_compilation_is_there_and_no_other():
    """67 cases: 17 examples of the lessons and 50 published ones, in the compilation's order."""
    assert list(load_cases()) == list(TAKEN)
    assert [sum(number.startswith(kind) for number in TAKEN) for kind in "SE"] == [17, 50]
    assert len(set(TAKEN.values())) == 67


@pytest.mark.parametrize("number", TAKEN)
def test_a_case_is_what_the_compilation_says(number):
    """Every key, digit and letter of the entry is as it was; only nulls were dropped."""
    assert fingerprint(entry(number)) == TAKEN[number]


def leaves(value: Any, path: tuple = ()) -> Iterator[tuple[tuple, Any]]:
    """Every single value of an entry with the way to it."""
    if isinstance(value, dict | list):
        for key, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(each, (*path, key))
    else:
        yield path, value


def changed(value: Any) -> Any:
    """The smallest change of a value: another answer, one more, one letter less."""
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case float():
            return value + 0.001
    return value[:-1]


@pytest.mark.parametrize("number", ["S01", "E29", "E45"])
def test_one_change_anywhere_is_noticed(number):
    """A digit, a letter or an answer that differs, or a value that is missing, gives another fingerprint."""
    found = list(leaves(entry(number)))
    assert len(found) > 12
    for path, value in found:
        for missing in (False, True):
            planted = entry(number)
            level = planted
            for key in path[:-1]:
                level = level[key]
            if missing:
                del level[path[-1]]
            else:
                level[path[-1]] = changed(value)
            assert fingerprint(planted) != TAKEN[number], path


def test_only_nulls_and_the_order_of_keys_do_not_count():
    """What the canonical form forgives, and what it does not."""
    plain = fingerprint({"a": 1, "b": {"c": "x"}})
    assert plain == fingerprint({"b": {"c": "x", "d": None}, "a": 1, "e": None})
    for other in (
        {"a": 1.0, "b": {"c": "x"}},
        {"a": True, "b": {"c": "x"}},
        {"a": "1", "b": {"c": "x"}},
        {"a": 1, "b": {"c": "x "}},
        {"a": 1, "b": {"c": "x"}, "e": ""},
        {"a": 1, "b": {"c": "x"}, "e": []},
        {"a": 1, "b": {"c": ["x"]}},
    ):
        assert fingerprint(other) != plain
    assert fingerprint({"a": [1, 2]}) != fingerprint({"a": [2, 1]}) != fingerprint({"a": [2, 1, None]})
    with pytest.raises(TypeError):
        fingerprint({"a": date(2026, 11, 20)})
