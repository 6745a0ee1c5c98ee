"""The scorers: a table of answers for each, what is refused, and the JSON Schemas against the library jsonschema."""

from __future__ import annotations

import json

import pytest

from ftdecide.instruments.measure.bounds import InvalidMeasurement
from ftdecide.instruments.measure.scorers import json_schema, json_schema_library, json_scorer
from ftdecide.instruments.measure.scorers.json_equal_scorer import json_equal
from ftdecide.instruments.measure.scorers.json_schema_words import check_schema
from ftdecide.instruments.measure.scorers.json_scorer import keeps_schema
from ftdecide.instruments.measure.scorers.label_scorer import labels
from ftdecide.instruments.measure.scorers.number_scorer import first_number, numeric
from ftdecide.instruments.measure.scorers.own_scorer import own_scorer
from ftdecide.instruments.measure.scorers.registry import SCORERS, scorer
from ftdecide.instruments.measure.scorers.score import Score

# ---- texts: scorer, answer, expected, options, whether it passes ----

TEXTS = [
    ("exact", "Paris", "Paris", {}, True),
    ("exact", "paris", "Paris", {}, False),
    ("exact", "Paris\n", "Paris", {}, False),
    ("exact", "7", 7, {}, True),
    ("exact", "true", True, {}, True),
    ("exact", "", "", {}, True),
    ("normalised", "  PARIS.  ", "paris", {}, True),
    ("normalised", "**Paris**", "Paris", {}, True),
    ("normalised", "New\tYork\nCity", "new york city", {}, True),
    ("normalised", "“Don’t!”", "dont", {}, True),
    ("normalised", "ﬁne", "fine", {}, True),
    ("normalised", "cafe\u0301", "caf\u00e9", {}, True),
    ("normalised", "STRASSE", "Straße", {}, True),
    ("normalised", "Ｔｏｋｙｏ", "Tokyo", {}, True),
    ("normalised", "well-known", "well known", {}, True),
    ("normalised", "cafe", "café", {}, False),  # accents mean something
    ("normalised", "1.5", "15", {}, False),  # and so does a point between digits
    ("normalised", "-5", "5", {}, False),
    ("normalised", "C", "C#", {}, False),
    ("normalised", "C++", "C", {}, False),
    ("normalised", "R&D.", "r&d", {}, True),
    ("normalised", "50", "50%", {}, False),
    ("normalised", "10:30", "1030", {}, False),
    ("normalised", "?", "!", {}, False),
    ("normalised", "!", "!", {}, True),
    ("normalised", "", "Paris", {}, False),
    ("contains", "It is PARIS, of course", "paris", {}, True),
    ("contains", "It is PARIS", "Paris", {"ignore_case": False}, False),
    ("contains", "Lyon", "Paris", {}, False),
    ("contains", "one\ntwo", "one two", {}, True),
    ("regex", "Ticket AB-12 is open", r"[A-Z]{2}-\d+", {}, True),
    ("regex", "ticket ab-12", r"[A-Z]{2}-\d+", {}, False),
    ("regex", "ticket ab-12", r"[A-Z]{2}-\d+", {"ignore_case": True}, True),
    ("regex", "AB-12 is open", r"[A-Z]{2}-\d+", {"whole": True}, False),
    ("regex", "AB-12", r"[A-Z]{2}-\d+", {"whole": True}, True),
]


@pytest.mark.parametrize(("name", "answer", "expected", "options", "passes"), TEXTS)
def test_texts_pass_as_the_table_says(name, answer, expected, options, passes):
    found = scorer(name, **options)(answer, expected)
    assert (found.passed, found.score, found.fault) == (passes, 1.0 if passes else 0.0, False), found.why
    assert found.why and "\n" not in found.why


# ---- numbers: answer, expected, options, whether it passes ----

