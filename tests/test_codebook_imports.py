"""Forms of other platforms as codebooks: every question type, and whatever a file may hold instead."""

import ast
import copy
import csv
import io
import json
import re
import time
from pathlib import Path

import pytest
from builders import cases
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from surveykit.codebook import Item, Option, codebook_bytes, parse_codebook
from surveykit.codebook.codebook_builder import CodebookBuilder
from surveykit.codebook.conditions import translate_display_logic, translate_relevance
from surveykit.codebook.ddi_bytes import ddi_bytes
from surveykit.codebook.ddi_codebook import ddi_codebook
from surveykit.codebook.form_texts import match_languages, plain_text
from surveykit.codebook.lss_codebook import lss_codebook
from surveykit.codebook.qsf_codebook import qsf_codebook
from surveykit.codebook.score_options import score_options
from surveykit.errors import CodebookError, ReadError, SurveyError

HERE = Path(__file__).parent
DATA = HERE / "data"
EXPORTS = HERE.parents[1] / "shared/data/exports"
QSF = (DATA / "qualtrics_synthetic.qsf").read_bytes()
LSS = (DATA / "limesurvey_synthetic.lss").read_bytes()
OLD_LSS = (DATA / "limesurvey_synthetic_old.lss").read_bytes()
DDI = (b'<codeBook xmlns="http://www.icpsr.umich.edu/DDI" xml:lang="de"><stdyDscr><citation><titlStmt>'
       b"<titl>Wahlstudie</titl></titlStmt></citation></stdyDscr><dataDscr>"
       b'<varGrp type="multipleResp" var="V3 V4"><labl>Medien</labl></varGrp>'
       b'<var ID="V1" name="alter" intrvl="contin"><labl>Alter</labl><catgry missing="Y"><catValu>99</catValu>'
       b'<labl>keine Angabe</labl></catgry><varFormat type="numeric"/></var>'
       b'<var ID="V2" name="lr" nature="ordinal"><labl>Links-rechts</labl><qstn><qstnLit>Wo stehen\n  Sie?'
       b'</qstnLit><qstnLit xml:lang="en">Where do you stand?</qstnLit></qstn><universe>Wahlberechtigte</universe>'
       b"<catgry><catValu>1</catValu><labl>links</labl></catgry><catgry><catValu>2</catValu><labl>rechts</labl>"
       b'</catgry><catgry missing="Y"><catValu>8</catValu><labl xml:lang="en">Do not know</labl></catgry>'
       b'<catgry missing="Y"><catValu>9</catValu><labl>weg</labl></catgry></var>'
       b'<var ID="V3" name="tv 1"><labl>TV</labl><catgry><catValu>1</catValu><labl>ja</labl></catgry></var>'
       b'<var ID="V4" name="day"><varFormat type="character" category="date"/></var>'
       b'<var ID="V5" name="offen"><labl><emph>Offene</emph> Frage</labl></var></dataDscr></codeBook>')
READERS = {"qsf": (qsf_codebook, QSF), "lss": (lss_codebook, LSS), "old lss": (lss_codebook, OLD_LSS),
           "ddi": (ddi_codebook, DDI), "our ddi": (ddi_codebook, ddi_bytes(qsf_codebook(QSF, "q").codebook))}
