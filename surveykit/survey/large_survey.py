"""A survey whose respondents stay in their file: every question asked of it is one pass to cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NoReturn, Protocol

from surveykit.codebook import Codebook, Item
from surveykit.errors import AnalysisError
from surveykit.survey.cell_survey import CellSurvey
from surveykit.survey.design import Design
from surveykit.survey.named_domain import NamedDomain
from surveykit.survey.source import Source
from surveykit.survey.value import Survey
from surveykit.words.messages import Message
from surveykit.words.phrases import Text, as_text


@dataclass(frozen=True, slots=True)
class CellRequest:
    """What one question needs of the respondents.
    items: names of the items whose answers are kept apart; numbers: of `number` items whose sums are enough; where: the
    condition as it was given, None for everybody.
    """

    items: tuple[str, ...]
    where: str | None = None
    numbers: tuple[str, ...] = ()


class CellReader(Protocol):
    """What a large survey is read by."""

    def read_cells(self, survey: LargeSurvey, requests: Sequence[CellRequest]) -> list[CellSurvey]:
        """The cells of several questions from one pass over the respondents."""

    def load(self, survey: LargeSurvey, items: Sequence[str], where: str | None) -> Survey:
        """Some items of the respondents a condition holds for, as rows."""


@dataclass(frozen=True, slots=True, eq=False)
class LargeSurvey:
    """A survey that is asked without being held: `open_large` makes one, describing verbs and tests of tables take it.

    Attributes
    ----------
    codebook, source, design
        As of a Survey. `set_design` declares the design.
    """

    codebook: Codebook
    source: Source
    reader: CellReader = field(repr=False)
    design: Design = field(default_factory=Design)
    gathered: dict[CellRequest, CellSurvey] = field(default_factory=dict, init=False, repr=False)

    @property
    def rows(self) -> int:
        """Respondents in the file."""
        return self.source.rows

    def gather(self, requests: Sequence[CellRequest]) -> list[CellSurvey]:
        """The cells of questions; those not asked before from one pass."""
        new = [request for request in dict.fromkeys(requests) if request not in self.gathered]
        if new:
            self.gathered.update(zip(new, self.reader.read_cells(self, new), strict=True))
        return [self.gathered[request] for request in requests]

    def load(self, items: str | Sequence[str], *, where: str | None = None) -> Survey:
        """Some items as a Survey, held in memory: for verbs that need every respondent.

        Parameters
        ----------
        items
            Names of items; those of the design come along.
        where
            Only respondents a condition holds for. The design then knows of no others: for the errors of a domain under
            a design load everybody and give the condition to the verb.

        Raises
        ------
        ReadError
            More respondents and items than fit in the memory that `trusting` allows.

        Missing values
        --------------
        As in `read_survey`.
        """
        names = [items] if isinstance(items, str) else list(items)
        return self.reader.load(self, [self.codebook[name].name for name in names], where)

    def domain(self, condition: str, *, name: str, label: str | Text | None = None) -> NamedDomain:
        """Some of the respondents under a name, as `Survey.domain` makes it."""
        cells = self.gather([CellRequest((), condition)])[0]
        return NamedDomain(condition, name, as_text(name if label is None else label),
                           (int(cells.people[cells.inside].sum()), cells.rows))

    def pipe(self, step: Callable[..., LargeSurvey], *args: object, **options: object) -> LargeSurvey:
        """`step(self, ...)`, so that steps read from left to right."""
        return step(self, *args, **options)

    def __getattr__(self, name: str) -> NoReturn:
        if name in dir(Survey) and not name.startswith("__"):
            refuse_rows(self.source.name, f"survey.{name}")
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def __len__(self) -> int:
        return self.rows

    def __getitem__(self, name: str | int) -> Item:
        return self.codebook[name]

    def __repr__(self) -> str:
        return str(Message("LargeSurvey: {rows} respondents, {items} items, from {name}", rows=self.rows,
                           items=len(self.codebook), name=self.source.name))


def refuse_rows(file: str, verb: str) -> NoReturn:
    """Say what to do where a verb needs every respondent."""
    raise AnalysisError("{verb} needs every respondent; a survey opened by open_large is asked without being held.",
                        where="{file}", verb=verb, file=file, fix="part = survey.load(['item', ...], where=...) holds "
                                                                  "these items in memory; then {verb} of part")