NUMBERS = [
    ("42", 42, {}, True),
    ("The answer is 42.", "42", {}, True),
    ("42.0", 42, {}, True),
    ("about 12,345 people", 12345, {}, True),
    ("12’345.50", 12345.5, {}, True),
    ("1 234 567", 1234567, {}, True),
    ("1\u202f234", 1234, {}, True),
    ("12.345,5", 12345.5, {"decimal_mark": ","}, True),
    ("3,5", 3.5, {"decimal_mark": ","}, True),
    ("3,5", 3.5, {}, False),  # may be 3 and 5
    ("1.2.3", 1.2, {}, False),  # a version
    ("-7", -7, {}, True),
    ("−7", -7, {}, True),  # the sign for minus
    ("- 7 apples", 7, {}, True),  # a list
    ("from 10-5", 10, {}, True),
    (".5", 0.5, {}, True),
    ("2.5e3", 2500, {}, True),
    ("25%", 0.25, {}, True),
    ("25 per cent", "25%", {}, True),
    ("25%", 25, {}, False),  # a percent sign divides, on both sides
    ("$12.50", 12.5, {}, True),
    ("12kg", 12, {}, True),
    ("In Q4 it was 12", 12, {}, True),
    ("GPT-4 says 12", 12, {}, True),
    ("Q4.5: 12", 12, {}, True),
    ("7 or 8", 8, {}, False),  # the first counts
    ("1.1", 1.0, {"absolute": 0.1}, True),  # in floats 1.1 - 1.0 is a little more
    ("1.11", 1.0, {"absolute": 0.1}, False),
    ("1009", 1000, {"relative": 0.01}, True),
    ("1011", 1000, {"relative": 0.01}, False),
    ("-990", -1000, {"relative": 0.01}, True),
    ("105", 100, {"relative": 0.01, "absolute": 5}, True),  # the wider of the two
    ("0.001", 0, {"relative": 0.5}, False),
    ("seven", 7, {}, False),
    ("", 7, {}, False),
    ("1e999999999999", 7, {}, False),
    ("1e99999", 7, {"relative": 0.1}, False),
    ("9" * 500, 7, {}, False),
]


@pytest.mark.parametrize(("answer", "expected", "options", "passes"), NUMBERS)
def test_numbers_pass_as_the_table_says(answer, expected, options, passes):
    found = numeric(answer, expected, **options)
    assert found.passed is passes, found.why
    assert len(found.why) < 400


def test_a_reason_says_which_number_was_read():
    assert numeric("25%", 25).why == "0.25 is not 25"
    assert numeric("about 1,009", 1000, relative=0.01).why == "1009 is 1000 within 10"
    assert numeric("no idea", 3).why == "no number in “no idea”"
    assert str(first_number("twice 3,5", ",")) == "3.5"


# ---- labels: answer, expected, known, passes, score ----

SPAM, TOPICS = ("spam", "ham"), ("billing", "refund", "log-in", "other, please say")
LABELS = [
    ("spam", "spam", (), True, 1.0),
    ("Spam.", "spam", (), True, 1.0),
    ("ham", "spam", SPAM, False, 0.0),
    ("This is spam!", "spam", SPAM, True, 1.0),
    ("This is spam!", "spam", (), False, 0.0),  # without the known labels a sentence is no label
    ("Spam, I would say: spam.", "spam", SPAM, True, 1.0),
    ("spam or ham?", "spam", SPAM, False, 0.0),  # two occur
    ("spam, ham", "spam", SPAM, False, 0.5),
    ("It is not spam.", "spam", SPAM, False, 0.0),  # denied
    ("It isn't a spam, it's ham", "ham", SPAM, True, 1.0),
    ("spammy", "spam", SPAM, False, 0.0),  # no whole word
    ("I refuse", "spam", SPAM, False, 0.0),
    ("", "spam", SPAM, False, 0.0),
    ("That is not spam.", "not spam", ("spam", "not spam"), True, 1.0),  # the longer one hides the shorter
    ("Log In", "log-in", TOPICS, True, 1.0),
    ("log_in", "log-in", TOPICS, True, 1.0),
    ("other, please say", "other, please say", TOPICS, True, 1.0),  # a comma of its own
    ("refund; Billing", "billing, refund", (), True, 1.0),
    ("- refund\n- billing\n", ["billing", "refund"], (), True, 1.0),
    ('["refund", "billing"]', ["billing", "refund"], TOPICS, True, 1.0),
    ("refund", ["billing", "refund"], TOPICS, False, 0.5),
    ("billing, refund, tax", ["billing", "refund"], (), False, 2 / 3),
    ("3", 3, (), True, 1.0),
    ("It gets 3 stars", 3, (1, 2, 3), True, 1.0),
]


