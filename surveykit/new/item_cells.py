"""The cells that show every item of a codebook once, in the order of the questionnaire."""

import keyword
import re
import textwrap
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from surveykit.analysis.coded_columns import number_column
from surveykit.analysis.describe.item_means import means
from surveykit.analysis.describe.item_overview import overview
from surveykit.analysis.describe.rank_places import ranking
from surveykit.analysis.describe.rating_battery import likert
from surveykit.analysis.describe.sets import multiple_response
from surveykit.analysis.describe.shares import crosstab, frequencies
from surveykit.analysis.estimate import open_doubts
from surveykit.analysis.questions import MOST_VALUES
from surveykit.analysis.scale import reliability
from surveykit.codebook import Codebook, Item
from surveykit.codebook.question_stem import stem_of
from surveykit.errors import AnalysisError
from surveykit.result import Result
from surveykit.result.result_fields import field_text
from surveykit.survey import Survey
from surveykit.words.phrases import phrase

SURVEY = "cleaned"  # the name of the survey in a notebook
VERBS: dict[str, Callable[..., Result]] = {
    verb.__name__: verb for verb in (crosstab, frequencies, likert, means, multiple_response, overview,
                                     ranking, reliability)}
ALONE = {"single": "frequencies", "rating": "frequencies", "multiple": "multiple_response", "number": "means",
         "rank": "ranking"}
BY = {"single": ("crosstab",), "multiple": ("multiple_response",), "rating": ("means",),
      "number": ("means",), "rank": ("ranking",)}
FEWEST_GROUPS = 2  # with an answer, of a table by groups
MOST_DRAWN = 15  # items of a battery in one figure
TESTED = ("single", "rating", "multiple")
LISTED = ("date", "text")  # kinds whose answers are summed up together, not one by one
NOT_PLAIN = re.compile(r"[^A-Za-z0-9_]+")
TAKEN = {"sk", "survey", "screened", SURVEY, "flow", "log", "questions", "tests", *keyword.kwlist, *keyword.softkwlist}
FIRST = ("[rank=1]", ("option", "k_of_n", "percent", "interval"))  # the row with the highest share, and its fields
SAID = {"frequencies": ("share", *FIRST), "multiple_response": ("ticked", *FIRST),
        "means": ("mean", "", ("mean", "sd", "base")), "reliability": ("alpha", "", ("alpha", "base"))}
FEWEST_ANSWERS = 5  # to a question that has a table of its own
YEARS = (1900, 2100)


@dataclass(frozen=True, slots=True)
class FirstLook:
    """Names of numbers that are counted value by value, and of items that share one table with texts and dates."""

    counted: frozenset[str] = frozenset()
    summed_up: frozenset[str] = frozenset()


