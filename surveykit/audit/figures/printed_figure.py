"""A figure somebody published: the string as printed, with its count and base where known."""

from __future__ import annotations

import csv
import io
import operator
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from surveykit.audit.figures.printed_share import is_negative, read_share
from surveykit.errors import AnalysisError, ReadError, did_you_mean
from surveykit.files.disk import read_bytes
from surveykit.words.messages import Message
from surveykit.words.phrases import Text

# What a note beside a count says when the source prints only "more than", "nearly" or "about".
ROUGH = re.compile(r"\b(rough|approximate|bounds? only)\b|printed as (fewer than|more than|nearly)\b"
                   "|约数|粗略")
COLUMNS = ("id", "question_zh", "question_en", "option_zh", "option_en", "figure_as_printed", "count", "base", "kind")


@dataclass(frozen=True, slots=True)
class PrintedFigure:
    """A published percentage.

    Parameters
    ----------
    printed
        The string as printed, `67.3%`; `43` and `43.0` differ. '' when none was printed.
    count, base
        The numerator and denominator, where the source gives them.
    kind
        `single` or `multi` (answers of a question), `ticks` (percent of the ticks), `rate`, `nested`,
        `target`, or `weighted` (a percentage of weights, behind which stands no whole count).
    name
        An id.
    question, option
        What it is about, in each language.
    study, document
        Where it was printed.
    rough
        Whether count and base are only "more than", "fewer than" or "about": bounds, of which no share is computed.

    Examples
    --------
    >>> figure = PrintedFigure("67.3%", base=46)
    >>> figure.digits, figure.decimals, figure.exact
    ('67.3', 1, True)
    >>> PrintedFigure("25%左右").exact
    False
    """

    printed: str
    count: int | None = None
    base: int | None = None
    kind: str = "rate"
    name: str = ""
    question: Text = field(default_factory=dict)
    option: Text = field(default_factory=dict)
    study: str = ""
    document: str = ""
    rough: bool = False

    def __post_init__(self) -> None:
        if not isinstance(self.printed, str):
            raise _not_printed(self.printed)
        for name in ("count", "base"):
            value = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, require_integer(value, f"A {name}", least=0))

    @property
    def exact(self) -> bool:
        """Whether a number stands there without "about", "at least" or a ratio."""
        return read_share(self.printed) is not None

    @property
    def digits(self) -> str:
        """The number as printed, without its unit, in plain digits; '' when there is no exact number."""
        found = read_share(self.printed)
        return found.digits if found else ""

    @property
    def decimals(self) -> int:
        """Decimals printed."""
        return len(self.digits.partition(".")[2])

    @property
    def scale(self) -> int:
        """100 for a percentage, 1000 for a per-mille figure."""
        found = read_share(self.printed)
        return found.scale if found else 100

    @property
    def value(self) -> Fraction:
        """The printed number, exactly."""
        return Fraction(self.digits)

    @property
    def units(self) -> tuple[int, int]:
        """The printed number in units of its last place, and how many of them make the whole.

        >>> PrintedFigure("67.3%").units
        (673, 1000)
        """
        whole, _, decimals = self.digits.partition(".")
        return int(whole + decimals), self.scale * 10**len(decimals)

    def pad_zeros(self, decimals: int) -> PrintedFigure:
        """The same figure with the zeros put back that its printing may have dropped.

        >>> PrintedFigure("43%").pad_zeros(1).printed
        '43.0%'
        """
        missing = decimals - self.decimals
        if missing <= 0:
            return self
        point = "" if "." in self.digits else "."
        unit = "‰" if self.scale == 1000 else "%"
        return replace(self, printed=f"{self.digits}{point}{'0' * missing}{unit}")


def require_integer(number: Any, what: str = "A base", *, least: int = 1) -> int:
    """A whole number that somebody gave, of numpy or of Python.
    Raises AnalysisError for anything else, and for one that is too small.
    """
    if isinstance(number, bool) or not hasattr(number, "__index__"):
        raise AnalysisError("{subject} must be a whole number, not {number!r}.", fix="46, without quotes or decimals",
                            subject=what, number=number)
    found = operator.index(number)
    if found < least:
        raise AnalysisError("{subject} must be {least} or more, not {found}.", fix="attainable('67.3', 46)",
                            subject=what, least=least, found=found)
    return found


def as_figures(figures: Iterable[str | PrintedFigure]) -> tuple[str | PrintedFigure, ...]:
    """Figures that stand in a list; AnalysisError for one alone, whose signs would be taken for figures."""
    if isinstance(figures, str | PrintedFigure):
        raise AnalysisError("Figures must stand in a list, even a single one.", fix="bases(['35.9', '28.2'], 230)")
    return tuple(figures)


def as_bases(bases: int | Iterable[int]) -> Sequence[int]:
    """One base or many, as many."""
    if isinstance(bases, range):
        return bases
    if isinstance(bases, Iterable) and not isinstance(bases, str):
        return tuple(require_integer(base) for base in bases)
    return (require_integer(bases),)


def _not_printed(value: object) -> AnalysisError:
    """The error for a number where a string must stand: 67.30 and 67.3 are the same number."""
    return AnalysisError("A figure must be the string that was printed, not {value!r}.",
                         fix="put it in quotes, with every zero that was printed: PrintedFigure('67.3')", value=value)


