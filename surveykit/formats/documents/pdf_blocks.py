"""In the child: the pages of a PDF as paragraphs and tables in reading order."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from surveykit.formats.child_types import Block
from surveykit.formats.documents.block_messages import paragraph_message, strip_blanks, table_message
from surveykit.formats.documents.page_lines import Fragment, PageLine, PageParagraph, make_lines
from surveykit.formats.documents.page_tables import cells_of, part_tables, table_at

NUMBERED = re.compile(r"^(?![0-9]+\s*[)）%])\W*(第|page)?\s*[0-9ivxlc]{1,5}\s*(页|(/|of|／)\s*[0-9]+)?\W*"
                      r"(共\s*[0-9]+\s*页)?\W*$", re.IGNORECASE)
DIGITS = re.compile(r"[0-9]+")
SHARE = re.compile(r"%|[0-9][.][0-9]")  # a total that reads 100.0 on every page is no running header
MARGIN = 0.12  # of the height of the text: where running headers and footers stand
OFTEN = 0.3  # of the pages
HALF = 0.3  # of the width of the text: lines at least this long on both sides make two columns
ENOUGH = 8


def compose_pages(pages: Sequence[Sequence[Fragment]]) -> list[Block]:
    """Every block of all pages."""
    lines = [make_lines(page) for page in pages]
    margins = _margins(lines)
    usual = _usual([line for page in lines for line in page])
    blocks: list[Block] = []
    open_block: PageParagraph | None = None
    for number, page in enumerate(lines, start=1):
        kept = [piece for line in page if not margins & _keys(line) for piece in line.pieces]
        for part in _parts(kept):
            open_block = _compose(part, number, usual, open_block, blocks)
    _close(open_block, usual, blocks)
    shown = dict.fromkeys(strip_blanks(line.text) for page in lines for line in page
                          if margins & _keys(line) and not NUMBERED.match(line.text))
    return blocks + [paragraph_message(text, "margin") for text in shown]


def _usual(lines: Sequence[PageLine]) -> float:
    """The size of most letters."""
    sizes: Counter[int] = Counter()
    for line in lines:
        sizes[round(line.height)] += len(line.text) if len(line.pieces) == 1 else 0
    return float(sizes.most_common(1)[0][0]) if sizes else 1.0


def _keys(line: PageLine) -> set[tuple[str, int]]:
    """A line as it comes back on other pages, at its height: without its first number, or without its last.
    A running header counts one thing, the page; a row of a table or a sentence has several numbers of its own.
    """
    text, height = line.text, round(line.top / 4)
    last = "#".join(text.rsplit(found[-1], 1)) if (found := DIGITS.findall(text)) else text
    return {(DIGITS.sub("#", text, count=1), height), (last, height)}


def _margins(pages: Sequence[Sequence[PageLine]]) -> set[tuple[str, int]]:
    """Lines at the edges that come back, and page numbers."""
    every = [line for page in pages for line in page]
    if not every:
        return set()
    top, bottom = min(line.top for line in every), max(line.bottom for line in every)
    edge = MARGIN * (bottom - top)
    outer = [[line for line in {id(line): line for line in (*page[:2], *page[-2:])}.values()
              if line.top < top + edge or line.bottom > bottom - edge] for page in pages]
    plain = [[line for line in page if not SHARE.search(line.text)] for page in outer]
    times = Counter(key for page in plain for key in {key for line in page for key in _keys(line)})
    again = {key for key, n in times.items() if n > 1 and n >= OFTEN * len(pages)}
    return again | {key for page in outer for line in page if NUMBERED.match(line.text) for key in _keys(line)}


def _parts(pieces: Sequence[Fragment]) -> Iterator[list[PageLine]]:
    """The lines of a page; of a page in two columns the left ones first."""
    gutter = _gutter(pieces)
    if gutter is None:
        yield make_lines(pieces)
        return
    across = [p for p in pieces if p.left < gutter < p.right]
    edges = [float("-inf"), *sorted(p.top for p in across), float("inf")]
    for low, high in pairwise(edges):
        band = [p for p in pieces if low <= p.top < high]
        yield make_lines([p for p in band if p in across])
        yield make_lines([p for p in band if p not in across and p.right <= gutter])
        yield make_lines([p for p in band if p not in across and p.left >= gutter])


def _gutter(pieces: Sequence[Fragment]) -> float | None:
    """Where the gap between two columns of text stands, if there is one."""
    if len(pieces) < 2 * ENOUGH:
        return None
    left, right = min(p.left for p in pieces), max(p.right for p in pieces)
    long = [p for p in pieces if HALF * (right - left) <= p.right - p.left < 0.6 * (right - left)]
    sides = [p for p in long if p.right < (left + right) / 2 + 0.1 * (right - left)]
    others = [p for p in long if p not in sides]
    if min(len(sides), len(others)) < ENOUGH:
        return None
    gutter = (max(p.right for p in sides) + min(p.left for p in others)) / 2
    crossing = sum(p.left < gutter < p.right for p in pieces)
    return gutter if max(p.right for p in sides) < gutter and crossing < 0.2 * len(pieces) else None


def _compose(lines: Sequence[PageLine], page: int, usual: float, open_block: PageParagraph | None,
             blocks: list[Block]) -> PageParagraph | None:
    """Paragraphs and tables of a part of a page; the last paragraph stays open for the next part."""
    right = max((line.right_edge for line in lines), default=0.0)
    at, fresh = 0, True
    while at < len(lines):
        end = table_at(lines, at)
        if end > at:
            _close(open_block, usual, blocks)
            for part in part_tables(lines[at:end]):
                cells = [[strip_blanks(cell[0]), *cell[1:]] for cell in cells_of(part)]
                blocks.append(table_message(cells, page=page))
            open_block, at = None, end
        else:
            if open_block and (open_block.runs_over if fresh else open_block.goes_on)(lines[at], right):
                open_block.lines.append(lines[at])
            else:
                _close(open_block, usual, blocks)
                open_block = PageParagraph([lines[at]], page)
            at += 1
        fresh = False
    return open_block


def _close(block: PageParagraph | None, usual: float, blocks: list[Block]) -> None:
    """A paragraph that has ended."""
    if block is not None and (text := strip_blanks(block.text)):
        blocks.append(paragraph_message(text, block.kind(usual), block.page))
