"""Recipes of `derive` as expressions: bands of a number, options grouped, texts with the number they mean."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from surveykit.codebook import Item, Option
from surveykit.codebook.find_item import find_options, suggest_option
from surveykit.errors import CleaningError, list_quoted
from surveykit.expression.expression_tree import Call, Chain, ExpressionNode, ItemReference, Literal
from surveykit.survey import value_text
from surveykit.text.option_value import option_value
from surveykit.words.phrases import Text, as_text, phrase, same_text

Labels = Mapping[str, str | Text] | Sequence[str | Text] | None
SIDES = ("left", "right")


def cut_bands(node: ExpressionNode, numbers: NDArray[np.float64], edges: Sequence[float], closed: str,
              where: str) -> tuple[ExpressionNode, tuple[Option, ...]]:
    """The expression that puts a number into bands, and the bands as options; outer bands of nobody are left out."""
    cuts = [float(edge) for edge in edges]
    if not cuts or cuts != sorted(set(cuts)) or not all(map(math.isfinite, cuts)) or closed not in SIDES:
        raise CleaningError("Bands must be given edges that grow, and closed='left' or 'right'.", where="{file}",
                            fix="derive(survey, name, item, cut=[18, 25, 30], closed='left', ...)", file=where)
    known = numbers[~np.isnan(numbers)]
    whole = bool((known == np.floor(known)).all()) and all(map(float.is_integer, cuts))
    places = np.searchsorted(cuts, known, side="right" if closed == "left" else "left")
    bands = [_band(cuts, place, closed, whole) for place in range(len(cuts) + 1)]
    options = [band for place, band in enumerate(bands) if 0 < place < len(cuts) or (places == place).any()]
    sign = "<" if closed == "left" else "<="
    tree: ExpressionNode = Literal(bands[-1].value)
    for edge, band in zip(reversed(cuts), reversed(bands[:-1]), strict=True):
        tree = Call("if", (Chain(node, ((sign, Literal(edge)),)), Literal(band.value), tree))
    if isinstance(node, ItemReference):  # forms would put those without a number into the last band
        tree = Call("if", (Chain(node, (("=", Literal("")),)), Literal(""), tree))
    return tree, tuple(options)


def _band(cuts: Sequence[float], place: int, closed: str, whole: bool) -> Option:
    """The band below, between or above edges; whole numbers are said as the lowest and the highest they can be."""
    low, high = (None if place == 0 else cuts[place - 1]), (None if place == len(cuts) else cuts[place])
    if whole:  # 18 to under 25 is 18-24
        low = low if low is None or closed == "left" else low + 1
        high = high if high is None or closed == "right" else high - 1
    words = {"low": "" if low is None else value_text(low), "high": "" if high is None else value_text(high)}
    kind = "down" if low is None else "up" if high is None else "one" if whole and low == high else "between"
    label = phrase(f"band.{kind}" if whole else f"band.{kind}_{closed}", **words)
    value = {"down": f"to_{words['high']}", "up": f"from_{words['low']}", "one": words["low"]}.get(
        kind, f"{words['low']}_to_{words['high']}")
    if not whole and kind != "between":
        value = {("down", "left"): "under_", ("down", "right"): "to_", ("up", "left"): "from_",
                 ("up", "right"): "over_"}[kind, closed] + (words["high"] or words["low"])
    return Option(value.replace("-", "minus_"), label)


def group_options(item: Item, groups: Mapping[str, Sequence[str] | str], where: str
                  ) -> tuple[ExpressionNode, tuple[Option, ...]]:
    """The expression that puts options into groups, and the groups as options; an option in no group stays."""
    places = {value: name for name, members in groups.items() for value in require_options(item, members, where)}
    named = [value for members in groups.values() for value in require_options(item, members, where)]
    if len(set(named)) < len(named):
        raise CleaningError("An option can be in one group only.", where="{file}, item {item!r}",
                            fix="name {twice} once", file=where, item=item.name,
                            twice=list_quoted(sorted({value for value in named if named.count(value) > 1})))
    made = {name: Option(option_value(name, place), same_text(name)) for place, name in enumerate(groups, start=1)}
    rest = {option.value: option for option in item.answers if option.value not in places}
    taken = [option.value for option in made.values() if option.value in rest]
    if taken:
        raise CleaningError("A group cannot have the name of an option that is not in it: {taken}.",
                            where="{file}, item {item!r}", fix="give the group another name", taken=list_quoted(taken),
                            file=where, item=item.name)
    options = (*made.values(), *rest.values())
    reference = ItemReference(item.name)
    tests = {option.value: _select(item, reference, [v for v in places if made[places[v]] == option] or [option.value])
             for option in options}
    if item.kind == "multiple":
        ticks = tuple(Call("if", (test, Literal(f"{value} "), Literal(""))) for value, test in tests.items())
        return Call("concat", (Literal(" "), *ticks)), options  # a blank: answered, and nothing ticked
    tree: ExpressionNode = Literal("")
    for value, test in reversed(tests.items()):
        tree = Call("if", (test, Literal(value), tree))
    return tree, tuple(Option(option.value, option.label) for option in options)


def require_options(item: Item, members: Sequence[str] | str, where: str) -> list[str]:
    """The values of options named by value or label."""
    found = []
    for name in [members] if isinstance(members, str) else members:
        hits = find_options(item.answers, name)
        if len(hits) != 1:
            raise CleaningError("{value!r} is no answer to {name!r}.", where="{file}",
                                fix=suggest_option(item.answers, name), value=name, name=item.name, file=where)
        found.append(hits[0].value)
    return found


def _select(item: Item, reference: ItemReference, values: Sequence[str]) -> ExpressionNode:
    """Whether one of several options is the answer, or is ticked."""
    def test(value: str) -> ExpressionNode:
        if item.kind == "multiple":
            return Call("selected", (reference, Literal(value)))
        score = item.option(value).score
        return Chain(reference, (("=", Literal(value if item.kind != "rating" or score is None else float(score))),))
    first, *rest = map(test, values)
    return Chain(first, tuple(("or", one) for one in rest)) if rest else first


def read_texts(node: ExpressionNode, numbers: Mapping[str, float]) -> ExpressionNode:
    """The expression that reads a text as a number, some texts with the number a person gave them."""
    tree: ExpressionNode = Call("parse-number", (node,))
    for text, number in reversed(tuple(numbers.items())):
        tree = Call("if", (Chain(node, (("=", Literal(text)),)), Literal(float(number)), tree))
    return tree


def relabel_options(options: Sequence[Option], labels: Labels) -> tuple[Option, ...]:
    """The options under the labels a person gave, by value or former label, or in order."""
    if labels is None:
        return tuple(options)
    if not isinstance(labels, Mapping):
        if len(labels) != len(options):
            raise CleaningError("There must be a label for each of {values}.", fix="labels=[{count} labels]",
                                values=list_quoted([o.value for o in options]), count=len(options))
        return tuple(Option(o.value, as_text(label)) for o, label in zip(options, labels, strict=True))
    keys = [next((key for key in (o.value, *o.label.values()) if key in labels), None) for o in options]
    unknown = [key for key in labels if key not in keys]
    if unknown:
        raise CleaningError("There is no option {name!r} to give a label.", name=unknown[0],
                            fix=suggest_option(options, unknown[0]))
    return tuple(o if key is None else Option(o.value, as_text(labels[key]), o.score) for o, key in zip(
        options, keys, strict=True))
