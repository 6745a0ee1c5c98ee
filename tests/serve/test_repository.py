"""The files around the course say what is so: licences, citation, lock, workflows, commands."""

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from deploy.local import engine
from deploy.local.steps import BIN, ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
LOCKS = ("requirements.txt", "deploy/local/node.txt", "deploy/lite/wheels.txt")


def locked(lock: str) -> dict[str, list[str]]:
    """Each requirement of a lock, as written before its hashes, with its hashes."""
    text = "\n".join(line for line in (ROOT / lock).read_text().splitlines() if not line.startswith("#"))
    entries = text.replace("\\\n", " ").strip().splitlines()
    return {entry.split("--hash")[0].strip(): re.findall(r"--hash=sha256:([0-9a-f]{64})\b", entry) for entry in entries}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_part_has_one_version_and_a_hash(lock):
    """A version range or a missing hash would let the course change under its reader."""
    parts = locked(lock)
    assert parts
    for part, hashes in parts.items():
        assert re.fullmatch(r"==[^*]+", str(Requirement(part).specifier)), part
        assert hashes, f"{part} has no hash"


def test_the_lock_holds_all_that_pyproject_asks_for():
    """Every direct dependency is locked, at a version that pyproject allows."""
    pins = {}
    for part in locked("requirements.txt"):
        pinned = Requirement(part)
        pins.setdefault(canonicalize_name(pinned.name), []).append(next(iter(pinned.specifier)).version)
    asked = PROJECT["dependencies"] + [each for extra in PROJECT["optional-dependencies"].values() for each in extra]
    for wanted in map(Requirement, asked):
        versions = pins.get(canonicalize_name(wanted.name), [])
        assert any(wanted.specifier.contains(version) for version in versions), f"{wanted} is not in the lock"


def test_the_engines_lock_checks_every_part_and_names_no_address():
    """npm then fetches from whatever registry the machine uses, and refuses anything altered."""
    parts = json.loads(engine.LOCK.read_text())["packages"]
    wanted = json.loads((engine.ENGINE / "package.json").read_text())
    for name, part in parts.items():
        assert "resolved" not in part, name
        assert name == "" or part["integrity"].startswith("sha512-"), name
    for name, version in (wanted["dependencies"] | wanted["devDependencies"]).items():
        assert parts[f"node_modules/{name}"]["version"] == version


def test_the_citation_can_be_read_and_names_this_version():
    """CITATION.cff holds what format 1.2.0 asks for, and the version that pyproject states."""
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    assert citation["cff-version"] == "1.2.0"
    assert {"message", "title", "authors"} <= set(citation)
    assert all("name" in author or "family-names" in author for author in citation["authors"])
    assert citation["version"] == PROJECT["version"]
    assert citation["license"] == PROJECT["license"]
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(citation["date-released"]))


@pytest.mark.parametrize("file", ["LICENSE-CONTENT", "README.md"])
def test_the_lesson_that_the_ideas_come_from_is_credited(file):
    """Its licence, CC BY 4.0, asks for title, author and licence; the content licence also says what was changed."""
    text = " ".join((ROOT / file).read_text().split())
    for part in ('"Fine-tuning vs prompt engineering"', "AtomEons /learn curriculum", "CC BY 4.0"):
        assert part in text
    if file == "LICENSE-CONTENT":
        assert "https://creativecommons.org/licenses/by/4.0/" in text
        assert "Changed:" in text
        assert "do not endorse" in text


def test_continuous_integration_calls_make_test_and_nothing_cleverer():
    """`.ci/run` stops at the first failure and runs one command."""
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    lines = [line for line in script.read_text().splitlines() if line and not line.startswith("#")]
    assert lines[0] == "set -euo pipefail"
    assert [line for line in lines[1:] if not line.startswith("cd ")] == ["make test"]


PUBLISH = "make book zip pdf epub && cp -r dist _build/html/downloads"


@pytest.mark.parametrize(("workflow", "command"), [("pages.yml", PUBLISH), ("tests.yml", ".ci/run")])
def test_workflows_run_what_people_run_with_few_rights(workflow, command):
    """The published book is make's book; the token may read the contents, and only the publishing job more."""
    text = (ROOT / ".github" / "workflows" / workflow).read_text()
    steps = yaml.safe_load(text)
    assert steps["permissions"] == {"contents": "read"}
    assert [step["run"] for job in steps["jobs"].values() for step in job["steps"] if "run" in step] == [command]
    assert all(re.fullmatch(r"actions/[\w-]+@v\d+", used) for used in re.findall(r"uses: (\S+)", text))
    for name, job in steps["jobs"].items():
        assert set(job.get("permissions", {})) <= ({"pages", "id-token"} if name == "publish" else set())


def test_binder_installs_the_same_lock():
    """deploy/binder is the folder that Binder reads, and its requirements are the course's own."""
    folder = ROOT / "deploy" / "binder"
    assert folder.resolve() == (ROOT / ".binder").resolve()
    included = re.findall(r"^-r (\S+)$", (folder / "requirements.txt").read_text(), re.MULTILINE)
    assert [(ROOT / ".binder" / path).resolve() for path in included] == [ROOT / "requirements.txt"]
    assert re.fullmatch(r"python-3\.\d+", (folder / "runtime.txt").read_text().strip())
    subprocess.run(["bash", "-n", folder / "postBuild"], check=True)


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_the_documents_name_files_and_make_targets_that_exist(document):
    """README and CONTRIBUTING are true to the house."""
    text = (ROOT / document).read_text()
    targets = set(re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)[1].split())
    assert set(re.findall(r"(?:^|`)make (\w+)", text, re.MULTILINE)) <= targets

    made_or_the_readers_own = (
        ".venv", "_build", "deploy/engine/node_modules", "deploy/lite/wheels", "profile.json", "book/NAME.md",
        "book/questions/NAME.toml",
        "release/", "submitted/", "dist/", "feedback/", "grades.csv",
    )  # fmt: skip
    types = ("text/javascript", "application/wasm")
    places = [ROOT, ROOT / "ftdecide", ROOT / "ftdecide" / "evidence", ROOT / "notebooks" / "assignments"]
    named = re.findall(r"`((?:[\w.-]+/)+[\w.-]*|[\w-]+\.(?:md|toml|cff|py|yml|txt|json))`", text)
    assert named
    for name in named:
        exists = any((place / name).exists() for place in places)
        assert exists or name.startswith(made_or_the_readers_own + types), f"{document} names {name}"


def test_ruff_finds_nothing():
    """Style and common mistakes, in every Python file of the repository; generated notebooks are their maker's."""
    command = [BIN / "ruff", "check", "--no-cache", "--output-format=concise"]
    checked = subprocess.run([*command, "."], cwd=ROOT, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout


def test_make_without_a_target_explains_itself():
    """A newcomer who types `make` reads what there is."""
    listed = subprocess.run(["make", "-C", str(ROOT)], capture_output=True, text=True, check=True).stdout
    targets = ("serve", "test", "book", "zip", "lighthouse", "setup", "lock", "clean")
    assert all(f"make {target}" in listed for target in targets)


def test_set_up_programs_need_nothing_installed():
    """They run before anything is: with isolated Python, no site packages, they can all be imported."""
    modules = [path.stem for path in (ROOT / "deploy" / "local").glob("*.py") if path.stem != "__init__"]
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n" + "".join(f"import deploy.local.{m}\n" for m in modules)
    subprocess.run([Path(BIN / "python").resolve(), "-I", "-S", "-c", code], check=True, capture_output=True)
