"""A Qualtrics form (`.qsf`) as a codebook; its columns are the ImportIds of the export."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from surveykit.codebook.codebook_builder import CodebookBuilder
from surveykit.codebook.conditions import chosen_condition, describe_logic, range_constraint, translate_display_logic
from surveykit.codebook.draft import Draft
from surveykit.codebook.form_roots import entries, json_root, value_at
from surveykit.codebook.form_texts import code_number, join_texts, list_values, match_languages, plain_text
from surveykit.codebook.items import REQUIRED, Item, Option
from surveykit.codebook.score_options import score_options
from surveykit.codebook.survey_flow import RandomPart, Way, condition_of_ways, read_flow, read_parts
from surveykit.errors import ReadError
from surveykit.words.messages import Message
from surveykit.words.phrases import LANGUAGES, Text

SELECTORS = {**dict.fromkeys(("MAVR", "MAHR", "MACOL", "MSB"), "multiple"), "NPS": "rating"}
YES = {"true", "on", "1"}
ONE_OF_SCALE = {"SingleAnswer", "DL", "DND"}
ROLES = {"ValidEmail": "pii:email", "ValidPhone": "pii:phone", "ValidUSPhone": "pii:phone"}
MOST_LANGUAGES = 60
FIX = Message("export the survey again: Tools, Import/Export, Export Survey")


@dataclass(slots=True)
class QualtricsForm:
    """What the whole form says: its languages, the choices that conditions may name, headings by export tag."""

    builder: CodebookBuilder
    tongues: Mapping[str, str]
    choices: dict[str, tuple[Item, dict[str, str]]] = field(default_factory=dict)
    tags: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class QualtricsQuestion:
    """One question (or one column of a side-by-side: `path` leads to it), its texts in reach."""

    form: QualtricsForm
    payload: object
    qid: str
    path: tuple[str, ...] = ()
    stem: Text = field(default_factory=dict)

    def at(self, *path: str) -> object:
        """What stands there in the survey's own language; None if nothing does."""
        return value_at(self.payload, *self.path, *path)

    def word(self, key: str) -> str:
        """A short text, '' if there is none."""
        return plain_text(self.at(key))

    def wording(self, *path: str) -> Text:
        """A wording, in every language it is translated to."""
        places: dict[str, tuple[str, ...]] = {code: ("Language", code) for code in self.form.tongues}
        places[next(iter(places), "EN")] = ()
        sides = {self.form.tongues.get(code, "en"): plain_text(value_at(self.payload, *start, *self.path, *path))
                 for code, start in places.items()}
        return {language: side for language, side in sides.items() if side}

    def ids(self, what: str = "Choices", order: str = "ChoiceOrder") -> list[str]:
        """The ids of its choices or answers, in the order shown."""
        known = dict(entries(self.at(what)))
        shown = [str(value) for _, value in entries(self.at(order)) if isinstance(value, str | int)]
        return list(dict.fromkeys([*(ident for ident in shown if ident in known), *known]))

    def takes_text(self, ident: str) -> bool:
        """Whether a text may be written beside a choice."""
        entry = self.at("Choices", ident, "TextEntry")
        return isinstance(entry, str | int) and str(entry).lower() in YES

    @property
    def tag(self) -> str:
        """The export tag, else the id."""
        return self.word("DataExportTag") or self.qid

    def row_names(self, row: str) -> list[str]:
        """What exports call a row of a matrix, the plain tag first; older and newer ones differ beside each other."""
        tag, answer = plain_text(self.at("ChoiceDataExportTags", row)), plain_text(self.at("AnswerDataExportTag"))
        more = [f"{tag}: {answer}", f"{self.tag}_{tag}_{answer}"] if answer else [f"{self.tag}_{tag}"]
        return [tag, *more] if tag else [f"{self.tag}_{row}"]

    def add_item(self, name: str, kind: str, column: str, short: Text, options: Iterable[Option] = (), *,
                 tags: Iterable[str] = (), role: str | None = None, asked_if: str | None = None,
                 constraint: str | None = None, layout: str | None = None) -> Item:
        """Add an item: the stem joined with the part that is asked here; `tags` are its names in exports."""
        builder, stem = self.form.builder, self.stem or self.wording("QuestionText")
        forced = plain_text(self.at("Validation", "Settings", "ForceResponse")).upper() == "ON"
        needed = REQUIRED if forced and role != "other_text" else None
        item = builder.add(Item(builder.name(name, column), kind, join_texts(stem, short), tuple(options), asked_if,
                                constraint, role=role, column=plain_text(column), layout=layout, short=short,
                                required=needed))
        spelt = [re.sub("_text$", "_TEXT", tag) for tag in (tags or [name])]
        self.form.tags[item.name] = tuple(dict.fromkeys([*spelt, *(tag.replace("-", "_") for tag in spelt)]))
        return item


