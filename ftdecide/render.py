"""A verdict in words: as the contract's JSON and as a page of Markdown.  It words; it decides nothing."""

from __future__ import annotations

import re
from typing import Any

from ftdecide import words
from ftdecide.chat_prompt import chat_prompt
from ftdecide.evidence import load_evidence
from ftdecide.findings import Finding, Flip, Verdict

SCHEMA = 1
SHOWN_FLIPS = 6
RUNG_TITLES = {rung.name: rung.title for rung in load_evidence().rungs}


def to_json(verdict: Verdict) -> dict[str, Any]:
    """The verdict in the contract's shape, `markdown` included; every value is plain JSON."""
    written = {
        "schema": SCHEMA,
        "profile": verdict.profile.to_json(),
        "decision": verdict.decision,
        "justified": verdict.justified,
        "strength": verdict.strength,
        "headline": headline(verdict),
        "answer": answer(verdict),
        "conditions": [_condition(finding) for finding in verdict.conditions],
        "reasons": [
            {
                "name": r.name,
                "points": r.points,
                "text": _sentence(words.REASONS, r.name, r.facts),
                "sources": list(r.source),
            }
            for r in verdict.judgement.reasons
        ],
        "next_rung": verdict.judgement.next_rung and verdict.judgement.next_rung.name,
        "next_step": next_step(verdict),
        "flips": [
            {
                "field": f.field,
                "from": f.before,
                "to": f.after,
                "decision": f.decision,
                "justified": f.justified,
                "text": flip_text(f, verdict),
            }
            for f in verdict.flips
        ],
        "break_even": _break_even(verdict),
        "break_even_text": break_even_text(verdict),
        "rivals": dict(verdict.rivals),
        "rival_rules": {name: words.RIVALS[name] for name in verdict.rivals},
        "dissents": [{"text": text, "sources": list(keys)} for text, keys in dissents(verdict)],
        "sources": [
            {"key": s.key, "title": s.title, "authors": s.authors, "year": s.year, "ref": s.ref, "read": s.mark == "V"}
            for s in verdict.sources
        ],
        "as_of": verdict.as_of.isoformat(),
        "revisit": verdict.revisit.isoformat(),
        "faults": [
            {"field": f.field, "value": f.value, "bounds": f.bounds, "remedy": f.remedy, "text": f.text}
            for f in verdict.faults
        ],
        "prompt": chat_prompt(verdict.profile),
    }
    written["markdown"] = markdown(written)
    return written


def headline(verdict: Verdict) -> str:
    """The one sentence that a friend would say."""
    judgement = verdict.judgement
    rung = judgement.next_rung.title[0].lower() + judgement.next_rung.title[1:] if judgement.next_rung else ""
    measure = words.MEASURES.get(judgement.measure or "", "count how often the best rung so far gets it right")
    match verdict.decision, verdict.justified:
        case "fine_tune", _:
            return "Yes: train it. The cheaper rungs are tried, the examples are there, and training is what is left."
        case "good_enough", _:
            return "No need: what you have is good enough."
        case "use_retrieval", "no":
            return "No: the model lacks facts, and facts come by retrieval."
        case "use_retrieval", _:
            return "Retrieval first: the model lacks facts. Whether training adds to that cannot be told yet."
        case "fix_data", _ if _too_few(verdict):
            return "Not yet: first you need more clean examples."
        case "fix_data", _:
            return "Not yet: the examples have to be put right first."
        case "climb_ladder", "yes":
            return f"Training looks worth it, but first: {rung}."
        case "climb_ladder", "no":
            return f"No: try {rung} instead."
        case "climb_ladder", _:
            return f"Cannot tell yet: try {rung}, then ask again."
        case _, "yes":
            return f"Training looks worth it, but first {measure}."
        case _, "no":
            return f"No. If you want to be sure, {measure}."
    return f"Cannot tell yet: {measure}."


def answer(verdict: Verdict) -> str:
    """Whether training is worth it, with how firmly that is said."""
    if verdict.justified == "unclear":
        return "Is training worth it? Cannot tell on what you have said."
    firmly = "firmly" if verdict.strength >= 0.8 else "on balance"
    return f"Is training worth it? {verdict.justified.capitalize()}, {firmly}."


def next_step(verdict: Verdict) -> dict[str, str]:
    """The experiment to run next: a title and what to do."""
    judgement = verdict.judgement
    if verdict.decision == "good_enough":
        return {
            "title": "Keep it and watch it",
            "text": "Re-run your evaluation set each month, and whenever the model or the task changes.",
        }
    if verdict.decision == "fix_data" and (short := _too_few(verdict)):
        return {
            "title": "Collect more clean examples",
            "text": f"You have {words.count(short['count'])}; {words.count(short['floor'])} is where training starts to show for "
            "such a gap. Write each with its right answer, and have a second person check a random 20.",
        }
    if verdict.decision == "fix_data":
        return {
            "title": "Put the examples right",
            "text": "Check a random 50 by hand, write down what “right” means, and re-label or drop the rest by that page.",
        }
    if verdict.decision == "measure_first":
        measure = words.MEASURES.get(judgement.measure or "", "count how often the best rung so far gets it right")
        then = f" Then: {judgement.next_rung.title.lower()}." if judgement.next_rung else ""
        return {"title": "Measure first", "text": f"{measure[0].upper()}{measure[1:]}.{then}"}
    rung = judgement.next_rung or load_evidence().rung("prompt")
    return {"title": rung.title, "text": rung.experiment}


