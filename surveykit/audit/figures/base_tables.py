"""On which bases can figures stand: each by itself, in pairs and together, on candidates; which cannot be tested."""

import re
from collections.abc import Sequence
from itertools import combinations

import pandas as pd

from surveykit.audit.figures.attainable import PossibleBases, attainable
from surveykit.audit.figures.chance_rate import chance_rate
from surveykit.audit.figures.figure_results import (
    QuestionSearch,
    figures_result,
    group_questions,
    join_printed,
    list_bases,
    list_counts,
    question_kind,
    question_words,
    questions_result,
    reading_words,
    select_exact,
)
from surveykit.audit.figures.judge import judge
from surveykit.audit.figures.printed_figure import PrintedFigure
from surveykit.audit.figures.question_bases import bases, find_counts, make_question
from surveykit.errors import AnalysisError
from surveykit.result import LISTING, MATRIX, Result
from surveykit.result.result_column import show_count, show_count_and_base, show_item, show_printed, show_words
from surveykit.words.phrases import phrase, same_text

STATES = {(True, True): "B", (True, False): "R", (False, True): "T", (False, False): "."}
MIXED = 6
READINGS = ("rounding", "truncation", "ceiling", "mixed")
BASES = LISTING.showing(show_item("head.question"), show_printed(), show_words("rounding", "head.bases_rounding"),
                        show_words("truncation", "head.bases_truncation"), show_words("mixed", "head.bases_mixed"))
BASE_MAP = LISTING.showing(*BASES.columns, figure="base_map")
ON_BASES = MATRIX.showing(
    show_item("head.question"), show_printed(), show_words("counts", "", "counts_read", "reading"), figure="",
    across=show_count("head.counts_on_base", "base"))
COLUMNS = ["item", "option", "printed", "rounding", "truncation", "mixed"]
REASONS = ("approximate", "rough", "ratio", "nothing", "no_counts", "no_base", "weighted", "target")
UNTESTABLE = LISTING.showing(show_words("why", "head.why_untestable", "why"), show_item("head.figure"), show_printed(),
                             show_count_and_base("head.count_rough", blank=""), sections="named")


def map_bases(figures: Sequence[PrintedFigure], search: QuestionSearch) -> Result:
    """The bases that fit each figure by itself, with a letter per base for the figure and what chance would fit."""
    exact, span = select_exact(figures), search.span
    rows, states = [], {}
    for figure in exact:
        each = {n: attainable(figure, n) for n in span}
        rows.append((figure.name, figure.name, figure.printed, *(
            list_bases([n for n, one in each.items() if one.holds(mode)]) for mode in ("rounding", "truncation"))))
        states[figure.name] = "".join(STATES[one.holds("rounding"), one.holds("truncation")] for one in each.values())
    settings = {"bases": list(span), "states": states, "marked": search.marked,
                "by_chance": [float(sum(chance_rate(figure, n) for figure in exact)) for n in span]}
    return figures_result("bases", BASE_MAP, phrase("title.bases", low=search.n_min, high=search.n_max),
                          pd.DataFrame(rows, columns=COLUMNS[:-1]), exact, search.source,
                          method=phrase("method.bases"), settings=settings, joined=True)


def find_question_bases(figures: Sequence[PrintedFigure], search: QuestionSearch) -> Result:
    """The bases on which all figures of a question stand together."""
    questions = group_questions(figures)
    rows = []
    for asked in questions:
        found = bases(asked, search.n_max, n_min=search.n_min, kind=question_kind(asked))
        rows.append((asked[0].name, asked[0].name, join_printed(asked), *_list_readings(found, MIXED)))
    return questions_result("bases", BASES, phrase("title.question_bases", high=search.n_max),
                            pd.DataFrame(rows, columns=COLUMNS), questions, search,
                            method=phrase("method.question_bases"))


def _list_readings(found: PossibleBases, mixed: int = 14) -> tuple[str, str, str]:
    """The bases by rounding, by truncation and by any mix."""
    return list_bases(found.rounding), list_bases(found.truncation), list_bases(found.mixed, mixed)


