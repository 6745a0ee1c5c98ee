"""The learner's own task and model for the ladder lab: two files, and an endpoint that they name.

Nothing is asked of an endpoint before the lab's button is pressed.
"""

from __future__ import annotations

import random

from ftdecide.doors.answer_cache import AnswerCache
from ftdecide.doors.audit_files import opened
from ftdecide.doors.endpoint_client import FROM_ENVIRONMENT, Asking, EndpointClient, endpoint_named
from ftdecide.doors.json_files import BadInput
from ftdecide.doors.ladder_lab import Model, Task
from ftdecide.evidence import load_evidence
from ftdecide.instruments.audit.lines import UnusableFile
from ftdecide.instruments.audit.reading import read
from ftdecide.instruments.measure.call_cost import book_price
from ftdecide.instruments.measure.evaluation_set import read_evaluation_set
from ftdecide.instruments.measure.outputs import Item
from ftdecide.instruments.measure.pool import NO_POOL, Pool, pool_of

SEED = 0


def task_from_files(
    evaluation: str, pool: str | None = None, *, scoring: str = "normalised", instruction: str = "", primer: str = ""
) -> Task:
    """The task that two files hold: items to ask and examples to show; what both hold is taken out of the pool.

    Args:
        evaluation: the file of the evaluation set.
        pool: the file of the examples; None for rungs without examples.
        scoring: name of a scorer.
        instruction: what is to be done; not needed where answers are labels.
        primer: the lasting context.

    Raises:
        BadInput: where a file cannot be used.
    """
    try:
        with opened(evaluation) as file:
            items = list(read_evaluation_set(file, evaluation).items)
    except UnusableFile as fault:
        raise BadInput(f"{evaluation}: {fault}") from None
    random.Random(SEED).shuffle(items)
    return Task(evaluation, tuple(items), _pool(pool, items), scoring, instruction, primer)


def model_at(address: str = FROM_ENVIRONMENT, model: str | None = None, most_tokens: int = 256) -> Model:
    """The model at an endpoint that speaks the OpenAI chat API; its key comes from FTDECIDE_CHAT_KEY alone.

    Args:
        address: up to /v1; `env` takes FTDECIDE_CHAT_URL.
        model: its name there; FTDECIDE_CHAT_MODEL where None.
        most_tokens: of an answer.

    Raises:
        BadInput: where address, model or key cannot be used.
    """
    asking = Asking(most_tokens=most_tokens)
    endpoint, _note = endpoint_named(address, model)
    asked = {"address": endpoint.address, "model": endpoint.model, "temperature": asking.temperature}
    cache = AnswerCache(asked | {"most_tokens": asking.most_tokens}, None)
    return Model(EndpointClient(endpoint, asking), book_price(load_evidence().prices, endpoint.model), cache)


def _pool(name: str | None, items: list[Item]) -> Pool:
    if name is None:
        return NO_POOL
    try:
        with opened(name) as file:
            return pool_of((record for _, record in read(file, None, None).records), items)
    except UnusableFile as fault:
        raise BadInput(f"{name}: {fault}") from None