@pytest.mark.parametrize(("answer", "expected", "known", "passes", "score"), LABELS)
def test_labels_pass_as_the_table_says(answer, expected, known, passes, score):
    found = labels(answer, expected, known)
    assert (found.passed, found.score) == (passes, pytest.approx(score)), found.why
    assert labels(answer, expected, known) == found and found.why


def test_a_reason_says_which_labels_lack_and_which_are_too_many():
    assert labels("a, x", "a, b").why == "lacks b and adds x"
    assert labels("spam or ham?", "spam", SPAM).why == "2 known labels in “spam or ham?”"


# ---- JSON: what the two validators say of each value ----

TREE = {
    "$ref": "#/$defs/node",
    "$defs": {
        "node": {
            "type": "object",
            "required": ["name"],
            "additionalProperties": False,
            "properties": {"name": {"type": "string"}, "inside": {"type": "array", "items": {"$ref": "#/$defs/node"}}},
        }
    },
}
DEEP = {"name": "0"}
for level in range(1, 90):
    DEEP = {"name": str(level), "inside": [DEEP]}
VALUES = [
    *(None, True, False, 0, 1, 1.0, -1, 2.5, 7, 1e300, "", "a", "abc", "é", [], [1], [1, 1.0], [1, True], [0, False]),
    *([1, "a", 2], [[1], [1]], [{"a": 1}, {"a": 1.0}], {}, {"a": 1}, {"a": "x", "b": 2}, {"name": "x"}, DEEP),
    *({"name": "x", "inside": [{"name": "y"}]}, {"name": "x", "inside": [{"nam": "y"}]}, {"kind": "b", "n": 1}),
]
SCHEMAS = {
    "anything": {},
    "true": True,
    "false": False,
    "type": {"type": "integer"},
    "types": {"type": ["string", "null", "boolean"]},
    "number": {"type": "number", "title": "said", "format": "email", "default": "x"},
    "enum": {"enum": [1, "a", None, [1], {"a": 1}]},
    "const": {"const": True},
    "const one": {"const": 1},
    "bounds": {"minimum": 1, "maximum": 7},
    "open bounds": {"exclusiveMinimum": 1, "exclusiveMaximum": 7},
    "multiple": {"multipleOf": 0.5},
    "length": {"minLength": 1, "maxLength": 2},
    "pattern": {"pattern": "^a"},
    "items": {"items": {"type": "integer"}, "minItems": 1, "maxItems": 2},
    "first items": {"prefixItems": [{"type": "integer"}, {"type": "string"}], "items": {"type": "integer"}},
    "no more items": {"prefixItems": [{"type": "integer"}], "items": False},
    "unique": {"uniqueItems": True},
    "contains": {"contains": {"type": "string"}},
    "object": {"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}}},
    "closed": {"properties": {"a": True}, "additionalProperties": False},
    "others": {"properties": {"a": True}, "additionalProperties": {"type": "integer"}},
    "names": {"propertyNames": {"maxLength": 1}, "minProperties": 1, "maxProperties": 1},
    "all": {"allOf": [{"type": "number"}, {"minimum": 1}]},
    "any": {"anyOf": [{"type": "string"}, {"type": "array", "minItems": 2}]},
    "one": {"oneOf": [{"type": "integer"}, {"minimum": 2}]},
    "not": {"not": {"type": ["object", "array"]}},
    "tree": TREE,
    "itself": {"type": ["array", "integer"], "items": {"$ref": "#"}},
    "old definitions": {"$ref": "#/definitions/a~1b", "definitions": {"a/b": {"type": "string"}}},
}


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS)
def test_our_validator_agrees_with_the_library(schema):
    """On every value whether it keeps the schema."""
    check_schema(schema)
    json_schema_library.check_schema(schema)
    for value in VALUES:
        ours, theirs = list(json_schema.violations(value, schema)), list(json_schema_library.violations(value, schema))
        assert bool(ours) == bool(theirs), (value, ours, theirs)


