"""DDI-Codebook read: ours comes back whole, an archive's as far as it says what was asked."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeGuard

from surveykit.codebook.codebook_builder import CodebookBuilder
from surveykit.codebook.codebook_faults import expression_fault
from surveykit.codebook.codebook_workbook import MISSING_WORDS
from surveykit.codebook.ddi_bytes import DDI_NOTE, LANGUAGE_TAG, XML_LANG
from surveykit.codebook.draft import Draft
from surveykit.codebook.form_roots import xml_root
from surveykit.codebook.form_texts import list_values, match_languages, plain_text
from surveykit.codebook.items import KINDS, REQUIRED, Item, Option, Scale
from surveykit.codebook.score_options import score_options
from surveykit.codebook.survey_sheet import EXPRESSIONS
from surveykit.errors import CodebookError
from surveykit.expression import parse
from surveykit.files.workbook_bytes import UNWRITABLE
from surveykit.words.phrases import LANGUAGES, phrase

if TYPE_CHECKING:
    from lxml.etree import _Element

REASONS = (("refused", re.compile(r"refus|拒", re.I)),
           ("dont_know", re.compile(r"\bdk\b|do(n.?|es not| not) ?know|不知道|不清楚", re.I)),
           ("not_asked", re.compile(r"\binap|not applicable|not asked|skipped|不适用|跳过", re.I)))
BIGGEST = 1e9
OPEN = {"number", "text", "date"}


def ddi_codebook(data: bytes, name: str) -> Draft:
    """A codebook from DDI-Codebook XML (2.0 to 2.6), ours or an archive's.
    >>> import surveykit as sk
    >>> from surveykit.codebook.ddi_bytes import ddi_bytes
    >>> book = sk.example_survey().codebook
    >>> ddi_codebook(ddi_bytes(book), "example.xml").codebook.items == book.items
    True
    """
    root = xml_root(data, name, "codeBook")
    builder = CodebookBuilder(name, match_languages([root.get(XML_LANG)]).get(root.get(XML_LANG), "en"))
    groups = [(group, _read_note(group)) for group in root.findall("{*}dataDscr/{*}varGrp")]
    builder.scales += [scale for group, facts in groups for scale in _read_scale(group, facts, builder)]
    sets = {ident: group for group, facts in groups if facts.get("kind") == "multiple"
            for ident in (group.get("var") or "").split()}
    sources = [sets.get(var.get("ID") or "", var) for var in root.findall("{*}dataDscr/{*}var")]
    for source in dict.fromkeys(sources):
        _add_variable(source, builder, {scale.name for scale in builder.scales})
    facts, path = _read_note(root.find("{*}stdyDscr")), "{*}stdyDscr/{*}citation/{*}titlStmt/{*}"
    _refuse_unreadable(builder, ours=facts.get("platform") == "surveykit")
    title = _read_texts([*root.findall(f"{path}titl"), *root.findall(f"{path}parTitl")], builder, bool(facts))
    language = builder.language if builder.language in LANGUAGES else "en"
    return builder.draft({"title": title, "language": language, **_settings(facts)})


def _settings(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The form's settings, those of our note that are of their kind."""
    codes, sent = facts.get("missing_codes"), facts.get("sent")
    return {"form_id": _word(facts, "form_id") or "", "version": _word(facts, "version") or "",
            "platform": _word(facts, "platform"), "synthetic": facts.get("synthetic") is True,
            "sent": sent if type(sent) is int and sent >= 0 else None,
            "missing_codes": {key: kind for key in codes if (kind := _word(codes, key)) in MISSING_WORDS}
            if isinstance(codes, dict) else {}}


def _read_note(element: _Element | None) -> dict[str, Any]:
    """What our note in an element says; {} if there is none, or it is no JSON object."""
    for note in [] if element is None else element.findall("{*}notes"):
        if note.get("type") == DDI_NOTE:
            with contextlib.suppress(ValueError, RecursionError):
                found = json.loads(note.text or "")
                return found if isinstance(found, dict) else {}
    return {}


def _read_texts(elements: Iterable[_Element], builder: CodebookBuilder, exact: bool) -> dict[str, str]:
    """The texts of elements by their language; as they stand where we wrote them."""
    found: dict[str, str] = {}
    for element in elements:
        tag = element.get(XML_LANG) or builder.language
        text = (element.text or "") if exact else plain_text("".join(element.itertext()))
        ours = exact and LANGUAGE_TAG.fullmatch(tag)
        if text:
            found.setdefault(tag if ours else match_languages([tag]).get(tag, builder.language), text)
    return found


def _word(facts: Mapping[str, Any], key: str) -> str | None:
    """A text of a note, or None."""
    value = facts.get(key)
    return UNWRITABLE.sub("", value) or None if isinstance(value, str) else None


def _is_score(value: object) -> TypeGuard[float]:
    """Whether a value of a note is a number that a score can be."""
    return isinstance(value, int | float) and not isinstance(value, bool) and -BIGGEST < value < BIGGEST


