"""Keeps the keys out of the feedback that students are shown.

nbgrader marks with the hidden tests in place and builds the feedback from the marked notebook, so
that hidden tests can be read there (jupyter/nbgrader#1363).  This takes them out again, and from
tracebacks of test cells everything but the last line, which would quote the cell.
"""

from __future__ import annotations

from nbconvert.exporters.exporter import ResourcesDict
from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import ClearHiddenTests
from nbgrader.utils import is_grade


class HideKeys(ClearHiddenTests):
    """A step of ``GenerateFeedback``; see ``notebooks/assignments/nbgrader_config.py``."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, cell_index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """The cell without its hidden region, and without tracebacks that quote it."""
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        if is_grade(cell):
            for output in cell.get("outputs", []):
                if output.output_type == "error":
                    output.traceback = [f"{output.ename}: {output.evalue}"]
        return cell, resources
