"""Builds the site in which the labs run in a browser: JupyterLite, its kernel's wheels and the course's notebooks.

    python -m deploy.lite.site WHEELS TARGET

WHEELS is the folder of what wheels.txt locks. The site uses the engine that the book's drill uses, from the book's
`_static/drill/engine`, so that a browser that has it does not load it again; TARGET is to stand beside `_static`.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from email.parser import HeaderParser
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # deploy/ is a part of the repository, not of the installed package

from deploy.engine.bundle import PYODIDE, PYODIDE_FILES, build_wheel, pure_yaml  # noqa: E402

LABEXTENSIONS = Path(sys.prefix) / "share" / "jupyter" / "labextensions"
EXTENSIONS = ("@jupyterlite/pyodide-kernel-extension", "@jupyter-widgets/jupyterlab-manager", "anywidget")
KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
SHIMS = LABEXTENSIONS / EXTENSIONS[0] / "static" / "pypi"  # what stands in for ipykernel in a browser
NOT_SHIPPED = {
    # The stubs of hundreds of packages that no lab has: half of all wheels by size. Completion works without.
    "jedi": ("jedi/third_party/typeshed/stubs/", "jedi/third_party/django-stubs/"),
}
NEED_THE_COURSE = ("review",)  # notebooks that read the course's own folder, which no browser has
ENGINE = "../_static/drill/engine"  # as seen from the site
WHEELS = "wheels"
APP_GZIPPED_BYTES = 2_400_000  # the scripts of JupyterLite that a lab opens; a test in a browser counts them
LINK = re.compile(r"\[([^\]]+)\]\(\.\./[^)]+\)")  # to a page of the book, which no notebook server can open


def build(wheels: Path, target: Path) -> None:
    """Make the site anew in `target`."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        configure(home, names=bring_wheels(wheels, home / "files-of-site" / WHEELS))
        bring_notebooks(home / "contents")
        made = home / "site"
        subprocess.run(
            [sys.executable, "-m", "jupyterlite_core", "build", "--no-libarchive", "--lite-dir", home,
             "--output-dir", made],
            check=True, cwd=home,
        )  # fmt: skip
        shutil.copytree(home / "files-of-site", made, dirs_exist_ok=True)
        for unused in ("doc", "package.json", "bootstrap.js", *made.glob("rspack.config*")):
            drop(made / unused)
        (made / "size.json").write_text(json.dumps({"gzipped_bytes": gzipped_bytes(made)}))
        shutil.rmtree(target, ignore_errors=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(made, target)


def bring_wheels(wheels: Path, target: Path) -> list[str]:
    """Put every wheel that a lab's kernel loads into `target`, with a lock of just these; their names."""
    target.mkdir(parents=True)
    for wheel in sorted(wheels.glob("*.whl")):
        copy_without(wheel, target / wheel.name, NOT_SHIPPED.get(wheel.name.split("-")[0], ()))
    for shim in SHIMS.glob("*.whl"):
        if not shim.name.startswith("widgetsnbextension-3"):  # of an older ipywidgets
            shutil.copyfile(shim, target / shim.name)
    pure_yaml(target)
    build_wheel(target, ROOT)
    locked = {entry["name"]: entry for entry in map(locked_as, sorted(target.glob("*.whl")))}
    info = json.loads((PYODIDE / "pyodide-lock.json").read_text())["info"]
    (target / "pyodide-lock.json").write_text(json.dumps({"info": info, "packages": locked}))
    return list(locked)


def copy_without(wheel: Path, target: Path, left_out: tuple[str, ...]) -> None:
    """Copy a wheel, all that begins with one of `left_out` left out, and left out of its record too."""
    if not left_out:
        shutil.copyfile(wheel, target)
        return
    with zipfile.ZipFile(wheel) as whole, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as less:
        for entry in whole.infolist():
            if entry.filename.startswith(left_out):
                continue
            held = whole.read(entry)
            if entry.filename.endswith(".dist-info/RECORD"):
                held = b"".join(line for line in held.splitlines(True) if not line.decode().startswith(left_out))
            less.writestr(entry, held, zipfile.ZIP_DEFLATED)


def locked_as(wheel: Path) -> dict:
    """A wheel's entry in Pyodide's lock. All are loaded at once, so none needs to name another."""
    with zipfile.ZipFile(wheel) as held:
        about = next(name for name in held.namelist() if name.endswith(".dist-info/METADATA"))
        described = HeaderParser().parsestr(held.read(about).decode())
    return {
        "name": re.sub(r"[-_.]+", "-", described["Name"]).lower(),
        "version": wheel.name.split("-")[1],
        "file_name": wheel.name,
        "install_dir": "site",
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        "package_type": "package",
        "imports": [],
        "depends": [],
    }


def gzipped_bytes(site: Path) -> int:
    """What a browser that has nothing yet downloads to open a lab: the engine, the wheels, the app."""
    fetched = [PYODIDE / name for name in PYODIDE_FILES] + [*(site / WHEELS).iterdir()]
    return APP_GZIPPED_BYTES + sum(len(gzip.compress(file.read_bytes(), 6)) for file in fetched)


def bring_notebooks(target: Path) -> None:
    """Put every lab that runs there into `target`, its kernel named as a browser's, its links to the book as words."""
    target.mkdir()
    for source in sorted((ROOT / "notebooks").glob("*.ipynb")):
        if source.stem in NEED_THE_COURSE:
            continue
        notebook = json.loads(source.read_text(encoding="utf-8"))
        notebook["metadata"]["kernelspec"] = {
            "display_name": "Python (Pyodide)",
            "language": "python",
            "name": "python",
        }
        for cell in notebook["cells"]:
            if cell["cell_type"] == "markdown":
                cell["source"] = LINK.sub(r"\1", "".join(cell["source"]))
        (target / source.name).write_text(json.dumps(notebook, ensure_ascii=False, indent=1), encoding="utf-8")


def configure(home: Path, names: list[str]) -> None:
    """Write what the build reads, and what the site reads when it opens: one app, our files, nobody else's."""
    build_settings = {
        "LiteBuildConfig": {
            "apps": ["notebooks"],
            "contents": ["contents"],
            "federated_extensions": [str(LABEXTENSIONS / name) for name in EXTENSIONS],
            "ignore_sys_prefix": ["federated_extensions", "translation"],
            "no_sourcemaps": True,
            "no_unused_shared_packages": True,
        }
    }
    kernel = {
        "pyodideUrl": f"./{ENGINE}/pyodide.mjs",
        "disablePyPIFallback": True,
        "loadPyodideOptions": {"lockFileURL": f"{WHEELS}/pyodide-lock.json", "packages": names},
    }
    site = {
        "appName": "A lab of the course",
        "appUrl": "./notebooks",
        "exposeAppInBrowser": True,  # the book's button runs the notebook
        "faviconUrl": "./../_static/favicon.svg",
        "litePluginSettings": {KERNEL: kernel},
    }
    written = {"jupyter-lite-schema-version": 0, "jupyter-config-data": site}
    (home / "jupyter_lite_config.json").write_text(json.dumps(build_settings))
    (home / "jupyter-lite.json").write_text(json.dumps(written))


def drop(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


if __name__ == "__main__":
    build(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve())
