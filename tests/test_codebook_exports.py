"""A codebook going out: DDI, Data Package, Markdown, Word; each says all of it and is always the same."""

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

import surveykit as sk
from surveykit.codebook import Codebook, Item, Option, Scale
from surveykit.codebook.codebook_document import codebook_docx, codebook_markdown, item_rows
from surveykit.codebook.codebook_files import datapackage_bytes
from surveykit.codebook.ddi_bytes import DDI, XML_LANG, ddi_bytes
from surveykit.codebook.ddi_codebook import ddi_codebook
from surveykit.codebook.lss_codebook import lss_codebook
from surveykit.codebook.qsf_codebook import qsf_codebook
from surveykit.errors import CodebookError

HERE = Path(__file__).parent
RAW = sorted((HERE.parent / "data/raw").glob("*/*.codebook.xlsx"))
ODD = "<b>&amp;</b> \"'`|*_#[x](y) ]]> ${q} \u2028 一二"
SLUG = re.compile(r"[a-z0-9][-a-z0-9._]*")


def odd_book() -> Codebook:
    """A codebook of every kind, with texts that want to break out."""
    points = (Option("p1", {"en": "no"}, 1.0), Option("p2", {"en": "yes"}, 2.5),
              Option("dk", {"en": "?"}, None, "dont_know"))
    ticks = (Option("a", {"en": ODD}, 3.0), Option("b", {"de": "b"}),
             Option("ref", {"en": "won't say"}, None, "refused"))
    items = (Item("one", "single", {"en": ODD, "de": "eins"}, (Option(ODD, {"en": ODD}), Option("2", {"en": "two"}))),
             Item("many", "multiple", {"en": "many"}, ticks, layout="onehot", column="Q<1>", short={"en": "m"}),
             Item("point.s-1", "rating", {"zh": "评分"}, points, scale="s", reverse=True, asked_if=f"${{one}}='{ODD}'"),
             Item("ranked", "rank", {"en": "rank"}, (Option("x", {"en": "X"}), Option("y", {"en": "Y"}))),
             Item("years", "number", {"en": "line one\nline two"}, constraint=". >= 0 and . < 9.5", scale="s"),
             Item("said", "text", {"en": "said"}, role="open_text"), Item("day", "date", {"en": "day"}),
             Item("phone", "text", {"en": "phone"}, role="pii:phone"))
    scales = (Scale("s", {"en": ODD}, 1, 2.5, "sum", 0.5),)
    return Codebook(items, scales, {
        "title": {"en": ODD, "zh": "怪"}, "form_id": "odd", "version": "2", "language": "en", "platform": "plain",
        "missing_codes": {"-9": "refused"}, "synthetic": True, "sent": 9})


POINTS = (Option("a", {"zh": "低", "en": "low"}, 1.0), Option("b", {"zh": "高", "en": "high"}, 2.0),
          Option("x", {"zh": "拒答"}, missing="refused"))
KINDS = Codebook(
    (Item("one", "single", {"zh": "单选", "de": "Eins"}, POINTS, required="yes"),
     Item("many", "multiple", {"en": "many"}, POINTS, "${one}='a'", layout="onehot", short={"en": "m"}),
     Item("point", "rating", {"en": "point"}, POINTS, scale="s", required="${one}='b'"),
     Item("order", "rank", {"en": "order"}, POINTS), Item("n", "number", {"en": "n"}, constraint=". > 1"),
     Item("day", "date", {"en": "day"}), Item("said", "text", {"en": "said"}, role="open_text")),
    (Scale("s", {"en": "s"}, 1, 2),), {"title": {"zh": "题", "en": "T", "de": "D"}, "form_id": "f", "synthetic": True})
BOOKS = {path.stem: sk.read_codebook(path) for path in RAW} | {
    "every kind": KINDS, "example": sk.example_survey().codebook, "odd": odd_book(),
    "qualtrics": qsf_codebook((HERE / "data/qualtrics_synthetic.qsf").read_bytes(), "q").codebook,
    "limesurvey": lss_codebook((HERE / "data/limesurvey_synthetic.lss").read_bytes(), "l").codebook}
EVERY = pytest.mark.parametrize("book", BOOKS.values(), ids=BOOKS.keys())


