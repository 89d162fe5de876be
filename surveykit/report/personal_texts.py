"""Nothing personal leaves in a report's words: prose, captions, tables with quotations, printed output."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from surveykit.privacy.personal_gate import refuse_personal_texts
from surveykit.report.report_blocks import CodeBlock, Report
from surveykit.report.report_texts import report_texts
from surveykit.words.messages import Message


def refuse_personal_report(report: Report, sources: Iterable[Mapping[str, object]], contacts: Collection[str],
                           file: str) -> None:
    """Refuse a report in which personal data stand that are neither contacts nor accepted in its sources."""
    accepted = {str(digest) for source in sources for digest in _as_list(source.get("accepted"))}
    refuse_personal_texts(_list_texts(report), allowed={*contacts, *accepted}, file=file)


def _as_list(value: object) -> list[object]:
    """A list that facts of a source may hold."""
    return list(value) if isinstance(value, list | tuple) else []


def _list_texts(report: Report) -> Iterator[tuple[str, str]]:
    """Every text with its place: a cell of the notebook, a table, else the report as such."""
    for piece in report_texts(report):
        yield piece.at or Message("text of the report"), piece.text
    yield from ((Message("printed output"), block.text) for block in report.blocks if isinstance(block, CodeBlock))
