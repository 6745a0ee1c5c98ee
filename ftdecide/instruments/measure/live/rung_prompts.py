"""The prompt of each rung for one item: what stands in it, and in which order.

Rungs are those of `evidence/ladder.toml`, and each holds what the one below it has: `prompt` the instruction alone,
`primer` the lasting context besides, `few_shot` examples besides, the same for every item.  `retrieval` shows the
examples nearest to the item in their place: the ladder's rung of that name fetches documents or labelled examples, and
this is its second half.  Where knowledge is missing it says nothing of fetching documents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ftdecide.instruments.audit.words import words
from ftdecide.instruments.measure.bounds import SET_IT, InvalidMeasurement, count
from ftdecide.instruments.measure.live.pool import NO_POOL, Example, Pool, drawn, labels_of
from ftdecide.instruments.measure.live.retrieved_examples import Nearest
from ftdecide.instruments.measure.live.telling_words import built_primer
from ftdecide.instruments.measure.outputs import Item

LIVE_RUNGS = ("prompt", "primer", "few_shot", "retrieval")
TITLES = {
    "prompt": "Zero-shot: the instruction alone",
    "primer": "Primer: the instruction and the lasting context",
    "few_shot": "Few-shot: the same examples for every item",
    "retrieval": "Retrieved few-shot: the examples nearest to each item",
}
EXAMPLES = 8  # in a prompt
MOST_EXAMPLES = 500
FEWEST_WORDS_QUOTED = 5

Messages = tuple[dict[str, str], ...]  # each with "role" and "content"


@dataclass(frozen=True, eq=False)
class RungPrompts:
    """What the prompts of a task are made of.

    Args:
        instruction: what is to be done; where the task has labels it may be empty, and then names them.
        labels: of the task; none where answers are texts.
        primer: the lasting context; empty where there is none.
        pool: the examples that may be shown.
        k: examples in a prompt, 1 to 500.
        seed: of the choice that is the same for every item.
    """

    instruction: str
    labels: tuple[str, ...] = ()
    primer: str = ""
    pool: Pool = NO_POOL
    k: int = EXAMPLES
    seed: int = 0

    def messages(self, rung: str, item: Item) -> Messages:
        """The chat messages of one rung for one item.

        >>> for each in RungPrompts("Say it in French.").messages("prompt", Item("1", "Good day")):
        ...     print(each)
        {'role': 'system', 'content': 'Say it in French.'}
        {'role': 'user', 'content': 'Good day'}
        """
        if rung not in LIVE_RUNGS:
            raise InvalidMeasurement(f"there is no live rung {rung!r}. Name some of: {', '.join(LIVE_RUNGS)}")
        lead = self.instruction if rung == "prompt" or not self.primer else f"{self.instruction}\n\n{self.primer}"
        turns = [{"role": "system", "content": lead}]
        for each in self.examples(rung, item):
            turns += self._turns.setdefault(each, _turns_of(each))
        return (*turns, {"role": "user", "content": item.input})

    def examples(self, rung: str, item: Item) -> tuple[Example, ...]:
        """The examples that the prompt of a rung shows for an item, in their order."""
        if rung == "few_shot":
            return self._drawn
        return self._nearest(item.input, self.k, self._drawn) if rung == "retrieval" else ()

    @cached_property
    def _drawn(self) -> tuple[Example, ...]:
        return drawn(self.pool, self.k, self.seed, self.labels)

    @cached_property
    def _turns(self) -> dict[Example, Messages]:
        """The turns of examples shown before: many prompts share them."""
        return {}

    @cached_property
    def _nearest(self) -> Nearest:
        return Nearest(self.pool)


def _turns_of(example: Example) -> Messages:
    return {"role": "user", "content": example.input}, {"role": "assistant", "content": example.output}


def label_instruction(labels: Sequence[str]) -> str:
    """The instruction of a task with labels, where the user gives none.

    >>> print(label_instruction(["billing", "refund"]))
    Sort the text into exactly one of these labels. Answer with the label and nothing else.
    Labels:
    - billing
    - refund
    """
    head = "Sort the text into exactly one of these labels. Answer with the label and nothing else.\nLabels:"
    return "\n".join([head, *(f"- {label}" for label in labels)])


def quoted_items(text: str, items: Sequence[Item]) -> int:
    """How many items stand in an instruction or a primer word for word, short ones left aside.

    >>> items = [Item("1", "where is the parcel I paid for"), Item("2", "Good")]
    >>> quoted_items("Good: “Where is the parcel I paid for?”", items)
    1
    """
    said = f" {' '.join(words(text))} "
    asked = [words(item.input) for item in items]
    return sum(len(each) >= FEWEST_WORDS_QUOTED and f" {' '.join(each)} " in said for each in asked)


def rung_prompts(
    items: Sequence[Item],
    pool: Pool = NO_POOL,
    *,
    instruction: str = "",
    primer: str = "",
    rungs: Sequence[str] = LIVE_RUNGS,
    k: int = EXAMPLES,
    seed: int = 0,
) -> tuple[RungPrompts, dict[str, str]]:
    """What the prompts are made of, and of each rung asked for that cannot be built, why not.

    Where `primer` is empty, the rung of that name is asked for and the task has labels, one is built from the pool.

    Raises:
        InvalidMeasurement: where there is no instruction and no labels to make one of, or `k` is out of bounds.
    """
    count("the number of examples in a prompt (--examples)", k, least=1, most=MOST_EXAMPLES, remedy=SET_IT)
    labels = labels_of(pool, items)
    lead = instruction.strip() or (label_instruction(labels) if labels else "")
    if not lead:
        raise InvalidMeasurement(
            "the answers are texts, and nothing says what is to be done. Give the instruction of the task "
            "(--instruction FILE)"
        )
    context = primer.strip() or (built_primer(pool, labels) if labels and "primer" in rungs else "")
    missing = {}
    if not context and "primer" in rungs:
        missing["primer"] = "there is no primer. Give one as a file, or a pool of labelled examples to build it from"
    for rung in ("few_shot", "retrieval"):
        if rung in rungs and not pool.examples:
            missing[rung] = "the pool has no examples. Give one that the evaluation set is not"
    return RungPrompts(lead, labels, context, pool, k, seed), missing