def xml(book: Codebook) -> etree._Element:
    return etree.fromstring(ddi_bytes(book, name="data.csv", facts={"rows": 46, "sha256": "ab12"}))


def found(root: etree._Element, path: str) -> list[etree._Element]:
    return root.findall("/".join(f"{{{DDI}}}{step}" for step in path.split("/")))


def table_lines(page: str) -> list[str]:
    """The rows of a page's tables, without the rules under their headings."""
    return [line for line in page.splitlines() if line.startswith("| ") and not line.startswith("| ---")]


def test_there_are_codebooks_to_try():
    assert len(RAW) >= 2


# DDI

@EVERY
def test_a_codebook_comes_back_from_ddi_as_it_was(book):
    again, warnings = ddi_codebook(ddi_bytes(book), "again.xml")
    assert again.items == book.items
    assert again.scales == book.scales
    assert warnings == ()


@pytest.mark.parametrize("path", RAW, ids=lambda path: path.stem)
def test_the_settings_of_a_workbook_come_back_from_ddi(path):
    book = sk.read_codebook(path)
    assert ddi_codebook(ddi_bytes(book), "again.xml").codebook.settings == book.settings


@EVERY
def test_ddi_and_word_documents_are_the_same_every_time(book):
    again = ddi_codebook(ddi_bytes(book), "again.xml").codebook
    assert ddi_bytes(again) == ddi_bytes(replace(book, settings=again.settings))
    assert codebook_docx(book, "zh") == codebook_docx(book, "zh")
    assert codebook_markdown(book, "zh") == codebook_markdown(book, "zh")


@EVERY
def test_ddi_has_the_structure_of_the_schema(book):
    root = xml(book)
    assert root.tag == f"{{{DDI}}}codeBook"
    assert [etree.QName(child).localname for child in root] == ["stdyDscr", "fileDscr", "dataDscr"]
    assert [var.get("name") for var in found(root, "dataDscr/var")] == list(book.columns)


def test_ddi_of_the_volunteers_says_what_was_asked_and_who_refused():
    root = xml(BOOKS["volunteers.codebook"])
    gender = next(var for var in found(root, "dataDscr/var") if var.get("name") == "gender")
    said = {e.get(XML_LANG): e.text for e in found(gender, "qstn/qstnLit")}
    assert said == {"zh": "您的性别", "en": "Your gender"}
    assert [(found(c, "catValu")[0].text, c.get("missing"), c.get("missType")) for c in found(gender, "catgry")] == [
        ("male", None, None), ("female", None, None), ("prefer_not", "Y", "refused")]
    assert [item.get("VALUE") for item in found(gender, "invalrng/item")] == ["prefer_not"]
    assert found(root, "fileDscr/fileTxt/dimensns/caseQnty")[0].text == "46"
    assert [(n.get("subject"), n.text) for n in found(root, "fileDscr/notes")] == [("sha256", "ab12")]


@pytest.mark.parametrize("name, synthetic", [("volunteers.codebook", True), ("anes96.codebook", False)])
def test_ddi_says_when_the_data_are_synthetic(name, synthetic):
    assert ("合成数据：受访者均由程序生成" in ddi_bytes(BOOKS[name]).decode()) is synthetic


def test_control_characters_and_languages_without_a_code_cannot_go_into_ddi():
    book = Codebook((Item("a", "text", {"en": "bell\x07"}),))
    with pytest.raises(CodebookError, match="must hold no control characters") as caught:
        ddi_bytes(book)
    assert caught.value.where == "<labl>: 'bell\\x07'"
    with pytest.raises(CodebookError, match="must be a code such as zh or de, not 'Français'"):
        ddi_bytes(Codebook((Item("a", "text", {"Français": "oui"}),)))


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"]), min_size=1, max_size=12)
LABELS = st.dictionaries(st.sampled_from(["zh", "en", "de"]), WORDS, min_size=1)
NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9]{0,6}", fullmatch=True).filter(lambda name: name != "respondent")


