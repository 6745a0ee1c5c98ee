"""A profile with what was measured laid over what was stated, and the verdict on both together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ftdecide.model import TaskProfile
from ftdecide.render import to_json
from ftdecide.verdict import assess


def merged(stated: Mapping[str, Any], measured: Mapping[str, Any]) -> dict[str, Any]:
    """The stated profile with what was measured laid over it, group by group; a null measured nothing.

    >>> merged({"gap": "style", "rungs": {"prompt": {}}}, {"rungs": {"few_shot": {"pass_rate": 0.8}}})
    {'gap': 'style', 'rungs': {'prompt': {}, 'few_shot': {'pass_rate': 0.8}}}
    """
    both = dict(stated)
    for key, value in measured.items():
        before = both.get(key)
        grouped = isinstance(value, Mapping) and isinstance(before, Mapping) and "value" not in {*value, *before}
        if value is not None:
            both[key] = merged(before, value) if grouped else value
    return both


def verdict_with(stated: Mapping[str, Any], measured: Mapping[str, Any]) -> dict[str, Any]:
    """The verdict, as values for other programs, on what is stated with what was measured laid over it.

    Raises:
        InvalidProfile: where the two together are no profile.

    >>> verdict_with({"gap": "knowledge"}, {})["decision"]
    'use_retrieval'
    """
    return to_json(assess(TaskProfile.from_json(merged(stated, measured))))
