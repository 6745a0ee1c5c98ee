"""The frozen values that the rest of ftdecide passes along: what is asked, and what is answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from ftdecide.fields import (
    BASE_MODEL_FIELDS,
    BASES,
    ECONOMICS_FIELDS,
    FIELDS,
    LONGEST_SOURCE,
    QUANTITY_KEYS,
    RUNG_FIELDS,
    RUNGS,
    Field,
    InvalidProfile,
    Path,
)
from ftdecide.reader import Reader


@dataclass(frozen=True)
class Quantity:
    """A number with its range and where it comes from; `low` and `high` are None where no range was stated."""

    value: float
    low: float | None = None
    high: float | None = None
    basis: str = "estimated"
    source: str | None = None

    def to_json(self) -> Any:
        stated = {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) is not None}
        return self.value if stated == {"value": self.value, "basis": "estimated"} else stated


@dataclass(frozen=True)
class RungResult:
    """A rung that was tried; `pass_rate` is None where it gave no comparable number."""

    pass_rate: Quantity | None = None
    n: int | None = None

    @property
    def basis(self) -> str:
        """Measured where the result says so or names the number of items it was counted on."""
        return "measured" if self.n or (self.pass_rate and self.pass_rate.basis == "measured") else "estimated"

    def to_json(self) -> dict[str, Any]:
        stated = {"pass_rate": self.pass_rate and self.pass_rate.to_json(), "n": self.n}
        return {key: value for key, value in stated.items() if value is not None}


@dataclass(frozen=True)
class BaseModel:
    """The model that would be trained."""

    provider: str | None = None  # one of `fields.PROVIDERS`
    tunable: bool | None = None
    retires: date | None = None


@dataclass(frozen=True)
class TaskProfile:
    """What is stated about a task.  None means unknown: it is never read as no."""

    task: str | None = None
    gap: str | None = None
    requests_per_month: Quantity | None = None
    volume: str | None = None
    repetitive: bool | None = None
    near_miss: bool | None = None
    rule_expressible: bool | None = None
    follows_written_rule: bool | None = None
    clean_examples: Quantity | None = None
    total_examples: Quantity | None = None
    failure_cost: str | None = None
    months_between_rule_changes: Quantity | None = None
    on_device: bool | None = None
    private_data: bool | None = None
    latency_target_seconds: Quantity | None = None
    has_eval_set: bool | None = None
    target_pass_rate: Quantity | None = None
    rungs: Mapping[str, RungResult] = field(default_factory=dict)
    base_model: BaseModel = BaseModel()
    economics: Mapping[str, Quantity | str] = field(default_factory=dict)  # names are looked up in the price book

    @classmethod
    def from_json(cls, raw: Any) -> TaskProfile:
        """Read a profile in the contract's JSON shape.

        Raises:
            InvalidProfile: with every fault: unknown keys, wrong kinds, numbers out of bounds.
        """
        profile, faults = cls.salvage(raw)
        if faults:
            raise InvalidProfile(faults)
        return profile

    @classmethod
    def salvage(cls, raw: Any) -> tuple[TaskProfile, tuple]:
        """Read what can be read: the profile without the faulty values, and the faults."""
        reader = Reader()
        simple = {f.key: f for f in FIELDS}
        stated: dict[str, Any] = {}
        for key, value in reader.known_items(raw, PROFILE_KEYS):
            match key:
                case "rungs":
                    stated[key] = _read_rungs(reader, value)
                case "base_model":
                    stated[key] = BaseModel(**_read_level(reader, value, BASE_MODEL_FIELDS, (key,)))
                case "economics":
                    stated[key] = _read_level(reader, value, ECONOMICS_FIELDS, (key,))
                case _:
                    stated[key] = _read_one(reader, simple[key], value)
        profile = cls(**stated)
        if profile.clean_examples and profile.total_examples:
            clean, total = profile.clean_examples.value, profile.total_examples.value
            if clean > total:
                reader.refuse(
                    ("clean_examples",),
                    clean,
                    f"it cannot exceed total_examples ({total:,g})",
                    "The clean ones are part of all you have: raise the total or lower this.",
                )
                profile = replace(profile, clean_examples=None, total_examples=None)
        return profile, tuple(reader.faults)

    def to_json(self) -> dict[str, Any]:
        """The profile as the contract writes it: unknown keys are left out."""
        written: dict[str, Any] = {}
        for f in FIELDS:
            value = getattr(self, f.key)
            if value is not None:
                written[f.key] = value.to_json() if isinstance(value, Quantity) else value
        if self.rungs:
            written["rungs"] = {name: result.to_json() for name, result in self.rungs.items()}
        model = {
            "provider": self.base_model.provider,
            "tunable": self.base_model.tunable,
            "retires": self.base_model.retires and self.base_model.retires.isoformat(),
        }
        model = {key: value for key, value in model.items() if value is not None}
        if model:
            written["base_model"] = model
        if self.economics:
            written["economics"] = {
                key: value if isinstance(value, str) else value.to_json() for key, value in self.economics.items()
            }
        return written


PROFILE_KEYS = tuple(f.name for f in fields(TaskProfile))


def _read_one(reader: Reader, spec: Field, value: Any, path: Path = ()) -> Any:
    if spec.kind != "number":
        return reader.read(spec, value, path)
    if not isinstance(value, Mapping):
        number = reader.read(spec, value, path)
        return None if number is None else Quantity(number)
    return _read_quantity(reader, spec, value, path)


def _read_quantity(reader: Reader, spec: Field, raw: Mapping, path: Path) -> Quantity | None:
    here, before = (*path, spec.key), len(reader.faults)
    stated = dict(reader.known_items(raw, QUANTITY_KEYS, here))
    specs = {key: replace(spec, key=key) for key in ("value", "low", "high")}
    specs["basis"] = Field("basis", "choice", "", choices=BASES)
    specs["source"] = Field("source", "text", "", high=LONGEST_SOURCE)
    read = {key: reader.read(specs[key], value, here) for key, value in stated.items()}
    if "value" not in read:
        return reader.refuse(here, None, "it has no value", 'Write a number, or {"value": N}.')
    if len(reader.faults) > before:
        return None
    quantity = Quantity(**read)
    low = quantity.value if quantity.low is None else quantity.low
    high = quantity.value if quantity.high is None else quantity.high
    if not low <= quantity.value <= high:
        bounds = f"its range runs from {low:,g} to {high:,g}"
        return reader.refuse(here, quantity.value, bounds, "Order them low, value, high.")
    return quantity


def _read_level(reader: Reader, raw: Any, specs: tuple[Field, ...], path: Path) -> dict[str, Any]:
    by_key = {spec.key: spec for spec in specs}
    read = {
        key: _read_one(reader, by_key[key], value, path) for key, value in reader.known_items(raw, tuple(by_key), path)
    }
    return {key: value for key, value in read.items() if value is not None}


def _read_rungs(reader: Reader, raw: Any) -> dict[str, RungResult]:
    """The rungs that were tried; one that is no object is a fault, not a rung tried."""
    rungs = {}
    for name, value in reader.known_items(raw, RUNGS, ("rungs",)):
        results = _read_level(reader, value, RUNG_FIELDS, ("rungs", name))
        if isinstance(value, Mapping):
            rungs[name] = RungResult(**results)
    return rungs
