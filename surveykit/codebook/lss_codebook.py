"""A LimeSurvey form as a codebook; older ones hold a row per language, newer ones texts in `..._l10ns`."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from surveykit.codebook.codebook_builder import CodebookBuilder
from surveykit.codebook.conditions import chosen_condition, translate_relevance
from surveykit.codebook.draft import Draft
from surveykit.codebook.form_roots import xml_root
from surveykit.codebook.form_texts import code_number, join_texts, list_values, match_languages, plain_text
from surveykit.codebook.items import REQUIRED, Item, Option
from surveykit.codebook.score_options import score_options
from surveykit.errors import ReadError
from surveykit.words.phrases import LANGUAGES, Text, phrase, same_text

Row = Mapping[str, str]
Tables = Mapping[str, list[dict[str, str]]]
SILENT, ALWAYS = {"X", "I", "*"}, {"", "1"}  # types that nobody answers; relevance that is none


def rating_points(n: int) -> tuple[Option, ...]:
    """The points of a rating from 1 to n."""
    return tuple(Option(str(place), same_text(str(place)), float(place)) for place in range(1, n + 1))


def fixed_options(*pairs: tuple[str, str], scores: Sequence[float | None] = (None,) * 3) -> tuple[Option, ...]:
    """Options that LimeSurvey labels itself."""
    return tuple(Option(value, phrase(f"codebook.{word}"), score)
                 for (value, word), score in zip(pairs, scores, strict=False))


FIXED = {"5": rating_points(5), "A": rating_points(5), "B": rating_points(10),
         "Y": fixed_options(("Y", "yes"), ("N", "no")), "G": fixed_options(("F", "female"), ("M", "male")),
         "C": fixed_options(("Y", "yes"), ("N", "no"), ("U", "uncertain")),
         "E": fixed_options(("I", "increase"), ("S", "same"), ("D", "decrease"), scores=(1.0, 0.0, -1.0))}
RATED, BESIDE = set("5ABEFH1"), ("other]", "comment]")


@dataclass(slots=True)
class LimeForm:
    """The tables of a form, and what is made of them."""

    builder: CodebookBuilder
    texts: Mapping[str, Text]
    subquestions: Mapping[str, list[Row]]
    answers: Mapping[tuple[str, str], list[Option]]
    names: dict[str, tuple[Item, str]] = field(default_factory=dict)

    def condition(self, text: str, title: str) -> list[str]:
        """A relevance as our expression; [] where there is none, or none that can be translated."""
        said = [] if text in ALWAYS else [translate_relevance(text, self.names)]
        if None in said:
            self.builder.ask("asked_only", name=repr(title), text=text, column="relevant")
        return [part for part in said if part]


@dataclass(frozen=True, slots=True)
class LimeQuestion:
    """A question of the form, and where its items are put."""

    form: LimeForm
    row: Row
    sgqa: str
    code: str
    stem: Text
    subs: Sequence[Row]

    def options(self, scale: str = "0") -> list[Option]:
        """The answers it offers; scores that do not differ are none."""
        found = FIXED.get(self.row["type"]) or tuple(self.form.answers.get((self.row["qid"], scale), ()))
        differ = len({option.score for option in found}) == len(found)
        return [option if differ else replace(option, score=None) for option in found]

    def text(self, sub: Row) -> Text:
        """What a subquestion asks."""
        return self.form.texts.get(sub.get("qid", ""), {})

    def add_item(self, part: str, kind: str, short: Text, options: Iterable[Option] = (), *, role: str | None = None,
                 asked_if: str | None = None, layout: str | None = None) -> Item:
        """Add an item: the question itself, or a part of it (`[SQ001]`) with its words."""
        name = self.form.builder.name(self.code + part, "Q" + self.row["qid"])
        needed = REQUIRED if self.row.get("mandatory") == "Y" and not part.endswith(BESIDE) else None
        item = self.form.builder.add(Item(name, kind, join_texts(self.stem, short), tuple(options), short=short,
                                        column=self.code + part, required=needed, role=role,
                                          asked_if=asked_if, layout=layout))
        flat = part.replace("][", "_").strip("[]")
        for called in (f"{self.code}_{flat}" if flat else self.code, self.sgqa + flat):
            self.form.names.setdefault(called, (item, ""))
        return item


def lss_codebook(data: bytes, name: str) -> Draft:
    """A codebook from a LimeSurvey form, `.lss`.
    Ratings are the arrays F, H, A, B, E, the dual scale and the 5-point question; points are the
    assessment values where they differ, else the codes if numbers, else the order (with a warning).
    Left out: text display, language, equation, and with a warning file uploads and unknown types.
    Relevance is translated where it compares questions with values, joined by and / or. No kind of
    missing is declared: what an export writes for "not shown" is chosen there.
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
    tables = {child.tag: [{cell.tag: (cell.text or "").strip() for cell in row if isinstance(cell.tag, str)}
                          for row in child.findall("rows/row")] for child in root if isinstance(child.tag, str)}
    survey = next(iter(tables.get("surveys", [])), {})
    settings = tables.get("surveys_languagesettings", [])
    spoken = [(tag.text or "").strip() for tag in root.findall("languages/language")]
    tongues = match_languages([survey.get("language"), *spoken, *(r.get("surveyls_language") for r in settings)])
    form = _read_form(CodebookBuilder(name, next(iter(tongues.values()), "en")), tongues, tables)
    _add_items(form, tables, survey.get("sid", ""))
    title = _read_texts(settings, "", "surveyls_title", tongues, "surveyls_language")
    return form.builder.draft({"title": title.get("", {}), "form_id": plain_text(survey.get("sid", "")),
                            "language": form.builder.language if form.builder.language in LANGUAGES else "en",
                            "platform": "limesurvey"})


