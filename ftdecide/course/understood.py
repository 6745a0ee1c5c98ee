"""A profile's stated values in words with their units, and the link that opens the drill with them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

DRILL = "notebooks/drill.html"
GAPS = {
    "style": "it should write in your form or tone",
    "knowledge": "it lacks facts that it needs",
    "behaviour": "it does not follow the steps or rules",
    "classification": "it should sort things into your categories",
    "cost_latency": "it is too dear or too slow",
}
RUNGS = {
    "prompt": "a prompt",
    "primer": "a skill primer",
    "few_shot": "examples in the prompt",
    "retrieval": "retrieval",
    "structured_output": "structured output",
    "stronger_model": "a stronger model",
    "prompt_optimisation": "automatic prompt optimisation",
    "small_classifier": "a small classifier",
    "caching": "caching and batching",
    "lora": "LoRA",
}
FLAGS = {
    "repetitive": ("the same kind of task every time", "another kind of task every time"),
    "near_miss": ("the model almost does it", "the model does not come near it"),
    "rule_expressible": ("the rule can be written down", "the rule cannot be written down"),
    "on_device": ("it runs on the user's own device", "it need not run on the user's own device"),
    "private_data": ("the data stay on your machines", "the data may leave your machines"),
    "has_eval_set": ("a test set is there", "no test set yet"),
}
PROVIDERS = {
    "openai": "OpenAI", "anthropic": "Anthropic", "cohere": "Cohere", "google": "Google", "together": "Together",
    "fireworks": "Fireworks", "tinker": "Tinker", "own": "your own or rented machines",
}  # fmt: skip


def understood(profile: Mapping[str, Any]) -> tuple[str, ...]:
    """Each value that was read out of a question, as a phrase.

    >>> understood({"requests_per_month": 1300, "clean_examples": 40, "rungs": {"prompt": {"pass_rate": 0.9}}})
    ('1,300 requests a month', '40 clean examples', 'a prompt: 90 % right')
    """
    return tuple(phrase for key, value in profile.items() for phrase in _phrases(key, value))


def _phrases(key: str, value: Any) -> list[str]:
    match key:
        case "gap":
            return [GAPS[value]]
        case "volume":
            return [f"{value} volume"]
        case "requests_per_month":
            return [f"{_number(value)} requests a month"]
        case "clean_examples":
            return [f"{_number(value)} clean examples"]
        case "total_examples":
            return [f"{_number(value)} examples before cleaning"]
        case "target_pass_rate":
            return [f"{_percent(value)} right would be good enough"]
        case "months_between_rule_changes":
            return [f"the rules change every {_number(value)} months"]
        case "latency_target_seconds":
            return [f"an answer within {_number(value)} seconds"]
        case "base_model":
            return [f"trained at {PROVIDERS[value['provider']]}"]
        case "rungs":
            return [_rung(name, result) for name, result in value.items()]
    return [FLAGS[key][not value]]


def _rung(name: str, result: Mapping[str, Any]) -> str:
    if "pass_rate" not in result:
        return f"{RUNGS[name]} was tried"
    counted = f" of {result['n']:,}" if "n" in result else ""
    return f"{RUNGS[name]}: {_percent(result['pass_rate'])}{counted} right"


def _number(value: Any) -> str:
    """A number, or a range where one was said; a count that came out of a week or a day is rounded.

    >>> _number(8666.67), _number(0.25), _number({"value": 400, "low": 300, "high": 500})
    ('about 8,667', '0.25', '300 to 500')
    """
    if isinstance(value, Mapping):
        return f"{_number(value['low'])} to {_number(value['high'])}" if "low" in value else _number(value["value"])
    if isinstance(value, int) or value == int(value):
        return f"{int(value):,}"
    return f"about {value:,.0f}" if value >= 10 else f"{value:.2g}"


def _percent(share: float) -> str:
    return f"{share * 100:.3g} %"


def drill_address(profile: Mapping[str, Any]) -> str:
    """The drill's page with these answers in its fragment, below the book's root.

    >>> drill_address({"clean_examples": 40})
    'notebooks/drill.html#profile=%7B%22clean_examples%22%3A40%7D'
    >>> drill_address({})
    'notebooks/drill.html'
    """
    if not profile:
        return DRILL
    return f"{DRILL}#profile={quote(json.dumps(profile, separators=(',', ':')), safe='')}"
