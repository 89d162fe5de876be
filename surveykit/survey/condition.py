"""Who a condition holds for: `where="gender = 'female' and age >= 30"`, in three-valued logic.

An item without an answer makes what is said about it neither true nor false: such a respondent is in only where the
rest of the condition settles it (`or` with a true part, `and` with a false one: Kleene's strong logic). Who is meant
all the same is said by `answered(item)`, `missing(item) = 'not_asked'` or `item = ''`.

References
----------
Kleene, S. C. (1952). Introduction to Metamathematics, section 64.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from surveykit.codebook import Codebook, Item
from surveykit.expression.expression_tree import ExpressionNode
from surveykit.survey.condition_parser import parse_condition
from surveykit.survey.tree_values import Truth, find_names, find_truth

if TYPE_CHECKING:
    from surveykit.survey.value import Survey


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition about respondents, read against a codebook.
    text: as it was written.
    tree: its parts, items and options by the names the codebook has for them.
    items: the items it looks at, in order.
    """

    text: str
    tree: ExpressionNode = field(repr=False)
    items: tuple[Item, ...] = field(repr=False)

    @classmethod
    def read(cls, text: str, book: Codebook, where: str = "") -> Condition:
        """The condition that a text says; an AnalysisError where it says none."""
        tree = parse_condition(text, book, where, truth=True)
        return cls(text, tree, tuple(book[name] for name in dict.fromkeys(find_names(tree))))

    def truth(self, survey: Survey) -> Truth:
        """Where it holds, and where it can be told, respondent by respondent."""
        return find_truth(self.tree, survey)

    def select(self, survey: Survey) -> NDArray[np.bool_]:
        """The respondents it certainly holds for."""
        holds, known = self.truth(survey)
        return holds & known


def select_respondents(survey: Survey, where: str) -> NDArray[np.bool_]:
    """Whether each respondent certainly fulfils a condition.
    >>> import surveykit as sk
    >>> survey = sk.example_survey()
    >>> int(select_respondents(survey, "gender = 'female' and selected(hardship, 'pay')").sum())
    9
    """
    return Condition.read(where, survey.codebook, survey.source.name).select(survey)
