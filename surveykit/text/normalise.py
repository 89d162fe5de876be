"""Texts as they are compared: widths, blanks and invisible characters do not count; marks for nothing."""

import re
import unicodedata
from collections.abc import Sequence

MARK = re.compile(r"[-–—―_/\\.。…~*?#]+|#?n/?a!?|n\.a\.?|nan|null|nil|\(?(?:空白?|未填写?|未作答|未回答|缺失|跳过)\)?|"
                  r"missing|blank|no data|(?:not |un)answered|"
                  r"#(?:value|ref|name|div/0|num|null|spill|calc)[!?]?", re.IGNORECASE)
NONE = frozenset({"无", "没有", "none"})


def normalise(text: str) -> str:
    """The text as it is compared: full-width forms narrowed, invisible characters out, blanks one.
    >>> normalise(" ２０１３　年 ")
    '2013 年'
    """
    seen = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return " ".join(drop_invisible(seen).split())


def normalise_all(texts: Sequence[str]) -> list[str]:
    """`normalise` of many texts in one pass: nothing composes across a NUL, which no cell holds.
    >>> normalise_all(["（空）", " a\u3000 b"])
    ['(空)', 'a b']
    """
    joined = "\0".join(texts)
    if not texts or joined.count("\0") != len(texts) - 1:
        return list(map(normalise, texts))
    tidy = " ".join(drop_invisible(unicodedata.normalize("NFKC", joined)).split())
    return tidy.replace(" \0", "\0").replace("\0 ", "\0").split("\0")


def drop_invisible(text: str) -> str:
    """The text without characters that have no shape (byte order marks, joiners, marks of direction, controls)."""
    for hidden in () if text.isprintable() else [c for c in set(text) if unicodedata.category(c) == "Cf"]:
        text = text.replace(hidden, "")
    return drop_controls(text)


def drop_controls(text: str) -> str:
    """The text without control characters that are no blanks; NUL, which no cell holds, is left.
    >>> drop_controls("a\x1b[2J\tb")
    'a[2J\tb'
    """
    for control in () if text.isprintable() else [c for c in set(text) if c != "\0" and not c.isspace()
                                                  and unicodedata.category(c) == "Cc"]:
        text = text.replace(control, "")
    return text


def strip_prompt(text: str) -> str:
    """A label as it is compared at last: the colon or line that asks for words behind it does not count.
    >>> strip_prompt("其他：____")
    '其他'
    """
    return normalise(text).rstrip(" :_")


def collapse_blanks(text: str) -> str:
    """The text with runs of blanks and line breaks made one blank."""
    return " ".join(text.split())


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
