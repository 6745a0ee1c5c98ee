"""How the numbers of a measurement are written: shares, p-values, dollars."""

from __future__ import annotations

from decimal import Decimal

from ftdecide.instruments.measure.statistics.binomial import Interval


def percent(share: float) -> str:
    """A share in per cent, one decimal where whole ones would say 0 or 100 and it is neither.

    >>> percent(0.723), percent(0.998), percent(0.99997), percent(1.0)
    ('72 %', '99.8 %', 'over 99.9 %', '100 %')
    """
    whole = round(100 * share)
    if whole not in (0, 100) or share in (0, 1):
        return f"{whole} %"
    if not 0.0005 <= share < 0.9995:
        return "under 0.1 %" if share < 0.5 else "over 99.9 %"
    return f"{100 * share:.1f} %"


def rate(pass_rate: float, interval: Interval) -> str:
    """A pass rate with its interval.

    >>> rate(0.72, Interval(0.65, 0.78))
    '72 % (65 to 78)'
    """
    digits = 0 if interval.high - interval.low >= 0.02 else 1
    middle = f"{100 * pass_rate:.1f} %" if digits and pass_rate not in (0, 1) else percent(pass_rate)
    return f"{middle} ({100 * interval.low:.{digits}f} to {100 * interval.high:.{digits}f})"


def share_words(rate: float, known: Interval) -> str:
    r"""A share with its interval.

    >>> share_words(0.75, Interval(0.531, 0.888))
    '75\xa0% (53 to 89\xa0%)'
    """
    return f"{100 * rate:.0f}\u00a0% ({100 * known.low:.0f} to {100 * known.high:.0f}\u00a0%)"


def signed(share: float, digits: int) -> str:
    """A share in points, with a true minus sign where it is below 0 even rounded.

    >>> signed(0.034, 0), signed(-0.034, 1), signed(-0.001, 0)
    ('3', '−3.4', '0')
    """
    number = f"{abs(100 * share):.{digits}f}"
    return f"−{number}" if share < 0 and float(number) else number


def p_number(p_value: float) -> str:
    """A p-value with three decimals, as far as they say something.

    >>> p_number(0.0414), p_number(0.0009), p_number(0.9996)
    ('0.041', '< 0.001', '1')
    """
    return "< 0.001" if p_value < 0.001 else f"{p_value:.3f}" if p_value < 0.9995 else "1"


def p_words(p_value: float, tests: int = 1) -> str:
    """The p-value, and for how many tests it is adjusted.

    >>> p_words(0.0414), p_words(0.00001, 3)
    ('p = 0.041', 'p < 0.001 for 3 tests')
    """
    value = f"p {p_number(p_value)}" if p_value < 0.001 else f"p = {p_number(p_value)}"
    return f"{value} for {tests} tests" if tests > 1 else value


def p_adjusted(p_value: float, adjusted: float) -> str:
    """The p-value, and the adjusted one where it is another.

    >>> p_adjusted(0.0414, 0.0414), p_adjusted(0.0001, 0.0012)
    ('p = 0.041', 'p < 0.001, 0.001 adjusted')
    """
    after = p_number(adjusted)
    return p_words(p_value) if after == p_number(p_value) else f"{p_words(p_value)}, {after} adjusted"


def dollars(usd: float) -> str:
    """US dollars, 0 or more: whole ones from 100 on, cents from 10 cents on, below that two digits that matter.

    >>> [dollars(usd) for usd in (0, 0.00000042, 0.00016, 0.163, 12.5, 1234.5)]
    ['$0', '$0.00000042', '$0.00016', '$0.16', '$12.50', '$1,234']
    """
    if usd == 0 or usd >= 100:
        return f"${usd:,.0f}"
    return f"${usd:.2f}" if usd >= 0.1 else f"${Decimal(f'{usd:.1e}'):f}"
