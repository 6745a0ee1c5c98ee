"""Records as examples: what the model is shown, and what it is to answer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ftdecide.instruments.audit.record import Raw, Record
from ftdecide.instruments.audit.several_labels import joined, parts_of
from ftdecide.instruments.audit.turns import Turn, read_turns, text_of

LEADS = ("system", "systemInstruction", "system_instruction")  # where instructions stand beside the turns


def of_chat(raw: Raw, name: str) -> Record:
    """The example of a conversation under some name, or in a cell of a table."""
    if not isinstance(raw.value, Mapping) or name not in raw.value:
        return _without(raw, name)
    value = raw.value[name]
    if isinstance(value, str) and value.lstrip().startswith("["):  # a table's cell
        try:
            value = json.loads(value)
        except ValueError:
            return Record(raw.row, raw.line, value, "", faults=(f"{name!r} is no whole JSON",))
    lead = next((raw.value[key] for key in LEADS if raw.value.get(key)), None)
    lead = lead.get("parts", lead) if isinstance(lead, Mapping) else lead
    return of_turns(raw, value, lead)


def of_turns(raw: Raw, value: Any, lead: Any = None) -> Record:
    """The example of a list of turns; the last answer is what is to be learnt."""
    turns, faults = read_turns(value)
    system = [text_of(lead)[0]] if lead else []
    system += [turn.content for turn in turns if turn.role == "system"]
    spoken = [turn for turn in turns if turn.role != "system"]
    answer = spoken.pop() if spoken and spoken[-1].role == "assistant" else Turn("assistant", "")
    shown = "\n".join(turn.said for turn in spoken)
    return Record(raw.row, raw.line, shown, answer.said, "\n".join(system), faults=faults)


def of_pair(raw: Raw, prompt: str, answer: str) -> Record:
    """The example of a prompt and its answer."""
    texts, faults = _texts(raw, (prompt, answer))
    return Record(raw.row, raw.line, texts[0], texts[1], faults=faults)


def of_instruction(raw: Raw, instruction: str, given: str, answer: str) -> Record:
    """The example of an instruction, what it is given, and its answer."""
    texts, faults = _texts(raw, (instruction, answer))
    more = text_of(raw.value.get(given))[0] if given and isinstance(raw.value, Mapping) else ""
    shown = f"{texts[0]}\n{more}" if more.strip() else texts[0]
    lead = raw.value.get("system") if isinstance(raw.value, Mapping) else None
    return Record(raw.row, raw.line, shown, texts[1], lead if isinstance(lead, str) else "", faults=faults)


def of_text(raw: Raw, text: str) -> Record:
    """The example of a text without a label."""
    texts, faults = _texts(raw, (text,))
    return Record(raw.row, raw.line, texts[0], "", faults=faults)


def of_label(raw: Raw, text: str, label: str, separator: str = "") -> Record:
    """The example of a text and its label; `separator` parts the labels of a file whose records may have several."""
    labels = parts_of(raw.value.get(label), separator) if isinstance(raw.value, Mapping) else None
    if labels is not None:
        raw = replace(raw, value={**raw.value, label: joined(labels)})
    texts, faults = _texts(raw, (text, label))
    return Record(raw.row, raw.line, texts[0], texts[1], label=texts[1].strip(), faults=faults)


def _texts(raw: Raw, names: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """The texts under some names, and a fault for each that is missing, empty or no text."""
    if not isinstance(raw.value, Mapping):
        return [""] * len(names), _without(raw, *names).faults
    texts, faults = [], []
    for name in names:
        value = raw.value.get(name)
        if name not in raw.value or value is None or value != value:  # NaN, where pandas had nothing
            faults.append(f"{name!r} is missing")
            texts.append("")
            continue
        if isinstance(value, list) and value and isinstance(value[0], Mapping) and "role" in value[0]:
            text, fault = "\n".join(text_of(turn.get("content"))[0] for turn in value if isinstance(turn, Mapping)), ""
        elif isinstance(value, bool | int | float):
            text, fault = plain(value), ""
        else:
            text, fault = text_of(value)
        texts.append(text)
        if fault:
            faults.append(f"{name!r} {fault}")
        elif not text.strip():
            faults.append(f"{name!r} is empty")
    return texts, tuple(faults)


def plain(value: Any) -> str:
    """A label as text: 1, 1.0 and true as they are written."""
    if isinstance(value, str):
        return value.strip()
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _without(raw: Raw, *names: str) -> Record:
    where = "an object" if isinstance(raw.value, Mapping) else "something else than an object"
    wanted = " and ".join(repr(name) for name in names)
    return Record(raw.row, raw.line, "", "", faults=(f"is {where} without {wanted}, which the other records have",))
