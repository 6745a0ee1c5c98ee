"""A report that `ftdecide audit` or `ftdecide measure` wrote as JSON, given to the drill as a file."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from ftdecide.evidence import load_evidence
from ftdecide.instruments.audit.lines import UnusableFile
from ftdecide.model import TaskProfile
from ftdecide.words import number_of

MOST_REPORT_BYTES = 20_000_000


def report_in(file: BinaryIO) -> Mapping[str, Any] | None:
    """The report that the file is, or None where it is anything else; the file is then at its start again."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    first = file.read(200).lstrip(b"\xef\xbb\xbf \t\r\n")
    file.seek(0)
    if not first.startswith(b"{") or size > MOST_REPORT_BYTES:
        return None
    try:
        read = json.loads(file.read())
    except (ValueError, RecursionError):
        read = None
    file.seek(0)
    is_report = isinstance(read, dict) and read.get("schema") == 1 and isinstance(read.get("profile"), dict)
    return read if is_report else None


def reported(report: Mapping[str, Any]) -> dict[str, Any]:
    """What a report gives the drill: "profile", to be laid over the answers, and "said", what was taken.

    Raises:
        UnusableFile: where it measured nothing, or nothing that a profile can hold.
    """
    if "decision" in report:
        raise UnusableFile("it is a verdict with its answers. Load it with “Load saved answers (JSON)”, at the verdict")
    measured = {key: value for key, value in report["profile"].items() if value is not None}
    profile, faults = TaskProfile.salvage(measured)
    if faults:
        raise UnusableFile(f"its profile cannot be used: {faults[0].field}; {faults[0].bounds}")
    taken = list(_measured(profile))
    if not taken:
        raise UnusableFile("it is a report that measured nothing. Choose one of `ftdecide audit` or `ftdecide measure`")
    return {"profile": measured, "said": f"Taken from the report: {'; '.join(taken)}."}


def _measured(profile: TaskProfile) -> Iterator[str]:
    """What a report measured, number by number."""
    if profile.clean_examples:
        yield number_of(profile.clean_examples.value, "clean example")
    if profile.total_examples:
        yield f"{profile.total_examples.value:,g} before cleaning"
    titles = {rung.name: rung.title for rung in load_evidence().rungs}
    for name, result in profile.rungs.items():
        counted = f" of {result.n:,}" if result.n else ""
        rate = f"{result.pass_rate.value:.0%} right{counted}" if result.pass_rate else "tried"
        yield f"{titles[name]}, {rate}"
    if profile.has_eval_set:
        yield "a set-aside test set"
    others = set(profile.to_json()) - {"clean_examples", "total_examples", "rungs", "has_eval_set"}
    yield from sorted(each.replace("_", " ") for each in others)
