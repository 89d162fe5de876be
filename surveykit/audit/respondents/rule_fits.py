"""Which rules print each figure: every base, rounding, weight and domain at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from surveykit.audit.respondents.printed_answer import PrintedAnswer
from surveykit.codebook import Item, Option
from surveykit.errors import AnalysisError, did_you_mean
from surveykit.survey import MISSING_CODE, Survey

BASES = ("answered", "asked", "all", "ticked")
Amounts = NDArray[np.float64]
READINGS = ("half_up", "half_even", "truncation", "ceiling")
NEAR = 1e-7  # of a unit of the last printed place: weights are floats


@dataclass(frozen=True, slots=True, eq=False)
class AnswerMasks:
    """How much each respondent adds to an answer (0 or 1), and to each base of it (ticks: how many).
    Shape of every array: respondents. `bases` is named by `BASES`; `ticked` is there for a response set only.
    """

    chosen: Amounts
    bases: dict[str, Amounts]


@dataclass(frozen=True, slots=True, eq=False)
class RuleSums:
    """The sums behind one figure under every rule but its rounding. Shape: weights x bases x domains.
    `n` and `size` count people (or ticks), `part` and `whole` add up weights.
    """

    n: NDArray[np.float64]
    size: NDArray[np.float64]
    part: NDArray[np.float64]
    whole: NDArray[np.float64]

    @property
    def shares(self) -> NDArray[np.float64]:
        """Shares, nan where nobody is in the base."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(self.whole > 0, self.part / self.whole, np.nan)


class RuleSpace:
    """All rules that are tried, and the respondents they are tried on."""

    def __init__(self, survey: Survey, weights: Sequence[str], domains: Sequence[str]) -> None:
        self.survey = survey
        self.weights = ("", *weights)
        self.domains = ("", *domains)
        self.rules = [PrintingRule(base, reading, weight, domain) for weight, base, domain, reading
                      in product(self.weights, BASES, self.domains, READINGS)]
        self._amounts = [np.ones(survey.rows), *(_find_weight(survey, name) for name in weights)]
        self._masks = np.stack([self._mask_domain(domain) for domain in self.domains])

    def add_up(self, printed: PrintedAnswer) -> RuleSums:
        """The sums behind one figure."""
        item = self.survey.codebook[printed.item]
        masks = _mask_answer(self.survey, item, printed.option)
        people = self._masks * self._mask_domain(printed.domain)
        n = np.stack([people @ (masks.chosen * (amount > 0)) for amount in self._amounts])
        part = np.stack([people @ (masks.chosen * amount) for amount in self._amounts])
        size = np.stack([[people @ (_base(masks, base) * (amount > 0)) for base in BASES] for amount in self._amounts])
        whole = np.stack([[people @ (_base(masks, base) * amount) for base in BASES] for amount in self._amounts])
        wide = np.ones_like(size)
        return RuleSums(n[:, None, :] * wide, size, part[:, None, :] * wide, whole)

    def fits(self, printed: PrintedAnswer, sums: RuleSums) -> NDArray[np.bool_]:
        """Which rules print the figure: one truth value per rule of `rules`."""
        units, fine = printed.figure.units
        found = np.stack([[find_readings(sums.part[w, b], sums.whole[w, b], units, fine, counted=not self.weights[w])
                           for b in range(len(BASES))] for w in range(len(self.weights))])
        return np.asarray(np.moveaxis(found, 2, 3).reshape(-1))

    def _mask_domain(self, domain: str) -> NDArray[np.float64]:
        """1 for those in a domain."""
        if not domain:
            return np.ones(self.survey.rows)
        return np.asarray(self.survey.responses.index.isin(self.survey.where(domain)), dtype=float)


def _base(masks: AnswerMasks, base: str) -> NDArray[np.float64]:
    """A base; nobody where the item has no such base."""
    return masks.bases.get(base, np.zeros(len(masks.chosen)))


