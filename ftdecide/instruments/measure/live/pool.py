"""The examples that a prompt may show: read as the audit reads them, without any that the evaluation set holds too."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import Any

from ftdecide.instruments.audit.index import Index
from ftdecide.instruments.audit.leakage import leakage
from ftdecide.instruments.audit.near import near_pairs, without_templates
from ftdecide.instruments.audit.record import Record
from ftdecide.instruments.classes import OF_A_PROMPT, are_classes
from ftdecide.instruments.measure.bounds import InvalidMeasurement, count
from ftdecide.instruments.measure.outputs import Item
from ftdecide.words import number_of


@dataclass(frozen=True, slots=True)
class Example:
    """What a model is shown, and what it is to answer."""

    input: str
    output: str


@dataclass(frozen=True)
class Pool:
    """Examples that a prompt may show.

    Args:
        examples: in the order of their file.
        leaked: records left out because an item of the evaluation set asks the same, in the same words or nearly.
        doubled: records left out because an earlier one has the same words.
        unusable: records that cannot be read, or that lack a part.
    """

    examples: tuple[Example, ...] = ()
    leaked: int = 0
    doubled: int = 0
    unusable: int = 0

    @property
    def says(self) -> str:
        """The pool in one sentence."""
        left_out = [
            f"{number:,} {why}"
            for number, why in (
                (self.leaked, "that the evaluation set holds too"),
                (self.doubled, "that repeat another"),
                (self.unusable, "without an input or an output"),
            )
            if number
        ]
        tail = f"; left out: {', '.join(left_out)}" if left_out else ""
        return f"The pool has {number_of(len(self.examples), 'example')}{tail}."


NO_POOL = Pool()


def pool_of(records: Iterable[Record | None], items: Sequence[Item]) -> Pool:
    """The records as examples, without those that are evaluation items too.

    Args:
        records: as the audit reads them; None where one cannot be read.
        items: the evaluation set.

    >>> one, two = Record(0, 1, "Where is my parcel?", "delivery"), Record(1, 2, "I was charged twice", "billing")
    >>> pool_of([one, two, None], [Item("a", "where is my parcel", "delivery")]).says
    'The pool has 1 example; left out: 1 that the evaluation set holds too, 1 without an input or an output.'
    """
    whole, usable = list(records), []
    for record in whole:
        if record is not None and not record.faults and record.input.strip() and record.output.strip():
            usable.append(record)
    labelled = any(record.label is not None for record in usable)
    index = Index()
    for row, item in enumerate(items):
        answer = as_answer(item.expected)
        index.add(Record(row, 0, item.input, answer, label=answer if labelled else None), held_out=True)
    for row, record in enumerate(usable):
        index.add(Record(row, 0, record.input, record.output, label=record.label))
    index.take_answers_for_labels()
    leaked = {suspect.row for suspect in leakage(index, without_templates(near_pairs(index)))}
    kept: dict[int, Example] = {}
    for row, record in enumerate(usable):
        if row not in leaked:
            kept.setdefault(index.shown[len(items) + row], Example(record.input.strip(), record.output.strip()))
    doubled = len(usable) - len(leaked) - len(kept)
    return Pool(tuple(kept.values()), len(leaked), doubled, len(whole) - len(usable))


def as_answer(expected: Any) -> str:
    """What is expected, as a model would write it; lists and objects as JSON.

    >>> as_answer(" billing"), as_answer(None), as_answer(["a", "b"])
    ('billing', '', '["a", "b"]')
    """
    if expected is None:
        return ""
    return expected.strip() if isinstance(expected, str) else json.dumps(expected, ensure_ascii=False)


def labels_of(pool: Pool, items: Sequence[Item]) -> tuple[str, ...]:
    """The classes of the task, in alphabetical order; none where its answers are texts.

    >>> labels_of(Pool(tuple(Example(str(n), "ab"[n % 2]) for n in range(4))), [Item("1", "x", "b")])
    ('a', 'b')
    """
    answers = [each.output for each in pool.examples] + [as_answer(item.expected) for item in items]
    known = [answer for answer in answers if answer]
    names = sorted(set(known))
    short = sum(len(answer) <= OF_A_PROMPT.longest and "\n" not in answer for answer in known)
    return tuple(names) if are_classes(len(names), short, len(known), OF_A_PROMPT) else ()


def drawn(pool: Pool, k: int, seed: int = 0, labels: Sequence[str] = ()) -> tuple[Example, ...]:
    """`k` examples, the same for every item; where there are labels, of each as many as of the others, or one fewer.

    Args:
        k: 1 or more; fewer are drawn where the pool has fewer.
        seed: of the draw; another seed shows how much hangs on the choice.
        labels: of the task.

    >>> pool = Pool(tuple(Example(str(n), "ab"[n % 2]) for n in range(9)))
    >>> sorted(each.output for each in drawn(pool, 4, labels=["a", "b"]))
    ['a', 'a', 'b', 'b']
    """
    count("the number of examples in a prompt", k, least=1)
    if not pool.examples:
        raise InvalidMeasurement("there is no example to put into a prompt. Give a pool that the evaluation set is not")
    draw = random.Random(seed)
    by_label: dict[str, list[Example]] = defaultdict(list)
    for each in pool.examples:
        by_label[each.output if labels else ""].append(each)
    piles = [draw.sample(pile, len(pile)) for _, pile in sorted(by_label.items())]
    draw.shuffle(piles)  # so that what does not go round favours no label
    in_turn = (each for each in chain.from_iterable(zip_longest(*piles)) if each is not None)
    chosen = [each for each, _ in zip(in_turn, range(k), strict=False)]
    draw.shuffle(chosen)  # so that the last one seen says nothing
    return tuple(chosen)
