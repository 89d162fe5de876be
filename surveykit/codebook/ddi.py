"""DDI-Codebook 2.5, the archives' XML, written; `ddi_read` reads it.

The variables are the columns that `write_processed` writes: a response set is a group over one 0/1
variable per option. What DDI has no element for (kind, role, scores) is a note in JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from lxml import etree

from surveykit.codebook.items import SEPARATOR, Codebook, Item, Option
from surveykit.codebook.write import UNWRITABLE
from surveykit.errors import CodebookError
from surveykit.words.phrases import Text, phrase

DDI = "ddi:codebook:2_5"
DDI_NOTE = "surveykit"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
LANGUAGE_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
NATURES = {"single": "nominal", "multiple": "nominal", "rating": "ordinal", "rank": "ordinal"}
EXTRAS = ("role", "scale", "column", "layout", "constraint", "required", "reverse")
POINTS = ("low", "high", "score", "min_valid")
TICKS = (("ticked", 1), ("unticked", 0))


def ddi_bytes(codebook: Codebook, *, name: str = "", facts: Mapping[str, object] | None = None) -> bytes:
    """The codebook as DDI-Codebook 2.5 XML; `ddi_codebook` reads it back.

    Parameters
    ----------
    codebook
        Any codebook; languages of its labels must be codes such as `zh`, `en`, `de`.
    name
        Name of the data file described.
    facts
        What is known of that file, in order: `rows` becomes its number of cases, everything else
        (a checksum, a date) a note with its name as the subject.

    Returns
    -------
    bytes
        UTF-8 XML; equal codebooks give equal bytes. A response set is a `varGrp` over one 0/1
        `var` per option; what DDI has no place for (kind, role, scores, scale) is a note in JSON.

    Raises
    ------
    CodebookError
        A text holds control characters, or a label's language is no code.

    Missing values
    --------------
    An option that stands for a kind of missing is a `catgry` with `missing="Y"` and its
    `missType`, and its value is in `invalrng`.

    References
    ----------
    DDI Alliance, DDI-Codebook 2.5, https://ddialliance.org/Specification/DDI-Codebook/2.5/

    Examples
    --------
    >>> import surveykit as sk
    >>> ddi_bytes(sk.example_survey().codebook, name="example.csv")[39:82]
    b'<codeBook xmlns="ddi:codebook:2_5" version='
    """
    root = etree.Element(f"{{{DDI}}}codeBook", {"version": "2.5", XML_LANG: codebook.language}, {None: DDI})
    _study(_put(root, "stdyDscr"), codebook)
    if name or facts:
        _data_file(_put(root, "fileDscr"), name, dict(facts or {}))
    _variables(_put(root, "dataDscr"), codebook)
    etree.indent(root, " ")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def _put(parent: etree._Element, tag: str, text: object = "", **attributes: object) -> etree._Element:
    """A new child; texts that XML cannot hold are refused."""
    parts = {key: str(value) for key, value in attributes.items() if value is not None}
    for part in (str(text), *parts.values()):
        if UNWRITABLE.search(part):
            raise CodebookError("A text of DDI must hold no control characters.",
                                where="<{tag}>: {part!r}", fix="clean the label or name", tag=tag,
                                part=part[:30])
    child = etree.SubElement(parent, f"{{{DDI}}}{tag}", parts)
    child.text = str(text) or None
    return child


def _say(parent: etree._Element, tag: str, text: Text, first: str = "", after: str = "") -> None:
    """A child per language, one of them first; `after` names the later ones where they differ."""
    ordered = sorted(text.items(), key=lambda pair: (pair[0] != first, pair[0]))
    for place, (language, side) in enumerate(pair for pair in ordered if pair[1]):
        if not LANGUAGE_TAG.fullmatch(language):
            raise CodebookError("A language must be a code such as zh or de, not {language!r}.",
                                where="<{tag}>: {side!r}", fix="write the heading as label::de",
                                language=language, tag=tag, side=side[:30])
        _put(parent, after if after and place else tag, side).set(XML_LANG, language)


def _note(parent: etree._Element, subject: str, facts: Mapping[str, object]) -> None:
    """What DDI has no element for, as JSON."""
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, default=str)
    _put(parent, "notes", text, type=DDI_NOTE, subject=subject)


def _study(parent: etree._Element, codebook: Codebook) -> None:
    """Title, form, and whether the data are synthetic."""
    settings, title = codebook.settings, _put(_put(parent, "citation"), "titlStmt")
    _say(title, "titl", codebook.title or {codebook.language: "codebook"}, codebook.language, "parTitl")
    if settings.get("form_id"):
        _put(title, "IDNo", settings["form_id"])
    if codebook.synthetic:
        _say(parent, "notes", phrase("codebook.synthetic"))
    _note(parent, "settings", {key: value for key, value in settings.items() if key != "title"})


def _data_file(parent: etree._Element, name: str, facts: dict[str, object]) -> None:
    """The data file: name, number of cases, and what else is known of it."""
    text, rows = _put(parent, "fileTxt"), facts.pop("rows", None)
    if name:
        _put(text, "fileName", name)
    if rows is not None:
        _put(_put(text, "dimensns"), "caseQnty", rows)
    for subject, fact in facts.items():
        _put(parent, "notes", fact, subject=subject)


def _variables(parent: etree._Element, codebook: Codebook) -> None:
    """Groups first (response sets, scales), then a variable per column."""
    ids = {column: f"V{place}" for place, column in enumerate(codebook.columns, start=1)}
    for place, item in enumerate((i for i in codebook if i.kind == "multiple"), start=1):
        group = _group(parent, f"S{place}", item.name, [ids[c] for c in item.columns], type="multipleResp")
        _say(group, "labl", item.words)
        _say(group, "txt", item.label)
        _universe(group, item)
        _note(group, "item", _extras(item) | {"options": [_as_fact(option) for option in item.options]})
    for place, scale in enumerate(codebook.scales, start=1):
        users = [ids[item.name] for item in codebook if item.scale == scale.name and item.name in ids]
        group = _group(parent, f"G{place}", scale.name, users, type="other", otherType="scale")
        _say(group, "labl", scale.label)
        _note(group, "scale", {key: getattr(scale, key) for key in POINTS})
    for item in codebook:
        for option in item.answers if item.kind == "multiple" else (None,):
            _variable(parent, item, option, ids)


def _group(parent: etree._Element, ident: str, name: str, ids: Sequence[str], **kind: str) -> etree._Element:
    """A group of variables."""
    return _put(parent, "varGrp", ID=ident, name=name, var=" ".join(ids) or None, **kind)


def _universe(parent: etree._Element, item: Item) -> None:
    """Who is asked, where it is not everyone."""
    if item.asked_if:
        _put(parent, "universe", item.asked_if)


def _extras(item: Item) -> dict[str, object]:
    """What DDI has no place for, defaults left out."""
    kept = {key: getattr(item, key) for key in EXTRAS if getattr(item, key)}
    scores = {option.value: option.score for option in item.options if option.score is not None}
    return {"kind": item.kind, **kept, **({"scores": scores} if scores else {})}


def _as_fact(option: Option) -> dict[str, object]:
    """An option of a response set; its score stands with the others."""
    return {"value": option.value, "label": dict(option.label), "missing": option.missing}


def _variable(parent: etree._Element, item: Item, option: Option | None, ids: Mapping[str, str]) -> None:
    """A `var`; its children stand in the order that the schema wants."""
    name = item.name if option is None else f"{item.name}{SEPARATOR}{option.value}"
    var = _put(parent, "var", ID=ids[name], name=name, nature=NATURES.get(item.kind),
               intrvl="contin" if item.kind == "number" else "discrete")
    _say(var, "labl", item.words if option is None else option.label)
    _say(_put(var, "qstn"), "qstnLit", item.label)
    lost = [o.value for o in item.options if o.missing and option is None]
    ranges = _put(var, "invalrng") if lost else None
    for value in lost:
        _put(ranges, "item", VALUE=value)
    _universe(var, item)
    for found in item.options if option is None else ():
        _category(var, found.value, found.label, found.missing)
    for word, value in TICKS if option is not None else ():
        _category(var, str(value), phrase(f"codebook.{word}"), None)
    numeric = "numeric" if option is not None or item.kind == "number" else "character"
    _put(var, "varFormat", type=numeric, category="date" if item.kind == "date" else None)
    if option is None:
        _note(var, "item", _extras(item))


def _category(var: etree._Element, value: str, label: Text, missing: str | None) -> None:
    """An option."""
    category = _put(var, "catgry", missing="Y" if missing else None, missType=missing)
    _put(category, "catValu", value)
    _say(category, "labl", label)