@st.composite
def books(draw) -> Codebook:
    """Codebooks whose options differ in value and label."""
    items, names = [], draw(st.lists(NAMES, min_size=1, max_size=5, unique=True))
    asked = st.none() | st.builds("${{{}}} = '{}'".format, st.sampled_from(names), WORDS.filter(lambda w: "'" not in w))
    for name in names:
        kind = draw(st.sampled_from(["single", "multiple", "rating", "rank", "number", "text", "date"]))
        codes = draw(st.lists(st.from_regex(r"[A-Za-z0-9-]{1,5}", fullmatch=True), min_size=1, max_size=5, unique=True))
        missing = draw(st.sampled_from([None, "refused", "dont_know", "not_asked", "blank"]))
        options = [Option(code, {"en": f"{place} {draw(WORDS).strip()}".strip()}, float(place))
                   for place, code in enumerate(codes)]
        options += [Option("missing", {"zh": "缺"}, None, missing)] if missing else []
        items.append(Item(name, kind, draw(LABELS), tuple(options) if kind not in {"number", "text", "date"} else (),
                          draw(asked), reverse=draw(st.booleans()), role=draw(st.none() | WORDS)))
    return Codebook(tuple(items))


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(books())
def test_any_codebook_comes_back_from_ddi(book):
    assert ddi_codebook(ddi_bytes(book), "again.xml").codebook.items == book.items


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(books(), st.sampled_from(["zh", "en"]))
def test_any_codebook_can_be_shown(book, language):
    assert len(table_lines(codebook_markdown(book, language))) == len(book) + 1
    assert len(docx.Document(io.BytesIO(codebook_docx(book, language))).tables[0].rows) == len(book) + 1
    check_package(json.loads(datapackage_bytes(book, data_name="a.csv", language=language)))


# Data Package: the rules of version 2 that a descriptor of ours must keep

FIELD = {"name", "type", "title", "description", "categories", "categoriesOrdered", "constraints"}
BOUNDS = {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}
LAWFUL = {"string": {"required", "unique"}, "integer": BOUNDS, "number": BOUNDS}  # constraints of the types we write


def check_package(package: dict) -> None:
    """Fail where a descriptor breaks a rule of Data Package version 2."""
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert SLUG.fullmatch(package["name"])
    for resource in package["resources"]:
        assert SLUG.fullmatch(resource["name"])
        assert not re.search(r"^/|\.\./|\\|://", resource["path"])
        assert (resource["type"], resource["format"], resource["encoding"]) == ("table", "csv", "utf-8")
        check_schema(resource["schema"])


def check_schema(schema: dict) -> None:
    """Fail where a table schema breaks a rule."""
    names = [field["name"] for field in schema["fields"]]
    assert all(names) and len(names) == len(set(names)) and schema["primaryKey"] == [names[0]]
    tokens = [entry["value"] for entry in schema["missingValues"]]
    assert tokens[0] == "" and len(tokens) == len(set(tokens))
    assert all(set(entry) == {"value", "label"} and entry["label"] for entry in schema["missingValues"])
    for field in schema["fields"]:
        check_categories(field, tokens)
        assert {key for key in field if not key.startswith("surveykit:")} <= FIELD
        assert set(field.get("constraints", {})) <= LAWFUL[field["type"]]


def check_categories(field: dict, tokens: list[str]) -> None:
    """Categories stand on strings and integers only, differ, are labelled, and are no kind of missing."""
    assert "categoriesOrdered" not in field or "categories" in field
    if "categories" in field:
        assert field["type"] in {"string", "integer"}
        kept = [category["value"] for category in field["categories"]]
        assert kept and len(kept) == len(set(kept)) and not set(kept) & set(tokens)
        assert all(isinstance(value, str if field["type"] == "string" else int) for value in kept)
        assert all(category["label"] for category in field["categories"])
        assert "categoriesOrdered" not in field or kept == sorted(kept)


@EVERY
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_data_package_keeps_the_rules(book, language):
    data, again = (datapackage_bytes(book, data_name="Data 1.csv", language=language, facts=facts)
                   for facts in ({"sha256": "ab", "bytes": 12}, {"bytes": 12, "sha256": "ab"}))
    package = json.loads(data)
    check_package(package)
    assert data == again
    assert (package["resources"][0]["hash"], package["resources"][0]["bytes"]) == ("sha256:ab", 12)


