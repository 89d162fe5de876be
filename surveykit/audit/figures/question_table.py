"""One table about printed figures and the bases on which they can stand, of ten kinds."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from surveykit.audit.figures.base_tables import (
    find_candidate_counts,
    find_pair_bases,
    find_question_bases,
    list_untestable,
    map_bases,
)
from surveykit.audit.figures.chance_tables import (
    count_accidents,
    find_repairs,
    find_tick_bases,
    rank_bases,
    simulate_hits,
)
from surveykit.audit.figures.figure_results import QuestionSearch
from surveykit.audit.figures.printed_figure import PrintedFigure
from surveykit.errors import AnalysisError, did_you_mean
from surveykit.result import Result

Table = Callable[[Sequence[PrintedFigure], QuestionSearch], Result]
# Each table with what it searches unless told otherwise; what is not named here it does not take.
TABLES: Mapping[str, tuple[Table, Mapping[str, object]]] = {
    "bases": (find_question_bases, {"n_min": 1, "n_max": 230}),
    "pairs": (find_pair_bases, {"n_min": 1, "n_max": 230}),
    "counts": (find_candidate_counts, {"candidates": ()}),
    "map": (map_bases, {"n_min": 30, "n_max": 60, "marked": None}),
    "ticks": (find_tick_bases, {"n_min": 2, "n_max": 230, "people": 0}),
    "repairs": (find_repairs, {"n_min": 40, "n_max": 60, "digits": 1}),
    "accidents": (count_accidents, {"n_min": 2, "n_max": 230}),
    "scoreboard": (rank_bases, {"n_min": 30, "n_max": 60, "marked": None, "places": 2, "draws": 20_000, "seed": 1}),
    "chance": (simulate_hits, {"n_min": 30, "n_max": 60, "draws": 20_000, "seed": 1}),
    "untestable": (list_untestable, {})}


def question_table(figures: Sequence[PrintedFigure], show: str = "bases", *, n_min: int | None = None,
                   n_max: int | None = None, marked: int | None = None, candidates: Sequence[int] | None = None,
                   people: int | None = None, digits: int | None = None, places: int | None = None,
                   draws: int | None = None, seed: int | None = None, source: str | Path | None = None) -> Result:
    """A table about printed figures: on which bases they can stand, and what that is worth.

    Parameters
    ----------
    figures
        Figures; those of one study with the same question and printed base are taken together. For `single`
        questions the counts may not exceed the base. Their own bases are not used.
    show
        `bases`: on which bases all figures of a question are attainable together. `pairs`: the same for each pair of
        one question's figures (the odd figure fits with no other). `counts`: which questions stand on each of a few
        `candidates`, and with which counts. `map`: the bases that fit each figure by itself. `ticks`: if these were
        percentages of the ticks of `people`, how many ticks there could have been. `repairs`: which misprint would
        make a question attainable. `accidents`: on how many bases each question stands, and random figures would.
        `scoreboard`: which bases fit most figures. `chance`: how many random figures the best base fits.
        `untestable`: the figures that no arithmetic can test, each with the reason.
    n_min, n_max
        The bases to search (for `ticks`, the numbers of ticks); 30 to 60 for `map`, `scoreboard` and `chance`, 40 to
        60 for `repairs`, else up to 230.
    marked
        A base to mark in the map, or to show on the scoreboard in any case.
    candidates, people
        Needed for `counts` and for `ticks`: the bases to try; how many people answered.
    digits
        For `repairs`: how many digits may be changed together.
    places
        For `scoreboard`: how many places to show; bases with equally many hits share one.
    draws, seed
        For `scoreboard` and `chance`: of the simulation, see `monte_carlo`.
    source
        The file the figures were read from, for the provenance.

    Returns
    -------
    Result
        kind "bases" (`bases`, `pairs`, `map`): printed, rounding, truncation, mixed: the bases by one reading
        throughout or by any mix. "on_bases" (`counts`): base, reading, counts. "tick_bases": allowed, forbidden.
        "repairs": base, changed, counts, rest; a question that stands as printed has a row without a change, one that
        no change repairs a row without a base. "accidents": observed, searched, expected. "scoreboard": base,
        rounding, truncation, mixed, figures, expected. "by_chance" (`chance`): hits, n, base, estimate, as_good.
        "untestable": why (`approximate`, `rough`, `ratio`, `nothing`, `no_counts`, `no_base`, `weighted`, `target`),
        printed, n, base. `settings` holds what was searched and drawn.

    Raises
    ------
    AnalysisError
        There is no such table, it does not take an option, no exact figure is among them (or every one can be
        tested), or there is no base to search.

    Missing values
    --------------
    Figures that are no exact number are left out (of `untestable`: those that can be tested); unknown counts and
    bases are nan.

    Examples
    --------
    >>> import surveykit as sk
    >>> figures = sk.read_figures("data/raw/published/published_figures.csv")
    >>> planning = sk.audit.pick_figures(figures, "DHU-Q2*")
    >>> sk.audit.question_table(planning).table[["rounding", "mixed"]].values.tolist()
    [['×', '180, 211, 229']]
    >>> sk.audit.question_table(planning, "repairs").table[["base", "changed", "counts"]].values.tolist()
    [[55.0, '16.2 → 16.4', '37 + 9 + 7'], [55.0, '16.2 → 18.2', '37 + 10 + 7']]
    >>> targets = sk.audit.pick_figures(figures, "B8-1", "XZ-1", "TG-*")
    >>> sk.audit.question_table(targets, "untestable").table["why"].unique().tolist()
    ['no_counts', 'no_base', 'target']
    """
    if show not in TABLES:
        raise AnalysisError("There is no table {show!r} of figures.", fix=did_you_mean(show, TABLES), show=show)
    make, usual = TABLES[show]
    options: dict[str, Any] = {"n_min": n_min, "n_max": n_max, "marked": marked, "candidates": candidates,
                               "people": people, "digits": digits, "places": places, "draws": draws, "seed": seed}
    given = {name: value for name, value in options.items() if value is not None}
    for name in given:
        if name not in usual:
            raise AnalysisError("The table {show!r} does not take {name}.", show=show,
                                fix="leave it out, or choose another table: question_table(figures, 'map')", name=name)
    return make(figures, QuestionSearch(**{**usual, **given}, source=source))
