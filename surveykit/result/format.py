"""Numbers as a reader sees them: the one place that rounds.

House rule: a percent of a base under 100 carries no decimals, and always stands with k/n; all percents of a table
carry as many as that of its smallest base (`Result.percent_places`).
Halves round up, as people do by hand; the figure audit knows this rule. A percent made here is marked
with the counts it came from (`surveykit.words.marks`), an interval with what it is an interval of.
"""

import math
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from surveykit.words.marks import mark_number

DASH = "–"
SMALL_BASE = 100
# What `Result.to_json` keeps; a number shows the same before and after it was saved.
DIGITS = 12
TOO_LONG = Decimal(10) ** 18  # numbers that are written with a power of ten
SAME = 1e-9


def missing(value: float | None) -> bool:
    """Whether there is no number to show."""
    return value is None or (isinstance(value, float) and math.isnan(value))


def places(base: float | None) -> int:
    """Decimals a percent of this base may carry: 0 under 100, else 1."""
    return 0 if base is None or missing(base) or base < SMALL_BASE else 1


def level_words(level: float) -> str:
    """A confidence level in percent, as given.
    >>> level_words(0.95), level_words(0.975), level_words(0.999)
    ('95', '97.5', '99.9')
    """
    return mark_number(f"{100 * float(level):g}", f"level {float(level):g}")


def decimal_text(value: float | None, decimals: int, times: int = 1) -> str:
    """A number (or so many times it) with so many decimals, halves up, a true minus; a dash for no number.
    >>> decimal_text(2.5, 0), decimal_text(-0.125, 2), decimal_text(0.285, 0, times=100)
    ('3', '−0.13', '29')
    >>> decimal_text(-1.26e150, 1), decimal_text(3e17, 0)
    ('−1.3E+150', '300000000000000000')
    """
    if value is None or missing(value):
        return DASH
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    exact = times * Decimal(f"{float(value):.{DIGITS}g}")
    if abs(exact) >= TOO_LONG:
        text = f"{abs(exact):.{decimals}E}"
        return f"−{text}" if exact < 0 else text
    shown = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{abs(shown):f}"
    return f"−{text}" if shown < 0 else text


def percent(n: float | None, base: float | None, decimals: int | None = None) -> str:
    """The percent k/n stands for, from the counts themselves (exact halves round up).
    >>> percent(21, 46), percent(883, 2061), percent(0, 0)
    ('46', '42.8', '–')
    """
    if n is None or base is None or missing(n) or missing(base) or base == 0:
        return DASH
    digits = places(base) if decimals is None else decimals
    scaled = Fraction(int(n) * 100 * 10**digits, int(base))
    whole = math.floor(scaled + Fraction(1, 2))
    text = f"{whole // 10**digits}.{whole % 10**digits:0{digits}d}" if digits else str(whole)
    return mark_number(text, ratio(n, base))


def share_of(value: float | None, n: float | None, base: float | None, decimals: int | None = None) -> str:
    """A share in percent: the estimate, exact from its counts where it is their ratio.
    A share that weights moved is marked as what it is, and so is one without a count. Without an
    estimate the share is n of base.
    >>> share_of(21 / 46, 21, 46), share_of(0.4712, 21, 46), share_of(None, 21, 46), share_of(0.47, None, None, 0)
    ('46', '47', '46', '47')
    """
    whole = n / base if n is not None and base and not missing(n) and not missing(base) else None
    if whole is not None and (value is None or missing(value) or abs(value - whole) < SAME):
        return percent(n, base, decimals)
    return estimate(value, places(base) if decimals is None else decimals)


def ratio(n: float, base: float) -> str:
    """`21/46`, as marks hold it."""
    return f"{int(n)}/{int(base)}"


def estimate(value: float | None, decimals: int) -> str:
    """A proportion that is no count of a base as percent with so many decimals, marked with its value."""
    text = decimal_text(value, decimals, times=100)
    return text if value is None or missing(value) else mark_number(text, f"estimate {_exact(value)}")


def interval(low: float | None, high: float | None, decimals: int, value: str = "") -> str:
    """Two proportions as `32–60`, marked with what they are (`wilson 21/46 0.95`), else with both ends.
    >>> interval(0.3216, 0.5984, 0)
    '32–60'
    """
    if low is None or high is None or missing(low) or missing(high):
        return DASH
    text = DASH.join(decimal_text(end, decimals, times=100) for end in (low, high))
    return mark_number(text, value or f"ends {_exact(low)} {_exact(high)}")


def points(value: float, ends: tuple[float, float], decimals: int, pair: str, level: float) -> tuple[str, str]:
    """A difference of the shares in `pair` (`8/23 5/23`) with its sign, and its interval: points."""
    text = decimal_text(value, decimals, times=100)
    signed = f"+{text}" if value > 0 and text.strip("0.") else text
    return (mark_number(signed, f"points {pair}"),
            mark_number(span(*ends, decimals, times=100), f"newcombe {pair} {level:g}"))


def _exact(value: float) -> str:
    """A number with the digits a stored result keeps."""
    return f"{float(value):.{DIGITS}g}"


def span(low: float | None, high: float | None, decimals: int, times: int = 1) -> str:
    """Two numbers (or so many times them) as `0.71–0.88`; as `[−0.25, 0.50]` when one is negative.
    >>> span(0.71, 0.884, 2), span(-0.25, 0.5, 2)
    ('0.71–0.88', '[−0.25, 0.50]')
    """
    if low is None or high is None or missing(low) or missing(high):
        return DASH
    ends = decimal_text(low, decimals, times), decimal_text(high, decimals, times)
    return DASH.join(ends) if low >= 0 else f"[{', '.join(ends)}]"


def count(n: float | None, base: float | None = None) -> str:
    """`21`, or `21/46` beside its base."""
    if n is None or missing(n):
        return DASH
    return str(int(n)) if base is None or missing(base) else f"{int(n)}/{int(base)}"


def with_span(value: float | None, low: float | None, high: float | None, decimals: int) -> str:
    """A number with its interval.
    >>> with_span(0.45, 0.1, 0.8, 2), with_span(0.45, -0.1, 1, 2), with_span(0.45, None, None, 2)
    ('0.45 (0.10–0.80)', '0.45 [−0.10, 1.00]', '0.45')
    """
    shown, ends = decimal_text(value, decimals), span(low, high, decimals)
    if ends == DASH:
        return shown
    return f"{shown} {ends}" if ends.startswith("[") else f"{shown} ({ends})"


def p_value(value: float | None) -> str:
    """Three decimals, or `<0.001`.
    >>> p_value(0.0312), p_value(2e-7), p_value(1.0)
    ('0.031', '<0.001', '1.000')
    """
    if value is None or missing(value):
        return DASH
    return "<0.001" if value < 0.001 else decimal_text(value, 3)
