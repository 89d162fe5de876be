"""Values that an option gets for its label: what stands in conditions, in columns of 0/1 and in exports."""

import re

from surveykit.text.display_width import display_width
from surveykit.text.normalise import normalise

VALUE = re.compile(r"[A-Za-z0-9_.-]{1,40}")
OTHER = re.compile(r"(?:其他|其它|另外|(?:other|sonstiges|autre|otro)\b).*", re.IGNORECASE | re.DOTALL)
CODE_OF_OTHER = "-oth-"  # LimeSurvey's
KNOWN = {"男": "male", "女": "female", "是": "yes", "否": "no", "不愿透露": "prefer_not", "不知道": "dont_know"}
PARTS = re.compile(r"[^\W_]+(?:\.\d+[^\W_]*)*")
SIGNS = str.maketrans({"<": " under ", "≤": " up to ", ">": " over ", "≥": " from ", "+": " plus "})
WIDEST_VALUE = 30  # columns: thirty Latin letters, fifteen Chinese characters


def option_value(label: str, place: int) -> str:
    """A value for an option that a reader understands: its own code, a short English word, else its words.
    Words are joined by `_` and cut where they grow long; a label without a letter or digit gets `o3`.
    >>> [option_value(label, 3) for label in ("A2", "Very bad!", "女", "其他（请注明）", "返乡就业")]
    ['A2', 'very_bad', 'female', 'other', '返乡就业']
    >>> [option_value(label, 3) for label in ("No, but we plan to ask next year", "😀", "考研（深造）", "<3.5万元")]
    ['no_but_we_plan_to_ask_next', 'o3', '考研_深造', 'under_3.5万元']
    """
    seen = normalise(label)
    if seen in KNOWN or OTHER.fullmatch(seen):
        return KNOWN.get(seen, "other")
    if VALUE.fullmatch(seen):
        return seen
    words = PARTS.findall(seen.casefold().translate(SIGNS))
    if not words:
        return f"o{place}"
    value: str = words[0]
    for word in words[1:]:
        if display_width(f"{value}_{word}") > WIDEST_VALUE:
            break
        value += f"_{word}"
    while display_width(value) > WIDEST_VALUE:
        value = value[:-1]
    return value
