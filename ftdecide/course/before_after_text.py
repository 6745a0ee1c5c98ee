"""A comparison as a page of Markdown, as an HTML fragment and as JSON.  Every text of a reader is shown as typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from typing import Any

from ftdecide.course import before_after_words as words
from ftdecide.course.before_after import Comparison, Move
from ftdecide.course.first_answer import Belief
from ftdecide.findings import SCHEMA
from ftdecide.markdown import plain

MARKS = {"met": "●", "unmet": "○", "unknown": "?"}  # as on the drill's card


def to_json(comparison: Comparison) -> dict[str, Any]:
    """The comparison as plain JSON, with both pages in it."""
    return {
        "schema": SCHEMA,
        "first": comparison.first.to_json(),
        "decision": comparison.verdict["decision"],
        "justified": comparison.verdict["justified"],
        "nothing_changed": comparison.nothing_changed,
        "answer_changed": comparison.answer_changed,
        "headline": comparison.headline,
        "changed": comparison.changed,
        "notes": list(comparison.notes),
        "conditions": [_move_json(move) for move in comparison.moves],
        "reasons": list(comparison.reasons),
        "sure": list(comparison.sure),
        "quiz": list(comparison.quiz),
        "keep": comparison.keep,
        "markdown": markdown(comparison),
        "html": html(comparison),
    }


def _move_json(move: Move) -> dict[str, Any]:
    sides = {"before": move.before, "after": move.after}
    written = {key: {"status": belief.status, "basis": belief.basis} for key, belief in sides.items()}
    return {"name": move.name, **written, "changed": move.changed, "text": move.text, "why": move.why}


def markdown(comparison: Comparison) -> str:
    """The page as Markdown, for a decision record."""
    lines = [f"# {words.TITLE}", "", f"**{plain(comparison.headline)}** {comparison.changed}", ""]
    lines += [line for note in comparison.notes for line in (plain(note), "")]
    lines += _markdown_table(words.SECTIONS["beside"], words.COLUMNS, comparison.beside)
    lines += _markdown_table(words.SECTIONS["conditions"], words.MOVED_COLUMNS, _moved(comparison))
    for title, paragraphs, items in _sections(comparison):
        lines += [f"## {title}", "", *(line for text in paragraphs for line in (plain(text), ""))]
        lines += [*(f"- {plain(item)}" for item in items), *([""] if items else [])]
    return "\n".join([*lines, _dates(comparison)]) + "\n"


def _markdown_table(title: str, columns: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    columns = list(columns)
    lines = [[*columns], ["---"] * len(columns), *([plain(cell) for cell in row] for row in rows)]
    return [f"## {title}", "", *(f"| {' | '.join(line)} |" for line in lines), ""]


def html(comparison: Comparison) -> str:
    """The page as a fragment below the page's own heading; every text is escaped."""
    parts = [f'<p class="ftd-headline">{escape(comparison.headline)}</p>', f"<p>{escape(comparison.changed)}</p>"]
    parts += [f'<p class="ftd-caution">{escape(note)}</p>' for note in comparison.notes]
    parts += _html_table(words.SECTIONS["beside"], words.COLUMNS, comparison.beside)
    parts += _html_table(words.SECTIONS["conditions"], words.MOVED_COLUMNS, _moved(comparison, _lamp))
    for title, paragraphs, items in _sections(comparison):
        kind = ' class="ftd-keep"' if title == words.SECTIONS["keep"] else ""
        parts += [f"<h2>{title}</h2>", *(f"<p{kind}>{escape(text)}</p>" for text in paragraphs)]
        parts += ["<ul>", *(f"<li>{escape(item)}</li>" for item in items), "</ul>"] if items else []
    return "\n".join([*parts, f'<p class="ftd-dates">{escape(_dates(comparison))}</p>'])


def _html_table(title: str, columns: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    """A table whose cells name their column where a narrow page shows them one below the other."""
    columns = list(columns)
    head = "".join(f'<th scope="col">{name}</th>' if name else "<td></td>" for name in columns)
    lines = [f"<h2>{title}</h2>", f'<table class="table stacks"><thead><tr>{head}</tr></thead><tbody>']
    for label, *cells in rows:
        named = zip(columns[1:], cells, strict=True)
        told = [f'<td><span class="column-name">{name}: </span>{_markup(cell)}</td>' for name, cell in named]
        lines.append(f'<tr><th scope="row">{_markup(label)}</th>{"".join(told)}</tr>')
    return [*lines, "</tbody></table>"]


class _Markup(str):
    """Text that is HTML already."""


def _markup(cell: str) -> str:
    return cell if isinstance(cell, _Markup) else escape(cell)


def _said(belief: Belief, bases: dict[str, str]) -> str:
    basis = f", {bases[belief.basis]}" if belief.basis in bases else ""
    return f"{words.STATUSES[belief.status]}{basis}"


def _lamp(belief: Belief, bases: dict[str, str]) -> str:
    mark = f'<span class="ftd-mark" aria-hidden="true">{MARKS[belief.status]}</span>'
    return _Markup(f'<span class="ftd-{belief.status}">{mark} {escape(_said(belief, bases))}</span>')


def _moved(comparison: Comparison, said: Callable[[Belief, dict[str, str]], str] = _said) -> Iterable[list[str]]:
    for move in comparison.moves:
        sides = [said(move.before, words.THEN), said(move.after, words.NOW)]
        yield [move.title, *sides, f"{move.text} {move.why}"]


def _sections(comparison: Comparison) -> Iterable[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Title, paragraphs and list items of every section in prose."""
    verdict, titles = comparison.verdict, words.SECTIONS
    yield titles["decision"], (verdict["headline"], verdict["answer"]), comparison.reasons
    yield titles["sure"], (" ".join(comparison.sure),), ()
    if comparison.quiz:
        yield titles["quiz"], comparison.quiz[:1], comparison.quiz[1:]
    yield titles["keep"], (comparison.keep,), ()


def _dates(comparison: Comparison) -> str:
    return words.DATES.format(committed=comparison.first.committed, as_of=comparison.verdict["as_of"])
