"""The shapes of training records: which one a file has, and each record as an example."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ftdecide.instruments.audit import several_labels
from ftdecide.instruments.audit.examples import of_chat, of_instruction, of_label, of_pair, of_text, of_turns, plain
from ftdecide.instruments.audit.record import Raw, Record

CONVERSATIONS = ("messages", "conversations", "conversation", "contents", "dialogue", "turns")
# Pairs by their names, the commoner first.
PAIRS = (
    ("prompt", "completion"), ("prompt", "response"), ("prompt", "chosen"), ("prompt", "output"), ("prompt", "answer"),
    ("instruction", "output"), ("instruction", "response"), ("instruction", "completion"), ("input", "output"),
    ("question", "answer"), ("query", "response"), ("query", "answer"), ("input_text", "output_text"),
    ("source", "target"), ("input", "target"), ("inputs", "targets"), ("user", "assistant"),
)  # fmt: skip
TEXTS = (
    "text", "sentence", "content", "review", "comment", "utterance", "message", "question", "query", "input", "body",
    "tweet", "title", "headline", "description", "document", "abstract", "prompt", "sms", "email", "ticket", "phrase",
)  # fmt: skip
LABELS = (
    "label", "labels", "class", "category", "given_label", "intent", "target", "sentiment", "topic", "label_text",
    "label_name", "tag", "y", "output", "answer", "completion", "stars", "rating", "is_spam", "spam", "emotion",
)  # fmt: skip

# What tells records apart, and is never learnt from.
NO_TEXTS = ("id", "uuid", "guid", "uid", "custom_id", "key", "hash", "url", "date", "time", "timestamp", "created_at")


@dataclass(frozen=True)
class Shape:
    """How a file's records are read.

    Args:
        name: `chat`, `prompt_completion`, `instruction`, `text_label` or `text`.
        says: the same for people, with the columns that are read.
        example: a readable record of the file as an example.
        fields: the names that are read of each record.
    """

    name: str
    says: str
    example: Callable[[Raw], Record]
    fields: tuple[str, ...] = ()


def detect(sample: Sequence[Any], text_column: str | None = None, label_column: str | None = None) -> Shape | None:
    """The shape of most of the values, or the one that the columns name; None where there is none.

    Args:
        sample: values of the first records.
        text_column: where the text stands, if told.
        label_column: where the label stands, if told.
    """
    if text_column or label_column:
        names = _names(sample)
        text = text_column or next((n for n in _matching(TEXTS, names) if n != label_column), None)
        text = text or _longest(sample, names - {label_column})
        label = label_column or next((n for n in _matching(LABELS, names) if n != text), None)
        return _with_several(_labelled(text, label), sample)
    found = Counter(each for value in sample if (each := _shape_of(value)) is not None)
    return _with_several(_built(found.most_common(1)[0][0]) if found else _by_contents(sample), sample)


def _with_several(shape: Shape | None, sample: Sequence[Any]) -> Shape | None:
    """The same shape; where records have several labels, one that says what becomes of them."""
    if shape is None or shape.name != "text_label":
        return shape
    text, label = shape.fields
    values = [value.get(label) for value in sample if isinstance(value, Mapping)]
    separator = several_labels.separator_of(values)
    if not separator and all(several_labels.parts_of(value) is None for value in values):
        return shape
    return replace(
        shape,
        says=f"{shape.says} ({several_labels.SAYS})",
        example=lambda raw: of_label(raw, text, label, separator),
    )


def _shape_of(value: Any) -> tuple[str, ...] | None:
    if isinstance(value, list):
        return ("turns",)
    if not isinstance(value, Mapping):
        return None
    names = {str(name).lower(): str(name) for name in value}
    for name in CONVERSATIONS:
        if name in names and not (isinstance(value[names[name]], str) and name == "messages"):
            return ("chat", names[name])
    for first, second in PAIRS:
        if first in names and second in names:
            if first == "instruction":
                return ("instruction", names["instruction"], names.get("input", ""), names[second])
            return ("pair", names[first], names[second])
    text = next((names[name] for name in TEXTS if name in names), None)
    label = next((names[name] for name in LABELS if name in names and names[name] != text), None)
    label = label or next((n for low, n in names.items() if "label" in low and n != text), None)
    return ("labelled", text, label or "") if text else None


def _built(found: tuple[str, ...]) -> Shape:
    kind, *names = found
    if kind == "turns":
        return Shape("chat", "conversations, each a list of turns", lambda raw: of_turns(raw, raw.value))
    if kind == "chat":
        return Shape("chat", f"conversations in {names[0]!r}", lambda raw: of_chat(raw, names[0]), (names[0],))
    if kind == "pair":
        prompt, answer = names
        return Shape(
            "prompt_completion",
            f"{prompt!r} and {answer!r}",
            lambda raw: of_pair(raw, prompt, answer),
            (prompt, answer),
        )
    if kind == "instruction":
        instruction, given, answer = names
        says = ", ".join(repr(name) for name in names if name)
        return Shape(
            "instruction",
            says,
            lambda raw: of_instruction(raw, instruction, given, answer),
            tuple(filter(None, names)),
        )
    return _labelled(names[0], names[1] or None)


def _labelled(text: str | None, label: str | None) -> Shape | None:
    if text is None:
        return None
    if label is None:
        return Shape("text", f"texts in {text!r}, without labels", lambda raw: of_text(raw, text), (text,))
    return Shape(
        "text_label", f"texts in {text!r}, labels in {label!r}", lambda raw: of_label(raw, text, label), (text, label)
    )


def _by_contents(sample: Sequence[Any]) -> Shape | None:
    """A table whose columns have names of their own: the longest is the text, one of few values the label."""
    names = _names(sample)
    text = _longest(sample, names)
    if text is None:
        return None
    rows = [value for value in sample if isinstance(value, Mapping)]
    few = {name: len({plain(row.get(name)) for row in rows}) for name in sorted(names - {text}) if len(rows) >= 20}
    likely = [name for name, count in few.items() if 2 <= count <= max(2, len(rows) // 5)]
    return _labelled(text, min(likely, key=lambda name: (few[name], name)) if len(likely) == 1 else None)


def _names(sample: Sequence[Any]) -> set[str]:
    return {str(name) for value in sample if isinstance(value, Mapping) for name in value}


def _matching(wanted: Sequence[str], names: set[str]) -> list[str]:
    by_lower = {name.lower(): name for name in sorted(names)}
    return [by_lower[name] for name in wanted if name in by_lower]


def _longest(sample: Sequence[Any], names: set[str | None]) -> str | None:
    def length(name: str) -> float:
        texts = [v[name] for v in sample if isinstance(v, Mapping) and isinstance(v.get(name), str)]
        return sum(map(len, texts)) / len(texts) if texts else 0.0

    best = max(sorted(name for name in names if name and name.lower() not in NO_TEXTS), key=length, default=None)
    return best if best and length(best) >= 8 else None
