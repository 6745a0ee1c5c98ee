"""The rungs run live for `ftdecide measure`: its options, what is said before and after, and the trial that comes out.

Nothing is asked unless `--endpoint` or `--stand-in` is given.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence

from ftdecide.doors.answer_cache import AnswerCache
from ftdecide.doors.audit_files import opened
from ftdecide.doors.audit_progress import note
from ftdecide.doors.call_progress import CallProgress
from ftdecide.doors.chat_endpoint import KEY, MODEL
from ftdecide.doors.endpoint_client import Asking
from ftdecide.doors.json_files import BadInput
from ftdecide.doors.live_model import LiveModel, live_model
from ftdecide.doors.measure_reading import pool_in
from ftdecide.instruments.measure.bounds import InvalidMeasurement
from ftdecide.instruments.measure.live.ladder import LiveTrial, ladder
from ftdecide.instruments.measure.live.limits import Limits
from ftdecide.instruments.measure.live.rung_prompts import EXAMPLES, LIVE_RUNGS
from ftdecide.instruments.measure.live.stand_in import NAME, is_stand_in
from ftdecide.instruments.measure.live.words import after_lines, before_lines, why_none
from ftdecide.instruments.measure.outputs import Item
from ftdecide.printable import printable_lines
from ftdecide.words import listed

AT_ONCE = 4
INTERRUPTED = 130  # the exit status that shells give what Ctrl-C has ended
# The stand-in needs none of these options.
OF_AN_ENDPOINT = ("model", "temperature", "max_tokens", "timeout", "at_once", "cache")
MOST_TEXT_BYTES = 200_000
DEFAULTS = Asking()


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Add the options of a live run to a command."""
    live = command.add_argument_group(
        "rungs run live", f"nothing is asked without --endpoint or --stand-in; a key comes from {KEY} alone"
    )
    which = live.add_mutually_exclusive_group()
    which.add_argument("--endpoint", metavar="URL|env", help="ask this address (up to /v1); env: FTDECIDE_CHAT_URL")
    which.add_argument("--stand-in", action="store_true", help=f"ask the {NAME}: free, offline, for a look at the lab")
    live.add_argument("--model", metavar="NAME", help="at the endpoint; else FTDECIDE_CHAT_MODEL")
    live.add_argument(
        "--pool", metavar="FILE", help="examples for the prompts; what the evaluation set holds is dropped"
    )
    live.add_argument("--pool-text-column", metavar="C", help="where the pool's text stands")
    live.add_argument("--pool-label-column", metavar="C", help="where the pool's label stands")
    live.add_argument("--instruction", metavar="FILE", help="what is to be done; not needed where answers are labels")
    live.add_argument(
        "--primer", metavar="FILE", help="the lasting context; built from the pool where answers are labels"
    )
    live.add_argument("--rungs", default=",".join(LIVE_RUNGS), metavar="R,...", help="default %(default)s")
    live.add_argument("--examples", type=int, default=EXAMPLES, metavar="K", help="in a prompt (default %(default)s)")
    live.add_argument("--examples-seed", type=int, default=0, metavar="N", help="of the draw (default %(default)s)")
    live.add_argument(
        "--runs", type=int, default=1, metavar="N", help="of each rung on each item (default %(default)s)"
    )
    live.add_argument("--temperature", default="0", metavar="T|none", help="default %(default)s; none sends none")
    live.add_argument("--max-tokens", type=int, default=DEFAULTS.most_tokens, metavar="N", help="default %(default)s")
    live.add_argument("--timeout", type=float, default=DEFAULTS.timeout_seconds, metavar="SECONDS", help="of one try")
    live.add_argument("--at-once", type=int, default=AT_ONCE, metavar="N", help="calls at a time (default %(default)s)")
    live.add_argument("--requests-per-minute", type=int, metavar="N")
    live.add_argument("--most-calls", type=int, metavar="N", help="answers kept from an earlier run are no calls")
    live.add_argument("--most-usd", type=float, metavar="USD", help="stop before the bill could be higher")
    live.add_argument("--usd-per-million-input-tokens", type=float, metavar="USD", help="else from the price book")
    live.add_argument("--usd-per-million-output-tokens", type=float, metavar="USD")
    live.add_argument(
        "--price-of", metavar="MODEL", help="a model of the price book, where the endpoint has another name"
    )
    kept = live.add_mutually_exclusive_group()
    kept.add_argument("--cache", metavar="FILE", help="answers kept for the next run (default ~/.ftdecide)")
    kept.add_argument("--no-cache", action="store_true", help="keep no answers")


