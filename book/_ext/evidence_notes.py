"""What a citation and a number of the evidence say when one points at them: the note beside the link."""

from __future__ import annotations

from collections.abc import Iterable

from evidence_role import MARKS, OURS, known_sources, short, what, who, with_unit

from ftdecide.evidence import Source, load_evidence


def evidence_notes(anchors: Iterable[str]) -> dict[str, str]:
    """The note of each anchor that stands for a source or a threshold; others have none."""
    sources = {f"source-{key.lower()}": source for key, source in {**known_sources(), "ours": OURS}.items()}
    thresholds = {f"threshold-{name}": threshold for name, threshold in load_evidence().thresholds.items()}
    notes = {}
    for anchor in anchors:
        if anchor in sources:
            notes[anchor] = citation(sources[anchor])
        elif anchor in thresholds:
            found = thresholds[anchor]
            cited = "; ".join(dict.fromkeys(short({**known_sources(), "ours": OURS}[key]) for key in found.source))
            notes[anchor] = f"{found.description}: {with_unit(found)} ({cited}; {MARKS[found.mark]})."
    return notes


def citation(source: Source) -> str:
    """Authors, year, title, where it is, and how it was read."""
    place = f" {source.ref}." if source.ref else ""
    return f"{who(source)}: {what(source)}{place} {MARKS[source.mark].capitalize()}."
