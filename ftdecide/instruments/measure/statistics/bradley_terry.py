"""The order of three or more by paired comparisons: the model of Bradley and Terry (1952), fitted as Hunter (2004).

Notation: i beats j with the chance s_i / (s_i + s_j); w_i are all wins of i, n_ij the comparisons of i with j.  Each
step sets s_i to w_i over the sum of n_ij / (s_i + s_j), which never lowers the likelihood.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ftdecide.instruments.measure.bounds import InvalidMeasurement, count
from ftdecide.instruments.measure.statistics.binomial import LEVEL, Interval, quantile

STEPS = 100_000
CLOSE = 1e-12

Wins = Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class Fit:
    """The strengths on the scale of logarithms, around 0.

    Args:
        names: strongest first.
        strengths: of each the logarithm; their mean is 0.
        covariance: of the strengths, as large counts make it; too narrow for small ones.
    """

    names: tuple[str, ...]
    strengths: tuple[float, ...]
    covariance: tuple[tuple[float, ...], ...]

    def share(self, name: str) -> float:
        """How often (0 to 1) it would be preferred over one of average strength."""
        return _chance(self.strengths[self.names.index(name)])

    def share_interval(self, name: str, level: float = LEVEL) -> Interval:
        """Of the share, at the level between 0 and 1."""
        place = self.names.index(name)
        reach = quantile(level) * math.sqrt(self.covariance[place][place])
        return Interval(_chance(self.strengths[place] - reach), _chance(self.strengths[place] + reach))


def fit(names: Sequence[str], wins: Wins) -> Fit | None:
    """The strengths under which these wins are likeliest; None where there are none.

    There are none where some group was never beaten from outside (Ford 1957): how much stronger it is, nobody knows.

    Args:
        names: two or more.
        wins: of the first of two names over the second; what is left out is 0.

    >>> fit(["a", "b", "c"], {("a", "b"): 3, ("b", "a"): 1, ("b", "c"): 3, ("c", "b"): 1}).names
    ('a', 'b', 'c')
    >>> fit(["a", "b"], {("a", "b"): 3}) is None
    True
    """
    for pair, times in wins.items():
        count(f"wins of {pair[0]} over {pair[1]}", times)
        if not set(pair) <= set(names) or pair[0] == pair[1]:
            raise InvalidMeasurement(f"wins of {pair[0]} over {pair[1]}: name two different ones of {list(names)}")
    if not _all_beaten(names, wins):
        return None
    met = {(i, j): wins.get((i, j), 0) + wins.get((j, i), 0) for i in names for j in names if i != j}
    total = {i: sum(wins.get((i, j), 0) for j in names) for i in names}
    strength = dict.fromkeys(names, 1.0)
    for _ in range(STEPS):
        new = {i: total[i] / sum(met[i, j] / (strength[i] + strength[j]) for j in names if j != i) for i in names}
        middle = math.exp(sum(map(math.log, new.values())) / len(names))
        new = {name: value / middle for name, value in new.items()}
        moved = max(abs(math.log(new[name] / strength[name])) for name in names)
        strength = new
        if moved < CLOSE:
            break
    order = sorted(names, key=lambda name: (-strength[name], names.index(name)))
    return Fit(tuple(order), tuple(math.log(strength[name]) for name in order), _covariance(order, strength, met))


def _all_beaten(names: Sequence[str], wins: Wins) -> bool:
    """Whether from everyone a way of wins leads to everyone: from the first to all, and from all to the first."""

    def reached(edge) -> set[str]:
        found, new = {names[0]}, [names[0]]
        while new:
            one = new.pop()
            more = [name for name in names if name not in found and edge(one, name) > 0]
            found.update(more)
            new += more
        return found

    down, up = reached(lambda i, j: wins.get((i, j), 0)), reached(lambda i, j: wins.get((j, i), 0))
    return len(down) == len(up) == len(names)


def _covariance(names: Sequence[str], strength: Mapping[str, float], met: Wins) -> tuple[tuple[float, ...], ...]:
    """The inverse of the information, which knows differences alone; the mean is held at 0."""
    size = len(names)
    weight = {(i, j): n * strength[i] * strength[j] / (strength[i] + strength[j]) ** 2 for (i, j), n in met.items()}
    rows = [
        [(-weight[i, j] if i != j else sum(weight[i, k] for k in names if k != i)) + 1 / size for j in names]
        for i in names
    ]
    return tuple(tuple(value - 1 / size for value in row) for row in _inverse(rows))


def _inverse(rows: Sequence[Sequence[float]]) -> list[list[float]]:
    """By Gauss and Jordan, the largest number of a column first."""
    size = len(rows)
    work = [[*row, *(float(i == j) for j in range(size))] for i, row in enumerate(rows)]
    for column in range(size):
        top = max(range(column, size), key=lambda row: abs(work[row][column]))
        work[column], work[top] = work[top], work[column]
        lead = [value / work[column][column] for value in work[column]]
        work = [
            lead if row == column else [a - values[column] * b for a, b in zip(values, lead, strict=True)]
            for row, values in enumerate(work)
        ]
    return [row[size:] for row in work]


def _chance(logarithm: float) -> float:
    return 1 / (1 + math.exp(-logarithm))
