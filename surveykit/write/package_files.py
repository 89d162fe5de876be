"""SPSS: labels, user-missing values, and the syntax of response sets; Stata, release 118: value labels, .a, .b and .c.

pyreadstat writes them to a temporary file, and dates what it writes.
"""

import datetime as dt
import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from surveykit.codebook import Item
from surveykit.errors import ReportError
from surveykit.survey import MISSING
from surveykit.words.phrases import phrase
from surveykit.write.outgoing_survey import KEY, TOKENS, OutgoingSurvey
from surveykit.write.package_variables import (
    TEXT_CODES,
    PackageVariable,
    build_variables,
    fill_cells,
    missing_codes,
    missing_label,
    quote_text,
)
from surveykit.write.variable_names import (
    CONTROL,
    SPSS,
    STATA,
    choose_names,
    is_lawful,
    refuse_unfit,
    shorten_text,
    utf8_size,
)

SPSS_ORIGIN = dt.date(1970, 1, 1).toordinal() - dt.date(1582, 10, 14).toordinal()
DAY = 86_400
FORMATS = {"number": "F8.2", "date": "SDATE10"}
SPSS_WHEN = re.compile(rb"\A.{92}([0-9]{2} [A-Za-z]{3} [0-9]{2}[0-9]{2}:[0-9]{2}:[0-9]{2})", re.DOTALL)
LINE = 200
STATA_ORIGIN = dt.date(1970, 1, 1).toordinal() - dt.date(1960, 1, 1).toordinal()
LETTERS = {"refused": "a", "dont_know": "b", "not_asked": "c"}
LABELLED = 2_147_483_000
RELEASE_118 = 14
STATA_WHEN = re.compile(rb"<timestamp>\x11([ 0-9]{2} [A-Za-z]{3} [0-9]{4} [0-9]{2}:[0-9]{2})")
HEAD = 1024


def sav_files(out: OutgoingSurvey) -> Mapping[str, bytes]:
    """The file and its response sets by their endings."""
    refuse_unfit(out, SPSS)
    names = choose_names(out, SPSS)
    made = build_variables(out, names, SPSS)
    codes = {v.name: _missing_values(v) for v in made}
    labels = {v.name: _spss_labels(v, codes[v.name], out) for v in made}
    frame = {KEY: pd.Series([quote_text(key) for key in out.keys], dtype=object)}
    frame |= {v.name: _spss_cells(v, codes[v.name]) for v in made}
    data = _package_bytes("write_sav", frame, out.name, row_compress=True,
                      file_label=_file_label(out, 60, utf8_size), column_labels={v.name: v.label for v in made},
                      variable_value_labels={name: found for name, found in labels.items() if found},
                      missing_ranges={name: list(found.values()) for name, found in codes.items() if found},
                      variable_measure={KEY: "nominal"} | {v.name: v.measure for v in made},
                      variable_format={v.name: _format(v) for v in made if v.kind != "text"})
    syntax = {".mrsets.sps": _set_syntax(out, names)} if out.book.sets else {}
    return {".sav": _fix_date(data, SPSS_WHEN, b"01 Jan 8000:00:00"), **syntax}


def _missing_values(variable: PackageVariable) -> Mapping[str, str | float]:
    """What stands for each kind of missing."""
    if variable.kind != "text":
        return missing_codes(variable)
    occurring = variable.answers.occurring_kinds()
    return {kind: code for kind, code in TEXT_CODES.items() if kind in occurring}


def _spss_cells(variable: PackageVariable, codes: Mapping[str, object]) -> pd.Series:
    """The cells; blank is system-missing, or an empty text."""
    text = variable.kind == "text"
    cells = fill_cells(variable, SPSS_ORIGIN, DAY, [codes.get(kind, "" if text else np.nan) for kind in MISSING])
    return pd.Series(cells, dtype=object if text else float)


def _format(variable: PackageVariable) -> str:
    """Whole numbers without decimals."""
    whole = variable.kind == "number" and all(float(w).is_integer() for w in (*variable.words, *variable.labels))
    return "F8.0" if whole else FORMATS[variable.kind]


def _spss_labels(variable: PackageVariable, codes: Mapping[str, str | float],
                  out: OutgoingSurvey) -> dict[str | float, str]:
    """Labels of answers and of kinds of missing."""
    kinds = [(code, missing_label(variable, kind, code, out, SPSS)) for kind, code in codes.items()]
    return dict([*variable.labels.items(), *kinds])


def _set_syntax(out: OutgoingSurvey, names: Mapping[str, str]) -> bytes:
    """Commands that declare the response sets, to be run when the file is open; UTF-8 with BOM."""
    lines = [f"* {out.words(phrase('write.sets'))}.", "MRSETS"]
    taken = {name.casefold() for name in names.values()}
    sets: list[str] = []
    for item in (item for item in out.book if item.kind == "multiple"):
        members = [names[column] for column in item.columns]
        sets.append(_set_name(item, len(sets) + 1, taken))
        lines += [f"  /MDGROUP NAME={sets[-1]}", f"    LABEL='{_literal(out.words(item.label) or item.name)}'",
                  "    CATEGORYLABELS=COUNTEDVALUES", "    VARIABLES=", *_wrap_names(members), "    VALUE=1"]
    lines += ["  /DISPLAY NAME=[", *_wrap_names(sets), "  ]."]
    return b"\xef\xbb\xbf" + "".join(f"{line}\n" for line in lines).encode()


