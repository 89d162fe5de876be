"""A LimeSurvey form (`.lss`) as a codebook.

Older forms hold a row per language in `questions` and `answers`, newer ones texts in `..._l10ns`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from surveykit.codebook.conditions import chose, relevance
from surveykit.codebook.draft import Draft, Found, joined, languages, number, plain, scored, several
from surveykit.codebook.items import REQUIRED, Item, Option
from surveykit.codebook.roots import xml_root
from surveykit.errors import ReadError
from surveykit.words.phrases import LANGUAGES, Text, phrase, untranslated

Row = Mapping[str, str]
Tables = Mapping[str, list[dict[str, str]]]
SILENT, ALWAYS = {"X", "I", "*"}, {"", "1"}  # types that nobody answers; relevance that is none


def points(n: int) -> tuple[Option, ...]:
    """The points of a rating from 1 to n."""
    return tuple(Option(str(place), untranslated(str(place)), float(place)) for place in range(1, n + 1))


def fixed(*pairs: tuple[str, str], scores: Sequence[float | None] = (None,) * 3) -> tuple[Option, ...]:
    """Options that LimeSurvey labels itself."""
    return tuple(Option(value, phrase(f"codebook.{word}"), score)
                 for (value, word), score in zip(pairs, scores, strict=False))


FIXED = {"5": points(5), "A": points(5), "B": points(10), "Y": fixed(("Y", "yes"), ("N", "no")),
         "G": fixed(("F", "female"), ("M", "male")),
         "C": fixed(("Y", "yes"), ("N", "no"), ("U", "uncertain")),
         "E": fixed(("I", "increase"), ("S", "same"), ("D", "decrease"), scores=(1.0, 0.0, -1.0))}
RATED, BESIDE = set("5ABEFH1"), ("other]", "comment]")


@dataclass(slots=True)
class Form:
    """The tables of a form, and what is made of them."""

    draft: Draft
    texts: Mapping[str, Text]
    subquestions: Mapping[str, list[Row]]
    answers: Mapping[tuple[str, str], list[Option]]
    names: dict[str, tuple[Item, str]] = field(default_factory=dict)

    def condition(self, text: str, title: str) -> list[str]:
        """A relevance as our expression; [] where there is none, or none that can be translated."""
        said = [] if text in ALWAYS else [relevance(text, self.names)]
        if None in said:
            self.draft.warn("asked_only", name=repr(title), text=text, column="relevant")
        return [part for part in said if part]


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the form, and where its items are put."""

    form: Form
    row: Row
    sgqa: str
    code: str
    stem: Text
    subs: Sequence[Row]

    def options(self, scale: str = "0") -> list[Option]:
        """The answers it offers; scores that do not differ are none."""
        found = FIXED.get(self.row["type"]) or self.form.answers.get((self.row["qid"], scale), ())
        differ = len({option.score for option in found}) == len(found)
        return [option if differ else replace(option, score=None) for option in found]

    def text(self, sub: Row) -> Text:
        """What a subquestion asks."""
        return self.form.texts.get(sub.get("qid", ""), {})

    def put(self, part: str, kind: str, short: Text, options: Iterable[Option] = (), **more: str) -> Item:
        """Add an item: the question itself, or a part of it (`[SQ001]`) with its words."""
        name = self.form.draft.name(self.code + part, "Q" + self.row["qid"])
        needed = REQUIRED if self.row.get("mandatory") == "Y" and not part.endswith(BESIDE) else None
        item = self.form.draft.add(Item(name, kind, joined(self.stem, short), tuple(options), short=short,
                                        column=self.code + part, required=needed, **more))
        flat = part.replace("][", "_").strip("[]")
        for called in (f"{self.code}_{flat}" if flat else self.code, self.sgqa + flat):
            self.form.names.setdefault(called, (item, ""))
        return item


