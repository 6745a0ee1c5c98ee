"""Numbers as readers write them, read by the page's script; every number question takes its own key."""

from __future__ import annotations

import json
import subprocess

import pytest

from course.small_bank import ROOT
from ftdecide.course.answer_html import shown_number

SCRIPT = ROOT / "book" / "_static" / "quiz" / "number.js"
IN_NODE = """
import { readFileSync } from "node:fs";
const { numbersOf } = await import(process.argv[1]);
process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf-8")).map((each) => numbersOf(...each))));
"""
WRITTEN = {
    "430000": 430_000, "430,000": 430_000, "430 000": 430_000, "430\u00a0000": 430_000, "430'000": 430_000,
    "430_000": 430_000, "1,234": 1234, "1,000,000": 1_000_000, "1,234.5": 1234.5, "430k": 430_000, "430 K": 430_000,
    "$1.5 million": 1_500_000, "1.5m": 1_500_000, "2 thousand": 2000, "3bn": 3e9, "62 %": 62, "62 percent": 62,
    "0,5": 0.5, ".5": 0.5, "5.": 5, "0": 0, "-5": -5, "−5": -5, "+5": 5, "€12": 12, "12 dollars": 12, "12 USD": 12,
    "1 dollar": 1, "3.14": 3.14,
    "": None, "many": None, "-": None, "1e9": 1e9, "5e3": 5000, "~100": 100, "about 12": 12, "１００": 100,
    "1.2.3": None, "1,23,4": None, "5 apples": None, "--5": None,
    "1/2": None, ",": None, ".": None, "٣": None, "Infinity": None,
}  # fmt: skip


def numbers_of(texts: list[tuple[str, ...]]) -> list[list[float]]:
    """The numbers that the page's script takes each text for; a text may come with the unit that is asked for."""
    command = ["node", "--input-type=module", "--eval", IN_NODE, SCRIPT.as_uri()]
    done = subprocess.run(command, input=json.dumps(texts), capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_number_is_read_as_it_is_meant_or_refused():
    read = [found[0] if found else None for found in numbers_of([(text,) for text in WRITTEN])]
    assert dict(zip(WRITTEN, read, strict=True)) == pytest.approx(WRITTEN)


@pytest.mark.parametrize("text, unit, meant", [
    ("128.571", "requests", [128.571, 128571]), ("1,500", "months", [1500, 1.5]), ("1.500.000", "requests", [1500000]),
    ("1.234,5", "", [1234.5]), ("12 months", "months", [12]), ("1 month", "months", [1]),
    ("100,000 requests", "requests a month", [100000, 100]), ("128571 requests a month", "requests a month", [128571]),
    ("12 apples", "months", []),
])  # fmt: skip
def test_a_point_may_part_thousands_and_the_unit_may_stand_beside_the_number(text, unit, meant):
    """Who writes 128.571 for a hundred thousand and more is not wrong."""
    assert numbers_of([(text, unit)]) == [pytest.approx(meant)]


def test_the_key_of_every_number_question_is_right_as_the_page_writes_it(bank):
    """In each of its variants, with and without its unit's sign."""
    keys = [
        form.number for chapter in bank.values() for forms in chapter.variants.values() for form in forms if form.number
    ]
    assert len(keys) > 50
    read = [found[0] for found in numbers_of([(shown_number(key.value), key.unit) for key in keys])]
    far = [
        (key, number)
        for key, number in zip(keys, read, strict=True)
        if abs(number - key.value) > abs(key.value) * key.tolerance_percent / 100
    ]
    assert far == []
