"""A question with numbers that are drawn anew: its table in the file, made into a question for each seed.

``[question.vary]`` says what is drawn, ``[question.derive]`` what follows from it; then ``{expression}`` in any text
and ``"=expression"`` in place of any value are worked out.  What comes out is an ordinary question table, read and
checked like one that was typed.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from typing import Any

from ftdecide.course.expressions import InvalidExpression, evaluate
from ftdecide.course.toml_table import TomlTable

VARIANTS = 8  # of each template, built into its page
SEEDS_TRIED = 400  # until so many different ones are found
MOST_STEPS = 100_000  # of a range
LARGEST = 1e15  # an end of a range, either side of nought
TEMPLATE_FIELDS = ("vary", "derive", "fixed_order")
RANGE_FIELDS = {"from", "to", "step"}
PART = re.compile(r"\{\{|\}\}|\{(?P<expression>[^{}]*)\}")
FORMAT = re.compile(r":(?P<format>[<>^+ #0-9,._]*[a-z%]?)$")
NAME = re.compile(r"[a-z][a-z0-9_]*")


def is_template(raw: Mapping[str, Any]) -> bool:
    """Whether a question's table has numbers that are drawn."""
    return "vary" in raw


def instance(table: TomlTable, seed: int) -> dict[str, Any]:
    """The question's table with everything drawn and filled in; faults are noted in `table`.

    Args:
        table: the question as it stands in its file.
        seed: any whole number; the same one gives the same question.
    """
    draw = random.Random(f"{table.table.get('id')}:{seed}")
    try:
        names = _drawn(table, draw)
        bare = {field: value for field, value in table.table.items() if field not in TEMPLATE_FIELDS}
        filled = filled_in(bare, names)
    except InvalidExpression as fault:
        table.fault("vary", f"seed {seed}: {fault}")
        return {}
    if not table.table.get("fixed_order") and isinstance(filled.get("option"), list):
        draw.shuffle(filled["option"])
    return filled


def _drawn(table: TomlTable, draw: random.Random) -> dict[str, Any]:
    names: dict[str, Any] = {}
    for name, choice in (table.subtable("vary") or {}).items():
        _check_name(name, names)
        names[name] = draw.choice(_choices(name, choice))
    for name, expression in (table.subtable("derive") or {}).items():
        _check_name(name, names)
        names[name] = evaluate(str(expression), names)
    return names


def _check_name(name: str, names: Mapping[str, Any]) -> None:
    if not NAME.fullmatch(name) or name in names:
        raise InvalidExpression(f"{name!r} stands twice or is no name; use a-z, 0-9 and _, a letter first, each once")


def _choices(name: str, choice: Any) -> list[Any]:
    """All that may be drawn for a name: a list as it is, or the steps of a range, both ends included."""
    if isinstance(choice, list) and len(choice) > 1:
        return choice
    if isinstance(choice, Mapping) and set(choice) == RANGE_FIELDS and _is_range(choice):
        steps = round((choice["to"] - choice["from"]) / choice["step"])
        if 0 < steps <= MOST_STEPS:
            return [round(choice["from"] + n * choice["step"], 12) for n in range(steps + 1)]
    raise InvalidExpression(f"{name} is {choice!r}; write a list of two or more, or {{from = 10, to = 90, step = 5}}")


def _is_range(choice: Mapping[str, Any]) -> bool:
    numbers = [value for value in choice.values() if isinstance(value, int | float) and not isinstance(value, bool)]
    return len(numbers) == len(choice) and all(abs(value) <= LARGEST for value in numbers) and choice["step"] > 0


def filled_in(value: Any, names: Mapping[str, Any]) -> Any:
    """The value with every expression in it worked out, however deep it stands.

    >>> filled_in({"text": "${usd:,.2f} a month", "n": "=usd * 2"}, {"usd": 1200})
    {'text': '$1,200.00 a month', 'n': 2400}
    """
    if isinstance(value, str):
        return evaluate(value[1:], names) if value.startswith("=") else _text(value, names)
    if isinstance(value, Mapping):
        return {key: filled_in(each, names) for key, each in value.items()}
    return [filled_in(each, names) for each in value] if isinstance(value, list) else value


def _text(text: str, names: Mapping[str, Any]) -> str:
    def part(found: re.Match[str]) -> str:
        inside = found["expression"]
        if inside is None:
            return found[0][0]
        written = FORMAT.search(inside)
        value = evaluate(inside[: written.start()] if written else inside, names)
        try:
            return format(value, written["format"] if written else "")
        except (ValueError, TypeError) as fault:
            raise InvalidExpression(
                f"{found[0]} cannot be written so ({fault}); mend the format after the colon"
            ) from None

    return PART.sub(part, text)
