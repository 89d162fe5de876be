"""Who a share is a share of: those who answered, were asked, ticked anything, or everybody."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from surveykit.analysis.domain import Domain, count_missing
from surveykit.codebook import Item
from surveykit.errors import AnalysisError
from surveykit.survey import MISSING_CODE
from surveykit.words.phrases import Text, phrase

BASES = ("answered", "asked", "all", "ticked")
POINT = 0.01  # bases are told apart where a share differs by more


@dataclass(frozen=True, slots=True, eq=False)
class BaseChoice:
    """The base of a table.
    name: `answered`, `asked`, `all` or `ticked`.
    inside: whether each respondent of the domain is in the base.
    missing: who is not, by reason.
    sizes: respondents on every base the item can have.
    """

    name: str
    inside: NDArray[np.bool_]
    missing: dict[str, int]
    sizes: dict[str, int]

    def notes(self, most: int = 0) -> tuple[Text, ...]:
        """Which base it is, if not the usual one, and on which others a line of so many people has another share."""
        here = self.sizes[self.name]
        by_size = {size: name for name, size in self.sizes.items()}  # where everybody was asked, that is said once
        others = [name for size, name in by_size.items() if size and here and abs(most / size - most / here) > POINT]
        stated = (phrase(f"note.base_{self.name}"),) if others or self.name != "answered" else ()
        return (*stated, *(phrase("note.other_base", base=phrase(f"base.{name}", n=self.sizes[name]))
                           for name in others))


def choose_base(domain: Domain, item: Item, base: str, ticks: NDArray[np.signedinteger] | None = None) -> BaseChoice:
    """The base of a table of shares; `ticks` (respondents x options) for a response set."""
    lawful = BASES if ticks is not None else BASES[:-1]
    if base not in lawful:
        raise AnalysisError("base must be one of {bases} for {item!r}, not {base!r}.",
                            fix="base='answered'", bases=", ".join(lawful), item=item.name, base=base)
    codes = domain.missing_codes(item)
    inside = {"answered": codes == 0, "asked": codes != MISSING_CODE["not_asked"],
              "all": np.ones(len(codes), dtype=bool)}
    missing = count_missing(codes, domain.people)
    left = {"answered": missing, "asked": {k: n for k, n in missing.items() if k == "not_asked"}, "all": {}}
    if ticks is not None:
        inside["ticked"] = (codes == 0) & (ticks > 0).any(axis=1)
        nothing = domain.count((codes == 0) & ~inside["ticked"])
        left["ticked"] = missing | ({"nothing_ticked": nothing} if nothing else {})
    sizes = {name: domain.count(mask) for name, mask in inside.items()}
    return BaseChoice(base, inside[base], left[base], sizes)
