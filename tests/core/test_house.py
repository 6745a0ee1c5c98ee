"""The house: imports point one way, the core is standard library only, the drill's form asks what a profile holds."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ftdecide.evidence import load_evidence
from ftdecide.fields import BASE_MODEL_FIELDS, ECONOMICS_FIELDS, FIELDS, RUNG_FIELDS, RUNGS

PACKAGE = Path(__file__).resolve().parents[2] / "ftdecide"
# Each part imports only parts that are named before it; the folders, also their own modules.
ORDER = [
    *("printable", "fields", "reader", "model", "evidence", "prices", "economics", "cost_parts"),
    *("findings", "ladder", "rung_costs", "draws", "cost_draws", "drivers", "break_even", "paired_test"),
    *(
        "case",
        "priced_case",
        "conditions",
        "task_rules",
        "resource_rules",
        "rules",
        "rival_facts",
        "rivals",
        "price_grid",
        "grids",
        "flips",
        "verdict",
        "trial",
    ),
    *(
        "words",
        "flip_words",
        "money_words",
        "rival_words",
        "money",
        "chat_prompt",
        "sentences",
        "dispute",
        "record_words",
        "plan",
        "experiments",
        "refutation",
        "record",
        "markdown",
        "html_page",
        "render",
        "merged_profile",
        "schema",
    ),
    *("refit", "scores", "scoreboard"),
    *("cell", "column_names", "columns", "portfolio", "portfolio_summary", "portfolio_text"),
    *("instruments", "course", "grading", "doors"),
]
FOLDERS = {"evidence", "instruments", "course", "grading", "doors"}
OUTSIDE_THE_LAYERS = {"", "__main__"}  # the package's public names, and its door
THIRD_PARTY_ALLOWED = {"grading", "doors", "instruments"}
# Doors that the page loads as well.
IN_THE_PAGE = {"drill.py", "cli.py", "drill_upload.py", "measured_report.py", "audit.py", "audit_files.py"}
IN_THE_PAGE_TOO = {"course/review.py": {"fsrs"}}  # pure Python, loaded by the page that needs it
MODULES = sorted(PACKAGE.rglob("*.py"))


def part_of(path: Path) -> str:
    name = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "" if name == "__init__" else name


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written from the top"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_one_way(path):
    """No module imports from one that stands later in the order."""
    part = part_of(path)
    if part in OUTSIDE_THE_LAYERS:
        return
    for name in imported(path):
        other = name.split(".")[1] if name.startswith("ftdecide.") else None
        if other in (None, "__version__") or (other == part and part in FOLDERS):
            continue
        assert ORDER.index(other) < ORDER.index(part), f"{path.name} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_core_is_standard_library_only(path):
    """What runs in the page imports nothing that a page does not have."""
    if part_of(path) in THIRD_PARTY_ALLOWED and path.name not in IN_THE_PAGE:
        return
    if path.relative_to(PACKAGE).as_posix() == "course/review.py":
        return  # fsrs, whose wheel lies beside the page's engine
    for name in imported(path):
        top = name.split(".")[0]
        allowed = sys.stdlib_module_names | IN_THE_PAGE_TOO.get(path.relative_to(PACKAGE).as_posix(), set())
        assert top == "ftdecide" or top in allowed, f"{path.name} imports {name}"


def test_every_module_has_a_docstring():
    """A reader of any file learns first what it is for."""
    for path in MODULES:
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path


@pytest.fixture(scope="module")
def form() -> list[dict]:
    """FORM as drill.js exports it, read by Node."""
    source = (PACKAGE / "doors" / "drill.js").read_text(encoding="utf-8")
    script = source + "\nconsole.log(JSON.stringify(FORM));\n"
    done = subprocess.run(["node", "--input-type=module"], input=script, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_form_asks_for_every_key_of_a_profile(form):
    """Every key has its question, each question its key, with the same choices."""
    questions = {field["key"]: field for section in form for field in section.get("fields", [])}
    nested = {f"base_model.{f.key}": f for f in BASE_MODEL_FIELDS} | {f"economics.{f.key}": f for f in ECONOMICS_FIELDS}
    known = {f.key: f for f in FIELDS} | nested
    assert set(questions) == set(known)
    for key, field in known.items():
        if field.kind == "choice":
            assert [value for value, _ in questions[key]["options"]] == list(field.choices)
        assert (questions[key]["kind"] == "flag") == (field.kind == "flag")
    (rungs,) = (section["rungs"] for section in form if "rungs" in section)
    assert tuple(name for name, _ in rungs) == RUNGS
    assert [title for _, title in rungs] == [rung.title for rung in load_evidence().rungs]
    assert {f.key for f in RUNG_FIELDS} == {"pass_rate", "n"}


def test_no_threshold_or_weight_stands_in_javascript():
    """The drill's script holds no number of the evidence: the verdict comes from the core alone."""
    code = (PACKAGE / "doors" / "drill.js").read_text(encoding="utf-8")
    code = re.sub(r'hint: "[^"]*"', "", code)  # examples of what one may type
    code = re.sub(r"/ 100\b", "", code)  # per cent
    numbers = set(re.findall(r"(?<![\w.])\d[\d_]*\.?\d*(?![\w.])", code))
    shares = {str(t.value) for t in load_evidence().thresholds.values() if t.unit == "share"}
    counts = {str(int(t.value)) for t in load_evidence().thresholds.values() if t.value >= 50}
    assert not numbers & (shares | counts)


def test_the_house_on_paper_has_every_room():
    """CONTRIBUTING names each module of the package, and none that is not there."""
    text = (PACKAGE.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")
    picture = text.split("```")[3]
    named = set(re.findall(r"\b(\w+)\.py\b", picture.split("book/ ")[0]))
    there = {path.stem for path in PACKAGE.glob("*.py")} - {"__init__", "__main__"}
    assert there - named == set()
    inside = {path.stem for path in MODULES}
    assert named - inside == set()
