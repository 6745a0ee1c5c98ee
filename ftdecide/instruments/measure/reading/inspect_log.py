"""The logs of Inspect as it writes them: `.json`, and `.eval`, a ZIP archive with header.json and a file a sample.

A log is one task with one model, so one rung; its epochs are runs (`EvalLog`, `EvalSample` and `Score` in inspect_ai's
src/inspect_ai/log/_log.py and scorer/_metric.py, of format 2).
"""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from ftdecide.instruments.audit.lines import UnusableFile
from ftdecide.instruments.measure.outputs import Item, Output
from ftdecide.instruments.measure.reading.other_tools import OtherTool, joined, mapping, short, whole_json
from ftdecide.instruments.measure.reading.rows import number
from ftdecide.instruments.measure.reading.slices import cuts

CONVERT = "Convert it first: inspect log convert --to json --output-dir DIR LOG.eval"
LARGEST_SAMPLE = 200_000_000  # bytes, unpacked
# What the values of a score say, as Inspect's value_to_float has it.
_SCORES = {"C": 1.0, "P": 0.5, "I": 0.0, "N": 0.0, "yes": 1.0, "true": 1.0, "no": 0.0, "false": 0.0}


def read_inspect(file: BinaryIO, name: str, archive: bool, score_name: str | None = None) -> OtherTool:
    """What Inspect found.

    Args:
        file: its bytes.
        name: of the file, for people.
        archive: whether it is an `.eval`.
        score_name: the scorer to go by; the first where none is named.

    Raises:
        UnusableFile: where it is no log with samples, or is packed in a way that this Python cannot unpack.
    """
    head, samples = _of_archive(file) if archive else _of_json(file)
    if not samples:
        raise UnusableFile("the log holds no samples. Give one that was written with its samples (no --no-log-samples)")
    spec, notes = mapping(head.get("eval")), []
    if (status := head.get("status", "success")) != "success":
        notes.append(f"{name}: the log's status is {status}; it may lack samples")
    scorers = dict.fromkeys(scorer for sample in samples for scorer in _scores(sample))
    if score_name is not None and score_name not in scorers:
        raise UnusableFile(f"it has no scorer {score_name!r}. It has: {', '.join(scorers) or 'none'}")
    chosen = score_name or next(iter(scorers), None)
    if len(scorers) > 1 and score_name is None:
        others = ", ".join(each for each in scorers if each != chosen)
        notes.append(f"{name}: scored by {chosen}; the log also has {others}: choose with --log-score NAME")
    model = str(spec.get("model", ""))
    outputs = tuple(_output(sample, chosen, model) for sample in samples)
    solver = f", {spec['solver']}" if spec.get("solver") else ""
    return OtherTool(
        "Inspect", _items(samples), {short(f"{spec.get('task', 'log')}, {model}{solver}"): outputs}, tuple(notes)
    )


def _of_json(file: BinaryIO) -> tuple[Mapping[str, Any], list[Mapping[str, Any]]]:
    log = mapping(whole_json(file, "Inspect"))
    samples = log.get("samples")
    return log, [each for each in samples if _is_sample(each)] if isinstance(samples, list) else []


def _is_sample(value: Any) -> bool:
    return isinstance(value, Mapping) and "id" in value and "output" in value


def _of_archive(file: BinaryIO) -> tuple[Mapping[str, Any], list[Mapping[str, Any]]]:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            header = next(
                (each for each in ("header.json", "_journal/start.json", "start.json") if each in names), None
            )
            if header is None:
                raise UnusableFile(
                    "it is a ZIP archive, and no .eval log of Inspect. Unpack it, or save a workbook as CSV UTF-8"
                )
            if any(each.startswith("samples/") and each.endswith("/sample.json") for each in names):
                raise UnusableFile(f"its samples are written in pieces, which is not read here. {CONVERT}")
            head = mapping(_member(archive, header))
            head = head if header == "header.json" else {**head, "status": "started"}
            found = (_member(archive, each) for each in names if _is_sample_name(each))
            return head, [each for each in found if _is_sample(each)]
    except (NotImplementedError, RuntimeError) as fault:  # packed with zstd, or with a password
        raise UnusableFile(f"it is packed in a way that this Python cannot unpack ({fault}). {CONVERT}") from None
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError) as fault:
        raise UnusableFile(f"it is a broken ZIP archive ({fault}). Fetch it anew") from None


