"""Guessing does not pay, and the check that says so can fail."""

from __future__ import annotations

import pytest

from course.small_bank import WELL_FORMED
from ftdecide.course.bank import load_bank
from ftdecide.course.wiseness import cue, cues, given_away, shortfalls

ITEM = WELL_FORMED.split("\n\n", 1)[1]


def test_no_way_to_guess_pays_in_the_bank_that_ships(bank):
    assert [each.name for each in cues(bank.values()) if each.pays] == []


def test_the_bank_holds_what_it_promises(bank):
    assert shortfalls(bank.values()) == []


@pytest.mark.parametrize("key, name", [
    ("This one is by far the longest of them", "the longest option"),
    ("It may often be so", "the most hedged"),
    ("Which colour?", "most words of the stem"),
])  # fmt: skip
def test_a_planted_cue_is_found(write_bank, key, name):
    """Twelve items whose key has the cue: the way that follows it pays."""
    items = [
        ITEM.replace('"first"', f'"item-{n}"').replace('"Which?"', '"Which colour?"').replace('"This"', f'"{key}"')
        for n in range(12)
    ]
    bank = load_bank(write_bank(chapter='title = "A chapter"\n' + "".join(items)))
    assert {each.name for each in cues(bank.values()) if each.pays} >= {name, "always A"}


def test_a_way_that_cannot_tell_options_apart_is_not_counted(write_bank):
    bank = load_bank(write_bank(chapter=WELL_FORMED))
    assert cue("the most hedged", [(bank["chapter"].questions[0],)]).items == 0


def test_a_key_that_stands_in_another_stem_is_found(write_bank):
    telling = ITEM.replace('"first"', '"second"').replace('"Which?"', '"Since hosting costs money every month, why?"')
    keyed = WELL_FORMED.replace('"This"', '"Hosting costs money every month"')
    bank = load_bank(write_bank(chapter=keyed + telling))
    assert given_away(bank.values()) == [
        "first: its key 'Hosting costs money every month' stands in the stem of second"
    ]
