"""What is measured: the items of an evaluation set, and what each rung put out on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Item:
    """One item of an evaluation set.

    Args:
        name: what the outputs call it, unlike every other item's.
        input: what the model is shown; empty where only the outputs are known.
        expected: the right answer, for the scorer; None where another tool has scored already.
        slices: of each way to cut the set (class, language, length), the part that the item belongs to.
    """

    name: str
    input: str = ""
    expected: Any = None
    slices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Output:
    """What one rung put out on one item in one run.

    Args:
        item: the item's name.
        text: the answer; empty where `fault` is set.
        run: 0 for the first run, 1 for the next.
        fault: why there is no answer; such a call says nothing of the rung.
        passed: as another tool scored it; None where it is still to be scored.
        usd: what the call cost; None where nobody knows.
        input_tokens, output_tokens: counted by the endpoint; None where nobody knows.
        seconds: until the whole answer was there; None where nobody knows.
        score: of the other tool, most often 0 to 1, 1 best; None where it gave none.
        why: what that tool said of it.
    """

    item: str
    text: str
    run: int = 0
    fault: str = ""
    passed: bool | None = None
    usd: float | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    seconds: float | None = None
    score: float | None = None
    why: str = ""


@dataclass(frozen=True)
class Trial:
    """Rungs tried on the same items.

    Args:
        items: the evaluation set.
        outputs: of each rung, by its name, what it put out, in any order.
    """

    items: tuple[Item, ...]
    outputs: Mapping[str, tuple[Output, ...]]
