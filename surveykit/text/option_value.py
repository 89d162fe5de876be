"""Values that an option gets for its label."""

from __future__ import annotations

import re

from surveykit.text.normalise import normalise

VALUE = re.compile(r"[A-Za-z0-9_.-]{1,40}")
OTHER = re.compile(r"(?:其他|其它|另外|(?:other|sonstiges|autre|otro)\b).*", re.IGNORECASE | re.DOTALL)
CODE_OF_OTHER = "-oth-"  # LimeSurvey's
KNOWN = {"男": "male", "女": "female", "是": "yes", "否": "no", "不愿透露": "prefer_not", "不知道": "dont_know"}
LONGEST_VALUE = 30


def option_value(label: str, place: int) -> str:
    """A value for an option: its own code, a short English word for it, else `o3`.

    Examples
    --------
    >>> [option_value(label, 3) for label in ("A2", "Very bad!", "女", "其他（请注明）", "返乡就业")]
    ['A2', 'very_bad', 'female', 'other', 'o3']
    """
    seen = normalise(label)
    if seen in KNOWN or OTHER.fullmatch(seen):
        return KNOWN.get(seen, "other")
    if VALUE.fullmatch(seen):
        return seen
    words = "_".join(re.findall("[a-z0-9]+", seen.casefold()))
    return words if words and seen.isascii() and len(words) <= LONGEST_VALUE else f"o{place}"
