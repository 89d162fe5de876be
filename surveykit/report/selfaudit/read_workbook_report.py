"""The percentages of a report's workbook, each beside its count and its base: values, not printed figures.

Intervals, weighted percentages and those of other bases (responses, rows) have nothing beside them to follow from;
they are not judged.
"""

import io
from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import ZipFile

from surveykit.errors import ReadError
from surveykit.formats.zip_gate import BROKEN
from surveykit.report.selfaudit.audited_text import LARGEST, AuditedText
from surveykit.result.format import decimal_text
from surveykit.words.marks import mark_number
from surveykit.words.phrases import phrase

DECIMALS = 4
COUNTS, BASES, PERCENTS = (frozenset(side for key in keys for side in phrase(key).values()) for keys in (
    ("value.n",), ("value.base", "head.base"), ("head.percent", "head.percent_cases")))
WEIGHTED = tuple(phrase("note.weighted").values())
Line = Sequence[Any]


def read_workbook_report(data: bytes) -> list[AuditedText]:
    """Every percentage with the count and the base of its row."""
    import openpyxl

    try:
        if sum(info.file_size for info in ZipFile(io.BytesIO(data)).infolist()) > LARGEST:
            raise ReadError("The workbook is too large.", fix="verify a report of ours")
        sheets = openpyxl.load_workbook(io.BytesIO(data)).worksheets[1:]  # behind the contents
    except ReadError:
        raise
    except (ValueError, TypeError, ParseError, *BROKEN) as error:
        raise ReadError("The file cannot be read as a workbook.", fix="write it again with write_report") from error
    return [text for sheet in sheets if sheet.freeze_panes
            for text in _texts_of(sheet.title, list(sheet.iter_rows(values_only=True)), int(sheet.freeze_panes[1:]))]


def _texts_of(title: str, lines: Sequence[Line], body: int) -> Iterator[AuditedText]:
    """The percentages of a sheet whose rows begin at `body`, counted from 1; none of a weighted table."""
    heads = lines[body - 2]
    if any(str(line[0] or "").startswith(WEIGHTED) for line in lines[body - 1:]):
        return
    places = [(place, count, base) for place, head in enumerate(heads) if head in PERCENTS
              for count, base in [_count_near(heads, place)] if count is not None and base is not None]
    for line in lines[body - 1:]:
        for percent, count, base in places:
            if all(isinstance(line[at], int | float) for at in (percent, count, base)) and line[base]:
                shown = decimal_text(float(line[percent]), DECIMALS)
                yield AuditedText(title, mark_number(shown, f"{int(line[count])}/{int(line[base])}"))


def _count_near(heads: Line, percent: int) -> tuple[int | None, int | None]:
    """The columns of the count and of the base that a column of percentages is made of."""
    apart = percent > 1 and heads[percent - 1] in BASES and heads[percent - 2] in COUNTS  # else: percentage, count
    near = [place for place in ((percent - 2,) if apart else (percent + 1, percent - 1))
            if 0 <= place < len(heads) and heads[place] in COUNTS]
    before = [place for place in range(percent) if heads[place] in BASES]
    return (near[0] if near else None), (before[-1] if before else None)
