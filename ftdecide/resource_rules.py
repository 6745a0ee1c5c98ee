"""The rules on what training needs and pays: volume, examples, an evaluation set, time, place, a base that lasts.

Each states its law before its code; see `rules`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from ftdecide.case import Case
from ftdecide.findings import Reason


def volume(case: Case) -> Iterator[Reason]:
    """Volume carries the argument from cost, and only that: above the break-even each request pays back.
    Far below it there is nothing to save, which weighs less where the rule cannot be written down; there
    only quality can justify training, and a yes waits until somebody has counted it.  Missing facts are not
    learned any better for being asked often."""
    p = case.profile
    requests = p.requests_per_month.value if p.requests_per_month else None
    pays = requests is not None and requests >= case.break_even_requests_per_month
    if math.isinf(case.break_even_requests_per_month):
        in_draws = "" if not case.own_break_even.paying_share else " in most of the draws"
        yield case.reason("prices_never_pay", in_draws=in_draws)
    if requests is not None and requests < case.evidence["negligible_requests_per_month"] and not pays:
        yield case.reason("volume_negligible", requests=requests)
    elif case.low_volume:
        yield case.reason("volume_low_implicit_rule" if p.rule_expressible is False else "volume_low")
        if case.best is None:
            yield case.reason("quality_not_counted")
        elif p.failure_cost in ("trivial", "moderate") and p.rule_expressible is not False:
            yield case.reason("quality_worth_little")
    elif p.gap == "knowledge":
        return
    elif pays:
        yield case.reason("volume_pays", requests=requests, **case.break_even_facts)
    elif requests is None and p.volume == "high":
        yield case.reason("volume_said_high")


def evaluation_set(case: Case) -> Iterator[Reason]:
    """Nobody can tell whether training helped without a set of right answers kept apart: no points against
    training, but the first thing to make."""
    if case.profile.has_eval_set is False:
        yield case.reason("no_eval_set")


def examples(case: Case) -> Iterator[Reason]:
    """Training needs clean examples: too few stop it, more than enough help a little, though no number of them
    made missing facts reliable.  A set in which much is unusable is cleaned first, unless plenty is clean already:
    training repeats what it is shown."""
    p, count = case.profile, case.usable_examples
    if count is not None:
        if count < case.min_clean_examples:
            yield case.reason("examples_too_few", count=count, floor=case.min_clean_examples)
        elif p.gap != "knowledge":
            enough = case.evidence["many_clean_examples"]
            yield case.reason("examples_many" if count >= enough else "examples_enough", count=count, enough=enough)
    if p.clean_examples and p.total_examples and p.total_examples.value:
        share = 1 - p.clean_examples.value / p.total_examples.value
        if share > case.evidence["max_dirty_share"]:
            plenty = p.clean_examples.value >= case.evidence["plenty_clean_examples"]
            yield case.reason("examples_left_over" if plenty else "examples_dirty", share=share, count=count)


def stability(case: Case) -> Iterator[Reason]:
    """A prompt changes in a minute; weights have to be trained again each time the rules move."""
    months = case.profile.months_between_rule_changes
    floor = case.evidence["min_months_between_rule_changes"]
    if months and months.value < floor:
        yield case.reason("rules_change_often", months=months.value, floor=floor)


def place(case: Case) -> Iterator[Reason]:
    """On the user's device, behind the firewall or under a hard time limit only a small model fits, and
    training is what brings a small model up to the task."""
    p = case.profile
    if p.on_device:
        yield case.reason("on_device")
    if p.private_data:
        yield case.reason("private_data")
    if p.latency_target_seconds and p.latency_target_seconds.value <= case.evidence["tight_latency_seconds"]:
        yield case.reason("latency_tight", seconds=p.latency_target_seconds.value)


def availability(case: Case) -> Iterator[Reason]:
    """Hosted fine-tuning is being withdrawn.  Where nobody can start a job there is no plan; where new customers
    cannot, or soon nobody can, what is trained today cannot be trained again when the task moves."""
    model, provider = case.profile.base_model, case.provider
    if model.tunable is False:
        yield case.reason("base_model_not_tunable")
    elif case.provider_is_closed:
        yield case.reason("provider_closed", provider=provider.title, as_of=provider.as_of.isoformat())
    elif provider is not None and not provider.offered:
        yield case.reason("provider_doubted", provider=provider.title, as_of=provider.as_of.isoformat())
    elif provider is not None:
        newcomers, anyone = provider.new_customers_until, provider.new_jobs_until
        if newcomers and newcomers <= case.as_of and not model.tunable:
            yield case.reason("provider_closed_to_new", provider=provider.title, since=newcomers.isoformat())
        elif anyone and 0 < case.months_until(anyone) < case.evidence["min_months_of_base_model_life"]:
            yield case.reason("provider_closing", provider=provider.title, until=anyone.isoformat())


def base_model_life(case: Case) -> Iterator[Reason]:
    """A fine-tune lives no longer than its base: what is retired before it has paid is no plan."""
    if case.retires is None:
        return
    months_left, day = case.months_until(case.retires), case.retires.isoformat()
    if months_left <= 0:
        yield case.reason("base_model_gone", retires=day)
    elif months_left < case.evidence["min_months_of_base_model_life"]:
        if case.profile.base_model.retires:
            yield case.reason("base_model_retires_soon", retires=day)
        else:
            yield case.reason("provider_bases_retire", provider=case.provider.title, retires=day)
