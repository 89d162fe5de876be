"""Rows of bases: `n | 120 | 80` at the head or the foot of a table of percentages, or once below every question."""

import re
from collections.abc import Sequence

from surveykit.audit.reports.figure_cells import NOTHING, TOTAL, FigureCell, parse_cell
from surveykit.audit.reports.simplified_text import simplify_text

WHO = (r"(?:respondents?|participants?|responses?|cases?|persons?|people|patients?|subjects?|students?|pupils?|women"
       r"|men|adults?|answers|interviews?|observations?|forms?|replies|n)")
BASE_ROW = re.compile(
    rf"\s*[(（]?(?:(?:(?:total|valid|all|(?:un)?weighted)\s+)*(?:n|base|sample(?: size)?|{WHO})|no\.?(?: of [a-z]+)?"
    rf"|(?:total )?number(?: of (?:valid )?{WHO})?|total (?=[(（]\s*n\b)"
    r"|(?:合计|总计|有效|参考|调查|受访|被?调查|答题|应答|填写|作答|参加|参与|统计|本题|总|[未不]?加权)*"
    r"(?:人[数次]|样本(?:[量数]|人数)?|[例份]数|基数))\s*"
    r"(?:[(（]\s*(?:n|[例人名份]|(?:un)?weighted|[未不]?加权)\s*[)）])?[)）]?\s*[:：]?\s*", re.IGNORECASE)
BARE = re.compile(r"\s*(?:[(（\[]\s*)?(?:[nN]\s*=\s*)?([\d,]+)\s*(?:[)）\]])?\s*")
# no count of one answer
N_ROW = re.compile(r"\s*(?:(?:total |valid )?n|(?:total )?base|sample(?: size)?|(?:有效)?样本量|基数)\s*"
                   r"(?:[(（]\s*n\s*[)）])?\s*", re.IGNORECASE)
OF_WEIGHTED = re.compile(r"weighted|加权", re.IGNORECASE)


def read_bases(labels: Sequence[str], texts: Sequence[str]) -> dict[int, FigureCell]:
    """The cells of a column that hold bases by their labels, by row: `120`, `(120)`, `n = 120`."""
    bases = {}
    for row, (label, text) in enumerate(zip(labels, texts, strict=True)):
        bare = BARE.fullmatch(simplify_text(text).text) if BASE_ROW.fullmatch(simplify_text(label).text) else None
        cell = parse_cell(bare[1]) if bare else NOTHING
        if cell.whole and cell.count:
            bases[row] = cell
    return bases


def read_totals(labels: Sequence[str], cells: Sequence[FigureCell]) -> dict[int, FigureCell]:
    """The whole numbers in total rows of a column of percentages: its bases, where they are not 100 %."""
    return {row: cell for row, (label, cell) in enumerate(zip(labels, cells, strict=True))
            if TOTAL.search(label) and cell.whole and cell.count and cell.count != 100}


def spread_bases(rows: dict[int, FigureCell], number: int) -> dict[int, int]:
    """The base of each row of a column: of the next row of bases where these stand below, else of the last above."""
    places = sorted(rows)
    below = bool(places) and places[0] > 0 and places[-1] == number - 1
    spread = {}
    for row in range(number if places else 0):
        near = [at for at in places if (at >= row if below else at <= row)]
        if near:
            spread[row] = rows[near[0] if below else near[-1]].count or 0
    return spread
