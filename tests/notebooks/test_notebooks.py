"""Every notebook runs in a real kernel, carries no output into the repository, and uses the known tags only."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.ipynb"))
TAGS = {"remove-cell", "hide-input", "remove-input", "raises-exception"}

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def read(path: Path) -> nbformat.NotebookNode:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    return notebook


def test_the_drill_and_the_lab_are_there():
    """The glob above finds the notebooks that the course is about."""
    assert {"drill", "break_even"} <= {path.stem for path in NOTEBOOKS}


@each_notebook
@pytest.mark.filterwarnings("default::DeprecationWarning:jupyter_client", "default::ResourceWarning")
def test_it_runs_from_top_to_bottom(path):
    """No cell raises in a fresh kernel."""
    notebook = read(path)
    NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": path.parent}}
    ).execute()
    assert any(cell.get("outputs") for cell in notebook.cells)


@each_notebook
def test_it_carries_no_output(path):
    """Outputs are made by whoever runs it, never stored."""
    for cell in read(path).cells:
        if cell.cell_type == "code":
            assert cell.outputs == [], f"{path.name}: cell {cell.id} has stored outputs; clear them before committing"
            assert cell.execution_count is None, f"{path.name}: cell {cell.id} has a count; clear all outputs"


@each_notebook
def test_it_uses_the_known_tags_only(path):
    """Anything else would do nothing, or something nobody expects."""
    for cell in read(path).cells:
        unknown = set(cell.metadata.get("tags", ())) - TAGS
        assert not unknown, f"{path.name}: cell {cell.id} has tags {sorted(unknown)}; use {sorted(TAGS)}"


@each_notebook
def test_it_holds_no_logic(path):
    """A lab imports, shows and asks; what computes lives in the package."""
    for cell in read(path).cells:
        if cell.cell_type == "code":
            assert not any(line.startswith(("def ", "class ", "for ")) for line in cell.source.splitlines())
