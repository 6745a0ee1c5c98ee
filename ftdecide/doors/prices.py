"""`ftdecide prices` and `ftdecide recheck`: the price book with its dates, and what is due to be looked up again."""

from __future__ import annotations

import argparse
import math
import re
import sys
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from ftdecide.doors.json_files import BadInput, print_json
from ftdecide.evidence import Evidence, load_evidence, text_of
from ftdecide.evidence.price_file import InvalidPrices, read_prices
from ftdecide.evidence.prices import GROUPS, Amount, SourceDate
from ftdecide.fields import DATE, shown
from ftdecide.findings import SCHEMA
from ftdecide.printable import printable

LARGEST_FILE = 1_000_000  # bytes
UNITS = {  # of each group's amounts
    "model": "a million tokens",
    "tuned": "a million tokens",
    "training": "a million tokens",
    "gpu": "an hour",
    "task": "for 1,000 requests",
    "job": "a job",
}
NOT_OF_THE_BOOK = ("threshold.", "plan.")
LEGEND = "In brackets the date of the source, and V: seen in it, V2: in a third party’s copy, C: computed, R: recalled."
RECORD = "job."  # what a job was billed stays what it was
KINDS = {"input": " in", "output": " out", "cached": " cached"}


def add_command(commands: Any) -> None:
    """Add `prices` and `recheck` to the commands."""
    listing = commands.add_parser("prices", help="list the price book with its dates")
    listing.add_argument("--prices", metavar="FILE.toml", help="lay your own price file over it")
    listing.add_argument(
        "--format", choices=("text", "json", "toml"), default="text", help="toml: the shipped file, to make yours from"
    )
    listing.set_defaults(run=_prices)

    checking = commands.add_parser("recheck", help="list the prices, provider facts and other numbers that are stale")
    checking.add_argument("--as-of", metavar="DATE", type=_day, help="the day to judge by, YYYY-MM-DD; default today")
    checking.add_argument("--all", action="store_true", help="list the fresh ones too")
    checking.add_argument("--prices", metavar="FILE.toml", help="lay your own price file over the book")
    checking.add_argument("--format", choices=("text", "json"), default="text")
    checking.set_defaults(run=_recheck)


def evidence_with(name: str | None) -> Evidence:
    """The evidence as shipped, with the price file of this name laid over it where one is given.

    Raises:
        BadInput: where the file cannot be used.
    """
    return load_evidence().with_prices(_read_toml(name)) if name is not None else load_evidence()


def _read_toml(name: str) -> dict[str, Any]:
    try:
        with Path(name).open("rb") as file:
            raw = file.read(LARGEST_FILE + 1)
        if len(raw) > LARGEST_FILE:
            raise BadInput(f"{name}: it is larger than {LARGEST_FILE:,} bytes. A price file takes a few thousand")
        own = tomllib.loads(raw.decode("utf-8-sig"))
        read_prices(own, date.today())
    except OSError as fault:
        raise BadInput(f"{name}: {fault.strerror or fault}. Check the path") from None
    except UnicodeDecodeError as fault:
        raise BadInput(f"{name}: byte {fault.start} is not UTF-8 text. Save the file as UTF-8") from None
    except InvalidPrices as fault:
        raise BadInput(f"{name}: {fault}") from None
    except (ValueError, RecursionError) as fault:  # digits without end are a ValueError too
        raise BadInput(
            f"{name}: it is not whole TOML: {fault}. `ftdecide prices --format toml` is an example"
        ) from None
    return own


def dated_facts(evidence: Evidence) -> Iterator[dict[str, Any]]:
    """Every price, provider fact, threshold and number of the training plan: what it is and says, its date, source
    and what to look up.
    """
    for row in evidence.prices.rows():
        said = f"{', '.join(_amount(key, amount) for key, amount in row.amounts.items())} {UNITS[row.group]}"
        what = f"{GROUPS[row.group]}: {row.title}"
        yield _fact(f"{row.group}.{row.name}", what, said, row, f"what {row.title} costs now")
    for provider in evidence.providers.values():
        said = [f"training {'offered' if provider.offered else 'not offered'}"]
        for title, day in (
            ("closed to newcomers from", provider.new_customers_until),
            ("no new jobs from", provider.new_jobs_until),
            ("models gone from", provider.inference_until),
        ):
            said += [f"{title} {day}"] if day else []
        said += [f"these are {provider.retiring_bases}"] if provider.retiring_bases else []
        look_up = f"whether {provider.title} still trains models, and until when"
        yield _fact(f"provider.{provider.name}", f"Provider: {provider.title}", ", ".join(said), provider, look_up)
    for kind, numbers in (("threshold", evidence.thresholds), ("plan", evidence.training)):
        for number in numbers.values():
            said = f"{number.value:,.10g} {number.unit}"
            look_up = f"whether anything newer than {', '.join(number.source)} moves it"
            yield _fact(f"{kind}.{number.name}", number.description, said, number, look_up)


