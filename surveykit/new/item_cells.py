"""The cells that show every item of a codebook once, in the order of the questionnaire."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from surveykit.analysis.compare import association
from surveykit.analysis.describe import crosstab, frequencies, likert, means, multiple_response, overview, ranking
from surveykit.analysis.scale import reliability
from surveykit.codebook import Codebook, Item
from surveykit.errors import AnalysisError
from surveykit.result import Result
from surveykit.survey import Survey

SURVEY = "cleaned"  # the name of the survey in a notebook
VERBS: dict[str, Callable[..., Result]] = {
    verb.__name__: verb for verb in (association, crosstab, frequencies, likert, means, multiple_response, overview,
                                     ranking, reliability)}
ALONE = {"single": "frequencies", "rating": "frequencies", "multiple": "multiple_response", "number": "means",
         "rank": "ranking"}
BY = {"single": ("crosstab", "association"), "multiple": ("multiple_response",), "rating": ("means",),
      "number": ("means",), "rank": ("ranking",)}
LISTED = ("date", "text")  # kinds whose answers are summed up together, not one by one
NOT_PLAIN = re.compile(r"[^A-Za-z0-9_]+")


@dataclass(frozen=True, slots=True)
class ItemCell:
    """One call of a verb about one item or several, by a group or not."""

    verb: str
    items: tuple[str, ...]
    by: str | None = None

    @property
    def source(self) -> str:
        """The call as Python code."""
        names = ", ".join(f'"{name}"' for name in self.items)
        several = self.verb in ("likert", "overview") or len(self.items) > 1
        by = f', by="{self.by}"' if self.by else ""
        if not several or len(names) < 80:
            return f"sk.{self.verb}({SURVEY}, {f'[{names}]' if several else names}{by})"
        lines = "".join(f"    {part}\n" for part in _lines_of(names))
        return f"sk.{self.verb}({SURVEY}, [\n{lines}]{by})"

    @property
    def label(self) -> str:
        """A name for references: letters, digits, `-` and `_` only."""
        test = ("test",) if self.verb == "association" else ()
        parts = (self.items[0], *(("by", self.by) if self.by else ()), *test)
        return "tbl-" + "-".join(NOT_PLAIN.sub("-", part).strip("-") or self.verb for part in parts)

    def refusal(self, survey: Survey) -> AnalysisError | None:
        """Why these answers do not bear the call; None where they do."""
        try:
            VERBS[self.verb](survey, list(self.items) if len(self.items) > 1 else self.items[0],
                             **({"by": self.by} if self.by else {}))
        except AnalysisError as error:
            return error
        return None


def item_cells(book: Codebook, wanted: Sequence[str] | None = None) -> tuple[ItemCell, ...]:
    """A cell per question; ratings that stand side by side with the same points are one battery.

    Examples
    --------
    >>> import surveykit as sk
    >>> for cell in item_cells(sk.example_survey().codebook)[:2]:
    ...     print(cell.source)
    sk.frequencies(cleaned, "gender")
    sk.frequencies(cleaned, "plan")
    """
    shown = [item for item in book if not item.personal and (wanted is None or item.name in wanted)]
    asked = [item for item in shown if item.kind not in LISTED]
    listed = tuple(item.name for item in shown if item.kind in LISTED)
    cells = [cell for run in _runs(asked) for cell in _run_cells(run)]
    return (*cells, *((ItemCell("overview", listed),) if listed else ()))


def crossed_cells(book: Codebook, by: Sequence[str]) -> tuple[ItemCell, ...]:
    """A cell per closed question and group; where one answer was given, the test stands behind the table."""
    return tuple(ItemCell(verb, tuple(item.name for item in run), group) for group in by
                 for run in _runs([item for item in book if item.name != group and not item.personal])
                 for verb in BY.get(run[0].kind, ()))


def battery_key(item: Item) -> tuple[object, ...]:
    """What neighbouring ratings of one battery share; an item that is no rating shares nothing."""
    points = tuple((option.value, option.score) for option in item.answers)
    return ("battery", item.scale, points) if item.kind == "rating" else (item.name,)


def _runs(items: Sequence[Item]) -> Iterator[list[Item]]:
    """Items one by one, ratings of one battery together."""
    for _, run in groupby(items, key=battery_key):
        yield list(run)


def _run_cells(run: Sequence[Item]) -> Iterator[ItemCell]:
    """The cells of one item, or of a battery and its scale."""
    names = tuple(item.name for item in run)
    if len(run) == 1:
        yield ItemCell(ALONE[run[0].kind], names)
        return
    yield ItemCell("likert", names)
    if run[0].scale:
        yield ItemCell("reliability", (run[0].scale,))


def _lines_of(names: str, width: int = 90) -> Iterator[str]:
    """A long list of names in lines."""
    line = ""
    for name in names.split(", "):
        if line and len(line) + len(name) > width:
            yield line.rstrip()
            line = ""
        line += f"{name}, "
    yield line.rstrip()
