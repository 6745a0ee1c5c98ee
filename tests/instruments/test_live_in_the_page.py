"""The lab in the browser's Python: no threads, no server, and the same prompts and answers as here."""

from __future__ import annotations

import json

from bench.ladder import tickets
from deploy.engine.bundle import in_node

PROGRAM = """
import json
from ftdecide.instruments.audit.record import Record
from ftdecide.instruments.measure.live.limits import Limits
from ftdecide.instruments.measure.live.ladder import ladder
from ftdecide.instruments.measure.outputs import Item
from ftdecide.instruments.measure.live.pool import pool_of
from ftdecide.instruments.measure.live.stand_in import stand_in

rows = json.loads(given)
items = [Item(str(row), text, label) for row, (text, label) in enumerate(rows[:24])]
records = (Record(row, row, text, label, label=label) for row, (text, label) in enumerate(rows[24:]))
found = ladder(items, pool_of(records, items), stand_in, limits=Limits(at_once=4))
json.dumps({rung: [each.text for each in outputs] for rung, outputs in found.trial.outputs.items()})
"""


def test_the_rungs_come_to_the_same_in_the_page(tmp_path):
    given = json.dumps(tickets(84))
    *statements, last = PROGRAM.strip().rsplit("\n", 1)
    names = {"given": given}
    exec(statements[0], names)
    here = json.loads(eval(last, names))
    assert json.loads(in_node(PROGRAM, given, tmp_path)) == here
    assert [len(answers) for answers in here.values()] == [24] * 4
