"""Ratings in their file: saved one by one, gone on with after a kill, refused where they do not belong."""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import textwrap
import time

import pytest
from jupyter_client.manager import start_new_kernel

from ftdecide.doors import rating_screens, ratings_command
from ftdecide.doors.json_files import BadInput
from ftdecide.doors.rating_session import RatingSession
from ftdecide.doors.rating_widget import Rating
from ftdecide.doors.ratings_file import ratings_result, read_log
from instruments.rated import rating_sheet, trial

NAMES = ("okapi", "zebra", "tapir")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "ratings.jsonl"


def press(box: Rating, do: str, **more: object) -> dict:
    """What the view does: a message with the turn of the screen that it shows; the next screen."""
    box._answer(box, {"do": do, "turn": box.screen["turn"], **more}, [])
    return box.screen


def begun(path, ratings: int = 20, **more: object) -> Rating:
    box = Rating(more.pop("trial", trial(30)), ratings=path, rater=more.pop("rater", "anna"), **more)
    if box.screen["stage"] == "start":
        press(box, "start", ratings=ratings)
    return box


def choose(box: Rating, *choices: str) -> None:
    for choice in choices:
        press(box, "choose", choice=choice)


def shown(box: Rating) -> tuple[str, ...]:
    return tuple(box.screen[name] for name in ("input", "left", "right"))


def test_no_file_is_made_until_one_starts_and_then_each_rating_is_a_line(path):
    box = Rating(trial(30), ratings=path, rater="anna")
    assert box.screen["stage"] == "start" and not path.exists()
    press(box, "start", ratings=20)
    for number, choice in enumerate(("left", "tie", "both_bad", "right"), 1):
        choose(box, choice)
        assert len(read_log(path).votes) == number
    kinds = [json.loads(line)["kind"] for line in path.read_text().splitlines()]
    assert kinds == ["session", "plan", "vote", "vote", "vote", "vote"]


def test_what_was_begun_goes_on_with_the_same_pair_in_the_same_place(path):
    box = begun(path)
    seen = []
    for _ in range(7):
        seen.append(shown(box))
        choose(box, "left")
    again = begun(path)
    assert shown(again) == shown(box) and shown(again) not in seen
    assert again.screen["title"] == "Pair 8 of 20"


def test_a_rating_taken_back_comes_again_and_does_not_count(path):
    box = begun(path)
    before = shown(box)
    choose(box, "left", "left")
    press(box, "undo")
    press(box, "undo")
    assert shown(box) == before and read_log(path).votes == ()
    choose(box, "right")
    (vote,) = read_log(path).votes
    assert vote.choice == "right"
    assert press(begun(path), "undo")["title"] == "Pair 1 of 20"  # in another session too


@pytest.mark.parametrize("cut", [1, 2, 15, 60])
def test_a_torn_last_line_costs_only_itself(path, cut):
    """Cut anywhere: that pair is asked again, and the file can be read with what is added behind."""
    box = begun(path)
    choose(box, "left", "left")
    wanted = shown(box)
    choose(box, "right")
    whole = path.read_bytes()
    path.write_bytes(whole[:-cut])
    again = begun(path)
    if cut > 1:  # with only the line's end gone, the rating is whole
        assert shown(again) == wanted
        choose(again, "right")
    choose(again, "tie")
    assert [vote.choice for vote in read_log(path).votes] == ["left", "left", "right", "tie"]
    assert path.read_bytes().startswith(whole[:-cut])


def test_a_torn_first_line_is_begun_anew(path):
    path.write_bytes(b'{"schema": 1, "kind": "sess')
    box = begun(path)
    choose(box, "left")
    assert len(read_log(path).votes) == 1


def test_a_line_lost_in_the_middle_is_told_not_guessed(path):
    choose(begun(path), "left", "left", "left")
    lines = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join(lines[:2] + lines[3:]))
    with pytest.raises(BadInput, match="line 3: it is rating 1 where 0 is due"):
        begun(path)


REFUSED = {
    "another rater": ({"rater": "ben"}, "it holds the ratings of 'anna'. Name another file for 'ben'"),
    "another seed": ({"seed": 1}, "it was begun with seed=0, now it is 1"),
    "other rungs": ({"rungs": ("zebra", "okapi")}, "it was begun with rungs=['okapi', 'zebra']"),
    "another trial": ({"trial": trial(31)}, "it was begun on other answers; the trial has changed since"),
}


@pytest.mark.parametrize("more, said", REFUSED.values(), ids=REFUSED)
def test_ratings_of_something_else_are_refused_and_left_as_they_are(path, more, said):
    choose(begun(path), "left")
    before = path.read_bytes()
    with pytest.raises(BadInput) as refused:
        begun(path, **more)
    assert said in str(refused.value) and "ratings=..." in str(refused.value)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "content, said",
    [
        (b"a,b\n1,2\n", "no line of it can be read"),
        (b'{"kind": "vote"}\n', "line 1: it is no line of ratings"),
        (b'{"kind": "session", "schema": 2}\n', "line 1: schema is 2, not 1"),
        (b'{"kind": "session", "schema": 1}\n', "line 1: 'rungs' is missing"),
    ],
)
def test_a_file_of_something_else_is_refused_in_one_line(path, content, said):
    path.write_bytes(content)
    with pytest.raises(BadInput) as refused:
        ratings_result([str(path)])
    assert said in str(refused.value) and "\n" not in str(refused.value)


