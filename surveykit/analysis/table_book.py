"""A book of cross tables: every item by every group, counted in one pass; each table a Result when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape

import numpy as np
import pandas as pd

from surveykit._stats.crossed_sums import CrossedSums, TableSums, cross_columns
from surveykit._stats.multiplicity import holm
from surveykit.analysis.compare.group_tests import compare_sets
from surveykit.analysis.compare.table_tests import (
    TableTest,
    occupied_table,
    run_sampled,
    run_simple,
    test_of_table,
    weigh_table,
)
from surveykit.analysis.describe.shares import CROSSTAB
from surveykit.analysis.domain import SAMPLE_PARTS, Domain, select_domain
from surveykit.analysis.gather_rows import gather_each
from surveykit.analysis.item_groups import select_groups
from surveykit.analysis.questions import require_groups, require_question
from surveykit.analysis.share_question import ShareOptions, ShareQuestion, ask_shares, ask_within
from surveykit.analysis.share_table import ShareTable, share_of_cells
from surveykit.errors import AnalysisError
from surveykit.group_by import group_by
from surveykit.result import CROSSED, MATRIX, Result
from surveykit.result.result_column import ResultColumn, show_item
from surveykit.survey import Survey, require_survey
from surveykit.survey.large_survey import LargeSurvey
from surveykit.words.phrases import Text, in_language, phrase

TESTS = MATRIX.showing(show_item(), ResultColumn("", "p_value", ("p_adjusted",)), figure="p_values",
                       across=ResultColumn("", "words", ("group",), kind="item"))
TEST_COLUMNS = ["item", "option", "group", "n", "base", "test", "statistic", "df", "df_second", "p_value", "p_adjusted",
                "effect", "low", "high", "effect_corrected"]
Key = tuple[str, str]


def tables(survey: Survey, items: str | Sequence[str], by: str | Sequence[str], *, where: str | None = None,
           base: str = "answered", level: float = 0.95, interval: str = "auto") -> TableBook:
    """Cross-tabulate several items by several groups: all tables from one pass over the respondents.

    Parameters
    ----------
    survey
        Survey after cleaning, with its design if it has one.
    items
        `single`, `rating` or `multiple` items, or single options (`hardship__pay`): the rows of each table.
    by
        Items or options whose groups stand side by side.
    where, base, level, interval
        As in `frequencies`.

    Returns
    -------
    TableBook
        A mapping: `book["plan", "gender"]` is the Result of `crosstab(survey, "plan", "gender")`, made when it is
        asked for. `book.frame` is one long table of all; `book.tests` the test of every table, adjusted by Holm.
        An item is not crossed with itself.

    Raises
    ------
    AnalysisError
        As `crosstab`; no items, or no groups.

    Missing values
    --------------
    As `crosstab`, table by table.

    Notes
    -----
    As `crosstab` and `association`.

    Examples
    --------
    >>> import surveykit as sk
    >>> book = sk.tables(sk.example_survey(), ["plan", "cp_1"], by=["gender", "hardship__pay"])
    >>> len(book), book["plan", "gender"].base
    (4, 40)
    """
    names, others = ([part] if isinstance(part, str | int) else list(part) for part in (items, by))
    if isinstance(survey, LargeSurvey):
        return _large_book(survey, names, others, ShareOptions(None, where, base, None, level, interval))
    survey = require_survey(survey, "tables")
    domain = select_domain(survey, "tables", where, level, honours=SAMPLE_PARTS)
    chosen = ShareOptions(None, where, base, None, level, interval)
    asked = [require_question(survey, name, ("single", "rating", "multiple", "number"), "tables") for name in names]
    groups = [select_groups(domain, name, sets=True) for name in others]
    whole = [ask_within(domain, group, item, "crosstab", chosen) for item in asked for group in groups[:1]]
    questions = {(one.item.name, group.item): replace(one, groups=group) for one in whole for group in groups
                 if one.item.name != group.item}
    _require_tables(questions, survey.source.name)
    counted = [one for one in whole if one.item.kind != "multiple" and one.base.name == "answered"]
    apart = [group for group in groups if group.overlap is None]
    crossed = cross_columns([one.codes for one in counted], [group.codes for group in apart],
                            ([len(one.item.answers) for one in counted], [len(group.names) for group in apart]),
                            domain.sampling, domain.mask) if counted and apart else None
    return TableBook(domain, questions, crossed, {one.item.name: place for place, one in enumerate(counted)},
                     {group.item: place for place, group in enumerate(apart)})


def _require_tables(questions: Mapping[Key, object], file: str) -> None:
    """Refuse a book of nothing."""
    if not questions:
        raise AnalysisError("tables needs at least one item and another to cross it with.", where="{file}",
                            fix="tables(survey, ['item', ...], by=['group', ...])", file=file)


def _large_book(survey: LargeSurvey, items: Sequence[str], by: Sequence[str], chosen: ShareOptions) -> TableBook:
    """The book of a survey that is not held: one pass makes the cells of every table."""
    pairs = [(item, other) for item in items for other in by if item != other]
    parts = gather_each(survey, "tables", pairs, chosen.where)
    questions = {}
    for part, (item, other) in zip(parts, pairs, strict=True):
        question = require_question(part, item, ("single", "rating", "multiple", "number"), "tables")
        one = ask_shares(part, question, "crosstab", replace(chosen, by=other))
        questions[question.name, one.groups.item] = one
    _require_tables(questions, survey.source.name)
    return TableBook(next(iter(questions.values())).domain, questions, None, {}, {})


@dataclass(frozen=True, eq=False)
class TableBook(Mapping[Key, Result]):
    """Cross tables by `(item, by)`: numbers are made once, words and frames when a table is asked for."""

    domain: Domain
    questions: Mapping[Key, ShareQuestion]
    crossed: CrossedSums | None
    item_places: Mapping[str, int]
    group_places: Mapping[str, int]

    def __len__(self) -> int:
        return len(self.questions)

    def __iter__(self) -> Iterator[Key]:
        return iter(self.questions)

    def __getitem__(self, key: Key) -> Result:
        asked = self.questions[key]
        several = asked.item.kind == "multiple"
        return asked.result(CROSSED if several or asked.groups.overlap is not None else CROSSTAB, self._shares(key),
                            groups=asked.groups.with_total(), notes=(phrase("note.overlap"),) if several else ())

    def __repr__(self) -> str:
        return "\n".join(in_language(line, self.domain.survey.codebook.language) for line in self._lines())

    def _repr_html_(self) -> str:
        language = self.domain.survey.codebook.language
        first, *lines = (escape(in_language(line, language)) for line in self._lines())
        return f"<p>{first}</p><ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>"

    def _lines(self) -> list[Text]:
        """How many tables, and what each item is crossed with."""
        by = group_by(self.questions, lambda key: key[0])
        return [phrase("book.tables", k=len(self.questions), items=len(by)),
                *(phrase("book.line", item=item, by=", ".join(by for _, by in keys)) for item, keys in by.items())]

    def _count_cells(self, key: Key) -> TableSums | None:
        """The table as it was counted with the others; None where it has to be counted for itself."""
        if self.crossed is None or key[0] not in self.item_places or key[1] not in self.group_places:
            return None
        return self.crossed.table(self.item_places[key[0]], self.group_places[key[1]])

    def _shares(self, key: Key) -> ShareTable:
        """Shares of the groups, and of everybody."""
        asked, found = self.questions[key], self._count_cells(key)
        if found is None:
            return asked.shares().stack(asked.shares(asked.groups.join_all()))
        places, members = np.where(asked.base.inside, asked.groups.codes, -1), asked.lines.members
        return share_of_cells(asked.domain, found.counts, found.by_group(), members, places).stack(
            share_of_cells(asked.domain, found.counts.sum(axis=0, keepdims=True), found.together(), members,
                           np.where(places < 0, -1, 0)))

    @cached_property
    def frame(self) -> pd.DataFrame:
        """All tables as one long table: the columns of `crosstab`, and `by`."""
        parts = [(key, self._shares(key).columns(asked.groups.with_total(), asked.lines, asked.limits))
                 for key, asked in self.questions.items()]
        columns = {name: np.concatenate([part[name] for _, part in parts]) for name in parts[0][1]}
        by = np.repeat(np.array([key[1] for key, _ in parts], dtype=object), [len(part["n"]) for _, part in parts])
        return pd.DataFrame(columns | {"by": by})

    @cached_property
    def tests(self) -> Result:
        """The test of every table, adjusted by Holm for all of them (kind "table_tests").
        Columns: item, group (the item of the groups), n, base, test, statistic, df, df_second, p_value, p_adjusted,
        effect (Cramér's V; of select-all items the root mean square over their options), low, high, effect_corrected;
        nan where fewer than two groups or answers occur.
        """
        table = pd.DataFrame([self._test_row(key) for key in self.questions]).reindex(columns=TEST_COLUMNS)
        table["p_adjusted"] = holm(table["p_value"].to_numpy(float))
        words = {side.name: side.words for side in (asked.item for asked in self.questions.values())} | {
            asked.groups.item: asked.groups.words for asked in self.questions.values()}
        survey, family = self.domain.survey, int(table["p_value"].notna().sum())
        untested = self.domain.people is not None and any(map(_is_of_sets, self.questions.values()))
        return Result(kind="table_tests", layout=TESTS, table=table, base=int(table["base"].max()),
                      title=phrase("title.table_tests"), method=phrase("method.table_tests", k=family),
                      notes=(*self.domain.notes(), *((phrase("note.sets_untested"),) if untested else ()),
                             phrase("note.not_settled")), source=survey.facts(), labels={"item": words},
                      settings={"where": self.domain.where, "base_unit": ""}, language=survey.codebook.language)

    def _test_row(self, key: Key) -> dict[str, object]:
        """A line of the tests."""
        asked = self.questions[key]
        base = asked.size  # a look at every respondent
        row: dict[str, object] = {"item": key[0], "option": "", "group": key[1], "n": base, "base": base, "test": "",
                                  "p_value": np.nan}
        if _is_of_sets(asked):
            return row | self._set_row(asked)
        test = self._test(key)
        if test is None:
            return row
        found, effect = test.found, test.effect
        return row | {"test": test.name, "statistic": found.statistic, "df": found.df, "df_second": found.df_second,
                      "p_value": found.p_value, "effect": effect.estimate, "low": effect.low, "high": effect.high,
                      "effect_corrected": effect.corrected}

    def _set_row(self, asked: ShareQuestion) -> dict[str, object]:
        """The test of all options of a select-all item together."""
        if asked.domain.people is not None:
            return {}
        by = require_groups(self.domain.survey, asked.groups.item)
        test = compare_sets(self.domain, asked.item, by)
        return {"test": test.name, "p_value": test.p_value, "effect": test.effect}

    def _test(self, key: Key) -> TableTest | None:
        """The test of one table whose answers and groups exclude each other, if there is something to compare."""
        asked, found = self.questions[key], self._count_cells(key)
        if found is None:
            return _test_alone(asked)
        table = found.drop_empty()
        sums = table.by_group()
        if min(table.counts.shape) < 2:
            return None
        return run_simple(table.counts) if sums is None else run_sampled(
            weigh_table(table.counts, sums, sums.degrees(int(table.counts.sum()))))


def _is_of_sets(asked: ShareQuestion) -> bool:
    """Whether one side of the table is select-all."""
    return asked.item.kind == "multiple" or asked.groups.overlap is not None


def _test_alone(asked: ShareQuestion) -> TableTest | None:
    """The test of a table that was not counted with the others."""
    table = occupied_table(asked.codes, asked.groups.codes, asked.domain.people)
    if min(table.counts.shape) < 2:
        return None
    return test_of_table(asked.domain, table)
