"""From the bytes of a file to rows of cells. Knows nothing of people; refuses, with the place, what is not a CSV file.

UTF-8 with or without a byte order mark; comma, semicolon or tab, whichever makes the most of the heading line (or what
Excel's `sep=` line says); any line ending; quotes as RFC 4180 has them. Lines are counted as a text editor counts them,
also across quoted line breaks. Cells are text: nothing in them is ever computed.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import accumulate

from admin_proxy.directory.csv_problems import Problem, Problems, excerpt
from admin_proxy.words import later, say, say_n

MAX_BYTES = 64 * 1024 * 1024
MAX_ROWS = 500_000
MAX_COLUMNS = 500
MAX_LINE = 1_000_000
_DELIMITERS = ",;\t"

_SAVE_AS_UTF8 = later("Save it as UTF-8 (in Excel: 'CSV UTF-8') and upload it again.")
_LOOKS_LIKE: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", later("a PDF document")),
    (b"PK\x03\x04", later("an Excel workbook or a ZIP archive")),
    (b"\xd0\xcf\x11\xe0", later("an old Excel workbook (XLS)")),
    (b"\x1f\x8b", later("a compressed archive (GZIP)")),
    (b"\x89PNG", later("a picture (PNG)")),
    (b"\xff\xd8\xff", later("a picture (JPEG)")),
    (b"{", "JSON"),
    (b"<", later("HTML or XML")),
)
_UTF16_OR_32 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
_SEPARATOR_LINE = re.compile(r'"?sep=([,;\t|])"?[\r\n]*', re.IGNORECASE)
_BLANKS = re.compile(" *")
_QUOTED = re.compile(r'"[^"]*+(?:""[^"]*+)*+"')
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_BROKEN_BYTES = re.compile(rb"\x00|\xef\xbf\xbd")
BROKEN = re.compile("[\x00�\udc80-\udcff]")
"""What cannot have been meant: a NUL, a letter that some program could not save, a byte that is not UTF-8."""


@dataclass
class Table:
    headings: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    """Each as wide as the headings."""
    problems: Problems = field(default_factory=Problems)
    ragged: set[int] = field(default_factory=set)
    """Rows that had too many or too few cells: only fit for being looked up in."""
    complete: bool = True
    """False: reading had to stop somewhere, so that what is missing in the rows says nothing."""
    may_be_broken: bool = False
    """True: look at each cell before it is used, whether there is something `BROKEN` in it; that was reported."""
    _lines: list[int] = field(default_factory=list)
    _lines_of_cells: dict[int, list[int]] = field(default_factory=dict)
    """Of the rows that stretch over several lines."""

    def __len__(self) -> int:
        """How many rows were read, also when they are kept no longer."""
        return len(self._lines)

    def line(self, row: int, column: int = 0) -> int:
        """The line of the file in which this cell begins."""
        return self._lines_of_cells[row][column] if row in self._lines_of_cells else self._lines[row]

    def problem(self, row: int, column: int, sentence: str) -> Problem:
        """A problem with the cell in this row and column, both counted from 0."""
        return Problem(sentence, self.line(row, column), column + 1, self.headings[column])


def read(content: bytes) -> Table:
    """Read a file.

    Returns:
        the table; without headings when the file is not a CSV file at all. Its problems say what is wrong.
    """
    refusal = _refusal(content)
    if refusal:
        return Table(problems=Problems([Problem(refusal)]))
    try:
        return _Reader(content).table()
    except _Unreadable as unreadable:
        return Table(problems=Problems([unreadable.problem]))


def _refusal(content: bytes) -> str:
    """Why it is plain from the first bytes and the size that this is no CSV file in UTF-8; empty if it may be one."""
    if len(content) > MAX_BYTES:
        return say(
            "The file is larger than {most} MB. Split it, or leave columns out that are not needed.",
            most=MAX_BYTES // 2**20,
        )
    if content.startswith(_UTF16_OR_32):
        return _advised(say("The file is saved as UTF-16 or UTF-32 (Excel: 'Unicode text')."))
    start = content[:1024].removeprefix(codecs.BOM_UTF8).lstrip()
    if not start and not content.removeprefix(codecs.BOM_UTF8).strip():
        return say("The file is empty.")
    for magic, name in _LOOKS_LIKE:
        if start.startswith(magic):
            return say("This is {what}, not a CSV file. Export the people as CSV and upload that.", what=say(name))
    return ""


class _Unreadable(Exception):  # noqa: N818
    def __init__(self, sentence: str, line: int = 0, column: int = 0) -> None:
        self.problem = Problem(sentence, line, column)


class _Torn(_Unreadable):
    """The quotes of a record do not pair up, or a cell has no end: nothing after it can be trusted."""


class _Lines:
    """Hands the lines to the CSV reader one by one, remembers those of the record being read, and stops at giants."""

    def __init__(self, content: bytes) -> None:
        stream = io.BytesIO(content)
        stream.seek(len(codecs.BOM_UTF8) if content.startswith(codecs.BOM_UTF8) else 0)
        self._readline = io.TextIOWrapper(stream, "utf-8", errors="surrogateescape", newline="").readline
        self.number = 0
        self.record: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._readline(MAX_LINE + 1)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) > MAX_LINE:
            delimiter = max(_DELIMITERS, key=line.count)
            raise _Unreadable(
                say("This line is longer than {most} characters. Is a line break or a quote missing?", most=MAX_LINE),
                self.number,
                1 + max(enumerate(line.split(delimiter)), key=lambda piece: len(piece[1]))[0],
            )
        self.record.append(line)
        return line


class _Reader:
    def __init__(self, content: bytes) -> None:
        self._lines = _Lines(content)
        self._delimiter = _delimiter(content)
        self._cells = _records(self._lines, self._delimiter)
        self._table = Table(may_be_broken=_BROKEN_BYTES.search(content) is not None or not _is_utf8(content))

    def table(self) -> Table:
        self._read_headings()
        try:
            for cells in self._cells:
                self._take(cells)
        except _Unreadable as unreadable:
            self._table.complete = False
            self._table.problems.add(self._with_heading(unreadable.problem))
        if not self._table.rows and not self._table.problems:
            self._table.problems.add(Problem(say("There is nobody in the file: nothing stands below the headings.")))
        return self._table

    def _read_headings(self) -> None:
        cells = next(self._cells, [])
        if len(cells) > MAX_COLUMNS:
            raise _Unreadable(say("There are more than {most} columns.", most=MAX_COLUMNS), self._lines.number)
        line = self._lines.number - _line_breaks_within(self._lines.record)
        self._table.headings = headings = [BROKEN.sub("�", " ".join(cell.split())) for cell in cells]
        self._look_for_broken(line, cells)
        first: dict[str, int] = {}
        for number, heading in enumerate(headings, 1):
            before = first.setdefault(heading.casefold(), number)
            if heading and before != number:
                self._table.problems.add(
                    Problem(
                        say("The same heading stands above column {column}. Rename one of them.", column=before),
                        line,
                        number,
                        heading,
                    )
                )

    def _take(self, cells: list[str]) -> None:
        table, wanted = self._table, len(self._table.headings)
        line = self._lines.number - _line_breaks_within(self._lines.record)
        if table.may_be_broken:
            self._look_for_broken(line, cells)
        if len(cells) != wanted:
            # Spreadsheets leave blank cells behind the last column; those are no mistake.
            if len(cells) < wanted or any(cell.strip() for cell in cells[wanted:]):
                sentence = say_n(
                    "The line has {count} cell, the headings are {wanted}. Is a quote or a separator missing?",
                    "The line has {count} cells, the headings are {wanted}. Is a quote or a separator missing?",
                    len(cells), wanted=wanted,
                )  # fmt: skip
                table.problems.add(self._with_heading(Problem(sentence, line, min(len(cells), wanted) + 1)))
                table.ragged.add(len(table))
            cells = cells[:wanted] + [""] * (wanted - len(cells))
        if len(table) == MAX_ROWS:
            raise _Unreadable(say("There are more than {most} people in the file. Split it.", most=MAX_ROWS), line)
        if len(self._lines.record) > 1:
            table._lines_of_cells[len(table)] = _lines_of(cells, line)
        table.rows.append(cells)
        table._lines.append(line)

    def _with_heading(self, problem: Problem) -> Problem:
        headings = self._table.headings
        named = 1 <= problem.column <= len(headings)
        return replace(problem, heading=headings[problem.column - 1]) if named else problem

    def _look_for_broken(self, line: int, cells: list[str]) -> None:
        for column, cell in enumerate(cells):
            found = BROKEN.search(cell)
            if found:
                problem = Problem(_about_broken(cell, found.group()), _lines_of(cells, line)[column], column + 1)
                self._table.problems.add(self._with_heading(problem))


def _delimiter(content: bytes) -> str:
    """The separator that makes the most cells of the heading line; a comma where it makes no difference."""

    def headings(delimiter: str) -> int:
        try:
            return len(next(_records(_Lines(content), delimiter), []))
        except _Torn as torn:
            return torn.problem.column

    first = _Lines(content)
    said = next((_SEPARATOR_LINE.fullmatch(line) for line in first if line.strip()), None)
    return said.group(1) if said else max(_DELIMITERS, key=headings)


def _records(lines: _Lines, delimiter: str) -> Iterator[list[str]]:
    """The records that are not blank, without Excel's `sep=` line."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True)
    first = True
    while True:
        lines.record.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise _torn(lines, delimiter) from None
        if not cells or (not cells[0].strip() and not "".join(cells).strip()):
            continue
        if first and _SEPARATOR_LINE.fullmatch(lines.record[0]):
            continue
        first = False
        yield cells


