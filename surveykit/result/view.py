"""A result looked at in one language: words for its codes, and what its percentages are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from surveykit.result import format as fmt
from surveykit.words.marks import claims, free, mark_free, mark_wording
from surveykit.words.phrases import in_language, phrase

if TYPE_CHECKING:
    from surveykit.result.result import Result

Row = Mapping[str, Any]
PLACES = "percent_places"  # of a row: decimals of the percents of its table, by the column of their base


def percent_places(row: Row, base: str) -> int:
    """Decimals of a percent of a row, the same in all rows of its table; `base` is the column of its base."""
    return int(row[PLACES][base]) if base in row.get(PLACES, ()) else fmt.places(row.get(base))


@dataclass(frozen=True, slots=True)
class View:
    """A result looked at in one language."""

    result: Result
    language: str

    def phrase(self, key: str, **values: object) -> str:
        """A phrase in this view's language."""
        return in_language(phrase(key, **values), self.language)

    def label(self, kind: str, code: object) -> str:
        """Words for a code, in this view's language."""
        return mark_wording(self.result.label(kind, code, self.language))

    def label_of(self, kind: str, codes: Sequence[object]) -> str:
        """Words for codes taken together (`item=option`), else for the last of them."""
        together = "=".join(map(str, codes))
        known = together in self.result.labels.get(kind, {})
        return self.label(kind, together if known else codes[-1])

    def option(self, row: Row) -> str:
        """Words for the option a row is about."""
        return self.label_of("option", (row["item"], row["option"]))

    @property
    def confidence(self) -> float:
        """The confidence level as a proportion, 0.95."""
        level = self.result.settings.get("level", 0.95)
        return float(level) if isinstance(level, int | float) else 0.95

    @property
    def level(self) -> str:
        """The confidence level in percent, `95`."""
        return fmt.level_words(self.confidence)

    def mark_known(self, text: str) -> str:
        """A stored text, its percentages marked: the level, and what stands in labels."""
        level = self.level
        text = mark_free(text, lambda number: f"level {self.confidence:g}" if number == level else "")
        return mark_free(text, lambda number: "wording" if self._in_labels(number) else "") if free(text) else text

    def _in_labels(self, number: str) -> bool:
        """Whether a percentage stands in a label of this result."""
        return any(number in in_language(text, self.language)[start:stop] for texts in self.result.labels.values()
                   for text in texts.values() for start, stop in claims(in_language(text, self.language)))

    def interval(self, row: Row, low: str = "low", high: str = "high", n: str = "n", base: str = "base") -> str:
        """The interval of a share, in percent: Wilson's, unless the result names another in its settings."""
        wilson = self.result.settings.get("interval", "wilson") == "wilson" and not fmt.missing(row[n])
        value = f"wilson {fmt.ratio(row[n], row[base])} {self.confidence:g}" if wilson else ""
        return fmt.interval(row[low], row[high], percent_places(row, base), value)
