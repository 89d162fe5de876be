"""What a document holds: paragraphs and tables in reading order, each with its place."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import product

from surveykit.formats.file_notes import Note
from surveykit.words.phrases import Text, join_words, phrase

LONGEST_TITLE = 120  # signs of a line above a table that is no sentence, but its title
SENTENCE_END = re.compile(r"[。.!！?？;；，](?:\s|$)")
KINDS = ("text", "heading", "caption", "note", "margin")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a document something stands; 0 for what does not apply.
    `page`: Page, in formats that have pages (PDF).
    `paragraph`: Number of the paragraph (line of a text file), counted from 1.
    `table, row, column`: Number of the table, and of the row and column in it, counted from 1.
    >>> Place(page=3, table=2, row=4).text["en"]
    'page 3, table 2, row 4'
    """

    page: int = 0
    paragraph: int = 0
    table: int = 0
    row: int = 0
    column: int = 0

    @property
    def text(self) -> Text:
        """The place in words; the column is left out."""
        said = [phrase(f"place.{name}", number=number) for name in ("page", "paragraph", "table", "row")
                if (number := getattr(self, name))]
        return join_words(said, "place.between")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph.
    `kind` is `text`, `heading`, `caption`, `note` (footnotes and endnotes) or `margin` (running headers and
    footers, which are no part of the reading order).
    """

    text: str
    place: Place
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its text, where it begins (from 0), and over how many rows and columns it reaches."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table; what is merged stands once, in `cells`.
    `cells`: In reading order.
    `place`: Page and number of the table.
    `caption`: The line above it, or below it.
    `note`: The lines of notes below it.
    >>> table = Table((Cell("sex", 0, 0, 1, 2), Cell("men", 1, 0), Cell("20", 1, 1)), Place(table=1))
    >>> table.rows
    (('sex', ''), ('men', '20'))
    >>> table.repeated_rows
    (('sex', 'sex'), ('men', '20'))
    """

    cells: tuple[Cell, ...]
    place: Place
    caption: str = ""
    note: str = ""

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return (max((c.row + c.rows for c in self.cells), default=0),
                max((c.column + c.columns for c in self.cells), default=0))

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Every row; a merged cell has its text once, at its upper left."""
        return self._grid(repeated=False)

    @property
    def repeated_rows(self) -> tuple[tuple[str, ...], ...]:
        """Every row; a merged cell has its text in every place it covers."""
        return self._grid(repeated=True)

    def _grid(self, *, repeated: bool) -> tuple[tuple[str, ...], ...]:
        """The cells on a grid."""
        height, width = self.shape
        grid = [[""] * width for _ in range(height)]
        for cell in self.cells:
            rows, columns = (cell.rows, cell.columns) if repeated else (1, 1)
            for row, column in product(range(rows), range(columns)):
                grid[cell.row + row][cell.column + column] = cell.text
        return tuple(map(tuple, grid))


@dataclass(frozen=True, slots=True)
class Document:
    """A document as blocks of text.
    `name, sha256, size`: The file.
    `container`: `docx`, `html`, `pdf`, `md` or `txt`: what it is, whatever its name says.
    `blocks`: Paragraphs and tables in reading order.
    `notes`: What was noticed while it was opened.
    """

    name: str
    sha256: str
    size: int
    container: str
    blocks: tuple[Paragraph | Table, ...]
    notes: tuple[Note, ...] = ()

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs alone."""
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables alone."""
        return tuple(block for block in self.blocks if isinstance(block, Table))

    @property
    def text(self) -> str:
        """Everything, a line per paragraph and per row of a table, cells parted by tabs."""
        lines: list[str] = []
        for block in self.blocks:
            lines += [block.text] if isinstance(block, Paragraph) else map("\t".join, block.rows)
        return "\n".join(lines)


def with_captions(blocks: Sequence[Paragraph | Table], is_caption: Callable[[str], object],
                  is_note: Callable[[str], object]) -> list[Paragraph | Table]:
    """Tables told their captions and notes: the paragraph before (or, failing that, after) each."""
    told = list(blocks)
    for at, block in enumerate(told):
        if not isinstance(block, Table):
            continue
        before, after = _neighbour(told, at - 1), _neighbour(told, at + 1)
        title = before if len(before) < LONGEST_TITLE and not SENTENCE_END.search(before) else ""
        caption = block.caption or next((text for text in (before, after) if text and is_caption(text)), title)
        note = after if after and is_note(after) else ""
        told[at] = replace(block, caption=caption, note=note)
    return told


def _neighbour(blocks: Sequence[Paragraph | Table], at: int) -> str:
    """The text of a paragraph beside a table."""
    beside = blocks[at] if 0 <= at < len(blocks) else None
    return beside.text if isinstance(beside, Paragraph) else ""
