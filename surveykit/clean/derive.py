"""A new item made of others: computed, logged, and in the codebook with its expression."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from surveykit.clean.apply_step import require_reason
from surveykit.clean.derive_recipes import Labels, cut_bands, group_options, read_texts, relabel_options
from surveykit.clean.worklist import UNITS, find_reviewer, read_decisions
from surveykit.codebook import Item, Option
from surveykit.codebook.codebook_faults import name_faults
from surveykit.errors import CleaningError, list_quoted
from surveykit.expression.expression_tree import Call, ExpressionNode, ItemReference, Literal
from surveykit.survey import Change, Step, Survey, require_survey
from surveykit.survey.computed_items import compute_item
from surveykit.survey.condition_parser import parse_condition
from surveykit.survey.tree_values import PICKS, find_kind, find_names, find_numbers
from surveykit.survey.vain_parts import say_vain_parts
from surveykit.text.parse_number import parse_number
from surveykit.words.phrases import Text, as_text, phrase, same_text

YES_NO = (Option("yes", phrase("derive.yes")), Option("no", phrase("derive.no")))


def derive(survey: Survey, name: str, value: str, *, cut: Sequence[float] | None = None, closed: str = "left",
           group: Mapping[str, Sequence[str] | str] | None = None,
           numbers: Mapping[str, float] | str | Path | None = None,
           labels: Labels = None, label: str | Text | None = None, reason: str | Text) -> Survey:
    """Add an item that is computed from others; they stay as they are.

    Parameters
    ----------
    name
        Of the new item.
    value
        What it is, in the language of conditions (`docs/expressions.md`): a condition gives yes and no, arithmetic a
        number, a date a date, `coalesce(a, b)` the first of several items that was answered.
    cut
        Edges that divide the number `value` into bands, from below the first to the last and above; `labels` are drawn
        from the edges, and an outer band that holds nobody is left out.
    closed
        Whether an edge belongs to the band above it (`left`, as 18-24, 25-29) or below it (`right`).
    group
        Options of the item `value`, named by value or label, under the name of their group:
        `{"stay": ["stay", "renew"]}`. An option in no group stays.
    numbers
        With the text item `value`: its texts are read as numbers, these as the numbers given; or the path of a worklist
        that came back (`write_worklist(survey, item, path, task="number")`). Texts that are no number have a line in
        the log, without their words.
    labels
        Of the new item's options: in their order, or by value; each a text, or `{"zh": ..., "en": ...}`.
    label
        Wording of the new item; by default that of the item it is made of, or its name.
    reason
        Why; it stands in the log. In two languages: `{"zh": ..., "en": ...}`.

    Returns
    -------
    Survey
        With one more item behind those it is made of, role `derived`, usable wherever an item is; its expression is
        `survey[name].calculation`, and stands in column `calculation` of the codebook.

    Raises
    ------
    CleaningError
        No reason, a name that is taken or cannot be one, edges that do not grow, an option in two groups.
    AnalysisError
        The expression cannot be read.

    Missing values
    --------------
    Who lacks an answer that the value needs has none here: of the kind they lack it for, where they lack all for the
    same, else `blank`. `sum` and `mean` need all their items, `mean.2(a, b, c)` any two of them; `coalesce`, `answered`
    and `count-answered` take gaps as they are.

    Notes
    -----
    `cut=[18, 25]` is `cut(x, c(-Inf, 18, 25, Inf), right = FALSE)` in R and `RECODE INTO` in SPSS; `mean.2(...)` is
    SPSS's `MEAN.2`.

    Examples
    --------
    >>> import surveykit as sk
    >>> survey = sk.derive(sk.example_survey(), "speed", "months", cut=[3, 6], reason="as in last year's report")
    >>> [option.label["en"] for option in survey["speed"].options]
    ['2 and under', '3–5', '6 and over']
    >>> survey = sk.derive(survey, "burden", "count-selected(hardship)", reason="difficulties per person")
    >>> survey["burden"].calculation, float(survey.responses["burden"].max())
    ('count-selected(${hardship})', 3.0)
    """
    survey = require_survey(survey, "derive")
    require_reason(reason, "derive")
    _refuse_name(survey, name)
    reviewer = "" if numbers is None else find_reviewer(numbers)
    numbers = None if numbers is None else {text: float(parse_number(str(number), UNITS) or 0) for text, number in (
        read_decisions(survey, value, numbers, "number").items())}  # type: ignore[arg-type]
    given = {"name": name, "value": value, "cut": None if cut is None else list(cut), "closed": closed,
             "group": None if group is None else {key: [one] if isinstance(one, str) else list(one)
                                                  for key, one in group.items()},
             "numbers": None if numbers is None else dict(numbers), "labels": labels, "label": label,
             "reviewer": reviewer}
    tree, options = _read_recipe(survey, value, cut, closed, group, numbers)
    made = _make_item(survey, name, tree, options, label, labels)
    columns, codes = compute_item(survey, made, tree)
    sources = [item for item in survey.codebook if item.name in set(find_names(tree))]
    lines = [Change("", column, "", made.calculation or "", "derive", "add_column") for column in columns]
    lines += [Change("", name, "", "", "found_nobody", "no_action", words) for words in say_vain_parts(tree, survey)]
    lines += _note_unread(survey, made, tree, codes) if numbers is not None or "parse-number" in value else []
    step = Step("derive", reason, tuple(lines), {key: one for key, one in given.items() if one not in (None, "")})
    return survey.with_new_item(made, columns, codes, after=sources[-1].name if sources else None, step=step)


def _refuse_name(survey: Survey, name: str) -> None:
    """Refuse a name that is taken or that no item can have."""
    faults = name_faults(name)
    if faults or name in survey.codebook or name in survey._responses:
        raise CleaningError("There is an item {name!r} already." if not faults else "{name!r} cannot be a name.",
                            where=survey, fix="choose another name: letters, digits and _", name=name)


def _read_recipe(survey: Survey, value: str, cut: Sequence[float] | None, closed: str,
                 group: Mapping[str, Sequence[str] | str] | None, numbers: Mapping[str, float] | None
                 ) -> tuple[ExpressionNode, tuple[Option, ...]]:
    """The expression of a recipe, and the options it makes."""
    file = survey.source.name
    if sum(one is not None for one in (cut, group, numbers)) > 1:
        raise CleaningError("derive takes one of cut, group and numbers.", where="{file}", file=file,
                            fix="derive one item, then another of it")
    tree = parse_condition(value, survey.codebook, file)
    if cut is not None:
        if find_kind(tree, survey) != "number":
            raise CleaningError("Bands need a number; {value!r} is none.", where="{file}", value=value, file=file,
                                fix="derive a number of it first: derive(survey, name, {value!r}, numbers={{}}, ...)")
        return cut_bands(tree, find_numbers(tree, survey), cut, closed, file)
    item = survey.codebook[tree.name] if isinstance(tree, ItemReference) else None
    if group is not None:
        if item is None or not item.answers or item.kind == "rank":
            raise CleaningError("Groups need an item with options; {value!r} is none.", where="{file}", value=value,
                                file=file, fix="name a single or select-all question, or a rating")
        return group_options(item, group, file)
    return (tree if numbers is None else read_texts(tree, numbers)), ()


def _make_item(survey: Survey, name: str, tree: ExpressionNode, options: tuple[Option, ...], label: str | Text | None,
               labels: Labels) -> Item:
    """The new item: its kind and options after what the expression gives."""
    results, grouped = list(_find_results(tree)), bool(options)
    items = [survey.codebook[node.name] for node in results if isinstance(node, ItemReference)]
    kind = find_kind(tree, survey)
    if options:
        kind = "multiple" if isinstance(tree, Call) and tree.name == "concat" else "single"
    elif kind == "truth":
        kind, options = "single", YES_NO
    elif items and len(items) == len([node for node in results if node != Literal("")]):
        kind, options = _merge_items(survey, items)
    elif kind == "text" and results and all(isinstance(node, Literal) for node in results):
        texts = dict.fromkeys(str(node.content) for node in results if isinstance(node, Literal) and node.content)
        kind, options = "single", tuple(Option(text, same_text(text)) for text in texts)
    words = as_text(label) if label is not None else _find_label(survey, name, tree) if grouped else same_text(name)
    return Item(name, kind, words, relabel_options(options, labels), role="derived", calculation=str(tree))


def _find_results(node: ExpressionNode) -> Iterator[ExpressionNode]:
    """What an expression can come to: the branches of `if` and `coalesce`."""
    if isinstance(node, Call) and node.name in PICKS:
        for part in node.parts[node.name == "if":]:
            yield from _find_results(part)
    else:
        yield node


def _merge_items(survey: Survey, items: Sequence[Item]) -> tuple[str, tuple[Option, ...]]:
    """The kind of several items, and the options of all; items that differ are refused."""
    merged: dict[str, Option] = {}
    for option in (option for item in items for option in item.answers):
        held = merged.setdefault(option.value, option)
        if held.score != option.score or set(held.label.values()).isdisjoint(option.label.values()):
            raise CleaningError("The option {option!r} does not mean the same in {items}.", where=survey,
                                option=option.value, items=list_quoted(item.name for item in items),
                                fix="give equal options equal values in the codebook")
    kinds = {item.kind for item in items}
    if len(kinds) > 1:
        raise CleaningError("{items} are of different kinds: {kinds}.", where=survey, kinds=list_quoted(sorted(kinds)),
                            items=list_quoted(item.name for item in items), fix="put items of one kind together")
    return items[0].kind, tuple(merged.values())


def _find_label(survey: Survey, name: str, tree: ExpressionNode) -> Text:
    """The wording of bands or groups: of the one item they are made of, else the name."""
    names = list(dict.fromkeys(find_names(tree)))
    return phrase("derive.grouped", item=survey.codebook[names[0]].words, name=name) if len(names) == 1 else (
        same_text(name))


def _note_unread(survey: Survey, item: Item, tree: ExpressionNode, codes: NDArray[np.int8]) -> list[Change]:
    """A line for each text that is no number; its words are in the survey, not in the log."""
    names = [name for name in dict.fromkeys(find_names(tree)) if survey.codebook[name].kind in {"text", "single"}]
    written = np.logical_and.reduce([survey.missing_codes([name])[:, 0] == 0 for name in names]) if names else codes < 0
    return [Change(str(respondent), item.name, "", "", "not_a_number", "no_action")
            for respondent in survey._responses.index[written & (codes > 0)]]


def redo_derive(survey: Survey, step: Step) -> Survey:
    """The survey with the item of a step, made again."""
    arguments = {key: one for key, one in step.arguments.items() if key != "reviewer"}
    return derive(survey, **{**arguments, "reason": step.reason})  # type: ignore[arg-type]