def qsf_codebook(data: bytes, name: str) -> Draft:
    """A codebook from a Qualtrics form, `.qsf`.
    Every item's `column` is the ImportId of the export, `-` as `_`: `QID1`, `QID4_2` (row 2), `QID5#1_2` (side by
    side: column 1, row 2), `QID1_3_TEXT`; other names that exports use stand in the setting `export_tags`. A response
    set (`onehot`) and a ranking name their question: `QID3` for `QID3_1`; the values of their options are the choices'
    ids, the recoded values their scores.
    Ratings are matrices (and columns of a side-by-side) with one answer per row, and NPS; their points are the recoded
    values if those are different numbers, else the order. Variable naming takes the place of a choice's label in the
    survey's own language, as in the export. Left out: descriptive text, and with a warning other kinds and the trash.
    Display logic, branches and ends of the survey are translated where they ask whether choices are selected. No kind
    of missing is declared: the code of unanswered questions (`-99`) is chosen at export.
    >>> from pathlib import Path
    >>> data = Path("tests/data/qualtrics_synthetic.qsf").read_bytes()
    >>> book, warnings = qsf_codebook(data, "qualtrics_synthetic.qsf")
    >>> book["gender"].column, book["gender"].kind
    ('QID1', 'single')
    """
    survey = json_root(data, name, "SurveyElements", FIX)
    entry, elements = value_at(survey, "SurveyEntry"), [e for _, e in entries(value_at(survey, "SurveyElements"))]
    payloads: dict[str, object] = {}
    for element in elements:
        if value_at(element, "Element") == "SQ":
            ident = plain_text(value_at(element, "Payload", "QuestionID")) or plain_text(value_at(element,
                                                                                                  "PrimaryAttribute"))
            payloads.setdefault(ident, value_at(element, "Payload"))
    own = value_at(entry, "SurveyLanguage")
    own = own if isinstance(own, str) and match_languages([own]) else "EN"
    tongues = match_languages([own, *(key for p in payloads.values() for key, _ in entries(value_at(p, "Language")))])
    if len(tongues) > MOST_LANGUAGES:
        raise ReadError("A form in {tongues_count} languages cannot be read.", where="{file}", fix=FIX,
                        tongues_count=len(tongues), file=name)
    builder = CodebookBuilder(name, tongues[own])
    form = QualtricsForm(builder, tongues)
    _add_questions(form, payloads, elements)
    title = plain_text(value_at(entry, "SurveyName"))
    return builder.draft({"title": {builder.language: title} if title else {}, "platform": "qualtrics",
                          "export_tags": form.tags, "form_id": plain_text(value_at(entry, "SurveyID")),
                       "language": builder.language if builder.language in LANGUAGES else "en"})


