"""Text files as paragraphs and tables: Markdown pipes, tabs, or columns parted by blanks."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from surveykit.errors import ReadError
from surveykit.formats.child_types import Block, Request
from surveykit.formats.documents.block_messages import paragraph_message, strip_blanks, table_message
from surveykit.text.encodings import decode_bytes

LONGEST_TEXT, MIB = 50 * 2**20, 2**20
RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$")
PIPE = re.compile(r"(?<!\\)\|")
HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$")
MARKS = re.compile(r"\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|`")
WIDE = re.compile(r"\t+|[ \u3000]{2,}")


def read_plain(request: Request) -> list[Block]:
    """Every block of a text file; the whole text as one paragraph where it is wanted exactly."""
    data, name = Path(request["path"]).read_bytes(), request["name"]
    if len(data) > LONGEST_TEXT:
        raise ReadError("The text has {data_count} MiB, more than a document can have.", where="{file}",
                        fix="save the pages with the figures as a file of their own", data_count=len(data) // MIB,
                        file=name)
    text, _ = decode_bytes(data, name, request["encoding"])
    if "\0" in text:
        raise ReadError("The file holds NUL characters: it is no text.", where="{file}",
                        fix="save it again as UTF-8 text", file=name)
    return [paragraph_message(text)] if request["exact"] else plain_blocks(text, marked=request["container"] == "md")


def plain_blocks(text: str, *, marked: bool) -> list[Block]:
    """Every block of a text; `marked` for Markdown, where lines run on until a blank one."""
    lines, blocks, at = text.splitlines(), [], 0
    while at < len(lines):
        for cells_in in (_rows_between_pipes, _rows_by_blanks):
            rows = list(cells_in(lines, at))
            if len(rows) > 1:
                break
        if len(rows) > 1:
            blocks.append(table_message([[_strip_marks(cell, marked), number, column, 1, 1]
                                 for number, row in enumerate(r for r in rows if r)
                                 for column, cell in enumerate(row)]))
            at += len(rows)
            continue
        words, at = _words(lines, at, marked)
        blocks += words
    return blocks


def _words(lines: Sequence[str], at: int, marked: bool) -> tuple[list[Block], int]:
    """A paragraph, and where the next block begins."""
    heading = HEADING.match(lines[at]) if marked else None
    text = heading[1] if heading else lines[at]
    at += 1
    while marked and not heading and text.strip() and at < len(lines) and _runs_on(lines[at]):
        text, at = f"{text} {lines[at]}" if text[-1:].isascii() else text + lines[at], at + 1
    text = strip_blanks(_strip_marks(text, marked))
    return ([paragraph_message(text, "heading" if heading else "text")] if text else []), at


def _runs_on(line: str) -> bool:
    """Whether a line of Markdown goes on with the paragraph before it."""
    return bool(line.strip()) and not re.match(r"\s*([#>|*+-]|[0-9]+[.)]\s)", line)


def _strip_marks(text: str, marked: bool) -> str:
    """Without the marks of Markdown."""
    return strip_blanks(MARKS.sub("", text).replace("\\|", "|") if marked else text)


def _rows_between_pipes(lines: Sequence[str], at: int) -> Iterator[list[str]]:
    """Rows between pipes; the rule below the head is an empty row."""
    for line in (lines[number] for number in range(at, len(lines))):
        if not PIPE.search(line.strip()[1:]):
            return
        yield [] if RULE.match(line) else [cell.strip() for cell in PIPE.split(line.strip().strip("|"))]


def _rows_by_blanks(lines: Sequence[str], at: int) -> Iterator[list[str]]:
    """Rows parted by tabs or by two blanks and more, as many cells in each as in the first."""
    width = 0
    for line in (lines[number] for number in range(at, len(lines))):
        cells = [cell.strip() for cell in WIDE.split(line.rstrip().lstrip(" "))]
        width = width or len(cells)
        if len(cells) < 2 or len(cells) != width or not any(cells[1:]):
            return
        yield cells
