"""Tables as files, CSV or XLSX, made while their rows come in, with nothing in them that a spreadsheet would run.

Whoever makes one asks for its pieces one after the other. A million rows take no more memory than a thousand.
"""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Generator, Iterable, Sequence

import xlsxwriter

MOST_ROWS_OF_A_SHEET = 1_048_575
"""With its heading that is all that a spreadsheet can have; the rest goes on the next sheet."""
LONGEST_CELL = 32_767
_SIGNS = "=+-@＝＋－＠"
_FORMULA = (*_SIGNS, "\t", "\r", "\n")
_FORMULA_INSIDE = re.compile(rf'([;\r\n])(?="*[{re.escape(_SIGNS)}\t])')
_PIECE = 256 * 1024

Cells = Sequence[str]
Batches = Iterable[Iterable[Cells]]


def safe(cell: str) -> str:
    """The cell with a `'` before what a spreadsheet would take for a formula.

    At the beginning, and wherever a cell would begin if the file were split at `;`, as a German spreadsheet does it:
    quotes do not help there, for they stand in the middle of what it takes for a cell, and a line then ends too early.
    """
    if _FORMULA_INSIDE.search(cell):
        cell = _FORMULA_INSIDE.sub(r"\1'", cell)
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def as_csv(headings: Cells, batches: Batches) -> Generator[bytes]:
    """With a byte order mark, without which spreadsheets take names for something else. A piece for each batch."""
    yield b"\xef\xbb\xbf" + _lines([headings])
    for batch in batches:
        yield _lines([safe(cell) for cell in cells] for cells in batch)


def as_xlsx(title: str, headings: Cells, batches: Batches) -> Generator[bytes]:
    """Written row by row into a temporary folder, which is gone afterwards. Cells are text and never a formula.

    An empty piece for each batch, and then the file.

    Args:
        title: of the sheet; those after the first are numbered.
    """
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile(dir=folder) as file:
        book = xlsxwriter.Workbook(file, {"constant_memory": True, "tmpdir": folder})
        book.use_zip64()
        bold = book.add_format({"bold": True})
        sheet, line = _sheet(book, bold, title, headings), 0
        for batch in batches:
            for cells in batch:
                if line == MOST_ROWS_OF_A_SHEET:
                    sheet, line = _sheet(book, bold, title, headings), 0
                line += 1
                for column, cell in enumerate(cells):
                    sheet.write_string(line, column, cell[:LONGEST_CELL])
            yield b""
        book.close()
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece


def _lines(rows: Iterable[Cells]) -> bytes:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(rows)
    return text.getvalue().encode()


def _sheet(book: xlsxwriter.Workbook, bold: object, title: str, headings: Cells) -> xlsxwriter.worksheet.Worksheet:
    number = len(book.worksheets()) + 1
    sheet = book.add_worksheet(title if number == 1 else f"{title} {number}")
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(headings) - 1, 22)
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, bold)
    return sheet
