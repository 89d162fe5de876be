"""The lines of a table of shares: the options of an item, and nets of them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from surveykit.codebook import Item
from surveykit.codebook.find_item import find_options, suggest_option
from surveykit.errors import AnalysisError, did_you_mean
from surveykit.words.messages import Message
from surveykit.words.phrases import LANGUAGES, Text, as_text, in_language, join_words, phrase, same_text

Net = str | Sequence[str] | Mapping[str, str | Sequence[str]]
Nets = Mapping[str, Net]
TAKEN = ("all()", "base", "count", "mean", "median", "missing")  # what other lines of tables are called
SAYS_SUM = {"zh": re.compile("合计"), "en": re.compile(r"\((sum|net|total)\)", re.IGNORECASE)}


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

    def add_choices(self, codes: NDArray[np.integer]) -> NDArray[np.float64]:
        """Respondents x lines from the place of the option each chose (-1 for none)."""
        lines: NDArray[np.float64] = np.vstack([self.members, np.zeros(self.members.shape[1])])[codes]
        return lines

    def notes(self) -> tuple[Text, ...]:
        """What each net counts."""
        options = self.item.answers
        key = "note.net_ticks" if self.item.kind == "multiple" else "note.net"
        return tuple(phrase(key, net=self.labels[self.codes[place]], options=join_words(
            option.label for option, counts in zip(options, self.members[:, place], strict=True) if counts))
            for place in range(len(options), len(self.codes)))


def select_lines(item: Item, nets: Nets | None) -> OptionLines:
    """The options of an item, then its nets, marked as sums; options are named by value or label."""
    options, given = item.answers, dict(nets or {})
    members = np.eye(len(options), len(options) + len(given))
    labels = {option.value: option.label for option in options}
    for place, (name, net) in enumerate(given.items(), start=len(options)):
        if name in labels or name in TAKEN:
            raise AnalysisError("A net cannot be called {name!r}: another line of {item!r} is.",
                                fix="give the net another name", name=name, item=item.name)
        members[[find_option(item, option) for option in _options(name, net)], place] = 1
        labels[name] = _label(name, net)
    return OptionLines(item, tuple(labels), labels, members, len(given))


def nets_of_items(items: Iterable[Item], nets: Mapping[str, Nets] | None) -> dict[str, Nets]:
    """The nets of each item by its name, where a table holds several items."""
    known, found = {item.name: item for item in items}, {}
    for name, of_item in (nets or {}).items():
        if name not in known or not isinstance(of_item, Mapping):
            raise AnalysisError("The nets of a table of several items must stand under the item's name; {name!r} is "
                                "none of them.", name=name, fix=did_you_mean(name, known) if name not in known else
                                "nets={{'item': {{'net': ['option', ...]}}}}")
        found[name] = of_item
    return found


def find_option(item: Item, name: object) -> int:
    """Where an option stands, by its value, its label or its score."""
    found = find_options(item.answers, name)
    if len(found) != 1:
        raise AnalysisError("{name!r} is no option of {item!r}." if not found else
                            "{name!r} names several options of {item!r}.",
                            fix=suggest_option(item.answers, name) if not found else Message(
                                "write its value: {values}", values=" / ".join(option.value for option in found)),
                            name=str(name), item=item.name)
    return item.answers.index(found[0])


def _options(name: str, net: Net) -> list[str]:
    """The options of a net as they were named."""
    strange = [key for key in net if key not in (*LANGUAGES, "options")] if isinstance(net, Mapping) else []
    named = net.get("options", ()) if isinstance(net, Mapping) else net
    if strange or not len(named):
        raise AnalysisError("The net {name!r} must list its options.", name=name,
                            fix="nets={{'stay': {{'zh': '留任', 'en': 'Stay', 'options': ['home', 'renew']}}}}")
    return [named] if isinstance(named, str) else [str(option) for option in named]


def _label(name: str, net: Net) -> Text:
    """The words of a net, marked as a sum in each language that does not say so itself."""
    words = {lang: str(net[lang]) for lang in LANGUAGES if lang in net} if isinstance(net, Mapping) else {}
    said, marked = as_text(words) if words else same_text(name), phrase("label.net", net=words or same_text(name))
    return {lang: said[lang] if SAYS_SUM[lang].search(said[lang]) else in_language(marked, lang) for lang in LANGUAGES}