def test_a_data_package_describes_the_file_that_is_written_processed(tmp_path, cleaned):
    path = sk.write_processed(cleaned, tmp_path)
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    schema = json.loads(datapackage_bytes(cleaned.codebook, data_name=path.name))["resources"][0]["schema"]
    assert list(rows[0]) == [field["name"] for field in schema["fields"]]
    missing = {entry["value"] for entry in schema["missingValues"]}
    for field in schema["fields"]:
        known = {str(category["value"]) for category in field.get("categories", [])}
        told = {row[field["name"]] for row in rows} - missing
        assert not known or told <= known, field["name"]
        assert field["type"] != "number" or all(float(cell) >= 0 for cell in told)


def test_a_data_package_labels_and_orders_points_and_says_what_is_synthetic():
    volunteers = json.loads(datapackage_bytes(BOOKS["volunteers.codebook"], data_name="v.csv", language="en"))
    rating = next(f for f in volunteers["resources"][0]["schema"]["fields"] if f["name"] == "cp_1")
    assert rating["categoriesOrdered"] is True
    assert rating["categories"][0] == {"value": 1, "label": "Strongly disagree"}
    assert "synthetic data" in volunteers["description"]


@pytest.mark.parametrize("name", ["", "..", "../x.csv", "/x.csv", "a/b.csv", "http://x/y.csv", "a\\b.csv", "a\x00.csv"])
def test_a_data_package_stands_beside_its_file(name):
    with pytest.raises(CodebookError, match="must be a file's name, without its folder"):
        datapackage_bytes(BOOKS["example"], data_name=name)


# documents

@EVERY
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_word_table_says_what_the_markdown_table_says(book, language):
    document = docx.Document(io.BytesIO(codebook_docx(book, language)))
    rows = item_rows(book, language)
    told = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert told == [["\n".join(cell) for cell in row] for row in rows]
    assert len(document.tables) == 1 + bool(book.scales)
    lines = table_lines(codebook_markdown(book, language))
    assert len(lines) == len(rows) + (1 + len(book.scales) if book.scales else 0)
    assert all(len(re.findall(r"(?<!\\)\|", line)) == 6 for line in lines[:len(rows)])


@pytest.mark.parametrize("language, said", [("zh", "合成数据"), ("en", "synthetic data")])
def test_a_document_says_at_the_top_that_the_data_are_synthetic(language, said):
    book = BOOKS["volunteers.codebook"]
    assert said in codebook_markdown(book, language).split("\n\n")[1]
    assert said in docx.Document(io.BytesIO(codebook_docx(book, language))).paragraphs[1].text
    real = replace(book, settings={**book.settings, "synthetic": False})
    assert said not in codebook_markdown(real, language).split("\n\n")[1]


def test_the_word_document_has_fixed_properties_east_asian_faces_and_three_rules():
    with zipfile.ZipFile(io.BytesIO(codebook_docx(BOOKS["volunteers.codebook"], "zh"))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core, body = archive.read("docProps/core.xml").decode(), archive.read("word/document.xml").decode()
        styles = archive.read("word/styles.xml").decode()
    assert "created" not in core and "modified" not in core
    assert 'w:eastAsia="黑体"' in styles and 'w:eastAsia="宋体"' in styles and 'w:eastAsia="黑体"' in body
    heads = [row for row in body.split("<w:tr>")[1:] if "<w:tblHeader/>" in row]
    assert len(heads) == 2 and all(row.count("<w:b/>") == row.count("<w:tc>") for row in heads)
    rules = re.findall(r"<w:tblBorders>.*?</w:tblBorders>", body)
    assert len(rules) == 2 and all("w:top" in r and "w:bottom" in r and "insideV" not in r for r in rules)


def test_options_scores_scales_and_missing_kinds_are_listed():
    rows = {row[0][0]: row for row in item_rows(BOOKS["volunteers.codebook"], "en")[1:]}
    assert rows["gender"][3][-1] == "prefer_not = Prefer not to say (missing: refused)"
    assert rows["cp_4"][2] == ["rating", "scale: Career-planning attitude", "reverse-scored"]
    assert rows["cp_4"][3][0] == "strongly_disagree = Strongly disagree (score 1)"
    assert rows["months_searching"][4] == ["${first_job}='looking'"]
    assert rows["gender"][4] == ["everyone"]


def test_a_document_in_no_language_of_ours_is_refused():
    with pytest.raises(ValueError, match="language must be 'zh' or 'en'"):
        codebook_markdown(BOOKS["example"], "fr")
