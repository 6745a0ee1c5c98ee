"""Each way to break a question file, and what its author is told: file, question, field, reason, remedy."""

# ruff: noqa: E501 (a fault and what is said of it stand on one line)
from __future__ import annotations

import pytest

from course.small_bank import WELL_FORMED
from ftdecide.course.bank import InvalidBank, load_bank

COMPUTED = WELL_FORMED.replace('key = true\n', 'means = ["volume"]\n').replace(
    'sources = ["E45"]',
    'sources = ["E45"]\ncomputes = "conditions_unmet"\nprofile = {requests_per_month = 300, repetitive = true}',
).replace('feedback = "It is not."', 'feedback = "It is not."\nmeans = ["near_miss"]').replace(
    'feedback = "Nor is this."', 'feedback = "Nor is this."\nmeans = []'
)  # fmt: skip

DRAWN = (
    COMPUTED.replace("requests_per_month = 300", 'requests_per_month = "=n"')
    .replace("computes =", "vary = {n = {from = 10, to = 90, step = 1}}\ncomputes =")
    .replace('"Which?"', '"Which of {n}?"')
)

NAMING = """
title = "A chapter"
[[question]]
id = "names"
kind = "name"
prompt = "Name both."
hint = "Two things."
sources = ["E45"]
terms = ["volume"]
[[question.concept]]
name = "High volume"
feedback = "Many."
accepts = ["volume"]
[[question.concept]]
name = "Near miss"
feedback = "Almost."
accepts = ["near miss"]
"""

# what is replaced by what, and what the message must say (all of it)
FAULTS = {
    "missing feedback": (WELL_FORMED, 'feedback = "It is not."\n', "", ["chapter.toml: question first: option 2: feedback: missing"]),
    "empty feedback": (WELL_FORMED, '"It is not."', '"  "', ["option 2: feedback: empty"]),
    "no correct option": (WELL_FORMED, "key = true\n", "", ["question first: option: none is the key", "key = true"]),
    "two keys for one choice": (WELL_FORMED, '"It is not."', '"It is not."\nkey = true', ["2 are marked key", "several"]),
    "repeated option text": (WELL_FORMED, 'text = "That"', 'text = " this "', ["option 2: text: 'this' stands twice"]),
    "no source": (WELL_FORMED, 'sources = ["E45"]\n', "", ["question first: sources: missing"]),
    "unknown source": (WELL_FORMED, '["E45"]', '["E999"]', ["question first: sources: 'E999' is not a known source"]),
    "unknown field": (WELL_FORMED, "prompt =", "promt =", ["promt: unknown field; did you mean 'prompt'?", "prompt: missing"]),
    "unknown option field": (WELL_FORMED, "key = true", "kye = true", ["option 1: kye: unknown field; did you mean 'key'?"]),
    "unknown chapter field": (WELL_FORMED, "title =", "titel =", ["chapter.toml: titel: unknown field; did you mean 'title'?"]),
    "unknown kind": (WELL_FORMED, 'kind = "one"', 'kind = "single"', ["kind: got 'single'; write one of one, several, order, number, text, name"]),
    "prompt that is a number": (WELL_FORMED, '"Which?"', "3", ["prompt: got 3; write it as text in quotes"]),
    "key that is text": (WELL_FORMED, "key = true", 'key = "yes"', ["option 1: key: got 'yes'; write true or false"]),
    "id with a space": (WELL_FORMED, '"first"', '"the first"', ["id: got 'the first'; use 3 to 50 of a-z"]),
    "no id": (WELL_FORMED, 'id = "first"\n', "", ["chapter.toml: question number 1: id: missing"]),
    "lone backtick": (WELL_FORMED, '"Which?"', '"Which `one?"', ["prompt: a backtick stands alone"]),
    "too few options": (WELL_FORMED.rpartition("[[question.option]]")[0], "", "", ["option: 2 given; write 3 to 5"]),
    "profile without computes": (COMPUTED, 'computes = "conditions_unmet"\n', "", ["computes: missing beside profile"]),
    "unknown thing to compute": (COMPUTED, '"conditions_unmet"', '"verdict"', ["computes: got 'verdict'; write one of decision"]),
    "computes without profile": (COMPUTED, "profile = {requests_per_month = 300, repetitive = true}\n", "", ["profile: missing"]),
    "typed key beside a computed one": (COMPUTED, 'means = ["near_miss"]', "key = true", ["option 2: key: typed, though the key is computed"]),
    "no option for the computed key": (COMPUTED, 'means = ["volume"]', 'means = ["near_miss", "volume"]', ["the computed key is ['volume'] and 0 options mean that"]),
    "two options for the computed key": (COMPUTED, 'means = ["near_miss"]', 'means = ["volume"]', ["2 options mean that"]),
    "profile with an unknown key": (COMPUTED, "repetitive = true", "repetitiv = true", ["question first: profile: repetitiv; it is not a known key", "repetitive"]),
    "profile with a negative number": (COMPUTED, "= 300", "= -300", ["profile: requests_per_month is -300"]),
    "profile with nan": (COMPUTED, "= 300", "= nan", ["profile: requests_per_month is nan"]),
    "phrase with capitals": (NAMING, '["near miss"]', '["Near Miss"]', ["concept 2: accepts: got 'Near Miss'; write lower-case"]),
    "phrase that is a regular expression": (NAMING, '["near miss"]', '["(near"]', ["concept 2: accepts: got '(near'"]),
    "name that its own phrases miss": (NAMING, '["near miss"]', '["almost"]', ["concept 2: accepts: its own name 'Near miss' names []"]),
    "name that two concepts take": (NAMING, '["near miss"]', '["near miss", "high"]', ["concept 1: accepts: its own name 'High volume' names ['High volume', 'Near miss']"]),
    **{f"range with {bad}": (DRAWN, "to = 90", f"to = {bad}", ["question first: vary: seed 0: n is", "write a list of two or more, or {from = 10, to = 90, step = 5}"])
       for bad in ('"9"', "nan", "inf", "true", "1e300", "90000000", "[1]")},
    "enormous number": (COMPUTED, "= 300", "= 1" + "0" * 400, ["chapter.toml: question 1: profile: requests_per_month: a whole number larger than 1,000,000,000,000,000"]),
    "step of nothing": (DRAWN, "step = 1", "step = 0", ["n is {'from': 10, 'to': 90, 'step': 0}"]),
    "accepts that is a text": (NAMING, '["near miss"]', '"near miss"', ["accepts: got 'near miss'; write a list of texts"]),
}  # fmt: skip


