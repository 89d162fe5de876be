"""The errors a user sees: one base, five kinds, three parts (what, where, fix).

A message says *what* must or cannot be, *where* it was found (file, sheet, row,
item) and how to *fix* it. Lists of values stop at five, lists of faults (one a line) at twelve.
It is raised in English; `message("zh")` is the same in Chinese, and stands below every traceback.
"""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from surveykit.words.messages import JoinedMessage, Message

SHOWN = 5
CANDIDATES = 20  # names to choose from, listed where none is near
SHOWN_LINES = 12
LABELS = {"en": ("  where: ", "  fix:   "), "zh": ("  位置：", "  办法：")}


class HasSource(Protocol):
    """A survey: what was read from a file."""

    @property
    def source(self) -> Any:
        """Where it came from; its `name` is that of the file."""


class SurveyError(ValueError):
    """Something a user can put right; the message says what, where and how.

    Parameters
    ----------
    what
        One sentence with "must" or "cannot": a template, its slots filled from `values`, or a `Message`.
    where
        File, sheet, row or item, when there is one; a template as well. A survey stands for its file.
    fix
        A call to type, or "did you mean"; a template as well.
    values
        What fills the slots of all three: other messages, or values that read the same in every language.

    Examples
    --------
    >>> from surveykit import SurveyError
    >>> print(SurveyError("A scale must have two items.", where="scale {scale!r}", fix="add items", scale="plan"))
    A scale must have two items.
      where: scale 'plan'
      fix:   add items
    >>> error = SurveyError("The file does not exist.", where="{file}, row {row}", file="row 3.xlsx", row=3)
    >>> print(error.message("zh"))
    文件不存在。
      位置：row 3.xlsx，第 3 行
    """

    def __init__(self, what: str, /, *, where: str | HasSource | None = None, fix: str | None = None,
                 **values: object) -> None:
        self.what = _message(what, values)
        place = where if where is None or isinstance(where, str) else Message.from_slots(
            "{file}", {"file": where.source.name})
        self.where = None if place is None else _message(place, values)
        self.fix = None if fix is None else _message(fix, values)
        self._notes: list[str] | None = None
        super().__init__(self.message("en"))

    def message(self, language: str) -> str:
        """The whole message in one language, `en` or `zh`; what has no Chinese stays English."""
        if language not in LABELS:
            raise ValueError(f"language must be 'zh' or 'en', not {language!r}")
        lines = [label + part.in_language(language)
                 for label, part in zip(LABELS[language], (self.where, self.fix), strict=True) if part]
        return "\n".join([self.what.in_language(language), *lines])

    @property
    def __notes__(self) -> list[str]:
        """The Chinese side, for tracebacks (PEP 678): made when the first one asks; `add_note` appends to it."""
        if self._notes is None:
            self._notes = [] if self.what.in_language("zh") == str(self.what) else [self.message("zh")]
        return self._notes

    @__notes__.setter
    def __notes__(self, notes: list[str]) -> None:
        self._notes = notes

    def __reduce__(self) -> tuple[object, ...]:
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


def _message(part: str, values: Mapping[str, object]) -> Message:
    """A template with its values, or the message that it is already."""
    return part if isinstance(part, Message) else Message(part, **values)


def _rebuild(kind: type[SurveyError], what: Message, where: Message | None, fix: Message | None) -> SurveyError:
    """The same error again, after pickling (keyword arguments are lost otherwise)."""
    return kind(what, where=where, fix=fix)


def list_quoted(values: Iterable[object], shown: int = SHOWN) -> Message:
    """Values, texts in quotes, at most five, then "and 12 more".
    >>> list_quoted("abcdefg")
    "'a', 'b', 'c', 'd', 'e' and 2 more"
    >>> list_quoted([3, 14])
    '3, 14'
    """
    quoted = [str(v) if isinstance(v, int) else repr(str(v)) for v in values]
    first, rest = JoinedMessage(", ", quoted[:shown]), len(quoted) - shown
    return Message("{first} and {rest} more", first=first, rest=rest) if rest > 0 else first


def count_noun(n: int, noun: str) -> Message:
    """A number with its noun.
    >>> count_noun(1, "row"), count_noun(3, "row")
    ('1 row', '3 rows')
    """
    return Message("{n} " + noun + "s", n=n)


def faults_error(kind: type[SurveyError], what: str, faults: Sequence[str], /, *, where: str, fix: str,
                 **values: object) -> SurveyError:
    """An error that lists faults, one a line, at most twelve; `what` ends in a colon."""
    rest = len(faults) - SHOWN_LINES
    more = [Message("and {rest} more", rest=rest)] if rest > 0 else []
    lines = JoinedMessage("\n    ", [_message(what, values), *faults[:SHOWN_LINES], *more])
    return kind(lines, where=where, fix=fix, **values)


def did_you_mean(name: str, known: Iterable[str]) -> Message:
    """A suggestion sentence: the nearest known name, else the list of them.
    >>> did_you_mean("gendr", ["gender", "school"])
    "did you mean 'gender'?"
    """
    known = [str(k) for k in known]
    near = difflib.get_close_matches(str(name), known, n=1, cutoff=0.6)
    if near:
        return Message("did you mean {name!r}?", name=near[0])
    return Message("use one of: {names}",
                   names=list_quoted(known, CANDIDATES)) if known else Message("there is nothing to choose from")