def _set_name(item: Item, number: int, taken: set[str]) -> str:
    """A set's name: its item's, if SPSS allows it and no variable has it, else a number."""
    free = item.name.casefold() not in taken and is_lawful(item.name, SPSS) and len(item.name) < SPSS.longest - 1
    name = item.name if free else f"set_{number}"
    taken.add(name.casefold())
    return f"${name}"


def _literal(text: str) -> str:
    """A text between quotation marks in a command: one line, its own marks doubled."""
    return shorten_text(CONTROL.sub(" ", text), LINE, lambda t: utf8_size(t) + t.count("'")).replace("'", "''")


def _wrap_names(names: list[str]) -> list[str]:
    """Names on lines that SPSS does not cut."""
    lines = [""]
    for name in names:
        if lines[-1] and utf8_size(f"{lines[-1]} {name}") > LINE:
            lines.append("")
        lines[-1] = f"{lines[-1]} {name}".strip()
    return [f"      {line}" for line in lines]


def dta_files(out: OutgoingSurvey) -> Mapping[str, bytes]:
    """The file by its ending."""
    refuse_unfit(out, STATA)
    # a set of value labels is named after the variable and its place, and Stata allows it 32 letters
    rules = replace(STATA, longest=STATA.longest - len(str(len(out.book.columns))))
    made = build_variables(out, choose_names(out, rules), STATA)
    frame = {KEY: pd.Series([quote_text(key) for key in out.keys], dtype=object)}
    frame |= {v.name: _stata_cells(v) for v in made}
    letters = {v.name: found for v in made if v.kind != "text" and (found := _letters(v))}
    data = _package_bytes("write_dta", frame, out.name, version=RELEASE_118,
                      file_label=_file_label(out, 80, len), column_labels={v.name: v.label for v in made},
                      missing_user_values={name: list(found.values()) for name, found in letters.items()},
                      variable_value_labels={v.name: labels
                                             for v in made if (labels := _stata_labels(v, letters, out))},
                      variable_format={v.name: "%td" for v in made if v.kind == "date"})
    return {".dta": _fix_date(data, STATA_WHEN, b"01 Jan 1980 00:00")}


def _letters(variable: PackageVariable) -> dict[str, str]:
    """The letter of each kind of missing that occurs or has an option."""
    kinds = variable.answers.occurring_kinds() | set(variable.gaps)
    return {kind: letter for kind, letter in LETTERS.items() if kind in kinds}


def _stata_cells(variable: PackageVariable) -> pd.Series:
    """The cells; a text has no missing values in Stata, so it says which kind in a word."""
    if variable.kind == "text":
        return pd.Series(variable.answers.spread_codes(variable.words, TOKENS), dtype=object)
    cells = fill_cells(variable, STATA_ORIGIN, 1, [LETTERS.get(kind) for kind in MISSING])
    return pd.Series(cells, dtype=object if set(LETTERS) & variable.answers.occurring_kinds() else float)


def _stata_labels(variable: PackageVariable, letters: Mapping[str, Mapping[str, str]],
                  out: OutgoingSurvey) -> dict[int | str, str]:
    """Labels of whole numbers, the only ones Stata labels, and of kinds of missing."""
    kinds = [(letter, missing_label(variable, kind, None, out, STATA))
             for kind, letter in letters.get(variable.name, {}).items()]
    whole = [(int(code), text) for code, text in variable.labels.items() if code.is_integer() and abs(code) < LABELLED]
    return dict([*whole, *kinds])


def _package_bytes(writer: str, columns: Mapping[str, pd.Series], name: str, **settings: object) -> bytes:
    """The bytes that `pyreadstat.write_sav` or `write_dta` makes of a frame."""
    import pyreadstat  # deferred: only writers pay for it

    with tempfile.TemporaryDirectory(prefix="surveykit-") as folder:
        path = Path(folder) / "written"
        try:
            getattr(pyreadstat, writer)(pd.DataFrame(columns), str(path), **settings)
        except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError) as error:
            raise ReportError("The file cannot be written: {error}.", where="{file}",
                              fix="write it as .csv or .xlsx, and report this", error=error, file=name) from None
        return path.read_bytes()


def _fix_date(data: bytes, when: re.Pattern[bytes], fixed: bytes) -> bytes:
    """The file with a fixed date in place of today's (group 1), so that equal surveys give equal bytes."""
    found = when.search(data, 0, HEAD)
    if found is None:
        raise ReportError("The date in the file's head was not found.",
                          fix="install the versions in requirements.lock, and report this")
    return data[:found.start(1)] + fixed + data[found.end(1):]


def _file_label(out: OutgoingSurvey, most: int, size: Callable[[str], int]) -> str:
    """The form's title; synthetic data say so, once."""
    title, mark = out.words(out.book.title), out.words(phrase("mark.synthetic", title=""))
    marked = title + mark if out.book.synthetic and not title.endswith(mark) else title
    return shorten_text(CONTROL.sub(" ", marked), most, size)
