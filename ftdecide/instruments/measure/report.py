"""A measurement as a page of text that a person reads in a minute."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ftdecide.instruments.audit.words import excerpt
from ftdecide.instruments.measure.live.stand_in import SAYS
from ftdecide.instruments.measure.measured import Measured
from ftdecide.instruments.measure.measured_words import counts, deciding, headline, sentence
from ftdecide.instruments.measure.number_words import percent, rate
from ftdecide.instruments.measure.rung_result import FEW, Part, RungResult
from ftdecide.words import number_of

FAILURES_SHOWN = 3  # of each rung, in the text
PARTS_SHOWN = 3  # of each way to cut the items, the worst


def to_text(found: Measured) -> str:
    """The report for people."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Measured) -> Iterator[str]:
    yield headline(found)
    yield ""
    if found.stand_in:
        yield SAYS
    yield f"{found.name}: {number_of(len(found.items), 'item')}. Scored by {found.scoring}."
    yield ""
    yield from _table(table(found))
    if found.comparisons:
        yield ""
    for each in deciding(found):
        yield sentence(each, len(found.comparisons))
        yield f"  {counts(each)}"
    for rung in found.rungs:
        yield from _where_it_fails(rung)
    if found.notes:
        yield ""
        yield "To know:"
        yield from (f"- {note}." for note in found.notes)


def table(found: Measured) -> list[list[str]]:
    """The rungs as cells, the first row their names; a column that nobody knows anything of is left out."""
    columns = {
        "Rung": [rung.name for rung in found.rungs],
        "Pass rate": [
            "no answers" if rung.pass_rate is None else rate(rung.pass_rate, rung.interval) for rung in found.rungs
        ],
        "Items": [f"{rung.items:,}" for rung in found.rungs],
        "Same in every run": [
            f"{percent(steady.share)} of {steady.runs}" if (steady := rung.consistency) else "" for rung in found.rungs
        ],
        "USD per 1,000 calls": [_shown(rung.usd_per_1000_calls, 3) for rung in found.rungs],
        "Tokens in": [_shown(rung.input_tokens, 0) for rung in found.rungs],
        "Tokens out": [_shown(rung.output_tokens, 0) for rung in found.rungs],
        "Seconds": [_shown(rung.median_seconds, 2) for rung in found.rungs],
    }
    known = {name: cells for name, cells in columns.items() if any(cells)}
    return [list(known), *map(list, zip(*known.values(), strict=True))]


def _shown(number: float | None, digits: int) -> str:
    return "" if number is None else f"{number:,.{digits}f}"


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *others in rows:
        cells = [first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))]
        yield "  ".join(cells).rstrip()


def worst_parts(rung: RungResult) -> Mapping[str, list[Part]]:
    """Of each way to cut the items, the worst parts, where the parts are not all alike."""
    cuts = {
        cut: [part for part in parts if part.pass_rate < (rung.pass_rate or 0)][:PARTS_SHOWN]
        for cut, parts in rung.parts.items()
    }
    return {cut: parts for cut, parts in cuts.items() if parts}


def part_says(part: Part) -> str:
    """One part with its interval, and a word of caution where it is small."""
    few = ", few" if part.items < FEW else ""
    return f"{part.name} {rate(part.pass_rate, part.interval)} of {part.items:,}{few}"


def _where_it_fails(rung: RungResult) -> Iterator[str]:
    if not rung.failures:
        return
    yield ""
    some = " in some run" if rung.runs > 1 else ""
    yield f"{rung.name} fails {len(rung.failures):,} of {number_of(rung.items, 'item')}{some}:"
    for cut, parts in worst_parts(rung).items():
        yield f"  by {cut}, worst first: {'; '.join(map(part_says, parts))}"
    if rung.confusions:
        mixed = [f"{a} answered as {excerpt(b, 40)} {n:,} times" for a, b, n in rung.confusions[:3] if n > 1]
        if mixed:
            yield f"  most often: {'; '.join(mixed)}"
    for each in rung.failures[:FAILURES_SHOWN]:
        yield f"  {excerpt(each.item.name, 40)}: {excerpt(each.mark.why, 120) or 'failed'}"
        if each.item.input:
            yield f"    {excerpt(each.item.input)}"
    if len(rung.failures) > FAILURES_SHOWN:
        yield f"  and {len(rung.failures) - FAILURES_SHOWN:,} more: --items OUT.csv has them all"