def _find_weight(survey: Survey, name: str) -> NDArray[np.float64]:
    """The weights of an item; 0 where somebody has none."""
    item: Item = survey.codebook[name]
    if item.kind not in {"number", "rating"}:
        raise AnalysisError("A weight must be an item of numbers; {item!r} is of kind {kind}.",
                            fix="weights=['weight']", item=name, kind=item.kind)
    return np.asarray(survey.responses[name].to_numpy(dtype=float, na_value=0.0))


def chance_of(printed: PrintedAnswer) -> Fraction:
    """How likely one rule prints a figure by accident: one of all values with its decimals."""
    return Fraction(1, printed.figure.units[1] + 1)


def _mask_answer(survey: Survey, item: Item, option: str) -> AnswerMasks:
    """The masks of one answer."""
    if item.kind not in {"single", "rating", "multiple"}:
        raise AnalysisError("Figures of {item!r} cannot be sought: its kind is {kind}.",
                            fix="single, rating and multiple items have options", item=item.name, kind=item.kind)
    found = _find_option(item, option)
    columns = survey.responses[list(item.columns)]
    given = columns.notna().to_numpy()
    answered = given.all(axis=1).astype(float)
    asked = (survey.missing_codes(item.columns) != MISSING_CODE["not_asked"]).any(axis=1).astype(float)
    bases: dict[str, Amounts] = {"answered": answered, "asked": asked, "all": np.ones(survey.rows)}
    if item.kind == "multiple":
        ticks = columns.to_numpy(dtype=float, na_value=0.0)
        return AnswerMasks(ticks[:, item.columns.index(f"{item.name}__{found.value}")],
                           bases | {"ticked": ticks.sum(axis=1)})
    value = found.score if item.kind == "rating" else found.value
    same = np.asarray((columns[item.name] == value).fillna(value=False), dtype=float)
    return AnswerMasks(same, bases)


def _find_option(item: Item, option: str) -> Option:
    """The option of this name, else of this label in any language."""
    for one in item.answers:
        if option == one.value or option in one.label.values():
            return one
    raise AnalysisError("{option!r} is no answer of {item!r}.",
                        fix=did_you_mean(option, [one.value for one in item.answers]), option=option, item=item.name)


class PrintingRule(NamedTuple):
    """One rule; `weight` and `domain` are '' for none."""

    base: str
    reading: str
    weight: str = ""
    domain: str = ""


def find_readings(part: NDArray[np.float64], whole: NDArray[np.float64], units: int, fine: int, *,
                  counted: bool) -> NDArray[np.bool_]:
    """Which readings print each share as `units` of the last place, of which `fine` make the whole.
    Shape: readings (as `READINGS`) x shares. Counts exactly, as whole numbers; weighted sums with a tolerance of a
    ten-millionth of the last place.
    >>> find_readings(np.array([20.0]), np.array([46.0]), 434, 1000, counted=True)[:, 0].tolist()
    [False, False, True, False]
    """
    there = whole > 0
    safe = np.where(there, whole, 1.0)
    if counted:
        found = _round_counts(part.astype(np.int64), safe.astype(np.int64), fine) == units
    else:
        shares = part / safe * fine
        found = (_round_floats(shares - NEAR) == units) | (_round_floats(shares + NEAR) == units)
    return np.asarray(found & there)


def _round_counts(k: NDArray[np.int64], n: NDArray[np.int64], fine: int) -> NDArray[np.int64]:
    """k of n in units of the last place, by each reading."""
    up, rest = np.divmod(2 * fine * k + n, 2 * n)
    even = up - ((rest == 0) & (up % 2 == 1))
    down = fine * k // n
    return np.stack([up, even, down, down + (fine * k % n > 0)])


def _round_floats(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same of shares in units of the last place that are no quotients of counts."""
    return np.stack([np.floor(shares + 0.5), np.rint(shares), np.floor(shares), np.ceil(shares)])