def lss_codebook(data: bytes, name: str) -> Found:
    """A codebook from a LimeSurvey form, `.lss`.

    Parameters
    ----------
    data, name
        The file's bytes, and its name for messages.

    Returns
    -------
    tuple
        The codebook, and warnings. Every item's `column` is the heading of the export by code:
        `Q1`, `Q1[SQ001]`, `Q1[SQ001][1]` (dual scale), `Q1[other]`. A response set (`onehot`) and a
        ranking name their stem: `Q1` for `Q1[SQ001]` and for `Q1[1]`. Option `other` is `-oth-` in
        the export.

    Raises
    ------
    ReadError
        The file is not XML, has a DOCTYPE, or is no survey of LimeSurvey.
    CodebookError
        It asks nothing, or more than a codebook can hold.

    Notes
    -----
    Ratings are the arrays F, H, A, B, E, the dual scale and the 5-point question; points are the
    assessment values where they differ, else the codes if numbers, else the order (with a warning).
    Left out: text display, language, equation, and with a warning file uploads and unknown types.
    Relevance is translated where it compares questions with values, joined by and / or. No kind of
    missing is declared: what an export writes for "not shown" is chosen there.

    Examples
    --------
    >>> from pathlib import Path
    >>> data = Path("tests/data/limesurvey_synthetic.lss").read_bytes()
    >>> book, warnings = lss_codebook(data, "limesurvey_synthetic.lss")
    >>> book["Q1"].column, book["Q1"].kind
    ('Q1', 'single')
    """
    root = xml_root(data, name, "document")
    said = {child.tag: (child.text or "").strip() for child in root if isinstance(child.tag, str)}
    if said.get("LimeSurveyDocType") != "Survey":
        raise ReadError("The file must be a whole survey of LimeSurvey.", where="{file}",
                        fix="export it as survey structure (.lss), not as a group or a question", file=name)
    tables = {child.tag: _rows(child) for child in root if isinstance(child.tag, str)}
    survey = next(iter(tables.get("surveys", [])), {})
    settings = tables.get("surveys_languagesettings", [])
    spoken = [(tag.text or "").strip() for tag in root.findall("languages/language")]
    tongues = languages([survey.get("language"), *spoken, *(r.get("surveyls_language") for r in settings)])
    form = _form(Draft(name, next(iter(tongues.values()), "en")), tongues, tables)
    _items(form, tables, survey.get("sid", ""))
    title = _texts(settings, "", "surveyls_title", tongues, "surveyls_language")
    return form.draft.book({"title": title.get("", {}), "form_id": plain(survey.get("sid", "")),
                            "language": form.draft.language if form.draft.language in LANGUAGES else "en",
                            "platform": "limesurvey"})


def _rows(table: object) -> list[dict[str, str]]:
    """The rows of a table, a field's name to its text."""
    return [{cell.tag: (cell.text or "").strip() for cell in row if isinstance(cell.tag, str)}
            for row in table.findall("rows/row")]


def _form(draft: Draft, tongues: Mapping[str, str], tables: Tables) -> Form:
    """Texts, subquestions and answers by what they belong to."""
    questions, subs = tables.get("questions", []), tables.get("subquestions", [])
    texts = _texts([*questions, *subs, *tables.get("question_l10ns", [])], "qid", "question", tongues)
    children = defaultdict(list)
    for row in _ordered(_once([*subs, *questions], "qid"), "question_order"):
        if row.get("parent_qid", "0") not in {"", "0"}:
            children[row["parent_qid"]].append(row)
    return Form(draft, texts, children, _answers(tables, tongues))


def _texts(rows: Iterable[Row], key: str, heading: str, tongues: Mapping[str, str],
           language: str = "language") -> dict[str, dict[str, str]]:
    """Plain texts per language, by the id of what they belong to."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        tongue, text = tongues.get(row.get(language, "")), plain(row.get(heading, ""))
        if tongue and text:
            found[row.get(key, "")].setdefault(tongue, text)
    return found


def _answers(tables: Tables, tongues: Mapping[str, str]) -> dict[tuple[str, str], list[Option]]:
    """The options of each question and scale, with assessment values as scores."""
    new = _texts(tables.get("answer_l10ns", []), "aid", "answer", tongues)
    rows = [row | {"key": "\n".join((row.get("qid", ""), row.get("scale_id", ""), row.get("code", "")))}
            for row in tables.get("answers", [])]
    old, found = _texts(rows, "key", "answer", tongues), defaultdict(list)
    for row in _ordered(_once(rows, "key"), "sortorder"):
        label = new.get(row.get("aid", "-")) or old.get(row["key"]) or {}
        found[row.get("qid", ""), row.get("scale_id") or "0"].append(
            Option(plain(row.get("code", "")), label, number(row.get("assessment_value"))))
    return found


def _once(rows: Iterable[dict[str, str]], key: str) -> list[dict[str, str]]:
    """The first row of each id."""
    first: dict[str, dict[str, str]] = {}
    for row in rows:
        first.setdefault(row.get(key, ""), row)
    return list(first.values())


def _ordered(rows: Iterable[dict[str, str]], key: str) -> list[dict[str, str]]:
    """Rows in their order; those without one first, as they stand."""
    return sorted(rows, key=lambda row: number(row.get(key)) or 0)


def _items(form: Form, tables: Tables, sid: str) -> None:
    """Every question's items, in the order of groups and questions; then the conditions."""
    order = {row.get("gid", ""): place for place, row in enumerate(
        _ordered(_once(tables.get("groups", []), "gid"), "group_order"))}
    rules = {row.get("gid", ""): row.get("grelevance", "") for row in tables.get("groups", [])}
    asked = [row for row in _once(tables.get("questions", []), "qid") if row.get("parent_qid", "0") in {"", "0"}]
    main, spans = _ordered(asked, "question_order"), []
    for row in sorted(main, key=lambda row: order.get(row.get("gid", ""), len(order))):
        start = len(form.draft.items)
        _question(form, row, f"{sid}X{row.get('gid', '')}X{row.get('qid', '')}")
        spans.append((start, len(form.draft.items), row))
    for start, stop, row in spans:
        texts = (rules.get(row.get("gid", ""), ""), row.get("relevance", "")) if stop > start else ()
        form.draft.require(start, stop, [said for text in texts
                                         for said in form.condition(text, row.get("title", ""))])
    ruled = {row.get("qid") for row in tables.get("conditions", [])}
    free = [row for row in main if row.get("relevance", "") in ALWAYS]
    lost = [row.get("title", "") for row in free if row.get("qid") in ruled]
    if lost:
        form.draft.warn("ruled", names=several(lost), column="relevant")


