"""How sums, spans, measures and days are written in cells: what a number cannot hold, or a day hides behind."""

import re
from collections import Counter
from collections.abc import Collection, Mapping

from surveykit.text.is_date import is_date
from surveykit.text.normalise import normalise
from surveykit.text.parse_number import parse_number

SUM = r"[¥￥$€£]?\s*(?!0\d)\d[\d.,]*\s*(?:[万千kw亿元块%]|年|个?月|天|小时|分钟?|秒)*"
AMOUNT = re.compile(rf"(?:约|大约|大概|about|approx\.?|ca\.?)?\s*{SUM}(?:\s*[-–~～至到]\s*{SUM})?"
                    r"(?:左右|上下|以上|以下|多|余|\+)?", re.IGNORECASE)
# spans and days in several spellings: `about 20 min`, `1h 5m`, `1小时2分`, `3月5日`
UNIT = r"(?:min(?:ute)?s?|h(?:ou)?rs?|h|m|s|sec(?:ond)?s?|days?|weeks?|months?|years?|yuan|usd|rmb)"
SPELT = re.compile(rf"(?:about|ca\.?|约)?\s*\d[\d.,]*\s*{UNIT}(?:\s*\d+\s*{UNIT})?"
                   r"|(?:\d+\s*(?:天|个?小时|时|分钟?|秒)\s*)+|半个?小时|半天|\d{4}年\d{1,2}月"
                   r"|(?:\d{4}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?(?:[-/.]\d{2,4})?"
                   r"|\d{1,2}\.? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?:,? \d{4})?", re.IGNORECASE)
# sums and spans that people may have typed alike: `about 500`, `3000元/月`, `2小时`; brackets (`3000以上`) are none
ONE_AMOUNT = re.compile(rf"(?:约|大约|大概|about|approx\.?|ca\.?)?\s*(?:{SUM}|\d[\d.,]*\s*{UNIT})(?:左右|上下)?"
                        r"\s*(?:(?:/|每|per |an? )\s*(?:个?月|年|天|日|周|hour|day|week|month|year))?"
                        r"|(?:\d+\s*(?:天|个?小时|时|分钟?|秒)\s*){2,}"
                        r"|[一二两三四五六七八九十]+[百千万]|\d{1,2}:\d{2}(?::\d{2})?"
                        r"|(?:[一二两三四五六七八九十]+|半)个?(?:年|学期|月|周|天|小时)半?", re.IGNORECASE)
# a number with marks inside (`17 512`, `(20)`, `01:05`) or a unit behind that others have too (`53kg`, `$15/hour`)
MEASURED = re.compile(r"[¥￥$€£<>≥≤~≈]?\s*[\d(][\d.,:'’ )]*(?P<unit>[^\d,，;；。!！?？]{0,12})")
FEWEST_UNITS, UNITS_SHARE = 3, 0.2  # different ones: three, or a fifth of the cells
DOTTED_MONTH = re.compile(r"(?:19|20)\d{2}\.(?:0?[1-9]|1[0-2])")
DIGITS = re.compile(r"(?:19|20)\d{6}")
SERIAL = range(25_569, 60_000)  # days since 1900, as Excel counts them: from 1970 to 2064
FEWEST_FORMS = 3  # of sums: typed, not chosen


def find_spelt(texts: Mapping[str, int]) -> set[str]:
    """Cells that are sums, spans, measures, times or days in words that no number holds.
    >>> sorted(find_spelt({"53kg": 3, "61 kg": 2, "very heavy": 1}))
    ['53kg', '61 kg']
    """
    said = {text: normalise(text) for text in texts}
    measured = {text: found["unit"].strip() for text, bare in said.items() if (found := MEASURED.fullmatch(bare))}
    units = Counter(measured.values())
    alike = len(units) <= max(FEWEST_UNITS, UNITS_SHARE * len(texts))
    return {text for text, bare in said.items() if (alike and text in measured) or AMOUNT.fullmatch(bare)
            or SPELT.fullmatch(bare) or is_date(bare)}


def are_typed_amounts(labels: Collection[str]) -> bool:
    """Whether what comes back are sums or spans that people typed: nothing else, or at least half and in three forms.
    >>> are_typed_amounts(["3000", "3500元", "4k", "面议"]), are_typed_amounts(["1次", "2次", "3次以上"])
    (True, False)
    """
    amounts = [normalise(label) for label in labels if ONE_AMOUNT.fullmatch(normalise(label))]
    forms = {re.sub(r"[\d.,]+|[一二两三四五六七八九十]+(?=[百千万])", "0", amount) for amount in amounts}
    return len(labels) > 1 and (len(amounts) == len(labels)
                                or (2 * len(amounts) >= len(labels) and len(forms) >= FEWEST_FORMS))


def find_hidden_days(texts: Collection[str]) -> str:
    """How days hide behind numbers: `digits` (20260305), `dotted` (2026.3), `serial` (46086); '' for none.
    >>> find_hidden_days(["20260305", "19991231"]), find_hidden_days(["2026.3"]), find_hidden_days(["12.5"])
    ('digits', 'dotted', '')
    """
    said = {normalise(text) for text in texts}
    if all(DIGITS.fullmatch(text) and is_date(text) for text in said):
        return "digits"
    if all(DOTTED_MONTH.fullmatch(text) for text in said):
        return "dotted"
    return "serial" if all((value := parse_number(text)) in SERIAL and value is not None for text in said) else ""
