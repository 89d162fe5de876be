"""Items that are computed from others: their answers, and why cells are empty."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from surveykit.codebook import Codebook, Item
from surveykit.errors import CodebookError, list_quoted
from surveykit.expression.expression_tree import ExpressionNode
from surveykit.survey.coded_answers import AnswerCodes
from surveykit.survey.condition_parser import parse_condition
from surveykit.survey.frame import MISSING_CODE
from surveykit.survey.survey_log import Change, Step
from surveykit.survey.tree_values import find_kind, find_names, find_numbers, find_texts, find_truth
from surveykit.survey.value import Survey
from surveykit.words.phrases import Text

BLANK = MISSING_CODE["blank"]
Columns = dict[str, pd.api.extensions.ExtensionArray | NDArray[np.object_]]


def add_computed(survey: Survey, items: Sequence[Item], book: Codebook, reason: Text) -> Survey:
    """The survey with the items that a codebook computes, each where it stands there; items may build on each other."""
    waiting = list(items)
    while waiting:
        names = {item.name for item in survey.codebook}
        item = next((one for one in waiting if names.issuperset(
            find_names(parse_condition(one.calculation or "", book)))), waiting[0])
        tree = parse_condition(item.calculation or "", survey.codebook, survey.source.name)
        columns, kinds = compute_item(survey, item, tree)
        _require_options(survey, item, columns)
        before = [one.name for one in book][:[one.name for one in book].index(item.name)]
        step = Step("read", reason, tuple(Change("", column, "", item.calculation or "", "derive", "add_column")
                                          for column in columns))
        survey = survey.with_new_item(item, columns, kinds, step=step, after=next(
            (name for name in reversed(before) if name in names), ""))
        waiting.remove(item)
    return survey


def _require_options(survey: Survey, item: Item, columns: Columns) -> None:
    """Refuse a computed answer that is no option: a band of nobody last time, an option that is gone."""
    if item.kind != "single":
        return
    strange = sorted({str(text) for text in columns[item.name] if text} - {option.value for option in item.options})
    if strange:
        raise CodebookError("{item!r} is computed, and comes to {answers}, which are no options of it.", where="{file}",
                            fix="add them to the codebook's sheet choices, or derive the item again", item=item.name,
                            answers=list_quoted(strange), file=survey.source.name)


def compute_item(survey: Survey, item: Item, tree: ExpressionNode) -> tuple[Columns, NDArray[np.int8]]:
    """The columns of an item that an expression computes, and why cells are empty."""
    if item.kind in {"number", "rating"}:
        x = find_numbers(tree, survey)
        x = np.where(np.isfinite(x), x, np.nan)
        return {item.name: pd.array(x, dtype="Float64")}, _find_gaps(survey, tree, np.isnan(x))
    if item.kind == "single" and find_kind(tree, survey) == "truth":
        holds, known = find_truth(tree, survey)
        answers = AnswerCodes(np.where(known, np.where(holds, 0, 1), 2), ("yes", "no", ""))
    else:
        answers = find_texts(tree, survey)
    empty = np.array([not text for text in answers.texts])[answers.codes]
    gaps = _find_gaps(survey, tree, empty)
    if item.kind != "multiple":
        words = np.array([text or None for text in answers.texts], dtype=object)
        return {item.name: words[answers.codes]}, gaps
    ticked = {option.value: np.array([option.value in text.split() for text in answers.texts])[answers.codes]
              for option in item.answers}
    return {column: pd.arrays.IntegerArray(tick.astype("int8"), empty.copy())
            for column, tick in zip(item.columns, ticked.values(), strict=True)}, gaps


def _find_gaps(survey: Survey, tree: ExpressionNode, empty: NDArray[np.bool_]) -> NDArray[np.int8]:
    """Why nothing could be computed: the kind of missing of what is lacking, where it is one and the same."""
    columns = [survey.codebook[name].columns[0] for name in dict.fromkeys(find_names(tree))]
    if not columns or not empty.any():
        return np.where(empty, BLANK, 0).astype("int8")
    codes = survey.missing_codes(columns)
    low = np.where(codes > 0, codes, len(MISSING_CODE)).min(axis=1)
    high = codes.max(axis=1)
    return np.where(empty, np.where(low == high, high, BLANK), 0).astype("int8")
