"""The files that `ftdecide measure` reads: evaluation set, outputs, other tools' results."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from ftdecide.doors.audit_progress import readable_again
from ftdecide.doors.json_files import BadInput
from ftdecide.doors.measure_reading import Reader
from ftdecide.instruments.measure.marks import Progress
from ftdecide.instruments.measure.outputs import Item, Output, Trial
from ftdecide.instruments.measure.reading.columns import Told
from ftdecide.instruments.measure.reading.evaluation_set import EvaluationSet
from ftdecide.instruments.measure.reading.other_tools import OtherTool


@dataclass(frozen=True)
class Read:
    """What came out of the files.

    Args:
        items: of the evaluation set, or of the results.
        outputs: of each rung, by the name in the file.
        notes: what a person has to know.
        tools: that wrote the results.
    """

    items: tuple[Item, ...]
    outputs: Mapping[str, tuple[Output, ...]]
    notes: tuple[str, ...]
    tools: tuple[str, ...]

    @property
    def trial(self) -> Trial:
        return Trial(self.items, self.outputs)


def joined(read: Read, live: Trial) -> Read:
    """What was read, with the rungs that were run live on its items."""
    for name in live.outputs:
        if name in read.outputs:
            raise BadInput(f"{name} is run live and read from a file. Give it once, or name other --rungs")
    return replace(read, outputs={**read.outputs, **live.outputs})


def named_file(text: str) -> tuple[str, str]:
    """A rung and its file out of `NAME=FILE`."""
    name, equals, file = text.partition("=")
    if not equals or not name.strip() or not file.strip():
        raise BadInput(f"--rung is {text!r}. Write it as NAME=FILE, for instance few_shot=outputs.csv")
    return name.strip(), file.strip()


def read_files(
    files: Sequence[str],
    rungs: Sequence[tuple[str, str]],
    columns: Told,
    log_score: str | None = None,
    progress: Progress | None = None,
) -> Read:
    """Everything read.

    Args:
        files: an evaluation set, at most one; results of other tools and long tables, any number; - is standard input.
        rungs: names and files of outputs.
        columns: those that a person named.
        log_score: the scorer of an Inspect log to go by.
        progress: called now and then.

    Raises:
        BadInput: where a file cannot be used, or they do not go together.
    """
    _check_once(files, rungs, columns)
    outputs, notes = {}, []
    with ExitStack() as copies:
        names = dict.fromkeys([*files, *(name for _, name in rungs)])
        paths = {name: copies.enter_context(readable_again(name)) for name in names}
        reader = Reader(paths, columns, log_score, progress)
        found = [_Results(None, name, reader.other_tool(name)) for name in files]
        of = reader.the_set([each.name for each in found if each.of is None])
        for rung, name in rungs:
            other = reader.other_tool(name)
            if other is not None:
                found.append(_Results(rung, name, other))
            elif of is None:
                raise BadInput(
                    f"{name}: outputs without an evaluation set. Name the set first: ftdecide measure EVALSET"
                )
            else:
                outputs[rung], more = reader.outputs(name, of)
                notes += more
    return _put_together(of, outputs, notes, [each for each in found if each.of is not None])


class _Results(NamedTuple):
    """A file with the rung that a person named for it, and its results; None where it is no other tool's."""

    rung: str | None
    name: str
    of: OtherTool | None


def _put_together(
    of: EvaluationSet | None,
    outputs: dict[str, tuple[Output, ...]],
    notes: Sequence[str],
    others: Sequence[_Results],
) -> Read:
    items = {item.name: item for item in of.items} if of else {}
    said = [*(of.notes if of else ()), *notes]
    for rung, name, other in others:
        outputs |= _named(rung, name, other, outputs)
        said += other.notes
        if of is None:
            items = items | {item.name: item for item in other.items if item.name not in items}
    tools = tuple(dict.fromkeys(each.of.tool for each in others))
    return Read(tuple(items.values()), outputs, tuple(said), tools)


def _named(
    rung: str | None, name: str, other: OtherTool, before: Mapping[str, Any]
) -> Mapping[str, tuple[Output, ...]]:
    """The rungs of a file under the names that they go by from now on."""
    if rung is not None:
        if len(other.outputs) > 1:
            raise BadInput(
                f"{name}: it holds {len(other.outputs)} rungs: {'; '.join(other.outputs)}. Give it without --rung, and "
                "name each with --as"
            )
        return dict.fromkeys((rung,), *other.outputs.values())
    short = os.path.basename(name)
    return {f"{each} ({short})" if each in before else each: outputs for each, outputs in other.outputs.items()}


def _check_once(files: Sequence[str], rungs: Sequence[tuple[str, str]], columns: Told) -> None:
    """Refuse a file or a name that is given twice."""
    of_rungs = [name for _, name in rungs]
    _once(files, "it is given twice. Give it once", os.path.realpath)
    _once(of_rungs, "it is given for two rungs. Give each its own outputs", os.path.realpath)
    if columns.output is None:
        _once([*files, *of_rungs], "the set is no outputs. Name --output-column", os.path.realpath)
    _once([rung for rung, _ in rungs], "two rungs have this name. Give each its own")


def _once(names: Sequence[str], says: str, key: Callable[[str], str] = str) -> None:
    seen = set()
    for name in names:
        if key(name) in seen:
            raise BadInput(f"{name}: {says}")
        seen.add(key(name))
