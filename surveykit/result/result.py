"""The value every analysis returns: an unrounded long table with its base, method and source."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd

from surveykit.errors import AnalysisError, ReportError
from surveykit.files.disk import write_atomic
from surveykit.result import format as fmt
from surveykit.result.draw_grid import draw_grid
from surveykit.result.grid import Grid
from surveykit.result.layout import Layout
from surveykit.result.title_words import capitalise
from surveykit.result.value_grid import long_values
from surveykit.result.value_sheet import result_workbook
from surveykit.result.view import PLACES, Row, View
from surveykit.words.phrases import Text, check_language, in_language

BASES = ("base", "base_other", "base_survey", "base_low", "responses")  # columns that hold what a share is of
MIME = "application/vnd.surveykit.result+json"
_PARTS = ("kind", "layout", "title", "base", "missing", "method", "notes", "source", "labels", "settings", "language")
Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False, init=False, repr=False)
class Result:
    """What an analysis found.

    Attributes
    ----------
    kind
        Which analysis; decides the sentences.
    layout
        How it is shown: one of six families, with the columns the verb declares.
    title
        Caption in each language.
    table
        Long and unrounded, one row per estimate or test. Estimates: `item, option, group, n, base, estimate, se, low,
        high` (proportions 0 to 1); tests: `statistic, df, p_value, effect, effect_name, low, high`.
    base
        Respondents (or units) the estimates rest on, unweighted.
    missing
        Respondents left out, by kind of missing.
    method
        Which formula was used, and why when there was a choice.
    notes
        Cautions, in the order a reader needs them.
    source
        File name, sha256, whether the data are synthetic.
    labels
        Words for the codes in `table`: {"item": {...}, "option": {"item=code": ...}, ...}.
    settings
        What the caller chose, such as the confidence level.
    language
        The language it shows itself in.

    Examples
    --------
    >>> import surveykit as sk
    >>> plans = sk.frequencies(sk.example_survey(), "plan")
    >>> plans.base
    40
    >>> list(plans.table.columns)[:4]
    ['item', 'option', 'group', 'n']
    """

    kind: str
    layout: Layout
    title: Text
    base: int
    missing: Mapping[str, int]
    method: Text
    notes: tuple[Text, ...]
    source: Mapping[str, object]
    labels: Mapping[str, Mapping[str, Text]]
    settings: Mapping[str, Any]
    language: str
    _table: pd.DataFrame

    def __init__(self, *, kind: str, layout: Layout, title: Text, table: pd.DataFrame, base: int,
                 missing: Mapping[str, int] | None = None, method: Text | None = None, notes: tuple[Text, ...] = (),
                 source: Mapping[str, object] | None = None, labels: Mapping[str, Mapping[str, Text]] | None = None,
                 settings: Mapping[str, Any] | None = None, language: str = "en") -> None:
        values = {"kind": kind, "layout": layout, "title": title, "base": base, "missing": missing or {},
                  "method": method or {}, "notes": notes, "source": source or {}, "labels": labels or {},
                  "settings": settings or {}, "language": language, "_table": table}
        for name, value in values.items():
            object.__setattr__(self, name, value)

    @property
    def table(self) -> pd.DataFrame:
        """A copy of the long table; changing it changes nothing here."""
        return self._table.copy(deep=False)

    @property
    def synthetic(self) -> bool:
        """Whether the numbers come from declared synthetic data."""
        return bool(self.source.get("synthetic"))

    def records(self) -> list[Row]:
        """The rows of the long table, each with its values by column, and the decimals of their percents."""
        places = {PLACES: self.percent_places()}
        return [{str(name): value for name, value in row.items()} | places for row in self._table.to_dict("records")]

    def percent_places(self) -> dict[str, int]:
        """Decimals of all percents of the table, by the column of their base: those of its smallest base.

        Beside figures that a source printed, and in differences, they are those of the largest, or nothing could be
        compared.
        """
        choose = max if {"printed", "base_other"} & set(self._table) else min
        known = {name: self._table.loc[self._table[name] > 0, name] for name in BASES if name in self._table}
        return {name: fmt.places(choose(bases)) for name, bases in known.items() if len(bases)}

    def label(self, kind: str, code: object, language: str | None = None) -> str:
        """The words for a code (`item`, `option`, `group`), else the code itself."""
        text = self.labels.get(kind, {}).get(str(code))
        return in_language(text, language or self.language) if text else str(code)

    def caption(self, language: str | None = None) -> str:
        """The title, its first letter large."""
        return capitalise(in_language(self.title, language or self.language))

    def in_language(self, language: str) -> Result:
        """The same result, shown in `zh` or `en`.

        Examples
        --------
        >>> import surveykit as sk
        >>> sk.frequencies(sk.example_survey(), "plan").in_language("zh").caption()
        '服务期满后的打算'
        """
        return self._with_parts(language=check_language(language))

    def with_title(self, zh: str, en: str) -> Result:
        """The same result under another caption."""
        return self._with_parts(title={"zh": zh, "en": en})

    def _with_parts(self, **changes: Any) -> Result:
        """The same result, some parts replaced."""
        parts = {name: getattr(self, name) for name in _PARTS}
        return Result(**{**parts, "table": self._table, **changes})

    def grid(self, language: str | None = None, *, columns: str = "k/n") -> Grid:
        """The table as it is shown: rounded, labelled, with base and notes; `columns="n and %"` sets counts apart."""
        return draw_grid(View(self, language or self.language), columns)

    def to_frame(self, *, labels: bool = False, language: str | None = None) -> pd.DataFrame:
        """The long table as a DataFrame; with `labels`, in words, every shown number in a column of its own.

        Parameters
        ----------
        labels
            False: the long table, as `table`. True: items, options and groups in words, headings as the table
            shows them; numbers stay unrounded, shares and their intervals are in percent.
        language
            `zh` or `en`, for the words; the result's own by default.

        Returns
        -------
        DataFrame
            One row per row of `table`.

        Missing values
        --------------
        A number that is missing is nan.

        Examples
        --------
        >>> import surveykit as sk
        >>> sk.frequencies(sk.example_survey(), "plan").to_frame(labels=True)["Percent"].tolist()
        [45.0, 20.0, 17.5, 12.5, 5.0]
        """
        if not labels:
            return self.table
        grid = long_values(View(self, check_language(language or self.language)))
        return pd.DataFrame([[cell.value for cell in row] for row in grid.rows],
                            columns=pd.Index([str.__str__(head.text) for head in grid.head[0]]))

    def to_excel(self, path: str | Path, *, language: str | None = None) -> Path:
        """Write the table as a workbook of one sheet: numbers as numbers, base and notes below them.

        Parameters
        ----------
        path
            Where to write; `.xlsx`.
        language
            `zh` or `en`; the result's own by default.

        Returns
        -------
        Path
            The file written; the same result gives the same bytes. An earlier file is replaced in one step.

        Raises
        ------
        ReportError
            The name ends otherwise.

        Missing values
        --------------
        An empty cell; who was left out stands in the notes.

        Examples
        --------
        >>> import surveykit as sk, tempfile, pathlib
        >>> folder = pathlib.Path(tempfile.mkdtemp())
        >>> sk.frequencies(sk.example_survey(), "plan").to_excel(folder / "plan.xlsx").name
        'plan.xlsx'
        """
        path = Path(path)
        if path.suffix.lower() != ".xlsx":
            raise ReportError("A table is written as .xlsx.", where="{file}", fix="to_excel({name!r})", file=path,
                              name=f"{path.stem}.xlsx")
        write_atomic(path, result_workbook(View(self, check_language(language or self.language))))
        return path

    def to_json(self) -> str:
        """Everything, as JSON with sorted keys and numbers of 12 significant digits."""
        table = {name: [_plain(v) for v in self._table[name].tolist()] for name in self._table}
        columns = [[name, str(kind)] for name, kind in self._table.dtypes.items()]
        parts = {name: getattr(self, name) for name in _PARTS} | {"layout": self.layout.to_json()}
        return json.dumps(parts | {"table": table, "columns": columns}, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Result:
        """The result that `to_json` wrote: the same rows, columns in the same order and of the same kinds."""
        parts = json.loads(text)
        return cls(table=_frame(parts.pop("table"), parts.pop("columns")), notes=tuple(parts.pop("notes")),
                   layout=Layout.from_json(parts.pop("layout")), **parts)

    def __repr__(self) -> str:
        return self.grid().to_text()

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        """Plain text and HTML to look at, JSON for the report."""
        grid = self.grid()
        return {"text/plain": grid.to_text(), "text/html": grid.to_html(), MIME: json.loads(self.to_json())}


def _plain(value: object) -> object:
    """A JSON number, string or null; floats cut to digits that every machine agrees on."""
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        return None if math.isnan(value) else float(f"{value:.{fmt.DIGITS}g}")
    return None if value is pd.NA else value


def _frame(values: Mapping[str, list[Any]], columns: list[list[str]]) -> pd.DataFrame:
    """The long table again."""
    return pd.DataFrame({name: pd.Series(values[name], dtype=kind) for name, kind in columns},
                        columns=pd.Index([name for name, _ in columns]))


def require_result(result: object, verb: str) -> Result:
    """The result, if it is one: a list of them is gone through, a name is asked for first."""
    if isinstance(result, Result):
        return result
    raise AnalysisError("{verb} needs a Result, not {type}.", verb=verb, type=type(result).__name__,
                        fix="[{verb}(result) for result in results]" if isinstance(result, list | tuple) else
                        "give it what an analysis returns: {verb}(frequencies(survey, 'item'))")


def result_key(result: Result) -> str:
    """A checksum of a result's content: the same before and after it was stored, or given another caption."""
    parts = json.loads(result.to_json())
    content = {name: value for name, value in parts.items() if name not in {"title", "language"}}
    return sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


def join_sources(first: Facts, *others: Facts) -> dict[str, Any]:
    """The first source, and beside it (`with`) its own further files, the others and theirs, each once.
    >>> join_sources({"file": "a", "with": [{"file": "b"}]}, {"file": "c", "with": [{"file": "b"}]})
    {'file': 'a', 'with': [{'file': 'b'}, {'file': 'c'}]}
    """
    beside: list[dict[str, Any]] = []
    for facts in (*first.get("with", ()), *(one for other in others for one in (other, *other.get("with", ())))):
        plain = {name: value for name, value in facts.items() if name != "with"}
        beside += [plain] if plain not in beside else []
    return {**first, "with": beside} if beside else dict(first)