def _read_form(builder: CodebookBuilder, tongues: Mapping[str, str], tables: Tables) -> LimeForm:
    """Texts, subquestions and answers by what they belong to."""
    questions, subs = tables.get("questions", []), tables.get("subquestions", [])
    texts = _read_texts([*questions, *subs, *tables.get("question_l10ns", [])], "qid", "question", tongues)
    children: defaultdict[str, list[Row]] = defaultdict(list)
    for row in _sort_rows(_first_rows([*subs, *questions], "qid"), "question_order"):
        if row.get("parent_qid", "0") not in {"", "0"}:
            children[row["parent_qid"]].append(row)
    return LimeForm(builder, texts, children, _read_answers(tables, tongues))


def _read_texts(rows: Iterable[Row], key: str, heading: str, tongues: Mapping[str, str],
           language: str = "language") -> dict[str, dict[str, str]]:
    """Plain texts per language, by the id of what they belong to."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        tongue, text = tongues.get(row.get(language, "")), plain_text(row.get(heading, ""))
        if tongue and text:
            found[row.get(key, "")].setdefault(tongue, text)
    return found


def _read_answers(tables: Tables, tongues: Mapping[str, str]) -> dict[tuple[str, str], list[Option]]:
    """The options of each question and scale, with assessment values as scores."""
    new = _read_texts(tables.get("answer_l10ns", []), "aid", "answer", tongues)
    rows = [row | {"key": "\n".join((row.get("qid", ""), row.get("scale_id", ""), row.get("code", "")))}
            for row in tables.get("answers", [])]
    old, found = _read_texts(rows, "key", "answer", tongues), defaultdict(list)
    for row in _sort_rows(_first_rows(rows, "key"), "sortorder"):
        label = new.get(row.get("aid", "-")) or old.get(row["key"]) or {}
        found[row.get("qid", ""), row.get("scale_id") or "0"].append(
            Option(plain_text(row.get("code", "")), label, code_number(row.get("assessment_value"))))
    return found


def _first_rows(rows: Iterable[dict[str, str]], key: str) -> list[dict[str, str]]:
    """The first row of each id."""
    first: dict[str, dict[str, str]] = {}
    for row in rows:
        first.setdefault(row.get(key, ""), row)
    return list(first.values())


def _sort_rows(rows: Iterable[dict[str, str]], key: str) -> list[dict[str, str]]:
    """Rows in their order; those without one first, as they stand."""
    return sorted(rows, key=lambda row: code_number(row.get(key)) or 0)


def _add_items(form: LimeForm, tables: Tables, sid: str) -> None:
    """Every question's items, in the order of groups and questions; then the conditions."""
    order = {row.get("gid", ""): place for place, row in enumerate(
        _sort_rows(_first_rows(tables.get("groups", []), "gid"), "group_order"))}
    rules = {row.get("gid", ""): row.get("grelevance", "") for row in tables.get("groups", [])}
    asked = [row for row in _first_rows(tables.get("questions", []), "qid") if row.get("parent_qid", "0") in {"", "0"}]
    main, spans = _sort_rows(asked, "question_order"), []
    for row in sorted(main, key=lambda row: order.get(row.get("gid", ""), len(order))):
        start = len(form.builder.items)
        _add_question(form, row, f"{sid}X{row.get('gid', '')}X{row.get('qid', '')}")
        spans.append((start, len(form.builder.items), row))
    for start, stop, row in spans:
        texts = (rules.get(row.get("gid", ""), ""), row.get("relevance", "")) if stop > start else ()
        form.builder.require(start, stop, [said for text in texts
                                         for said in form.condition(text, row.get("title", ""))])
    ruled = {row.get("qid") for row in tables.get("conditions", [])}
    free = [row for row in main if row.get("relevance", "") in ALWAYS]
    lost = [row.get("title", "") for row in free if row.get("qid") in ruled]
    if lost:
        form.builder.ask("ruled", names=list_values(lost), column="relevant")


