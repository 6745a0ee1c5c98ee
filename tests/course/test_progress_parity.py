"""The browser's document and Python's: read, judged, merged, imported and deleted alike, to the last character."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ftdecide.course.progress import InvalidProgress, Progress, deleted, imported, merge
from ftdecide.course.progress_entry import fault_of

SCRIPT = Path(__file__).resolve().parents[2] / "book" / "_static" / "progress" / "document.js"
IN_NODE = """
import { readFileSync } from "node:fs";
const now = process.argv[2];
const { deleted, documentFrom, empty, faultOf, imported, lifted, merge, textOf } = await import(process.argv[1]);
const read = (text) => { try { return documentFrom(text); } catch (fault) { return fault.message; } };
const told = JSON.parse(readFileSync(0, "utf-8")).map((texts) => {
  const [one, other] = texts.map(read);
  const faults = [one, other].map((each) => typeof each === "string" ? each
    : Object.fromEntries(Object.entries(each.entries).map(([id, entry]) => [id, faultOf(id, entry)])));
  if (!faults.every((each) => typeof each === "object")) return [faults, null, null, null];
  const { added, leftOut } = imported(one, other);
  const into = textOf(merge(one, { ...empty(), entries: lifted(added, one.epoch, now) }));
  return [faults, textOf(merge(one, other)), [into, Object.keys(added).length, leftOut], textOf(deleted(one, now))];
});
process.stdout.write(JSON.stringify(told));
"""
NOW = "2026-11-29T10:00:00.000Z"
TIMES = st.sampled_from(
    [
        "2026-11-28T14:00:00.000Z",
        "2026-11-28T14:00:00.001Z",
        "2026-12-01T00:00:00.000Z",
        "2026-01-01T00:00:00.000Z",
        "2026-02-30T00:00:00.000Z",
        "0000-01-01T00:00:00.000Z",
        "1999-12-31T23:59:59.999Z",
        "2999-12-31T23:59:59.999Z",
        "9999-12-31T23:59:59.999Z",
        "2026-11-28T24:00:00.000Z",
        "2026-11-28",
        "",
    ]
)
TEXTS = st.sampled_from(["", "a", "é", "\U0001f600", "￿", "\ud800", "__proto__", "money", '"\\\n\x7f\u2028', "z" * 81])
NUMBERS = st.one_of(st.integers(-(10**18), 10**18), st.floats(allow_nan=False, allow_infinity=False))
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=4,
)
ENTRIES = st.one_of(
    JSON,
    st.fixed_dictionaries(
        {"at": TIMES, "kind": st.sampled_from(["answer", "read", "reset", "verdict", "drill", "later", "constructor"])},
        optional={
            "again": TIMES,
            "item": st.one_of(TEXTS, JSON),
            "chapter": TEXTS,
            "variant": st.one_of(st.integers(-1, 9), st.sampled_from([1.0, 0.5, True])),
            "given": st.one_of(st.lists(TEXTS, max_size=2), JSON),
            "right": st.one_of(st.booleans(), JSON),
            "confidence_percent": st.sampled_from([25, 95.0, 60, None, "75", True]),
            "where": st.sampled_from(["chapter", "review", "", None]),
            "profile": JSON,
            "headline": TEXTS,
        },
    ),
)
IDS = st.sampled_from(["read:a", "answer:1", "__proto__", "\U0001f600", "￿", "x" * 80, "é" * 81])
DOCUMENTS = st.one_of(
    st.fixed_dictionaries(
        {"schema": st.sampled_from([2, 2, 2, 2, 2.0, 1, 3, True, None]), "entries": st.dictionaries(IDS, ENTRIES)},
        optional={"epoch": st.one_of(st.none(), TIMES)},
    ),
    st.fixed_dictionaries(
        {"schema": st.just(1), "quizzes": st.dictionaries(TEXTS, st.dictionaries(TEXTS, st.lists(TEXTS) | JSON))}
    ),
    JSON,
)
WRITTEN = st.one_of(
    st.lists(DOCUMENTS.map(json.dumps), min_size=2, max_size=2),
    st.sampled_from([["{", "{}"], ["NaN", "[1"], ['{"schema":2,"entries":{"a":1e999}}', '{"schema":2,"entries":{}}']]),
)


def read(text: str) -> Progress | str:
    try:
        return Progress.from_text(text)
    except InvalidProgress as fault:
        return str(fault)


def told(texts: list[str]) -> list:
    """What the script in Node says of two documents, said by Python."""
    one, other = map(read, texts)
    faults = [each if isinstance(each, str) else judged(each) for each in (one, other)]
    if isinstance(one, str) or isinstance(other, str):
        return [faults, None, None, None]
    into, added, left_out = imported(one, other, NOW)
    return [faults, merge(one, other).text, [into.text, added, left_out], deleted(one, NOW).text]


def judged(progress: Progress) -> dict:
    return {name: (list(fault) if (fault := fault_of(name, e)) else None) for name, e in progress.entries.items()}


def test_node_and_python_say_the_same_of_a_thousand_pairs():
    """Documents that are whole, faulty, old, and none at all."""
    pairs: list[list[str]] = []

    @settings(
        max_examples=1000,
        database=None,
        derandomize=True,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(WRITTEN)
    def gather(texts):
        pairs.append(texts)

    gather()
    command = ["node", "--input-type=module", "--eval", IN_NODE, SCRIPT.as_uri(), NOW]
    done = subprocess.run(command, input=json.dumps(pairs), capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    theirs = json.loads(done.stdout)
    differing = [(pair, a, told(pair)) for pair, a in zip(pairs, theirs, strict=True) if a != told(pair)]
    shortest = min(differing, key=lambda each: len(str(each)), default=None)
    assert shortest is None, f"{len(differing)} differ, the shortest: {shortest}"
    merged = [text for _, text, *_ in theirs if text]
    assert sum(into[1] for *_, into, _ in theirs if into) > 100
    assert len(merged) > 200 and any("again" in text for text in merged)


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        DOCUMENTS.map(json.dumps).map(read).filter(lambda each: isinstance(each, Progress)), min_size=3, max_size=3
    )
)
def test_the_order_of_merging_does_not_matter(documents):
    """Commutative, associative, idempotent: tabs may write in any order."""
    one, two, three = documents
    assert merge(one, two).text == merge(two, one).text
    assert merge(merge(one, two), three).text == merge(one, merge(two, three)).text
    assert merge(one, one).text == merge(one, Progress()).text
