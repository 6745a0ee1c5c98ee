"""The learner's own task and model for the ladder lab: two files, and an endpoint that they name.

Nothing is asked of an endpoint before the lab's button is pressed.
"""

from __future__ import annotations

import random

from ftdecide.doors.answer_cache import AnswerCache
from ftdecide.doors.chat_endpoint import Endpoint
from ftdecide.doors.endpoint_client import FROM_ENVIRONMENT, Asking, EndpointClient, endpoint_named
from ftdecide.doors.ladder_lab import Model, Task
from ftdecide.doors.live_model import answers_of, listed_price
from ftdecide.doors.measure_reading import pool_in, reading
from ftdecide.instruments.measure.live.asking import Answer
from ftdecide.instruments.measure.live.rung_prompts import Messages
from ftdecide.instruments.measure.live.stand_in import is_stand_in
from ftdecide.instruments.measure.reading.evaluation_set import read_evaluation_set

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
    items = list(reading(evaluation, lambda file: read_evaluation_set(file, evaluation)).items)
    random.Random(SEED).shuffle(items)
    return Task(evaluation, tuple(items), pool_in(pool, items), scoring, instruction, primer)


def model_at(address: str = FROM_ENVIRONMENT, model: str | None = None, most_tokens: int = 256) -> Model:
    """The model at an endpoint that speaks the OpenAI chat API; its key comes from FTDECIDE_CHAT_KEY alone.

    Args:
        address: up to /v1; `env` takes FTDECIDE_CHAT_URL.
        model: its name there; FTDECIDE_CHAT_MODEL where None.
        most_tokens: of an answer.

    Raises:
        BadInput: where address, model or key cannot be used.
    """
    endpoint, _note = endpoint_named(address, model)
    asked = _AtEndpoint(endpoint, Asking(most_tokens=most_tokens))
    return Model(asked, listed_price(endpoint.model), asked, is_stand_in(endpoint.model), asked.close)


class _AtEndpoint:
    """An endpoint and the answers kept of it: both are opened when they are first needed, and again after a close.

    Raises:
        BadInput: where the package openai is not installed.
    """

    def __init__(self, endpoint: Endpoint, asking: Asking) -> None:
        self._endpoint, self._asking = endpoint, asking
        self._cache: AnswerCache | None = None
        self._client: EndpointClient | None = EndpointClient(endpoint, asking)

    def __call__(self, messages: Messages) -> Answer:
        self._client = self._client or EndpointClient(self._endpoint, self._asking)
        return self._client(messages)

    def get(self, messages: Messages, run: int) -> Answer | None:
        return self._kept().get(messages, run)

    def put(self, messages: Messages, run: int, answer: Answer) -> None:
        self._kept().put(messages, run, answer)

    def close(self) -> None:
        """Close connections and file."""
        for each in (self._client, self._cache):
            if each is not None:
                each.close()
        self._client = self._cache = None

    def _kept(self) -> AnswerCache:
        self._cache = self._cache or answers_of(self._endpoint, self._asking)
        return self._cache
