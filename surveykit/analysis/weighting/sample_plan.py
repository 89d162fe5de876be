"""How many people to ask, before a survey; what so many can tell, after it."""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pandas as pd

from surveykit._stats.sample_sizes import difference_size, margin_size, size_difference, size_margin
from surveykit.errors import AnalysisError
from surveykit.result import LISTING, Result
from surveykit.result.format import decimal_text, level_words
from surveykit.result.result_column import show_count, show_share, show_words
from surveykit.words.phrases import Text, phrase

Numbers = float | Sequence[float]
COLUMNS = ["item", "share", "estimate", "n", "invited"]
LAYOUT = LISTING.showing(
    show_words("item", "head.question_asked", "item"), show_share("head.share_assumed", "share"),
    show_share("head.points_plain", "estimate", "", "", decimals=1), show_count("head.respondents", "n"),
    show_count("head.invited", "invited"), figure="")


class _Plan(NamedTuple):
    """What is assumed."""

    share: float
    level: float
    power: float
    population: float
    design_effect: float
    response_rate: float


def sample_size(*, margin: Numbers | None = None, difference: Numbers | None = None, n: Numbers | None = None,
                share: float = 0.5, population: float | None = None, design_effect: float = 1.0,
                response_rate: float = 1.0, power: float = 0.8, level: float = 0.95) -> Result:
    """How many respondents a margin of error or a difference between two groups needs; or what n respondents tell.

    Parameters
    ----------
    margin
        Margins of error, as proportions: 0.05 for five points. One or several.
    difference
        Differences between the shares of two groups that shall be found.
    n
        Respondents: tells their margin of error, and the least difference between two halves of them.
    share
        The share expected; of the first group where groups differ. 0.5 is the most demanding for margins.
    population
        People there are; None for very many.
    design_effect
        How much larger clusters and weights make the variance.
    response_rate
        Share of those invited who answer.
    power, level
        Chance to find the difference; level of intervals and of the two-sided test.

    Returns
    -------
    Result
        kind "sample_size"; one row per question. Columns: item (margin, difference), share, estimate (margin or
        difference, 0..1), n (respondents; of each group where groups differ), invited (to have so many).

    Raises
    ------
    AnalysisError
        None of margin, difference and n, or numbers outside their range.

    Missing values
    --------------
    nan where so few people find no difference at all.

    Notes
    -----
    Margins by the normal approximation with finite population (Cochran 1977, section 4.4); differences as R:
    ``power.prop.test(p1 = , p2 = , power = )``.

    References
    ----------
    Cochran, W. G. (1977). Sampling Techniques, 3rd ed. Wiley.

    Examples
    --------
    >>> import surveykit as sk
    >>> sk.sample_size(margin=[0.05, 0.1], population=500).table[["n", "invited"]].to_numpy().tolist()
    [[218, 218], [81, 81]]
    """
    plan = _Plan(share, level, power, math.inf if population is None else population, design_effect, response_rate)
    _require_plan(plan)
    given = {"margin": margin, "difference": difference}
    asked = [(item, value) for item, values in given.items() for value in _number_list(values)]
    sizes = _number_list(n)
    if not asked and not sizes:
        raise AnalysisError("sample_size must be given a margin, a difference or n.", fix="sample_size(margin=0.05)")
    _require_range(asked, sizes, plan)
    rows = [_row(plan, item, value) for item, value in asked]
    rows += [row for size in sizes for row in _describe_size(plan, size)]
    table = pd.DataFrame(rows, columns=COLUMNS)
    labels: dict[str, dict[str, Text]] = {"item": {item: phrase(f"plan.{item}") for item in table["item"].unique()}}
    return Result(kind="sample_size", layout=LAYOUT, title=phrase("title.sample_size"), table=table, base=0,
                  method=phrase("method.sample_size", level=level_words(level), power=f"{power:g}"),
                  notes=tuple(_notes(plan)), labels=labels, settings={"level": level, "power": power, "base_unit": ""},
                  source={"file": "", "sha256": "", "synthetic": False, "rows": 0})


def _number_list(values: Numbers | None) -> list[float]:
    """One or several numbers."""
    if values is None:
        return []
    return [float(values)] if isinstance(values, int | float) else [float(value) for value in values]


def _require_plan(plan: _Plan) -> None:
    """Refuse assumptions that cannot be."""
    inside = {"share": plan.share, "level": plan.level, "power": plan.power}
    for name, value in inside.items():
        if not 0 < value < 1:
            raise AnalysisError("{name} must lie between 0 and 1, not {value:g}.", fix="sample_size(margin=0.05)",
                                name=name, value=value)
    if not (0 < plan.response_rate <= 1 and plan.design_effect > 0 and plan.population >= 2):
        raise AnalysisError("response_rate must lie above 0 and at most at 1, design_effect above 0, population at 2 "
                            "or more.", fix="sample_size(margin=0.05, response_rate=0.4, design_effect=1.5)")


def _require_range(asked: list[tuple[str, float]], sizes: list[float], plan: _Plan) -> None:
    """Refuse margins, differences and sizes that cannot be."""
    for item, value in asked:
        room = 1 - plan.share if item == "difference" else 1.0
        if not 0 < value < room:
            raise AnalysisError("{item} must lie between 0 and {room:g} (proportions, 0.05 for five points), not "
                                "{value:g}.", fix="sample_size(margin=0.05)", item=item, room=room, value=value)
    if any(size < 2 or size > plan.population for size in sizes):
        raise AnalysisError("n must be at least 2 and at most the population.", fix="sample_size(n=46)")


def _row(plan: _Plan, item: str, value: float) -> tuple[object, ...]:
    """What a margin or a difference needs."""
    n = (margin_size(value, plan.share, plan.level, plan.population, plan.design_effect) if item == "margin" else
         difference_size(value, plan.share, plan.level, plan.power, plan.design_effect))
    return item, plan.share, value, n, _count_invited(plan, n)


def _describe_size(plan: _Plan, size: float) -> Iterator[tuple[object, ...]]:
    """What so many respondents tell."""
    half = size / 2
    yield ("margin", plan.share, size_margin(size, plan.share, plan.level, plan.population, plan.design_effect),
           int(size), _count_invited(plan, size))
    yield ("difference", plan.share, size_difference(half, plan.share, plan.level, plan.power, plan.design_effect),
           int(half), _count_invited(plan, half))


def _count_invited(plan: _Plan, n: float) -> int:
    """How many to ask, so that so many answer."""
    return math.ceil(n / plan.response_rate - 1e-9)


def _notes(plan: _Plan) -> Iterator[Text]:
    """What was assumed besides."""
    if math.isfinite(plan.population):
        yield phrase("note.plan_population", n=f"{plan.population:g}")
    if plan.design_effect != 1:
        yield phrase("note.plan_effect", effect=decimal_text(plan.design_effect, 2))
    if plan.response_rate != 1:
        yield phrase("note.plan_response", rate=f"{plan.response_rate:g}")
    yield phrase("note.plan_chance")
