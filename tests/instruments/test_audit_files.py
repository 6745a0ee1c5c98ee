"""What `ftdecide audit` writes: the mended records with their log, and splits that do not leak."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter

import pytest

from ftdecide.instruments.audit.audit import audit
from ftdecide.instruments.audit.formats import SAYS
from ftdecide.instruments.audit.reading import read
from ftdecide.instruments.audit.splitting import PARTS, SHARES, split
from tests.instruments import planted
from tests.instruments.test_audit_command import run
from tests.instruments.test_planted import audited, table


def lines(path) -> list:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_mended_file_has_no_issue_that_needs_no_judgement(tmp_path):
    """Nothing else is touched: every other record is there as it was, and the log accounts for the rest."""
    source, out = tmp_path / "chat.jsonl", tmp_path / "clean.jsonl"
    file = planted.chat_file(0, clean=150, each=6)
    source.write_text(file.text, encoding="utf-8")
    before = source.read_bytes()
    done = run("audit", source, "--fixed", out)
    assert done.returncode == 0, done.stderr
    assert source.read_bytes() == before
    kept, changes = lines(out), lines(tmp_path / "clean.changes.jsonl")
    actions = Counter(change["action"] for change in changes)
    assert len(kept) == len(file.lines) - actions["dropped"]
    assert f"{actions['dropped']} records dropped, {actions['repaired']} repaired" in done.stderr
    changed = {change["row"] for change in changes}
    as_before = [json.loads(line) for row, line in enumerate(file.lines) if row not in changed]
    assert all(record in kept for record in as_before)
    again = audited(out.read_text(encoding="utf-8"))
    for kind in ("unreadable", "schema", "exact_duplicate"):
        assert not again.issues[kind]
    lost = [s for s in again.issues["mojibake"] if "lost" not in s.reason]
    assert not lost, "what can be turned back was turned back"


def test_what_is_faulty_still_is_said_of_the_mended_file(tmp_path):
    """By hand: of a contradiction both sides stay, and personal data does; the copy goes."""
    source, out = tmp_path / "rows.csv", tmp_path / "mended.jsonl"
    rows = [("Is it open on Sunday morning?", "yes"), ("Is it open on Sunday morning?", "no")]
    rows += [("Write to maria.keller82@posteo.de, then.", "yes"), ("Who brings it?", "no"), ("Who brings it?", "no")]
    source.write_text(table(rows), encoding="utf-8")
    done = run("audit", source, "--fixed", out)
    assert "1 record dropped, 0 repaired" in done.stderr
    assert "3 faulty records are still in it: pii 1, contradiction 2. A person has to decide" in done.stderr
    assert len(lines(out)) == 4


@pytest.mark.parametrize(
    "separator, name, parted", [(";", "out.csv", ";"), ("\t", "out.csv", ","), (",", "out.tsv", "\t")]
)
def test_a_table_stays_a_table_where_the_name_says_so(tmp_path, separator, name, parted):
    """Cells as they were, those with separators, line ends and spaces too; a record that was there twice is gone."""
    texts = [f"One; two, three\tand {word}\nof it " for word in ("red", "green")]
    rows = [(texts[0], "a", "7"), (texts[1], "b", ""), (texts[0], "a", "7")]
    source, out = tmp_path / "rows.csv", tmp_path / name
    with source.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=separator).writerows([("text", "label", "id"), *rows])
    done = run("audit", source, "--fixed", out)
    assert "1 record dropped" in done.stderr, done.stderr
    with out.open(encoding="utf-8", newline="") as file:
        assert [tuple(row) for row in csv.reader(file, delimiter=parted)] == [("text", "label", "id"), *rows[:2]]


def test_a_role_that_trainers_refuse_is_repaired(tmp_path):
    """A role in capitals is written small; one that nobody knows cannot be, and its record is dropped."""
    source, out = tmp_path / "chat.jsonl", tmp_path / "clean.jsonl"
    texts = planted.sentences()
    records = [
        {"messages": [{"role": role, "content": texts[n]}, {"role": "assistant", "content": texts[n + 40]}]}
        for n, role in enumerate(["user"] * 20 + ["User"] * 15 + ["customer"] * 2)
    ]
    source.write_text("".join(json.dumps(record) + "\n" for record in records))
    done = run("audit", source, "--fixed", out)
    assert "2 records dropped, 15 repaired" in done.stderr, done.stderr
    assert [record["messages"][0]["role"] for record in lines(out)] == ["user"] * 35
    changes = [(change["kind"], change["action"]) for change in lines(tmp_path / "clean.changes.jsonl")]
    assert changes == [("schema", "repaired")] * 15 + [("schema", "dropped")] * 2


def french(number: int) -> dict:
    """A conversation with accents in every text."""
    question, answer = planted.sentences()[number], planted.sentences()[number + 100]
    return planted.chat(f"Déjà demandé à l'été : {question}", f"Très bien, voilà : {answer}")


def spoilt(record: dict) -> dict:
    """The same, its UTF-8 read as Latin-1."""
    return json.loads(json.dumps(record, ensure_ascii=False).encode().decode("latin-1"))


def shouted(record: dict) -> dict:
    """The same, its roles in capitals."""
    return {"messages": [{**turn, "role": turn["role"].upper()} for turn in record["messages"]]}


def written(path, records) -> object:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


@pytest.mark.parametrize("changed", [spoilt, shouted])
def test_a_copy_that_only_the_repair_shows_is_a_copy(tmp_path, changed):
    """30 records, each three times, two of them spoilt: 30 are kept, and no text stands in two parts of a split."""
    once = [french(number) for number in range(30)]
    file = written(tmp_path / "twice.jsonl", [*map(changed, once), *once, *map(changed, once)])
    out, parts = tmp_path / "clean.jsonl", tmp_path / "parts"
    done = run("audit", file, "--fixed", out, "--split", parts, "--format", "json")
    assert "60 records dropped, 30 repaired" in done.stderr, done.stderr
    assert lines(out) == once
    split = [json.dumps(record) for part in PARTS for record in lines(parts / f"{part}.jsonl")]
    assert len(split) == len(set(split)) == 30
    report = json.loads(done.stdout)
    assert report["clean_examples"] == 30, "what is repaired counts as it is then"
    (kind,) = (report["issues"][name]["rows"] for name in ("mojibake", "schema") if report["issues"][name]["count"])
    assert [found["row"] for found in kind] == [*range(30), *range(60, 90)], "and is named all the same"
    assert all(found["repaired"] for found in kind)
    again = json.loads(run("audit", out, "--format", "json").stdout)
    assert again["clean_examples"] == again["rows"] == 30, "the audit of what was written says the same"


@pytest.mark.parametrize("in_training", [spoilt, shouted, dict])
@pytest.mark.parametrize("in_holdout", [spoilt, shouted, dict])
def test_what_only_the_repair_shows_to_be_in_the_hold_out_file_is_taken_out(tmp_path, in_training, in_holdout):
    texts = [french(number) for number in range(20)]
    file = written(tmp_path / "train.jsonl", map(in_training, texts))
    held = written(tmp_path / "held.jsonl", map(in_holdout, texts[:8]))
    out, parts = tmp_path / "clean.jsonl", tmp_path / "parts"
    done = run("audit", file, "--holdout", held, "--no-labels", "--fixed", out, "--split", parts)
    assert "8 records dropped" in done.stderr, done.stderr
    assert lines(out) == texts[8:]
    assert sum(len(lines(parts / f"{part}.jsonl")) for part in PARTS) == 12


def test_a_repair_that_leaves_nothing_to_learn_is_a_drop(tmp_path):
    """A no-break space that was read in the wrong encoding looks like an answer, and is none."""
    file = written(tmp_path / "chat.jsonl", [*map(french, range(10)), planted.chat("Where is my order?", "Â\xa0")])
    out = tmp_path / "clean.jsonl"
    done = run("audit", file, "--fixed", out, "--format", "json")
    assert len(lines(out)) == 10 == json.loads(done.stdout)["clean_examples"]


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    path = tmp_path_factory.mktemp("split") / "chat.jsonl"
    path.write_text(planted.chat_file(1, clean=150, each=8).text, encoding="utf-8")
    return path


def parted(source, folder, form: str) -> dict:
    done = run("audit", source, "--no-labels", "--split", folder, "--form", form)
    assert done.returncode == 0, done.stderr
    return {part: folder / f"{part}.jsonl" for part in PARTS}


def test_no_part_of_a_split_holds_what_another_holds(source, tmp_path):
    """Near copies stay together: an audit of one part against another finds no leakage."""
    parts = parted(source, tmp_path / "parts", "messages")
    for one, two in (("train", "test"), ("train", "validation"), ("validation", "test")):
        with parts[one].open("rb") as training, parts[two].open("rb") as held:
            report = audit(training, "train", holdout=held, label_pass=False)
        assert not report.issues["leakage"]
    assert len(lines(parts["train"])) > 5 * len(lines(parts["test"])) > 0


@pytest.mark.parametrize("form", sorted(SAYS))
def test_every_form_is_one_that_reads_without_a_fault(source, tmp_path, form):
    for path in parted(source, tmp_path, form).values():
        records = list(read(io.BytesIO(path.read_bytes())).records)
        assert len(records) >= 15
        assert all(record is not None and not record.faults for _, record in records)


def test_each_label_is_parted_in_the_same_shares():
    rows, _ = planted.labelled_file(0, clean=400, flipped=0)
    report = audited(table(rows), label_pass=False)
    parts = split(range(400), report.label_of, report.group_of)
    for part, share in zip(PARTS, SHARES, strict=True):
        counted = Counter(report.label_of[row] for row, where in parts.items() if where == part)
        assert all(abs(counted[topic] - share * 100) <= 2 for topic in planted.TOPICS)
    assert split(range(400), report.label_of, report.group_of) == parts, "the same each time"