EVERYTHING = FirstLook()


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
        return f"sk.{self.verb}({SURVEY}, [\n{_in_lines(names)}\n]{by})"

    @property
    def label(self) -> str:
        """A name for references: letters, digits, `-` and `_` only."""
        parts = (self.items[0], *(("by", self.by) if self.by else ()))
        bare = "-".join(NOT_PLAIN.sub("-", part).strip("-") or self.verb for part in parts)
        return f"fig-{bare}" if self.is_drawn else f"tbl-{bare}"

    @property
    def name(self) -> str:
        """What the result is called in the notebook: one name for each call."""
        parts = (self.items[0], *(("by", self.by) if self.by else ()))
        bare = "_".join(NOT_PLAIN.sub("_", part).strip("_") for part in parts) or self.verb
        return f"r_{bare}" if bare[0].isdigit() or bare in TAKEN else bare

    @property
    def is_drawn(self) -> bool:
        """Whether a figure shows it rather than a table: a battery that fits on half a page."""
        return self.verb == "likert" and len(self.items) <= (MOST_DRAWN if self.by is None else MOST_DRAWN // 2)

    def run(self, survey: Survey) -> Result | AnalysisError:
        """The result, or why these answers do not bear the call."""
        try:
            found = VERBS[self.verb](survey, list(self.items) if len(self.items) > 1 else self.items[0],
                                     **({"by": self.by} if self.by else {}))
        except AnalysisError as error:
            return error
        groups = found.table[found.table["base"] > 0]["group"] if self.by and "group" in found.table else ()
        if self.by and len({*groups} - {""}) < FEWEST_GROUPS:
            return AnalysisError("Only one group of {by!r} answered {item!r}.", fix="frequencies(survey, {item!r})",
                                 by=self.by, item=self.items[0])
        return found

    def sentence(self, result: Result | None, language: str) -> str:
        """What prose says of the result, its numbers living (`{{ q1.base }}`); '' where it says nothing."""
        if self.verb not in SAID or self.by is not None:
            return ""
        key, row, fields = SAID[self.verb]
        try:  # a field that this result has not would stop the report
            if result is not None:
                for field in fields:
                    field_text(result, [("rank", "1")] if row else [], field, language)
        except AnalysisError:
            return ""
        living = {field: f"{{{{ {self.name}{row}.{field} }}}}" for field in fields}
        living |= {field: f"{{{{ {self.name}.{field} }}}}" for field in ("caption", "question", "open_lead")}
        return phrase(f"new.say_{key}", **living)[language]


def item_cells(book: Codebook, wanted: Collection[str] | None = None,
               look: FirstLook = EVERYTHING) -> tuple[ItemCell, ...]:
    """A cell per question; ratings that stand side by side with the same points are one battery.
    `look` names numbers that are shown value by value, and items that share one table with texts and dates.
    >>> import surveykit as sk
    >>> for cell in item_cells(sk.example_survey().codebook)[:2]:
    ...     print(cell.source)
    sk.frequencies(cleaned, "gender")
    sk.frequencies(cleaned, "plan")
    """
    shown = [item for item in book if not item.personal and (wanted is None or item.name in wanted)]
    listed = tuple(item.name for item in shown if item.kind in LISTED or item.name in look.summed_up)
    asked = [item for item in shown if item.name not in listed]
    cells = [cell for run in _runs(asked, look) for cell in _run_cells(run, look)]
    return (*cells, *((ItemCell("overview", listed),) if listed else ()))


def crossed_cells(book: Codebook, by: Sequence[str], look: FirstLook = EVERYTHING) -> tuple[ItemCell, ...]:
    """A cell per closed question and group; no mean of what nobody has settled."""
    return tuple(cell for group in by for run in _runs([
        item for item in book if item.name != group and not item.personal and item.name not in look.summed_up], look)
        for cell in _cross_run(book, run, group, look))


def _cross_run(book: Codebook, run: Sequence[Item], group: str, look: FirstLook) -> Iterator[ItemCell]:
    """The cells of one item, or of a battery, by a group."""
    if any(item.name in look.counted or (item.kind == "rating" and open_doubts(book, item.name)) for item in run):
        yield ItemCell("crosstab" if len(run) == 1 else "likert", tuple(item.name for item in run), group)
        return
    names = tuple(item.name for item in run)
    yield from (ItemCell(verb, names, group) for verb in BY.get(run[0].kind, ()))


def tests_source(book: Codebook, by: Sequence[str], look: FirstLook = EVERYTHING) -> str:
    """The call that tests every cross-table at once, so that the tests are adjusted together."""
    names = [f'"{item.name}"' for item in book
             if item.kind in TESTED and item.name not in (*by, *look.summed_up) and not item.personal
             and len(item.answers) > 1]
    groups = ", ".join(f'"{name}"' for name in by)
    return f"tests = sk.tables({SURVEY}, [\n{_in_lines(', '.join(names))}\n], by=[{groups}]).tests" if names else ""


def battery_key(item: Item) -> tuple[object, ...]:
    """What neighbouring ratings of one battery share, or numbers of one stem; other items share nothing."""
    if item.kind == "number" and stem_of(item):
        return "numbers", stem_of(item)
    points = tuple((option.value, option.score) for option in item.answers)
    return ("battery", item.scale, stem_of(item), points) if item.kind == "rating" else (item.name,)


def _runs(items: Sequence[Item], look: FirstLook) -> Iterator[list[Item]]:
    """Items one by one, ratings of one battery and numbers of one question together."""
    for _, run in groupby(items, key=lambda item: item.name if item.name in look.counted else battery_key(item)):
        yield list(run)


def _run_cells(run: Sequence[Item], look: FirstLook) -> Iterator[ItemCell]:
    """The cells of one item, or of a battery and its scale."""
    names = tuple(item.name for item in run)
    if len(run) == 1:
        yield ItemCell("frequencies" if names[0] in look.counted else ALONE[run[0].kind], names)
        return
    yield ItemCell("means" if run[0].kind == "number" else "likert", names)
    if run[0].scale:
        yield ItemCell("reliability", (run[0].scale,))



def _in_lines(names: str) -> str:
    """A long list of names in lines."""
    return textwrap.fill(f"{names},", 95, initial_indent="    ", subsequent_indent="    ", break_long_words=False,
                         break_on_hyphens=False)


def look_at(book: Codebook, survey: Survey | None) -> FirstLook:
    """What the answers and the open doubts of a draft say; nothing of a questionnaire without answers.
    Counted are numbers that are years and numbers that nobody has settled, for their mean may be one of codes. Summed
    up are questions with hardly an answer or with the same answer from everybody, and unsettled numbers of too many
    values.
    """
    if survey is None:
        return EVERYTHING
    unsure = {item.name for item in book if item.kind == "number" and (_are_years(survey, item)
                                                                       or open_doubts(book, item.name))}
    many = {name for name in unsure if _distinct(survey, name) > MOST_VALUES}
    return FirstLook(frozenset(unsure - many), frozenset(many | {item.name for item in book if _is_bare(survey, item)}))


def _are_years(survey: Survey, item: Item) -> bool:
    """Whether all numbers are years."""
    known = number_column(survey, item)
    known = known[~np.isnan(known)]
    return bool(known.size and (known == np.floor(known)).all() and YEARS[0] <= known.min() and known.max() <= YEARS[1])


def _distinct(survey: Survey, name: str) -> int:
    """How many different answers there are."""
    return int(survey.responses[name].nunique())


def _is_bare(survey: Survey, item: Item) -> bool:
    """Whether hardly anybody answered, or everybody the same."""
    answered = (survey.missing_codes(item.columns) == 0).any(axis=1)
    alone = item.kind in ("single", "number") and _distinct(survey, item.name) < 2
    return bool(answered.sum() < FEWEST_ANSWERS or alone)
