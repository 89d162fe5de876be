"""Stata, release 118: texts in UTF-8, value labels, and the extended missing values .a, .b and .c."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from surveykit.survey import MISSING
from surveykit.write.outgoing_survey import KEY, TOKENS, OutgoingSurvey
from surveykit.write.package_variables import PackageVariable, build_variables, fill_cells, missing_label, quote_text
from surveykit.write.pyreadstat_bytes import file_label, fix_date, pyreadstat_bytes
from surveykit.write.variable_names import STATA, choose_names, refuse_unfit

ORIGIN = dt.date(1970, 1, 1).toordinal() - dt.date(1960, 1, 1).toordinal()
LETTERS = {"refused": "a", "dont_know": "b", "not_asked": "c"}
LABELLED = 2_147_483_000
RELEASE_118 = 14
WHEN = re.compile(rb"<timestamp>\x11([ 0-9]{2} [A-Za-z]{3} [0-9]{4} [0-9]{2}:[0-9]{2})")


def dta_files(out: OutgoingSurvey) -> Mapping[str, bytes]:
    """The file by its ending."""
    refuse_unfit(out, STATA)
    # a set of value labels is named after the variable and its place, and Stata allows it 32 letters
    rules = replace(STATA, longest=STATA.longest - len(str(len(out.book.columns))))
    made = build_variables(out, choose_names(out, rules), STATA)
    frame = {KEY: pd.Series([quote_text(key) for key in out.keys], dtype=object)}
    frame |= {v.name: _cells(v) for v in made}
    letters = {v.name: found for v in made if v.kind != "text" and (found := _letters(v))}
    data = pyreadstat_bytes("write_dta", pd.DataFrame(frame), out.name, version=RELEASE_118,
                      file_label=file_label(out, 80, len), column_labels={v.name: v.label for v in made},
                      missing_user_values={name: list(found.values()) for name, found in letters.items()},
                      variable_value_labels={v.name: labels
                                             for v in made if (labels := _value_labels(v, letters, out))},
                      variable_format={v.name: "%td" for v in made if v.kind == "date"})
    return {".dta": fix_date(data, WHEN, b"01 Jan 1980 00:00")}


def _letters(variable: PackageVariable) -> dict[str, str]:
    """The letter of each kind of missing that occurs or has an option."""
    kinds = variable.answers.occurring_kinds() | set(variable.gaps)
    return {kind: letter for kind, letter in LETTERS.items() if kind in kinds}


def _cells(variable: PackageVariable) -> pd.Series:
    """The cells; a text has no missing values in Stata, so it says which kind in a word."""
    if variable.kind == "text":
        return pd.Series(fill_cells(variable, ORIGIN, 1, TOKENS), dtype=object)
    cells = fill_cells(variable, ORIGIN, 1, [LETTERS.get(kind) for kind in MISSING])
    return pd.Series(cells, dtype=object if set(LETTERS) & variable.answers.occurring_kinds() else float)


def _value_labels(variable: PackageVariable, letters: Mapping[str, Mapping[str, str]],
                  out: OutgoingSurvey) -> dict[int | str, str]:
    """Labels of whole numbers, the only ones Stata labels, and of kinds of missing."""
    kinds = [(letter, missing_label(variable, kind, None, out, STATA))
             for kind, letter in letters.get(variable.name, {}).items()]
    whole = [(int(code), text) for code, text in variable.labels.items() if code.is_integer() and abs(code) < LABELLED]
    return dict([*whole, *kinds])
