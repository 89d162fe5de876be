"""The sheet `survey` of an XLSForm: rows become items, groups hand their conditions to their members."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from surveykit.codebook.codebook_faults import expression_fault, item_faults, name_faults, option_faults, type_faults
from surveykit.codebook.form_texts import join_conditions, list_values
from surveykit.codebook.items import REQUIRED, Item, Option, Scale
from surveykit.errors import CodebookError, did_you_mean
from surveykit.expression import parse
from surveykit.words.messages import JoinedMessage, Message
from surveykit.words.phrases import Text, phrase

TYPES = {"text": "text", "integer": "number", "decimal": "number", "date": "date", "dateTime": "date",
         "select_one": "single", "select_multiple": "multiple", "rank": "rank",
         "string": "text", "int": "number", "range": "number", "time": "text", "barcode": "text", "datetime": "date"}
SILENT = {"note", "calculate", "hidden", "start", "end", "today", "deviceid", "username", "email", "phonenumber",
          "simserial", "subscriberid", "imei", "audit", "xml-external", "csv-external"}
UNREAD = {"geopoint", "geotrace", "geoshape", "image", "photo", "audio", "video", "file", "acknowledge", "trigger",
          "start-geopoint", "background-audio", "background-geopoint", "osm"}
CHOOSING = {"select_one", "select_multiple", "rank"}
BRACKET = re.compile(r"(?P<side>begin|end)[ _](?P<what>group|repeat|loop|lgroup)")
CHOICE = re.compile(r"(?P<word>(?:add )?select[ _]?one(?: prompt using| from)?|select1|"
                    r"(?:add )?select[ _]multiple(?: prompt using| from)?|select all that apply(?: from)?|rank)"
                    r"(?:\s+(?P<list>(?!or[ _]).*?))?(?P<other>\s+or(?: specify |[ _])other)?")
TRUE, FALSE = {"1", "yes", "true", "true()", "是"}, {"", "0", "no", "false", "false()", "否"}
EXPRESSIONS = (("relevant", "asked_if"), ("constraint", "constraint"), ("required", "required"))
Row = Mapping[str, str]
PLAIN = {"type", "name", "label", "hint", "relevant", "constraint", "required", "appearance", "calculation",
         "list_name", "default", "choice_filter", "form_title", "form_id", "version", "default_language",
         "scale", "min", "max", "score", "min_valid"}
ALIASES = {"relevance": "relevant", "caption": "label", "command": "type", "set_form_title": "form_title",
           "set_form_id": "form_id"}
ONLY_IN = {"survey": {"tag": "name"}, "choices": {"value": "name", "list": "list_name"}}
LANGUAGE = re.compile(r"(?P<stem>[A-Za-z_ ]+?)\s*::?\s*(?P<language>.+)")


@dataclass(frozen=True, slots=True)
class OpenGroup:
    """A group that is open: what was begun, in which row, and on what condition."""

    what: str
    row: int
    relevant: str | None


@dataclass(slots=True)
class SurveySheet:
    """The sheet as far as it is read: items, names of all rows, faults and warnings."""

    choices: Mapping[str, Sequence[Option]]
    scales: Mapping[str, Scale]
    faults: list[str]
    ours: bool = False
    items: list[Item] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    groups: list[OpenGroup] = field(default_factory=list)
    warnings: list[Text] = field(default_factory=list)
    todo: dict[str, str] = field(default_factory=dict)  # what a draft still asks, by item
    also: dict[str, tuple[str, ...]] = field(default_factory=dict)  # other names of its column, by item

    def read(self, rows: Sequence[tuple[int, Row]]) -> None:
        """All rows; then the expressions, which may name any of them."""
        items = {item.name: (number, item) for number, row in rows for item in self._row(number, row)}
        for group in self.groups:
            self.faults.append(Message("sheet survey, row {row}: this {subject} is begun and not ended", row=group.row,
                                       subject=group.what))
        self.items = [item for _, item in items.values()]
        for number, item in items.values():
            self._expressions(number, item)

    def fault(self, number: int, *faults: str) -> None:
        """Note what is wrong in a row."""
        self.faults += [Message("sheet survey, row {row}: {fault}", row=number, fault=fault) for fault in faults]

    def _row(self, number: int, row: Row) -> Iterator[Item]:
        """The items of a row: none, one, or two where `or_other` adds a text."""
        said = " ".join((row.get("type") or "").split())
        bracket, choice = BRACKET.fullmatch(said), CHOICE.fullmatch(said)
        name = row.get("name") or ""
        if bracket:
            self._bracket(number, bracket["side"], bracket["what"], row)
            return
        word = _choice_word(choice["word"]) if choice else said
        if word == "calculate" and row.get("sk_role") == "derived":  # a column of ours, not one a form keeps to itself
            word = "decimal"
        if word in SILENT | UNREAD:
            self.rows.setdefault(name, number)
            if word in UNREAD:
                self.warnings.append(phrase("form.left_out", name=repr(name), kind=repr(word)))
            return
        faults = [*type_faults(word, name, TYPES, SILENT | UNREAD), *name_faults(name)]
        listed_name = (choice["list"] or "").strip() if choice else ""
        options = tuple(self.choices.get(listed_name, ()))
        if choice and not options:
            known = did_you_mean(listed_name, self.choices)
            faults.append(Message("the list {listed_name!r} of item {name!r} is not in sheet choices; {known}",
                                  listed_name=listed_name, name=name, known=known)
                          if listed_name else Message("item {name!r} must name its list: {word} listname", name=name,
                                                      word=word))
        if name in self.rows:
            faults.append(Message("the name {name!r} stands already in row {rows}", name=name, rows=self.rows[name]))
        self.rows.setdefault(name, number)
        self.fault(number, *faults)
        if faults:
            return
        other = bool(choice and choice["other"])
        options = (*options, Option("other", phrase("codebook.other"))) if other else options
        item = self._item(number, row, word, name, options)
        if row.get("sk_todo"):
            self.todo[name] = row["sk_todo"]
        if row.get("sk_also"):
            self.also[name] = tuple(filter(None, map(str.strip, row["sk_also"].split("|"))))
        yield item
        if other:
            yield from self._or_other_item(number, item)

    def _bracket(self, number: int, side: str, what: str, row: Row) -> None:
        """The beginning or end of a group; a repeat is refused."""
        if row.get("name"):
            self.rows.setdefault(row["name"], number)
        if side == "begin":
            self.groups.append(OpenGroup(what, number, row.get("relevant")))
            if what != "group":
                self.fault(number,
                           Message("a {subject} is asked several times of one respondent, and here a respondent has "
                                           "one row: take it out and read its sheet as a survey of its own",
                                   subject=what))
            return
        if not self.groups or self.groups[-1].what != what:
            fault, last = Message("this end of a {group} has no beginning", group=what), self.groups[-1:]
            self.fault(number, JoinedMessage("; ", [fault, *(
                Message("the {group} of row {row} is open", group=group.what, row=group.row) for group in last)]))
        if any(group.what == what for group in self.groups):
            while self.groups.pop().what != what:
                pass

    def _item(self, number: int, row: Row, word: str, name: str, options: tuple[Option, ...]) -> Item:
        """One item; what contradicts itself is noted."""
        scale = row.get("sk_scale") or None
        rating = word == "select_one" and (scale or row.get("sk_measure") in {"ordinal", "scale"})
        conditions = [c for c in (*(group.relevant for group in self.groups), row.get("relevant")) if c]
        item = Item(name, "rating" if rating else TYPES[word], read_label(row), options, join_conditions(conditions),
                    row.get("constraint") or None, scale, (row.get("sk_reverse") or "").casefold() in TRUE,
                    row.get("sk_role") or None, row.get("sk_column") or None, row.get("sk_layout") or None,
                    read_label(row, "sk_short"), read_required(row.get("required") or ""),
                    row.get("calculation") or None if row.get("sk_role") == "derived" else None)
        self.fault(number, *item_faults(item, self.scales))
        return item

    def _or_other_item(self, number: int, item: Item) -> Iterator[Item]:
        """The text that `or_other` adds to a choice; better written out, for it is in one language."""
        name = f"{item.name}_other"
        self.fault(number, *option_faults(item.options[-1], item.options[:-1], item.name, "or_other"))
        self.warnings.append(phrase("form.or_other", name=repr(item.name), type="or_other"))
        if name not in self.rows:
            self.rows[name] = number
            yield Item(name, "text", phrase("read.fill_in", item=item.words), role="other_text",
                       asked_if=f"selected(${{{item.name}}},'other')")

    def _expressions(self, number: int, item: Item) -> None:
        """Expressions that cannot be read, or that name what stands nowhere, are faults; what only another
        program can evaluate is a warning."""
        names = {item.name for item in self.items}
        for heading, attribute in EXPRESSIONS:
            text = getattr(item, attribute)
            if not text or text == REQUIRED:
                continue
            try:
                asked = set(parse(text).names)
            except CodebookError as error:
                fault = expression_fault(text, error)
                self.fault(number, *([Message("{heading} of item {item!r}: {fault}", heading=heading, item=item.name,
                                              fault=fault)] if fault else []))
                if not fault:
                    self.warnings.append(phrase("form.unchecked", name=repr(item.name), heading=heading,
                                                text=repr(text), why=error.what))
                continue
            for name in sorted(asked - names):
                near = did_you_mean(name, sorted(names))
                if name in self.rows or self.ours:
                    self.warnings.append(phrase("form.unknown", name=repr(item.name), heading=heading,
                                             wanted=repr(name), near=near))
                else:
                    self.fault(number, Message("{heading} of item {item!r} asks for {name!r}, which stands nowhere; "
                                               "{near}", heading=heading, item=item.name, name=name, near=near))


def _choice_word(said: str) -> str:
    """`select_one`, `select_multiple` or `rank`, however it is spelt."""
    if said == "rank":
        return said
    return "select_one" if "one" in said or said == "select1" else "select_multiple"


def read_required(cell: str) -> str | None:
    """Whether an answer is required: `yes`, an expression, or None.
    >>> read_required("TRUE()"), read_required("no"), read_required("${age} > 17")
    ('yes', None, '${age} > 17')
    """
    word = cell.strip().casefold()
    return None if word in FALSE else REQUIRED if word in TRUE else cell


def translation_warnings(items: Sequence[Item]) -> list[Text]:
    """A warning for each language that has most labels and not all."""
    texts = {item.name: [item.label, *(option.label for option in item.options)] for item in items}
    spoken = dict.fromkeys(language for labels in texts.values() for label in labels for language in label)
    found = []
    for language in spoken:
        lacking = [name for name, labels in texts.items() if any(not label.get(language) for label in labels)]
        if lacking and 2 * len(lacking) < len(items):
            found.append(phrase("form.untranslated", language=language, names=list_values(lacking)))
    return found


def unused_scale_warnings(scales: Mapping[str, Scale], items: Sequence[Item]) -> list[Text]:
    """A warning for each scale that no item belongs to."""
    named = {item.scale for item in items}
    return [phrase("form.unused", name=repr(name), column="sk_scale") for name in scales if name not in named]


def _spell_heading(heading: str, sheet: str) -> str:
    """A heading as we spell it: `list name` is `list_name`, `label:English` is `label::English`.
    >>> _spell_heading("List  name", "choices"), _spell_heading("label : English", "survey")
    ('list_name', 'label::English')
    """
    bare = heading.strip()
    known = "_".join(bare.split()).casefold()
    known = {**ALIASES, **ONLY_IN.get(sheet, {})}.get(known, known)
    if known in PLAIN or (known.startswith("sk_") and "::" not in known and ":" not in known):
        return known
    match = LANGUAGE.fullmatch(bare)
    if match and match["stem"].casefold() in {"label", "caption", "hint", "sk_short", "sk_title", "form_title"}:
        stem = match["stem"].casefold()
        return f"{ALIASES.get(stem, stem)}::{match['language'].strip()}"
    return bare


def spell_headings(sheet: str, cells: Sequence[Sequence[str]]) -> list[list[str]]:
    """The sheet's cells under headings as we spell them; an alias gives way to the heading itself."""
    if not cells:
        return []
    taken = {"_".join(heading.split()).casefold() for heading in cells[0]}
    names = [(heading.strip(), _spell_heading(heading, sheet)) for heading in cells[0]]
    first = [old if new in taken and "_".join(old.split()).casefold() != new else new for old, new in names]
    return [first, *map(list, cells[1:])]


def read_label(row: Row, stem: str = "label", default: str = "en") -> Text:
    """The `label::Language (code)` cells of a row as a Text; a bare `label` is in `default`."""
    found = {}
    for heading, cell in row.items():
        match = re.fullmatch(rf"{stem}(?:::?\s*(.+))?", heading)
        if match and cell:
            found[read_language(match.group(1) or default)] = cell
    return found


def read_language(name: str) -> str:
    """`zh` or `en` (or the name itself) from `中文 (zh)`, `English`."""
    code = re.search(r"\(([a-z]{2})[^)]*\)", name)
    if code:
        return code.group(1)
    return {"中文": "zh", "chinese": "zh", "english": "en"}.get(name.strip().casefold(), name.strip())
