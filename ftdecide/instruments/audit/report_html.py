"""An audit as one HTML page that stands alone, to be opened, printed or passed on."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from ftdecide.html_page import LOOK
from ftdecide.instruments.audit.audit import Audit
from ftdecide.instruments.audit.issue import Kind, Suspect
from ftdecide.instruments.audit.kinds import KINDS
from ftdecide.instruments.audit.report import READ_BY_HAND, count_sentence, first_step, notes

SHOWN = 10  # of each kind
CLASSES_SHOWN = 30
_LOOK = """
table { border-collapse: collapse; width: 100%; margin: .4em 0; } caption { text-align: left; }
th, td { text-align: left; padding: .2em .6em .2em 0; vertical-align: top; border-bottom: 1px solid #8884; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td { overflow-wrap: anywhere; } td > a { overflow-wrap: normal; } .text { opacity: .8; } meter { width: 100%; }
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
        *(f"<p>{escape(note)}</p>" for note in notes(audit)),
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


def _overview(audit: Audit, found: list[Kind]) -> str:
    rows = "".join(
        f'<tr><td><a href="#{kind.name}">{kind.name}</a></td><td class="n">{len(audit.issues[kind.name]):,}</td>'
        f"<td>{escape(kind.title)}{'' if kind.costs else ' (to look at; they count as clean)'}</td></tr>"
        for kind in found
    )
    return f'<h2>What was found</h2><table><tr><th>Kind</th><th class="n">Records</th><th></th></tr>{rows}</table>'


def _classes(audit: Audit) -> str:
    largest = sorted(audit.labels.items(), key=lambda pair: (-pair[1], pair[0]))
    rows = "".join(
        f'<tr><td>{escape(name)}</td><td class="n">{audit.clean.by_class.get(name, 0):,}</td>'
        f'<td class="n">{count:,}</td></tr>'
        for name, count in largest[:CLASSES_SHOWN]
    )
    more = f"<p>And {len(largest) - CLASSES_SHOWN} more.</p>" if len(largest) > CLASSES_SHOWN else ""
    head = '<tr><th>Class</th><th class="n">Clean</th><th class="n">All</th></tr>'
    return f"<h2>By class</h2><table>{head}{rows}</table>{more}"


def _kind(kind: Kind, suspects: tuple[Suspect, ...], excerpts: Mapping[int, str]) -> str:
    rows = "".join(
        f'<tr><td class="n">{suspect.row}</td><td class="n">{suspect.line}</td><td>{escape(suspect.reason)}'
        + (f'<br><span class="text">{escape(text)}</span>' if (text := excerpts.get(suspect.row)) else "")
        + "</td></tr>"
        for suspect in suspects[:SHOWN]
    )
    more = f"<p>And {len(suspects) - SHOWN:,} more.</p>" if len(suspects) > SHOWN else ""
    head = '<tr><th class="n">Row</th><th class="n">Line</th><th>Why</th></tr>'
    title = f"{len(suspects):,} {kind.title}"
    return f'<h2 id="{kind.name}">{escape(title)}</h2><p>{escape(kind.advice)}</p><table>{head}{rows}</table>{more}'
