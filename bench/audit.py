"""Time and memory of `ftdecide audit` on many records of 1 KB, beside Python's own reading of the same file.

    python bench/audit.py [--records 100000] [--labels]

Each record is some of this book's sentences with words of its class; `--labels` runs the label pass too.  The peer only
reads: the csv module, one pass, counting signs.  Machines differ, so the ratio says more than the seconds.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BYTES_OF_A_RECORD = 1000
CLASSES = ("billing", "delivery", "returns", "account")


def write_records(path: Path, records: int, seed: int = 0) -> None:
    """A table of text and label."""
    draw = random.Random(seed)
    passages = json.loads((ROOT / "ftdecide" / "course" / "passages.json").read_text(encoding="utf-8"))["passages"]
    words = sorted({word for passage in passages for word in passage["text"].split()})
    own = {name: draw.sample(words, 60) for name in CLASSES}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["text", "label"])
        for row in range(records):
            label = CLASSES[row % len(CLASSES)]
            text = " ".join(draw.choices(words, k=150) + draw.choices(own[label], k=12))
            writer.writerow([text[:BYTES_OF_A_RECORD], label])


def audit(path: Path, labels: bool) -> tuple[float, float, float]:
    """Seconds, seconds of processor time (of both its processes together) and megabytes of a run of the command."""
    command = [sys.executable, "-m", "ftdecide", "audit", str(path), "--format", "json"]
    started = time.perf_counter()
    subprocess.run(command if labels else [*command, "--no-labels"], check=True, stdout=subprocess.DEVNULL)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter() - started, used.ru_utime, used.ru_maxrss / 1024


def peer(path: Path) -> float:
    """Seconds that the csv module takes to read the file."""
    started = time.perf_counter()
    with path.open(encoding="utf-8", newline="") as file:
        sum(len(row[0]) for row in csv.reader(file))
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--labels", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "records.csv"
        write_records(path, options.records)
        reading = peer(path)
        seconds, processor, megabytes = audit(path, options.labels)
        size = path.stat().st_size / 1e6
    print(
        f"{options.records:,} records, {size:.0f} MB: {seconds:.1f} s ({processor:.1f} s of processor time), "
        f"{megabytes:.0f} MB of memory at most;",
        end=" ",
    )
    print(f"the csv module reads it in {reading:.2f} s, ratio {seconds / reading:.0f}")


if __name__ == "__main__":
    main()
