"""Which rules print each figure: every base, rounding, weight and domain at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import numpy as np
from numpy.typing import NDArray

from surveykit.audit.respondents.answer_masks import BASES, AnswerMasks, mask_answer
from surveykit.audit.respondents.printed_answer import PrintedAnswer
from surveykit.audit.respondents.printing_rules import READINGS, PrintingRule, find_readings
from surveykit.codebook import Item
from surveykit.errors import AnalysisError
from surveykit.survey import Survey


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
        masks = mask_answer(self.survey, item, printed.option)
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
