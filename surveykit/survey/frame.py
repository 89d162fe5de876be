"""A frame as a survey holds it: typed by the codebook, with a kind of missing per cell."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd

from surveykit.codebook import Codebook, Item, Option
from surveykit.codebook.items import KINDS
from surveykit.errors import CodebookError, ReadError, count_noun, did_you_mean, faults_error, list_quoted
from surveykit.words.messages import Message
from surveykit.words.phrases import same_text

MISSING = ("", "not_asked", "blank", "refused", "dont_know")
MISSING_CODE = {kind: code for code, kind in enumerate(MISSING)}
EXACT = 1e15
LARGE = 1 << 20  # cells: 8 MB as answers
Coded = dict[str, np.ndarray]  # by item: where each answer stands among the item's, -1 for none
GAPS = {f"({kind})": code for kind, code in MISSING_CODE.items() if kind}  # kinds of missing as logs write them


def value_text(value: object) -> str:
    """A value as files and logs write it, losing nothing; '' for none.
    >>> value_text(3.0), value_text(0.1), value_text("女"), value_text(None)
    ('3', '0.1', '女', '')
    """
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return ""
    if not isinstance(value, Real) or isinstance(value, bool | np.bool_):
        return str(value)
    number = float(value)
    return str(int(number)) if number.is_integer() and abs(number) < EXACT else repr(number)


def value_of(item: Item, text: str) -> tuple[object, int]:
    """A written value in the type of the item's column, and its kind of missing as a code."""
    if text == "":
        return None, MISSING_CODE["blank"]
    if text in GAPS:
        return None, GAPS[text]
    if item.kind in {"text", "date", "rank"}:
        return text, 0
    if item.kind in {"number", "multiple"}:
        return float(text), 0
    score = float(text) if item.kind == "rating" else None
    for option in item.options:
        if option.missing and (option.value == text or (score is not None and option.score == score)):
            return None, MISSING_CODE[option.missing]
    return (text if score is None else score), 0


def cell_text(value: object, kind: int) -> str:
    """A cell as logs write it: the answer, '' for a blank, another kind of missing in brackets."""
    return value_text(value) if not kind else "" if kind == MISSING_CODE["blank"] else f"({MISSING[kind]})"


def codebook_from_frame(frame: pd.DataFrame) -> Codebook:
    """A codebook that says no more than the frame shows."""
    return Codebook(tuple(_draft_item(name, frame[name].dropna()) for name in frame.columns))


def _draft_item(name: str, column: pd.Series) -> Item:
    """Numbers are numbers, dates are dates, everything else is a single choice."""
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        return Item(name, "number", same_text(name))
    if pd.api.types.is_datetime64_any_dtype(column):
        return Item(name, "date", same_text(name))
    values = [text for text in _find_texts(column)[1] if text.strip()]
    return Item(name, "single", same_text(name), tuple(Option(text, same_text(text)) for text in values))


