"""A Qualtrics form (`.qsf`) as a codebook; its columns are the ImportIds of the export."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from surveykit.codebook.conditions import between, chose, described, display_logic
from surveykit.codebook.draft import Draft, Found, joined, languages, number, plain, scored, several
from surveykit.codebook.items import REQUIRED, Item, Option
from surveykit.codebook.roots import at, json_root, parts
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
class Form:
    """What the whole form says: its languages, and the choices that conditions may name."""

    draft: Draft
    tongues: Mapping[str, str]
    choices: dict[str, tuple[Item, dict[str, str]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """One question (or one column of a side-by-side: `path` leads to it), its texts in reach."""

    form: Form
    payload: object
    qid: str
    path: tuple[str, ...] = ()
    stem: Text = field(default_factory=dict)

    def at(self, *path: str) -> object:
        """What stands there in the survey's own language; None if nothing does."""
        return at(self.payload, *self.path, *path)

    def word(self, key: str) -> str:
        """A short text, '' if there is none."""
        return plain(self.at(key))

    def said(self, *path: str) -> Text:
        """A wording, in every language it is translated to."""
        places = {code: ("Language", code) for code in self.form.tongues}
        places[next(iter(places), "EN")] = ()
        sides = {self.form.tongues.get(code, "en"): plain(at(self.payload, *start, *self.path, *path))
                 for code, start in places.items()}
        return {language: side for language, side in sides.items() if side}

    def ids(self, what: str = "Choices", order: str = "ChoiceOrder") -> list[str]:
        """The ids of its choices or answers, in the order shown."""
        known = dict(parts(self.at(what)))
        shown = [str(value) for _, value in parts(self.at(order)) if isinstance(value, str | int)]
        return list(dict.fromkeys([*(ident for ident in shown if ident in known), *known]))

    def filled(self, ident: str) -> bool:
        """Whether a text may be written beside a choice."""
        entry = self.at("Choices", ident, "TextEntry")
        return entry is True or (isinstance(entry, str | int) and str(entry).lower() in YES)

    @property
    def tag(self) -> str:
        """The export tag, else the id."""
        return self.word("DataExportTag") or self.qid

    def put(self, name: str, kind: str, column: str, short: Text, options: Iterable[Option] = (),
            **more: str | None) -> Item:
        """Add an item: the stem joined with the part that is asked here."""
        draft, stem = self.form.draft, self.stem or self.said("QuestionText")
        forced = plain(self.at("Validation", "Settings", "ForceResponse")).upper() == "ON"
        needed = REQUIRED if forced and more.get("role") != "other_text" else None
        return draft.add(Item(draft.name(name, column), kind, joined(stem, short), tuple(options),
                              short=short, column=plain(column), required=needed, **more))


def qsf_codebook(data: bytes, name: str) -> Found:
    """A codebook from a Qualtrics form, `.qsf`.

    Parameters
    ----------
    data, name
        The file's bytes, and its name for messages.

    Returns
    -------
    tuple
        The codebook, and warnings. Every item's `column` is the ImportId of the export, `-` as `_`:
        `QID1`, `QID4_2` (row 2), `QID5#1_2` (side by side: column 1, row 2), `QID1_3_TEXT`. A
        response set (`onehot`) and a ranking name their question: `QID3` for `QID3_1`; the values
        of their options are the choices' ids, the recoded values their scores.

    Raises
    ------
    ReadError
        The file is not JSON, or is no form of Qualtrics.
    CodebookError
        It asks nothing, or more than a codebook can hold.

    Notes
    -----
    Ratings are matrices (and columns of a side-by-side) with one answer per row, and NPS; their
    points are the recoded values if those are different numbers, else the order. Variable naming
    takes the place of a choice's label in the survey's own language, as in the export. Left out:
    descriptive text, and with a warning other kinds and the trash. Display logic and branches are
    translated where they ask whether choices are selected. No kind of missing is declared: the code
    of unanswered questions (`-99`) is chosen at export.

    Examples
    --------
    >>> from pathlib import Path
    >>> data = Path("tests/data/qualtrics_synthetic.qsf").read_bytes()
    >>> book, warnings = qsf_codebook(data, "qualtrics_synthetic.qsf")
    >>> book["gender"].column, book["gender"].kind
    ('QID1', 'single')
    """
    survey = json_root(data, name, "SurveyElements", FIX)
    entry, elements = at(survey, "SurveyEntry"), [e for _, e in parts(at(survey, "SurveyElements"))]
    payloads: dict[str, object] = {}
    for element in elements:
        if at(element, "Element") == "SQ":
            ident = plain(at(element, "Payload", "QuestionID")) or plain(at(element, "PrimaryAttribute"))
            payloads.setdefault(ident, at(element, "Payload"))
    own = [at(entry, "SurveyLanguage")] if languages([at(entry, "SurveyLanguage")]) else ["EN"]
    tongues = languages([*own, *(key for p in payloads.values() for key, _ in parts(at(p, "Language")))])
    if len(tongues) > MOST_LANGUAGES:
        raise ReadError("A form in {tongues_count} languages cannot be read.", where="{file}", fix=FIX,
                        tongues_count=len(tongues), file=name)
    draft = Draft(name, tongues[own[0]])
    _questions(Form(draft, tongues), payloads, elements)
    title = plain(at(entry, "SurveyName"))
    return draft.book({"title": {draft.language: title} if title else {}, "platform": "qualtrics",
                       "form_id": plain(at(entry, "SurveyID")),
                       "language": draft.language if draft.language in LANGUAGES else "en"})