def _add_question(form: LimeForm, row: Row, sgqa: str) -> None:
    """Add the items of one question."""
    row = {"type": "", "qid": "", **row}
    code, make = plain_text(row.get("title", "")) or f"Q{row['qid']}", MAKERS.get(row["type"])
    stem, subs = form.texts.get(row["qid"], {}), form.subquestions.get(row["qid"], ())
    start = len(form.builder.items)
    if make is not None:
        make(LimeQuestion(form, row, sgqa, code, stem, subs))
    if row["type"] not in SILENT and len(form.builder.items) == start:
        form.builder.ask("left_empty" if make else "left_out", name=repr(code), kind=repr(row["type"]))


def _add_single(question: LimeQuestion) -> None:
    """One answer of a list, or in one field."""
    kind, options = SINGLE[question.row["type"]], question.options()
    other = question.row.get("other") == "Y" and kind == "single"
    options += [Option("other", phrase("codebook.other"))] if other else []
    if kind in {"text", "number", "date"} or options:
        offered = question.form.builder.distinct(question.code, options if kind in CHOSEN else ())
        item = question.add_item("", kind, {}, offered)
        if other:
            question.add_item("[other]", "text", phrase("codebook.other"), role="other_text",
                              asked_if=chosen_condition(item, offered[-1].value))
        if question.row["type"] == "O":
            question.add_item("[comment]", "text", phrase("codebook.comment"), role="open_text")


def _add_multiple(question: LimeQuestion) -> None:
    """Several answers: one 0/1 column each."""
    other = question.row.get("other") == "Y"
    options = [Option(plain_text(sub.get("title", "")), question.text(sub)) for sub in question.subs]
    options += [Option("other", phrase("codebook.other"))] if other else []
    if not options:
        return
    offered = question.form.builder.distinct(question.code, options)
    item = question.add_item("", "multiple", {}, offered, layout="onehot")
    for option in offered:
        for called in (f"{question.code}_{option.value}", question.sgqa + option.value):
            question.form.names.setdefault(called, (item, option.value))
        if question.row["type"] == "P":
            question.add_item(f"[{option.value}comment]", "text", join_texts(option.label, phrase("codebook.comment")))
    if other:
        question.add_item("[other]", "text", phrase("codebook.other"), role="other_text",
                          asked_if=chosen_condition(item, offered[-1].value))


def _add_array(question: LimeQuestion) -> None:
    """An item per subquestion (and scale), with the same answers."""
    kind, double = question.row["type"], question.row["type"] == "1"
    lists = [question.form.builder.distinct(question.code, score_options(found) if kind in RATED else found)
             for found in map(question.options, "01" if double else "0")]
    for sub in question.subs if all(lists) else ():
        for place, options in enumerate(lists, start=1):
            part = f"[{plain_text(sub.get('title', ''))}]" + (f"[{place}]" if double else "")
            question.add_item(part, "rating" if kind in RATED else "single", question.text(sub), options)
    if kind in {"F", "H", "1"}:
        question.form.builder.ask("rating", name=repr(question.code), column="sk_value")


def _add_fields(question: LimeQuestion) -> None:
    """A text or a number per subquestion, or per pair of row and column."""
    kind = "number" if question.row["type"] in "K:" else "text"
    across = [sub for sub in question.subs if sub.get("scale_id") == "1"]
    for sub in (sub for sub in question.subs if sub.get("scale_id") != "1"):
        for column in across if question.row["type"] in ";:" else [{}]:
            codes = [plain_text(part.get("title", "")) for part in (sub, column) if part]
            question.add_item(f"[{'_'.join(codes)}]", kind, join_texts(question.text(sub), question.text(column)))


SINGLE = {**dict.fromkeys("L!OYG", "single"), "5": "rating", "N": "number", "D": "date", "R": "rank",
          **dict.fromkeys("STU", "text")}
CHOSEN = {"single", "rating", "rank"}
MAKERS = {**dict.fromkeys(SINGLE, _add_single), **dict.fromkeys("MP", _add_multiple),
          **dict.fromkeys("FHABCE1", _add_array), **dict.fromkeys("QK;:", _add_fields)}
