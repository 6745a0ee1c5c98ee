"""The results of promptfoo as it writes them with `-o results.json` (formats 2 and 3) or `-o results.jsonl`.

Each result has a prompt, a provider, the variables of its test, a response and whether the assertions held
(`EvaluateResult` in promptfoo’s src/types/index.ts).  A rung is a prompt with a provider.  `--repeat` gives a test
anew under another testIdx: the same test met again is another run.
"""

from __future__ import annotations

import json
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from ftdecide.instruments.audit.lines import PEEK, UnusableFile, unpacked
from ftdecide.instruments.measure.outputs import Item, Output
from ftdecide.instruments.measure.reading.columns import EXPECTED, by_name
from ftdecide.instruments.measure.reading.other_tools import OtherTool, joined, mapping, short, whole_json
from ftdecide.instruments.measure.reading.rows import number, read_rows, text
from ftdecide.instruments.measure.reading.slices import cuts
from ftdecide.words import number_of

_WRAPPING = re.compile(rb'"results"\s*:\s*[\[{]')
_ERROR = 2  # failureReason: neither passed nor refused by an assertion
_ANSWERS = ("equals", "contains", "icontains", "regex", "levenshtein", "similar")  # assertions whose value is an answer
_INNER = ("_conversation", "sessionId")  # variables that promptfoo adds


def read_promptfoo(file: BinaryIO, name: str) -> OtherTool:
    """What promptfoo found.

    Args:
        file: its bytes: JSON or JSON lines, gzipped or not.
        name: of the file, for people.

    Raises:
        UnusableFile: where it holds no results.
    """
    results = [each for each in _results(file) if isinstance(each, Mapping) and "prompt" in each]
    if not results:
        raise UnusableFile("it holds no results of promptfoo. Write them with promptfoo eval -o results.json")
    named = _rung_names(results)
    tests: dict[str, tuple[str, Mapping[str, Any]]] = {}
    taken: set[str] = set()
    runs: Counter[tuple[str, str]] = Counter()
    outputs: dict[str, list[Output]] = {}
    for result, rung in zip(results, named, strict=True):
        test = _test(result)
        key = json.dumps(test, sort_keys=True, default=str)
        if key not in tests:
            tests[key] = _free(result.get("testIdx", len(tests)), taken), test
        item, _ = tests[key]
        outputs.setdefault(rung, []).append(_output(result, item, runs[rung, item]))
        runs[rung, item] += 1
    items = _items(list(tests.values()))
    again = sum(count - 1 for count in runs.values())
    notes = (
        [f"{name}: {number_of(again, 'result repeats', 'results repeat')} a test; each counts as a further run of it"]
        if again
        else []
    )
    return OtherTool("promptfoo", items, {rung: tuple(each) for rung, each in outputs.items()}, tuple(notes))


def _free(named: Any, taken: set[str]) -> str:
    """The name of a test: its testIdx, or the next free number where another evaluation in the file has that."""
    name, number = str(named), len(taken)
    while name in taken:
        name, number = str(number), number + 1
    taken.add(name)
    return name


def _results(file: BinaryIO) -> Sequence[Any]:
    """The list of results: of the whole file, of its summary, or a line each."""
    try:
        start = unpacked(file).peek(PEEK)[:PEEK]
    except (OSError, EOFError, zlib.error):
        start = b""  # said where it is read
    finally:
        file.seek(0)
    first_line = start.split(b"\n", 1)[0].rstrip()
    if first_line.startswith(b"{") and b'"promptIdx"' in first_line and not _WRAPPING.search(first_line):
        return [raw.value for raw in read_rows(file).raws]
    value = whole_json(file, "promptfoo")
    for _ in range(3):
        if isinstance(value, list):
            return value
        value = mapping(value).get("results")
    return ()


def _rung_names(results: Sequence[Mapping[str, Any]]) -> list[str]:
    """Of each result, its prompt and provider by name; what all have in common is left out."""
    prompts = [_label(result.get("prompt"), "label", "display", "raw") for result in results]
    providers = [_label(result.get("provider"), "label", "id") for result in results]
    several = len(set(prompts)) > 1, len(set(providers)) > 1
    names = []
    for prompt, provider in zip(prompts, providers, strict=True):
        parts = [short(prompt)] * several[0] + [provider] * (several[1] or not several[0])
        names.append(", ".join(parts))
    return _told_apart(names, [(p, q) for p, q in zip(prompts, providers, strict=True)])


