"""Tables and figures numbered once: through the report, or in each chapter."""

import re
from collections.abc import Iterable
from dataclasses import replace

from surveykit.errors import ReportError
from surveykit.report.report_blocks import Block, FigureBlock, Number, Report, TableBlock
from surveykit.report.report_outline import chapter_after

LABEL = re.compile(r"(tbl|fig)-[A-Za-z0-9_-]+")


def number_captions(report: Report) -> Report:
    """The report with a label for every captioned block, and the number of each label."""
    counts = {"tbl": 0, "fig": 0}
    places = {"tbl": 0, "fig": 0}
    chapter = ""
    blocks: list[Block] = []
    numbers: dict[str, Number] = {}
    for block in report.blocks:
        if isinstance(block, TableBlock | FigureBlock) and block.label is not None:
            kind = "tbl" if isinstance(block, TableBlock) else "fig"
            counts[kind] += 1
            places[kind] += 1
            label = block.label or f"{kind}-auto{places[kind]}"
            _check_label(label, kind, numbers, report.where)
            also = block.also if isinstance(block, FigureBlock) else ()
            numbers |= dict.fromkeys([label, *also], Number(kind, counts[kind], report.language, chapter, places[kind],
                                                            label))
            block = replace(block, label=label, second=block.second if report.style.double else "")
        blocks.append(block)
        if report.style.chapters and (now := chapter_after(chapter, block)) != chapter:
            chapter, counts = now, {"tbl": 0, "fig": 0}
    return replace(report, blocks=tuple(blocks), numbers=numbers)


def _check_label(label: str, kind: str, taken: Iterable[str], where: str) -> None:
    """Nothing, or a ReportError for a label that is malformed or used twice."""
    word = {"tbl": "table", "fig": "figure"}[kind]
    if not LABEL.fullmatch(label) or not label.startswith(kind):
        raise ReportError("The label of a {word} must read {kind}- and then letters, digits, "
                          "'-' or '_', not {label!r}.", where="{file}", fix="#| label: {kind}-plans", word=word,
                          kind=kind, label=label, file=where)
    if label in taken:
        raise ReportError("The label {label!r} cannot be used twice.", where="{file}",
                          fix="give one of the two cells another label", label=label, file=where)
