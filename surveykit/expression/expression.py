"""An expression that has been read: evaluated for one respondent, or for all of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from surveykit.errors import CodebookError, did_you_mean
from surveykit.expression.expression_tree import ExpressionNode, RespondentAnswers
from surveykit.expression.expression_values import Value, as_truth
from surveykit.words.messages import Message


@dataclass(frozen=True, slots=True)
class Expression:
    """A `relevant` or `constraint` of the questionnaire; made by `parse`.
    `text` is the expression as written, `names` the items it refers to by `${name}`; `uses_here`
    and `uses_today` say whether it holds `.` and `today()`.
    >>> from surveykit.expression import parse
    >>> parse("${stay} = 'no' and ${age} < 30").evaluate({"stay": "no", "age": "24"}.__getitem__)
    True
    """

    text: str
    names: tuple[str, ...]
    tree: ExpressionNode = field(repr=False)
    uses_here: bool = False
    uses_today: bool = False

    def evaluate(self, lookup: Callable[[str], str], *, here: str = "", today: str = "") -> Value:
        """What the expression comes to for one respondent.
        >>> from surveykit.expression import parse
        >>> parse("count-selected(.) <= 2").evaluate(dict, here="home city abroad")
        False
        """
        return self.tree.value(RespondentAnswers(lookup, here, today))

    def truth(self, columns: Mapping[str, Sequence[str]], rows: int, *, here: Sequence[str] | None = None,
              today: Sequence[str] | str | None = None) -> NDArray[np.bool_]:
        """Whether the expression holds, respondent by respondent.
        Every distinct combination of the answers it looks at is evaluated once.
        >>> from surveykit.expression import parse
        >>> parse("${stay} != 'no'").truth({"stay": ["no", "yes", ""]}, 3).tolist()
        [False, True, True]
        """
        answers = self._answers(columns, rows, here, today)
        combinations = list(zip(*answers, strict=True)) if answers else [()] * rows
        known = {combination: self._holds(combination) for combination in set(combinations)}
        return np.fromiter(map(known.__getitem__, combinations), bool, rows)

    def find_violations(self, columns: Mapping[str, Sequence[str]], here: Sequence[str], *,
                 today: Sequence[str] | str | None = None) -> NDArray[np.bool_]:
        """Where a constraint is broken: there is an answer, and the expression does not hold.
        >>> from surveykit.expression import parse
        >>> parse(". >= 16").find_violations({}, ["15", "16", ""]).tolist()
        [True, False, False]
        """
        answered = np.fromiter((answer != "" for answer in here), bool, len(here))
        return answered & ~self.truth(columns, len(here), here=here, today=today)

    def _answers(self, columns: Mapping[str, Sequence[str]], rows: int, here: Sequence[str] | None,
                 today: Sequence[str] | str | None) -> list[Sequence[str]]:
        """The columns looked at: the items in order, then `.`, then `today()`."""
        wanted = [*self.names, *(["."] if self.uses_here else []), *(["today()"] if self.uses_today else [])]
        given = {".": here, "today()": [today] * rows if isinstance(today, str) else today}
        found: list[Sequence[str]] = []
        for name in wanted:
            column = given[name] if name in given else columns.get(name)
            if column is None:
                raise self._absent(name, columns)
            if len(column) != rows:
                raise ValueError(f"{name} must have {rows} answers, one per respondent, not {len(column)}")
            found.append(column)
        return found

    def _holds(self, combination: tuple[str, ...]) -> bool:
        """Whether the expression holds for one combination of answers."""
        given = dict(zip(self.names, combination, strict=False))
        here = combination[len(self.names)] if self.uses_here else ""
        today = combination[-1] if self.uses_today else ""
        return as_truth(self.evaluate(given.__getitem__, here=here, today=today))

    def _absent(self, name: str, columns: Mapping[str, Sequence[str]]) -> CodebookError:
        """The error for answers that are needed and not there."""
        fixes = {".": Message("give here=, the answers to the item itself"),
                 "today()": Message("give today=, the days of submission")}
        return CodebookError("The answers to {name!r} must be given.", where="expression {expression!r}",
                             fix=fixes.get(name) or did_you_mean(name, columns), name=name, expression=self.text)
