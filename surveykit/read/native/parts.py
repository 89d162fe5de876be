"""An SPSS or Stata file as the parts of a survey."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np
import pandas as pd

from surveykit.codebook import Codebook
from surveykit.errors import CodebookError, counted, faults_error
from surveykit.formats import NativeTable
from surveykit.read.cells import normalise
from surveykit.read.native.answers import Reading, read_item, unquoted
from surveykit.read.native.draft import drafted
from surveykit.read.native.found import KEY, left_out, places_of
from surveykit.survey import Change, Flag, Step
from surveykit.words.phrases import say


class NativeParts(NamedTuple):
    """What a Survey is made of: answers, kinds of missing (codes), codebook, and what was noticed."""

    frame: pd.DataFrame
    missing: pd.DataFrame
    codebook: Codebook
    changes: tuple[Change, ...]
    flags: tuple[Flag, ...]
    respondents: tuple[str, ...]


def native_parts(table: NativeTable, codebook: Codebook | None = None) -> NativeParts:
    """The answers of an SPSS or Stata file, by a codebook or by the file's own labels.

    Parameters
    ----------
    table
        What `open_foreign` gives for `.sav`, `.zsav`, `.por` and `.dta`.
    codebook
        Variables are matched by `sk_column` and name; their cells are options by number, value or label.
        Without one, `drafted` makes it of what is there.

    Returns
    -------
    NativeParts
        Frame and missing have the columns of the codebook, and the respondents (variable `respondent`, else
        1, 2, 3 ...) as index. `native_steps` makes the log of `changes`.

    Raises
    ------
    ReadError
        The file has no variable for an item.
    CodebookError
        Answers are none of an item's options, or a label in the file speaks of another option.

    Missing values
    --------------
    System-missing and empty texts are `blank`. User-missing values, and `.a` to `.z`, take the kind of the
    codebook's option with this number or label, else the kind that their label speaks of (拒答, don't know,
    not applicable ...), else `blank`. An empty variable of a response set whose other variables are answered
    is an option left unticked.
    """
    book, noted = (codebook, ()) if codebook else drafted(table)
    ours = book.settings.get("platform") == "surveykit"
    places = places_of(table, book)
    people = _respondents(table, ours=ours)
    codes = {normalise(token): kind for token, kind in dict(book.settings.get("missing_codes", {})).items()}
    made = Reading(table, people, codes, ours)
    for item in book:
        read_item(made, item, places)
    if made.faults:
        raise faults_error(CodebookError, f"{counted(len(made.faults), 'variable')} with answers that are not in "
                           "the options:", made.faults, where=table.name,
                           fix="add the options to the codebook's sheet choices, or read without codebook=")
    index = pd.Index(people, name=KEY, dtype=object)
    frame = pd.DataFrame({column: made.data[column] for column in book.columns}).set_axis(index)
    missing = pd.DataFrame({column: made.kinds[column] for column in book.columns}, index=index)
    changes = (*noted, *made.changes, *left_out(table, places))
    return NativeParts(frame, missing, book, changes, tuple(made.flags), people)


def _respondents(table: NativeTable, *, ours: bool) -> tuple[str, ...]:
    """The variable `respondent`, else the running number."""
    for variable, column in zip(table.variables, table.columns, strict=True):
        if variable.name == KEY:
            keys = np.array([unquoted(text) if ours else text.strip() for text in column.texts] or [""], dtype=object)
            return tuple(keys[column.codes])
    return tuple(str(number) for number in range(1, len(table) + 1))


def native_steps(changes: Sequence[Change]) -> tuple[Step, ...]:
    """The log of `NativeParts.changes`: one step per reason, in both languages."""
    ordered = sorted(changes, key=lambda change: change.rule)
    return tuple(Step("read", "{zh} || {en}".format(**say(f"native.{rule}")), tuple(lines))
                 for rule, lines in groupby(ordered, key=lambda change: change.rule))