def _is_sample_name(name: str) -> bool:
    return name.startswith("samples/") and name.endswith(".json") and name.count("/") == 1


def _member(archive: zipfile.ZipFile, name: str) -> Any:
    if archive.getinfo(name).file_size > LARGEST_SAMPLE:
        raise UnusableFile(f"{name} in it is larger than {LARGEST_SAMPLE:,} bytes. Leave that sample out")
    try:
        return json.loads(archive.read(name))
    except (ValueError, RecursionError) as fault:
        raise UnusableFile(f"{name} in it is no whole JSON ({fault}). Let Inspect write it anew") from None


def _items(samples: Sequence[Mapping[str, Any]]) -> tuple[Item, ...]:
    first = {str(sample["id"]): sample for sample in reversed(samples)}
    unlike = {str(sample["id"]): first[str(sample["id"])] for sample in samples}
    parts = [mapping(sample.get("metadata")) for sample in unlike.values()]
    names = dict.fromkeys(name for part in parts for name in part)
    slices = cuts({name: [part.get(name) for part in parts] for name in names})
    return tuple(
        Item(name, _asked(sample.get("input")), _target(sample.get("target")), slices[place] if slices else {})
        for place, (name, sample) in enumerate(unlike.items())
    )


def _asked(given: Any) -> str:
    """The text given, or the last that the user said of a conversation."""
    if isinstance(given, list):
        said = [joined(turn.get("content")) for turn in map(mapping, given) if turn.get("role") == "user"]
        return said[-1] if said else ""
    return joined(given)


def _target(target: Any) -> Any:
    """What is expected; None where there is none, as a scorer by a rubric of its own has it."""
    if isinstance(target, list) and len(target) == 1:
        target = target[0]
    return target if isinstance(target, str | list | int | float) and target not in ("", []) else None


def _scores(sample: Mapping[str, Any]) -> Mapping[str, Any]:
    return mapping(sample.get("scores")) or ({"score": sample["score"]} if "score" in sample else {})


def _output(sample: Mapping[str, Any], scorer: str | None, model: str) -> Output:
    output, score = mapping(sample.get("output")), mapping(_scores(sample).get(scorer))
    error = sample.get("error")
    fault = joined(mapping(error).get("message", error)) if error else ""
    usage = mapping(mapping(sample.get("model_usage")).get(model)) or mapping(output.get("usage"))
    value = _value(score.get("value"))
    epoch = number(sample.get("epoch"))
    return Output(
        str(sample["id"]),
        _completion(output),
        int(epoch or 1) - 1,
        fault=" ".join(fault.split()),
        passed=None if value not in (0, 1) else value == 1,
        usd=number(usage.get("total_cost")),
        input_tokens=_count(usage.get("input_tokens")),
        output_tokens=_count(usage.get("output_tokens")),
        seconds=next(_seconds(sample, output), None),
        score=value,
        why=joined(score.get("explanation")),
    )


def _value(value: Any) -> float | None:
    """A score as a number, 1 best; None where nothing was scored, or more than one thing at once."""
    if isinstance(value, str):
        return _SCORES.get(value, _SCORES.get(value.lower(), number(value)))
    return float(value) if isinstance(value, bool) else number(value)


def _completion(output: Mapping[str, Any]) -> str:
    choices = output.get("choices")
    first = mapping(choices[0]) if isinstance(choices, list) and choices else {}
    return joined(output.get("completion")) or joined(mapping(first.get("message")).get("content"))


def _seconds(sample: Mapping[str, Any], output: Mapping[str, Any]) -> Iterator[float]:
    for found in (output.get("time"), sample.get("working_time"), sample.get("total_time")):
        if (seconds := number(found)) is not None:
            yield seconds


def _count(value: Any) -> int | None:
    found = number(value)
    return None if found is None else int(found)