def _read_scale(group: _Element, facts: Mapping[str, Any], builder: CodebookBuilder) -> list[Scale]:
    """The scale that a group of ours describes, if it is one."""
    low, high, least = facts.get("low"), facts.get("high"), facts.get("min_valid")
    if not (_is_score(low) and _is_score(high) and _is_score(least) and low < high and 0 < least <= 1):
        return []
    label, how = _read_texts(group.findall("{*}labl"), builder, True), facts.get("score")
    return [Scale(group.get("name") or "", label, low, high, "sum" if how == "sum" else "mean", least)]


def _add_variable(source: _Element, builder: CodebookBuilder, scales: set[str]) -> None:
    """Add the item that a variable, or a response set of ours, describes."""
    facts = _read_note(source)
    name = builder.name(source.get("name") or source.get("ID") or "", kept=True)
    said, asked, text = (_read_texts(source.findall(path), builder, bool(facts))
                         for path in ("{*}labl", "{*}qstn/{*}qstnLit", "{*}txt"))
    label = asked or text or said
    options = builder.distinct(name, _read_options(source, facts, builder), spaced=True)
    kind = _guess_item_kind(source, facts, options)
    options = tuple(score_options(options)) if kind == "rating" else options
    if options and kind in OPEN:
        builder.ask("codes_left", name, name=repr(name), kind=phrase(f"codebook.{kind}"), column="sk_missing_codes",
                   codes=list_values(o.value for o in options))
    universe = " ".join("".join(u.itertext()) for u in source.findall("{*}universe"))
    if universe and not facts:
        builder.ask("asked_of", name, name=repr(name), text=plain_text(universe), column="relevant")
    named = _word(facts, "scale") if kind in {"rating", "number"} else None
    scale = named if named in scales else None
    builder.add(Item(name, kind, label, () if kind in OPEN else options, universe or None if facts else None,
                   _word(facts, "constraint"), scale, facts.get("reverse") is True and scale == named,
                   _word(facts, "role"), _word(facts, "column"), _word(facts, "layout"),
                   said if said != label else {}, _word(facts, "required"), _word(facts, "calculation")))


def _refuse_unreadable(builder: CodebookBuilder, *, ours: bool) -> None:
    """Leave out expressions that our own codebook would not take back, with a warning."""
    names = {item.name for item in builder.items}
    for place, item in enumerate(builder.items):
        for heading, attribute in EXPRESSIONS:
            text = getattr(item, attribute)
            if text and text != REQUIRED and not _is_readable(text, None if ours else names):
                builder.ask("unreadable", item.name, name=repr(item.name), text=text, column=heading)
                item = replace(item, **dict[str, Any]({attribute: None}))
        builder.items[place] = item


def _is_readable(text: str, names: set[str] | None) -> bool:
    """Whether an expression can be read and names items that are there (if told), or is another program's."""
    try:
        asked = parse(text).names
        return names is None or names.issuperset(asked)
    except CodebookError as error:
        return not expression_fault(text, error)


def _read_options(source: _Element, facts: Mapping[str, Any], builder: CodebookBuilder) -> list[Option]:
    """The categories of a variable, or those our note gives for a response set."""
    scores, noted = facts.get("scores"), facts.get("options")
    found = [(_value(c, bool(facts)), _read_texts(c.findall("{*}labl"), builder, bool(facts)),
              _missing(c) if c.get("missing") == "Y" else "") for c in source.findall("{*}catgry")]
    found += [(_word(o, "value") or "", {key: side for key in o["label"] if LANGUAGE_TAG.fullmatch(key)
                                         and (side := _word(o["label"], key))}, _word(o, "missing") or "")
              for o in (noted if isinstance(noted, list) else [])
              if isinstance(o, dict) and isinstance(o.get("label"), dict)]
    unknown = [value for value, _, kind in found if kind not in {"", *MISSING_WORDS}]
    if unknown:
        builder.ask("reasonless", name=repr(source.get("name")), codes=list_values(unknown))
    score = {value: n for value, n in scores.items() if _is_score(n)} if isinstance(scores, dict) else {}
    return [Option(value, label, score.get(value), (kind if kind in MISSING_WORDS else "blank")
                   if kind != "" else None) for value, label, kind in found]


def _value(category: _Element, exact: bool) -> str:
    """The value of a category; as it stands where we wrote it."""
    text = "".join("".join(value.itertext()) for value in category.findall("{*}catValu"))
    return text if exact else plain_text(text)


def _missing(category: _Element) -> str:
    """The kind of missing that a category names; what it says itself where we know none."""
    said = category.get("missType") or "".join("".join(c.itertext()) for c in category.findall("{*}labl"))
    return said if said in MISSING_WORDS else next((kind for kind, words in REASONS if words.search(said)), said or "?")


def _guess_item_kind(var: _Element, facts: Mapping[str, Any], options: Sequence[Option]) -> str:
    """The kind our note says, else the one that categories and formats imply."""
    answers, said, form = any(o.missing is None for o in options), facts.get("kind"), var.find("{*}varFormat")
    if isinstance(said, str) and said in KINDS and (answers or said in OPEN):
        return said
    if answers:
        return "rating" if var.get("nature") == "ordinal" else "single"
    form = {} if form is None else form.attrib
    if form.get("category") == "date":
        return "date"
    return "number" if var.get("intrvl") == "contin" or form.get("type") == "numeric" else "text"
