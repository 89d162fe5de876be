"""How the tables and pages of reports are laid out, as numbers."""

import math
import random
import struct
from collections.abc import Iterator, Sequence
from dataclasses import replace

from surveykit.report import column_widths, word_pages
from surveykit.report.column_widths import PAD, STEPS, ColumnWidths, fit_columns, heading_pieces, least_widths
from surveykit.report.front_page import STYLES, FrontPage
from surveykit.report.report_blocks import (
    Block,
    CodeBlock,
    FigureBlock,
    Heading,
    PageBreak,
    PandocNode,
    Paragraphs,
    Prose,
    Report,
    TableBlock,
)
from surveykit.report.wide_tables import cut_panels
from surveykit.result import Grid, Head

WORDS = "some words of an answer that goes on and on with a verylongwordthatcannotbreakanywhere "


def grid(
    align: str,
    heads: Sequence[Sequence[tuple[str, int]]],
    *rows: tuple[str, ...] | str,
    caption: str = "",
    notes: tuple[str, ...] = (),
) -> Grid:
    """A table; each heading with how many columns it spans."""
    return Grid(caption, tuple(tuple(Head(text, across) for text, across in row) for row in heads), rows, align, notes)


def plain(texts: Sequence[str]) -> list[tuple[str, int]]:
    """Headings of one column each."""
    return [(text, 1) for text in texts]


def grids() -> dict[str, Grid]:
    """Tables of every shape."""
    numbers, shares = ("46 (32–60)", "21/46", "0.31"), ("Percent (95% CI)", "k/n", "p")
    spanned = [[("", 1), ("Women and girls of every age", 2), ("男", 2)], plain(["Plan", "n", "%", "n", "%"])]
    wide = [[("", 1), *(("Group of some length", 3) for _ in range(6))], plain(["Item", *["Share in percent"] * 18])]
    two = plain(["Variable", "Level", *(f"Column{k} of numbers" for k in range(12))])
    return {
        "words": grid("l", [plain(["Words"])], (WORDS * 9,), ("a",)),
        "bare": grid("lr", [plain(["", ""])], ("", "")),
        "no rows": grid("lr", [plain(["A heading", "百分比（95% 区间）"])]),
        "shares": grid(
            "lrrr",
            [plain(["Plan", *shares])],
            ("home", *numbers),
            ("a group line", *numbers),
            "A line across",
            ("away for a long time indeed", *numbers),
            caption="Caption",
            notes=("A note.", "Another."),
        ),
        "quotes": grid(
            "lll",
            [plain(["Code", "Quotation", "Who"])],
            *((f"c{k}", WORDS * (1 + k % 3), "r1") for k in range(8)),
            caption="Quotes",
        ),
        "chinese": grid(
            "llr",
            [plain(["题目", "很长的标题很长的标题（百分比）", "人数"])],
            *(("返乡就业创业" * k, "在服务地附近就业，或者" * (k + 1), "12") for k in range(5)),
            caption="表",
        ),
        "spanned": grid("lrrrr", spanned, ("home", *["12", "46 (32–60)"] * 2), ("stay", *["1", "–"] * 2)),
        "wide": grid(
            "l" + "r" * 18, wide, ("An item with a name", *["46 (32–60)"] * 18), "A line", caption="W", notes=("N",)
        ),
        "two": grid("ll" + "r" * 12, [two], ("gender", "female", *["0.31–0.62"] * 12), caption="T", notes=("N",)),
        "two wide": grid("ll" + "r" * 12, [two], ("v" * 40, "x" * 40, *["0.31–0.62"] * 12)),
        "long": grid("lr", [plain(["Name", "n"])], *((f"row {k}", str(k)) for k in range(60)), notes=("N " * 200,)),
        "tall": grid("ll", [plain(["a", "b"])], (WORDS * 40, "x"), (WORDS * 12, "y")),
        "no heads": grid("l" * 12, [], ("some words here",) * 12),
        "few": grid("lr", [plain(["Name", "n"])], *((f"row {k}", "1") for k in range(4)), caption=WORDS * 2),
        "unbroken": grid("lll", [plain(["a", "b", "c"])], ("w" * 60, "x" * 60, "y" * 60)),
        "ten": grid(
            "l" * 10, [plain([f"Heading {k} words" for k in range(10)])], tuple("some words here" for _ in range(10))
        ),
    }