def _questions(form: Form, payloads: Mapping[str, object], elements: Iterable[object]) -> None:
    """Every question's items in the order of the flow; then the conditions."""
    spans = []
    for qid, under in _order(form.draft, payloads, elements):
        start, question = len(form.draft.items), Question(form, payloads[qid], qid)
        _question(question)
        spans.append((start, len(form.draft.items), question, [*under, question.at("DisplayLogic")]))
    known: dict[int, tuple[str | None, str]] = {}
    for start, stop, question, rules in spans:
        rules = [rule for rule in rules if rule and stop > start]
        for rule in rules:
            if id(rule) not in known:
                known[id(rule)] = display_logic(rule, form.choices), described(rule)
        form.draft.require(start, stop, [said for rule in rules if (said := known[id(rule)][0])])
        for said, told in (known[id(rule)] for rule in rules):
            if said is None:
                form.draft.warn("asked_only", name=repr(question.tag), text=told, column="relevant")


def _order(draft: Draft, known: Mapping[str, object], elements: Iterable[object],
           ) -> list[tuple[str, tuple[object, ...]]]:
    """Questions in the order of the survey flow, with the branches that lead to them."""
    blocks = {plain(at(block, "ID")): block for element in elements if at(element, "Element") == "BL"
              for _, block in parts(at(element, "Payload"))}
    members = {ident: [plain(at(part, "QuestionID")) for _, part in parts(at(block, "BlockElements"))]
               for ident, block in blocks.items()}
    stack = [(at(e, "Payload"), ()) for e in elements if at(e, "Element") == "FL"]
    stack = stack or [({"ID": ident}, ()) for ident in reversed(blocks)]
    placed: dict[str, tuple[object, ...]] = {}
    while stack:
        node, under = stack.pop()
        under = (*under, at(node, "BranchLogic")) if at(node, "BranchLogic") else under
        for qid in members.get(plain(at(node, "ID")), ()):
            placed.setdefault(qid, under)
        stack += [(child, under) for _, child in reversed(parts(at(node, "Flow")))]
    trash = {qid for ident, block in blocks.items() if at(block, "Type") == "Trash" for qid in members[ident]
             if qid in known}
    loops = [ident for ident in blocks if plain(at(blocks, ident, "Options", "Looping")) not in {"", "None"}]
    if trash:
        draft.warn("trash", names=several(sorted(trash)))
    if loops:
        draft.warn("loops", names=several(loops))
    shown = dict.fromkeys([*(qid for qid in placed if qid in known), *known])
    return [(qid, placed.get(qid, ())) for qid in shown if qid not in trash]


def _question(question: Question) -> None:
    """Add the items of one question."""
    kind, draft = question.word("QuestionType"), question.form.draft
    start, make = len(draft.items), MAKERS.get(kind)
    if make is not None:
        make(question)
    if kind != "DB" and len(draft.items) == start:
        draft.warn("left_out", name=repr(question.tag), kind=f"{kind} {question.word('Selector')}")
    for key, what in (("SkipLogic", "skips"), ("DynamicChoices", "carried")):
        if question.at(key):
            draft.warn(what, name=repr(question.tag))