QUIET = settings(max_examples=20, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def qsf():
    return qsf_codebook(QSF, "form.qsf")


@pytest.fixture(scope="module")
def lss():
    return lss_codebook(LSS, "form.lss")


def survives(book) -> bool:
    """Whether the codebook's own workbook gives it back."""
    return parse_codebook(codebook_bytes(book), "book.xlsx").items == book.items


def english(warnings) -> tuple[str, ...]:
    """What warnings say in English."""
    return tuple(warning.text["en"] for warning in warnings)


def values(item: Item) -> list[str]:
    return [option.value for option in item.options]


# Qualtrics

QSF_ITEMS = """gender single QID1 | gender_4_text text QID1_4_TEXT | channels multiple QID2
channels_3_text text QID2_3_TEXT | plan single QID3 | sat_other rating QID4_2 | sat_other_text text QID4_2_TEXT
sat_work rating QID4_1 | grid_1 multiple QID5_1 | grid_2 multiple QID5_2 | sbs_1_1 rating QID6#1_1
sbs_1_2 rating QID6#1_2 | sbs_2_1_1 text QID6#2_1_1_TEXT | sbs_2_2_1 text QID6#2_2_1_TEXT | age number QID7_TEXT
mail text QID8_TEXT | why text QID9_TEXT | address_1 text QID10_1 | address_2 text QID10_2 | order rank QID11
warmth_1 number QID12_1 | warmth_2 number QID12_2 | shares_1 number QID13_1 | shares_2 number QID13_2
recommend rating QID14 | QID17 single QID17 | later single QID18"""


def test_questions_of_qualtrics_keep_import_ids_codes_order_and_names(qsf):
    expected = [tuple(entry.split()) for entry in re.split(r"[|\n]", QSF_ITEMS)]
    assert [(item.name, item.kind, item.column) for item in qsf.codebook] == expected
    gender = qsf.codebook["gender"]
    assert [(o.value, o.label["en"]) for o in gender.options] == [
        ("20", "Man"), ("10", "Woman"), ("30", "Other gender")]
    assert [option.label["zh"] for option in gender.options] == ["男", "女", "自述："]
    channels = qsf.codebook["channels"]
    assert (values(channels), [o.score for o in channels.options]) == (["1", "2", "3"], [1, 5, 9])
    assert channels.layout == "onehot"


def test_a_matrix_of_qualtrics_is_scored_by_its_codes_and_its_rows_keep_their_words(qsf):
    assert [(o.value, o.score) for o in qsf.codebook["sat_work"].options] == [("-1", -1), ("0", 0), ("1", 1)]
    item = qsf.codebook["sbs_1_2"]
    assert item.label == {"en": "Tell us of each county – How long? – County B"}
    assert item.words == {"en": "County B"}


def test_html_of_qualtrics_is_taken_off_and_languages_are_named(qsf):
    assert qsf.codebook["gender"].label == {"en": "Your gender", "zh": "您的性别"}
    assert qsf.codebook["channels"].label == {"en": "How did you hear of us? <choose all>"}
    assert qsf.codebook.settings["platform"] == "qualtrics"
    assert qsf.codebook.title == {"en": "Synthetic form of every question type (no real survey)"}


def test_display_logic_and_branches_that_ask_for_choices_are_translated(qsf):
    assert {item.name: item.asked_if for item in qsf.codebook if item.asked_if} == {
        "gender_4_text": "${gender}='30'", "channels_3_text": "selected(${channels},'3')", "plan": "${gender}='10'",
        "why": "${plan}='2' or not(selected(${channels},'2'))", "later": "${gender}='30'"}


def test_validation_is_kept_and_the_import_of_qualtrics_says_what_it_could_not(qsf):
    assert qsf.codebook["age"].constraint == ". >= 16 and . <= 99"
    assert qsf.codebook["warmth_1"].constraint == ". >= 0 and . <= 100"
    assert qsf.codebook["mail"].personal
    assert [i.name for i in qsf.codebook if i.role == "open_text"] == ["why"]
    assert english(qsf.doubts) == (
        "'QID19': in the trash, left out.", "'upload' is left out: answers of type FileUpload FileUpload are not read.",
        "'性别二' is named 'QID17': a name must be Latin letters, digits and _, and stand once.",
        "'性别二' is asked only if: If wave Is Equal to 2; write it as relevant.")


def test_skips_loops_and_carried_choices_are_warned_about():
    form = json.loads(QSF)
    form["SurveyElements"][3]["Payload"] |= {"SkipLogic": [{"x": 1}], "DynamicChoices": {"Locator": "q://QID2"}}
    form["SurveyElements"][0]["Payload"][1]["Options"] = {"Looping": "Question"}
    warnings = english(qsf_codebook(json.dumps(form).encode(), "form.qsf").doubts)
    assert "'BL_2': blocks that loop; an export has their questions once per loop." in warnings
    assert sum("by hand" in warning for warning in warnings) == 2


def test_two_choices_with_one_code_stay_apart_and_are_warned_about():
    form = json.loads(QSF)
    form["SurveyElements"][3]["Payload"]["RecodeValues"] = {"1": "1", "2": "1", "4": "2"}
    book, warnings = qsf_codebook(json.dumps(form).encode(), "form.qsf")
    assert values(book["gender"]) == ["1", "1_2", "2"]
    warnings = english(warnings)
    assert "'gender': values and labels must differ; changed: '1_2'." not in warnings
    assert "gender: values and labels must differ; changed: '1_2'." in warnings


def test_a_question_of_several_logic_sets_is_not_guessed():
    form = json.loads(QSF)
    logic = form["SurveyElements"][5]["Payload"]["DisplayLogic"]
    logic["1"] = copy.deepcopy(logic["0"])
    book, warnings = qsf_codebook(json.dumps(form).encode(), "form.qsf")
    assert book["plan"].asked_if is None
    assert any(warning.startswith("'plan' is asked only if") for warning in english(warnings))


def test_the_shared_form_of_qualtrics_names_the_columns_of_its_export():
    path = EXPORTS / "qualtrics_text_entry_components.qsf"
    if not path.exists():
        pytest.skip("the shared sample exports are not here")
    book, warnings = qsf_codebook(path.read_bytes(), path.name)
    third = list(csv.reader(io.StringIO(path.with_suffix(".csv").read_text(encoding="utf-8-sig"))))[2]
    ids = {ast.literal_eval(cell)["ImportId"].replace("-", "_") for cell in third}
    made = {f"{i.column}_{o.value}" for i in book if i.kind == "multiple" for o in i.options}
    made |= {i.column for i in book if i.kind != "multiple"}
    # an export of 2017 has one text column for a single question, however many texts it offers
    assert made - ids == {"QID1_3_TEXT", "QID2_1_TEXT", "QID2_2_TEXT"}
    assert {i for i in ids if i.startswith("QID")} - made == {"QID1_TEXT", "QID2_TEXT"}
    assert warnings == ()


# LimeSurvey

LSS_ITEMS = """Q1 single Q1 | Q1_other text Q1[other] | Q2 single Q2 | Q3 single Q3 | Q3_comment text Q3[comment]
Q4 multiple Q4 | Q4_other text Q4[other] | Q5 multiple Q5 | Q5_SQ001comment text Q5[SQ001comment]
Q5_SQ002comment text Q5[SQ002comment] | Q6_SQ001 rating Q6[SQ001] | Q6_SQ002 rating Q6[SQ002]
Q7_SQ001 rating Q7[SQ001] | Q7_SQ002 rating Q7[SQ002] | Q8_SQ001 rating Q8[SQ001] | Q8_SQ002 rating Q8[SQ002]
Q9_SQ001 rating Q9[SQ001] | Q9_SQ002 rating Q9[SQ002] | Q10_SQ001 single Q10[SQ001] | Q10_SQ002 single Q10[SQ002]
Q11_SQ001 rating Q11[SQ001] | Q11_SQ002 rating Q11[SQ002] | Q12_SQ001 rating Q12[SQ001]
Q12_SQ002 rating Q12[SQ002] | Q13_SQ001_1 rating Q13[SQ001][1] | Q13_SQ001_2 rating Q13[SQ001][2]
Q13_SQ002_1 rating Q13[SQ002][1] | Q13_SQ002_2 rating Q13[SQ002][2] | Q14_Y1_X1 number Q14[Y1_X1]
Q14_Y2_X1 number Q14[Y2_X1] | Q15_Y1_X1 text Q15[Y1_X1] | Q15_Y1_X2 text Q15[Y1_X2] | Q16 number Q16
Q17_SQ001 number Q17[SQ001] | Q17_SQ002 number Q17[SQ002] | Q18 text Q18 | Q19 text Q19 | Q20 text Q20
Q21_SQ001 text Q21[SQ001] | Q21_SQ002 text Q21[SQ002] | Q22 single Q22 | Q23 single Q23 | Q24 rating Q24
Q25 date Q25 | Q26 rank Q26"""


def test_questions_of_limesurvey_keep_their_headings_and_texts_in_every_language(lss):
    expected = [tuple(entry.split()) for entry in re.split(r"[|\n]", LSS_ITEMS)]
    assert [(item.name, item.kind, item.column) for item in lss.codebook] == expected
    assert lss.codebook["Q1"].label == {"en": "What is your plan?", "zh": "您的打算"}
    assert lss.codebook["Q6_SQ001"].words == {"en": "The work suits me", "zh": "工作适合我"}
    assert lss.codebook.title["zh"] == "合成问卷：所有题型（非真实调查）"


def test_answers_of_limesurvey_keep_codes_languages_and_assessment_values(lss):
    assert lss.codebook["Q1"].options[0] == Option("A1", {"en": "Stay", "zh": "留下"})
    assert values(lss.codebook["Q1"]) == ["A1", "A2", "other"]
    assert [o.score for o in lss.codebook["Q7_SQ001"].options] == [5, 9]
    assert [o.score for o in lss.codebook["Q6_SQ001"].options] == [1, 2, 3]
    assert values(lss.codebook["Q13_SQ001_2"]) == ["B1", "B2"]
    assert [o.score for o in lss.codebook["Q11_SQ001"].options] == [1, 0, -1]
    assert len(lss.codebook["Q9_SQ001"].options) == 10


def test_relevance_of_questions_and_groups_is_translated(lss):
    asked = {item.name: item.asked_if for item in lss.codebook if item.asked_if}
    assert asked["Q16"] == "${Q1}='A1'"
    assert asked["Q17_SQ002"] == "selected(${Q4},'SQ001') and (${Q16} >= 18 or ${Q1}!='other')"
    assert asked["Q20"] == "${Q1}='A2'"
    assert asked["Q26"] == "${Q2}='1'"
    assert asked["Q4_other"] == "selected(${Q4},'other')"
    assert "Q19" not in asked


def test_the_import_of_limesurvey_says_what_it_left_out_or_guessed(lss):
    assert english(lss.doubts) == (
        "'Q6' is taken for a rating: check its sk_value.", "'Q7' is taken for a rating: check its sk_value.",
        "'Q12' is taken for a rating: check its sk_value.", "'Q13' is taken for a rating: check its sk_value.",
        "'Q29' is left out: answers of type '|' are not read.",
        "'Q19' is asked only if: !is_empty(Q18.NAOK); write it as relevant.")


def test_an_older_form_of_limesurvey_reads_the_same():
    book, warnings = lss_codebook(OLD_LSS, "old.lss")
    assert [item.name for item in book] == ["Q1", "Q2_SQ001"]
    assert book["Q2_SQ001"].label == {"en": "How far do you agree? – The work suits me",
                                      "zh": "您是否同意 – 工作适合我"}
    assert book["Q1"].options[1].label == {"en": "Leave", "zh": "离开"}
    assert "'Q2': conditions without a relevance are not read; write relevant." in english(warnings)


def test_the_shared_form_of_limesurvey_has_its_one_question():
    path = EXPORTS / "limesurvey_two_languages.lss"
    if not path.exists():
        pytest.skip("the shared sample exports are not here")
    book, warnings = lss_codebook(path.read_bytes(), path.name)
    assert [(item.name, item.kind) for item in book] == [("Q1", "text")]
    assert english(warnings) == ("'Q1' has no wording; its name stands for it.",)


@pytest.mark.parametrize(*cases("relevances"))
def test_a_relevance_is_translated_or_left_to_a_person(text, said):
    names = {"Q1": (Item("Q1", "single", {}), ""), "Q16": (Item("Q16", "number", {}), ""),
             "Q4_a": (Item("Q4", "multiple", {}), "a")}
    assert translate_relevance(text, names) == said


# DDI of an archive

def test_a_foreign_ddi_gives_kinds_labels_and_reasons():
    book, warnings = ddi_codebook(DDI, "study.xml")
    assert [(i.name, i.kind) for i in book] == [("alter", "number"), ("lr", "rating"), ("tv_1", "single"),
                                                ("day", "date"), ("offen", "text")]
    assert book["lr"].label == {"de": "Wo stehen Sie?", "en": "Where do you stand?"}
    assert book["lr"].words == {"de": "Links-rechts"}
    assert [(o.value, o.score, o.missing) for o in book["lr"].options] == [
        ("1", 1, None), ("2", 2, None), ("8", None, "dont_know"), ("9", None, "blank")]
    assert book["offen"].label == {"de": "Offene Frage"}
    assert book.title == {"de": "Wahlstudie"}
    warnings = english(warnings)
    assert warnings[0].startswith("'alter': '99' are missing without a reason")
    assert "'lr' is asked only of: Wahlberechtigte; write it as relevant." in warnings
    assert any("sk_missing_codes" in warning for warning in warnings)


# what every import promises

@pytest.mark.parametrize("which", READERS)
def test_every_imported_codebook_survives_its_own_workbook(which):
    read, data = READERS[which]
    assert survives(read(data, which).codebook)


@pytest.mark.parametrize("which", READERS)
@pytest.mark.parametrize("data", [b"", b"\x00", b"{", b"[]", b"{}", b'"text"', b"null", b"NaN", b"<a/>", b"<document/>",
                                  b"<codeBook/>", b'{"SurveyElements": []}', b'{"SurveyElements": 3}',
                                  b'{"SurveyElements": [1, null, {"Element": "SQ", "Payload": []}]}',
                                  b"\xff\xfe\x00\xd8", b"[" * 100_000, b"<a>" * 10_000, b"1" * 5000,
                                  b'<?xml version="1.0" encoding="nonsense"?><document/>',
                                  "<document><LimeSurveyDocType>Group</LimeSurveyDocType></document>".encode("utf-16"),
                                  b"<document><LimeSurveyDocType>Survey</LimeSurveyDocType></document>"])
def test_what_is_no_form_is_refused_with_what_where_and_fix(which, data):
    with pytest.raises((ReadError, CodebookError)) as caught:
        READERS[which][0](data, "upload.bin")
    assert caught.value.where.startswith("upload.bin")
    assert caught.value.fix


@pytest.mark.parametrize("read, root", [(lss_codebook, "document"), (ddi_codebook, "codeBook")])
@pytest.mark.parametrize("doctype", ["<!DOCTYPE {0}>", '<!DOCTYPE {0} SYSTEM "file:///etc/passwd">',
                                     '<!DOCTYPE {0} [<!ENTITY a "b">]>'])
def test_a_doctype_is_refused(read, root, doctype):
    with pytest.raises(ReadError, match="DOCTYPE"):
        read(f"{doctype.format(root)}<{root}/>".encode(), "evil.xml")


def test_entities_that_multiply_end_in_an_error_at_once():
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE document [<!ENTITY a0 "ha">{lines}]><document x="&a11;">&a11;</document>'
    start = time.perf_counter()
    with pytest.raises(ReadError):
        lss_codebook(bomb.encode(), "bomb.lss")
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize("which", ["qsf", "lss"])
def test_a_text_of_a_megabyte_is_refused_and_names_its_question(which):
    read, data = READERS[which]
    long = {"qsf": b"Do you plan to stay?", "lss": b"Which county?"}[which]
    with pytest.raises(CodebookError, match="32,767 letters in a text") as caught:
        read(data.replace(long, b"<b>word</b> " * 100_000), "long.form")
    assert caught.value.where == "long.form, " + {"qsf": "'plan'", "lss": "'Q2'"}[which]


def test_a_small_file_cannot_make_millions_of_items():
    form = json.loads(QSF)
    many = {str(n): {"Display": f"row {n}"} for n in range(3000)}
    form["SurveyElements"][6]["Payload"] |= {"Choices": many, "Answers": many, "Selector": "TE"}
    start = time.perf_counter()
    with pytest.raises(CodebookError, match="at most 20,000 items"):
        qsf_codebook(json.dumps(form).encode(), "wide.qsf")
    assert time.perf_counter() - start < 20


@pytest.mark.parametrize("read, data", [
    (qsf_codebook, b'{"SurveyElements":[' + b"[]," * 1_000_001 + b"[]]}"),
    (lss_codebook, b"<document>" + b"<row/>" * 2_000_001 + b"</document>")])
def test_a_file_of_too_many_parts_is_refused_before_it_is_parsed(read, data):
    start = time.perf_counter()
    with pytest.raises(ReadError):
        read(data, "dense.form")
    assert time.perf_counter() - start < 2


def test_a_condition_that_no_codebook_can_hold_is_refused():
    form = json.loads(QSF)
    test = form["SurveyElements"][5]["Payload"]["DisplayLogic"]["0"]["0"] | {"Conjuction": "Or"}
    form["SurveyElements"][5]["Payload"]["DisplayLogic"]["0"] = {str(n): test for n in range(3000)}
    with pytest.raises(CodebookError, match="32,767 letters") as caught:
        qsf_codebook(json.dumps(form).encode(), "long.qsf")
    assert caught.value.where == "long.qsf, condition of 'plan'"


def test_a_form_in_a_hundred_languages_is_refused():
    form = json.loads(QSF)
    codes = [f"A{chr(65 + n % 26)}{chr(65 + n // 26)}" for n in range(100)]
    form["SurveyElements"][3]["Payload"]["Language"] = {code: {} for code in codes}
    with pytest.raises(ReadError, match="in 101 languages"):
        qsf_codebook(json.dumps(form).encode(), "babel.qsf")


def test_a_question_that_is_its_own_parent_is_no_question():
    cyclic = LSS.replace(b"<parent_qid><![CDATA[0]]></parent_qid>", b"<parent_qid><![CDATA[100]]></parent_qid>")
    with pytest.raises(CodebookError, match="must have an item"):
        lss_codebook(cyclic, "cyclic.lss")


def test_unfinished_comments_and_scripts_are_plain_in_linear_time():
    start = time.perf_counter()
    assert plain_text("<!--" * 200_000 + "x") == ""
    assert plain_text("<script>" * 100_000 + "x") == ""
    assert plain_text("<a " * 200_000) != "x"
    assert plain_text("a<script>b</script>c<style>d</style>e<!-- f -->g") == "a c e g"
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize("value, said", [("a < b and c > d", "a < b and c > d"), ("<p>one</p><p>two</p>", "one two"),
                                         ("w<b>or</b>d", "word"), ("a\x00b\ud800", "ab"), (5, "5"), (True, ""),
                                         (None, ""), ({"a": 1}, ""), ("&lt;b&gt;", "<b>"), ("一<br/>二", "一 二")])
def test_plain_text_is_what_a_reader_saw(value, said):
    assert plain_text(value) == said


def test_names_are_lawful_languages_ours_and_kinds_of_missing_without_scores():
    draft = CodebookBuilder("form")
    wanted = ("Q1", "Q1", "1a", "性别", "a__b_", "respondent", "x" * 99, "Q1_2")
    made = [draft.name(name, "QID9") for name in wanted]
    assert made == ["Q1", "Q1_2", "q_1a", "QID9", "a_b", "respondent_2", "x" * 64, "Q1_2_2"]
    assert match_languages(["ZH-T", "ZH-S", "EN-GB", "EN", "PT_BR", "EN", "", None, 3, "klingon"]) == {
        "ZH-T": "zh", "ZH-S": "zh-S", "EN-GB": "en", "EN": "en-2", "PT_BR": "pt-BR"}
    made = score_options([Option("a", {}), Option("dk", {}, missing="dont_know"), Option("b", {})])
    assert [option.score for option in made] == [1, None, 2]


# mutations: any part of a real form may be anything

JSON = st.recursive(st.none() | st.booleans() | st.integers(-10, 10**6) | st.floats() | st.text(max_size=8)
                    | st.sampled_from(["QID1", "1", "true", "q://QID1/SelectableChoice/1", "Selected", "<b>", "\ud800",
                                       "Likert", "SingleAnswer", "MultipleAnswer", "TE", "SBS", "MC", "Matrix"]),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
                        st.sampled_from(["0", "1", "2", "Display", "TextEntry", "Choices", "Answers", "Flow", "ID",
                                         "Payload", "Type", "Description"]) | st.text(max_size=4), inner, max_size=4),
                    max_leaves=8)


