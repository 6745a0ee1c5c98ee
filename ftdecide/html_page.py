"""A verdict as one HTML page that stands alone: to be opened, printed or filed, from its JSON."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from ftdecide.markdown import NOT_TRAINED, TRAINED, basis

LOOK = """
:root { color-scheme: light dark; }
body { font: 1.05rem/1.5 Charter, "Bitstream Charter", Cambria, Georgia, serif; max-width: 42rem; margin: 2rem auto;
  padding: 0 1rem; color: light-dark(#1c1b19, #ece8e1); background: light-dark(#fffdf9, #191816); }
h1 { font-size: 1.5em; line-height: 1.25; } h2 { font-size: 1.1em; margin: 1.4em 0 .3em; }
ul { padding-left: 1.2em; margin: .3em 0; } li { margin: .25em 0; overflow-wrap: anywhere; }
.next { border-left: 4px solid light-dark(#0b5cad, #8cc4ff); padding-left: .8em; }
.task { white-space: pre-wrap; overflow-wrap: anywhere; }
@media print { body { font-size: 9pt; line-height: 1.3; margin: 0; max-width: none; } h2 { margin-top: .7em; } }
"""


def html_page(verdict: Mapping[str, Any]) -> str:
    """The whole page.  Every text is escaped: what a reader typed is shown, never rendered."""
    task = verdict["profile"].get("task", "").strip() or "(not described)"
    conditions = [
        f"<strong>{escape(c['title'])}: {c['status']}</strong>{basis(c)}. {escape(c['why'])}"
        for c in verdict["conditions"]
    ]
    step = verdict["next_step"]
    body = [
        f"<h1>{escape(verdict['headline'])}</h1>",
        f'<p class="task"><strong>Task:</strong> {escape(task)}</p>',
        *(f"<p>{escape(text)}</p>" for text in (verdict["answer"], *verdict["warnings"])),
        "<h2>The three conditions</h2>",
        _list(conditions),
        f'<div class="next"><h2>Next: {escape(step["title"])}</h2>\n<p>{escape(step["text"])}</p></div>',
    ]
    rungs = [escape(f"{rung['title']}: {rung['said']}") for rung in verdict["ladder"]]
    body += ["<h2>The ladder, cheapest rung first</h2>", _list(rungs).replace("ul>", "ol>")]
    for section in verdict["sections"]:
        body += [f"<h2>{escape(section['title'])}</h2>", _list([escape(item) for item in section["items"]])]
    way_out = TRAINED if verdict["decision"] == "fine_tune" else NOT_TRAINED
    body += ["<h2>What would prove this wrong, and the way out</h2>", f"<p>{escape(way_out)}</p>"]
    body += [f"<p>{escape(verdict['given'])}</p>"]
    return (
        '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(verdict['headline'])}</title>\n<style>{LOOK}</style></head>\n"
        "<body><main>\n" + "\n".join(body) + "\n</main></body>\n</html>\n"
    )


def _list(items: list[str]) -> str:
    return "<ul>\n" + "\n".join(f"<li>{item}</li>" for item in items) + "\n</ul>"