def as_figure(printed: str | int | PrintedFigure) -> PrintedFigure:
    """A figure from a printed string; a number alone is taken as percent."""
    if isinstance(printed, PrintedFigure):
        return printed
    if isinstance(printed, bool):
        raise _not_printed(printed)
    return PrintedFigure(str(printed) if isinstance(printed, int) else printed)


def parse_testable(printed: str | PrintedFigure) -> PrintedFigure:
    """A figure from a printed string; a number alone is taken as percent.
    Raises ReadError when no exact number stands there, AnalysisError when no whole count stands behind it.
    """
    figure = as_figure(printed)
    if is_negative(figure.printed):
        raise ReadError("A share cannot be under zero: {figure!r}.",
                        fix="a change or a difference is no share; leave it out", figure=figure.printed)
    if not figure.exact:
        raise ReadError("A figure must be a number as printed, not {figure!r}.",
                        fix="attainable('67.3', 46); approximate figures cannot be tested", figure=figure.printed)
    if figure.kind == "weighted":
        raise AnalysisError("A weighted percentage ({figure!r}) cannot be tested against whole counts.",
                            fix="closes(figures) is the only check that weights allow", figure=figure.printed)
    return figure


def read_figures(path: str | Path) -> tuple[PrintedFigure, ...]:
    """Read published figures from a CSV file.

    Parameters
    ----------
    path
        UTF-8 CSV with the columns id, question_zh, question_en, option_zh, option_en,
        figure_as_printed, count, base, kind (and, if present, study, source_file and base_note:
        a note such as "rough", "approximate" or "bounds only" makes the figure `rough`).

    Returns
    -------
    tuple of PrintedFigure
        In the order of the file; nothing is judged yet.

    Raises
    ------
    ReadError
        A column is missing, or a count or base is no whole number.

    Missing values
    --------------
    An empty count or base is None: unknown, never zero.

    Examples
    --------
    >>> import surveykit as sk
    >>> figures = sk.read_figures("data/raw/published/published_figures.csv")
    >>> figures[0].printed, figures[0].count, figures[0].base
    ('92%', 46, 50)
    """
    rows = read_rows(path, COLUMNS)
    return tuple(_parse_row(row, number, Path(path).name) for number, row in enumerate(rows, start=2))


def read_rows(path: str | Path, columns: Sequence[str], *, whole: bool = False) -> list[dict[str, str]]:
    """The rows of a UTF-8 CSV file that has these columns, each with an id of its own; an absent cell is '', or refused
    where rows must be whole.
    """
    name = Path(path).name
    try:
        text = read_bytes(path).decode("utf-8-sig")
        head, *body = [cells for cells in csv.reader(io.StringIO(text)) if cells] or [[]]
    except (UnicodeDecodeError, csv.Error):
        raise ReadError("The file must be CSV in UTF-8.", where="{file}", fix="save it as CSV UTF-8",
                        file=name) from None
    known = [column.strip() for column in head]
    for column in columns:
        if column not in known or not body:
            fix = (Message("separate its cells by commas") if len(known) == 1 and ";" in known[0] else
                   Message("write a row below the head") if column in known else did_you_mean(column, known))
            raise ReadError("The file must have the column {column!r} and at least one row.", where="{file}",
                            fix=fix, column=column, file=name)
    needed = 1 + max(map(known.index, columns)) if whole else 0
    for number, cells in enumerate(body, start=2):
        if not needed <= len(cells) <= len(known):
            raise ReadError("The row has {cells} cells, the head of the table {head}.", where="{file}, row {row}",
                            fix="put a text that holds a comma between quotation marks", cells=len(cells),
                            head=len(known), file=name, row=number)
    rows = [dict.fromkeys(known, "") | dict(zip(known, cells, strict=False)) for cells in body]
    _require_own_names([row["id"].strip() for row in rows] if "id" in columns else [], name)
    return rows


def _require_own_names(names: Sequence[str], file: str) -> None:
    """Each row has a name, and no other row has it."""
    for number, name in enumerate(names, start=2):
        if not name or name in names[:number - 2]:
            raise ReadError("The row must have an id of its own, not {name!r}.", where="{file}, row {row}",
                            fix="C1, C2, C3", name=name, file=file, row=number)


def _parse_row(row: dict[str, str], number: int, name: str) -> PrintedFigure:
    """One row as a figure."""
    count, base = (_parse_integer(row, column, number, name) for column in ("count", "base"))
    return PrintedFigure(row["figure_as_printed"].strip(), count, base, row["kind"].strip(), row["id"].strip(),
                  {"zh": row["question_zh"], "en": row["question_en"]},
                  {"zh": row["option_zh"], "en": row["option_en"]}, row.get("study", ""),
                  row.get("source_file", ""), ROUGH.search(row.get("base_note", "")) is not None)


def _parse_integer(row: dict[str, str], column: str, number: int, name: str) -> int | None:
    """A whole number, or None for an empty cell."""
    text = row[column].strip()
    if text and not text.isdecimal():
        raise ReadError("{column} must be a whole number, not {text!r}.", where="{file}, row {row}", column=column,
                        fix="leave it empty when the source gives none", text=text, file=name, row=number)
    return int(text) if text else None
