"""What a file of training records holds, as the finders see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Raw:
    """A record as it stands in the file.

    Args:
        row: counts records from 0, unreadable ones included.
        line: where it begins, 1-based; in a file that is one line of JSON, that line.
        value: what the file holds there, a JSON value or a row of a table by column; None where `fault` is set.
        fault: why it cannot be read, or empty.
    """

    row: int
    line: int
    value: Any
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A record as one example: what the model is shown, and what it is to answer.

    Args:
        row: as in `Raw`.
        line: as in `Raw`.
        input: what the model is shown, without what stands in front of every conversation (`system`).
        output: what it is to answer; the label where there is one, else the last turn of the assistant.
        system: the instructions before a conversation.
        label: the class, where the file has classes.
        faults: what is wrong with the record's form: missing or empty parts, roles, their order.
    """

    row: int
    line: int
    input: str
    output: str
    system: str = ""
    label: str | None = None
    faults: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Everything that is learnt from, instructions left out."""
        return self.input if self.label is not None else f"{self.input}\n{self.output}"

    @property
    def everything(self) -> str:
        """Every word of the record."""
        return f"{self.system}\n{self.input}\n{self.output}" if self.system else f"{self.input}\n{self.output}"