def test_a_multiple_is_taken_as_it_is_written():
    """0.3 is three times 0.1, though not in floats."""
    assert list(json_schema.violations(0.3, {"multipleOf": 0.1})) == []
    assert list(json_schema.violations(0.35, {"multipleOf": 0.1})) == ["the answer is 0.35, against multipleOf 0.1"]


EQUALS = [
    ('{"b": 2, "a": 1}', {"a": 1, "b": 2}, True, "equal JSON"),
    ('{"b": 2.0, "a": 1e0}', '{"a": 1, "b": 2}', True, "equal JSON"),
    ("```json\n[1, 2]\n```", [1, 2], True, "equal JSON, read from its code fence"),
    ("7.0", 7, True, "equal JSON"),
    ('{"a": {"b": [1, {"c": "x"}]}}', {"a": {"b": [1, {"c": "y"}]}}, False, 'a.b[1].c is "x", not "y"'),
    ('{"a": 1, "z": 2}', {"a": 1, "b": 2}, False, "b is missing"),
    ('{"a": 1, "b": 2, "c": {}}', {"a": 1, "b": 2}, False, "c is not expected"),
    ('{"a": [1]}', {"a": [1, 2]}, False, "a has 1 element, not 2"),
    ("[2, 1]", [1, 2], False, "[0] is 2, not 1"),  # the order of a list means something
    ('{"a": true}', {"a": 1}, False, "a is true, not 1"),
    ('{"a": "1"}', {"a": 1}, False, 'a is "1", not 1'),
    ('{"a": null}', {"a": 0}, False, "a is null, not 0"),
    ("{}", [], False, "the answer is {}, not []"),
    ('The call is {"a": 1}', {"a": 1}, False, "is no JSON: Expecting value"),
    ('{"a": NaN}', {"a": 1}, False, "is no JSON: NaN is no JSON"),
    ("[" * 100_000, [], False, "is no JSON: nested too deeply"),
    ("", {}, False, "is no JSON"),
]


@pytest.mark.parametrize(("answer", "expected", "passes", "why"), EQUALS)
def test_json_is_compared_as_values_and_the_first_difference_is_named(answer, expected, passes, why):
    found = scorer("json_equal")(answer, expected)
    assert (found.passed, found.fault) == (passes, False), found.why
    assert why in found.why


@pytest.fixture(params=[True, False], ids=["with the library", "without"])
def library(request, monkeypatch):
    """The scorer with jsonschema, and as it runs in the page."""
    monkeypatch.setattr(json_scorer, "_has_library", lambda: request.param)
    return request.param


SUM = {"type": "object", "required": ["sum"], "properties": {"sum": {"type": "number"}}}
ANSWERS = {
    "as asked": ('{"sum": 7}', True, "keeps the schema"),
    "in a fence": ('```json\n{"sum": 7}\n```', True, "keeps the schema, read from its code fence"),
    "in a fence after a word": ('Here it is:\n```\n{"sum": 7}\n```\nDone.', True, "read from its code fence"),
    "wrong inside": ('{"sum": "7"}', False, "sum"),
    "lacking": ("{}", False, "sum"),
    "in a sentence": ('The result is {"sum": 7}', False, "is no JSON"),
    "two fences": ('```\n{"sum": 7}\n```\n```\n{"sum": 8}\n```', False, "is no JSON"),
    "cut off": ('{"sum": 7', False, "is no JSON"),
    "not a number": ('{"sum": NaN}', False, "NaN is no JSON"),
    "too deep": ("[" * 100_000, False, "nested too deeply"),
    "empty": ("", False, "is no JSON"),
}


