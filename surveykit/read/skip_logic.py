"""Which gaps are questions that were not asked: where a file leaves a cell empty, the condition decides.

Some platforms write the same nothing for "not asked" and "left blank". Where the codebook says on
what condition an item is asked, an empty cell of somebody it was not asked of becomes `not_asked`.
What a file says itself (a token, a code, an answer) stays as it is.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from surveykit.answers import ParsedExport
from surveykit.answers.answer_texts import AnswerTexts
from surveykit.answers.column_names import find_asker_name
from surveykit.codebook import Codebook, Item
from surveykit.errors import CodebookError
from surveykit.expression import Expression, parse
from surveykit.formats import Column
from surveykit.platforms.plain_table import OWN
from surveykit.survey import MISSING_CODE, Change, Step, value_text
from surveykit.text.normalise import normalise_all
from surveykit.words.phrases import phrase

BLANK, NOT_ASKED = MISSING_CODE["blank"], MISSING_CODE["not_asked"]
Empty = Mapping[str, np.ndarray | None]  # of items that have columns; None where there is no condition


Routed = tuple[pd.DataFrame, pd.DataFrame, tuple[Step, ...]]


def apply_skip_logic(parsed: ParsedExport) -> Routed:
    """Answers and kinds of missing of an export, empty cells of questions that were not asked marked so, and the
    step that says it.
    Files of ours say of every gap what it is; there nothing is decided. In files of SPSS and Stata a system-missing
    value says nothing, a user-missing one does.
    """
    responses, table = parsed.responses, parsed.table
    frame, kinds = responses.to_frames()
    if table.export.platform == OWN or not any(item.asked_if for item in responses.codebook):
        return frame, kinds, ()
    empty = {item.name: _is_empty(table.columns, places) if item.asked_if else None
             for item in responses.codebook if (places := parsed.columns.places_of(item.name))}
    return frame, *_decide(AnswerTexts(frame, kinds, responses.codebook, responses.unread_rows()), empty)


def _find_unasked(answers: AnswerTexts, item: Item) -> np.ndarray:
    """Whose condition certainly does not hold."""
    rows = len(answers.frame)
    expression = _parse_condition(item.asked_if or "", answers.book)
    if expression is None:
        return np.zeros(rows, dtype=bool)
    names = [*expression.names, *([item.name] if expression.uses_here else [])]
    known = {name: answers.look_up(name) for name in names}
    holds = expression.truth({name: list(values) for name, (values, _) in known.items()}, rows,
                             here=list(answers.look_up(item.name)[0]),
                             today=answers.submission_days() if expression.uses_today else None)
    unasked: np.ndarray = np.logical_and.reduce([~holds, *(sure for _, sure in known.values())])
    return unasked


def _decide(answers: AnswerTexts, empty: Empty) -> tuple[pd.DataFrame, tuple[Step, ...]]:
    """Kinds of missing after the conditions, and how many cells of each item they decided."""
    kinds, changes, hits = answers.kinds.copy(), [], {}
    for item in answers.book:
        if item.asked_if and item.name in empty:
            hits[item.name] = empty[item.name] & _find_unasked(answers, item)
    for item in answers.book:
        asker = find_asker_name(item) if item.role == "other_text" and item.name not in empty else item.name
        found = hits.get(asker)
        count = 0 if found is None else _mark_unasked(kinds, item, found)
        changes += [Change("", item.name, "", value_text(count), "condition", "no_action")] if count else []
    return kinds, (Step("read", phrase("read.not_asked"), tuple(changes)),) if changes else ()


def _mark_unasked(kinds: pd.DataFrame, item: Item, hits: np.ndarray) -> int:
    """Mark blanks as not asked in all columns of an item; how many respondents that are."""
    hits = hits & (kinds[item.columns[0]].to_numpy() == BLANK)
    for column in item.columns if hits.any() else ():
        kinds[column] = np.where(hits, NOT_ASKED, kinds[column].to_numpy()).astype("int8")
    return int(hits.sum())


def _is_empty(columns: Sequence[Column], places: Sequence[int]) -> np.ndarray:
    """Where all cells of some columns hold nothing at all."""
    empty = [np.array([not text for text in normalise_all(columns[place].texts)], dtype=bool)[columns[place].codes]
             for place in places]
    together: np.ndarray = np.logical_and.reduce(empty)
    return together


def _parse_condition(text: str, book: Codebook) -> Expression | None:
    """The condition; None where it cannot be evaluated: reading the codebook has said so."""
    try:
        expression = parse(text)
    except CodebookError:
        return None
    return expression if all(name in book for name in expression.names) else None
