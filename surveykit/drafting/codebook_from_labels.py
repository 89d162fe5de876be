"""A codebook from what an SPSS or Stata file says of itself."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from surveykit.answers.user_missing import find_gap_kinds, is_declared, kind_of
from surveykit.answers.variable_map import CATEGORIES
from surveykit.codebook import Codebook, Item, Option
from surveykit.codebook.codebook_builder import CodebookBuilder
from surveykit.formats import Column, NativeTable, ResponseSet, Variable
from surveykit.survey import Change, number_of
from surveykit.text.detect_language import detect_language

KEY = "respondent"
MOST_UNLABELLED = 11
MOST_TOLD = 5
PLAIN = {"number": "number", "text": "text", "date": "date", "datetime": "date", "time": "text"}


def codebook_from_labels(table: NativeTable) -> tuple[Codebook, tuple[Change, ...]]:
    """The codebook, and a line for everything the file says that a codebook cannot.
    Numbers and texts with value labels become `single`; numbers with measure ordinal, or scale and more than two
    points, `rating`; a set of dichotomies or of categories one `multiple` item; dates `date`; the rest `number` and
    `text`. Labelled user-missing values become options with their kind of missing.
    """
    labels = [v.label for v in table.variables] + [side for v in table.variables for side in v.labels.values()]
    builder = CodebookBuilder(table.name, detect_language(labels))
    columns = {variable.name: (variable, column)
               for variable, column in zip(table.variables, table.columns, strict=True)}
    whole = {found.name: _category_options(builder, found, columns) for found in table.sets if found.kind != "D"}
    usable = [found for found in table.sets if found.kind == "D" or whole[found.name]]
    sets = {name: found for kind in "CD" for found in reversed(usable) if found.kind == kind
            for name in found.variables}
    changes = [Change("", name, "", "", "category_set", "no_action") for name, options in whole.items() if not options]
    done: set[str] = set()
    for variable, column in zip(table.variables, table.columns, strict=True):
        said = sets.get(variable.name)
        if said is None and variable.name != KEY:
            changes += _add_variable(builder, variable, column)
        elif said is not None and said.name not in done:
            done.add(said.name)
            _add_set(builder, said, [columns[name][0] for name in said.variables], whole.get(said.name, ()))
    title = {builder.language: table.label} if table.label else {}
    return builder.draft({"title": title, "language": builder.language}).codebook, tuple(changes)


def _add_set(builder: CodebookBuilder, said: ResponseSet, members: Sequence[Variable],
             categories: tuple[Option, ...]) -> None:
    """A response set as one item; its options are named after its variables, or are the categories that these share."""
    name, label = builder.name(said.name, kept=True), _text(builder, said.label)
    if categories:
        builder.add(Item(name, "multiple", label, categories, column=" ".join(said.variables), layout=CATEGORIES))
        return
    options = builder.distinct(said.name, [Option(v.name, {builder.language: v.label or v.name}) for v in members])
    builder.add(Item(name, "multiple", label, options, layout="onehot"))


def _category_options(builder: CodebookBuilder, said: ResponseSet,
                      columns: Mapping[str, tuple[Variable, Column]]) -> tuple[Option, ...]:
    """The options that the variables of a set of categories share; none where one code has two labels among them."""
    found: dict[str, Option] = {}
    for name in said.variables:
        _, options = _kind(builder, *columns[name])
        for option in options:
            if found.setdefault(option.value, option).label != option.label:
                return ()
    if any(not value or " " in value for value in found):
        return ()
    order = _sort_values([value for value, option in found.items() if option.missing is None])
    gaps = [value for value, option in found.items() if option.missing]
    return tuple(replace(found[value], score=found[value].score if value in gaps else None)
                 for value in (*order, *gaps)) if len(order) > 1 else ()


def _add_variable(builder: CodebookBuilder, variable: Variable, column: Column) -> list[Change]:
    """A variable as an item; a line if it had to be renamed, or its labels cannot be kept."""
    kind, options = _kind(builder, variable, column)
    name = builder.name(variable.name, kept=True)
    builder.add(Item(name, kind, _text(builder, variable.label), options,
                   column=None if name == variable.name else variable.name))
    changes = [] if name == variable.name else [Change("", name, variable.name, name, "renamed", "no_action")]
    lost = _answer_labels(variable) if kind in {"number", "date"} else {}
    told = ", ".join(f"{text} = {label}" for text, label in [*lost.items()][:MOST_TOLD])
    return changes + ([Change("", name, told, "", "labels_left", "no_action")] if lost else [])


def _text(builder: CodebookBuilder, label: str) -> dict[str, str]:
    """A label as a Text; none if it is empty."""
    return {builder.language: label} if label.strip() else {}


def _answer_labels(variable: Variable) -> dict[str, str]:
    """The labels of values that are answers."""
    return {text: label for text, label in variable.labels.items() if text and not is_declared(variable, text)}


def _kind(builder: CodebookBuilder, variable: Variable, column: Column) -> tuple[str, tuple[Option, ...]]:
    """The kind of item a variable is, and its options."""
    plain, labels = PLAIN[variable.kind], _answer_labels(variable)
    if not labels or plain == "date":
        return plain, ()
    answered = [text for text, gap in zip(column.texts, find_gap_kinds(variable, column.texts), strict=True) if not gap]
    bare = [text for text in answered if text not in labels]
    points = len(labels) + len(bare)  # SPSS calls every number scale until somebody says otherwise
    rating = plain == "number" and (variable.measure == "ordinal" or (variable.measure == "scale" and points > 2))
    if bare and (variable.measure == "scale" or len(bare) > max(MOST_UNLABELLED, len(labels))):
        return plain, ()
    options = [Option(text, {builder.language: labels.get(text) or text}, number_of(text) if rating else None)
               for text in _sort_values([*labels, *bare])]
    gaps = [Option(text, {builder.language: label}, number_of(text) if plain == "number" else None, kind_of(label))
            for text, label in variable.labels.items() if text and text not in labels]
    return "rating" if rating else "single", builder.distinct(variable.name, [*options, *gaps], spaced=True)


def _sort_values(texts: Sequence[str]) -> list[str]:
    """Numbers by size, other texts as they come."""
    numbers = [number_of(text) for text in texts]
    return list(texts) if None in numbers else [text for _, text in sorted(zip(numbers, texts, strict=True))]
