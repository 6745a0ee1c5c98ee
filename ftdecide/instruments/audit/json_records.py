"""Records out of JSON: a line each, or one array, perhaps inside an object; what is broken costs only itself."""

from __future__ import annotations

import codecs
import io
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

from ftdecide.instruments.audit.lines import LONGEST_LINE, Line
from ftdecide.instruments.audit.record import Raw
from ftdecide.instruments.audit.shapes import CONVERSATIONS

TOO_MANY_DIGITS = "holds a number of thousands of digits; write it as a text"
_CHUNK = 1 << 20  # characters read at a time
_NEXT_ELEMENT = re.compile(r"[}\]]\s*,\s*(?=[{\[])|\n\s*(?=\{)")
_SPACE, _BEYOND = re.compile(r"[\s\ufeff]*"), re.compile(r"[\s,]*")


def parse(text: str) -> tuple[Any, str]:
    """The value of some JSON, or why there is none.

    >>> parse('{"a": 1}'), parse('{"a": 1')
    (({'a': 1}, ''), (None, "is no whole JSON: Expecting ',' delimiter at character 8"))
    """
    try:
        return json.loads(text), ""
    except json.JSONDecodeError as fault:
        return None, f"is no whole JSON: {fault.msg.removesuffix(' at')} at character {fault.pos + 1}"
    except RecursionError:
        return None, "is nested too deeply"
    except ValueError:
        return None, TOO_MANY_DIGITS


def json_lines(lines: Iterable[Line]) -> Iterator[Raw]:
    """A record for each line that is not empty."""
    row = 0
    for line in lines:
        if not line.fault and not line.text.strip():
            continue
        value, fault = (None, line.fault) if line.fault else parse(line.text)
        yield Raw(row, line.number, value, fault)
        row += 1


class _Text:
    """The text of a file, as much as comes; where it breaks off, what came before is given first."""

    def __init__(self, file: io.BufferedReader):
        self._file, self._decoder = file, codecs.getincrementaldecoder("utf-8-sig")("replace")

    def read(self, characters: int) -> str:
        """At least so many characters, but at the end; raises where the file breaks off, once all before was given."""
        parts, size = [], 0
        while size < characters:
            try:
                packed = self._file.read1(_CHUNK)
            except (EOFError, OSError, zlib.error):
                if parts:
                    break
                raise
            parts.append(self._decoder.decode(packed, final=not packed))
            size += len(parts[-1])
            if not packed:
                break
        return "".join(parts)


class _Window:
    """The part of the text that is being read; it moves on, so that a file of any size fits.

    Attributes:
        place: where the next value begins.
        anchor: what may still be gone back to; None where nothing is.
    """

    def __init__(self, text: _Text):
        self._source = text
        self.text, self.place, self.line, self.ended, self.broken_off = "", 0, 1, False, ""
        self.anchor: int | None = None

    def more(self) -> bool:
        """Read on; False at the end of the file."""
        kept = self.place if self.anchor is None else min(self.anchor, self.place)
        self.line += self.text.count("\n", 0, kept)
        try:
            new = "" if self.ended else self._source.read(max(_CHUNK, len(self.text)))
        except (EOFError, OSError, zlib.error) as fault:
            new, self.broken_off = "", f"the file breaks off here ({fault}); fetch it anew"
        self.text, self.place = self.text[kept:] + new, self.place - kept
        self.anchor = None if self.anchor is None else self.anchor - kept
        self.ended = not new
        return not self.ended

    def skip(self, pattern: re.Pattern[str]) -> str:
        """Pass over what the pattern matches, and show the character after it ("" at the end)."""
        while True:
            self.place = pattern.match(self.text, self.place).end()  # type: ignore[union-attr]
            if self.place < len(self.text) or not self.more():
                return self.text[self.place : self.place + 1]

    def past_bracket(self) -> str:
        """The first character inside the list that opens here; the place stays."""
        while True:
            at = _SPACE.match(self.text, self.place + 1).end()  # type: ignore[union-attr]
            if at < len(self.text) or not self.more():
                return self.text[at : at + 1]

    def line_here(self) -> int:
        return self.line + self.text.count("\n", 0, self.place)

    def value(self) -> tuple[Any, str]:
        """The value that begins here, or why there is none; the place moves past it where there is one."""
        while True:
            fault, near_end = "", False
            try:
                value, self.place = json.JSONDecoder().raw_decode(self.text, self.place)
                if self.place < len(self.text) or isinstance(value, dict | list | str) or self.ended:
                    return value, ""
                near_end = True  # a number may go on
            except json.JSONDecodeError as error:
                fault = f"is no whole JSON: {error.msg}"
                near_end = error.pos + 20 >= len(self.text) or error.msg.startswith("Unterminated")
            except RecursionError:
                fault = "is nested too deeply"
            except ValueError:
                fault = TOO_MANY_DIGITS
            if not near_end or len(self.text) - self.place > LONGEST_LINE or not self.more():
                return None, self.broken_off or fault

    def to_next_element(self) -> bool:
        """Pass over a broken element; False where none follows."""
        self.place += 1
        while True:
            if found := _NEXT_ELEMENT.search(self.text, self.place):
                self.place = found.end()
                return True
            self.place = max(self.place, len(self.text) - 200)  # a boundary may lie across two reads
            if not self.more():
                return False


def json_values(file: io.BufferedReader) -> Iterator[Raw]:
    """A record for each element of the list that the file is, or that its object wraps, or for each of its objects."""
    window = _Window(_Text(file))
    wrapped = window.skip(_SPACE) == "{"
    if wrapped:
        window.anchor = window.place
        wrapping = _enter_object(window)
        window.place = window.place if wrapping else window.anchor
        window.anchor = None
        if not wrapping:
            yield from _elements(window, in_list=False)
            return
    window.place += 1  # the bracket
    yield from _elements(window, in_list=True, nothing_after=not wrapped)


# Lists of objects that a record itself may hold.
_OF_A_RECORD = frozenset(
    (*CONVERSATIONS, "tools", "functions", "choices", "documents", "prompt", "completion", "chosen")
)


def _enter_object(window: _Window) -> bool:
    """Move to the first list inside the object that holds records; False where there is none."""
    window.place += 1
    while window.skip(_BEYOND) == '"':
        key, fault = window.value()
        if fault or window.skip(_SPACE) != ":":
            return False
        window.place += 1
        holds = window.skip(_SPACE) == "[" and window.past_bracket() in {"{", "["}
        if holds:
            return key not in _OF_A_RECORD
        _value, fault = window.value()
        if fault:
            return False
    return False


def _elements(window: _Window, in_list: bool, nothing_after: bool = False) -> Iterator[Raw]:
    row = 0
    while (here := window.skip(_BEYOND)) not in ({"", "]"} if in_list else {""}):
        line = window.line_here()
        value, fault = window.value()
        yield Raw(row, line, value, fault)
        row += 1
        if fault and not window.to_next_element():
            return
    if here == "" and (in_list or window.broken_off):
        why = window.broken_off or "the list is never closed; the file may be cut off"
        yield Raw(row, window.line_here(), None, why)
    window.place += 1
    if here == "]" and nothing_after and window.skip(_SPACE):
        yield Raw(row, window.line_here(), None, "stands after the end of the list")
