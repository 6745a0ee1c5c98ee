"""The reference values that the tests of ftdecide/instruments/measure compare with, by SciPy and statsmodels.

    PYTHON_WITH_SCIPY bench/statistics_reference.py

Neither library belongs to the project: run it with a Python that has both.  It writes
tests/instruments/measure/reference_values.json, each row the arguments and what came out; nothing of ftdecide is
imported.  Newcombe's interval is in neither library: it is put together here from the Wilson intervals of statsmodels.
"""

from __future__ import annotations

import json
import platform
from pathlib import Path

import numpy as np
import scipy
import statsmodels
from scipy.stats import binom, binomtest
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

TABLE = Path(__file__).resolve().parents[1] / "tests" / "instruments" / "measure" / "reference_values.json"
LEVELS = (0.8, 0.9, 0.95, 0.99, 0.999)
SHARES = (0.0, 0.01, 0.1, 0.37, 0.5, 0.8, 0.99, 1.0)
ITEMS = (1, 2, 3, 7, 20, 50, 263, 1000, 10_000)
WINS_LOSSES = [(w, n) for n in (0, 1, 2, 3, 5, 8, 13, 30, 86, 150, 700) for w in (0, 1, 4, 9, 25, 60, 150, 650)]
RATES = [
    (0.05, 0.2),
    (0.05, 0.1),
    (0.2, 0.1),
    (0.0, 0.05),
    (0.0, 0.4),
    (0.3, 0.7),
    (0.0, 1.0),
    (0.02, 0.06),
    (0.45, 0.3),
]
PLANS = [(*rates, power, alpha) for rates in RATES for power in (0.5, 0.8, 0.9) for alpha in (0.01, 0.05, 0.1)]
FARTHEST = 2500  # items within which every plan above is met


def wilson(passes: int, items: int, level: float) -> list[float]:
    return [float(end) for end in proportion_confint(passes, items, alpha=1 - level, method="wilson")]


def gain(a: int, b: int, c: int, d: int, level: float) -> list[float]:
    """Newcombe 1998, method 10, for (c - b) / n: the limits of (b - c) / n turned round."""
    n = a + b + c + d
    first, second = (a + b) / n, (a + c) / n
    (l1, u1), (l2, u2) = wilson(a + b, n, level), wilson(a + c, n, level)
    margins = float(a + b) * (c + d) * (a + c) * (b + d)
    top = float(a * d - b * c)
    top = top - n / 2 if top > n / 2 else 0.0 if top >= 0 else top
    phi = top / np.sqrt(margins) if margins else 0.0
    delta = np.sqrt((first - l1) ** 2 - 2 * phi * (first - l1) * (u2 - second) + (u2 - second) ** 2)
    epsilon = np.sqrt((u1 - first) ** 2 - 2 * phi * (u1 - first) * (second - l2) + (second - l2) ** 2)
    return [float(-(first - second + epsilon)), float(-(first - second - delta))]


def wins_asked(alpha: float) -> np.ndarray:
    """For every number of differing items, the fewest wins that the test rejects on: more than all where none do."""
    asked = []
    for differ in range(FARTHEST + 1):
        counts = np.arange(differ // 2 + 1, differ + 1)
        p_values = 2 * binom.sf(counts - 1, differ, 0.5)
        asked.append(int(counts[p_values <= alpha][0]) if (p_values <= alpha).any() else differ + 1)
    return np.array(asked)


def powers(first: float, second: float, asked: np.ndarray) -> np.ndarray:
    """The power for every number of items."""
    differ = np.arange(FARTHEST + 1)
    chances = binom.sf(asked - 1, differ, max(first, second) / (first + second))
    return np.array([binom.pmf(differ[: n + 1], n, first + second) @ chances[: n + 1] for n in differ])


def planned() -> list[list]:
    """Rates, power and alpha, the fewest items from which the power is safe, and the power there."""
    rows, asked, known = [], {}, {}
    for first, second, power, alpha in PLANS:
        asked.setdefault(alpha, wins_asked(alpha) if alpha not in asked else None)
        if (first, second, alpha) not in known:
            known[first, second, alpha] = powers(first, second, asked[alpha])
        found = known[first, second, alpha]
        items = int(np.flatnonzero(found < power)[-1]) + 1
        rows.append([[first, second, power, alpha], items, float(found[items])])
    return rows


def pairs() -> list[list[int]]:
    random = np.random.default_rng(20261120)
    drawn = [random.multinomial(int(n), random.dirichlet([1, 0.4, 0.4, 1])) for n in random.integers(1, 2000, 120)]
    edges = [(5, 0, 0, 0), (0, 5, 0, 0), (0, 0, 5, 0), (0, 0, 0, 5), (3, 0, 0, 4), (0, 3, 4, 0), (794, 150, 86, 570)]
    return [[int(each) for each in counts] for counts in (*edges, *drawn)]


def p_lists() -> list[list[float]]:
    random = np.random.default_rng(7)
    drawn = [sorted(random.beta(0.5, 2, size), key=lambda _: random.random()) for size in (1, 2, 3, 5, 8, 20, 100) * 4]
    return [[float(p) for p in each] for each in drawn] + [
        [0.01, 0.04, 0.03],
        [0.5, 0.5, 0.5],
        [0.0, 1.0],
        [0.02, 0.02],
    ]


def main() -> None:
    shares = [(round(part * n), n, level) for n in ITEMS for part in SHARES for level in LEVELS]
    shares = list(dict.fromkeys(shares))
    table = [(counts, LEVELS[n % len(LEVELS)]) for n, counts in enumerate(pairs())]
    values = {
        "made_with": {
            "python": platform.python_version(),
            "scipy": scipy.__version__,
            "statsmodels": statsmodels.__version__,
        },
        "wilson": [[list(row), wilson(*row)] for row in shares],
        "coin_p": [[[w, n], float(binomtest(w, w + n, 0.5).pvalue) if w + n else 1.0] for w, n in WINS_LOSSES],
        "mcnemar": [[c, float(mcnemar([[c[0], c[1]], [c[2], c[3]]], exact=True).pvalue)] for c in pairs()],
        "gain_interval": [[[*counts, level], gain(*counts, level)] for counts, level in table],
        "holm": [[p, multipletests(p, method="holm")[1].tolist()] for p in p_lists()],
        "required_items": planned(),
    }
    lines = [f"{json.dumps(name)}: {_rows(rows)}" for name, rows in values.items()]
    TABLE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    print({name: len(rows) for name, rows in values.items()})


def _rows(rows: object) -> str:
    """A line for each row, so that a change shows."""
    return json.dumps(rows) if isinstance(rows, dict) else "[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]"


if __name__ == "__main__":
    main()
