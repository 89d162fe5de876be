"""DDI-Codebook 2.5, the archives' XML, written; `ddi_read` reads it.

The variables are the columns that `write_processed` writes: a response set is a group over one 0/1
variable per option. What DDI has no element for (kind, role, scores) is a note in JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from surveykit.codebook.items import SEPARATOR, Codebook, Item, Option
from surveykit.errors import CodebookError
from surveykit.files.workbook_bytes import UNWRITABLE
from surveykit.words.phrases import Text, phrase

if TYPE_CHECKING:
    from lxml.etree import _Element

DDI = "ddi:codebook:2_5"
DDI_NOTE = "surveykit"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
LANGUAGE_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
NATURES = {"single": "nominal", "multiple": "nominal", "rating": "ordinal", "rank": "ordinal"}
EXTRAS = ("role", "scale", "column", "layout", "constraint", "required", "reverse", "calculation")
POINTS = ("low", "high", "score", "min_valid")
TICKS = (("ticked", 1), ("unticked", 0))


def ddi_bytes(codebook: Codebook, *, name: str = "", facts: Mapping[str, object] | None = None) -> bytes:
    """The codebook as DDI-Codebook 2.5 XML; `ddi_codebook` reads it back.
    Reference: DDI Alliance, DDI-Codebook 2.5, https://ddialliance.org/Specification/DDI-Codebook/2.5/
    >>> import surveykit as sk
    >>> ddi_bytes(sk.example_survey().codebook, name="example.csv")[39:82]
    b'<codeBook xmlns="ddi:codebook:2_5" version='
    """
    from lxml import etree  # deferred: 20 ms that only readers and writers of XML pay

    root = etree.Element(f"{{{DDI}}}codeBook", {"version": "2.5", XML_LANG: codebook.language}, {None: DDI})
    _add_study(_add_element(root, "stdyDscr"), codebook)
    if name or facts:
        _add_data_file(_add_element(root, "fileDscr"), name, dict(facts or {}))
    _add_variables(_add_element(root, "dataDscr"), codebook)
    etree.indent(root, " ")
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8")) + b"\n"


def _add_element(parent: _Element, tag: str, text: object = "", **attributes: object) -> _Element:
    """A new child; texts that XML cannot hold are refused."""
    parts = {key: str(value) for key, value in attributes.items() if value is not None}
    for part in (str(text), *parts.values()):
        if UNWRITABLE.search(part):
            raise CodebookError("A text of DDI must hold no control characters.", where="<{tag}>: {part!r}",
                                fix="clean the label or name", tag=tag, part=part[:30])
    from lxml import etree

    child = etree.SubElement(parent, f"{{{DDI}}}{tag}", parts)
    child.text = str(text) or None
    return child


def _add_texts(parent: _Element, tag: str, text: Text, first: str = "", after: str = "") -> None:
    """A child per language, one of them first; `after` names the later ones where they differ."""
    ordered = sorted(text.items(), key=lambda pair: (pair[0] != first, pair[0]))
    for place, (language, side) in enumerate(pair for pair in ordered if pair[1]):
        if not LANGUAGE_TAG.fullmatch(language):
            raise CodebookError("A language must be a code such as zh or de, not {language!r}.",
                                where="<{tag}>: {side!r}", fix="write the heading as label::de",
                                language=language, tag=tag, side=side[:30])
        _add_element(parent, after if after and place else tag, side).set(XML_LANG, language)


def _add_note(parent: _Element, subject: str, facts: Mapping[str, object]) -> None:
    """What DDI has no element for, as JSON."""
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, default=str)
    _add_element(parent, "notes", text, type=DDI_NOTE, subject=subject)


def _add_study(parent: _Element, codebook: Codebook) -> None:
    """Title, form, and whether the data are synthetic."""
    settings, title = codebook.settings, _add_element(_add_element(parent, "citation"), "titlStmt")
    _add_texts(title, "titl", codebook.title or {codebook.language: "codebook"}, codebook.language, "parTitl")
    if settings.get("form_id"):
        _add_element(title, "IDNo", settings["form_id"])
    if codebook.synthetic:
        _add_texts(parent, "notes", phrase("codebook.synthetic"))
    _add_note(parent, "settings", {key: value for key, value in settings.items() if key != "title"})


def _add_data_file(parent: _Element, name: str, facts: dict[str, object]) -> None:
    """The data file: name, number of cases, and what else is known of it."""
    text, rows = _add_element(parent, "fileTxt"), facts.pop("rows", None)
    if name:
        _add_element(text, "fileName", name)
    if rows is not None:
        _add_element(_add_element(text, "dimensns"), "caseQnty", rows)
    for subject, fact in facts.items():
        _add_element(parent, "notes", fact, subject=subject)


def _add_variables(parent: _Element, codebook: Codebook) -> None:
    """Groups first (response sets, scales), then a variable per column."""
    ids = {column: f"V{place}" for place, column in enumerate(codebook.columns, start=1)}
    for place, item in enumerate((i for i in codebook if i.kind == "multiple"), start=1):
        group = _add_group(parent, f"S{place}", item.name, [ids[c] for c in item.columns], type="multipleResp")
        _add_texts(group, "labl", item.words)
        _add_texts(group, "txt", item.label)
        _add_universe(group, item)
        options = [{"value": one.value, "label": dict(one.label), "missing": one.missing} for one in item.options]
        _add_note(group, "item", _extras(item) | {"options": options})  # scores stand with the others
    for place, scale in enumerate(codebook.scales, start=1):
        users = [ids[item.name] for item in codebook if item.scale == scale.name and item.name in ids]
        group = _add_group(parent, f"G{place}", scale.name, users, type="other", otherType="scale")
        _add_texts(group, "labl", scale.label)
        _add_note(group, "scale", {key: getattr(scale, key) for key in POINTS})
    for item in codebook:
        for option in item.answers if item.kind == "multiple" else (None,):
            _add_variable(parent, item, option, ids)


def _add_group(parent: _Element, ident: str, name: str, ids: Sequence[str], **kind: str) -> _Element:
    """A group of variables."""
    return _add_element(parent, "varGrp", ID=ident, name=name, var=" ".join(ids) or None, **kind)


def _add_universe(parent: _Element, item: Item) -> None:
    """Who is asked, where it is not everyone."""
    if item.asked_if:
        _add_element(parent, "universe", item.asked_if)


def _extras(item: Item) -> dict[str, object]:
    """What DDI has no place for, defaults left out."""
    kept = {key: getattr(item, key) for key in EXTRAS if getattr(item, key)}
    scores = {option.value: option.score for option in item.options if option.score is not None}
    return {"kind": item.kind, **kept, **({"scores": scores} if scores else {})}


def _add_variable(parent: _Element, item: Item, option: Option | None, ids: Mapping[str, str]) -> None:
    """A `var`; its children stand in the order that the schema wants."""
    name = item.name if option is None else f"{item.name}{SEPARATOR}{option.value}"
    var = _add_element(parent, "var", ID=ids[name], name=name, nature=NATURES.get(item.kind),
               intrvl="contin" if item.kind == "number" else "discrete")
    _add_texts(var, "labl", item.words if option is None else option.label)
    _add_texts(_add_element(var, "qstn"), "qstnLit", item.label)
    lost = [o.value for o in item.options if o.missing and option is None]
    ranges = _add_element(var, "invalrng") if lost else None
    for value in lost:
        _add_element(ranges, "item", VALUE=value)
    _add_universe(var, item)
    for found in item.options if option is None else ():
        _add_category(var, found.value, found.label, found.missing)
    for word, tick in TICKS if option is not None else ():
        _add_category(var, str(tick), phrase(f"codebook.{word}"), None)
    numeric = "numeric" if option is not None or item.kind == "number" else "character"
    _add_element(var, "varFormat", type=numeric, category="date" if item.kind == "date" else None)
    if option is None:
        _add_note(var, "item", _extras(item))


def _add_category(var: _Element, value: str, label: Text, missing: str | None) -> None:
    """An option."""
    category = _add_element(var, "catgry", missing="Y" if missing else None, missType=missing)
    _add_element(category, "catValu", value)
    _add_texts(category, "labl", label)
