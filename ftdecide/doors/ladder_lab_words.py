"""What the ladder lab shows: its figure, its table, and its sentences."""

from __future__ import annotations

from ftdecide.doors.ladder_drawing import svg
from ftdecide.doors.ladder_lab import Climbed, Model
from ftdecide.instruments.measure import measured_words
from ftdecide.instruments.measure.live.rung_prompts import TITLES
from ftdecide.instruments.measure.live.stand_in import SAYS
from ftdecide.instruments.measure.measured import ladder as points_of
from ftdecide.instruments.measure.measured_words import deciding, headline, sentence
from ftdecide.instruments.measure.number_words import dollars, rate

NAMES = {rung: title.split(":")[0] for rung, title in TITLES.items()}
COLUMNS = {"rung": "Rung", "pass_rate": "Passes", "tokens": "Tokens in a prompt", "cost": "1,000 calls"}
BY_STAND_IN = "A stand-in answered, no language model."
NO_BILL = "What 1,000 calls cost is what as many tokens would cost at the price of {model}; nobody is asked to pay it."


def picture(climbed: Climbed) -> str:
    """The ladder drawn: pass rate with its interval against cost."""
    marks = [point._replace(rung=named(point.rung)) for point in points_of(climbed.found)]
    return svg(marks, conclusion(climbed), BY_STAND_IN if climbed.found.stand_in else "")


def conclusion(climbed: Climbed) -> str:
    """The finding, short enough for a title."""
    return measured_words.conclusion(climbed.found, named)


def answer_to(guess: str, climbed: Climbed) -> str:
    """What became of the learner's guess; empty where there was none."""
    best = climbed.found.best
    if not guess or guess not in {rung.name for rung in climbed.found.rungs}:
        return ""
    if guess == best.name:
        return f"You expected {named(guess).lower()} to pass most, and it did."
    for each in climbed.found.comparisons:
        if {guess, best.name} == {each.first, each.second} and each.better == best.name:
            return f"You expected {named(guess).lower()}. {named(best.name)} passed more, beyond doubt."
    return f"You expected {named(guess).lower()}. {named(best.name)} passed more, but not beyond doubt."


def table(climbed: Climbed) -> list[dict[str, str]]:
    """The numbers of each rung, as text."""
    return [
        {
            "rung": TITLES.get(rung.name, rung.name),
            "pass_rate": rate(rung.pass_rate, rung.interval),
            "tokens": "" if rung.input_tokens is None else f"{rung.input_tokens:,.0f}",
            "cost": "" if rung.usd_per_1000_calls is None else dollars(rung.usd_per_1000_calls),
        }
        for rung in climbed.found.rungs
        if rung.pass_rate is not None
    ]


def finding(climbed: Climbed) -> str:
    """What came out, in a sentence, and what became of the learner's guess."""
    return " ".join(filter(None, (headline(climbed.found, named), answer_to(climbed.settings.guess, climbed))))


def comparisons(climbed: Climbed) -> list[str]:
    """What can be told of the rungs, and what cannot yet, in sentences."""
    found = climbed.found
    return [sentence(each, len(found.comparisons), named) for each in deciding(found)]


def notes(climbed: Climbed, model: Model) -> list[str]:
    """What has to be known before the numbers are believed."""
    said = [SAYS] if climbed.found.stand_in else []
    if model.price is not None and not model.price.billed:
        said.append(NO_BILL.format(model=model.price.source))
    return [*said, *climbed.found.notes, *climbed.live.notes, *climbed.live.missing.values()]


def named(rung: str) -> str:
    """A rung's name for people."""
    return NAMES.get(rung, rung)
