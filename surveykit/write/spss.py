"""SPSS: labels, user-missing values, and the syntax that declares the response sets."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from surveykit.codebook import Item
from surveykit.survey import MISSING
from surveykit.words.phrases import phrase
from surveykit.write.names import CONTROL, SPSS, lawful, named, refuse_unfit, shortened, utf8
from surveykit.write.outgoing import KEY, Outgoing
from surveykit.write.packed import file_label, patched, written_by
from surveykit.write.variables import (
    TEXT_CODES,
    Variable,
    filled,
    missing_codes,
    missing_label,
    quoted,
    variables,
)

ORIGIN = dt.date(1970, 1, 1).toordinal() - dt.date(1582, 10, 14).toordinal()
DAY = 86_400
FORMATS = {"number": "F8.2", "date": "SDATE10"}
WHEN = re.compile(rb"\A.{92}([0-9]{2} [A-Za-z]{3} [0-9]{2}[0-9]{2}:[0-9]{2}:[0-9]{2})", re.DOTALL)
LINE = 200


def sav_files(out: Outgoing) -> Mapping[str, bytes]:
    """The file and its response sets by their endings."""
    refuse_unfit(out, SPSS)
    names = named(out, SPSS)
    made = variables(out, names, SPSS)
    codes = {v.name: _codes(v) for v in made}
    labels = {v.name: _labels(v, codes[v.name], out) for v in made}
    frame = {KEY: pd.Series([quoted(key) for key in out.keys], dtype=object)}
    frame |= {v.name: _cells(v, codes[v.name]) for v in made}
    data = written_by("write_sav", pd.DataFrame(frame), out.name, row_compress=True,
                      file_label=file_label(out, 60, utf8), column_labels={v.name: v.label for v in made},
                      variable_value_labels={name: found for name, found in labels.items() if found},
                      missing_ranges={name: list(found.values()) for name, found in codes.items() if found},
                      variable_measure={KEY: "nominal"} | {v.name: v.measure for v in made},
                      variable_format={v.name: _format(v) for v in made if v.kind != "text"})
    syntax = {".mrsets.sps": _syntax(out, names)} if out.book.sets else {}
    return {".sav": patched(data, WHEN, b"01 Jan 8000:00:00"), **syntax}


def _codes(variable: Variable) -> dict[str, object]:
    """What stands for each kind of missing."""
    if variable.kind != "text":
        return missing_codes(variable)
    occurring = variable.answers.occurring()
    return {kind: code for kind, code in TEXT_CODES.items() if kind in occurring}


def _cells(variable: Variable, codes: Mapping[str, object]) -> pd.Series:
    """The cells; blank is system-missing, or an empty text."""
    text = variable.kind == "text"
    cells = filled(variable, ORIGIN, DAY, [codes.get(kind, "" if text else np.nan) for kind in MISSING])
    return pd.Series(cells, dtype=object if text else float)


def _format(variable: Variable) -> str:
    """Whole numbers without decimals."""
    whole = variable.kind == "number" and all(float(w).is_integer() for w in (*variable.words, *variable.labels))
    return "F8.0" if whole else FORMATS[variable.kind]


def _labels(variable: Variable, codes: Mapping[str, object], out: Outgoing) -> dict[object, str]:
    """Labels of answers and of kinds of missing."""
    kinds = {code: missing_label(variable, kind, code, out, SPSS) for kind, code in codes.items()}
    return {**variable.labels, **kinds}


def _syntax(out: Outgoing, names: Mapping[str, str]) -> bytes:
    """Commands that declare the response sets, to be run when the file is open; UTF-8 with BOM."""
    lines = [f"* {out.words(phrase('write.sets'))}.", "MRSETS"]
    taken = {name.casefold() for name in names.values()}
    sets = []
    for item in (item for item in out.book if item.kind == "multiple"):
        members = [names[column] for column in item.columns]
        sets.append(_set_name(item, len(sets) + 1, taken))
        lines += [f"  /MDGROUP NAME={sets[-1]}", f"    LABEL='{_literal(out.words(item.label) or item.name)}'",
                  "    CATEGORYLABELS=COUNTEDVALUES", "    VARIABLES=", *_wrapped(members), "    VALUE=1"]
    lines += ["  /DISPLAY NAME=[", *_wrapped(sets), "  ]."]
    return b"\xef\xbb\xbf" + "".join(f"{line}\n" for line in lines).encode()


def _set_name(item: Item, number: int, taken: set[str]) -> str:
    """A set's name: its item's, if SPSS allows it and no variable has it, else a number."""
    free = item.name.casefold() not in taken and lawful(item.name, SPSS) and len(item.name) < SPSS.longest - 1
    name = item.name if free else f"set_{number}"
    taken.add(name.casefold())
    return f"${name}"


def _literal(text: str) -> str:
    """A text between quotation marks in a command: one line, its own marks doubled."""
    return shortened(CONTROL.sub(" ", text), LINE, lambda t: utf8(t) + t.count("'")).replace("'", "''")


def _wrapped(names: list[str]) -> list[str]:
    """Names on lines that SPSS does not cut."""
    lines = [""]
    for name in names:
        if lines[-1] and utf8(f"{lines[-1]} {name}") > LINE:
            lines.append("")
        lines[-1] = f"{lines[-1]} {name}".strip()
    return [f"      {line}" for line in lines]
