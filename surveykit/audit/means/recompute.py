"""Does a printed p follow from its test statistic? t, F, chi-square, r and z."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

from surveykit._stats.special_functions import special
from surveykit.audit.means.printed_number import PLAIN, PrintedNumber, parse_number
from surveykit.errors import AnalysisError, ReadError, did_you_mean
from surveykit.words.messages import Message

STATISTICS = {"t": 1, "F": 2, "chi2": 1, "Q": 1, "r": 1, "z": 0}
SQUARES = frozenset({"chi2", "Q"})  # distributed as chi-square
P_VERDICTS = ("consistent", "inconsistent", "decision_error", "impossible", "no_p", "untestable")
P_PRINTED = re.compile(r"^[Pp]?\s*(?P<sign>[=<>≤≥])?\s*(?P<value>[0-9]{0,3}\.?[0-9]{1,30})$")
NS = re.compile(r"^n\.?\s?s\.?$", re.IGNORECASE)
# The functions behind p are good to about fourteen digits; ends are moved out by far more than that.
SLACK = 1e-9

Df = str | int | Sequence[str | int] | None


@dataclass(frozen=True, slots=True)
class RecomputedTest:
    """A printed test and the p that its statistic gives.
    statistic, value, df, p: As printed; `df` has two entries for F and none where none was printed.
    estimate, low, high: p of the printed value itself, and the lowest and highest p of any value printed so.
    verdict: `consistent`, `inconsistent`, `decision_error` (inconsistent, and on the other side of alpha), `impossible`
        (no such statistic exists, as r = 1.2), `no_p`, `untestable` (df missing).
    one_sided: Whether the printed p fits a one-sided test only.
    quote: The words of the source, where they were found in a text.
    """

    statistic: str
    value: str
    df: tuple[str, ...]
    p: str
    estimate: float
    low: float
    high: float
    verdict: str
    one_sided: bool = False
    quote: str = ""


def recompute(statistic: str, value: str, df: Df = None, p: str | None = None, *, sides: int = 2,
              alpha: float = 0.05, sign: str = "=") -> RecomputedTest:
    """The p of a printed test statistic, and whether the printed p agrees with it.

    Parameters
    ----------
    statistic
        `t`, `F`, `chi2`, `Q` (heterogeneity, Cochran; distributed as chi-square), `r` or `z`.
    value
        As printed.
    df
        Degrees of freedom; two for F, for r two less than the pairs, none for z. None: not printed.
    p
        As printed: `"= .036"`, `".036"`, `"< .05"`, `"> .05"`, `"ns"`, `".000"` (under .0005); None when none was
        printed.
    sides
        2, or 1 for a test that was announced as one-sided.
    alpha
        The level at which a decision changes.
    sign
        `=`, or `<` or `>` where only a bound of the statistic was printed, as in F < 1.

    Returns
    -------
    Recomputed
        p with its bounds, and the verdict.

    Raises
    ------
    ReadError
        A figure is no number.
    AnalysisError
        There is no such statistic, or not as many degrees of freedom as it needs.

    Missing values
    --------------
    Without df, t and chi-square still bound p over all whole df from 1; F and r are untestable.

    Notes
    -----
    The statistic stands for every value that is printed so, and so do degrees of freedom with decimals; p = .036 for
    .0355 to .0365. The two agree when some value gives some such p [1]_. p from the regularised incomplete beta and
    gamma functions; R: ``2 * pt(-abs(t), df)``, ``pf(F, df1, df2, lower.tail = FALSE)``, ``pchisq(x, df, lower.tail =
    FALSE)``. A decision error is an inconsistency in which the printed p is significant (p = alpha counts as
    significant) and no recomputed one is, or the reverse.

    References
    ----------
    .. [1] Nuijten, M. B., Hartgerink, C. H. J., van Assen, M. A. L. M., Epskamp, S., & Wicherts, J. M.
       (2016). The prevalence of statistical reporting errors in psychology (1985-2013). Behavior
       Research Methods, 48, 1205-1226.

    Examples
    --------
    >>> found = recompute("t", "2.20", 28, ".036")
    >>> round(found.estimate, 4), found.verdict
    (0.0362, 'consistent')
    >>> recompute("t", "1.50", 28, "< .05").verdict
    'decision_error'
    >>> recompute("chi2", "2.0", None, "< .05").verdict
    'decision_error'
    """
    if statistic not in STATISTICS or sides not in (1, 2):
        raise AnalysisError("The statistic cannot be {statistic!r} with {sides} sides.",
                            fix=did_you_mean(statistic, STATISTICS), statistic=statistic, sides=sides)
    figure, shown = parse_number(value, Message("A statistic")), _parse_df(df)
    limit = None if p is None else _parse_p(p)
    if len(shown) not in {0, STATISTICS[statistic]}:
        raise AnalysisError("{statistic} must have {statistics} degrees of freedom, not {shown_count}.",
                            fix="recompute('F', '3.40', (2, 57), '< .05')", statistic=statistic,
                            statistics=STATISTICS[statistic], shown_count=len(shown))
    found = RecomputedTest(statistic, str(value), shown, "" if p is None else p.strip(), math.nan, math.nan, math.nan,
                       "untestable")
    if _is_impossible(statistic, figure, sign):
        return replace(found, verdict="impossible")
    if not shown and statistic in {"F", "r"}:
        return found
    ends = _p_bounds(statistic, figure, shown, sign)
    estimate = _tail(statistic, abs(float(figure.value)), [float(parse_number(d).value) for d in shown]) \
        if sign == "=" and len(shown) == STATISTICS[statistic] else math.nan
    halves = statistic in {"t", "r", "z"} or (shown[:1] == ("1",) and statistic in {"F", "chi2"})
    by = 2 if sides == 1 and halves else 1
    found = replace(found, estimate=estimate / by, low=ends[0] / by, high=ends[1] / by)
    if limit is None:
        return replace(found, verdict="no_p")
    verdict = _verdict(found.low, found.high, limit, alpha)
    fits = verdict != "consistent" and by == 1 and halves and _agrees(ends[0] / 2, ends[1] / 2, limit, alpha)
    return replace(found, verdict=verdict, one_sided=fits)


def _parse_df(df: Df) -> tuple[str, ...]:
    """Degrees of freedom as printed strings, each above 0."""
    shown = () if df is None else tuple(map(str, df)) if isinstance(df, tuple | list) else (str(df),)
    for one in shown:
        if parse_number(one, Message("A degree of freedom")).value <= 0:
            raise AnalysisError("Degrees of freedom must be above 0, not {one}.", fix="look at the source", one=one)
    return shown


def _parse_p(p: str) -> tuple[str, PrintedNumber]:
    """The sign and the number of a printed p; `ns` alone is its own sign."""
    bare = p.translate(PLAIN).strip()
    if NS.match(bare):
        return "ns", PrintedNumber(Fraction(0), 0)
    match = P_PRINTED.match(bare)
    if match is None or Fraction(match["value"]) > 1:
        raise ReadError("p must be a number from 0 to 1 as printed, or ns, not {p!r}.",
                        fix="recompute('t', '2.20', 28, '< .05')", p=p)
    return match["sign"] or "=", parse_number(match["value"])


def _is_impossible(statistic: str, figure: PrintedNumber, sign: str) -> bool:
    """Whether no such statistic exists."""
    low, high = figure.span("rounding")
    if statistic == "r":
        return low > 1 or high < -1
    return statistic in {"F", *SQUARES} and (high < 0 or (sign == "<" and figure.value <= 0))


def _p_bounds(statistic: str, figure: PrintedNumber, df: tuple[str, ...], sign: str) -> tuple[float, float]:
    """Lowest and highest p of any value, and any degrees of freedom, that are printed so."""
    low, high = figure.span("rounding")
    ends = sorted((abs(float(low)), abs(float(high))))
    if low <= 0 <= high or sign == "<":
        ends[0] = 0.0
    if sign == ">":
        ends[1] = 1.0 if statistic == "r" else math.inf
    spans = [_df_span(one) for one in df] or {"t": [(1.0, math.inf)], "chi2": [(1.0, math.inf)],
                                                "Q": [(1.0, math.inf)]}.get(statistic, [])
    every = [_tail(statistic, x, corner) for x in ends for corner in product(*spans)]
    return min(every) * (1 - SLACK), min(1.0, max(every) * (1 + SLACK))


def _df_span(df: str) -> tuple[float, ...]:
    """A whole number is exact; with decimals it was rounded."""
    figure = parse_number(df)
    return (float(figure.value),) if figure.decimals == 0 else tuple(map(float, figure.span("rounding")))


def _tail(statistic: str, x: float, df: Sequence[float]) -> float:
    """p of an absolute value: two-sided for t, r and z, the upper tail for F and chi-square."""
    if statistic == "z" or (statistic == "t" and math.isinf(df[0])):
        return math.erfc(x / math.sqrt(2))
    if statistic == "t":
        return float(special.betainc(df[0] / 2, 0.5, 1 / (1 + x * x / df[0])))
    if statistic == "r":
        return float(special.betainc(df[0] / 2, 0.5, max(0.0, 1 - x * x)))
    if statistic in SQUARES:
        return 1.0 if math.isinf(df[0]) else float(special.chdtrc(df[0], x))
    return float(special.fdtrc(df[0], df[1], x))


def _agrees(low: float, high: float, limit: tuple[str, PrintedNumber], alpha: float) -> bool:
    """Whether some p from low to high would be printed so."""
    sign, figure = limit
    if sign == "ns":
        return high > alpha
    if sign in "<≤":
        return low < figure.value or (sign == "≤" and low <= figure.value)
    if sign in ">≥":
        return high > figure.value or (sign == "≥" and high >= figure.value)
    first, last = figure.span("rounding")
    return low <= last and high >= first


def _verdict(low: float, high: float, limit: tuple[str, PrintedNumber], alpha: float) -> str:
    """Agreement, disagreement, or disagreement about significance."""
    if _agrees(low, high, limit, alpha):
        return "consistent"
    said = _is_significant(limit, Fraction(str(alpha)))
    wrong = (said is True and low > alpha) or (said is False and high <= alpha)
    return "decision_error" if wrong else "inconsistent"


def _is_significant(limit: tuple[str, PrintedNumber], alpha: Fraction) -> bool | None:
    """Whether a printed p is significant; None when a bound leaves it open."""
    sign, figure = limit
    if sign == "=":
        return figure.value <= alpha
    if sign in "<≤":
        return True if figure.value <= alpha else None
    return False if sign == "ns" or figure.value >= alpha else None