def _add_questions(form: QualtricsForm, payloads: Mapping[str, object], elements: Sequence[object]) -> None:
    """Every question's items in the order of the flow; then the conditions."""
    spans = []
    for qid, ways in _order_questions(form.builder, payloads, elements):
        start, question = len(form.builder.items), QualtricsQuestion(form, payloads[qid], qid)
        _add_question(question)
        spans.append((start, len(form.builder.items), question, ways))
    known: dict[int, str | None] = {}

    def translate(logic: object) -> str | None:
        """A logic as our expression, found once."""
        if id(logic) not in known:
            known[id(logic)] = translate_display_logic(logic, form.choices)
        return known[id(logic)]

    for start, stop, question, ways in (span for span in spans if span[1] > span[0]):
        condition, untold = condition_of_ways(ways, translate)
        shown = question.at("DisplayLogic")
        own = translate(shown) if shown else None
        form.builder.require(start, stop, [text for text in (condition, own) if text])
        for part in dict.fromkeys(logic for logic in untold if isinstance(logic, RandomPart)):
            form.builder.ask("drawn", name=repr(question.tag), shown=part.shown, parts=part.parts, column="relevant")
        untold = [logic for logic in untold if not isinstance(logic, RandomPart)]
        for logic in dict.fromkeys(map(describe_logic, [*untold, *([shown] if shown and own is None else [])])):
            form.builder.ask("asked_only", name=repr(question.tag), text=logic, column="relevant")


def _order_questions(builder: CodebookBuilder, known: Mapping[str, object],
                     elements: Sequence[object]) -> list[tuple[str, list[Way]]]:
    """Questions in the order of the survey flow, with the ways that lead to them."""
    told = {plain_text(value_at(block, "ID")): block for element in elements if value_at(element, "Element") == "BL"
            for _, block in entries(value_at(element, "Payload"))}
    blocks = {ident: read_parts(block, known) for ident, block in told.items()}
    ways = read_flow(elements, blocks).ways
    trash = {qid for ident, block in told.items() if value_at(block, "Type") == "Trash" for qid, _ in blocks[ident]
             if qid in known}
    loops = [ident for ident in blocks if plain_text(value_at(told, ident, "Options", "Looping")) not in {"", "None"}]
    ending = [plain_text(value_at(e, "Payload", "Name")) for e in elements if value_at(e, "Element") == "QO"
              and plain_text(value_at(e, "Payload", "QuotaAction")).startswith("End")]
    tags = {qid: plain_text(value_at(payload, "DataExportTag")) or qid for qid, payload in known.items()}
    unreached = [tags[qid] for qid in known if ways and qid not in ways and qid not in trash]
    for key, names in (("trash", sorted(trash)), ("loops", loops), ("quotas", ending), ("unreached", unreached)):
        if names:
            builder.ask(key, names=list_values(names))
    for qid in (qid for parts in blocks.values() for qid, skips in parts if any(not goal for _, goal in skips)):
        builder.ask("skips", name=repr(tags.get(qid, qid)))
    shown = dict.fromkeys([*(qid for qid in ways if qid in known), *known])
    return [(qid, ways.get(qid, [])) for qid in shown if qid not in trash]


def _add_question(question: QualtricsQuestion) -> None:
    """Add the items of one question."""
    kind, builder = question.word("QuestionType"), question.form.builder
    start, make = len(builder.items), MAKERS.get(kind)
    if make is not None:
        make(question)
    if kind != "DB" and len(builder.items) == start:
        builder.ask("left_out", name=repr(question.tag), kind=f"{kind} {question.word('Selector')}")
    if question.at("DynamicChoices"):
        builder.ask("carried", name=repr(question.tag))


def _read_options(question: QualtricsQuestion, what: str = "Choices", *, by_id: bool = False) -> list[Option]:
    """Its choices or answers; values are recoded ones, or the ids where columns are named by them."""
    found = []
    for ident in question.ids(what, f"{what[:-1]}Order"):
        code = plain_text(question.at("RecodeValues", ident)) or plain_text(ident)
        named = plain_text(question.at("VariableNaming", ident))
        label = dict(question.wording(what, ident, "Display"))
        label |= {question.form.builder.language: named} if named else {}
        found.append(Option(plain_text(ident) if by_id else code, label, code_number(code)))
    return found