def places(node: object, path: tuple = ()) -> list[tuple]:
    """Every path in a JSON document."""
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(found for key, value in inner for found in places(value, (*path, key)))]


FORM = json.loads(QSF)
PATHS = places(FORM)


def read_or_told(read, data: bytes) -> None:
    """A codebook that survives its workbook, or an error of ours with all its parts."""
    try:
        book, warnings = read(data, "mutant")
    except SurveyError as error:
        assert error.where and error.fix
        return
    assert not any(len(warning) > 400 or re.search(r"[\x00-\x1f\ud800-\udfff]", warning)
                   for warning in english(warnings))
    assert survives(book)
    assert ddi_codebook(ddi_bytes(book), "again.xml").codebook.items == book.items


@QUIET
@given(st.lists(st.tuples(st.sampled_from(PATHS), JSON), min_size=1, max_size=3))
def test_anything_may_stand_anywhere_in_a_qsf(changes):
    form = copy.deepcopy(FORM)
    for path, value in changes:
        node = form
        try:
            for key in path[:-1]:
                node = node[key]
            if path:
                node[path[-1]] = value
            else:
                form = value
        except (KeyError, IndexError, TypeError):
            continue
    read_or_told(qsf_codebook, json.dumps(form).encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("universe", ["${gender}='30' ${gender}='30'", "${nobody}='1'", "${gender}='"])
def test_a_condition_in_ddi_that_cannot_be_used_is_left_out_with_a_warning(universe):
    data = READERS["our ddi"][1].replace(b"<universe>", b"<universe>" + universe.encode() + b" or ", 1)
    book, warnings = ddi_codebook(data, "form.xml")
    assert any("no expression that can be used" in said for said in english(warnings))
    assert survives(book)


@pytest.mark.parametrize("value", [{}, [], None, 0, "", {"0": {}}, [[]], True])
def test_nothing_in_a_qsf_is_relied_upon(value):
    for path in PATHS[1::7]:
        form = copy.deepcopy(FORM)
        node = form
        for key in path[:-1]:
            node = node[key]
        node[path[-1]] = value
        try:
            qsf_codebook(json.dumps(form).encode(), "mutant")
        except SurveyError as error:
            assert error.fix


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12) | st.sampled_from(
    ["0", "1", "100", "L", "M", "F", "1", ":", "R", "Y", "en", "zh-Hans", "Q1", "SQ001", '{"kind": []}', "respondent",
     '{"scores": {"1": []}, "kind": "rating", "scale": {}}', 'Q1.NAOK == "A1"', "9" * 40, "<p>&amp;</p>"])


