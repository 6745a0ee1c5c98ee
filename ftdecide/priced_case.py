"""A profile with what its own prices come to: from every draw, or from few where more could not decide otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ftdecide.break_even import own_break_even
from ftdecide.case import Case
from ftdecide.evidence import Evidence
from ftdecide.findings import BreakEven
from ftdecide.model import Quantity, TaskProfile

FEW_DRAWS = 2_000
# A share of few draws lies this near to that of all of them; 0.017 was the most seen in 104 random profiles.
MARGIN = 0.03


def case_of(profile: TaskProfile, evidence: Evidence, as_of: date) -> Case:
    """The case with its break-even from every draw."""
    bare = Case(profile, evidence, as_of, None)
    return replace(bare, own_break_even=own_break_even(profile, evidence, base_life_months=bare.months_of_base_life))


def quick_case(profile: TaskProfile, evidence: Evidence, as_of: date) -> Case:
    """The case with a break-even from few draws, or from all where few could decide otherwise."""
    requests = profile.requests_per_month
    at_value = replace(profile, requests_per_month=Quantity(requests.value)) if requests else profile
    bare = Case(profile, evidence, as_of, None)
    few = own_break_even(at_value, evidence, FEW_DRAWS, bare.months_of_base_life)
    return replace(bare, own_break_even=few) if _plain(few) else case_of(profile, evidence, as_of)


def with_answers(case: Case, changed: TaskProfile) -> Case:
    """The same case with other answers; its break-even is worked out anew only where one of them enters it: a price,
    a pass rate where an error has a price, or the base, which may not last for all the months of use."""
    before = case.profile
    same_base = not before.economics or changed.base_model == before.base_model
    same_prices = changed.economics is before.economics and same_base
    if same_prices and (changed.rungs == before.rungs or "usd_per_error" not in changed.economics):
        return replace(case, profile=changed)
    return quick_case(changed, case.evidence, case.as_of)


def _plain(few: BreakEven | None) -> bool:
    """Whether more draws would leave the volume on its side of the middle break-even, and that finite or not.

    Nothing else of a break-even enters a decision.
    """
    if few is None or few.draws < FEW_DRAWS:
        return True
    shares = [few.paying_share, *([few.at_volume.paying_share] if few.at_volume else [])]
    return all(abs(share - 0.5) > MARGIN for share in shares)
