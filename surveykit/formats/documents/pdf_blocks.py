"""In the child: the pages of a PDF as paragraphs and tables in reading order."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from surveykit.formats.child_types import Block
from surveykit.formats.documents.block_messages import paragraph_message, strip_blanks, table_message
from surveykit.formats.documents.page_lines import LISTED, Fragment, PageLine, PageParagraph, make_lines
from surveykit.formats.documents.pdf_columns import cells_of, columns_of, columns_over, holds_numbers

NUMBERED = re.compile(r"^(?![0-9]+\s*[)）%])\W*(第|page)?\s*[0-9ivxlc]{1,5}\s*(页|(/|of|／)\s*[0-9]+)?\W*"
                      r"(共\s*[0-9]+\s*页)?\W*$", re.IGNORECASE)
DIGITS = re.compile(r"[0-9]+")
SHARE = re.compile(r"%|[0-9][.][0-9]")  # a total that reads 100.0 on every page is no running header
MARGIN = 0.12  # of the height of the text: where running headers and footers stand
OFTEN = 0.3  # of the pages
HALF = 0.3  # of the width of the text: lines at least this long on both sides make two columns
ENOUGH = 8
FAR = 1.8  # times the size of letters between two rows of one table
NEAR = 0.6  # and between the lines of one cell
# what headings of numbers say
HEADS = re.compile(r"^[np]$|n\s*[=＝/／]\s*[\dN]|[%％]|人数|例数|频[数次]|次数|百分|比例|占比|率|均值"
                   r"|^p[\s-]?(?:值|values?)"
                   r"|\b(?:number|count|frequency|percent|mean|SD|CI|total)\b|[（(]\s*[nN]\s*[)）]", re.IGNORECASE)
WIDE = 0.7  # of the table's width: more is a sentence, not a cell


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
        end = _table_at(lines, at)
        if end > at:
            _close(open_block, usual, blocks)
            for part in _part_tables(lines[at:end]):
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


def _table_at(lines: Sequence[PageLine], at: int) -> int:
    """Where the table that begins at a line ends; `at` itself if none begins there."""
    end, rows = at, 0
    while end < len(lines) and not lines[end].captions:
        line, cells = lines[end], len(lines[end].pieces) > 1 or _heads_rows(lines, at, end)
        if end > at and line.top - lines[end - 1].bottom > (FAR if cells else NEAR) * line.height:
            break
        if not cells and not _part_of_cell(line, lines, at, end):
            break
        rows += len(line.pieces) > 1
        end += 1
    found = lines[at:end]
    return end if rows > 1 and not _is_list(found) and _is_aligned(found) else at


def _part_tables(lines: Sequence[PageLine]) -> list[Sequence[PageLine]]:
    """The lines of tables that touch: a row of headings below a row of numbers begins another."""
    starts = [0, *(at for at in range(2, len(lines)) if _begins_anew(lines, at)), len(lines)]
    return [lines[low:high] for low, high in pairwise(starts)]


def _begins_anew(lines: Sequence[PageLine], at: int) -> bool:
    """Whether a line in a table holds headings that announce numbers, below numbers and above others."""
    heads = [piece.text for piece in lines[at].pieces[1:]]
    return (bool(heads) and not holds_numbers(lines[at]) and any(map(HEADS.search, heads))
            and holds_numbers(lines[at - 1]) and any(map(holds_numbers, lines[at + 1:at + 3])))


def _heads_rows(lines: Sequence[PageLine], at: int, end: int) -> bool:
    """Whether a line with one fragment is a label over the rows that follow: at the left edge, between two rows."""
    if end <= at or end + 1 >= len(lines) or len(lines[end + 1].pieces) < 2:
        return False
    line, above, below = lines[end], lines[end - 1], lines[end + 1]
    left, right = min(o.left_edge for o in lines[at:end]), max(o.right_edge for o in lines[at:end])
    even = max(line.top - above.bottom, below.top - line.bottom) < 1.2 * line.height
    return abs(line.left_edge - left) < line.height and line.right_edge - left < WIDE * (right - left) and even


def _part_of_cell(line: PageLine, lines: Sequence[PageLine], at: int, end: int) -> bool:
    """Whether a line with one fragment is a line of a cell: it fits under a fragment of the table."""
    beside = [other for other in lines[at:end + 3] if len(other.pieces) > 1]
    if not beside:
        return False
    left, right = min(o.left_edge for o in beside), max(o.right_edge for o in beside)
    over = [piece for other in beside for piece in other.pieces
            if min(piece.right, line.right_edge) > max(piece.left, line.left_edge)]
    headless = any(len(other.pieces) > 1 for other in lines[at:end])
    starts = (left - line.height if headless else left + line.height) < line.left_edge
    inside = starts and line.right_edge < right + line.height
    return inside and bool(over) and line.right_edge - line.left_edge < WIDE * (right - left)


def _is_list(lines: Sequence[PageLine]) -> bool:
    """Whether the lines are numbered sentences."""
    several = [line for line in lines if len(line.pieces) > 1]
    marked = sum(LISTED.match(f"{line.pieces[0].text} x") is not None and len(line.pieces) == 2 for line in several)
    return marked > 0.5 * len(several)


def _is_aligned(lines: Sequence[PageLine]) -> bool:
    """Whether the fragments of two rows or more stand in the same columns."""
    columns = columns_of(lines)
    several = [line for line in lines if len(line.pieces) > 1]
    fitting = sum(len({at for piece in line.pieces for at in columns_over(piece, columns)}) > 1 for line in several)
    return len(columns) > 1 and fitting > 1
