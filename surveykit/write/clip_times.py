"""Times of day stay in the house: to the second they tell who answered."""

import re

from surveykit.text.is_date import is_date
from surveykit.text.normalise import normalise

CLOCK = re.compile(r"(?P<day>\S.*?)(?:[T,]\s?|\s)(?:(?:上午|下午|凌晨|晚上|AM|PM)\s?)?\d{1,2}(?:[:：]\d{2}|[时点]).*",
                   re.DOTALL)


def clip_time(text: str) -> str:
    """The day of a time stamp; any other text as it is.
    >>> [clip_time(text) for text in ("2026/9/3 1:05:07", "2026-09-03T01:05:07Z", "2026-09-03", "at 2026/9/3 1:05:07")]
    ['2026/9/3', '2026-09-03', '2026-09-03', 'at 2026/9/3 1:05:07']
    """
    match = CLOCK.fullmatch(text) if ":" in text or "：" in text or "时" in text or "点" in text else None
    return match["day"] if match and is_date(normalise(match["day"])) else text
