"""What would change a verdict: the same as asking about every value there is, one after the other."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftdecide import TaskProfile, assess, to_json
from ftdecide.evidence import load_cases, load_evidence
from ftdecide.findings import Flip
from ftdecide.grids import BOUNDS, STEPS
from ftdecide.model import BaseModel, Quantity, RungResult
from ftdecide.sentences import flip_text, telling_flips
from ftdecide.verdict import judge

TODAY = date(2026, 11, 20)
CASES = {number: TaskProfile.from_json(case["profile"]) for number, case in load_cases().items()}
PRICED = TaskProfile.from_json(
    {
        "gap": "cost_latency",
        "requests_per_month": 700,
        "clean_examples": 160,
        "total_examples": 220,
        "months_between_rule_changes": 4,
        "latency_target_seconds": 3,
        "target_pass_rate": 0.9,
        "rungs": {"prompt": {"pass_rate": 0.84, "n": 60}, "lora": {"pass_rate": 0.7}},
        "base_model": {"retires": "2027-03-01"},
        "economics": {"prompted_usd_per_request": 0.3, "tuned_usd_per_request": 0.1, "training_usd": 1000},
    }
)
ERRORS = TaskProfile.from_json(  # a better rung makes training pay less, a better trained model more
    {
        "gap": "cost_latency",
        "requests_per_month": 133_685,
        "rungs": {"retrieval": {"pass_rate": 0.77}, "lora": {"pass_rate": 0.6}},
        "economics": {
            "prompted_usd_per_request": 0.00014,
            "tuned_usd_per_request": 0.00046,
            "training_usd": 14,
            "usd_per_error": 0.044,
            "prompted_error_rate": 0.02,
        },
    }
)
MEASURED = TaskProfile.from_json(  # said to be measured, on a number of items that is not given
    {
        "gap": "behaviour",
        "repetitive": True,
        "near_miss": True,
        "rule_expressible": False,
        "clean_examples": 800,
        "has_eval_set": True,
        "requests_per_month": 50_000,
        "rungs": {"few_shot": {"pass_rate": 0.3}, "prompt": {"pass_rate": {"value": 0.35, "basis": "measured"}}},
    }
)
OWN = {"priced": PRICED, "errors": ERRORS, "measured": MEASURED}
PROFILES = {number: CASES[number] for number in ("S04", "S13", "E20", "E36", "E43", "E51", "E63")} | OWN
WIDE = {"requests_per_month": [*range(1100), *range(429_950, 430_050)], "clean_examples": range(420)}
WIDE["total_examples"] = WIDE["clean_examples"]
WIDE["months_between_rule_changes"] = range(40)
WIDE["latency_target_seconds"] = [round(tenth / 10, 1) for tenth in range(1, 60)]
SHARES = [round(hundredth / 100, 2) for hundredth in range(101)]


def outcome(profile: TaskProfile) -> tuple[str, str]:
    said = judge(profile, load_evidence(), TODAY)
    return said.decision, said.justified


def with_number(profile: TaskProfile, field: str, value: float) -> TaskProfile:
    """The profile with another number at this field, written out again beside what is tested."""
    if not field.startswith("rungs."):
        return replace(profile, **{field: Quantity(value)})
    name = field.split(".")[1]
    before = profile.rungs.get(name, RungResult())
    basis = before.pass_rate.basis if before.pass_rate else "estimated"
    return replace(profile, rungs={**profile.rungs, name: RungResult(Quantity(value, basis=basis), before.n)})


def stated(profile: TaskProfile, field: str) -> float | None:
    if field.startswith("rungs."):
        result = profile.rungs.get(field.split(".")[1])
        return result.pass_rate.value if result and result.pass_rate else None
    return getattr(profile, field) and getattr(profile, field).value


def allowed(profile: TaskProfile, field: str, value: float) -> bool:
    """Whether a profile may hold this value: the clean examples are some of all."""
    if field == "clean_examples" and profile.total_examples:
        return value <= profile.total_examples.value
    return field != "total_examples" or not profile.clean_examples or value >= profile.clean_examples.value


def fields_with_grids(profile: TaskProfile):
    yield from WIDE.items()
    yield "target_pass_rate", SHARES
    for name in ("prompt", "few_shot", "retrieval", "caching", "lora"):
        yield f"rungs.{name}.pass_rate", SHARES


@pytest.mark.parametrize("name", PROFILES)
def test_flips_of_numbers_are_what_asking_about_every_value_finds(name):
    """For each number and each other outcome, the nearest value on the whole grid, and no flip besides."""
    profile = PROFILES[name]
    now, verdict = outcome(profile), assess(profile, as_of=TODAY)
    for field, grid in fields_with_grids(profile):
        before = stated(profile, field)
        nearest: dict[tuple[str, str], float] = {}
        for value in sorted(grid, key=lambda value: value if before is None else abs(value - before)):
            if allowed(profile, field, value) and value != before:
                nearest.setdefault(outcome(with_number(profile, field, value)), value)
        nearest.pop(now, None)
        found = {(f.decision, f.justified): f for f in verdict.flips if f.field == field and f.after <= max(grid)}
        assert set(found) == set(nearest), field
        for other, flip in found.items():
            if before is None:  # the lowest run: it is entered from above where it begins at the bottom
                assert nearest[other] in {flip.after, flip.until, *([min(grid)] if flip.side == "fewer" else [])}, field
            else:
                assert math.isclose(abs(flip.after - before), abs(nearest[other] - before), abs_tol=1e-9), field


@pytest.mark.parametrize("name", [*CASES, *OWN])
def test_every_flip_does_what_it_says(name):
    """Asked again with the one changed answer, the verdict is what the flip names; one step before it is not."""
    profile = {**CASES, **OWN}[name]
    verdict = assess(profile, as_of=TODAY)
    written = to_json(verdict)["flips"]
    assert len(written) == len(verdict.flips)
    for flip, shown in zip(verdict.flips, written, strict=True):
        raw = profile.to_json()
        *groups, key = flip.field.split(".")
        level = raw
        for group in groups:
            level = level.setdefault(group, {})
        assert level.get(key, {}) != flip.after or flip.after == {}
        level[key] = shown["to"]
        again = to_json(assess(TaskProfile.from_json(raw), as_of=TODAY))
        assert (again["decision"], again["justified"]) == (shown["decision"], shown["justified"]), flip
        assert (shown["decision"], shown["justified"]) != (verdict.decision, verdict.justified)
        if key in STEPS:
            step = STEPS[key][0] * (-1 if flip.side in ("more", "least") else 1)
            beside = round(flip.after + step, 6)
            low, high = BOUNDS[key]
            if low <= beside <= high and allowed(profile, flip.field, beside) and flip.side != "":
                assert outcome(with_number(profile, flip.field, beside)) != (flip.decision, flip.justified), flip


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.sampled_from(list(CASES)),
    st.sampled_from(["requests_per_month", "clean_examples", "total_examples", "target_pass_rate", "pass_rate"]),
    st.data(),
)
def test_no_value_anywhere_gives_an_outcome_nearer_than_its_flip(number, key, data):
    """Any value on the grid, however large, either changes nothing or lies no nearer than the flip to its outcome."""
    profile = CASES[number]
    step, _ = STEPS[key]
    field = "rungs.prompt.pass_rate" if key == "pass_rate" else key
    value = round(data.draw(st.integers(0, round(min(BOUNDS[key][1], 3_000_000) / step))) * step, 6)
    before, found = stated(profile, field), outcome(with_number(profile, field, value))
    if not allowed(profile, field, value) or found == outcome(profile):
        return
    flips = assess(profile, as_of=TODAY).flips
    flip = next(f for f in flips if f.field == field and (f.decision, f.justified) == found)
    if before is not None:
        assert abs(flip.after - before) <= abs(value - before) + 1e-9


def test_a_flip_says_how_many_more_and_what_would_have_to_be_so():
    """Numbers in words: how many more, up to what share, which rung."""
    profile = TaskProfile.from_json(
        {
            "gap": "behaviour",
            "repetitive": True,
            "near_miss": True,
            "clean_examples": 20,
            "has_eval_set": True,
            "rungs": {"few_shot": {"pass_rate": 0.7, "n": 100}},
        }
    )
    verdict = assess(profile, as_of=TODAY)
    said = {flip_text(flip, verdict) for flip in verdict.flips}
    assert "With 30 more clean examples (50), training would be worth it." in said
    shown = [flip_text(flip, verdict) for flip in telling_flips(verdict)]
    assert len(set(shown)) == len(shown) and set(shown) <= said
    assert any(text.startswith("If 86\u00a0% passed with examples in the prompt on your set") for text in shown)


def test_a_price_flips_where_the_volume_ceases_to_pay():
    """By hand: 700 requests pay where (1,000 / 12) / (p - 0.1) <= 700, so from p = 0.21905 on: 0.22 does, 0.219 does
    not; for the training run (x / 12) / 0.2 <= 700 holds up to 1,680 dollars."""
    plain = {"repetitive": True, "rungs": {"prompt": RungResult()}, "base_model": BaseModel()}
    verdict = assess(replace(PRICED, **plain), as_of=TODAY)
    found = {flip.field: flip for flip in verdict.flips if flip.field.startswith("economics.")}
    assert found["economics.prompted_usd_per_request"].after == 0.219
    assert found["economics.training_usd"].after == 1690
    assert found["economics.tuned_usd_per_request"].after == 0.181  # 0.3 - 1,000 / 12 / 700 = 0.18095
    text = flip_text(found["economics.training_usd"], verdict)
    assert text.startswith("If the training run were 1,690 US dollars or more, ")


def test_prices_in_ranges_are_not_asked_about_one_by_one():
    """What a range already covers is in the table of drivers, not among the flips."""
    economics = {**PRICED.economics, "training_usd": Quantity(1000, 500, 2000)}
    verdict = assess(replace(PRICED, economics=economics), as_of=TODAY)
    assert not [flip for flip in verdict.flips if flip.field.startswith("economics.")]
    assert verdict.break_even.drivers[0].input == "training_usd"


@pytest.mark.parametrize(("provider", "called"), [("own", "you yourself"), ("together", "Together")])
def test_a_flip_names_who_would_train_it(provider, called):
    """The provider as the price book calls it; the asker is nobody's customer."""
    verdict = assess(PRICED, as_of=TODAY)
    text = flip_text(Flip("base_model.provider", None, provider, "climb_ladder", "yes"), verdict)
    assert text.startswith(f"If {called} trained and served it, ")