@pytest.mark.parametrize("text", [WELL_FORMED, COMPUTED, NAMING, DRAWN], ids=["typed", "computed", "naming", "drawn"])
def test_the_files_that_are_broken_below_are_sound(write_bank, text):
    assert len(load_bank(write_bank(chapter=text))["chapter"].questions) == 1


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_is_named_with_its_place_and_remedy(write_bank, fault):
    text, old, new, said = FAULTS[fault]
    assert old in text
    with pytest.raises(InvalidBank) as refused:
        load_bank(write_bank(chapter=text.replace(old, new, 1) if old else text))
    for words in said:
        assert words in str(refused.value)


def test_all_faults_of_all_files_are_told_at_once(write_bank):
    folder = write_bank(
        one=WELL_FORMED.replace('"It is not."', '""').replace('sources = ["E45"]\n', ""),
        two=WELL_FORMED.replace('"first"', '"second"').replace("key = true\n", ""),
    )
    with pytest.raises(InvalidBank) as refused:
        load_bank(folder)
    assert [fault.split(": ")[0] for fault in refused.value.faults] == ["one.toml", "one.toml", "two.toml"]


def test_an_id_that_two_files_use_is_refused(write_bank):
    with pytest.raises(
        InvalidBank, match=r"two\.toml: question first: id: already used in one\.toml, question number 1"
    ):
        load_bank(write_bank(one=WELL_FORMED, two=WELL_FORMED))


@pytest.mark.parametrize("broken, line", [
    (WELL_FORMED.replace('prompt = "Which?"', 'prompt = "Which?'), 7),
    (WELL_FORMED.replace("[[question]]", "[[question]"), 4),
    (WELL_FORMED + "\nkey = ", 24),
])  # fmt: skip
def test_broken_toml_names_file_and_line(write_bank, broken, line):
    with pytest.raises(InvalidBank, match=rf"chapter\.toml: not TOML: .*(at line {line},|at end of document)"):
        load_bank(write_bank(chapter=broken))


def test_a_file_that_is_not_utf_8_is_refused(write_bank):
    folder = write_bank(chapter=WELL_FORMED)
    (folder / "chapter.toml").write_bytes(WELL_FORMED.replace("Which?", "Où?").encode("latin-1"))
    with pytest.raises(InvalidBank, match=r"chapter\.toml: byte \d+: not UTF-8"):
        load_bank(folder)


def test_a_folder_without_questions_is_refused(tmp_path):
    with pytest.raises(InvalidBank, match="no question file"):
        load_bank(tmp_path)
