"""Records that are also in the hold-out file, so that a test on it measures memory."""

from __future__ import annotations

from collections.abc import Iterator

from ftdecide.instruments.audit.index import Index
from ftdecide.instruments.audit.issue import Kind, Suspect
from ftdecide.instruments.audit.near import Near

KIND = Kind(
    "leakage",
    "records that are in the hold-out file too",
    "Take them out of the training file: a model that has seen the question is not tested by it.",
    one="record that is in the hold-out file too",
)


def leakage(index: Index, pairs: list[Near]) -> Iterator[Suspect]:
    """Records whose input the hold-out file has too, in the same words or nearly."""
    best: dict[int, tuple[float, int]] = {}
    for pair in pairs:
        one, two = pair.places
        if index.held_out[one] and not index.held_out[two]:
            best[two] = max(best.get(two, (0.0, one)), (pair.similarity, one))
    for place, (similarity, held) in sorted(best.items()):
        of = index.row[held]
        how = "asks the same as" if similarity == 1 else f"has {similarity:.0%} the words of"
        yield Suspect(
            index.row[place], index.line[place], similarity, f"{how} row {of} of the hold-out file", {"holdout_row": of}
        )
