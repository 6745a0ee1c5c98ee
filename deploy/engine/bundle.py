"""Puts the page's engine into a folder: Pyodide's files, ftdecide's own wheel, and a lock of just that wheel.

The lock that npm's Pyodide brings names hundreds of wheels that it does not bring; ours names one, by
its own hash.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import shutil
import subprocess
from pathlib import Path

from flit_core import buildapi

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PYODIDE = HERE / "node_modules" / "pyodide"
PYODIDE_FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")


def bundle(target: Path, project: Path = ROOT) -> Path:
    """Fill `target` with everything that the worker loads, ftdecide taken from `project`; returns the wheel.

    Raises:
        FileNotFoundError: where Pyodide was not fetched yet; its text names the remedy.
    """
    if not (PYODIDE / "pyodide.mjs").exists():
        raise FileNotFoundError(f"{PYODIDE.relative_to(ROOT)} is not there: run `make setup`, which fetches it")
    target.mkdir(parents=True, exist_ok=True)
    for old in target.glob("*.whl"):
        old.unlink()
    for name in PYODIDE_FILES:
        shutil.copyfile(PYODIDE / name, target / name)
    shutil.copyfile(HERE / "worker.js", target / "worker.js")
    wheel = build_wheel(target, project)
    (target / "pyodide-lock.json").write_text(json.dumps(_lock(wheel), indent=1))
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


def _lock(wheel: Path) -> dict:
    lock = json.loads((PYODIDE / "pyodide-lock.json").read_text())
    own = {
        "name": "ftdecide",
        "version": wheel.name.split("-")[1],
        "file_name": wheel.name,
        "install_dir": "site",
        "sha256": _sha256(wheel),
        "package_type": "package",
        "imports": ["ftdecide"],
        "depends": [],
    }
    return {"info": lock["info"], "packages": {"ftdecide": own}}


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
