"""Parts of a condition that no answer fulfils: `r > 6` on five points, a day after the last form."""

from collections.abc import Iterator

import numpy as np

from surveykit.expression.expression_tree import Call, Chain, ExpressionNode, ItemReference, Literal
from surveykit.expression.expression_values import as_number
from surveykit.survey.condition import Condition
from surveykit.survey.condition_parser import EQUALITY, GapTest
from surveykit.survey.condition_words import part_words
from surveykit.survey.survey_log import Change
from surveykit.survey.tree_values import COMPARE, find_kind, find_truth, split_node
from surveykit.survey.value import Survey
from surveykit.words.phrases import Text, phrase

LINKS = {"and", "or", "not", "if", "coalesce"}


def find_vain_parts(node: ExpressionNode, survey: Survey) -> Iterator[ExpressionNode]:
    """The comparisons that hold for nobody; asking for a listed option, or for a gap, is none.
    >>> import surveykit as sk
    >>> survey = sk.example_survey()
    >>> tree = Condition.read("months < 0 or plan = 'home'", survey.codebook).tree
    >>> [str(part) for part in find_vain_parts(tree, survey)]
    ['${months} < 0']
    """
    sign = node.rest[0][0] if isinstance(node, Chain) else node.name if isinstance(node, Call) else ""
    if sign in LINKS or find_kind(node, survey) != "truth":
        for part in split_node(node):
            yield from find_vain_parts(part, survey)
    elif not _asks_option_or_gap(node, survey):
        holds, known = find_truth(node, survey)
        if not (holds & known).any():
            yield node


def _asks_option_or_gap(node: ExpressionNode, survey: Survey) -> bool:
    """Whether a part asks for a listed option, for an answer that is missing, or for nothing at all."""
    parts = split_node(node)
    listed = any(isinstance(part, ItemReference) and survey.codebook[part.name].options for part in parts)
    equals = isinstance(node, Call) or (isinstance(node, Chain) and node.rest[0][0] in EQUALITY)
    return isinstance(node, GapTest) or (listed and equals) or not parts or any(
        isinstance(part, GapTest) or part == Literal("") for part in parts)


def say_vain_parts(tree: ExpressionNode, survey: Survey) -> tuple[Text, ...]:
    """A sentence for each part that no answer fulfils; of a rating, with its points where none of them could."""
    return tuple(phrase("note.vain_points" if points else "note.vain", part=part_words(part, survey.codebook),
                        low=f"{min(points, default=0):g}", high=f"{max(points, default=0):g}")
                 for part in find_vain_parts(tree, survey) for points in [_points_missed(part, survey)])


def _points_missed(part: ExpressionNode, survey: Survey) -> list[float]:
    """The points of the rating that a part compares with a number that none of them meets; none for other parts."""
    first, other = split_node(part)[0], split_node(part)[-1]
    if not isinstance(part, Chain) or not isinstance(first, ItemReference) or not isinstance(other, Literal):
        return []
    points = [option.score for option in survey.codebook[first.name].answers if option.score is not None]
    met = COMPARE[part.rest[0][0]](np.array(points, dtype=float), as_number(other.content))
    return [] if met.any() else points


def remark_vain(condition: Condition, survey: Survey, *, alone: bool = False) -> Iterator[Change]:
    """Lines for the log about parts that no answer fulfils; with `alone` also where nobody fulfils the whole."""
    said = say_vain_parts(condition.tree, survey)
    if alone and not said and not condition.select(survey).any():
        said = (phrase("note.vain", part=part_words(condition.tree, survey.codebook)),)
    for words in said:
        yield Change("", "", "", "", "found_nobody", "no_action", words)