def flip_text(flip: Flip, verdict: Verdict) -> str:
    """A flip as a sentence: what would have to be different, and what would follow."""
    if flip.justified != verdict.justified:
        outcome = words.JUSTIFIED[flip.justified]
    else:
        outcome = f"the next step would be: {words.DECISIONS[flip.decision]}"
    if flip.field.startswith("rungs."):
        rung = flip.field.split(".")[1]
        change = words.fill(
            "if {rung:rung} passed {after:share} on your set", {"rung": rung, "after": flip.after}, RUNG_TITLES
        )
    elif flip.field in words.FLAGS:
        change = words.FLAGS[flip.field][0 if flip.after else 1]
    else:
        change = words.fill(words.FIELDS[flip.field], {"after": flip.after}, RUNG_TITLES)
    return f"{change[0].upper()}{change[1:]}, {outcome}."


def break_even_text(verdict: Verdict) -> str:
    """The money in a sentence, from the profile's own prices where it states them."""
    if verdict.break_even is None:
        floor = load_evidence().thresholds["high_volume_requests_per_month"]
        return (
            f"No prices of your own yet. The lowest break-even measured elsewhere is {words.count(floor.value)} "
            f"requests a month ({', '.join(floor.source)}, prices of {floor.as_of.isoformat()})."
        )
    volumes = verdict.break_even.requests_per_month
    if volumes is None:
        return "At your prices the tuned model never pays: each request costs at least as much as the prompted one."
    low, middle, high = (words.count(volumes[key]) for key in ("p10", "p50", "p90"))
    if low == high:
        return f"At your prices the tuned model is cheaper above {middle} requests a month."
    return f"At your prices the tuned model is cheaper above about {middle} requests a month (8 in 10 draws: {low} to {high})."


def dissents(verdict: Verdict) -> list[tuple[str, tuple[str, ...]]]:
    """Where this verdict departs from what a lesson says, and why."""
    return [words.DISSENTS[r.name] for r in verdict.judgement.reasons if r.name in words.DISSENTS]


def plain(text: str) -> str:
    """A reader's own words as Markdown that shows them as typed, on one line, and never as markup.

    >>> plain("<b>sort</b> *these*")
    '\\\\<b\\\\>sort\\\\</b\\\\> \\\\*these\\\\*'
    """
    return re.sub(r"([\\`*_\[\]<>#|~&!$])", r"\\\1", " ".join(text.split()))


def markdown(verdict: dict[str, Any]) -> str:
    """The verdict as one page for a decision record, from its JSON."""
    task = plain(verdict["profile"].get("task", "")) or "(not described)"
    lines = [
        f"# {verdict['headline']}",
        "",
        f"**Task:** {task}",
        "",
        verdict["answer"],
        "",
        "## The three conditions",
        "",
    ]
    lines += [f"- **{c['title']}: {c['status']}** ({_basis(c)}). {c['why']}" for c in verdict["conditions"]]
    lines += ["", "## Why", ""]
    lines += [f"- ({r['points']:+.1f}) {r['text']} [{', '.join(r['sources'])}]" for r in verdict["reasons"]] or [
        "- Nothing is known yet."
    ]
    lines += [f"- {d['text']}" for d in verdict["dissents"]]
    lines += ["", f"## Next: {verdict['next_step']['title']}", "", verdict["next_step"]["text"]]
    if verdict["flips"]:
        lines += ["", "## What would change this", ""]
        lines += [f"- {flip['text']}" for flip in verdict["flips"][:SHOWN_FLIPS]]
    lines += ["", "## The money", "", verdict["break_even_text"], "", "## What the rules of thumb would say", ""]
    lines += [f"- {verdict['rival_rules'][name]}: **{says}**" for name, says in verdict["rivals"].items()]
    lines += ["", "## What would prove this wrong, and the way out", "", _wrong(verdict)]
    lines += ["", f"Given on {verdict['as_of']}. Look again by {verdict['revisit']}: prices and providers change."]
    if verdict["sources"]:
        lines += ["", "## Sources", ""]
        lines += [f"- {_source(source)}" for source in verdict["sources"]]
    return "\n".join(lines) + "\n"


def _wrong(verdict: dict[str, Any]) -> str:
    if verdict["decision"] == "fine_tune":
        return (
            "If the tuned model does not beat the best prompt on held-out items by more than chance, keep the prompt. "
            "Keep the prompt, the data and the evaluation set: they outlive any one model."
        )
    return (
        "Run the next step on items set aside beforehand. If it falls short of what you need after an honest try, "
        "enter its pass rate and ask again. Nothing here commits you: a prompt is undone in a minute."
    )


def _too_few(verdict: Verdict):
    """The facts of having too few examples, where that is what holds training back."""
    return next((r.facts for r in verdict.judgement.reasons if r.name == "examples_too_few"), None)


def _sentence(table: dict[str, str], name: str, facts) -> str:
    text = words.fill(table[name], facts, RUNG_TITLES)
    return text[0].upper() + text[1:]


def _condition(finding: Finding) -> dict[str, str]:
    return {
        "name": finding.condition,
        "title": words.CONDITIONS[finding.condition],
        "status": finding.status,
        "basis": finding.basis,
        "why": _sentence(words.WHYS, finding.why, finding.facts),
    }


def _break_even(verdict: Verdict) -> dict[str, Any] | None:
    if verdict.break_even is None:
        return None
    volumes = verdict.break_even.requests_per_month
    return {
        "requests_per_month": "never" if volumes is None else dict(volumes),
        "drivers": list(verdict.break_even.drivers),
    }


def _basis(condition: dict[str, str]) -> str:
    return "nothing known" if condition["basis"] == "unknown" else condition["basis"]


def _source(source: dict[str, Any]) -> str:
    year = f", {source['year']}" if source["year"] else ""
    title = source["title"] if source["title"].endswith("?") else f"{source['title']}."
    return f"**{source['key']}** {title} {source['authors']}{year}. {source['ref']}" + (
        "" if source["read"] else " (recalled, not read)"
    )
