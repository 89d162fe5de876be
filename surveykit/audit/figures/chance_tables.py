"""Whole questions against ticks, misprints and chance."""

from collections.abc import Sequence

import pandas as pd

from surveykit.audit.figures.attainable import attainable
from surveykit.audit.figures.chance_rate import accident, count_printable, monte_carlo
from surveykit.audit.figures.figure_results import (
    QuestionSearch,
    figures_result,
    group_questions,
    join_printed,
    list_bases,
    list_counts,
    question_kind,
    questions_result,
    select_exact,
)
from surveykit.audit.figures.printed_figure import PrintedFigure
from surveykit.audit.figures.question_bases import bases, find_counts, make_question
from surveykit.audit.figures.repair import Repair, repair
from surveykit.errors import AnalysisError
from surveykit.result import LISTING, Result
from surveykit.result.result_column import (
    PERCENT,
    ResultColumn,
    show_count,
    show_item,
    show_number,
    show_printed,
    show_words,
)
from surveykit.words.phrases import phrase

WRITTEN = 6
TICK_BASES = LISTING.showing(show_item("head.question"), show_printed(),
                             ResultColumn("head.ticks_allowed", "entries", ("allowed",), "l"),
                             show_words("forbidden", "head.ticks_forbidden"))
REPAIRS = LISTING.showing(
    show_item("head.question"), show_printed(), show_count("head.base", "base"),
    show_words("changed", "head.changed"), show_words("counts", "head.counts"), show_words("rest", "head.rest"))
ACCIDENTS = LISTING.showing(
    show_item("head.question"), show_printed(), show_count("head.bases_fit", "observed", "searched"),
    show_number("expected", "head.expected_bases", 1))
SCOREBOARD = LISTING.showing(
    show_count("head.base", "base"), show_count("head.hits_rounding", "rounding", "figures"),
    show_number("expected", "head.expected_hits", 1), show_count("head.hits_truncation", "truncation", "figures"),
    show_count("head.hits_mixed", "mixed", "figures"))
BY_CHANCE = LISTING.showing(
    show_count("head.best_hits", "hits"), show_count("head.draws", "n", "base"), PERCENT, figure="draws")


def find_tick_bases(figures: Sequence[PrintedFigure], search: QuestionSearch) -> Result:
    """The numbers of ticks of which these can be percentages, and those that need more ticks than people."""
    if not search.people:
        raise AnalysisError("The number of people who ticked must be known.",
                            fix="question_table(figures, 'ticks', people=46)")
    questions, rows = group_questions(figures), []
    for asked in questions:
        free, bound = (bases(asked, search.n_max, n_min=search.n_min, kind="ticks", people=people).rounding
                       for people in (None, search.people))
        question = make_question(asked, kind="ticks", people=search.people)
        written = "; ".join(f"{n}: {list_counts(find_counts(question, 'rounding', n) or ())}" for n in bound[:WRITTEN])
        more = " …" if len(bound) > WRITTEN else ""
        forbidden = [n for n in free if n not in set(bound)]
        rows.append((asked[0].name, join_printed(asked), written + more or "×", list_bases(forbidden), len(bound),
                     len(forbidden)))
    table = pd.DataFrame(rows, columns=["item", "printed", "allowed", "forbidden", "n_allowed", "n_forbidden"])
    return questions_result("tick_bases", TICK_BASES,
                            phrase("title.tick_bases", people=search.people, low=search.n_min, high=search.n_max),
                            table, questions, search, method=phrase("method.tick_bases"),
                            settings={"people": search.people, **search.settings})


def find_repairs(figures: Sequence[PrintedFigure], search: QuestionSearch) -> Result:
    """The misprints that would make a question attainable, and on which base."""
    questions, rows = group_questions(figures), []
    for asked in questions:
        found = repair(asked, search.span, search.digits, kind=question_kind(asked))
        none = (asked[0].name, join_printed(asked), float("nan"), "×", "", "")
        rows += [_repair_row(asked, one) for one in found] or [none]
    table = pd.DataFrame(rows, columns=["item", "printed", "base", "changed", "counts", "rest"])
    return questions_result("repairs", REPAIRS, phrase("title.repairs", low=search.n_min, high=search.n_max), table,
                            questions, search, method=phrase("method.repairs", digits=search.digits),
                            notes=(phrase("note.repairs"),), settings={**search.settings, "digits": search.digits})


