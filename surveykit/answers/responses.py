"""Text cells become answers, by the codebook.

Every distinct text of a column is read once. Whatever is read otherwise than it stands in the file
(full-width digits, stray blanks, units) is a Change; whatever cannot be read is a AnswerFault, never a guess.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from surveykit.answers.answer_fault import BLANKED, FLAGS, REFUSED, AnswerFault, collect_faults
from surveykit.answers.cell_parser import (
    ParsedCell,
    find_missing,
    is_free_text,
    make_parser,
    parse_texts,
    read_plain_cells,
)
from surveykit.answers.column_map import ColumnMap
from surveykit.answers.column_names import COLUMNS_MARK, find_other_option
from surveykit.answers.conventions import Conventions
from surveykit.answers.export_table import ExportTable
from surveykit.answers.fill_ins import add_fill_ins
from surveykit.answers.option_columns import OptionColumn, add_listed_marks, collect_typed_words, parse_option_columns
from surveykit.codebook import Codebook, Item
from surveykit.errors import list_quoted
from surveykit.formats import Column
from surveykit.survey import MISSING_CODE, Change, Flag
from surveykit.survey.frame import build_frame, find_option_places
from surveykit.text.normalise import normalise
from surveykit.words.phrases import phrase

DTYPES = {"number": "Float64", "rating": "Float64", "multiple": "Int8"}
BLANK = MISSING_CODE["blank"]
PLAIN = ParsedCell()  # a cell that is its own value
Values = np.ndarray | pd.api.extensions.ExtensionArray


@dataclass(frozen=True, slots=True, eq=False)
class Responses:
    """Answers and kinds of missing by response column, with the codebook they have, and what was noticed.
    `coded` are places among the answers of an item, as analyses ask for them first.
    """

    table: ExportTable
    respondents: tuple[str, ...]
    codebook: Codebook
    data: Mapping[str, Values]
    kinds: Mapping[str, np.ndarray]
    faults: tuple[AnswerFault, ...]
    changes: tuple[Change, ...]
    added: tuple[Change, ...]
    unticked: Mapping[str, int]
    coded: Mapping[str, np.ndarray]

    def to_frames(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Responses and kinds of missing (codes), one row per respondent."""
        index = pd.Index(self.respondents, name="respondent", dtype=object)
        columns = {column: item for item in self.codebook for column in item.columns if column in self.data}
        frame = {column: pd.Series(self.data[column], dtype=DTYPES.get(item.kind, object), copy=False)
                 for column, item in columns.items()}
        kinds = {column: self.kinds[column] for column in columns}
        return build_frame(frame, pd.RangeIndex(len(index))).set_axis(index), build_frame(kinds, index)

    def flags(self) -> tuple[Flag, ...]:
        """A flag for every respondent whose answer is in doubt."""
        return tuple(Flag(self.respondents[row], fault.item, FLAGS[fault.reason][0], fault.text, FLAGS[fault.reason][1])
                     for fault in self.faults if not fault.is_refused for row in fault.rows.tolist())

    def unread_rows(self) -> dict[str, np.ndarray]:
        """Rows, by item, whose answer could not be read."""
        rows: dict[str, list[np.ndarray]] = {}
        for fault in self.faults:
            if fault.reason in REFUSED | BLANKED:
                rows.setdefault(fault.item, []).append(fault.rows)
        return {item: np.concatenate(parts) for item, parts in rows.items()}


