"""The page's engine answers as this Python does: whole verdicts compared over a random grid of profiles."""

from __future__ import annotations

import json
import random
from datetime import date

import pytest

from core.profiles import TASKS
from deploy.engine.bundle import in_node
from ftdecide.doors.drill import respond
from ftdecide.evidence import load_cases
from ftdecide.fields import BASE_MODEL_FIELDS, ECONOMICS_FIELDS, FIELDS, RUNG_FIELDS, RUNGS, Field

DAY = date(2026, 11, 20)
HOW_MANY = 200
SEED = 2026
IN_THE_PAGE = f"""
import json
from datetime import date
from ftdecide.doors.drill import respond
json.dumps([respond(profile, as_of=date.fromisoformat("{DAY}")) for profile in json.loads(given)])
"""


def draw(generator: random.Random, fields: tuple[Field, ...], share: float) -> dict:
    """Some of the fields, each with a value that is mostly good and now and then not."""
    return {field.key: value(generator, field) for field in fields if generator.random() < share}


def value(generator: random.Random, field: Field):
    if generator.random() < 0.03:
        return generator.choice([-1, 1e300, "many", None, [], {"value": 3, "low": 9}])
    match field.kind:
        case "text":
            return "sort <b>emails</b> 分类"
        case "choice":
            return generator.choice(field.choices)
        case "flag":
            return generator.random() < 0.5
        case "date":
            return f"20{generator.randrange(26, 30)}-0{generator.randrange(1, 10)}-15"
        case "integer":
            return generator.randrange(1, 1000)
    number = generator.random() if field.high == 1 else round(10 ** generator.uniform(-1, 6.5), 3)
    number = max(field.low, min(number, field.high))
    if generator.random() < 0.2 and number < field.high:
        return {"value": number, "low": field.low, "high": field.high, "basis": "measured"}
    return number


def profile(generator: random.Random) -> dict:
    drawn = draw(generator, FIELDS, 0.5)
    drawn["rungs"] = {name: draw(generator, RUNG_FIELDS, 0.7) for name in RUNGS if generator.random() < 0.3}
    drawn["base_model"] = draw(generator, BASE_MODEL_FIELDS, 0.2)
    drawn["economics"] = draw(generator, ECONOMICS_FIELDS, 0.9) if generator.random() < 0.04 else {}
    return drawn


@pytest.mark.timeout(600)
def test_pyodide_and_this_python_give_the_same_verdicts(tmp_path):
    """Over 200 random profiles, faulty ones among them, the published cases and a task for each decision: equal to the
    last character."""
    generator = random.Random(SEED)
    profiles = [profile(generator) for _ in range(HOW_MANY)] + [case["profile"] for case in load_cases().values()]
    profiles += TASKS.values()
    theirs = json.loads(in_node(IN_THE_PAGE, json.dumps(profiles), tmp_path))
    assert len(theirs) == len(profiles) >= HOW_MANY
    ours = json.loads(json.dumps([respond(each, as_of=DAY) for each in profiles]))
    differing = [each for each, a, b in zip(profiles, ours, theirs, strict=True) if a != b]
    assert not differing, f"{len(differing)} differ, the first: {differing[0]}"
    decisions = {verdict["decision"] for verdict in ours}
    assert decisions == {"fine_tune", "climb_ladder", "use_retrieval", "fix_data", "measure_first", "good_enough"}
    assert sum(bool(verdict["faults"]) for verdict in ours) > 30
