"""DDI-Codebook 2.5 as the published schema wants it: order of elements, required ones, lawful values."""

from pathlib import Path

import pytest
from lxml import etree
from test_codebook_exports import BOOKS

from surveykit.codebook.ddi_bytes import DDI, ddi_bytes

ROOT = Path(__file__).parents[1]
# the children that an element may have, in the order of the schema
# (DDI Alliance, https://ddialliance.org/Specification/DDI-Codebook/2.5/)
ORDER = {
    "codeBook": "docDscr stdyDscr fileDscr dataDscr otherMat", "titlStmt": "titl subTitl altTitl parTitl IDNo",
    "stdyDscr": "citation studyAuthorization stdyInfo studyDevelopment method dataAccs othrStdyMat notes",
    "citation": "titlStmt rspStmt prodStmt distStmt serStmt verStmt biblCit holdings notes",
    "fileDscr": "fileTxt locMap notes",
    "fileTxt": "fileName fileCitation dataFingerprint fileCont fileStrc dimensns fileType format filePlac dataChck "
               "ProcStat dataMsng software verStmt", "dimensns": "caseQnty varQnty logRecL recPrCas recNumTot",
    "dataDscr": "varGrp nCubeGrp var nCube notes", "varGrp": "labl txt concept defntn universe notes",
    "var": "location labl imputation security embargo respUnit anlysUnit qstn valrng invalrng undocCod universe "
           "TotlResp sumStat txt stdCatgry catgryGrp catgry codInstr verStmt concept derivation varFormat geoMap "
           "catLevel notes",
    "catgry": "catValu labl txt catStat mrow", "invalrng": "item range key notes", "qstn": "preQTxt qstnLit postQTxt"}
ONCE = {"titl", "titlStmt", "caseQnty", "catValu", "varFormat", "derivation", "fileName", "dimensns"}
NEEDED = {"codeBook": {"stdyDscr"}, "stdyDscr": {"citation"}, "citation": {"titlStmt"}, "titlStmt": {"titl"},
          "catgry": {"catValu"}}
VALUES = {
    ("var", "nature"): {"nominal", "ordinal", "interval", "ratio", "percent", "other"},
    ("var", "intrvl"): {"contin", "discrete"}, ("varFormat", "type"): {"numeric", "character"},
    ("varFormat", "category"): {"date", "time", "currency", "other"}, ("catgry", "missing"): {"Y", "N"},
    ("varGrp", "type"): {"section", "multipleResp", "grid", "display", "repetition", "subject", "version", "iteration",
                         "analysis", "pragmatic", "record", "file", "randomized", "other"}}
OWN = {"codeBook": {"version"}, "var": {"name", "nature", "intrvl"}, "varGrp": {"name", "var", "type", "otherType"},
       "catgry": {"missing", "missType"}, "varFormat": {"type", "category"}, "notes": {"type", "subject"},
       "item": {"VALUE"}}
EVERY = {"ID", "{http://www.w3.org/XML/1998/namespace}lang"}


@pytest.fixture(params=BOOKS)
def root(request) -> etree._Element:
    """The DDI of a codebook."""
    return etree.fromstring(ddi_bytes(BOOKS[request.param], name="data.csv", facts={"rows": 3, "sha256": "0" * 64}))


def name(element: etree._Element) -> str:
    """The element's name, which must be of DDI."""
    qualified = etree.QName(element)
    assert qualified.namespace == DDI
    return qualified.localname


def test_children_stand_in_the_order_of_the_schema(root):
    for element in root.iter():
        children = [name(child) for child in element]
        if children:
            order = ORDER[name(element)].split()
            assert [order.index(child) for child in children] == sorted(order.index(child) for child in children)
            assert not {child for child in children if child in ONCE and children.count(child) > 1}


def test_what_must_be_there_is_there_and_every_variable_is_named_labelled_and_formatted(root):
    for element in root.iter():
        assert NEEDED.get(name(element), set()) <= {name(child) for child in element}
    for variable in root.iter(f"{{{DDI}}}var"):
        assert variable.get("name") and variable.find(f"{{{DDI}}}varFormat") is not None


def test_attributes_are_those_of_the_schema_with_lawful_values(root):
    for element in root.iter():
        assert set(element.attrib) <= OWN.get(name(element), set()) | EVERY
        for (where, attribute), lawful in VALUES.items():
            if name(element) == where and attribute in element.attrib:
                assert element.get(attribute) in lawful


def test_ids_are_unique_names_and_groups_refer_to_them(root):
    ids = [element.get("ID") for element in root.iter() if element.get("ID")]
    assert len(ids) == len(set(ids)) and all(ident[0].isalpha() for ident in ids)
    variables = {element.get("ID") for element in root.iter(f"{{{DDI}}}var")}
    for group in root.iter(f"{{{DDI}}}varGrp"):
        assert set((group.get("var") or "").split()) <= variables