def normalise_names(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with column names and keys as text, each column name once."""
    named = frame.set_axis([str(name) for name in frame.columns], axis=1)
    twice = named.columns[named.columns.duplicated()].unique()
    if len(twice):
        raise ReadError("Columns must be unique; {twice} occur more than once.",
                        fix="rename one of them in the frame", twice=list_quoted(twice))
    return named.set_axis(pd.Index([str(key) for key in frame.index], name="respondent", dtype=object))


def find_option_places(item: Item, values: Iterable[object]) -> np.ndarray:
    """Where each value stands among an item's answers, -1 for nowhere, and a last -1 for no value (`option_codes`).
    Values are scores of a rating, else values of options. One byte each, unless there are more than 127 options.
    """
    places: dict[object, int] = {option.score if item.kind == "rating" else option.value: code
                                 for code, option in enumerate(item.answers)}
    return np.array([*(-1 if value is None else places.get(value, -1) for value in values), -1],
                    dtype=np.int8 if len(places) <= 127 else np.int32)


def validate_frame(frame: pd.DataFrame, book: Codebook) -> tuple[pd.DataFrame, pd.DataFrame, Coded]:
    """Responses and kinds of missing (codes), every column in its type, and the coded columns of single choices and
    ratings; faults are one error.
    """
    absent = [column for column in book.columns if column not in frame]
    if absent:
        raise ReadError("The frame must have the column(s) {absent}.",
                        fix=did_you_mean(absent[0], frame.columns), absent=list_quoted(absent))
    for item in book:
        _require_known_kinds(item)
    faults: list[str] = []
    data, codes = {}, {}
    coded: Coded = {}
    for item in book:
        for column in item.columns:
            data[column], codes[column] = CONFORM[item.kind](item, frame[column], faults, coded)
        if item.kind == "multiple":
            faults += _partly(item, [data[column] for column in item.columns])
    if faults:
        raise faults_error(CodebookError, "The answers must fit the codebook:", faults, where="the frame",
                           fix="add the options to the codebook, or correct the frame")
    return build_frame(data, frame.index), build_frame(codes, frame.index), coded


def _require_known_kinds(item: Item) -> None:
    """Refuse an item of no known kind, and an option of no known kind of missing."""
    for kind, known in ((item.kind, KINDS), *((option.missing or MISSING[1], MISSING[1:]) for option in item.options)):
        if kind not in known:
            raise CodebookError("There is no kind {kind!r}.", where="item {name!r}", fix=did_you_mean(kind, known),
                                kind=kind, name=item.name)


def build_frame(columns: Mapping[str, Any], index: pd.Index) -> pd.DataFrame:
    """A frame of columns; a large one keeps them apart, as they are, instead of holding them twice to join them."""
    apart = len(columns) * len(index) > LARGE
    return pd.DataFrame(columns, index=index, copy=not apart)


def _codes(column: pd.Series) -> np.ndarray:
    """Blank where there is nothing."""
    return np.where(column.isna().to_numpy(), MISSING_CODE["blank"], 0).astype("int8")


def _find_texts(column: pd.Series) -> tuple[np.ndarray, list[str]]:
    """Which text each answer is, -1 for nothing, and the texts in order of appearance."""
    if column.dtype == object and pd.api.types.infer_dtype(column) not in {"string", "empty"}:
        # 1, 1.0 and True are equal, not alike
        column = pd.Series([value_text(value) for value in column], dtype=object)
    places, distinct = pd.factorize(column)
    texts = list(map(value_text, distinct))
    if len(set(texts)) == len(texts):
        return places, texts
    again, once = pd.factorize(np.array(texts, dtype=object))  # categories such as 1 and '1'
    return np.append(again, -1)[places], list(once)


def _words(item: Item, column: pd.Series, faults: list[str],
           coded: Coded) -> tuple[pd.Series, np.ndarray]:
    """A column of words; empty ones are missing."""
    places, distinct = _find_texts(column)
    held = np.array([*(text if text.strip() else None for text in distinct), None], dtype=object)  # each text once
    made = pd.Series(held[places], index=column.index, dtype=object)
    return made, _codes(made)


def _code_closed(item: Item, column: pd.Series, faults: list[str], coded: Coded) -> tuple[pd.Series, np.ndarray]:
    """A column of option values, or of a rating's scores; choices that stand for missing become missing."""
    rated = item.kind == "rating"
    made, codes = (_numbers if rated else _words)(item, column, faults, coded)
    known: dict[object, Option] = {option.score if rated else option.value: option for option in item.options}
    return _separate_missing(item, made, codes, known, faults, coded)


def _separate_missing(item: Item, column: pd.Series, codes: np.ndarray, known: dict[object, Option],
                      faults: list[str], coded: Coded) -> tuple[pd.Series, np.ndarray]:
    """The column without its missing choices, and its codes; values that no option has are a fault."""
    places, found = pd.factorize(column)
    coded[item.name] = find_option_places(item, found)[places]
    outside = [value for value in found if value not in known] if known else []
    if outside:
        people = int(column.isin(outside).sum())
        faults.append(f"item {item.name!r}: {list_quoted(map(value_text, outside))} "
                      f"({count_noun(people, 'respondent')})")
    for value in found:
        kind = known[value].missing if value in known else None
        if kind:
            codes[column.eq(value).fillna(False).to_numpy(dtype=bool)] = MISSING_CODE[kind]
            column = column.mask(column.eq(value), None if column.dtype == object else pd.NA)
    return column, codes


def _numbers(item: Item, column: pd.Series, faults: list[str],
             coded: Coded) -> tuple[pd.Series, np.ndarray]:
    """A column of numbers."""
    made = pd.to_numeric(column.astype(object), errors="coerce").astype("Float64")
    made = made.mask(np.isinf(made.to_numpy(dtype=float, na_value=np.nan)))
    lost = column[made.isna() & column.notna()]
    if len(lost):
        faults.append(f"item {item.name!r}: {list_quoted(dict.fromkeys(map(str, lost)))} must be numbers "
                      f"({count_noun(len(lost), 'respondent')})")
    return made, _codes(made)


def _ticks(item: Item, column: pd.Series, faults: list[str],
           coded: Coded) -> tuple[pd.Series, np.ndarray]:
    """One option of a response set: 1, 0 or missing."""
    made, codes = _numbers(item, column, faults, coded)
    wrong = made[made.notna() & ~made.isin([0, 1])]
    if len(wrong):
        faults.append(f"item {item.name!r}, column {column.name!r}: {list_quoted(map(value_text, wrong.unique()))} "
                      f"must be 1 or 0 ({count_noun(len(wrong), 'respondent')})")
        return made, codes
    return made.astype("Int8"), codes


def _partly(item: Item, columns: Sequence[pd.Series]) -> list[str]:
    """Response sets answered in some columns and missing in others."""
    empty = np.array([column.isna() for column in columns])
    partly = int((empty.any(axis=0) & ~empty.all(axis=0)).sum())
    return [Message("item {item!r}: {respondents} must have all columns 1 or 0, "
                    "or all missing (0 is an option left unticked)", item=item.name,
                    respondents=count_noun(partly, 'respondent'))] if partly else []


Conformer = Callable[[Item, pd.Series, list[str], Coded], tuple[pd.Series, np.ndarray]]
CONFORM: dict[str, Conformer] = {
    "single": _code_closed, "rating": _code_closed, "number": _numbers, "multiple": _ticks, "text": _words,
    "date": _words, "rank": _words}


def reconcile_missing(frame: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    """The codes, made to agree with the answers: a new gap is blank, an answer is not missing."""
    empty, held = frame.isna().to_numpy(), codes.to_numpy()
    wrong = empty != (held > 0)
    if not wrong.any():
        return codes
    kinds = np.where(empty, np.where(held > 0, held, MISSING_CODE["blank"]), 0).astype("int8")
    return pd.DataFrame(kinds, index=frame.index, columns=frame.columns)


def order_columns(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """The frame in the codebook's order of columns, if it has just these."""
    if list(frame.columns) == list(columns):
        return frame
    twice = frame.columns[frame.columns.duplicated()].unique()
    odd = [*(c for c in columns if c not in frame), *(c for c in frame if c not in columns), *twice]
    if odd:
        raise CodebookError("Responses must have the columns of the codebook; {odd} differ.",
                            fix="with_responses(frame, step=..., codebook=survey.codebook.with_item(...))",
                            odd=list_quoted(dict.fromkeys(odd)))
    return frame[list(columns)]
