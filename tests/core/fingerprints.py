"""Makes fingerprints.toml from the compilation that cases.toml was converted from, which is not in this repository:

    python tests/core/fingerprints.py PATH_TO_cases.yaml > tests/core/fingerprints.toml

A fingerprint is the sha256 of an entry's canonical JSON.  The only thing left out is a key whose value is null:
TOML has no null, and there a missing key is unknown.  Nothing is rounded, trimmed or converted: 1 and 1.0, a
date and its text, a space more or less all give another fingerprint.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any


def without_nulls(value: Any) -> Any:
    """The same value without the keys that hold null, at every depth; a null in a list stays."""
    if isinstance(value, Mapping):
        return {key: without_nulls(each) for key, each in value.items() if each is not None}
    return [without_nulls(each) for each in value] if isinstance(value, list) else value


def fingerprint(entry: Mapping[str, Any]) -> str:
    """The sha256 of an entry; its keys may stand in any order, a list's items may not.

    Raises:
        TypeError: for a value that JSON has no word for, such as a date.
    """
    canonical = json.dumps(without_nulls(entry), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(canonical.encode()).hexdigest()


def main(path: Path) -> None:
    import yaml

    text = path.read_bytes()
    cases = yaml.safe_load(text)["cases"]
    print("# One sha256 for each published case, as fingerprints.py makes them from the compilation itself.")
    print(f'compilation = "{sha256(text).hexdigest()}"  # of the whole file\n\n[cases]')
    for case in cases:
        print(f'{case["id"]} = "{fingerprint(case)}"')


if __name__ == "__main__":
    main(Path(sys.argv[1]))