@dataclass(slots=True)
class ResponsesBuilder:
    """Columns under construction, with what was noticed on the way."""

    table: ExportTable
    columns: ColumnMap
    conventions: Conventions
    respondents: tuple[str, ...]
    data: dict[str, Values] = field(default_factory=dict)
    kinds: dict[str, np.ndarray] = field(default_factory=dict)
    fills: dict[str, np.ndarray] = field(default_factory=dict)
    option_fills: dict[tuple[str, str], np.ndarray] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    faults: list[AnswerFault] = field(default_factory=list)
    unticked: dict[str, int] = field(default_factory=dict)
    coded: dict[str, np.ndarray] = field(default_factory=dict)

    def add_item(self, item: Item) -> None:
        """Read the column or columns of an item."""
        if self.columns.blocks.get(item.name):
            self._add_block(item, self.columns.blocks[item.name])
        elif item.name in self.columns.whole:
            self._add_column(item, self.columns.whole[item.name])

    def _add_column(self, item: Item, place: int) -> None:
        """Read one column."""
        column, rules = self.table.columns[place], self.conventions.rules_for(item, place)
        if is_free_text(item):
            texts, gaps = parse_texts(column.texts, rules)
            kinds = np.zeros(len(texts) or 1, dtype="int8")
            kinds[list(gaps)] = [MISSING_CODE[kind] for kind in gaps.values()]
            self.data[item.name], self.kinds[item.name] = _spread_values(column, texts), np.take(kinds, column.codes)
            return
        parse = make_parser(item, rules, column.texts)
        plain = read_plain_cells(item, column.texts, rules)
        answers = [parse(text) if value is None else PLAIN for text, value in zip(column.texts, plain, strict=True)]
        found = [(code, *fault) for code, answer in enumerate(answers) for fault in answer.faults]
        faults = collect_faults(item.name, column, found)
        self.faults += faults
        self._log_changes(item, column, answers, faults)
        self._store(item, column, answers, plain)

    def _log_changes(self, item: Item, column: Column, answers: Sequence[ParsedCell],
                     faults: Sequence[AnswerFault]) -> None:
        """Lines of the log: cells read otherwise than they stand, cells made blank, words taken for typed ones."""
        for fault in faults:
            if fault.reason in BLANKED:
                self.changes += [Change(self.respondents[row], item.name, fault.text, "", FLAGS[fault.reason][0],
                                        "blank_response") for row in fault.rows.tolist()]
        rewritten = np.array([answer.written is not None for answer in answers] or [False])
        for row in np.flatnonzero(rewritten[column.codes]):
            code = column.codes[row]
            self.changes.append(Change(self.respondents[row], item.name, column.texts[code],
                                       answers[code].written or "", "normalise_text", "change_response"))
        counts = np.bincount(column.codes, minlength=len(answers))
        marks = [(text, int(n)) for text, n, answer in zip(column.texts, counts, answers, strict=False)
                 if answer.placeholder]
        if marks:
            self.changes.append(Change("", item.name, list_quoted([text for text, _ in marks]),
                                       str(sum(n for _, n in marks)), "placeholder", "no_action"))
        typed = [int(n) for n, answer in zip(counts, answers, strict=False) if answer.typed]
        if typed:
            note = phrase("read.typed", count=sum(typed), texts=len(typed), most=max(typed))
            self.changes.append(Change("", item.name, "", "", "typed_other", "no_action", note))

    def _store(self, item: Item, column: Column, answers: Sequence[ParsedCell], plain: Sequence[object]) -> None:
        """The answers as one column, or as one per option."""
        codes = np.fromiter((MISSING_CODE[answer.missing] for answer in answers), dtype="int8")
        kinds = np.take(codes if len(codes) else np.zeros(1, dtype="int8"), column.codes)
        if item.kind == "multiple":
            for option, name in zip(item.answers, item.columns, strict=True):
                ticks = [int(option.value in a.value) if isinstance(a.value, frozenset) else None for a in answers]
                self.data[name], self.kinds[name] = _spread_numbers(column, ticks, DTYPES[item.kind]), kinds
        else:
            values = [answer.value if value is None else value for answer, value in zip(answers, plain, strict=True)]
            self.data[item.name] = (_spread_numbers(column, values, DTYPES[item.kind]) if item.kind in DTYPES
                                    else _spread_values(column, values))
            self.kinds[item.name] = kinds
            if item.options and item.kind in {"single", "rating"}:
                self.coded[item.name] = np.take(find_option_places(item, values), column.codes)
        if len(owners := {value for answer in answers for value, _ in answer.fills}) > 1:
            self._store_words(item, column, answers, owners)
        elif any(answer.fill for answer in answers):
            self.fills[item.name] = _spread_values(column, [answer.fill for answer in answers])

    def _store_words(self, item: Item, column: Column, answers: Sequence[ParsedCell], owners: set[str]) -> None:
        """Words behind several options of a question, each with its option; those of `other` are the fill-in."""
        other = find_other_option(item)
        for option in (option for option in item.options if option.value in owners):
            texts = _spread_values(column, ["；".join(fill for value, fill in answer.fills if value == option.value)
                                            for answer in answers])
            if other is not None and option.value == other.value:
                self.fills[item.name] = texts
            else:
                self.option_fills[item.name, option.value] = texts

    def _add_block(self, item: Item, block: Mapping[str, int]) -> None:
        """Read a question with a column for each option."""
        parts = [self._option_column(item, part, place) for part, place in block.items()]
        listed = COLUMNS_MARK in (item.column or "")
        parts = add_listed_marks(parts) if listed and item.kind != "rank" else parts
        named = listed or any(self.table.slots[place].role == "option" for place in block.values())
        strict = self.conventions.strict and item.layout == "onehot" and (not named or _says_unticked(parts))
        parsed = parse_option_columns(item, parts, strict=strict, empty=self.conventions.export.empty)
        self.faults += parsed.faults
        for column in item.columns:
            rows = len(parsed.kinds)
            self.data[column] = parsed.values.get(column, pd.array([0] * rows, dtype="Int8"))
            self.kinds[column] = parsed.kinds
        self.unticked[item.name] = parsed.unticked
        words = collect_typed_words(item, parts) if item.kind == "multiple" and "*" in parts[0].rules.ticks else None
        if words is not None:
            self.fills[item.name] = words

    def _option_column(self, item: Item, part: str, place: int) -> OptionColumn:
        """A column of a block; words typed beside options are ticks of the option `other`."""
        column, rules = self.table.columns[place], self.conventions.rules_for(item, place)
        if self.table.slots[place].role == "other" and item.kind == "multiple":
            texts = tuple(text if find_missing(text, rules.missing) else "1" for text in column.texts)
            return OptionColumn(part, Column(texts, column.codes), replace(rules, ticks={**rules.ticks, "1": 1}))
        return OptionColumn(part, column, rules)

    def add_typed(self, item: Item) -> None:
        """What was typed beside the options: a fill-in; whoever typed and chose nothing else chose `other`."""
        place = self.columns.beside.get(item.name)
        if place is None or item.columns[0] not in self.data:
            return
        column, option = self.table.columns[place], find_other_option(item)
        missing = self.conventions.missing
        texts = _spread_values(column, ["" if find_missing(text, missing) else text for text in column.texts])
        rest = self._split_words(item, texts)
        if place not in self.columns.whole.values() and rest is not None:
            self.fills[item.name] = rest
        if item.kind == "single" and option is not None:
            chose = (self.kinds[item.name] == BLANK) & (texts != "")
            self.data[item.name] = np.where(chose, option.value, np.asarray(self.data[item.name], dtype=object))
            self.kinds[item.name] = np.where(chose, 0, self.kinds[item.name]).astype("int8")
            self.coded.pop(item.name, None)

    def _split_words(self, item: Item, texts: np.ndarray) -> np.ndarray | None:
        """Give words typed beside several options in one column to the item of the one option that was chosen.
        Words are returned that belong to no such option, or to one of several that were ticked; None if none are left.
        """
        owners = {value: name for name, (asker, value) in self.columns.split.items() if asker == item.name}
        asked = self.kinds[item.columns[0]]
        chosen = {value: self._has_chosen(item, value) for value in owners}
        alone = np.sum([*chosen.values(), np.zeros(len(texts))], axis=0) == 1
        rest = texts
        for value, name in owners.items():
            own = chosen[value] & alone & (texts != "")
            self.data[name], rest = np.where(own, texts, np.array(None)), np.where(own, "", rest)
            gaps = np.where(asked != 0, asked, np.where(chosen[value], BLANK, MISSING_CODE["not_asked"]))
            self.kinds[name] = np.where(own, 0, gaps).astype("int8")
        return rest if not owners or (rest != "").any() else None

    def _has_chosen(self, item: Item, value: str) -> np.ndarray:
        """Who chose an option of an item."""
        if item.kind != "multiple":
            chosen: np.ndarray = np.asarray(self.data[item.name], dtype=object) == value
            return chosen
        column = item.columns[[option.value for option in item.answers].index(value)]
        return np.asarray(pd.Series(self.data[column]).eq(1).fillna(False), dtype=bool)


