"""The errors a user sees: one base, five kinds, three parts (what, where, fix).

A message says *what* must or cannot be, *where* it was found (file, sheet, row,
item) and how to *fix* it. Lists of values stop at five, lists of faults (one a line) at twelve.
It is raised in English; `said("zh")` is the same in Chinese, and stands below every traceback.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from functools import cached_property

from surveykit.words.messages import in_chinese

SHOWN = 5
SHOWN_LINES = 12
LABELS = {"en": ("  where: ", "  fix:   "), "zh": ("  位置：", "  办法：")}


class SurveyError(ValueError):
    """Something a user can put right; the message says what, where and how.

    Parameters
    ----------
    what
        One sentence with "must" or "cannot".
    where
        File, sheet, row or item, when there is one.
    fix
        A call to type, or "did you mean".

    Examples
    --------
    >>> print(SurveyError("A scale must have two items.", where="scale 'plan'", fix="add items"))
    A scale must have two items.
      where: scale 'plan'
      fix:   add items
    >>> print(SurveyError("The file does not exist.", where="a.xlsx, row 3").said("zh"))
    文件不存在。
      位置：a.xlsx，第 3 行
    """

    def __init__(self, what: str, *, where: str | None = None, fix: str | None = None) -> None:
        self.what, self.where, self.fix = what, where, fix
        super().__init__(self.said("en"))

    def said(self, language: str) -> str:
        """The whole message in one language, `en` or `zh`; what has no Chinese stays English."""
        if language not in LABELS:
            raise ValueError(f"language must be 'zh' or 'en', not {language!r}")
        what, *rest = (part and in_chinese(part) if language == "zh" else part
                       for part in (self.what, self.where, self.fix))
        return "\n".join([what, *(label + part for label, part in zip(LABELS[language], rest, strict=True) if part)])

    @cached_property
    def __notes__(self) -> list[str]:
        """The Chinese side, for tracebacks (PEP 678): made when the first one asks; `add_note` appends to it."""
        return [] if in_chinese(self.what) == self.what else [self.said("zh")]

    def __reduce__(self) -> tuple:
        return _rebuild, (type(self), self.what, self.where, self.fix)


class ReadError(SurveyError):
    """A foreign file cannot be read as what it claims to be."""


class CodebookError(SurveyError):
    """The codebook is faulty, or the data disagree with it."""


class CleaningError(SurveyError):
    """A cleaning step cannot be applied."""


class AnalysisError(SurveyError):
    """A statistic is not lawful for these data."""


class ReportError(SurveyError):
    """A report cannot be built."""


def _rebuild(kind: type[SurveyError], what: str, where: str | None, fix: str | None) -> SurveyError:
    """The same error again, after pickling (keyword arguments are lost otherwise)."""
    return kind(what, where=where, fix=fix)


def listed(values: Iterable[object], shown: int = SHOWN) -> str:
    """Values, texts in quotes, at most five, then "and 12 more".

    Examples
    --------
    >>> listed("abcdefg")
    "'a', 'b', 'c', 'd', 'e' and 2 more"
    >>> listed([3, 14])
    '3, 14'
    """
    quoted = [str(v) if isinstance(v, int) else repr(str(v)) for v in values]
    rest = len(quoted) - shown
    return ", ".join(quoted[:shown]) + (f" and {rest} more" if rest > 0 else "")


def counted(n: int, noun: str) -> str:
    """A number with its noun.

    Examples
    --------
    >>> counted(1, "row"), counted(3, "row")
    ('1 row', '3 rows')
    """
    return f"{n} {noun}" + ("" if n == 1 else "s")


def faults_error(kind: type[SurveyError], what: str, faults: Sequence[str], *, where: str,
                 fix: str) -> SurveyError:
    """An error that lists faults, one a line, at most twelve; `what` ends in a colon."""
    rest = len(faults) - SHOWN_LINES
    lines = [what, *faults[:SHOWN_LINES], *([f"and {rest} more"] if rest > 0 else [])]
    return kind("\n    ".join(lines), where=where, fix=fix)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A suggestion sentence: the nearest known name, else the list of them.

    Examples
    --------
    >>> did_you_mean("gendr", ["gender", "school"])
    "did you mean 'gender'?"
    """
    known = [str(k) for k in known]
    near = difflib.get_close_matches(str(name), known, n=1, cutoff=0.6)
    if near:
        return f"did you mean {near[0]!r}?"
    return f"use one of: {listed(known)}" if known else "there is nothing to choose from"
