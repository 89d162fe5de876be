"""A figure printed for one answer of an item of the survey at hand."""

from dataclasses import dataclass
from pathlib import Path

from surveykit.audit.figures.printed_figure import PrintedFigure, read_rows

COLUMNS = ("item", "option", "printed")


@dataclass(frozen=True, slots=True)
class PrintedAnswer:
    """A percentage that was printed for an answer.

    Attributes
    ----------
    item, option
        The item and its option, by name.
    printed
        The string as printed, `67.3%`; `43` and `43.0` differ.
    domain
        Whom it is of, where that is printed: `gender == 'female'`; '' for everybody.
    kind
        As of a `PrintedFigure`; a `target` is not sought.

    Examples
    --------
    >>> PrintedAnswer("plan", "home", "45.5%").figure.decimals
    1
    """

    item: str
    option: str
    printed: str
    domain: str = ""
    kind: str = "rate"

    @property
    def figure(self) -> PrintedFigure:
        """The figure alone."""
        return PrintedFigure(self.printed, kind=self.kind)

    @property
    def is_exact(self) -> bool:
        """Whether it is an exact share and no goal."""
        return self.figure.exact and self.kind != "target"


def read_printed_answers(path: str | Path) -> tuple[PrintedAnswer, ...]:
    """The figures of a UTF-8 CSV file with the columns item, option, printed and, if there, domain and kind."""
    return tuple(PrintedAnswer(row["item"].strip(), row["option"].strip(), row["printed"].strip(),
                               row.get("domain", "").strip(), row.get("kind", "").strip() or "rate")
                 for row in read_rows(path, COLUMNS))