def refuse_without_effect(options: argparse.Namespace) -> None:
    """Refuse options of a live run that would change nothing.

    Raises:
        BadInput: with the option that each of them needs.
    """
    command = argparse.ArgumentParser()
    add_arguments(command)
    given = [name for name, value in vars(command.parse_args([])).items() if getattr(options, name) != value]
    if options.stand_in:
        _refuse([name for name in given if name in OF_AN_ENDPOINT], "--endpoint URL")
    elif not options.endpoint:
        _refuse(given, "--endpoint URL or --stand-in")
    if not options.pool:
        _refuse([name for name in given if name.startswith("pool_")], "--pool FILE")


def _refuse(names: Sequence[str], needed: str) -> None:
    if names:
        options = listed([f"--{name.replace('_', '-')}" for name in names])
        raise BadInput(f"{options} would change nothing without {needed}. Add that, or leave {options} out")


def is_live(options: argparse.Namespace) -> bool:
    """Whether the command asks a model."""
    return bool(options.endpoint or options.stand_in)


def asks_stand_in(options: argparse.Namespace) -> bool:
    """Whether what a command asks is the stand-in, at an endpoint too: then nothing of a language model is measured."""
    model = options.model or os.environ.get(MODEL, "")
    return options.stand_in or bool(options.endpoint and is_stand_in(model))


def live_trial(options: argparse.Namespace, items: Sequence[Item]) -> LiveTrial:
    """Run the rungs and say on standard error what it takes and took.

    Raises:
        BadInput: where an option cannot be used, or no call had an answer.
        SystemExit: where Ctrl-C came before any answer.
    """
    try:
        with live_model(options) as model, CallProgress() as progress:
            return _run(options, items, model, progress)
    except InvalidMeasurement as fault:
        raise BadInput(str(fault)) from None


def _run(options: argparse.Namespace, items: Sequence[Item], model: LiveModel, progress: CallProgress) -> LiveTrial:
    pool = pool_in(options.pool, items, options.pool_text_column, options.pool_label_column)
    _say(*model.says, *([pool.says] if options.pool else []))
    if options.most_usd is not None and model.price and not model.price.billed:
        _say("--most-usd has no effect: nobody bills the stand-in")
    found = ladder(
        items,
        pool,
        model.ask,
        instruction=_text(options.instruction),
        primer=_text(options.primer),
        rungs=_rungs(options.rungs),
        k=options.examples,
        runs=options.runs,
        seed=options.examples_seed,
        price=model.price,
        limits=Limits(
            1 if options.stand_in else options.at_once,
            options.requests_per_minute,
            options.most_calls,
            options.most_usd,
            options.max_tokens,
        ),
        keep=model.keep,
        begin=lambda plan: _say(*before_lines(plan, model.price)),
        progress=progress,
    )
    progress.close()
    if isinstance(model.keep, AnswerCache):
        _say(*model.keep.notes)
    _say(*after_lines(found, model.price, keeps=model.keep is not None))
    if not any(cost.answered for cost in found.costs):
        if found.interrupted:
            raise SystemExit(INTERRUPTED)
        raise BadInput(f"no call had an answer: {why_none(found)}")
    return found


def _text(name: str | None) -> str:
    """The text of a file, or nothing where none is named."""
    if not name:
        return ""
    with opened(name) as file:
        raw = file.read(MOST_TEXT_BYTES + 1)
    if not raw.strip() or len(raw) > MOST_TEXT_BYTES:
        raise BadInput(f"{name}: it is {'too large for a prompt' if raw.strip() else 'empty'}. Give a short text")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise BadInput(f"{name}: byte {fault.start} is not UTF-8 text. Save the file as UTF-8") from None


def _rungs(named: str) -> tuple[str, ...]:
    rungs = tuple(dict.fromkeys(name.strip() for name in named.split(",") if name.strip()))
    for name in rungs:
        if name not in LIVE_RUNGS:
            raise BadInput(f"--rungs names {name!r}. Name some of: {', '.join(LIVE_RUNGS)}")
    if not rungs:
        raise BadInput(f"--rungs is empty. Name some of: {', '.join(LIVE_RUNGS)}")
    return rungs


def _say(*lines: str) -> None:
    for line in lines:
        note(printable_lines(line))
