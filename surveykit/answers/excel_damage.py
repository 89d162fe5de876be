"""Cells of a text file that Excel has spoilt before it was saved: ranges made dates, long numbers rounded."""

import re
from collections.abc import Sequence

import numpy as np

from surveykit.errors import SHOWN, list_quoted
from surveykit.formats import Column
from surveykit.platforms.export_layout import ExportColumn
from surveykit.text.is_date import is_date
from surveykit.words.phrases import Text, phrase

MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
MADE_DATE = re.compile(rf"\d{{1,2}}月\d{{1,2}}日|{MONTH}-\d{{1,2}}|\d{{1,2}}-{MONTH}", re.IGNORECASE)
ROUNDED = re.compile(r"[1-9](?:\.\d+)?E\+\d{2}")
MOST_DATES = 0.9  # a column of nothing but dates may hold birthdays


def find_excel_damage(slots: Sequence[ExportColumn], columns: Sequence[Column]) -> list[Text]:
    """A remark for each column with cells that Excel seems to have spoilt."""
    remarks = []
    for slot, column in zip(slots, columns, strict=True):
        if not _may_hold(column):
            continue
        counts = np.bincount(column.codes, minlength=len(column.texts))
        filled = {text: int(n) for text, n in zip(column.texts, counts, strict=False) if text.strip()}
        for key, damaged in (("excel_dates", _made_dates(filled)), ("excel_rounded", _find(column, ROUNDED))):
            if damaged and slot.heading:
                cells = {"zh": "、".join(damaged[:SHOWN]), "en": str(list_quoted(damaged))}
                remarks.append(phrase(f"answers.{key}", heading=slot.heading, cells=cells,
                                      count=sum(filled[text] for text in damaged)))
    return remarks


def _may_hold(column: Column) -> bool:
    """Whether a column has the marks of such cells at all: most have none, however many texts they hold."""
    joined = "\n".join(column.texts)
    return "月" in joined or "-" in joined or "E+" in joined


def _find(column: Column, pattern: re.Pattern[str]) -> list[str]:
    """The texts of a column that look so."""
    return [text for text in column.texts if pattern.fullmatch(text.strip())]


def _made_dates(filled: dict[str, int]) -> list[str]:
    """Texts that look as Excel shows a date it has made, in a column that holds other things too."""
    dates: Sequence[str] = [text for text in filled if MADE_DATE.fullmatch(text.strip())]
    dated = sum(n for text, n in filled.items() if text in dates or is_date(text.strip())) if dates else 0
    share = dated / max(1, sum(filled.values()))
    return list(dates) if share < MOST_DATES else []