def told(columns: ColumnWidths, one: Grid) -> str:
    """Sizes and what follows from them."""
    widths = " ".join(f"{width:.3f}" for width in columns.widths)
    return (
        f"{columns.size} {columns.gap} [{widths}] {columns.total(one):.3f} {columns.head_height(one):.3f} "
        f"{columns.keeps(one)} {sorted(columns.tied_rows(one))} {list(map(columns.splits, one.rows))[:9]}"
    )


def tables() -> Iterator[str]:
    """Columns of tables at several widths of the page, their panels, and how many rows stay together."""
    for name, one in grids().items():
        yield f"# {name}"
        yield from (
            f"{comfort} {' '.join(f'{width:.3f}' for width in least_widths(one, comfort))}"
            for comfort in sorted({comfort for _, comfort in STEPS})
        )
        for measure in (60.0, 150.0, 300.0, 453.0):
            yield f"{measure} {told(fit_columns(one, measure), one)}"
            for panel in cut_panels(one, measure):
                heads = [[(head.text, head.across) for head in row] for row in panel.head]
                yield f"    {panel.align} {panel.caption} {panel.notes} {heads[:2]} {panel.rows[:1]}"
    for rows in (1, 2, 3, 4, 5, 9, 10, 11, 12, 13, 14, 22, 23, 24, 25):
        for lines in (1, 2):
            one = grid(
                "lr",
                [plain(["Name", "n"])],
                *((f"row {k}" + "\nb" * (lines - 1), "1") for k in range(rows)),
                caption="C",
            )
            yield f"{rows} {lines} {told(fit_columns(one), one)}"
    yield from edges()
    for number in range(12, 40, 3):
        one = grid(
            "lll", [plain(["a", "b", "c"])], *((WORDS * (k % 3 + 1), "字" * number * 4, "z") for k in range(number))
        )
        yield f"{number} {told(fit_columns(one), one)}"


def edges() -> Iterator[str]:
    """Columns and panels of pages that are just as wide as something needs."""
    for name, one in grids().items():
        columns = len(one.align)
        for size, comfort in STEPS[:4]:
            needed = least_widths(one, comfort)
            free = [column_widths._natural(one, cut) for cut in (lambda head: [head], heading_pieces)]
            for wanted in (needed, *([max(pair) for pair in zip(needed, wish, strict=True)] for wish in free)):
                yield f"{name} {told(fit_columns(one, size * math.fsum(wanted) + 2 * PAD * columns), one)}"
        widths = [8.0 * width + 2 * PAD for width in least_widths(one, 3.0)]
        for measure in (math.fsum(widths), 2 * sum(widths[:2]), *(math.fsum(widths[:k]) for k in (3, 4, 5, 6, 7, 8))):
            yield f"    {[panel.align for panel in cut_panels(one, measure)]}"


class Picture:
    """A drawing of so many dots."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height, self.labels, self.narrow_labels, self.alt = width, height, (), (), ""

    def png(self, dpi: int = 200) -> bytes:
        return bytes(16) + struct.pack(">II", self.width, self.height)


def figure(height: int, label: str | None, notes: tuple[str, ...] = (), width: int = 1200) -> FigureBlock:
    """A figure of so many dots in height."""
    caption = WORDS * 2 if height == 100 else "A caption of some words"
    return FigureBlock(Picture(width, height), caption, label, notes=notes)


def para(text: str, kind: str = "Para") -> PandocNode:
    """A paragraph of one string."""
    return {"t": kind, "c": [{"t": "Str", "c": text}]}


def header(level: int, text: str = "Heading") -> PandocNode:
    """A heading of the author's."""
    return {"t": "Header", "c": [level, ["", [], []], [{"t": "Str", "c": text}]]}