def _repair_row(asked: Sequence[PrintedFigure], one: Repair) -> tuple[str, str, float, str, str, str]:
    """One repair as a row."""
    changed = ", ".join(f"{old} → {new}" for _, old, new in one.changed)
    rest = "" if one.rest is None else list_counts([one.rest])
    return asked[0].name, join_printed(asked), float(one.n), changed, list_counts(one.counts), rest


def count_accidents(figures: Sequence[PrintedFigure], search: QuestionSearch) -> Result:
    """On how many bases each question stands, and on how many random figures would."""
    questions, span = group_questions(figures), search.span
    rows = [(asked[0].name, join_printed(asked),
             len(bases(asked, search.n_max, n_min=search.n_min, kind=question_kind(asked)).rounding), len(span),
             float(accident(asked, span))) for asked in questions]
    table = pd.DataFrame(rows, columns=["item", "printed", "observed", "searched", "expected"])
    return questions_result("accidents", ACCIDENTS, phrase("title.accidents", low=search.n_min, high=search.n_max),
                            table, questions, search, method=phrase("method.accidents"), settings=search.settings)


def rank_bases(figures: Sequence[PrintedFigure], search: QuestionSearch) -> Result:
    """The bases that fit most figures, and how easily random figures would do as well."""
    exact, span = select_exact(figures), search.span
    every = sorted((_hits(exact, n) for n in span), key=lambda row: (-row[1], row[0]))
    places = sorted({row[1] for row in every}, reverse=True)[:search.places]
    rows = [row for row in every if row[1] in places or row[0] == search.marked]
    found = monte_carlo(exact, span, search.draws, search.seed)
    simulated = _simulation_facts(exact, search) | {"best": found.best, "reached": found.reached,
                                             "best_bases": list(found.best_bases), "between": list(found.between)}
    table = pd.DataFrame([(*row[:4], len(exact), row[4]) for row in rows],
                         columns=["base", "rounding", "truncation", "mixed", "figures", "expected"])
    return figures_result("scoreboard", SCOREBOARD, phrase("title.scoreboard", low=search.n_min, high=search.n_max),
                          table, exact, search.source, method=phrase("method.scoreboard"),
                          notes=(phrase("note.simulated", low=found.between[0], high=found.between[1], **simulated),),
                          settings={"marked": search.marked, **search.settings, "simulated": simulated})


def _simulation_facts(exact: Sequence[PrintedFigure], search: QuestionSearch) -> dict[str, object]:
    """What was drawn."""
    return {"figures": len({figure.units for figure in exact}), "draws": search.draws, "seed": search.seed}


def _hits(figures: Sequence[PrintedFigure], n: int) -> tuple[int, int, int, int, float]:
    """A base, how many figures fit it by three readings, and how many random figures would."""
    each = [attainable(figure, n) for figure in figures]
    chances = [count_printable(figure, n) for figure in figures]
    by_rounding, by_truncation, by_any = (sum(one.holds(mode) for one in each)
                                          for mode in ("rounding", "truncation", "mixed"))
    return n, by_rounding, by_truncation, by_any, sum(part / whole for part, whole in chances)


def simulate_hits(figures: Sequence[PrintedFigure], search: QuestionSearch) -> Result:
    """How many random figures the best base fits, again and again."""
    exact = select_exact(figures)
    found = monte_carlo(exact, search.span, search.draws, search.seed)
    least = next(hits for hits, n in enumerate(found.spread) if n)
    rows = [("", hits, n, search.draws, n / search.draws, hits >= found.best)
            for hits, n in enumerate(found.spread) if hits >= min(least, found.best)]
    table = pd.DataFrame(rows, columns=["item", "hits", "n", "base", "estimate", "as_good"])
    facts = _simulation_facts(exact, search) | {"best": found.best, "reached": found.reached,
                                         "best_bases": list(found.best_bases), "low": found.between[0],
                                         "high": found.between[1]}
    return figures_result("by_chance", BY_CHANCE, phrase("title.by_chance", low=search.n_min, high=search.n_max), table,
                          exact, search.source, method=phrase("method.by_chance", **facts),
                          settings={"simulated": facts})