@QUIET
@given(st.sampled_from(["lss", "old lss", "ddi", "our ddi"]), st.data())
def test_anything_may_stand_anywhere_in_xml(which, data):
    read, source = READERS[which]
    root = etree.fromstring(source)
    for _ in range(data.draw(st.integers(1, 4))):
        elements = list(root.iter())
        element = elements[data.draw(st.integers(0, len(elements) - 1))]
        change = data.draw(st.sampled_from(["text", "drop", "copy", "rename", "attribute"]))
        if change == "text":
            element.text = data.draw(TEXTS)
        elif change == "rename":
            element.tag = data.draw(st.sampled_from(["row", "qid", "var", "catgry", "other", "varGrp", "question"]))
        elif change == "attribute":
            element.set(data.draw(st.sampled_from(["name", "ID", "var", "nature", "missing", "type",
                                                   "{http://www.w3.org/XML/1998/namespace}lang"])), data.draw(TEXTS))
        elif element.getparent() is not None and change == "drop":
            element.getparent().remove(element)
        elif element.getparent() is not None:
            element.addnext(copy.deepcopy(element))
    read_or_told(read, etree.tostring(root))


@QUIET
@given(st.sampled_from(sorted(READERS)), st.data())
def test_a_file_that_is_cut_or_damaged_is_read_or_refused(which, data):
    read, source = READERS[which]
    place = data.draw(st.integers(0, len(source) - 1))
    cut = source[:place] + data.draw(st.binary(max_size=3)) + source[place + data.draw(st.integers(0, 40)):]
    try:
        read(cut, "damaged")
    except SurveyError as error:
        assert error.where and error.fix


@QUIET
@given(st.text(max_size=60))
def test_a_relevance_may_be_any_text(text):
    names = {"Q1": (Item("Q1", "single", {}), "")}
    said = translate_relevance(text, names)
    assert said is None or said.count("(") == said.count(")")


@QUIET
@given(JSON)
def test_display_logic_may_be_anything(logic):
    assert translate_display_logic(logic, {"QID1": (Item("Q1", "single", {}), {"1": "1"})}) is None