def find_pair_bases(figures: Sequence[PrintedFigure], search: QuestionSearch) -> Result:
    """The bases on which each pair of one question's figures stands: the odd figure fits with no other."""
    exact = select_exact(figures)
    if len(exact) < 2 or len(group_questions(figures)) > 1:
        raise AnalysisError("Pairs must come from one question with two exact figures or more.",
                            fix="question_table(pick_figures(figures, 'DHU-Q2*'), 'pairs')")
    rows = []
    for pair in combinations(exact, 2):
        name = "/".join(figure.name for figure in pair)
        found = bases(pair, search.n_max, n_min=search.n_min, kind=question_kind(pair))
        rows.append((name, name, join_printed(pair), *_list_readings(found)))
    words = {row[0]: same_text("") for row in rows}  # the pair itself says what it is about
    return figures_result("bases", BASES, phrase("title.pair_bases", high=search.n_max),
                          pd.DataFrame(rows, columns=COLUMNS), exact, search.source,
                          method=phrase("method.question_bases"), labels={"item": words}, settings={"pairs": True})


def find_candidate_counts(figures: Sequence[PrintedFigure], search: QuestionSearch) -> Result:
    """Which questions stand on each of a few candidate bases, by which reading, and with which counts."""
    candidates = search.candidates
    if not candidates or min(candidates) < 1:
        raise AnalysisError("Candidate bases must be 1 or more, at least one.",
                            fix="question_table(figures, 'counts', candidates=(44, 46, 55))")
    questions = group_questions(figures)
    rows = [(asked[0].name, join_printed(asked), n, *_find_reading(asked, n))
            for asked in questions for n in candidates]
    labels = {"item": {asked[0].name: question_words(asked) for asked in questions},
              "counts_read": reading_words((row[3], row[4]) for row in rows if row[3] not in {"", "rounding"})}
    return figures_result("on_bases", ON_BASES, phrase("title.on_bases"),
                          pd.DataFrame(rows, columns=["item", "printed", "base", "reading", "counts"]),
                          [figure for asked in questions for figure in asked], search.source,
                          method=phrase("method.on_bases"), notes=(phrase("note.on_bases"),), labels=labels)


def _find_reading(asked: Sequence[PrintedFigure], n: int) -> tuple[str, str]:
    """The first reading under which a question stands on a base, and its counts."""
    question = make_question(asked, kind=question_kind(asked))
    for reading in READINGS:
        found = find_counts(question, reading, n)
        if found is not None:
            return reading, list_counts(found)
    return "", "×"


def list_untestable(figures: Sequence[PrintedFigure], search: QuestionSearch) -> Result:
    """The figures that no arithmetic can test, by reason."""
    left = [figure for figure in figures if judge(figure).word == "untestable"]
    if not left:
        raise AnalysisError("Every figure here can be tested.", fix="audit_figures(figures)")
    rows = sorted(((figure.name, figure.name, _why(figure), figure.printed, figure.count, figure.base)
                   for figure in left), key=lambda row: REASONS.index(row[2]))
    table = pd.DataFrame(rows, columns=["item", "option", "why", "printed", "n", "base"])
    table[["n", "base"]] = table[["n", "base"]].astype(float)
    return figures_result("untestable", UNTESTABLE, phrase("title.untestable"), table, left, search.source,
                          method=phrase("method.untestable"),
                          labels={"why": {reason: phrase(f"untestable.{reason}") for reason in REASONS}}, joined=True)


def _why(figure: PrintedFigure) -> str:
    """The first reason why a figure cannot be tested."""
    if figure.kind in ("target", "weighted"):
        return figure.kind
    if figure.printed and not figure.exact:
        return "ratio" if re.fullmatch(r"\d+\s*[:：]\s*\d+", figure.printed) else "approximate"
    if figure.rough:
        return "rough"
    if not figure.printed and figure.count is None:
        return "nothing"
    return "no_base" if figure.count is not None else "no_counts"
