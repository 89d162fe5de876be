"""Every candidate figure of a document."""

import re
from collections.abc import Iterator
from dataclasses import replace

from surveykit.audit.reports.candidate import Candidate
from surveykit.audit.reports.cross_figures import find_cross_figures
from surveykit.audit.reports.figure_bases import ReadParagraph, read_paragraph
from surveykit.audit.reports.sentence_figures import find_sentence_figures
from surveykit.audit.reports.stated_bases import find_document_base
from surveykit.audit.reports.table_figures import find_table_figures
from surveykit.formats.documents.document_blocks import Document, Paragraph, Table

PAGE_LINE = re.compile(r"^\W*(?:第\s*)?\d{1,4}\s*(?:页|頁|(?:/|of)\s*\d{1,4})?\W*$"
                       r"|^\W*page\s+\d{1,4}(?:\s+of\s+\d{1,4})?\W*$", re.IGNORECASE)
ENDED = re.compile(r"[。！？!?；;：:.][”’\"')）]?\s*$")
LONG = 24  # signs: a cell this long is a sentence


def find_candidates(document: Document) -> tuple[Candidate, ...]:
    """Every candidate figure of a document, in reading order."""
    blocks = [(block, read_paragraph(block.text) if isinstance(block, Paragraph) else None)
              for block in _mend_blocks(document)]
    base = find_document_base([said.stated for _, said in blocks if said])
    found = [candidate for block, said in blocks for candidate in _find_in_block(block, said, base)]
    return tuple(replace(one, figure=replace(one.figure, name=f"F{number}", document=document.name))
                 for number, one in enumerate(found, start=1))


def _find_in_block(block: Paragraph | Table, said: ReadParagraph | None, base: int | None) -> Iterator[Candidate]:
    """The candidates of a paragraph or a table."""
    if isinstance(block, Paragraph):
        yield from find_sentence_figures(said or read_paragraph(block.text), block.place, base)
        return
    crossed = find_cross_figures(block)
    yield from find_table_figures(block, base) if crossed is None else crossed
    for cell in block.cells:
        if len(cell.text) > LONG:
            place = replace(block.place, row=cell.row + 1, column=cell.column + 1)
            yield from find_sentence_figures(read_paragraph(cell.text), place, base)


def _mend_blocks(document: Document) -> Iterator[Paragraph | Table]:
    """Blocks without running headers; lines that a page mark parts are one again."""
    held: Paragraph | None = None
    broken = False
    for block in document.blocks:
        if isinstance(block, Table):
            yield from (held,) if held else ()
            held, broken = None, False
            yield block
        elif block.kind == "margin":
            continue
        elif PAGE_LINE.match(block.text):
            broken = held is not None and not ENDED.search(held.text)
        elif held is not None and (broken or _goes_on(held, block)):
            held, broken = replace(held, text=_join_halves(held.text, block.text)), False
        else:
            yield from (held,) if held else ()
            held, broken = block, False
    yield from (held,) if held else ()


def _goes_on(held: Paragraph, block: Paragraph) -> bool:
    """Whether a sentence that the end of a page cuts goes on in a paragraph of the next page."""
    return (held.place.page + 1 == block.place.page and held.kind == block.kind == "text" and len(held.text) > LONG
            and bool(block.text.strip()) and not ENDED.search(held.text))


def _join_halves(first: str, second: str) -> str:
    """Two halves of a sentence: words of an alphabet are parted by a blank, numbers and Chinese are not."""
    words = first[-1].isascii() and second[0].isascii() and not (first[-1].isdigit() and second[0].isdigit())
    return f"{first} {second}" if words else first + second
