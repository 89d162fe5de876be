"""What whoever builds a report should know: typed numbers that nothing shows, and heads with nothing below them."""

from collections.abc import Iterator
from itertools import pairwise

from surveykit.report.report_blocks import Heading, PageBreak, Prose, Report
from surveykit.report.report_texts import report_texts
from surveykit.report.selfaudit.find_faults import fault_text, find_faults
from surveykit.report.syntax_tree import text_of
from surveykit.words.phrases import Text, phrase, table

PLACEHOLDER = "new.write_"  # phrases of a template that stand where an author has written nothing yet


def report_remarks(report: Report) -> tuple[Text, ...]:
    """The remarks on a report, in both languages."""
    heads = _empty_heads(report)
    faults = tuple(fault_text(fault) for fault in find_faults(report_texts(report)))
    between = {language: between.join(heads) for language, between in phrase("list.semicolon").items()}
    return (*faults, *([phrase("report.empty_heads", where=report.where, heads=between)] if heads else []))


def _empty_heads(report: Report) -> list[str]:
    """The author's headings with nothing of the author's and no result before the next one of their level."""
    outline = list(_outline(report))
    return [head for (level, head), (below, _) in pairwise(outline) if level and 0 < below <= level]


def _outline(report: Report) -> Iterator[tuple[int, str]]:
    """Headings with their level, and (0, '') for anything between; the pages added by us end it."""
    hints = {side for key, sides in table().items() for side in sides.values() if key.startswith(PLACEHOLDER)}
    for block in report.blocks:
        if isinstance(block, PageBreak | Heading):
            break
        for node in block.nodes if isinstance(block, Prose) else ():
            if node["t"] == "Header":
                yield node["c"][0], text_of(node["c"][2], hole="").strip()
            elif node["t"] not in {"Para", "Plain"} or text_of(node["c"], hole="").strip() not in hints:
                yield 0, ""
        if not isinstance(block, Prose):
            yield 0, ""
    yield 1, ""