def test_a_folder_that_is_not_there_is_told_on_the_screen_and_nothing_is_lost(tmp_path):
    box = Rating(trial(30), ratings=tmp_path / "gone" / "ratings.jsonl", rater="anna")
    assert "it is not saved: No such file or directory" in press(box, "start", ratings=20)["fault"]
    (tmp_path / "gone").mkdir()
    assert press(box, "start", ratings=20)["stage"] == "pair" and box.screen["fault"] == ""


def test_two_windows_on_one_file_do_not_mix_their_ratings(path):
    one, other = begun(path), begun(path)
    choose(one, "left")
    choose(other, "right")
    assert "it was changed elsewhere meanwhile" in other.screen["fault"]
    assert [vote.choice for vote in read_log(path).votes] == ["left"]


def test_a_press_that_comes_too_late_rates_nothing(path):
    box = begun(path)
    late = {"do": "choose", "choice": "left", "turn": box.screen["turn"]}
    for _ in range(3):  # a double click
        box._answer(box, late, [])
    assert len(read_log(path).votes) == 1


def test_nothing_that_is_shown_names_a_rung_before_the_result(path):
    """Every state that goes to the browser and what the cell shows; at the end the names are there."""
    box = begun(path, ratings=12, trial=trial(30, NAMES), rungs=NAMES)
    sent = [json.dumps(box.get_state(), default=str)]
    for choice in ("left", "right", "tie", "both_bad") * 3:
        sent.append(json.dumps([box.screen, box._repr_mimebundle_()], default=str))
        choose(box, choice)
        if len(sent) == 6:
            sent.append(json.dumps(press(box, "ask")))
            press(box, "on")
    assert box.screen["stage"] == "done"
    sent.append(json.dumps(box.get_state(), default=str))
    assert not [name for name in NAMES for state in sent if name in state]
    press(box, "look")
    assert all(name in json.dumps(box.screen) for name in NAMES)


def test_an_early_look_is_warned_of_and_noted_and_the_end_is_not(path):
    box = begun(path, ratings=4)
    choose(box, "left", "left")
    assert "you will find winners that are none" in press(box, "ask")["sentences"][0]
    assert press(box, "look")["stage"] == "result" and read_log(path).sheet.looks == (2,)
    press(box, "on")
    choose(box, "left", "left")
    assert box.screen["stage"] == "done"
    press(box, "look")
    assert read_log(path).sheet.looks == (2,)
    press(box, "more")  # and on behind the plan: then that look was early too
    choose(box, "left")
    assert read_log(path).sheet.looks == (2, 4) and read_log(path).sheet.planned == box._session.sheet.asked


def test_answers_that_are_alike_are_counted_as_far_as_one_came(path):
    """Every fifth of 30: those before the last rated pair, and at the end all six."""
    box = begun(path, ratings=100, trial=trial(30, alike_every=5), repeat_share=0)
    passed = [s.identical for s in box._session.sheet.showings]
    for rated in range(1, 25):
        choose(box, "left")
        place = [i for i, same in enumerate(passed) if not same][rated - 1]
        wanted = sum(passed[:place]) if rated < 24 else 6
        assert sum(vote.choice == "identical" for vote in read_log(path).votes) == wanted
    press(box, "undo")
    choose(box, "right")
    assert ratings_result([str(path)]).pairs[0].tally.identical == 6


def test_where_all_is_alike_there_is_nothing_to_rate(path):
    box = Rating(trial(5, alike_every=1), ratings=path)
    assert box.screen["stage"] == "nothing"


def test_the_result_of_two_raters_comes_from_two_files(tmp_path):
    paths = []
    for rater in ("anna", "ben"):
        paths.append(str(tmp_path / f"{rater}.jsonl"))
        box = begun(paths[-1], rater=rater)
        choose(box, *["left"] * 20)
    found = ratings_result(paths)
    assert [rater.sheet.given for rater in found.raters] == [20, 20]
    assert found.agreement.common >= 18


def test_ratings_of_two_trials_are_not_put_together(tmp_path):
    """The same rungs, one answer more: another trial."""
    paths = [str(tmp_path / "anna.jsonl"), str(tmp_path / "ben.jsonl")]
    choose(begun(paths[0]), "left")
    choose(begun(paths[1], rater="ben", trial=trial(31)), "left")
    with pytest.raises(BadInput, match="ratings of 'ben' are of other answers than those of 'anna'"):
        ratings_result(paths)


@pytest.mark.parametrize(
    "more, said",
    [
        ({"rungs": "zebra"}, "rungs is 'zebra', one name"),
        ({"rungs": ("zebra", "reference")}, "reference is not given. Say who wrote the expected answers"),
        ({"rungs": ("zebra", "lion")}, "'lion' has no outputs"),
    ],
)
def test_what_cannot_be_rated_is_refused_in_one_line(path, more, said):
    with pytest.raises(BadInput) as refused:
        Rating(trial(5), ratings=path, **more)
    assert said in str(refused.value) and "\n" not in str(refused.value)


