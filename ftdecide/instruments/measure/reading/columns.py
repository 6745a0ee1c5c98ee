"""Which column is which: told, or known by its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ftdecide.fields import nearest
from ftdecide.instruments.audit.lines import UnusableFile

IDS = (
    "custom_id",
    "id",
    "item",
    "item_id",
    "example_id",
    "sample_id",
    "test_id",
    "case_id",
    "uid",
    "uuid",
    "key",
    "name",
)
EXPECTED = (
    "expected", "expected_output", "expected_answer", "ideal", "reference", "gold", "ground_truth", "correct_answer",
    "target", "label", "labels", "answer", "completion", "output", "response", "class", "category", "intent",
)  # fmt: skip
INPUTS = (
    "input", "prompt", "question", "query", "text", "instruction", "sentence", "content", "message", "review",
    "comment", "utterance", "title", "document", "email", "ticket",
)  # fmt: skip
OUTPUTS = (
    "output", "answer", "response", "completion", "prediction", "predicted", "generated", "generation", "model_output",
    "result", "reply", "text", "content", "label",
)  # fmt: skip
RUNG = ("rung", "variant", "system", "condition", "prompt_name", "model")
RUN = ("run", "repeat", "trial", "epoch", "attempt", "seed")
PASSED = ("passed", "pass", "success", "correct", "is_correct")
SCORE = ("score", "grade")
USD = ("usd", "cost", "cost_usd", "price", "total_cost")
INPUT_TOKENS = ("input_tokens", "prompt_tokens", "tokens_in")
OUTPUT_TOKENS = ("output_tokens", "completion_tokens", "tokens_out")
SECONDS = ("seconds", "latency_seconds", "latency", "duration", "time")
MILLISECONDS = ("latency_ms", "latencyms", "milliseconds", "duration_ms")
FAULT = ("error", "fault", "exception")
WHY = ("why", "reason", "explanation")


@dataclass(frozen=True)
class Told:
    """The columns that a person named; None, or nothing, where they are to be known by their names.

    Args:
        id, input, expected, output: where these stand.
        slices: columns to cut the results by.
    """

    id: str | None = None
    input: str | None = None
    expected: str | None = None
    output: str | None = None
    slices: tuple[str, ...] = ()


def by_name(columns: Sequence[str], known: Sequence[str], taken: Sequence[str | None] = ()) -> str | None:
    """The first column of those known, whatever its case, that is not taken; None where there is none.

    >>> by_name(["ID", "Answer", "note"], ("output", "answer"))
    'Answer'
    """
    lower = {column.strip().lower().replace(" ", "_"): column for column in columns if column not in taken}
    return next((lower[name] for name in known if name in lower), None)


def told(columns: Sequence[str], name: str | None, option: str) -> str | None:
    """The column that a person named.

    Raises:
        UnusableFile: where the file has no such column.
    """
    if name is None or name in columns:
        return name
    raise UnusableFile(f"it has no column {name!r}, which {option} names. {nearest(name, tuple(columns), 20)}")