def _torn(lines: _Lines, delimiter: str) -> _Torn:
    """Find the cell of the record at which its quotes stop making sense, or that has no end."""
    record, first_line = "".join(lines.record), lines.number - _line_breaks_within(lines.record)
    place, column = 0, 1
    sentence = say(
        "This cell is longer than {most} characters. Is a quote or a line break missing?", most=csv.field_size_limit()
    )
    while True:
        place = _BLANKS.match(record, place).end()  # type: ignore[union-attr]  # matches nothing, if need be
        if record.startswith('"', place):
            quoted = _QUOTED.match(record, place)
            if quoted is None:
                sentence = say(
                    "The quote at the start of this cell is never closed. A quote inside a cell is written twice."
                )
                break
            end = quoted.end()
            if not record.startswith(("\r", "\n", delimiter), end):
                sentence = say(
                    "Something follows the closing quote of this cell. A quote inside a cell is written twice."
                )
                break
        else:
            end = record.find(delimiter, place)
        if end < 0 or end - place > csv.field_size_limit():
            break
        place, column = end + 1, column + 1
    return _Torn(sentence, first_line + len(_LINE_BREAK.findall(record[:place])), column)


def _lines_of(cells: list[str], first: int) -> list[int]:
    """The line in which each cell of a record begins."""
    return list(accumulate((len(_LINE_BREAK.findall(cell)) for cell in cells[:-1]), initial=first))


def _line_breaks_within(record: list[str]) -> int:
    return len(record) - 1


def _about_broken(cell: str, broken: str) -> str:
    if broken == "\x00":
        return _advised(say("The cell holds a NUL byte, which no text has. Is the file damaged, or UTF-16?"))
    if broken == "�":
        return say(
            "'{value}' holds '�': a letter was lost when the file was saved. Export it again, as UTF-8.",
            value=excerpt(cell),
        )
    meant = cell.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
    byte = f"0x{ord(broken) - 0xDC00:02X}"
    return _advised(say("The byte {byte} is not UTF-8 (is '{value}' meant?).", byte=byte, value=excerpt(meant)))


def _advised(sentence: str) -> str:
    return f"{sentence} {say(_SAVE_AS_UTF8)}"


def _is_utf8(content: bytes) -> bool:
    if content.isascii():
        return True
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(content), 2**20):
            decoder.decode(content[start : start + 2**20])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