@pytest.mark.parametrize(("answer", "passes", "why"), ANSWERS.values(), ids=ANSWERS)
def test_answers_keep_a_schema_as_the_table_says(library, answer, passes, why):
    for schema in (SUM, json.dumps(SUM)):
        found = keeps_schema(answer, schema)
        assert found.passed is passes and why in found.why and not found.fault
    assert keeps_schema(answer, "whatever is expected", schema=SUM) == found


def test_one_schema_for_all_items_is_an_option(library):
    assert scorer("json_schema", schema=SUM)('{"sum": 1}', None).passed


# ---- a function of one's own ----

OWN = '''"""Scores of a learner."""
import math

def same(answer, expected):
    return answer == expected

def part(answer, expected):
    return {"a": 0.25, "b": 0.5, "c": 1, "d": 2, "e": math.nan, "f": None, "g": "yes"}[answer]

def stops(answer, expected):
    raise SystemExit("enough")

NUMBER = 3
'''


@pytest.fixture
def own_file(tmp_path):
    path = tmp_path / "checks.py"
    path.write_text(OWN, encoding="utf-8")
    return path


def test_ones_own_function_says_true_or_false(own_file):
    score = scorer(f"{own_file}:same")
    assert (score("a", "a").passed, score("a", "b").passed) == (True, False)


def test_ones_own_function_may_give_a_number(own_file):
    score = own_scorer(f"{own_file}:part")
    assert [(score(a, "").passed, score(a, "").score) for a in "abc"] == [(False, 0.25), (True, 0.5), (True, 1.0)]
    assert not own_scorer(f"{own_file}:part", pass_at=0.75)("b", "").passed


@pytest.mark.parametrize(
    ("function", "answer", "why"),
    [
        ("part", "d", "your function returned 2, not true, false or a number from 0 to 1"),
        ("part", "e", "your function returned nan, not true"),
        ("part", "f", "your function returned None, not true"),
        ("part", "g", "your function returned 'yes', not true"),
        ("part", "z", "your function raised KeyError: 'z' (line 8)"),
        ("stops", "z", "your function raised SystemExit: enough (line 11)"),
    ],
)
def test_an_error_of_ones_own_function_is_a_fault_of_the_item(own_file, function, answer, why):
    """It is not taken for a wrong answer."""
    found = own_scorer(f"{own_file}:{function}")(answer, "")
    assert isinstance(found, Score) and found.fault and not found.passed and found.why.startswith(why)


def test_a_number_of_numpy_is_a_number(tmp_path):
    path = tmp_path / "arrays.py"
    path.write_text(
        "import numpy\ndef score(answer, expected):\n    return numpy.float64(0.75) > 0.5\n", encoding="utf-8"
    )
    assert own_scorer(f"{path}:score")("", "").passed


BROKEN = {
    "no such file": ("nowhere.py:f", "there is no file 'nowhere.py'"),
    "no function": ("checks.py:nothing", "has no function 'nothing'. It has: part, same, stops"),
    "no callable": ("checks.py:NUMBER", "has no function 'NUMBER'"),
    "no name": ("checks.py:", "names no function"),
    "no Python": ("checks.txt:f", "names no function. Write the file and the function: checks.py:same_total"),
    "a slip": ("slip.py:f", "slip.py cannot be loaded: SyntaxError"),
    "an error at the start": ("early.py:f", "early.py cannot be loaded: ZeroDivisionError: division by zero (line 2)"),
}


@pytest.mark.parametrize(("named", "says"), BROKEN.values(), ids=BROKEN)
def test_a_function_that_cannot_be_had_is_refused_before_any_item(own_file, monkeypatch, named, says):
    monkeypatch.chdir(own_file.parent)
    (own_file.parent / "slip.py").write_text("def f(:\n", encoding="utf-8")
    (own_file.parent / "early.py").write_text("a = 1\nb = a / 0\n", encoding="utf-8")
    with pytest.raises(InvalidMeasurement) as refused:
        scorer(named)
    assert says in str(refused.value)


# ---- what a learner wrote wrongly ----

