"""Wheels with their modules compiled, so that a page does not compile them at every start.

The page's own Python compiles, in Node: its bytecode fits no other.  Imports in the page then take about a tenth of the
time.  What was compiled is kept by the wheel's content in `node_modules/.compiled/`.
"""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).resolve().parent
KEPT = HERE / "node_modules" / ".compiled"
AT_MOST_KEPT = 24  # wheels; the oldest go
LIMIT_SECONDS = 500
_DATE = (2026, 1, 1, 0, 0, 0)  # of its own, so that it is the same file each time
_COMPILE = """
import base64, json, pathlib, sys
from importlib._bootstrap_external import _code_to_hash_pyc
made, asked = {}, json.loads(given)
for folder in map(pathlib.Path, sys.path):
    for name in asked:
        if (source := folder / name).is_file():
            code = compile(source.read_bytes(), name, "exec", dont_inherit=True, optimize=0)
            made[name] = base64.b64encode(_code_to_hash_pyc(code, bytes(8), False)).decode()
json.dumps(made)
"""


def compile_wheels(wheels: Iterable[Path], pyodide: Path) -> None:
    """Replace each wheel by one whose modules are compiled, under the same name.

    Args:
        wheels: pure Python, each in a folder of its own name.
        pyodide: the folder of the page's engine.

    Raises:
        RuntimeError: with the engine's message, where a module cannot be compiled.
    """
    version = hashlib.sha256((pyodide / "pyodide-lock.json").read_bytes()).hexdigest()
    kept = {wheel: KEPT / hashlib.sha256(version.encode() + wheel.read_bytes()).hexdigest() for wheel in wheels}
    missing = [wheel for wheel, place in kept.items() if not place.exists()]
    if missing:
        KEPT.mkdir(parents=True, exist_ok=True)
        compiled = _compiled(missing, pyodide)
        for wheel in missing:
            _write(wheel, compiled, kept[wheel])
        for old in sorted(KEPT.iterdir(), key=lambda place: place.stat().st_mtime)[:-AT_MOST_KEPT]:
            old.unlink(missing_ok=True)
    for wheel, place in kept.items():
        shutil.copyfile(place, wheel)


def _modules(wheel: zipfile.ZipFile) -> list[str]:
    return [name for name in wheel.namelist() if name.endswith(".py")]


def _compiled(wheels: list[Path], pyodide: Path) -> dict[str, bytes]:
    """The bytecode of every module, by the module's name in its wheel."""
    asked = []
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as read:
            asked += _modules(read)
    with tempfile.TemporaryDirectory() as place:
        engine, program, given, answered = (Path(place) / name for name in ("engine", "program", "given", "answered"))
        engine.mkdir()
        for file in [*pyodide.glob("pyodide*"), pyodide / "python_stdlib.zip", *wheels]:
            (engine / file.name).symlink_to(file.resolve())
        program.write_text(_COMPILE, encoding="utf-8")
        given.write_text(json.dumps(asked), encoding="utf-8")
        command = ["node", HERE / "in_node.mjs", engine, program, given, answered]
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=LIMIT_SECONDS)
        if done.returncode:
            raise RuntimeError(f"the page's engine could not compile its modules: {done.stderr[-2000:]}")
        return {name: base64.b64decode(code) for name, code in json.loads(answered.read_text()).items()}


def _write(wheel: Path, compiled: dict[str, bytes], target: Path) -> None:
    part = target.with_suffix(".part")
    with zipfile.ZipFile(wheel) as read, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as made:
        for name in read.namelist():
            content, modules = (compiled[name], True) if name.endswith(".py") else (read.read(name), False)
            if name.endswith("/RECORD"):
                content = b"".join(f"{each}{'c' * each.endswith('.py')},,\n".encode() for each in read.namelist())
            made.writestr(zipfile.ZipInfo(name + "c" * modules, _DATE), content, zipfile.ZIP_DEFLATED)
    part.replace(target)
