"""Stata, release 118: texts in UTF-8, value labels, and the extended missing values .a, .b and .c."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from surveykit.survey import MISSING
from surveykit.write.names import STATA, Rules, named, refuse_unfit
from surveykit.write.outgoing import KEY, TOKENS, Outgoing
from surveykit.write.packed import file_label, patched, written_by
from surveykit.write.variables import Variable, filled, missing_label, quoted, variables

ORIGIN = dt.date(1970, 1, 1).toordinal() - dt.date(1960, 1, 1).toordinal()
LETTERS = {"refused": "a", "dont_know": "b", "not_asked": "c"}
LABELLED = 2_147_483_000
RELEASE_118 = 14
WHEN = re.compile(rb"<timestamp>\x11([ 0-9]{2} [A-Za-z]{3} [0-9]{4} [0-9]{2}:[0-9]{2})")


def dta_files(out: Outgoing) -> Mapping[str, bytes]:
    """The file by its ending."""
    refuse_unfit(out, STATA)
    made = variables(out, named(out, _with_room(out)), STATA)
    frame = {KEY: pd.Series([quoted(key) for key in out.keys], dtype=object)}
    frame |= {v.name: _cells(v) for v in made}
    letters = {v.name: found for v in made if v.kind != "text" and (found := _letters(v))}
    data = written_by("write_dta", pd.DataFrame(frame), out.name, version=RELEASE_118,
                      file_label=file_label(out, 80, len), column_labels={v.name: v.label for v in made},
                      missing_user_values={name: list(found.values()) for name, found in letters.items()},
                      variable_value_labels={v.name: labels for v in made if (labels := _labels(v, letters, out))},
                      variable_format={v.name: "%td" for v in made if v.kind == "date"})
    return {".dta": patched(data, WHEN, b"01 Jan 1980 00:00")}


def _with_room(out: Outgoing) -> Rules:
    """Stata's rules, with room in each name for the column's place.

    The writer names a set of value labels after the variable and the place, and Stata allows it 32 letters.
    """
    return replace(STATA, longest=STATA.longest - len(str(len(out.book.columns))))


def _letters(variable: Variable) -> dict[str, str]:
    """The letter of each kind of missing that occurs or has an option."""
    kinds = variable.answers.occurring() | set(variable.gaps)
    return {kind: letter for kind, letter in LETTERS.items() if kind in kinds}


def _cells(variable: Variable) -> pd.Series:
    """The cells; a text has no missing values in Stata, so it says which kind in a word."""
    if variable.kind == "text":
        return pd.Series(filled(variable, ORIGIN, 1, TOKENS), dtype=object)
    cells = filled(variable, ORIGIN, 1, [LETTERS.get(kind) for kind in MISSING])
    return pd.Series(cells, dtype=object if set(LETTERS) & variable.answers.occurring() else float)


def _labels(variable: Variable, letters: Mapping[str, Mapping[str, str]], out: Outgoing) -> dict[object, str]:
    """Labels of whole numbers, the only ones Stata labels, and of kinds of missing."""
    kinds = {letter: missing_label(variable, kind, None, out, STATA)
             for kind, letter in letters.get(variable.name, {}).items()}
    whole = {int(code): label for code, label in variable.labels.items()
             if code.is_integer() and abs(code) < LABELLED}
    return {**whole, **kinds}
