"""A verdict as one HTML page that stands alone: to be opened, printed on one sheet or filed, from its JSON."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from ftdecide.markdown import basis, ladder
from ftdecide.record_words import PLAN_SECTION

LOOK = """
:root { color-scheme: light dark; }
body { font: 1.05rem/1.5 Charter, "Bitstream Charter", Cambria, Georgia, serif; max-width: 42rem; margin: 2rem auto;
  padding: 0 1rem; color: light-dark(#1c1b19, #ece8e1); background: light-dark(#fffdf9, #191816); }
h1 { font-size: 1.5em; line-height: 1.25; } h2 { font-size: 1.1em; margin: 1.4em 0 .3em; }
ul { padding-left: 1.2em; margin: .3em 0; } li { margin: .25em 0; overflow-wrap: anywhere; }
.next { border-left: 4px solid light-dark(#0b5cad, #8cc4ff); padding-left: .8em; }
pre { font: .8em/1.4 ui-monospace, "DejaVu Sans Mono", monospace; white-space: pre-wrap; overflow-wrap: anywhere;
  background: light-dark(#f6f2ea, #24221f); padding: .6em .8em; margin: .5em 0; }
.task { white-space: pre-wrap; overflow-wrap: anywhere; }
@page { size: A4; margin: 8mm 9mm; }
@media print {
  :root { color-scheme: light; }
  body { font-size: 8.2pt; line-height: 1.25; margin: 0; padding: 0; max-width: none; }
  h1 { font-size: 13pt; margin: 0 0 .3em; } h2 { font-size: 1.12em; margin: .55em 0 .1em; break-after: avoid; }
  p { margin: .25em 0; } ul { padding-left: 1.1em; margin: .15em 0; } li { margin: .1em 0; }
  pre { font-size: .84em; line-height: 1.2; padding: .3em .5em; }
  body.planned { font-size: 7.1pt; line-height: 1.17; } /* with a training plan, still one sheet */
  .planned h2 { margin: .35em 0 .05em; } .planned li { margin: .04em 0; }
  .columns { columns: 2; column-gap: 5mm; } .columns > :first-child { margin-top: 0; }
  .sources { font-size: .84em; line-height: 1.18; }
}
"""


def html_page(verdict: Mapping[str, Any]) -> str:
    """The whole page.  Every text is escaped: what a reader typed is shown, never rendered."""
    task = verdict["profile"].get("task", "").strip() or "(not described)"
    record, step = verdict["record"], verdict["next_step"]
    conditions = [
        f"<strong>{escape(c['title'])}: {c['status']}</strong>{escape(basis(c))}. {escape(c['why'])}"
        for c in verdict["conditions"]
    ]
    body = [
        f"<h1>{escape(verdict['headline'])}</h1>",
        f"<p><strong>Question:</strong> {escape(record['question'])}</p>",
        f'<p class="task"><strong>Task:</strong> {escape(task)}</p>',
        f"<p><strong>Decision:</strong> {escape(verdict['answer'])}</p>",
        *(f"<p>{escape(text)}</p>" for text in verdict["warnings"]),
        '<div class="columns">',
        "<h2>The three conditions</h2>",
        _list(conditions),
        f'<div class="next"><h2>Next: {escape(step["title"])}</h2>\n<p>{escape(step["text"])}</p></div>',
        f"<pre>{escape(record['experiment']['template'])}</pre>",
        f"<p>{escape(ladder(verdict))}</p>",
    ]
    for section in verdict["sections"]:
        kind = ' class="sources"' if section["title"] == "Sources" else ""
        items = _list([escape(item) for item in section["items"]])
        if section["title"] in PLAN_SECTION.values():
            items = _list(
                [f"<strong>{escape(p['title'])}.</strong> {escape(' '.join(p['items']))}" for p in record["plan"]]
            )
        body.append(f"<section{kind}><h2>{escape(section['title'])}</h2>\n{items}</section>")
    body += ["</div>", f"<p>{escape(verdict['given'])}</p>"]
    planned = ' class="planned"' if record["plan"] else ""
    return (
        '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(verdict['headline'])}</title>\n<style>{LOOK}</style></head>\n"
        f"<body{planned}><main>\n" + "\n".join(body) + "\n</main></body>\n</html>\n"
    )


def _list(items: list[str]) -> str:
    return "<ul>\n" + "\n".join(f"<li>{item}</li>" for item in items) + "\n</ul>"
