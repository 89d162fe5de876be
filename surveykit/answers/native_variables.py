"""What the cells of SPSS and Stata variables stand for: the rules by which the one parser reads them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from surveykit.answers.column_map import ColumnMap
from surveykit.answers.conventions import CellRules, Conventions, read_missing_codes
from surveykit.answers.export_table import ExportTable
from surveykit.answers.option_words import OptionWords
from surveykit.answers.user_missing import find_gap_kinds
from surveykit.codebook import Codebook, Item, Option
from surveykit.errors import list_quoted
from surveykit.formats import NativeTable, Variable
from surveykit.platforms.export_layout import ExportColumn, ExportLayout
from surveykit.platforms.plain_table import OWN
from surveykit.survey import Change, answer_codes, number_of
from surveykit.text.normalise import normalise

QUOTE = "'"
TICK = {"是", "选中", "已选", "yes", "checked", "selected", "ticked", "mentioned", "ausgewählt", "gewählt", "genannt"}
NO_TICK = {"否", "未选", "未选中", "没选", "no", "unchecked", "not selected", "not checked", "not ticked",
           "unselected", "not mentioned", "nicht ausgewählt", "nicht gewählt", "nicht genannt"}


def make_native_table(table: NativeTable, *, ours: bool) -> ExportTable:
    """The variables as columns of an export, each a question of its own."""
    slots = tuple(ExportColumn(place, variable.name, (variable.name,), variable.name, variable.label)
                  for place, variable in enumerate(table.variables))
    export = ExportLayout(OWN if ours else table.container, "", "", 0, slots)
    return ExportTable(table.name, table.sha256, export, table.columns, np.arange(1, len(table) + 1))


def unquote_text(text: str) -> str | None:
    """A text that `write_survey` put between `'`, without them; None where it stands between none."""
    return text[1:-1] if len(text) > 1 and text.startswith(QUOTE) and text.endswith(QUOTE) else None


@dataclass(slots=True)
class VariableDecoder:
    """The rules of a file's variables, with what was noticed on the way."""

    table: NativeTable
    tokens: Mapping[str, str]
    ours: bool
    rules: dict[tuple[str, int], CellRules] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)

    def add_item(self, item: Item, columns: ColumnMap) -> None:
        """The rules of the variable or variables of an item."""
        if item.name in columns.whole:
            place = columns.whole[item.name]
            coded = item.kind in {"single", "rating"} and item.options
            self.rules[item.name, place] = (self._code_rules if coded else self._base_rules)(item, place)
        for value, place in columns.blocks.get(item.name, {}).items():
            self.rules[item.name, place] = (
                self._code_rules(item, place) if value.startswith("#") else
                replace(self._base_rules(item, place), ticks=self._ticks(item, item.option(value), place)))

    def _base_rules(self, item: Item, place: int) -> CellRules:
        """Kinds of missing and marks, whatever the item is."""
        variable, texts = self.table.variables[place], self.table.columns[place].texts
        gaps = find_gap_kinds(variable, texts, item, ours=self.ours)
        untold = [text for text, gap in zip(texts, gaps, strict=True) if text and gap == "blank"]
        if untold:
            self.changes.append(Change("", item.name, list_quoted(untold), "blank", "declared_missing", "no_action"))
        declared = {normalise(text): gap for text, gap in zip(texts, gaps, strict=True) if gap and text}
        captions = {text: f"{text} = {variable.labels[text]}" for text in texts if variable.labels.get(text)}
        separator = (item.layout or "").partition(":")[2]
        words = OptionWords.as_written(item) if self.ours else OptionWords.from_item(item)
        return CellRules({**self.tokens, **declared}, words, separator, separator, None, {},
                         unquote_text if self.ours else None, captions)

    def _code_rules(self, item: Item, place: int) -> CellRules:
        """The rules of a variable that holds one of the options."""
        rules, variable = self._base_rules(item, place), self.table.variables[place]
        texts = self.table.columns[place].texts
        known = _coded_options(item, texts) if self.ours else _labelled_options(item, variable, texts)
        return replace(rules, words=OptionWords({text: (option, "") for text, option in known.items()}, exact=True))

    def _ticks(self, item: Item, option: Option, place: int) -> dict[str, int]:
        """Which cells are ticks: the value its set counts, 1 or 0, or what labels say."""
        variable, texts = self.table.variables[place], self.table.columns[place].texts
        sets = [found for found in self.table.sets if found.kind == "D" and variable.name in found.variables]
        counted = next((found for found in sets if found.name == item.name), sets[0] if sets else None)
        if counted is not None and not self.ours:
            return {normalise(text): int(text.strip() == counted.counted.strip()) for text in texts}
        words = {text: normalise(variable.labels.get(text, text)).casefold() for text in texts}
        own = {normalise(word).casefold() for word in (option.value, *option.label.values())}
        ticks = {text: 0 if word in NO_TICK else 1 for text, word in words.items() if word in NO_TICK | TICK | own}
        return {"1": 1, "0": 0, **{normalise(text): tick for text, tick in ticks.items()}}


def _coded_options(item: Item, texts: Sequence[str]) -> dict[str, Option]:
    """Options by the numbers that `write_survey` gave them."""
    codes = {code: value for value, code in answer_codes(item).items()}
    values = {text: codes.get(number) for text in texts if (number := number_of(text)) is not None}
    return {text: item.option(value) for text, value in values.items() if value is not None}


def _labelled_options(item: Item, variable: Variable, texts: Sequence[str]) -> dict[str, Option]:
    """Options by value, score or label; a cell whose label speaks of another option is none."""
    values = {option.value: option for option in reversed(item.options)}
    scores = {option.score: option for option in reversed(item.options) if option.score is not None}
    words = {normalise(side): o for o in reversed(item.options) for side in (o.value, *o.label.values())}
    often = Counter(map(normalise, variable.labels.values()))  # a label of two values names neither
    known = {}
    for text in texts:
        label = normalise(variable.labels.get(text, ""))
        named = words.get(label) if label and often[label] == 1 else None
        number = number_of(text)
        by_score, by_value = None if number is None else scores.get(number), values.get(text)
        numbered = (by_score or by_value) if item.kind == "rating" else (by_value or by_score)
        option = numbered or named or words.get(normalise(text))
        if option is not None and (named is None or option is named or number_of(label) is not None):
            known[text] = option
    return known


def decode_variables(table: NativeTable, book: Codebook, columns: ColumnMap, *,
                     ours: bool) -> tuple[Conventions, list[Change]]:
    """The rules of all variables that a codebook names, and what of the file's missing values was noticed."""
    tokens = read_missing_codes(book)
    decoder = VariableDecoder(table, tokens, ours)
    for item in book:
        decoder.add_item(item, columns)
    export = make_native_table(table, ours=ours).export
    return Conventions(export, tokens, strict=ours, by_column=decoder.rules), decoder.changes
