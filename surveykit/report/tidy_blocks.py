"""What a report says once: a method, a result, the cleaning log.

A method stands below the first table that uses it. A result that is shown as a table and as a figure is shown as the
figure, whose labels carry count, base and percentage; `#| show: both` keeps both, and a reference to the table leads to
the figure. Cleaning logs stand in the appendix, wherever they were shown.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import replace

from surveykit.figures import Figure
from surveykit.report.report_blocks import Block, FigureBlock, Heading, Prose, TableBlock
from surveykit.report.syntax_tree import text_of
from surveykit.result import Grid, Result
from surveykit.words.phrases import in_language, phrase
from surveykit.write.spreadsheet_cells import guard_text

LONGEST_LOG = 24  # rows of a log on paper
LOG_FILE = "surveykit-log.csv"


def tidy_blocks(blocks: Iterable[Block], language: str) -> tuple[list[Block], list[TableBlock]]:
    """The blocks, each method and each result once, without the cleaning logs; and these."""
    told = say_methods_once(draw_results_once(list(blocks)), language)
    logs = [block for block in told if isinstance(block, TableBlock) and block.result and block.result.kind == "log"]
    return [block for block in told if block not in logs], logs


def drop_own_heads(blocks: Iterable[Block]) -> list[Block]:
    """The blocks without a heading for the appendix that nothing stands below: what stands there is ours."""
    hints = set(phrase("new.write_appendix").values())
    heads = set(phrase("new.head_appendix").values())
    kept = list(blocks)
    last = kept[-1] if kept else None
    nodes = list(last.nodes) if isinstance(last, Prose) else []
    while nodes and nodes[-1]["t"] in {"Para", "Plain"} and text_of(nodes[-1]["c"], hole="").strip() in hints:
        nodes.pop()
    if isinstance(last, Prose) and nodes and nodes[-1]["t"] == "Header" and text_of(
            nodes[-1]["c"][2], hole="").strip() in heads:
        kept[-1:] = [replace(last, nodes=tuple(nodes[:-1]))] if nodes[:-1] else []
    return kept


def split_appendix(blocks: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """The blocks before the author's appendix, and the appendix, which has no number among the chapters."""
    heads = set(phrase("new.head_appendix").values())
    for at, block in enumerate(blocks):
        if not isinstance(block, Prose):
            continue
        for i, node in enumerate(block.nodes):
            name = text_of(node["c"][2], hole="").strip() if node["t"] == "Header" else ""
            if name in heads:
                parts = (replace(block, nodes=nodes) for nodes in (block.nodes[:i], block.nodes[i + 1:]))
                first, rest = ([part] if part.nodes else [] for part in parts)
                return [*blocks[:at], *first], [Heading(name), *rest, *blocks[at + 1:]]
    return list(blocks), []


def draw_results_once(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without tables whose whole figure stands among them, and without a figure that stood before.
    The figure that is left answers to the labels of the others.
    """
    drawn = {_identity(block.drawing.result) for block in blocks if isinstance(block, FigureBlock)
             and isinstance(block.drawing, Figure) and not block.both and not block.drawing.is_partial}
    met: set[str] = set()
    gone: dict[str, list[TableBlock | FigureBlock]] = {}
    kept: list[Block] = []
    for block in blocks:
        one = _shown_once(block)
        if one in (met if isinstance(block, FigureBlock) else drawn) and isinstance(block, TableBlock | FigureBlock):
            gone.setdefault(one, []).append(block)
            continue
        met |= {one} if one and isinstance(block, FigureBlock) else set()
        kept.append(block)
    return [_take_place(block, gone.get(_shown_once(block), [])) if isinstance(block, FigureBlock) else block
            for block in kept]


def _shown_once(block: Block) -> str:
    """The result that a table or figure shows, unless both are asked for; '' for anything else."""
    if isinstance(block, TableBlock) and block.result is not None and not block.both:
        return _identity(block.result)
    if isinstance(block, FigureBlock) and isinstance(block.drawing, Figure) and not block.both:
        return _identity(block.drawing.result)
    return ""


def _take_place(figure: FigureBlock, others: Sequence[TableBlock | FigureBlock]) -> FigureBlock:
    """The figure with the labels of the tables and figures it stands for, and the notes of the tables."""
    notes = [block.grid.notes for block in others if isinstance(block, TableBlock)]
    return replace(figure, also=tuple(block.label for block in others if block.label),
                   notes=notes[0] if notes else figure.notes)


def _identity(result: Result) -> str:
    """What a result is, whatever it is called."""
    return result.with_title("", "").to_json()


def say_methods_once(blocks: Sequence[Block], language: str) -> list[Block]:
    """The blocks, a method said only below the first table that says it."""
    start = in_language(phrase("note.method", method=""), language).strip()
    said: set[str] = set()
    told: list[Block] = []
    for block in blocks:
        if isinstance(block, TableBlock | FigureBlock):
            below = block.grid.notes if isinstance(block, TableBlock) else block.notes
            notes = tuple(note for note in below if not (note.startswith(start) and str(note) in said))
            said |= {str(note) for note in notes if note.startswith(start)}
            block = (replace(block, grid=replace(block.grid, notes=notes)) if isinstance(block, TableBlock)
                     else replace(block, notes=notes))
        told.append(block)
    return told


def shorten_log(block: TableBlock, language: str) -> TableBlock:
    """A log with as many rows as a page holds; the note names the file that has all."""
    left = len(block.grid.rows) - LONGEST_LOG
    if left <= 0:
        return block
    more = in_language(phrase("report.log_rest", rows=left, file=LOG_FILE), language)
    return replace(block, grid=replace(block.grid, rows=block.grid.rows[:LONGEST_LOG], notes=(more, *block.grid.notes)))


def log_csv(grids: Iterable[Grid]) -> bytes:
    """The logs as CSV for a spreadsheet: nothing in a cell is taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for grid in grids:
        rows = [[head.text for head in grid.head[-1]], *(row for row in grid.rows if not isinstance(row, str))]
        writer.writerows([guard_text(str.__str__(cell)) for cell in row] for row in rows)
    return ("\ufeff" + out.getvalue()).encode()
