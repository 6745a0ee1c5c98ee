"""A measurement as one HTML page that stands alone, to be opened, printed or passed on."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from ftdecide.html_page import LOOK
from ftdecide.instruments.audit.words import excerpt
from ftdecide.instruments.measure.live.pool import as_answer
from ftdecide.instruments.measure.live.stand_in import SAYS
from ftdecide.instruments.measure.measured import Measured
from ftdecide.instruments.measure.measured_words import counts, deciding, headline, sentence
from ftdecide.instruments.measure.number_words import rate
from ftdecide.instruments.measure.report import table
from ftdecide.instruments.measure.rung_result import FEW, Part, RungResult
from ftdecide.words import number_of

FAILURES_SHOWN = 10  # of each rung
CONFUSIONS_SHOWN = 5
PARTS_SHOWN = 12  # of each way to cut the items
_LOOK = """
table { border-collapse: collapse; width: 100%; margin: .4em 0; } caption { text-align: left; }
th, td { text-align: left; padding: .2em .6em .2em 0; vertical-align: top; border-bottom: 1px solid #8884; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
td { overflow-wrap: anywhere; } .scroll { overflow-x: auto; } .scroll td { white-space: nowrap; }
.small { opacity: .8; font-size: .9em; }
.bar { position: relative; top: .3em; height: 1em; min-width: 6em; background: #8883; }
.bar > i { position: absolute; top: 0; bottom: 0; background: light-dark(#0b5cad55, #8cc4ff66); }
.bar > b { position: absolute; top: 0; bottom: 0; width: 3px; margin-left: -1px; background: currentColor; }
figure { margin: 1em 0; --ft-prompted: light-dark(#0072b2, #56b4e9); }
figure svg { width: 100%; height: auto; }
@media (max-width: 500px) { .scroll th { white-space: nowrap; } }
@media print { .bar > i { print-color-adjust: exact; } }
"""


def to_html(found: Measured, figure: str = "") -> str:
    """The page; every text of the files is escaped, and the figure of the ladder stands in it as it comes."""
    lead = headline(found)
    body = [
        f"<h1>{escape(lead)}</h1>",
        f"<p>{escape(found.name)}: {number_of(len(found.items), 'item')}. Scored by {escape(found.scoring)}.</p>",
        *([f"<p><strong>{escape(SAYS)}</strong></p>"] if found.stand_in else []),
        _rungs(found),
        *([f"<figure>{figure}</figure>"] if figure else []),
        *_comparisons(found),
        *(part for rung in found.rungs for part in _where_it_fails(rung)),
        *_notes(found),
    ]
    return (
        '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(found.name)}: {escape(lead)}</title>\n<style>{LOOK}{_LOOK}</style></head>\n"
        "<body><main>\n" + "\n".join(body) + "\n</main></body>\n</html>\n"
    )


def _rungs(found: Measured) -> str:
    head, *rows = table(found)
    cells = [f'<th scope="col"{_right(place)}>{escape(name)}</th>' for place, name in enumerate(head)]
    cells.insert(1, '<th scope="col">0 to 100 %</th>')
    lines = ["<tr>" + "".join(cells) + "</tr>"]
    for rung, (name, *others) in zip(found.rungs, rows, strict=True):
        numbers = "".join(f'<td class="n">{escape(cell)}</td>' for cell in others)
        lines.append(f'<tr><th scope="row">{escape(name)}</th><td>{_bar(rung)}</td>{numbers}</tr>')
    table_ = f"<table>{''.join(lines)}</table>"
    scroll = f'<div class="scroll" role="region" tabindex="0" aria-labelledby="rungs">{table_}</div>'
    return f'<h2 id="rungs">The rungs</h2>{scroll}'


def _right(place: int) -> str:
    return ' class="n"' if place else ""


def _bar(rung: RungResult) -> str:
    """The pass rate as a mark on its interval; the numbers beside it say the same."""
    if rung.pass_rate is None:
        return ""
    low, high, at = (100 * each for each in (*rung.interval, rung.pass_rate))
    band = f'<i style="left:{low:.1f}%;width:{high - low:.1f}%"></i>'
    return f'<div class="bar" aria-hidden="true">{band}<b style="left:{at:.1f}%"></b></div>'


def _comparisons(found: Measured) -> Iterator[str]:
    if not found.comparisons:
        return
    items = "".join(
        f"<li>{escape(sentence(each, len(found.comparisons)))}<br>"
        f'<span class="small">{escape(counts(each))}</span></li>'
        for each in deciding(found)
    )
    yield f'<h2>Which is better</h2><div class="next"><ul>{items}</ul></div>'
    several = len(found.comparisons) > 1
    adjusted = f"; p adjusted for all {len(found.comparisons)} comparisons (Holm)" if several else ""
    yield (
        '<p class="small">Each pair on the items that both answered, by an exact paired test'
        f"{adjusted}. In brackets, the 95 % interval of the difference.</p>"
    )


def _where_it_fails(rung: RungResult) -> Iterator[str]:
    if not rung.failures:
        return
    some = " in some run" if rung.runs > 1 else ""
    yield f"<h2>Where {escape(rung.name)} fails: {len(rung.failures):,} of {number_of(rung.items, 'item')}{some}</h2>"
    for cut, parts in rung.parts.items():
        yield _cut(cut, parts)
    if mixed := [each for each in rung.confusions[:CONFUSIONS_SHOWN] if each[2] > 1]:
        rows = "".join(
            f'<tr><td>{escape(a)}</td><td>{escape(b)}</td><td class="n">{n:,}</td></tr>' for a, b, n in mixed
        )
        head = '<tr><th scope="col">Expected</th><th scope="col">Answered</th><th scope="col" class="n">Times</th></tr>'
        yield f"<table><caption>Most often mixed up</caption>{head}{rows}</table>"
    rows = "".join(
        f"<tr><td>{escape(excerpt(each.item.name, 40))}</td><td>{escape(excerpt(each.mark.why, 200) or 'failed')}"
        f'<br><span class="small">{escape(excerpt(each.item.input))}</span></td>'
        f"<td>{escape(excerpt(as_answer(each.item.expected), 80))}</td></tr>"
        for each in rung.failures[:FAILURES_SHOWN]
    )
    head = '<tr><th scope="col">Item</th><th scope="col">Why it failed</th><th scope="col">Expected</th></tr>'
    left = len(rung.failures) - FAILURES_SHOWN
    more = f'<p class="small">And {left:,} more: --items OUT.csv has them all.</p>' if left > 0 else ""
    yield f"<details><summary>Some of the failed items</summary><table>{head}{rows}</table>{more}</details>"


def _cut(cut: str, parts: tuple[Part, ...]) -> str:
    rows = "".join(
        f"<tr><td>{escape(part.name)}{' <span class=small>(few)</span>' if part.items < FEW else ''}</td>"
        f'<td class="n">{escape(rate(part.pass_rate, part.interval))}</td><td class="n">{part.items:,}</td></tr>'
        for part in parts[:PARTS_SHOWN]
    )
    more = f"<tr><td>and {len(parts) - PARTS_SHOWN} better ones</td></tr>" if len(parts) > PARTS_SHOWN else ""
    head = (
        f'<tr><th scope="col">By {escape(cut)}</th><th scope="col" class="n">Pass rate</th>'
        '<th scope="col" class="n">Items</th></tr>'
    )
    return f"<table>{head}{rows}{more}</table>"


def _notes(found: Measured) -> Iterator[str]:
    if found.notes:
        yield "<h2>To know</h2><ul>" + "".join(f"<li>{escape(note)}.</li>" for note in found.notes) + "</ul>"