def _fact(name: str, what: str, said: str, row: Any, look_up: str) -> dict[str, Any]:
    source = row.source if isinstance(row.source, str) else ", ".join(row.source)
    dated = {"as_of": row.as_of.isoformat(), "source": source, "mark": row.mark}
    return {"name": name, "what": what, "says": said, **dated, "look_up": look_up}


def _amount(key: str, amount: Amount) -> str:
    kind = KINDS.get(key.split("_")[0], "")
    if amount.lowest == amount.highest:
        return f"${_cents(amount.value)}{kind}"
    return f"${_cents(amount.value)} ({_cents(amount.lowest)} to {_cents(amount.highest)}){kind}"


def _cents(usd: float) -> str:
    return f"{usd:,.2f}" if round(usd, 2) == usd else f"{usd:g}"


def _prices(options: argparse.Namespace) -> None:
    evidence = evidence_with(options.prices)
    if options.format == "toml":
        if options.prices is not None:
            raise BadInput("--format toml writes the shipped file alone. Leave out --prices, or take text or json")
        sys.stdout.write(text_of("prices.toml"))
        return
    facts = [fact for fact in dated_facts(evidence) if not fact["name"].startswith(NOT_OF_THE_BOOK)]
    if options.format == "json":
        print_json({"schema": SCHEMA, "prices": facts})
        return
    print(f"{LEGEND}\n")
    group = ""
    for fact in facts:
        of, name = fact["name"].split(".", 1)
        if of != group:
            print(f"{'' if not group else chr(10)}{GROUPS.get(of, 'Who trains models for customers')}")
            group = of
        print(printable(f"  {name:22}{fact['says']}  [{fact['as_of']}, {fact['mark']}] {fact['source']}"))


def _recheck(options: argparse.Namespace) -> None:
    evidence, day = evidence_with(options.prices), options.as_of or date.today()
    days = int(evidence["revisit_days"])
    dated = (fact for fact in dated_facts(evidence) if not fact["name"].startswith(RECORD))
    facts = [{**fact, "days_old": SourceDate(fact["as_of"]).days_old(day)} for fact in dated]
    facts = sorted(facts, key=lambda fact: -math.inf if fact["days_old"] is None else -fact["days_old"])
    due = [fact for fact in facts if SourceDate(fact["as_of"]).is_older(days, day)]
    listed = facts if options.all else due
    if options.format == "json":
        report = {"schema": SCHEMA, "as_of": day.isoformat(), "revisit_days": days, "due": len(due)}
        print_json({**report, "facts": [{**fact, "stale": fact in due} for fact in listed]})
        return
    undated = sum(fact["days_old"] is None for fact in due)
    part = sum(len(fact["as_of"]) < len("YYYY-MM-DD") and fact["days_old"] is not None for fact in due)
    print(f"{len(due)} of {len(facts)} facts may be more than {days} days old on {day}.")
    print(f"Of {part} of these the source names only a month or year, here taken at its start; of {undated} no date.")
    for fact in listed:
        mark = "look up" if fact in due else "fresh  "
        age = "" if fact["days_old"] is None else f" ({fact['days_old']:,} days)"
        print(printable(f"{mark}  {fact['as_of']}{age}  {fact['name']}: {fact['says']}"))
        print(printable(f"         Look up {fact['look_up']}. Source then: {fact['source']}"))


def _day(text: str) -> date:
    try:
        if not re.fullmatch(DATE, text, re.ASCII):  # Python also reads 20261120 and 2026-W47-5
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        text = shown(text)
        raise argparse.ArgumentTypeError(f"{text} is no day. Write it YYYY-MM-DD, for example 2026-11-20") from None
