"""The rungs run with the stand-in on made support tickets: what each comes to.  `.venv/bin/python bench/ladder.py`

The tickets are drawn from parts, so that near examples exist without copies: 6 classes, whose words partly overlap.
`--write DIR` writes them as eval.csv and pool.csv, for `ftdecide measure`.
"""

from __future__ import annotations

import argparse
import csv
import random
import time
from pathlib import Path

from ftdecide.evidence import load_evidence
from ftdecide.instruments.audit.record import Record
from ftdecide.instruments.measure.live.call_cost import book_price
from ftdecide.instruments.measure.live.ladder import ladder
from ftdecide.instruments.measure.live.pool import pool_of
from ftdecide.instruments.measure.live.stand_in import NAME, stand_in
from ftdecide.instruments.measure.outputs import Item
from ftdecide.instruments.measure.scorers.registry import scorer

OPENINGS = (
    "Hello,", "Hi there,", "Good morning.", "To whom it may concern:", "Hey,", "I need help.", "Quick question:", "",
    "This is the second time that I write.", "I have been a customer for {n} years.", "Sorry to bother you.", "",
)  # fmt: skip
CLOSINGS = (
    "Please reply today.", "Thanks in advance.", "Regards, {name}", "What can be done?", "I am waiting.", "", "",
    "Can somebody call me?", "My number is on file.", "Otherwise I cancel.", "Best, {name}", "This is urgent.",
)  # fmt: skip
NAMES = ("Ada", "Bo", "Chidi", "Dana", "Emre", "Farah", "Gus", "Hana", "Ines", "Jun", "Kofi", "Lena")
THINGS = ("lamp", "kettle", "headphones", "blue chair", "router", "printer", "watch", "camera", "bike lock", "tent")
PLACES = ("Leeds", "the office", "my neighbour", "the depot", "Cork", "the shop", "Graz", "the front door")
TICKETS = {
    "billing": (
        "My card was charged {n} times for the {thing}", "The invoice for the {thing} shows the wrong amount",
        "Why is there a fee of {n} on my statement", "You took {n} euros although I paid by voucher",
        "The VAT number is missing on the bill for the {thing}", "My bank shows a second payment for one order",
        "The monthly amount went up by {n} without notice", "I need the receipt for the {thing} for my tax return",
    ),
    "delivery": (
        "The {thing} still has not arrived at {place}", "The courier left my parcel at {place}",
        "Tracking has said “in transit” for {n} days", "When will the {thing} be sent",
        "Somebody else signed for the package at {place}", "The van went past {place} without stopping",
        "Can you bring the {thing} to {place} instead", "Half of the order came, the {thing} was not in the box",
    ),
    "refund": (
        "I sent the {thing} back {n} weeks ago and have no money yet", "I want my money back for the {thing}",
        "You promised to reimburse the {thing} to my card", "The return was accepted but the {n} euros are missing",
        "How long until the amount for the {thing} is on my account", "I was given a voucher and wanted cash instead",
        "Only {n} euros of the price came back", "The {thing} is returned, where do I see the credit",
    ),
    "defect": (
        "The {thing} stopped working after {n} days", "There is a crack in the {thing}",
        "The {thing} smells burnt when it is on", "A screw fell out of the {thing} and it wobbles now",
        "The {thing} arrived broken", "It makes a loud noise and then turns itself off",
        "The display of the {thing} stays black", "The battery of the {thing} lasts {n} minutes",
    ),
    "account": (
        "I cannot log in since the update", "The code for signing in never reaches my phone",
        "Please change the email of my profile", "Somebody else seems to use my password",
        "I want all my personal details deleted", "The page says that my user name is taken",
        "My profile shows the name of {name} and not mine", "After {n} wrong tries I am locked out",
    ),
    "product question": (
        "Does the {thing} fit a desk of {n} centimetres", "Is the {thing} also sold in green",
        "Which bulbs does it take", "Can the {thing} be used outdoors in the rain",
        "What is the difference between the old {thing} and the new one", "Is there a manual for the {thing} in Polish",
        "How heavy is the {thing}", "Will the {thing} be in stock again in {place}",
    ),
}  # fmt: skip


def tickets(number: int, seed: int = 0) -> list[tuple[str, str]]:
    """So many different tickets with their labels, classes in turn."""
    draw, made = random.Random(seed), dict[str, str]()
    labels = list(TICKETS)
    while len(made) < number:
        label = labels[len(made) % len(labels)]
        parts = (draw.choice(OPENINGS), f"{draw.choice(TICKETS[label])}.", draw.choice(CLOSINGS))
        text = " ".join(filter(None, parts)).format(
            n=draw.randint(2, 90), name=draw.choice(NAMES), thing=draw.choice(THINGS), place=draw.choice(PLACES)
        )
        made.setdefault(text, label)
    return list(made.items())


def main() -> None:
    """Run the rungs and print what they come to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--items", type=int, default=300)
    parser.add_argument("--pool", type=int, default=300)
    parser.add_argument("--examples", type=int, default=8)
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    made = tickets(options.items + options.pool)
    random.Random(1).shuffle(made)
    asked, shown = made[: options.items], made[options.items :]
    if options.write:
        for name, rows in (("eval", asked), ("pool", shown)):
            with (options.write / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([("text", "label"), *rows])
    items = [Item(str(number), text, label) for number, (text, label) in enumerate(asked)]
    began = time.perf_counter()
    pool = pool_of((Record(row, row, text, label, label=label) for row, (text, label) in enumerate(shown)), items)
    price = book_price(load_evidence().prices, "gpt-6-luna", billed=False)
    found = ladder(items, pool, stand_in, k=options.examples, price=price)
    seconds = time.perf_counter() - began
    print(
        f"{NAME}; {pool.says} {found.end.calls:,} calls in {seconds:.1f} s. Priced as {price.source}, billed to nobody."
    )
    score, expected = scorer("labels", known=list(TICKETS)), {item.name: item.expected for item in items}
    for cost in found.costs:
        outputs = found.trial.outputs[cost.rung]
        passed = sum(score(each.text, expected[each.item]).passed for each in outputs)
        print(f"{cost.rung:10} {passed:4} of {len(outputs)} right, ${cost.usd_per_1000_calls:.4f} for 1,000 calls")


if __name__ == "__main__":
    main()