def kinds() -> list[Block]:
    """A block of every kind."""
    entry = [[para("an entry of a list " * 12, "Plain")], [para("another")]]
    nodes = (
        [para("words " * n) for n in (1, 17, 18, 34, 36, 60)]
        + [header(level) for level in range(1, 6)]
        + [
            {"t": "BulletList", "c": entry},
            {"t": "OrderedList", "c": [[1, {"t": "Decimal"}, {"t": "Period"}], entry]},
            {"t": "RawBlock", "c": ["x", "y"]},
            {"t": "BlockQuote", "c": [para("quoted")]},
            {"t": "Div", "c": [["", [], []], [para("in a div"), header(3)]]},
            {"t": "Table", "c": [[], [], [], [[], []], [[[], 0, [], [1, 2, 3]]], []]},
            {"t": "HorizontalRule"},
            para("see @tbl-plans and @fig-one “quoted” " * 4),
        ]
    )
    made = grids()
    return [
        *(Prose((node,)) for node in nodes),
        Prose(tuple(nodes[:2])),
        Paragraphs(("one " * 30, "two")),
        *(Heading("A heading of a section " * size, level) for level in range(1, 7) for size in (1, 6)),
        CodeBlock("a\nb\nc"),
        PageBreak(),
        *(TableBlock(made[name]) for name in ("shares", "wide", "tall", "few", "bare")),
        *(
            figure(height, label, notes, width)
            for height, label, notes, width in (
                (900, "", (), 1200),
                (900, "fig-a", ("A note",), 1300),
                (2000, None, (), 1259),
                (100, "fig-b", (), 1261),
            )
        ),
    ]


def reports() -> Iterator[tuple[str, Report]]:
    """Reports of each language and style, with what stands at their beginning."""
    front = FrontPage(
        subtitle="Sub " * 9,
        authors="A, B",
        date="2026",
        lines=(("School: ", "X"),),
        abstracts=(("Abstract", ("Words " * 40, "More."), "Keywords: a"),),
    )
    for language in ("zh", "en"):
        for style in ("plain", "thesis", "annual-report"):
            yield f"{language} {style}", Report("A title " * 6, language, (), style=STYLES[style])
        yield f"{language} contents", Report("T", language, (), style=replace(STYLES["plain"], contents=True))
        yield f"{language} front", Report("T", language, (), True, front=front)
        yield (
            f"{language} lines",
            Report("T", language, (), style=replace(STYLES["plain"], line=1.25, double=True), front=front),
        )


def strips() -> Iterator[str]:
    """What page breaks cannot cut, of every kind of block, in a narrow and in a wide face."""
    blocks = kinds()
    for name, report in reports():
        yield f"# {name} {[round(word_pages._front_height(report, face), 2) for face in (0.75, 0.99)]}"
        for place, block in enumerate(blocks):
            for face, share in ((0.75, 1.0), (0.99, 0.8)):
                found = word_pages._strips(block, report, face, share)
                pieces = " ".join(
                    f"{one.height:.2f}{'+' if one.stays else ''}/{one.above:.1f}/{one.below:.1f}" for one in found
                )
                named = f"{type(block).__name__} {word_pages._level(block)} {word_pages._leads_on(block)}"
                yield f"{place} {named} {pieces[:240]}"
        for at in range(0, len(blocks), 3):
            yield f"{at} {list(word_pages._ways_on(blocks, at, report))}"


def pages() -> Iterator[str]:
    """Where figures go in reports of many lengths, and how small they are set."""
    draw = random.Random(46)
    texts = [Prose((para("words " * draw.randrange(5, 300)),)) for _ in range(30)]
    made = grids()
    for number, (name, report) in enumerate(found for found in reports() for _ in range(7)):
        blocks: list[Block] = []
        for step in range(draw.randrange(8, 26)):
            kind = draw.randrange(10)
            blocks.append(
                draw.choice(texts)
                if kind < 5
                else figure(draw.randrange(300, 1900), f"fig-{step}")
                if kind < 7
                else TableBlock(made[draw.choice(("shares", "few", "quotes"))])
                if kind < 8
                else Prose((header(draw.randrange(2, 4)),))
                if kind < 9
                else Prose((para("This is it:"),))
            )
        placed, shares = word_pages.fill_word_pages(replace(report, blocks=tuple(blocks)))
        order = [
            next(i for i, one in enumerate(blocks) if one is block or (isinstance(block, Prose) and one == block))
            for block in placed.blocks
        ]
        yield f"{number} {name} {order} { {label: round(share, 4) for label, share in shares.items()} }"
        world = word_pages._Pages(report)
        yield f"    {[round(gap) for at in (3, len(blocks) - 1) for gap in world.gaps_before(blocks, at)]}"


LAYOUTS = {"tables": tables, "strips": strips, "pages": pages}