def _options(question: Question, what: str = "Choices", *, by_id: bool = False) -> list[Option]:
    """Its choices or answers; values are recoded ones, or the ids where columns are named by them."""
    found = []
    for ident in question.ids(what, f"{what[:-1]}Order"):
        code = plain(question.at("RecodeValues", ident)) or plain(ident)
        named = plain(question.at("VariableNaming", ident))
        label = dict(question.said(what, ident, "Display"))
        label |= {question.form.draft.language: named} if named else {}
        found.append(Option(plain(ident) if by_id else code, label, number(code)))
    return found


def _choice(question: Question) -> None:
    """One choice, several, or an order of them; beside some a text."""
    order = question.word("QuestionType") == "RO"
    kind = "rank" if order else SELECTORS.get(question.word("Selector"), "single")
    found = _options(question, by_id=kind in {"multiple", "rank"})
    options = question.form.draft.distinct(question.tag, scored(found) if kind == "rating" else found)
    if not options:
        return
    layout = "onehot" if kind == "multiple" else None
    item = question.put(question.tag, kind, question.qid, {}, options, layout=layout)
    values = dict(zip(question.ids(), (option.value for option in options), strict=True))
    if kind != "rank":
        question.form.choices[question.qid] = (item, values)
    for ident, option in zip(values, options, strict=True):
        if question.filled(ident):
            question.put(f"{item.name}_{ident}_text", "text", f"{question.qid}_{ident}_TEXT", option.label,
                         role="other_text", asked_if=chose(item, option.value) if kind != "rank" else None)


def _matrix(question: Question, rows: Question | None = None, ending: str = "") -> None:
    """An item per row, or per row and column where each cell is filled in."""
    selector, sub, rows = question.word("Selector"), question.word("SubSelector"), rows or question
    many, fill = sub == "MultipleAnswer", {"TE": "text", "CS": "number"}.get(selector)
    found = _options(question, "Answers", by_id=many or fill is not None)
    kind = "multiple" if many else "rating" if sub in ONE_OF_SCALE else "single"
    options = question.form.draft.distinct(question.tag, scored(found) if kind == "rating" else found)
    if not options or (fill is None and selector not in {"Likert", "Bipolar"}):
        return
    for row in rows.ids():
        name = plain(question.at("ChoiceDataExportTags", row)) or f"{question.tag}_{row}"
        text, column = rows.said("Choices", row, "Display"), f"{question.qid}_{row}"
        for option in options if fill else ():
            question.put(f"{name}_{option.value}", fill, f"{column}_{option.value}{ending}",
                         joined(text, option.label))
        if not fill:
            question.put(name, kind, column, text, options, layout="onehot" if many else None)
        if rows is question and question.filled(row):
            question.put(f"{name}_text", "text", f"{column}_TEXT", text, role="other_text")


def _side_by_side(question: Question) -> None:
    """A matrix per column, over the same rows."""
    for key, _ in parts(question.at("AdditionalQuestions")):
        column = replace(question, qid=f"{question.qid}#{key}", path=("AdditionalQuestions", key))
        stem = joined(question.said("QuestionText"), column.said("QuestionText"))
        _matrix(replace(column, stem=stem), question, "_TEXT")


def _entry(question: Question) -> None:
    """A text or a number; a form has several texts."""
    if question.word("Selector") == "FORM":
        _rows(question)
        return
    content = plain(question.at("Validation", "Settings", "ContentType"))
    kind = "number" if content == "ValidNumber" else "text"
    role = ROLES.get(content) or ("open_text" if question.word("Selector") in {"ML", "ESTB"} else None)
    limits = [question.at("Validation", "Settings", content, side) for side in ("Min", "Max")]
    question.put(question.tag, kind, f"{question.qid}_TEXT", {}, role=role,
                 constraint=between(*limits) if kind == "number" else None)


def _rows(question: Question) -> None:
    """A number per row (sliders, sums), or a text (forms)."""
    kind = "text" if question.word("QuestionType") == "TE" else "number"
    limits = between(*(question.at("Configuration", side) for side in ("CSSliderMin", "CSSliderMax")))
    for row in question.ids():
        name = plain(question.at("ChoiceDataExportTags", row)) or f"{question.tag}_{row}"
        question.put(name, kind, f"{question.qid}_{row}", question.said("Choices", row, "Display"),
                     constraint=limits)


MAKERS = {"MC": _choice, "RO": _choice, "Matrix": _matrix, "SBS": _side_by_side, "TE": _entry,
          "Slider": _rows, "CS": _rows}
