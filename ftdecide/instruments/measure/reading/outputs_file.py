"""The outputs of one rung out of a file of their own, each matched to its item by id, by input or by the order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from ftdecide.instruments.audit.lines import UnusableFile
from ftdecide.instruments.audit.record import Raw
from ftdecide.instruments.measure.outputs import Output
from ftdecide.instruments.measure.reading import columns as known
from ftdecide.instruments.measure.reading.batch_output import unwrapped
from ftdecide.instruments.measure.reading.columns import Told, by_name, told
from ftdecide.instruments.measure.reading.evaluation_set import EvaluationSet
from ftdecide.instruments.measure.reading.matching import matched
from ftdecide.instruments.measure.reading.rows import Rows, number, read_rows, text, truth
from ftdecide.words import number_of

NO_FAULT = ("", "false", "none", "null", "nan")  # what tables hold in a column of errors where there was none


@dataclass(frozen=True)
class OutputColumns:
    """Where each part of an output stands; None where it stands nowhere."""

    output: str | None
    run: str | None
    passed: str | None
    score: str | None
    fault: str | None
    why: str | None
    usd: str | None
    input_tokens: str | None
    output_tokens: str | None
    seconds: str | None
    milliseconds: str | None


def read_outputs(
    file: BinaryIO, name: str, of: EvaluationSet, columns: Told = Told()  # noqa: B008
) -> tuple[tuple[Output, ...], tuple[str, ...]]:  # fmt: skip
    """What a rung put out on the items of a set, and what a person has to know of the file.

    Args:
        file: its bytes: JSON lines, a JSON list, a table; gzipped or not.
        name: of the file, for people.
        of: the evaluation set.
        columns: those that a person named; only `id`, `input` and `output` are looked for here.

    Raises:
        UnusableFile: where it cannot be read, holds no outputs, or cannot be matched to the items.
    """
    rows = unwrapped(read_rows(file))
    where = output_columns(rows.columns, columns)
    items, how = matched(rows, of, columns, where.run)
    notes = [*rows.notes(name), *([f"{name}: {how}"] if how else [])]
    _check_answers(rows, where.output, of, columns.output)
    outputs, more = outputs_of(rows.raws, items, where, name)
    shown = {item.name: item.input.strip() for item in of.items if item.input.strip()}
    same = sum(shown.get(output.item) == output.text.strip() for output in outputs)
    if columns.output is None and same > len(outputs) / 2:
        raise UnusableFile(
            f"its column {where.output!r} holds what the model is shown. Name the column of its answers with "
            "--output-column"
        )
    return outputs, (*notes, *more)


def _check_answers(rows: Rows, column: str | None, of: EvaluationSet, told_column: str | None) -> None:
    """Refuse objects for answers where texts are expected, unless a person named them."""
    if column is None or told_column or not any(isinstance(item.expected, str) for item in of.items):
        return
    objects = sum(isinstance(raw.value.get(column), Mapping) for raw in rows.raws)
    if 2 * objects > len(rows.raws):
        raise UnusableFile(
            f"its outputs in {column!r} are objects, not answers. Write the answers into a column of their own, "
            "or name this one with --output-column to score the objects as text"
        )


def output_columns(names: Sequence[str], columns: Told, *taken: str | None) -> OutputColumns:
    """Where the parts of an output stand.

    Raises:
        UnusableFile: where there is neither an output, nor a score, nor a fault.
    """
    id_column = columns.id if columns.id in names else by_name(names, known.IDS)
    given = {
        "run": known.RUN, "passed": known.PASSED, "score": known.SCORE, "fault": known.FAULT, "why": known.WHY,
        "usd": known.USD, "input_tokens": known.INPUT_TOKENS, "output_tokens": known.OUTPUT_TOKENS,
        "seconds": known.SECONDS, "milliseconds": known.MILLISECONDS,
    }  # fmt: skip
    found = {part: by_name(names, its_names, (*taken, columns.output)) for part, its_names in given.items()}
    others = (*taken, id_column, columns.input, columns.expected, *found.values())
    output = told(names, columns.output, "--output-column") or by_name(names, known.OUTPUTS, others)
    if output is None and not found["passed"] and not found["score"]:
        raise UnusableFile(
            f"no column is known as the output among: {', '.join(names[:20])}. Name it with --output-column"
        )
    return OutputColumns(output, **found)


def outputs_of(
    raws: Sequence[Raw], items: Sequence[str | None], where: OutputColumns, name: str
) -> tuple[tuple[Output, ...], list[str]]:
    """The outputs of some rows, each with its item's name; None for rows of no item, which are counted and left out."""
    unknown = sum(item is None for item in items)
    runs = _runs(raws, items, where.run)
    outputs: dict[tuple[str, int], Output] = {}
    repeated = 0
    for raw, item, run in zip(raws, items, runs, strict=True):
        if item is None:
            continue
        if run is None or (item, run) in outputs:
            repeated += 1
        else:
            outputs[item, run] = _output(raw.value, item, run, where)
    notes = []
    if unknown:
        notes.append(f"{name}: {number_of(unknown, 'row names', 'rows name')} no item of the evaluation set; left out")
    if repeated:
        rows = number_of(repeated, "row names", "rows name")
        notes.append(f"{name}: {rows} an item and run that came before; the first counts")
    return tuple(outputs.values()), notes


def _output(value: Mapping[str, Any], item: str, run: int, where: OutputColumns) -> Output:
    def of(column: str | None) -> Any:
        return value.get(column) if column else None

    said, score = truth(of(where.passed)), number(of(where.score))
    seconds, milliseconds = number(of(where.seconds)), number(of(where.milliseconds))
    tokens = [number(of(each)) for each in (where.input_tokens, where.output_tokens)]
    return Output(
        item,
        text(of(where.output)),
        run,
        fault=_fault(of(where.fault)),
        passed=bool(said) if said in (0, 1) else None,
        score=score if score is not None or said is None else float(said),
        why=text(of(where.why)),
        usd=number(of(where.usd)),
        input_tokens=None if tokens[0] is None else int(tokens[0]),
        output_tokens=None if tokens[1] is None else int(tokens[1]),
        seconds=seconds if seconds is not None or milliseconds is None else milliseconds / 1000,
    )


def _fault(value: Any) -> str:
    """Why a call failed, on one line; nothing where the cell says that it did not.

    >>> _fault("429: too\\nmany"), _fault(False), _fault("None"), _fault(0)
    ('429: too many', '', '', '')
    """
    said = " ".join(text(value).split())
    return "" if not value or said.casefold() in NO_FAULT or number(value) == 0 else said


def _runs(raws: Sequence[Raw], items: Sequence[str | None], column: str | None) -> list[int | None]:
    """Each row's run, from 0: as its column says, else as often as the item came before, where all come equally often.

    None for a row that only repeats its item.
    """
    if column:
        names = sorted({text(raw.value.get(column)) for raw in raws}, key=lambda each: (number(each) or 0.0, each))
        order = {each: place for place, each in enumerate(names)}
        return [order[text(raw.value.get(column))] for raw in raws]
    often = Counter(item for item in items if item is not None)
    alike = len(set(often.values())) == 1
    seen: Counter[str | None] = Counter()
    runs: list[int | None] = []
    for item in items:
        runs.append(seen[item] if alike or not seen[item] else None)
        seen[item] += 1
    return runs
