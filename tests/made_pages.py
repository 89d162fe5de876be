"""Pages of fragments drawn by a seed, as a PDF gives them: their distances lie on the limits, or just beside."""

from collections.abc import Iterator
from random import Random

from surveykit.formats.documents.page_lines import Fragment

LEFT, RIGHT, SIZE = 50.0, 450.0, 10.0
GAPS = (2.0, 4.0, 5.9, 6.0, 6.1, 9.4, 9.5, 9.6, 11.9, 12.0, 17.9, 18.0, 18.1, 25.0)
WORDS = ("pay", "far", "work", "home", "回家", "工作", "2019", "12.5%", "(3)", "46", "n=30", "n", "p", "<0.05", "±2",
         "total", "率", "人数", "a", "co-", "1.")
HEADS = ("n", "%", "p", "人数", "mean (SD)", "95% CI", "P值", "total", "label", "比例")


def page(draw: Random, number: int) -> list[Fragment]:
    """A page: a running head, then parts one below the other, the number of the page."""
    found, top = [], 20.0
    if draw.random() < 0.7:
        head = draw.choice(["Report", f"Report {number}", f"Part {number} of 9", "100.0"])
        found.append(Fragment(LEFT, top, LEFT + 120, top + 8, head))
        top += draw.choice((20.0, 30.0, 48.0))
    for _ in range(draw.randint(2, 5)):
        part = draw.choice((paragraph, paragraph, table, table, columns, listed, heading))
        pieces = list(part(draw, top))
        found += pieces
        top = max([piece.bottom for piece in pieces], default=top) + draw.choice(GAPS)
    if draw.random() < 0.6:
        foot = draw.choice([f"{number}", f"- {number} -", f"第 {number} 页", "x"])
        found.append(Fragment(240, max(top, 700.0), 250, max(top, 700.0) + 8, foot))
    return found


def words(draw: Random, count: int) -> str:
    """Some words."""
    return " ".join(draw.choice(WORDS) for _ in range(count))


def paragraph(draw: Random, top: float) -> Iterator[Fragment]:
    """Lines of one width, the first and the last perhaps shorter."""
    size = draw.choice((SIZE, SIZE, 9.0, 11.0, 11.5, 11.6, 12.0, 12.1))
    gap, count = draw.choice(GAPS[:8]) * size / SIZE, draw.randint(1, 4)
    for line in range(count):
        left = LEFT + draw.choice((0, 0, 0, 7.9, 8.0, 8.1, 20)) * (line == 0 or draw.random() < 0.2)
        right = RIGHT - draw.choice((0, 0, 15, 24.9, 25, 35, 60, 200)) * (line == count - 1 or draw.random() < 0.3)
        end = draw.choice(("", "", ".", "。", ":", "-"))
        yield Fragment(left, top, right, top + size, words(draw, draw.randint(1, 5)) + end)
        top += size + gap


def heading(draw: Random, top: float) -> Iterator[Fragment]:
    """One line, larger or a caption."""
    size = draw.choice((11.5, 11.6, 14.0, SIZE))
    text = draw.choice(("Chapter", "表1 计划", "Table 2 Plans", "图 3", "一、背景", "Figs"))
    yield Fragment(LEFT, top, LEFT + 150, top + size, text)


def listed(draw: Random, top: float) -> Iterator[Fragment]:
    """Numbered lines, the number perhaps a fragment of its own."""
    apart = draw.random() < 0.6
    for line in range(draw.randint(2, 4)):
        text, mark = words(draw, 2), draw.choice((f"{line + 1}.", "•", f"({line + 1})", "x"))
        if apart:
            yield Fragment(LEFT, top, LEFT + 8, top + SIZE, mark)
            yield Fragment(LEFT + 20, top, LEFT + 150, top + SIZE, text)
        else:
            yield Fragment(LEFT, top, LEFT + 150, top + SIZE, f"{mark} {text}")
        top += SIZE + draw.choice(GAPS[:6])


def columns(draw: Random, top: float) -> Iterator[Fragment]:
    """Two columns of text, perhaps a line across."""
    count, wide = draw.choice((7, 8, 9)), draw.choice((110.0, 120.0, 150.0, 180.0, 190.0))
    for _ in range(count):
        for left in (LEFT, RIGHT - wide):
            shift = draw.choice((0, 0, 1, 5))
            yield Fragment(left, top + shift, left + wide, top + shift + SIZE, words(draw, 3))
        if draw.random() < 0.1:
            top += SIZE + 4
            yield Fragment(LEFT, top, RIGHT, top + SIZE, "across " + words(draw, 2))
        top += SIZE + 4


def table(draw: Random, top: float) -> Iterator[Fragment]:
    """Rows of cells: headings, labels that stand alone, cells of two lines, gaps, cells over two columns."""
    count = draw.randint(2, 4)
    lefts = [LEFT + at * draw.choice((90, 100, 110)) for at in range(count)]
    pitch = SIZE + draw.choice(GAPS[:9])
    for row in range(draw.randint(2, 6)):
        kind = draw.random()
        if kind < 0.12:
            wide, indent = draw.choice((40, 200, 209, 210, 211, 300)), draw.choice((0, 0, 9, 10, 11))
            yield Fragment(LEFT + indent, top, LEFT + wide, top + SIZE, "label " + words(draw, 1))
        else:
            for at, left in enumerate(lefts):
                if at and draw.random() < 0.15:
                    continue
                text = draw.choice(HEADS) if row == 0 or kind > 0.9 else "item" if at == 0 else draw.choice(WORDS)
                wide = draw.choice((20, 40, 60, 89, 95 if at + 1 < count and draw.random() < 0.3 else 50))
                shift = draw.choice((0, 0, 0, 2, 3.9, 4, 4.1))
                start = left + draw.choice((0, 0, 3, -3, 12))
                yield Fragment(start, top + shift, start + wide, top + shift + SIZE, text)
                if draw.random() < 0.12:
                    below = top + shift + SIZE + draw.choice((1, 4, 5.9, 6, 6.1))
                    yield Fragment(start, below, start + wide, below + SIZE, "more " + text)
        top += pitch


def pages(seed: int) -> list[list[Fragment]]:
    """One to four pages."""
    draw = Random(seed)
    return [page(draw, number) for number in range(1, draw.randint(1, 4) + 1)]


def composed(seed: int, compose: object) -> str:
    """The blocks of such pages, one a line."""
    return f"# {seed}\n    " + "\n    ".join(map(str, compose(pages(seed))))
