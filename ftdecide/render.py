"""A verdict in words, as the contract's JSON.  It words; it decides nothing.

Every home prints the same `sections`; `markdown` makes a page of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ftdecide import words
from ftdecide.chat_prompt import chat_prompt
from ftdecide.dispute import rival_lines, rivals_disagree, rivals_why
from ftdecide.fields import Fault
from ftdecide.findings import SCHEMA, Finding, Flip, Verdict
from ftdecide.ladder import RungState, rung_states
from ftdecide.markdown import markdown
from ftdecide.money import break_even_json, money_lines
from ftdecide.record import basis, margin, record
from ftdecide.record import sources as record_sources
from ftdecide.record_words import BASES, CHANGES, PLAN_SECTION
from ftdecide.refutation import checked_flips
from ftdecide.sentences import (
    answer,
    dissents,
    flip_text,
    headline,
    next_step,
    sentence,
    telling_flips,
    warnings,
    weighed,
)

SHOWN_FLIPS = 8  # with those that would prove the verdict wrong
FEWEST_TITLE_WORDS = 3  # of a title before its colon that can stand alone


def to_json(verdict: Verdict, faults: tuple[Fault, ...] = ()) -> dict[str, Any]:
    """The verdict in the contract's shape, `markdown` included; every value is plain JSON.

    Args:
        verdict: what `assess` returned.
        faults: what could not be read of the profile, to be shown beside its fields.
    """
    judgement, evidence, recorded = verdict.judgement, verdict.evidence, record(verdict)
    cited = [*(source.key for source in verdict.sources), *record_sources(recorded)]
    written = {
        "schema": SCHEMA,
        "profile": verdict.profile.to_json(),
        "decision": verdict.decision,
        "justified": verdict.justified,
        "strength": verdict.strength,
        "headline": headline(verdict),
        "answer": answer(verdict),
        "weighed": weighed(verdict),
        "warnings": warnings(verdict),
        "conditions": [_condition(verdict, finding) for finding in verdict.conditions],
        "reasons": [
            {"name": r.name, "points": r.points, "text": sentence(verdict, words.REASONS[r.name], r.facts)}
            | {"sources": list(r.source), "basis": basis(verdict, r)}
            for r in judgement.reasons
        ],
        "next_rung": judgement.next_rung and judgement.next_rung.name,
        "next_step": next_step(verdict),
        "ladder": [_rung(state, verdict) for state in rung_states(verdict.profile, judgement.next_rung, evidence)],
        "flips": [
            {"field": f.field, "from": f.before, "to": _flipped(f), "decision": f.decision, "justified": f.justified}
            | {"text": flip_text(f, verdict)}
            for f in verdict.flips
        ],
        "break_even": break_even_json(verdict.break_even),
        "rivals": dict(verdict.rivals),
        "rivals_why": rivals_why(verdict.profile),
        "rivals_disagree": rivals_disagree(verdict.profile),
        "dissents": [{"text": text, "sources": list(keys)} for text, keys in dissents(verdict)],
        "sources": [
            {"key": s.key, "title": s.title, "authors": s.authors, "year": s.year, "ref": s.ref, "read": s.mark == "V"}
            for s in evidence.cite(cited)
        ],
        "record": recorded,
        "as_of": verdict.as_of.isoformat(),
        "revisit": verdict.revisit.isoformat(),
        "faults": [
            {"field": f.field, "path": list(f.path), "value": f.value, "bounds": f.bounds, "remedy": f.remedy}
            | {"text": f.text}
            for f in faults
        ],
        "prompt": chat_prompt(verdict.profile, evidence),
    }
    written["sections"] = sections(written, verdict)
    written["given"] = f"Given on {written['as_of']}. Look again by {written['revisit']}: {recorded['revisit']}."
    written["markdown"] = markdown(written)
    return written


def sections(written: Mapping[str, Any], verdict: Verdict) -> list[dict[str, Any]]:
    """What a reader may unfold: a title and its points, in the order of interest."""
    why = [
        f"{'For' if r['points'] > 0 else 'Against'}, {BASES[r['basis']]}: {r['text']} [{', '.join(r['sources'])}]"
        for r in written["reasons"]
    ]
    checked = checked_flips(verdict)
    others = [flip for flip in telling_flips(verdict) if flip not in checked]
    found = [
        ("Why", [*why, *(dissent["text"] for dissent in written["dissents"])] or [words.NO_REASON]),
        ("What would prove this wrong", written["record"]["wrong_if"]),
        (CHANGES[bool(checked)], [flip_text(flip, verdict) for flip in others[: SHOWN_FLIPS - len(checked)]]),
        ("The money", money_lines(verdict)),
        (
            PLAN_SECTION[verdict.decision == "fine_tune"],
            [f"{part['title']}: {' '.join(part['items'])}" for part in written["record"]["plan"] or ()],
        ),
        ("The way out", written["record"]["exit"]),
        ("What the rules of thumb would say", rival_lines(verdict.profile)),
        ("Sources", [_source(source) for source in written["sources"]]),
    ]
    return [{"title": title, "items": items} for title, items in found if items]


def _flipped(flip: Flip) -> Any:
    """The changed answer as the profile takes it: a pass rate that was said to be measured stays so."""
    return {"value": flip.after, "basis": flip.basis} if flip.basis == "measured" else flip.after


def _rung(state: RungState, verdict: Verdict) -> dict[str, Any]:
    titles = {rung.name: rung.title for rung in verdict.evidence.rungs}
    said = words.fill(words.RUNG_STATES[state.state], {"by": state.by}, titles)
    passed = "" if state.pass_rate is None else f", {words.share(state.pass_rate)} pass"
    return {"name": state.rung.name, "title": state.rung.title, "state": state.state, "said": said + passed}


def _condition(verdict: Verdict, finding: Finding) -> dict[str, Any]:
    return {
        "name": finding.condition,
        "title": words.CONDITIONS[finding.condition],
        "status": finding.status,
        "basis": finding.basis,
        "margin": margin(finding),
        "value": finding.value,
        "threshold": finding.threshold,
        "why": sentence(verdict, words.WHYS[finding.why], finding.facts),
    }


def _source(source: Mapping[str, Any]) -> str:
    title, _, _finding = source["title"].partition(": ")  # what it says stands in the sentence that cites it
    if len(title.split()) < FEWEST_TITLE_WORDS:
        title = source["title"]
    title = title if title.endswith("?") else f"{title}."
    year = f", {source['year']}" if source["year"] else ""
    recalled = "" if source["read"] else " (recalled, not read)"
    return f"{source['key']}: {title} {source['authors']}{year}. {source['ref']}{recalled}"
