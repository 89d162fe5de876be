"""Marks that people and programs write where there is nothing to write."""

import re

from surveykit.text.normalise import normalise

MARK = re.compile(r"[-–—―_/\\.。…~*]+|#?n/?a!?|nan|null|nil", re.IGNORECASE)
NONE = frozenset({"无", "没有", "none"})


def is_placeholder(text: str, *, counted: bool = False) -> bool:
    """Whether a cell holds only a mark for nothing: `-`, `/`, `NA` as R writes it; where a number is asked also 无.
    An option of that name is an answer all the same, and free text keeps it: ask the codebook first.
    >>> [is_placeholder(text) for text in ("-", "——", "/", "NA", "#N/A", "无", "A", "-3")]
    [True, True, True, True, True, False, False, False]
    >>> is_placeholder("无", counted=True)
    True
    """
    bare = normalise(text)
    return MARK.fullmatch(bare) is not None or (counted and bare.casefold() in NONE)