REFUSED = {
    "no such scorer": (lambda: scorer("exakt"), "there is no scorer 'exakt'. Did you mean exact?"),
    "no such option": (
        lambda: scorer("numeric", absolut=1),
        "the scorer 'numeric' has no option 'absolut'. Did you mean",
    ),
    "an option of none": (lambda: scorer("exact", fast=1), "the scorer 'exact' has no option 'fast'. It has none"),
    "an option of one's own": (lambda: scorer("a.py:f", at=1), "no option 'at'"),
    "a pattern that is none": (lambda: scorer("regex")("x", "(a"), "“(a” is no regular expression: missing )"),
    "nothing to contain": (lambda: scorer("contains")("x", " "), "the expected text is empty"),
    "nothing expected": (lambda: scorer("exact")("x", None), "the expected answer is missing, not a text or a number"),
    "a list for a text": (lambda: scorer("exact")("x", ["x"]), "the expected answer is a list"),
    "no number expected": (
        lambda: numeric("7", "seven"),
        "the expected answer has no number in “seven”. Write a number",
    ),
    "a negative tolerance": (lambda: numeric("7", 7, absolute=-1), "absolute is -1, not a number, 0 or more"),
    "no tolerance": (lambda: numeric("7", 7, relative=float("nan")), "relative is nan, not a number, 0 or more"),
    "no decimal mark": (lambda: numeric("7", 7, decimal_mark=";"), "decimal_mark is ';', not “.” or “,”"),
    "no label": (lambda: labels("x", " , "), "the expected answer names no label"),
    "an unknown label": (lambda: labels("x", "tax", SPAM), "“tax” is not among the known ones: spam, ham. Correct it"),
    "twin labels": (lambda: labels("x", "a b", ["a-b", "a b"]), "“a b” reads like “a-b”"),
    "a share of the score": (lambda: own_scorer("a.py:f", pass_at=2), "pass_at is 2, not a number from 0 to 1"),
    "no JSON expected": (
        lambda: json_equal("{}", "{'a': 1}"),
        "the expected answer “{'a': 1}” is no JSON: Expecting property name",
    ),
    "no schema": (lambda: keeps_schema("1", [1]), "the schema is [1], not a JSON object"),
    "a schema that is no JSON": (lambda: keeps_schema("1", "{"), "the schema “{” is no JSON"),
}


@pytest.mark.parametrize(("call", "says"), REFUSED.values(), ids=REFUSED)
def test_what_a_learner_wrote_wrongly_is_named_with_its_remedy(call, says):
    with pytest.raises(InvalidMeasurement) as refused:
        call()
    assert says in str(refused.value) and "\n" not in str(refused.value)


BAD_SCHEMAS = [
    {"type": "text"},
    {"required": "name"},
    {"minimum": "1"},
    {"pattern": "("},
    {"anyOf": []},
    {"properties": {"a": 3}},
    {"minLength": -1},
    {"$ref": "#/$defs/nothing"},
    {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/a"}}},
    {"$ref": "https://example.org/schema.json"},
]


@pytest.mark.parametrize("schema", BAD_SCHEMAS, ids=json.dumps)
def test_a_schema_that_is_none_is_refused(library, schema):
    """Also one that leads elsewhere, to nothing or in a circle; nothing is fetched."""
    with pytest.raises(InvalidMeasurement, match="the schema"):
        keeps_schema('"x"', schema)


def test_a_word_that_is_not_read_is_refused_and_not_passed_over():
    with pytest.raises(InvalidMeasurement, match="the schema at #/properties/a has 'patternProperties', which is not"):
        check_schema({"properties": {"a": {"patternProperties": {}}}})


def test_every_scorer_says_what_passes_in_one_line():
    assert list(SCORERS) == [
        "exact",
        "normalised",
        "contains",
        "regex",
        "numeric",
        "labels",
        "json_equal",
        "json_schema",
    ]
    for each in SCORERS.values():
        assert each.says and "\n" not in each.says and len(each.says) < 80
    assert SCORERS["numeric"].options == ("absolute", "relative", "decimal_mark")
