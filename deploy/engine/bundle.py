"""Puts the page's engine into a folder: Pyodide's files, ftdecide's own wheel, few others, and a lock of just these.

The lock that npm's Pyodide brings names hundreds of wheels that it does not bring; ours names what is there, each by
its own hash.  The worker loads ftdecide at once and the others when a page asks for what needs them.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from importlib.metadata import distribution
from pathlib import Path

from flit_core import buildapi

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PYODIDE = HERE / "node_modules" / "pyodide"
WHEELS = ROOT / "deploy" / "lite" / "wheels"
# What ftdecide's doors in the page need besides, and what each of these needs itself.
BESIDES = {
    "fsrs": ("typing-extensions",),
    "typing-extensions": (),
    "genanki": ("cached-property", "chevron", "pyyaml"),
    "cached-property": (),
    "chevron": (),
    "pyyaml": (),
}
PYODIDE_FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")


def bundle(target: Path, project: Path = ROOT) -> Path:
    """Fill `target` with everything that the worker loads, ftdecide taken from `project`; returns the wheel.

    Raises:
        FileNotFoundError: where Pyodide or a wheel was not fetched yet; its text names the remedy.
    """
    if not (PYODIDE / "pyodide.mjs").exists():
        raise FileNotFoundError(f"{PYODIDE.relative_to(ROOT)} is not there: run `make setup`, which fetches it")
    target.mkdir(parents=True, exist_ok=True)
    for old in target.glob("*.whl"):
        old.unlink()
    for name in PYODIDE_FILES:
        shutil.copyfile(PYODIDE / name, target / name)
    shutil.copyfile(HERE / "worker.js", target / "worker.js")
    bring_wheels(target)
    wheel = build_wheel(target, project)
    (target / "pyodide-lock.json").write_text(json.dumps(_lock(target), indent=1))
    return wheel


def bring_wheels(target: Path) -> None:
    """Put what is loaded besides ftdecide into a folder."""
    for name in BESIDES:
        if name == "pyyaml":
            pure_yaml(target)
            continue
        found = sorted(WHEELS.glob(f"{name.replace('-', '_')}-*.whl"))
        if not found:
            raise FileNotFoundError(f"the wheel of {name} is not there: run `make setup`, which fetches it")
        shutil.copyfile(found[0], target / found[0].name)


def pure_yaml(target: Path) -> Path:
    """A wheel of the installed PyYAML's own Python files: none is published that a page could load.

    Its compiled half is an optional one, which reads faster.
    """
    yaml = distribution("pyyaml")
    kept = [file for file in yaml.files or () if file.parts[0] == "yaml" and file.suffix == ".py"]
    about = f"pyyaml-{yaml.version}.dist-info"
    wheel = target / f"pyyaml-{yaml.version}-py3-none-any.whl"
    texts = {str(file): file.read_text() for file in sorted(kept)}
    texts[f"{about}/METADATA"] = f"Metadata-Version: 2.1\nName: PyYAML\nVersion: {yaml.version}\n"
    texts[f"{about}/WHEEL"] = "Wheel-Version: 1.0\nGenerator: ftdecide\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    texts[f"{about}/RECORD"] = "".join(f"{name},,\n" for name in [*texts, f"{about}/RECORD"])
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in texts.items():  # with a date of its own, so that it is the same file each time
            made.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
    return wheel


def in_node(program: str, given: str, folder: Path, limit_seconds: float = 500) -> str:
    """What the last expression of a Python program gives under the page's engine, run in Node.

    The program finds the text `given` under that name; `folder` is for the engine and the texts.

    Raises:
        RuntimeError: with the program's traceback, where it ends in an error.
    """
    bundle(folder / "engine")
    texts = [folder / name for name in ("program.py", "given", "answered")]
    texts[0].write_text(program, encoding="utf-8")
    texts[1].write_text(given, encoding="utf-8")
    command = ["node", HERE / "in_node.mjs", folder / "engine", *texts]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=limit_seconds)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return texts[2].read_text(encoding="utf-8")


def build_wheel(target: Path, project: Path) -> Path:
    """ftdecide's wheel, its name made unique by its content so that no cache can mix two versions."""
    before = Path.cwd()
    os.chdir(project)  # the build interface has no other way to say which project
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            built = target / buildapi.build_wheel(str(target))
    finally:
        os.chdir(before)
    built.chmod(0o644)  # made through a temporary file, which only its owner may read
    return built.rename(target / built.name.replace("-py3", f"+{_sha256(built)[:10]}-py3"))


def _lock(folder: Path) -> dict:
    info = json.loads((PYODIDE / "pyodide-lock.json").read_text())["info"]
    return {"info": info, "packages": {entry["name"]: entry for entry in map(_locked, sorted(folder.glob("*.whl")))}}


def _locked(wheel: Path) -> dict:
    name = re.sub(r"[-_.]+", "-", wheel.name.split("-")[0]).lower()
    return {
        "name": name,
        "version": wheel.name.split("-")[1],
        "file_name": wheel.name,
        "install_dir": "site",
        "sha256": _sha256(wheel),
        "package_type": "package",
        "imports": [name.replace("-", "_")],
        "depends": list(BESIDES.get(name, ())),
    }


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