def _question(form: Form, row: Row, sgqa: str) -> None:
    """Add the items of one question."""
    row = {"type": "", "qid": "", **row}
    code, make = plain(row.get("title", "")) or f"Q{row['qid']}", MAKERS.get(row["type"])
    stem, subs = form.texts.get(row["qid"], {}), form.subquestions.get(row["qid"], ())
    start = len(form.draft.items)
    if make is not None:
        make(Question(form, row, sgqa, code, stem, subs))
    if row["type"] not in SILENT and len(form.draft.items) == start:
        form.draft.warn("left_empty" if make else "left_out", name=repr(code), kind=repr(row["type"]))


def _single(question: Question) -> None:
    """One answer of a list, or in one field."""
    kind, options = SINGLE[question.row["type"]], question.options()
    other = question.row.get("other") == "Y" and kind == "single"
    options += [Option("other", phrase("codebook.other"))] if other else []
    if kind in {"text", "number", "date"} or options:
        options = question.form.draft.distinct(question.code, options if kind in CHOSEN else ())
        item = question.put("", kind, {}, options)
        if other:
            question.put("[other]", "text", phrase("codebook.other"), role="other_text",
                         asked_if=chose(item, options[-1].value))
        if question.row["type"] == "O":
            question.put("[comment]", "text", phrase("codebook.comment"), role="open_text")


def _several(question: Question) -> None:
    """Several answers: one 0/1 column each."""
    other = question.row.get("other") == "Y"
    options = [Option(plain(sub.get("title", "")), question.text(sub)) for sub in question.subs]
    options += [Option("other", phrase("codebook.other"))] if other else []
    if not options:
        return
    options = question.form.draft.distinct(question.code, options)
    item = question.put("", "multiple", {}, options, layout="onehot")
    for option in options:
        for called in (f"{question.code}_{option.value}", question.sgqa + option.value):
            question.form.names.setdefault(called, (item, option.value))
        if question.row["type"] == "P":
            question.put(f"[{option.value}comment]", "text", joined(option.label, phrase("codebook.comment")))
    if other:
        question.put("[other]", "text", phrase("codebook.other"), role="other_text",
                     asked_if=chose(item, options[-1].value))


def _array(question: Question) -> None:
    """An item per subquestion (and scale), with the same answers."""
    kind, double = question.row["type"], question.row["type"] == "1"
    lists = [question.form.draft.distinct(question.code, scored(found) if kind in RATED else found)
             for found in map(question.options, "01" if double else "0")]
    for sub in question.subs if all(lists) else ():
        for place, options in enumerate(lists, start=1):
            part = f"[{plain(sub.get('title', ''))}]" + (f"[{place}]" if double else "")
            question.put(part, "rating" if kind in RATED else "single", question.text(sub), options)
    if kind in {"F", "H", "1"}:
        question.form.draft.warn("rating", name=repr(question.code), column="sk_value")


def _fields(question: Question) -> None:
    """A text or a number per subquestion, or per pair of row and column."""
    kind = "number" if question.row["type"] in "K:" else "text"
    across = [sub for sub in question.subs if sub.get("scale_id") == "1"]
    for sub in (sub for sub in question.subs if sub.get("scale_id") != "1"):
        for column in across if question.row["type"] in ";:" else [{}]:
            codes = [plain(part.get("title", "")) for part in (sub, column) if part]
            question.put(f"[{'_'.join(codes)}]", kind, joined(question.text(sub), question.text(column)))


SINGLE = {**dict.fromkeys("L!OYG", "single"), "5": "rating", "N": "number", "D": "date", "R": "rank",
          **dict.fromkeys("STU", "text")}
CHOSEN = {"single", "rating", "rank"}
MAKERS = {**dict.fromkeys(SINGLE, _single), **dict.fromkeys("MP", _several),
          **dict.fromkeys("FHABCE1", _array), **dict.fromkeys("QK;:", _fields)}