def _add_choice(question: QualtricsQuestion) -> None:
    """One choice, several, or an order of them; beside some a text."""
    order = question.word("QuestionType") == "RO"
    kind = "rank" if order else SELECTORS.get(question.word("Selector"), "single")
    found = _read_options(question, by_id=kind in {"multiple", "rank"})
    options = question.form.builder.distinct(question.tag, score_options(found) if kind == "rating" else found)
    if not options:
        return
    layout = "onehot" if kind == "multiple" else None
    item = question.add_item(question.tag, kind, question.qid, {}, options, layout=layout)
    values = dict(zip(question.ids(), (option.value for option in options), strict=True))
    typed = [ident for ident in values if question.takes_text(ident)]
    if kind != "rank":
        question.form.choices[question.qid] = (item, values)
    for ident in typed:
        option = item.option(values[ident])
        one = [f"{question.qid}_TEXT", f"{question.tag}_TEXT"] if len(typed) == 1 else []  # as old exports have it
        question.add_item(f"{item.name}_{ident}_text", "text", f"{question.qid}_{ident}_TEXT", option.label,
                          tags=[f"{question.tag}_{ident}_TEXT", *one], role="other_text",
                          asked_if=chosen_condition(item, option.value) if kind != "rank" else None)


def _add_matrix(question: QualtricsQuestion, rows: QualtricsQuestion | None = None, ending: str = "") -> None:
    """An item per row, or per row and column where each cell is filled in."""
    selector, sub, rows = question.word("Selector"), question.word("SubSelector"), rows or question
    many, fill = sub == "MultipleAnswer", {"TE": "text", "CS": "number"}.get(selector, "")
    found = _read_options(question, "Answers", by_id=many or bool(fill))
    kind = "multiple" if many else "rating" if sub in ONE_OF_SCALE else "single"
    options = question.form.builder.distinct(question.tag, score_options(found) if kind == "rating" else found)
    if not options or (not fill and selector not in {"Likert", "Bipolar"}):
        return
    for row in rows.ids():
        tags = question.row_names(row)
        text, column = rows.wording("Choices", row, "Display"), f"{question.qid}_{row}"
        for option in options if fill else ():
            question.add_item(f"{tags[0]}_{option.value}", fill, f"{column}_{option.value}{ending}",
                              join_texts(text, option.label), tags=[f"{tag}_{option.value}{ending}" for tag in tags])
        if not fill:
            question.add_item(tags[0], kind, column, text, options, layout="onehot" if many else None, tags=tags)
        if rows is question and question.takes_text(row):
            question.add_item(f"{tags[0]}_text", "text", f"{column}_TEXT", text, role="other_text",
                              tags=[f"{tag}_TEXT" for tag in tags])


def _add_side_by_side(question: QualtricsQuestion) -> None:
    """A matrix per column, over the same rows."""
    for key, _ in entries(question.at("AdditionalQuestions")):
        column = replace(question, qid=f"{question.qid}#{key}", path=("AdditionalQuestions", key))
        stem = join_texts(question.wording("QuestionText"), column.wording("QuestionText"))
        _add_matrix(replace(column, stem=stem), question, "_TEXT")


def _add_entry(question: QualtricsQuestion) -> None:
    """A text or a number; a form has several texts."""
    if question.word("Selector") == "FORM":
        _add_row_items(question)
        return
    content = plain_text(question.at("Validation", "Settings", "ContentType"))
    kind = "number" if content == "ValidNumber" else "text"
    role = ROLES.get(content) or ("open_text" if question.word("Selector") in {"ML", "ESTB"} else None)
    limits = [question.at("Validation", "Settings", content, side) for side in ("Min", "Max")]
    question.add_item(question.tag, kind, f"{question.qid}_TEXT", {}, role=role,
                 constraint=range_constraint(*limits) if kind == "number" else None)


def _add_row_items(question: QualtricsQuestion) -> None:
    """A number per row (sliders, sums), or a text (forms)."""
    kind = "text" if question.word("QuestionType") == "TE" else "number"
    limits = range_constraint(*(question.at("Configuration", side) for side in ("CSSliderMin", "CSSliderMax")))
    for row in question.ids():
        tags = question.row_names(row)
        question.add_item(tags[0], kind, f"{question.qid}_{row}", question.wording("Choices", row, "Display"),
                          tags=tags, constraint=limits)


MAKERS = {"MC": _add_choice, "RO": _add_choice, "Matrix": _add_matrix, "SBS": _add_side_by_side, "TE": _add_entry,
          "Slider": _add_row_items, "CS": _add_row_items}
