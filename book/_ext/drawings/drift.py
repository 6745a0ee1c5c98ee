"""What happens on the day on which a rule changes: the prompt follows, the weights wait."""

from __future__ import annotations

from drawings.marks import Drawing, box, line, lines, text


def draw() -> Drawing:
    """Two lanes over one year, with the change in the third quarter."""
    title = "The rule changes in the third quarter. The prompt follows that day."
    finding = (
        "Two lanes over four quarters. When a rule changes in the third quarter, the prompted system follows on the "
        "day on which its text is edited. The tuned one goes on by the old rule until there are new examples, a "
        "training run and a test."
    )
    left, change, again, right = 0, 214, 318, 400
    quarters = [text(50 + 100 * place, 14, f"Q{place + 1}", "small muted", "middle") for place in range(4)]
    marks = (
        *quarters,
        line(change, 22, change, 214, "dashed"),
        text(change, 232, "the rule changes", "small strong", "middle"),
        text(left, 44, "Prompted", "strong prompted"),
        box(left, 54, change - 2, 24, "lane prompted"),
        box(change + 2, 54, right - change - 2, 24, "lane prompted"),
        text(8, 71, "old rule", "small"), text(change + 10, 71, "new rule", "small"),
        text(change + 8, 96, "an edit, and the same test", "small"),
        text(left, 124, "Tuned", "strong tuned"),
        box(left, 134, change - 2, 24, "lane tuned"),
        box(change + 2, 134, again - change - 4, 24, "lane late"),
        box(again + 2, 134, right - again - 2, 24, "lane tuned"),
        text(8, 151, "old rule", "small"), text(change + 10, 151, "old rule still", "small"),
        text(again + 10, 151, "new rule", "small"),
        lines(change + 8, 178, ("new examples, a run,", "and the same test"), "small"),
    )  # fmt: skip
    return Drawing(title, finding, 240, marks, "Drawn to show the order of things; no length here was measured.")
