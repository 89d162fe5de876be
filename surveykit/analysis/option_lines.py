"""The lines of a table of shares: the options of an item, and nets of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from surveykit.codebook import Item, Option
from surveykit.errors import AnalysisError, did_you_mean
from surveykit.words.phrases import Text, same_text

Nets = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, eq=False)
class OptionLines:
    """Codes and words of the lines, and which options each counts.

    members: options x lines, 1 where the option counts.
    nets: how many of the lines, at the end, are nets.
    """

    item: Item
    codes: tuple[str, ...]
    labels: Mapping[str, Text]
    members: NDArray[np.float64]
    nets: int

    def add_ticks(self, ticks: NDArray[np.integer]) -> NDArray[np.float64]:
        """Respondents x lines from respondents x options: a net is ticked where any of its options is."""
        return np.minimum((ticks > 0) @ self.members, 1.0)


def select_lines(item: Item, nets: Nets | None, words: Mapping[str, Text] | None = None) -> OptionLines:
    """The options of an item, then its nets (`words` for those of ours); options are named by value or label."""
    options, given = item.answers, dict(nets or {})
    members = np.eye(len(options), len(options) + len(given))
    for place, (name, names) in enumerate(given.items(), start=len(options)):
        if name in {option.value for option in options}:
            raise AnalysisError("A net cannot be called {name!r}: an option of {item!r} is.",
                                fix="give the net another name", name=name, item=item.name)
        members[[find_option(item, name) for name in names], place] = 1
    labels = {option.value: option.label for option in options} | {
        name: (words or {}).get(name, same_text(name)) for name in given}
    return OptionLines(item, tuple(labels), labels, members, len(given))


def find_option(item: Item, name: object) -> int:
    """Where an option stands, by its value, its score or its label."""
    text = str(name)
    for place, option in enumerate(item.answers):
        if text == option.value or text in option.label.values() or _is_score(option, name):
            return place
    raise AnalysisError("{name!r} is no option of {item!r}.",
                        fix=did_you_mean(text, [option.value for option in item.answers]), name=text, item=item.name)


def _is_score(option: Option, name: object) -> bool:
    """Whether a number (or its text) is the score of the option."""
    try:
        return option.score is not None and float(str(name)) == option.score
    except ValueError:
        return False
