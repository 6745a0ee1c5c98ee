"""Answers of a model kept on disk, so that a second run is free: one SQLite file, safe with several processes.

The key is a hash of everything that decides the answer; the endpoint's secret key is no part of it and is never here.
The answers themselves are, so the file is readable by its owner alone.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ftdecide.doors.json_files import BadInput
from ftdecide.doors.progress_file import HOME
from ftdecide.instruments.measure.live.asking import Answer
from ftdecide.instruments.measure.live.rung_prompts import Messages

NAME = "answers.sqlite3"
SECONDS_TO_WAIT = 30  # for another process that writes
_MAGIC = b"SQLite format 3\0"
_TABLE = (
    "create table if not exists answers(key text primary key, text text not null, input_tokens integer, "
    "output_tokens integer, cached_tokens integer not null, seconds real, cut integer not null, at text not null)"
)
_COLUMNS = "text, input_tokens, output_tokens, cached_tokens, seconds, cut"


def cache_path() -> Path:
    """Where answers are kept: `$FTDECIDE_HOME`, or `.ftdecide` in the home folder."""
    return Path(os.environ.get(HOME) or Path.home() / ".ftdecide") / NAME


class AnswerCache:
    """Answers kept in a file; `notes` says what went wrong with it, which never ends a run.

    Args:
        asked: what decides an answer besides messages and run: address, model, temperature, most tokens.
        path: the file; the one in the home folder where None.

    Raises:
        BadInput: where a file is named that is something else than a cache.
    """

    def __init__(self, asked: Mapping[str, Any], path: Path | None = None) -> None:
        self.path = path or cache_path()
        self.notes: list[str] = []
        self._asked = json.dumps(asked, sort_keys=True)
        if path is not None:
            _check_is_cache(path)
        self._rows: sqlite3.Connection | None = None
        try:
            self._rows = self._opened()
        except sqlite3.OperationalError as fault:
            self._do_without(fault)
        except sqlite3.DatabaseError as fault:
            self._begin_anew(fault)
        except OSError as fault:
            self._do_without(fault.strerror or fault)

    def get(self, messages: Messages, run: int) -> Answer | None:
        """The answer that is kept for these messages in this run, or None."""
        found = self._done(f"select {_COLUMNS} from answers where key = ?", [self._key(messages, run)])
        if not found:
            return None
        text, input_tokens, output_tokens, cached_tokens, seconds, cut = found[0]
        return Answer(text, input_tokens, output_tokens, cached_tokens, seconds, bool(cut), kept=True)

    def put(self, messages: Messages, run: int, answer: Answer) -> None:
        """Keep an answer; one that is there already stays."""
        tokens = answer.input_tokens, answer.output_tokens, answer.cached_tokens
        at = datetime.now(UTC).isoformat(timespec="seconds")
        self._done(
            f"insert or ignore into answers(key, {_COLUMNS}, at) values (?, ?, ?, ?, ?, ?, ?, ?)",
            [self._key(messages, run), answer.text, *tokens, answer.seconds, answer.cut, at],
        )

    def close(self) -> None:
        """Close the file."""
        if self._rows is not None:
            self._rows.close()
            self._rows = None

    def _key(self, messages: Messages, run: int) -> str:
        whole = json.dumps([self._asked, [dict(each) for each in messages], run], sort_keys=True)
        return hashlib.sha256(whole.encode()).hexdigest()

    def _opened(self) -> sqlite3.Connection:
        self.path.parent.mkdir(0o700, parents=True, exist_ok=True)
        os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
        rows = sqlite3.connect(self.path, timeout=SECONDS_TO_WAIT, isolation_level=None)
        try:
            rows.execute("pragma synchronous = normal")
            rows.execute(_TABLE)
            rows.execute(f"select {_COLUMNS}, at from answers limit 1").fetchall()
        except BaseException:
            rows.close()
            raise
        return rows

    def _done(self, statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
        """What a statement gives; nothing where the file fails, which is noted and then left alone."""
        if self._rows is None:
            return []
        try:
            return self._rows.execute(statement, values).fetchall()
        except sqlite3.OperationalError as fault:  # locked for long, disk full, no such column
            self._do_without(fault)
        except sqlite3.DatabaseError as fault:
            self._begin_anew(fault)
        except (UnicodeEncodeError, OverflowError):
            pass  # half a sign, which the file cannot hold: this one answer is not kept
        return []

    def _do_without(self, why: object) -> None:
        self.close()
        self.notes.append(f"{self.path}: answers are not kept from here on ({why})")

    def _begin_anew(self, why: object) -> None:
        """Set the broken file aside and open a new one; without one where that fails too."""
        self.close()
        moment = datetime.now(UTC).strftime("%Y-%m-%dT%H-%M-%S")
        aside = self.path.with_name(f"{self.path.stem}.set-aside.{moment}.{os.getpid()}{self.path.suffix}")
        try:
            if _is_broken(self.path):  # another process may have begun anew already
                os.replace(self.path, aside)
                with suppress(FileNotFoundError):
                    os.replace(f"{self.path}-journal", f"{aside}-journal")
                self.notes.append(f"{self.path} was broken ({why}) and is set aside as {aside.name}")
            self._rows = self._opened()
        except (OSError, sqlite3.Error) as fault:
            self._do_without(fault)


def _is_broken(path: Path) -> bool:
    if not path.exists():
        return False
    with closing(sqlite3.connect(path, timeout=SECONDS_TO_WAIT)) as rows:
        try:
            return rows.execute("pragma quick_check(1)").fetchone() != ("ok",)
        except sqlite3.DatabaseError:
            return True


def _check_is_cache(path: Path) -> None:
    """Refuse a file that the user has named by mistake: it would be set aside, or get a table of ours."""
    try:
        with path.open("rb") as file:
            start = file.read(len(_MAGIC))
        if start and start != _MAGIC:
            raise BadInput(f"{path}: it is no cache of answers. Name another file, or one that is not there yet")
        if start:
            with closing(sqlite3.connect(path, timeout=SECONDS_TO_WAIT)) as rows:
                tables = {name for (name,) in rows.execute("select name from sqlite_master where type = 'table'")}
            if tables and "answers" not in tables:
                raise BadInput(f"{path}: it is a database of something else. Name another file for the cache")
    except FileNotFoundError:
        if not path.parent.is_dir():
            raise BadInput(f"{path}: its folder is not there. Make it, or name another file for the cache") from None
    except OSError as fault:
        raise BadInput(f"{path}: {fault.strerror or fault}. Name another file for the cache") from None
    except sqlite3.DatabaseError:
        pass  # a broken cache, set aside when it is opened
