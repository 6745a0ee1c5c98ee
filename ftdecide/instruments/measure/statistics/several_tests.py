"""Several comparisons at once: p-values adjusted for how many were tried, since one in twenty looks real by chance."""

from __future__ import annotations

from collections.abc import Sequence

from ftdecide.instruments.measure.bounds import share


def holm(p_values: Sequence[float]) -> list[float]:
    """Each p-value (0 to 1) adjusted for how many there are, so that one false alarm in all stays rare (Holm 1979).

    The smallest is multiplied by their number, the next by one less, and none falls below the one before; in the
    order given.

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    for place, value in enumerate(p_values):
        share(f"p_values[{place}]", value)
    order = sorted(range(len(p_values)), key=p_values.__getitem__)
    adjusted, least = [0.0] * len(order), 0.0
    for rank, place in enumerate(order):
        least = adjusted[place] = max(least, min(1.0, (len(order) - rank) * p_values[place]))
    return adjusted
