"""The summary of many tasks as one page of Markdown: what to train first, what to try, what to measure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ftdecide import rival_words, words
from ftdecide.evidence import Evidence
from ftdecide.fields import shown
from ftdecide.markdown import plain


def summary_markdown(summary: Mapping[str, Any], evidence: Evidence, quoted: Callable[[str], str] = plain) -> str:
    """The page, from the summary's JSON; each group is largest first.

    Args:
        summary: what `Summary.to_json` gives.
        evidence: for the titles of the rungs.
        quoted: how the table's own words are shown; as Markdown that shows them as typed where not given.
    """
    titles = {rung.name: rung.title for rung in evidence.rungs}
    parts = [_opening(summary)]
    if summary["train_first"]:
        parts.append(_train_first(summary, titles, quoted))
    parts += [
        _list("Rungs to try first", [f"{_tasks(n)}: {titles[name]}" for name, n in summary["climb"].items()]),
        _list("What to measure, and for how many tasks", list(_measures(summary))),
        _list("The rest", list(_others(summary))),
        _list("What rules of thumb would train", list(_rivals(summary))),
        _list("Rows without a verdict", list(_faults(summary, quoted))),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _opening(summary: Mapping[str, Any]) -> str:
    said = summary["justified"]
    lines = [f"# {_tasks(summary['rows'])}, judged on {summary['as_of']}"]
    if summary["judged"]:
        ready = summary["decisions"].get("fine_tune", 0)
        of_them = f" ({f'{ready:,}' if ready else 'none'} of them ready to train now)" if said.get("yes") else ""
        lines.append(
            f"Training is worth it for {said.get('yes', 0):,}{of_them}, not for {said.get('no', 0):,}, "
            f"and cannot be told yet for {said.get('unclear', 0):,}."
        )
    if faulty := summary["errors"]["rows"]:
        lines.append(f"{faulty:,} could not be read; the column error says why.")
    return f"{lines[0]}\n\n{' '.join(lines[1:])}".rstrip()


def _train_first(summary: Mapping[str, Any], titles: Mapping[str, str], quoted: Callable[[str], str]) -> str:
    ranked = summary["train_first"]
    left = summary["justified"]["yes"] - len(ranked)
    rows = [
        f"| {each['row']} | {quoted(each['task'])} | {_next(each, titles)} | {each['strength']:.2f} "
        f"| {_usd(each['saving_usd_per_month'])} |"
        for each in ranked
    ]
    return "\n".join(
        [
            "## Worth training, first ones first",
            "",
            "The next step comes before training. Those that lack nothing come first, then by strength (0 in the "
            "balance, 1 far from it), then by what a month saves at the row’s own prices, where they are stated "
            "(below 0 it costs more).",
            "",
            "| Row | Task | Next step | Strength | Saves a month |",
            "| --: | --- | --- | --: | --: |",
            *rows,
            *(["", f"And {left:,} more: sort the output by justified and strength."] if left else []),
        ]
    )


def _next(each: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    if each["decision"] == "measure_first":
        return words.MEASURES[each["measure"] or "in_balance"]
    if each["decision"] in ("climb_ladder", "use_retrieval"):
        return words.lower_first(titles[each["next_rung"]])
    return words.DECISIONS[each["decision"]]


def _measures(summary: Mapping[str, Any]) -> Iterator[str]:
    for name, n in summary["measure"].items():
        yield f"{_tasks(n)}: {words.MEASURES[name]}"
    if without := summary["without_eval_set"]:
        yield f"in all, {_tasks(without)} {'lacks' if without == 1 else 'lack'} an evaluation set"
    if without := summary["without_prices"]:
        lack = "lacks prices of its own" if without == 1 else "lack prices of their own"
        yield f"in all, {_tasks(without)} of price and speed {lack}"


def _others(summary: Mapping[str, Any]) -> Iterator[str]:
    for decision in ("good_enough", "fix_data"):
        if n := summary["decisions"].get(decision):
            yield f"{_tasks(n)}: {words.DECISIONS[decision]}"
    if silent := summary["without_answers"]:
        yield f"{_tasks(silent)}: no question is answered yet"


def _rivals(summary: Mapping[str, Any]) -> Iterator[str]:
    for name, n in summary["rivals_yes"].items():
        yield f"{_tasks(n)}: {rival_words.RIVALS[name]}"


def _faults(summary: Mapping[str, Any], quoted: Callable[[str], str]) -> Iterator[str]:
    rows: dict[str, list[str]] = {}
    for fault in summary["errors"]["first"]:
        rows.setdefault(fault["error"], []).append(f"{fault['row']}")
    for error, numbers in rows.items():
        yield f"{'row' if len(numbers) == 1 else 'rows'} {', '.join(numbers)}: {quoted(error)}"
    if (left := summary["errors"]["rows"] - len(summary["errors"]["first"])) > 0:
        counted = ", ".join(f"{shown(name)} {n:,}" for name, n in list(summary["errors"]["fields"].items())[:10])
        yield f"and {left:,} more; by column: {counted}"


def _list(title: str, items: list[str]) -> str:
    return "\n".join([f"## {title}", "", *(f"- {item}" for item in items)]) if items else ""


def _tasks(n: int) -> str:
    return words.number_of(n, "task")


def _usd(amount: float | None) -> str:
    return "" if amount is None else f"${amount:,.0f}" if amount >= 0 else f"-${-amount:,.0f}"
