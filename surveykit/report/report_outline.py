"""The headings of a report, numbered once, for the pages and for the contents."""

from collections.abc import Iterator
from dataclasses import dataclass

from surveykit.report.report_blocks import Block, Heading, PandocNode, Prose, Report
from surveykit.report.syntax_tree import text_of
from surveykit.words.marks import strip_marked

DEEPEST = 4  # the last level that has a number, 1.1.1
APPENDIX = "A"


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A heading: its level (2 is a chapter), number ('' for none), text, name to link to, and whether it is ours."""

    level: int
    number: str
    text: str
    name: str
    ours: bool = False


def outline_report(report: Report) -> list[OutlineEntry]:
    """The headings in reading order; those of the appendix have no number."""
    counts: list[int] = []
    made: list[OutlineEntry] = []
    for level, text, ours in _headings(report.blocks):
        number = ""
        if report.style.numbered and not ours and level <= DEEPEST:
            counts = [*counts, *[0] * (level - 1 - len(counts))][:level - 1]
            counts[-1] += 1
            number = ".".join(map(str, counts))
        made.append(OutlineEntry(level, number, text, f"sec-{len(made) + 1}", ours))
    return made


def chapter_after(chapter: str, block: Block) -> str:
    """The chapter that goes on behind a block: the next number for each heading of level 2, `A` for the appendix."""
    if isinstance(block, Heading):
        return APPENDIX if block.level == 2 else chapter
    heads = [level for level, _ in _prose_headings(block.nodes) if level == 2] if isinstance(block, Prose) else []
    return str(int(chapter or 0) + len(heads)) if heads and chapter != APPENDIX else chapter


def _headings(blocks: tuple[Block, ...]) -> Iterator[tuple[int, str, bool]]:
    """Level and text of every heading, and whether it is ours."""
    for block in blocks:
        if isinstance(block, Heading):
            yield block.level, block.text, True
        elif isinstance(block, Prose):
            yield from ((level, text, False) for level, text in _prose_headings(block.nodes))


def _prose_headings(nodes: tuple[PandocNode, ...]) -> Iterator[tuple[int, str]]:
    """Level and text of the headings in running text; a second title is a chapter."""
    for node in nodes:
        if node["t"] == "Header":
            yield max(node["c"][0], 2), strip_marked(text_of(node["c"][2], hole=""))
