"""Every number that the rules compare with, its unit, source and date, read from the TOML files beside this one.

`assess` takes the loaded table as an argument, so "what if the threshold moved?" is a changed table and
not changed code.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from ftdecide.evidence.price_file import read_prices
from ftdecide.evidence.prices import PriceBook, Provider
from ftdecide.evidence.rungs import Rung, read_rung, tupled


@dataclass(frozen=True)
class Threshold:
    """A number with what makes it checkable: unit, sources, date, and how it was come by."""

    name: str
    value: float
    unit: str
    description: str
    source: tuple[str, ...]
    as_of: date
    mark: str


@dataclass(frozen=True)
class Weight:
    """Points that a finding adds for (+) or against (-) training; one that `blocks` rules out a yes."""

    name: str
    points: float
    source: tuple[str, ...]
    blocks: bool = False


@dataclass(frozen=True)
class Source:
    """A citation.  `mark` is V where a stored copy was read and R where it is recalled, unverified."""

    key: str
    title: str
    authors: str
    year: int | None
    ref: str
    mark: str


@dataclass(frozen=True)
class Evidence:
    """The whole table."""

    thresholds: Mapping[str, Threshold]
    weights: Mapping[str, Weight]
    rungs: tuple[Rung, ...]
    sources: Mapping[str, Source]
    training: Mapping[str, Threshold] = field(default_factory=dict)  # where a run starts, what it has to pass
    prices: PriceBook = field(default_factory=PriceBook)

    @property
    def as_of(self) -> date:
        """The day of its newest number: what is judged on that day, not today, does not age by itself."""
        return max(threshold.as_of for threshold in self.thresholds.values())

    def __getitem__(self, name: str) -> float:
        """A threshold's value by name."""
        return self.thresholds[name].value

    def target_pass_rate(self, stated: float | None) -> float:
        """The pass rate (0 to 1) that is good enough: as stated, else our default."""
        return self["good_enough_pass_rate"] if stated is None else stated

    def rung(self, name: str) -> Rung:
        return next(rung for rung in self.rungs if rung.name == name)

    def cite(self, keys: Iterable[str]) -> tuple[Source, ...]:
        """The sources of these keys, each once, in the order first named."""
        return tuple(self.sources[key] for key in dict.fromkeys(keys))

    def with_threshold(self, name: str, value: float) -> Evidence:
        """The same table with one threshold moved.

        >>> load_evidence().with_threshold("good_enough_pass_rate", 0.9)["good_enough_pass_rate"]
        0.9
        """
        return replace(self, thresholds={**self.thresholds, name: replace(self.thresholds[name], value=value)})

    @property
    def providers(self) -> Mapping[str, Provider]:
        """Who trains models for customers, and until when."""
        return self.prices.providers

    def with_prices(self, own: Mapping[str, Any]) -> Evidence:
        """The same table with a parsed price file of the reader's own laid over the price book.

        Raises:
            InvalidPrices: with the first thing that is wrong.
        """
        return replace(self, prices=self.prices.under(read_prices(own)))


def text_of(name: str) -> str:
    """One of the TOML files of this folder, as written."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def read_toml(name: str) -> dict[str, Any]:
    """One of the TOML files of this folder, parsed."""
    return tomllib.loads(text_of(name))


@cache
def load_cases() -> Mapping[str, dict[str, Any]]:
    """The published cases by number: title, source, justified (the source's own conclusion), profile."""
    return read_toml("cases.toml")


@cache
def load_later_cases() -> Mapping[str, dict[str, Any]]:
    """The cases added after the rules were fixed, in the shape of the published ones; none without the file."""
    return read_toml("later_cases.toml") if files(__package__).joinpath("later_cases.toml").is_file() else {}


@cache
def load_evidence() -> Evidence:
    """The evidence as shipped.

    >>> load_evidence().thresholds["high_volume_requests_per_month"].source
    ('E45',)
    """
    thresholds, training = _thresholds("thresholds.toml"), _thresholds("training.toml")
    weights = {name: Weight(name, **tupled(row)) for name, row in read_toml("weights.toml").items()}
    rungs = tuple(read_rung(row) for row in read_toml("ladder.toml")["rung"])
    prices = read_prices(read_toml("prices.toml"))
    return Evidence(thresholds, weights, rungs, _sources(), training, prices)


def _thresholds(name: str) -> dict[str, Threshold]:
    return {key: Threshold(key, **tupled(row)) for key, row in read_toml(name).items()}


def _sources() -> dict[str, Source]:
    sources = {key: Source(key, year=row.pop("year", None), **row) for key, row in read_toml("sources.toml").items()}
    return sources | {number: _source_of_case(number, row) for number, row in load_cases().items()}


def _source_of_case(number: str, row: Mapping[str, Any]) -> Source:
    cited = row["source"]
    mark = "V" if row["status"] == "verified" else "R"
    if number.startswith("S"):  # an example that a lesson states itself
        lesson = "one of the lessons that this course grew from"
        return Source(number, row["title"], "Stated as an example, without data", None, lesson, mark)
    return Source(number, cited["title"], cited["authors"], cited.get("year"), cited["ref"], mark)


def later_sources() -> dict[str, Source]:
    """The sources of the later cases, which a chapter may cite and no rule does."""
    return {number: _source_of_case(number, row) for number, row in load_later_cases().items()}
