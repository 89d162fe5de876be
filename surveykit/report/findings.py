"""The page of findings in a report: a list of sentences, each with a link to its table."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from surveykit.report.quantities import inlines
from surveykit.report.report_blocks import Block, FigureBlock, Findings, PandocNode, Prose, Report, TableBlock
from surveykit.report.syntax_tree import para, text_node
from surveykit.result import Result
from surveykit.result.result import result_key
from surveykit.words.phrases import in_language, phrase


def link_findings(report: Report) -> Report:
    """The report with its findings as prose: each ends with a reference to the table or figure of its result."""
    if not any(isinstance(block, Findings) for block in report.blocks):
        return report
    labels = _labels_of(report.blocks)
    blocks = [_as_prose(block, labels, report.language) if isinstance(block, Findings) else block
              for block in report.blocks]
    return replace(report, blocks=tuple(blocks))


def _labels_of(blocks: Iterable[Block]) -> dict[str, str]:
    """Where each result stands: its table, else its figure."""
    tables: dict[str, str] = {}
    figures: dict[str, str] = {}
    for block in blocks:
        if isinstance(block, TableBlock) and block.result is not None and block.label:
            tables.setdefault(result_key(block.result), block.label)
        elif isinstance(block, FigureBlock) and block.label:
            result = getattr(block.drawing, "result", None)
            if isinstance(result, Result):
                figures.setdefault(result_key(result), block.label)
    return figures | tables


def _as_prose(findings: Findings, labels: Mapping[str, str], language: str) -> Prose:
    """A list of the findings and a paragraph of what the data cannot say."""
    items = [[para([*inlines(text), *_pointer(labels.get(key), language)])] for text, key in findings.entries]
    listed: list[PandocNode] = [{"t": "BulletList", "c": items}] if items else []
    texts = (findings.limits, findings.rule) if items else (findings.rule,)
    below = [para(inlines(text)) for text in texts if text]
    return Prose((*listed, *below), "summary")


def _pointer(label: str | None, language: str) -> list[PandocNode]:
    """`(Table 3)`; where the report holds no such table, that it does not."""
    if label is None:
        return inlines(in_language(phrase("summary.no_table"), language))
    before, after = in_language(phrase("summary.see", label="@"), language).split("@")
    return [text_node(f"{before}@{label}{after}")]
