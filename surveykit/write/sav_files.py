"""SPSS: labels, user-missing values, and the syntax that declares the response sets."""

import datetime as dt
import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from surveykit.codebook import Item
from surveykit.survey import MISSING
from surveykit.words.phrases import phrase
from surveykit.write.outgoing_survey import KEY, OutgoingSurvey
from surveykit.write.package_variables import (
    TEXT_CODES,
    PackageVariable,
    build_variables,
    fill_cells,
    missing_codes,
    missing_label,
    quote_text,
)
from surveykit.write.pyreadstat_bytes import file_label, fix_date, pyreadstat_bytes
from surveykit.write.variable_names import CONTROL, SPSS, choose_names, is_lawful, refuse_unfit, shorten_text, utf8_size

ORIGIN = dt.date(1970, 1, 1).toordinal() - dt.date(1582, 10, 14).toordinal()
DAY = 86_400
FORMATS = {"number": "F8.2", "date": "SDATE10"}
WHEN = re.compile(rb"\A.{92}([0-9]{2} [A-Za-z]{3} [0-9]{2}[0-9]{2}:[0-9]{2}:[0-9]{2})", re.DOTALL)
LINE = 200


def sav_files(out: OutgoingSurvey) -> Mapping[str, bytes]:
    """The file and its response sets by their endings."""
    refuse_unfit(out, SPSS)
    names = choose_names(out, SPSS)
    made = build_variables(out, names, SPSS)
    codes = {v.name: _missing_values(v) for v in made}
    labels = {v.name: _value_labels(v, codes[v.name], out) for v in made}
    frame = {KEY: pd.Series([quote_text(key) for key in out.keys], dtype=object)}
    frame |= {v.name: _cells(v, codes[v.name]) for v in made}
    data = pyreadstat_bytes("write_sav", pd.DataFrame(frame), out.name, row_compress=True,
                      file_label=file_label(out, 60, utf8_size), column_labels={v.name: v.label for v in made},
                      variable_value_labels={name: found for name, found in labels.items() if found},
                      missing_ranges={name: list(found.values()) for name, found in codes.items() if found},
                      variable_measure={KEY: "nominal"} | {v.name: v.measure for v in made},
                      variable_format={v.name: _format(v) for v in made if v.kind != "text"})
    syntax = {".mrsets.sps": _set_syntax(out, names)} if out.book.sets else {}
    return {".sav": fix_date(data, WHEN, b"01 Jan 8000:00:00"), **syntax}


def _missing_values(variable: PackageVariable) -> Mapping[str, str | float]:
    """What stands for each kind of missing."""
    if variable.kind != "text":
        return missing_codes(variable)
    occurring = variable.answers.occurring_kinds()
    return {kind: code for kind, code in TEXT_CODES.items() if kind in occurring}


def _cells(variable: PackageVariable, codes: Mapping[str, object]) -> pd.Series:
    """The cells; blank is system-missing, or an empty text."""
    text = variable.kind == "text"
    cells = fill_cells(variable, ORIGIN, DAY, [codes.get(kind, "" if text else np.nan) for kind in MISSING])
    return pd.Series(cells, dtype=object if text else float)


def _format(variable: PackageVariable) -> str:
    """Whole numbers without decimals."""
    whole = variable.kind == "number" and all(float(w).is_integer() for w in (*variable.words, *variable.labels))
    return "F8.0" if whole else FORMATS[variable.kind]


def _value_labels(variable: PackageVariable, codes: Mapping[str, str | float],
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