def parse_responses(table: ExportTable, book: Codebook, columns: ColumnMap, conventions: Conventions,
                    respondents: tuple[str, ...]) -> Responses:
    """The answers of a table, by the columns of its items; items without are fill-ins, filled from their question.
    What cannot be read is blank, and among the faults.
    """
    builder = ResponsesBuilder(table, columns, conventions, respondents)
    for item in book:
        builder.add_item(item)
    for item in book:
        builder.add_typed(item)
    full = add_fill_ins(book, builder.fills, builder.option_fills, builder.data, builder.kinds, set(columns.whole),
                        len(table))
    added = tuple(Change("", item.name, "", "", "fill_in", "add_column") for item in full if item.name not in book)
    return Responses(table, builder.respondents, full, builder.data, builder.kinds, tuple(builder.faults),
                     tuple(builder.changes), added, builder.unticked, builder.coded)


def _says_unticked(parts: Sequence[OptionColumn]) -> bool:
    """Whether a cell of a select-all question says that an option was left unticked; else an empty one does."""
    return any(part.rules.ticks.get(normalise(text)) == 0 for part in parts for text in part.column.texts)


def _spread_numbers(column: Column, values: Sequence[object], dtype: str) -> pd.api.extensions.ExtensionArray:
    """One number per distinct text, spread over the rows, as pandas keeps numbers beside gaps."""
    distinct: pd.api.extensions.ExtensionArray = pd.Series(list(values) or [None], dtype=dtype).array
    return distinct.take(column.codes)


def _spread_values(column: Column, values: Sequence[object]) -> np.ndarray:
    """One value per distinct text, spread over the rows."""
    return np.take(np.fromiter(values or [None], dtype=object), column.codes)
