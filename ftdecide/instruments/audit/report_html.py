"""An audit as one HTML page that stands alone, to be opened, printed or passed on."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from ftdecide.html_page import LOOK
from ftdecide.instruments.audit.audit import Audit
from ftdecide.instruments.audit.issue import Kind, Suspect
from ftdecide.instruments.audit.kinds import KINDS
from ftdecide.instruments.audit.report import READ_BY_HAND, count_sentence, first_step, kind_note, notes

SHOWN = 10  # of each kind
AT_ONCE = 3  # of them, before one asks for more: the page is read in a minute
CLASSES_SHOWN = 30
_LOOK = """
a { color: light-dark(#0b5cad, #8cc4ff); } summary { cursor: pointer; padding: .4em 0; }
table { border-collapse: collapse; width: 100%; margin: .4em 0; } table.short { width: auto; }
th, td { text-align: left; padding: .3em 1em .3em 0; vertical-align: top; border-bottom: 1px solid #8884; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
table:not(.short) .n { width: 1%; }
td { overflow-wrap: anywhere; } td > a { overflow-wrap: normal; } .text { opacity: .8; }
meter { width: 100%; height: 1.2em; } .notes { padding-left: 1.2em; }
@media print { details > :not(summary) { display: none; } }
"""


def to_html(audit: Audit, excerpts: Mapping[int, str]) -> str:
    """The page; every text of the file is escaped, and shown only where `excerpts` holds it."""
    found = [kind for kind in KINDS if audit.issues[kind.name]]
    sentence = count_sentence(audit)
    body = [
        f"<h1>{escape(sentence)}</h1>",
        f"<p>{escape(audit.name)}: {escape(audit.format)}, {escape(audit.shape_says)}.</p>",
        f'<meter max="{max(1, audit.rows)}" value="{audit.clean.value}" aria-label="{escape(sentence)}"></meter>',
        f'<div class="next"><p>{escape(first_step(audit))}</p></div>',
        *_notes(audit),
        *([_overview(audit, found)] if found else []),
        *([_classes(audit)] if audit.labels else []),
        *(_kind(kind, audit.issues[kind.name], excerpts) for kind in found),
        f"<p>Then read {READ_BY_HAND} records drawn at random: no program sees a bad answer.</p>",
    ]
    return (
        '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(audit.name)}: {escape(sentence)}</title>\n<style>{LOOK}{_LOOK}</style></head>\n"
        "<body><main>\n" + "\n".join(body) + "\n</main></body>\n</html>\n"
    )


def _notes(audit: Audit) -> list[str]:
    items = "".join(f"<li>{escape(note)}</li>" for note in notes(audit))
    return [f'<ul class="notes">{items}</ul>'] if items else []


def _overview(audit: Audit, found: list[Kind]) -> str:
    rows = "".join(
        f'<tr><td><a href="#{kind.name}">{kind.name}</a></td><td class="n">{len(audit.issues[kind.name]):,}</td>'
        f"<td>{escape(kind.title + kind_note(kind, audit.issues[kind.name]))}</td></tr>"
        for kind in found
    )
    head = '<tr><th>Kind</th><th class="n">Records</th><th>What it is</th></tr>'
    return f'<h2>What was found</h2><table class="short">{head}{rows}</table>'


def _classes(audit: Audit) -> str:
    largest = sorted(audit.labels.items(), key=lambda pair: (-pair[1], pair[0]))
    rows = "".join(
        f'<tr><td>{escape(name)}</td><td class="n">{audit.clean.by_class.get(name, 0):,}</td>'
        f'<td class="n">{count:,}</td></tr>'
        for name, count in largest[:CLASSES_SHOWN]
    )
    more = f"<p>And {len(largest) - CLASSES_SHOWN} more.</p>" if len(largest) > CLASSES_SHOWN else ""
    head = '<tr><th>Class</th><th class="n">Clean</th><th class="n">All</th></tr>'
    return f'<h2>By class</h2><table class="short">{head}{rows}</table>{more}'


def _kind(kind: Kind, suspects: tuple[Suspect, ...], excerpts: Mapping[int, str]) -> str:
    title = f"{kind.title[0].upper()}{kind.title[1:]}: {len(suspects):,}"
    shown = [_row(suspect, excerpts) for suspect in suspects[:SHOWN]]
    further = shown[AT_ONCE:]
    more = f"<summary>The next {len(further)}</summary>{_table(further)}" if further else ""
    left = f"<p>And {len(suspects) - SHOWN:,} more, in the JSON report.</p>" if len(suspects) > SHOWN else ""
    return f'<h2 id="{kind.name}">{escape(title)}</h2><p>{escape(kind.advice)}</p>{_table(shown[:AT_ONCE])}' + (
        f"<details>{more}{left}</details>" if more else ""
    )


def _table(rows: list[str]) -> str:
    return f'<table><tr><th class="n">Row</th><th class="n">Line</th><th>Why</th></tr>{"".join(rows)}</table>'


def _row(suspect: Suspect, excerpts: Mapping[int, str]) -> str:
    text = excerpts.get(suspect.row)
    said = f'<br><span class="text">{escape(text)}</span>' if text else ""
    place = f'<td class="n">{suspect.row}</td><td class="n">{suspect.line}</td>'
    return f"<tr>{place}<td>{escape(suspect.reason)}{said}</td></tr>"