def _told_apart(names: Sequence[str], keys: Sequence[tuple[str, str]]) -> list[str]:
    """The names, numbered where two that differ were cut to the same."""
    order: dict[str, dict[tuple[str, str], int]] = {}
    for name, key in zip(names, keys, strict=True):
        order.setdefault(name, {}).setdefault(key, len(order.get(name, ())) + 1)
    return [
        name if len(order[name]) == 1 else f"{name} ({order[name][key]})"
        for name, key in zip(names, keys, strict=True)
    ]  # fmt: skip


def _label(value: Any, *keys: str) -> str:
    if isinstance(value, Mapping):
        value = next((value[key] for key in keys if value.get(key)), "(no name)")
    return joined(value).strip() or "(no name)"


def _test(result: Mapping[str, Any]) -> dict[str, Any]:
    """What makes a test: its variables, assertions and description."""
    case = mapping(result.get("testCase"))
    variables = mapping(case.get("vars")) or mapping(result.get("vars"))
    return {
        "vars": {key: value for key, value in variables.items() if key not in _INNER},
        "assert": case.get("assert") or [],
        "description": case.get("description") or result.get("description") or "",
        "metadata": {key: each for key, each in mapping(case.get("metadata")).items() if key != "repeatIndex"},
    }


def _items(tests: Sequence[tuple[str, Mapping[str, Any]]]) -> tuple[Item, ...]:
    parts = [dict(_sliceable(test)) for _, test in tests]
    names = dict.fromkeys(name for part in parts for name in part)
    slices = cuts({name: [part.get(name) for part in parts] for name in names})
    return tuple(
        Item(name, *_shown_and_expected(test), slices[place] if slices else {})
        for place, (name, test) in enumerate(tests)
    )


def _sliceable(test: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    expected = by_name(tuple(test["vars"]), EXPECTED)
    yield from ((name, value) for name, value in test["vars"].items() if name != expected)
    yield from test["metadata"].items()


def _shown_and_expected(test: Mapping[str, Any]) -> tuple[str, Any]:
    """The variables as text, and the expected answer: a variable of such a name, else what an assertion compares."""
    variables = dict(test["vars"])
    expected = None
    if (column := by_name(tuple(variables), EXPECTED)) is not None and len(variables) > 1:
        expected = variables.pop(column)
    asserted = test["assert"] if isinstance(test["assert"], list) else []
    values = [each["value"] for each in map(mapping, asserted) if each.get("type") in _ANSWERS and "value" in each]
    if expected is None and len(values) == 1 and not isinstance(values[0], Mapping):
        expected = values[0]
    if len(variables) == 1:
        return text(next(iter(variables.values()))), expected
    return "\n".join(f"{name}: {text(value)}" for name, value in variables.items()), expected


def _output(result: Mapping[str, Any], item: str, run: int) -> Output:
    response, usage = mapping(result.get("response")), mapping(result.get("tokenUsage"))
    usage = usage if usage.get("total") or usage.get("prompt") else mapping(response.get("tokenUsage"))
    grading, error = mapping(result.get("gradingResult")), result.get("error") or response.get("error")
    # An assertion that does not hold leaves its reason in `error` too; only failureReason tells the two apart.
    fault = bool(error) and (
        result["failureReason"] == _ERROR if "failureReason" in result else response.get("output") is None
    )
    latency, cost = number(result.get("latencyMs")), number(result.get("cost"))
    passed = result.get("success")
    return Output(
        item,
        joined(response.get("output")),
        run,
        fault=" ".join(text(error).split()) if fault else "",
        passed=passed if isinstance(passed, bool) else None,
        usd=cost or number(response.get("cost")),
        input_tokens=_count(usage.get("prompt")),
        output_tokens=_count(usage.get("completion")),
        seconds=None if latency is None or response.get("cached") else latency / 1000,
        score=number(result.get("score")),
        why=text(grading.get("reason")) or text(error),
    )


def _count(value: Any) -> int | None:
    """Tokens; promptfoo writes 0 where it counted none."""
    found = number(value)
    return int(found) if found else None