def test_a_trial_is_read_from_the_files_that_measure_reads(tmp_path, path):
    """An evaluation set with a file for each rung, and one long table: the same two answers are shown."""
    (tmp_path / "set.csv").write_text("id,input,expected\na,How are you?,Fine\nb,Who?,Me\n")
    long = ["id,input,expected,rung,output"]
    for rung in ("prompt", "few_shot"):
        (tmp_path / f"{rung}.csv").write_text(f"id,output\na,{rung} one\nb,{rung} two\n")
        long += [f"a,How are you?,Fine,{rung},{rung} one", f"b,Who?,Me,{rung},{rung} two"]
    (tmp_path / "long.csv").write_text("\n".join(long) + "\n")
    outputs = {rung: str(tmp_path / f"{rung}.csv") for rung in ("prompt", "few_shot")}
    by_set = Rating(tmp_path / "set.csv", outputs=outputs, ratings=path)
    by_table = Rating(tmp_path / "long.csv", ratings=path)
    press(by_set, "start", ratings=2)
    wanted = {"How are you?", "prompt one", "few_shot one"}, {"Who?", "prompt two", "few_shot two"}
    assert {*shown(by_set)} in wanted
    assert by_table._session.sheet.fingerprint == by_set._session.sheet.fingerprint
    with pytest.raises(BadInput, match=r"gone\.csv: No such file"):
        Rating(tmp_path / "set.csv", outputs={"prompt": str(tmp_path / "gone.csv")}, ratings=path)


def measure(*arguments: str) -> None:
    """`ftdecide measure`, as far as ratings go."""
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="*")
    parser.add_argument("--rung", action="append", default=[])
    parser.add_argument("--format", default="text")
    ratings_command.add_argument(parser)
    assert ratings_command.run(parser.parse_args(arguments))


def test_the_command_says_what_the_widget_says(path, capsys):
    box = begun(path)
    choose(box, *["left"] * 20)
    measure("--ratings", str(path), "--format", "json")
    written = json.loads(capsys.readouterr().out)
    assert written == box.result() and written["pairs"][0]["decided"] > 15
    measure("--ratings", str(path))
    assert capsys.readouterr().out.startswith(written["sentences"][0])


@pytest.mark.parametrize(
    "more, said",
    [
        (("set.csv",), "--ratings stands alone"),
        (("--format", "html"), "--format html is not there for --ratings"),
        (("--ratings", "gone.jsonl"), "gone.jsonl: there are no ratings in it"),
    ],
)
def test_the_command_refuses_what_does_not_go_together(path, more, said):
    choose(begun(path), "left")
    with pytest.raises(BadInput, match=said):
        measure("--ratings", str(path), *more)


def test_the_start_names_what_so_many_ratings_can_show():
    """23, 54, 97 and 210 decided pairs have a power of 0.8 for 80, 70, 65 and 60 %; a tenth more for the repeats."""
    assert [plan["ratings"] for plan in rating_screens.plans(400, 0.1)] == [26, 60, 107, 231, 400]


# ---- a kernel that is killed ----

RATES = """
    from instruments.rated import trial
    from ftdecide.doors.rating_widget import Rating
    box = Rating(trial(400), ratings={path!r}, rater="anna")
    box._answer(box, {{"do": "start", "ratings": 400, "turn": box.screen["turn"]}}, [])
    while True:
        box._answer(box, {{"do": "choose", "choice": "left", "turn": box.screen["turn"]}}, [])
"""


def test_a_kernel_killed_in_the_middle_of_rating_loses_nothing_that_it_acknowledged(path, monkeypatch):
    """Killed with signal 9 at a moment nobody chose: the next session goes on at the next pair of the same sheet."""
    monkeypatch.setenv("PYTHONPATH", os.path.join(os.path.dirname(__file__), ".."))
    manager, client = start_new_kernel()
    try:
        client.execute(textwrap.dedent(RATES.format(path=str(path))))
        until = time.monotonic() + 60
        while time.monotonic() < until and (not path.exists() or path.stat().st_size < 5_000):
            time.sleep(0.01)
        time.sleep(random.random() / 10)
        os.kill(manager.provisioner.pid, signal.SIGKILL)
        manager.provisioner.process.wait()
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
        manager.cleanup_resources()
    rated = len(read_log(path).votes)
    assert rated > 5
    box = begun(path, trial=trial(400))
    assert box.screen["title"] == f"Pair {rated + 1} of 400"
    sheet = rating_sheet(trial(400), rater="anna")
    assert shown(box)[1] == sheet.showings[rated].left_text
    choose(box, "right")
    assert len(read_log(path).votes) == rated + 1


def test_a_session_without_a_rating_has_no_result(path):
    sheet = rating_sheet(trial(5))
    settings = {"rater": "", "seed": 0, "repeat_share": 0.1, "per_item": 1, "reference": ""}
    with pytest.raises(BadInput, match="nothing is rated yet"):
        RatingSession(sheet, path, settings).result()
