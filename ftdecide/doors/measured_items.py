"""The table of every marked answer that `ftdecide measure --items` writes."""

from __future__ import annotations

import csv

from ftdecide.doors.csv_cells import cell
from ftdecide.doors.whole_file import whole_file
from ftdecide.instruments.measure.measured import Measured

COLUMNS = ("item", "rung", "run", "passed", "score", "why")


def write_items(found: Measured, name: str) -> None:
    """Every marked output as a table: a row each, the runs counted from 1."""
    with whole_file(name) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for rung, marks in found.marks.items():
            for item, of_item in marks.by_item.items():
                for mark in of_item:
                    says = str(mark.passed).lower(), f"{mark.score:g}", cell(mark.why)
                    writer.writerow((cell(item), cell(rung), mark.output.run + 1, *says))
