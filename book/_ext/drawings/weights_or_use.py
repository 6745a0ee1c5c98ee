"""What changes in each kind of work: the request, or the model."""

from __future__ import annotations

from collections.abc import Iterator

from drawings.marks import Drawing, arrow, box, dot, line, lines, text

MOVED = {2, 5, 7, 8, 13, 16, 18, 22, 23, 27, 30, 33}  # which of the 36 weights are drawn as moved


def draw() -> Drawing:
    """Two rows with the same model: drawn untouched above, changed below."""
    title = "A prompt changes what you send. Training changes the model."
    finding = (
        "Two rows. Above, prompting: instructions, examples and input go to a model whose weights stay as they were. "
        "Below, fine-tuning: examples go through training, which moves some of the weights; then a short request "
        "is enough."
    )
    prompting = (
        text(0, 16, "Prompting", "strong prompted"),
        *_sheets(0, 34, ("instructions", "examples", "input"), "prompted"),
        arrow(118, 76, 156, 76),
        *_model(166, 40, frozenset()),
        text(202, 132, "weights as they were", "small", "middle"),
        arrow(248, 76, 286, 76),
        *_sheets(294, 62, ("answer",), ""),
        lines(0, 158, ("Product: text you can read and undo.",), "small"),
    )
    tuning = (
        line(0, 180, 400, 180, "faint"),
        text(0, 208, "Fine-tuning", "strong tuned"),
        *_sheets(0, 226, ("example", "example", "example …"), "tuned"),
        arrow(118, 268, 156, 268, "tuned"),
        text(137, 259, "trains", "small tuned", "middle"),
        *_model(166, 232, frozenset(MOVED)),
        text(202, 324, "some weights moved", "small", "middle"),
        *_sheets(294, 232, ("input",), ""),
        arrow(286, 246, 248, 246),
        arrow(248, 290, 286, 290),
        *_sheets(294, 276, ("answer",), ""),
        lines(0, 350, ("Product: a model to test, serve and replace.",), "small"),
    )
    return Drawing(title, finding, 358, (*prompting, *tuning))


def _sheets(x: float, y: float, names: tuple[str, ...], kind: str) -> Iterator[str]:
    """Sheets of paper with their names, one below the other."""
    for place, name in enumerate(names):
        top = y + 30 * place
        yield box(x + 1, top, 106, 25, f"sheet {kind}".strip())
        yield text(x + 54, top + 17, name, "small", "middle")


def _model(x: float, y: float, moved: frozenset[int]) -> Iterator[str]:
    """Thirty-six weights in a frame."""
    yield box(x, y, 72, 72, "frame", 6)
    for place in range(36):
        column, row = place % 6, place // 6
        shift = 2 if place in moved else 0
        yield dot(x + 11 + 10 * column + shift, y + 11 + 10 * row - shift, 3.2, "fill-tuned" if shift else "fill-muted")
