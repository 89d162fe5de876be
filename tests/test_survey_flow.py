"""The flow of a Qualtrics form: branches in branches, ends, blocks that are shown twice."""

import json

import pytest

import surveykit as sk
from surveykit.codebook.qsf_codebook import qsf_codebook

NAMES = {"QID1": "drinks", "QID2": "kind", "QID3": "sugar", "QID4": "age"}


def selected(qid: str, choice: str) -> dict:
    """A logic that asks whether a choice is selected."""
    test = {"LogicType": "Question", "Operator": "Selected", "QuestionIsInLoop": "no",
            "LeftOperand": f"q://{qid}/SelectableChoice/{choice}", "Type": "Expression",
            "Description": f"If {qid} is {choice}"}
    return {"0": {"0": test, "Type": "If"}, "Type": "BooleanExpression"}


def embedded(name: str) -> dict:
    """A logic on embedded data."""
    test = {"LogicType": "EmbeddedField", "LeftOperand": name, "Operator": "EqualTo", "RightOperand": "web",
            "Description": f"If {name} is web"}
    return {"0": {"0": test, "Type": "If"}, "Type": "BooleanExpression"}


def branch(logic: dict, *nodes: dict) -> dict:
    """A branch of the flow."""
    return {"Type": "Branch", "BranchLogic": logic, "Flow": list(nodes)}


def block(qid: str) -> dict:
    """A block of one question."""
    return {"Type": "Standard", "ID": f"BL_{qid}"}


END = {"Type": "EndSurvey"}


def skip(choice: str, goal: str, operator: str = "Selected") -> dict:
    """A skip beside the first question, as forms hold it in their blocks."""
    where = f"q://QID1/SelectableChoice/{choice}"
    return {"SkipLogicID": 1, "ChoiceLocator": where, "Locator": where, "Condition": operator,
            "SkipToDestination": goal, "Description": f"If QID1 is {choice}"}


def conditions(*flow: dict, skips: tuple[dict, ...] = (), quota: str = "") -> dict[str, str | None]:
    """The conditions of a form of four questions with this flow; with skips, all stand in one block."""
    choices = {"1": {"Display": "Yes"}, "2": {"Display": "No"}}
    questions = [{"Element": "SQ", "PrimaryAttribute": qid, "Payload": {
        "QuestionID": qid, "DataExportTag": name, "QuestionText": name, "QuestionType": "MC", "Selector": "SAVR",
        "Choices": choices, "ChoiceOrder": ["1", "2"]}} for qid, name in NAMES.items()]
    blocks = {"Element": "BL", "Payload": [
        {"ID": f"BL_{qid}", "BlockElements": [{"Type": "Question", "QuestionID": qid}]} for qid in NAMES]}
    blocks["Payload"].append({"ID": "BL_ONE", "BlockElements": [
        {"Type": "Question", "QuestionID": qid, "SkipLogic": list(skips) if qid == "QID1" else []}
        for qid in list(NAMES)[:3]]})
    quotas = {"Element": "QO", "Payload": {"Name": "200 women", "QuotaAction": quota}}
    root = {"Element": "FL", "Payload": {"Type": "Root", "Flow": list(flow)}}
    form = {"SurveyEntry": {"SurveyName": "flow", "SurveyLanguage": "EN"},
            "SurveyElements": [blocks, root, quotas, *questions]}
    draft = qsf_codebook(json.dumps(form).encode(), "flow.qsf")
    return {item.name: item.asked_if for item in draft.codebook} | {"doubts": [doubt.key for doubt in draft.doubts]}


def test_a_branch_within_a_branch_asks_for_both():
    found = conditions(block("QID1"), branch(selected("QID1", "1"), block("QID2"),
                                             branch(selected("QID2", "2"), block("QID3"))), block("QID4"))
    assert (found["kind"], found["sugar"]) == ("${drinks}='1'", "${drinks}='1' and ${kind}='2'")
    assert found["age"] is None


def test_what_follows_an_end_is_asked_only_of_those_whose_branches_did_not_end():
    found = conditions(block("QID1"), branch(selected("QID1", "2"), END), block("QID2"), block("QID3"), block("QID4"))
    assert found["kind"] == found["age"] == "not(${drinks}='2')" and found["drinks"] is None
    inner = branch(selected("QID2", "1"), END)
    found = conditions(block("QID1"), block("QID2"), branch(selected("QID1", "1"), inner, block("QID3")), block("QID4"))
    assert found["sugar"] == "${drinks}='1' and not(${kind}='1')"
    assert found["age"] == "not(${drinks}='1' and ${kind}='1')"


def test_a_block_reached_two_ways_is_asked_when_either_holds_or_outside_of_all():
    found = conditions(block("QID1"), branch(selected("QID1", "1"), block("QID2"), block("QID3")),
                       branch(selected("QID1", "2"), block("QID3")), block("QID4"))
    assert found["sugar"] == "(${drinks}='1') or (${drinks}='2')"
    found = conditions(block("QID1"), branch(selected("QID1", "1"), block("QID3")), block("QID3"), block("QID2"))
    assert found["sugar"] is None


@pytest.mark.parametrize("nodes", [(block("QID2"),), (END,)])
def test_but_embedded_data_is_a_doubt_and_asks_more_people_rather_than_fewer(nodes):
    found = conditions(block("QID1"), branch(embedded("source"), *nodes), block("QID3"), block("QID4"))
    assert found["kind"] is None and found["age"] is None and "asked_only" in found["doubts"]


@pytest.mark.parametrize(("rules", "kind", "sugar", "age"), [
    ([skip("2", "ENDOFSURVEY")], "not(${drinks}='2')", "not(${drinks}='2')", "not(${drinks}='2')"),
    ([skip("2", "EndOfSurvey", "NotSelected")], "not(${drinks}!='2')", "not(${drinks}!='2')", "not(${drinks}!='2')"),
    ([skip("2", "ENDOFBLOCK")], "not(${drinks}='2')", "not(${drinks}='2')", None),
    ([skip("2", "QID3")], "not(${drinks}='2')", None, None),
    ([skip("1", "QID3"), skip("2", "ENDOFBLOCK")], "not(${drinks}='1') and not(${drinks}='2')", "not(${drinks}='2')",
     None)])
def test_skips_ask_nobody_what_they_leap_over(rules, kind, sugar, age):
    found = conditions({"ID": "BL_ONE"}, block("QID4"), skips=tuple(rules))
    assert (found["drinks"], found["kind"], found["sugar"], found["age"]) == (None, kind, sugar, age)
    assert found["doubts"] == []


@pytest.mark.parametrize(("rule", "key"), [(skip("2", "SOMEWHERE"), "skips"),
                                           (skip("9", "ENDOFSURVEY"), "asked_only"),
                                           (skip("2", "ENDOFBLOCK", "Displayed"), "asked_only")])
def test_but_skips_that_cannot_be_told_are_doubts(rule, key):
    found = conditions({"ID": "BL_ONE"}, block("QID4"), skips=(rule,))
    assert found["kind"] is found["age"] is None and key in found["doubts"]


def test_parts_of_a_randomizer_are_each_shown_to_some_and_none_ends_another():
    few = {"Type": "BlockRandomizer", "SubSet": "1", "Flow": [
        block("QID1"), {"Type": "Group", "Flow": [block("QID2"), END]}, block("QID3")]}
    found = conditions(few, block("QID4"))
    assert [found[name] for name in NAMES.values()] == [None] * 4 and found["doubts"] == ["drawn"] * 4
    assert conditions(few | {"SubSet": 3, "Flow": few["Flow"][::2]}, block("QID2"), block("QID4"))["doubts"] == []


def test_an_end_in_an_else_ends_for_the_others_and_nobody_is_asked_what_no_way_reaches():
    other = selected("QID1", "1")
    other["0"]["0"]["Operator"] = "NotSelected"
    found = conditions(block("QID1"), branch(selected("QID1", "1"), block("QID2")), branch(other, END), block("QID3"))
    assert found["sugar"] == "not(${drinks}!='1')" and found["doubts"] == ["unreached"]
    every = [block(qid) for qid in NAMES]
    assert conditions(*every, quota="EndCurrentSurvey")["doubts"] == ["quotas"]
    assert conditions(*every, quota="ForBranching")["doubts"] == []


AGREE = ["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"]


def question(qid: str, tag: str, selector: str, labels: list[str]) -> dict:
    """A question of choices."""
    choices = {str(n): {"Display": label} for n, label in enumerate(labels, start=1)}
    return {"Element": "SQ", "PrimaryAttribute": qid, "Payload": {
        "QuestionID": qid, "DataExportTag": tag, "QuestionText": f"About {tag}", "QuestionType": "MC",
        "Selector": selector, "Choices": choices, "ChoiceOrder": list(choices)}}


@pytest.fixture
def form(tmp_path):
    """A form with a single choice, an agreement item and a select-all question."""
    questions = [question("QID1", "sex", "SAVR", ["Women", "Men"]), question("QID2", "pay_fair", "SAVR", AGREE),
                 question("QID3", "ways", "MAVR", ["Bus", "Car", "Foot"])]
    path = tmp_path / "form.qsf"
    path.write_text(json.dumps({"SurveyEntry": {"SurveyName": "f", "SurveyLanguage": "EN"},
                                "SurveyElements": questions}), encoding="utf-8")
    return path


def write_export(folder, rows: list[str], *, import_ids: bool):
    """An export of these answers, with three rows of headings or with the tags alone."""
    heads = ["ResponseId,Finished,sex,pay_fair,ways", "Response ID,Finished,About sex,About pay_fair,About ways"]
    third = ['"{""ImportId"":""_recordId""}","{""ImportId"":""finished""}","{""ImportId"":""QID1""}",'
             '"{""ImportId"":""QID2""}","{""ImportId"":""QID3""}"']
    path = folder / "export.csv"
    path.write_text("\n".join([*(heads + third if import_ids else heads[:1]), *rows]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("import_ids", [True, False])
def test_a_form_meets_its_export_by_import_ids_or_by_export_tags(form, tmp_path, import_ids):
    rows = [f'R_{n},1,{n % 2 + 1},{n % 5 + 1},"{("1,2", "3", "2,3")[n % 3]}"' for n in range(30)]
    path = write_export(tmp_path, rows, import_ids=import_ids)
    draft = sk.draft_codebook(path, codes=form)
    assert {item.name: item.kind for item in draft.codebook if item.name in {"sex", "pay_fair", "ways"}} == {
        "sex": "single", "pay_fair": "rating", "ways": "multiple"}
    survey = sk.read_survey(path, draft.codebook)
    assert survey.responses[["ways__1", "ways__2", "ways__3"]].sum().tolist() == [10, 20, 20]


def test_agreement_is_a_rating_in_both_roads(form, tmp_path):
    labels = [AGREE[n % 5] for n in range(30)]
    path = write_export(tmp_path, [f"R_{n},1,Women,{label},Bus" for n, label in enumerate(labels)], import_ids=True)
    by_form, alone = sk.draft_codebook(path, codes=form).codebook, sk.draft_codebook(path).codebook
    assert by_form["pay_fair"].kind == alone["pay_fair"].kind == "rating"
    assert [o.score for o in by_form["pay_fair"].options] == [o.score for o in alone["pay_fair"].options]


ONE_COLUMN = """V1,V2,V3,job,job_TEXT,ways_1,ways_2,ways_3,ways_TEXT
ResponseID,ResponseSet,Name,About job,About job-TEXT,About ways-Bus,About ways-Car,About ways-Foot,About ways-TEXT
R_1,d,,1,teacher,1,,,on the 5
R_2,d,,2,fishing,,1,,a van
R_3,d,,3,,1,1,,both
R_4,d,,,,,,1,
"""


@pytest.mark.parametrize("merged", [False, True])
def test_one_column_of_words_for_several_options_is_parted_by_what_was_chosen(tmp_path, merged):
    questions = [question("QID1", "job", "SAVR", ["Public", "Other", "None"]),
                 question("QID2", "ways", "MAVR", ["Bus", "Car", "Foot"])]
    for element in questions:
        for ident in "12":
            element["Payload"]["Choices"][ident]["TextEntry"] = "true"
    form, path, book = tmp_path / "form.qsf", tmp_path / "export.csv", tmp_path / "form.codebook.xlsx"
    form.write_text(json.dumps({"SurveyEntry": {"SurveyName": "f", "SurveyLanguage": "EN"},
                                "SurveyElements": questions}), encoding="utf-8")
    path.write_text(ONE_COLUMN, encoding="utf-8")
    sk.write_draft(sk.draft_codebook(path, codes=form) if merged else sk.draft_codebook(form), book)
    assert not [one for one in sk.check_export(path, book) if one.key not in {"todo", "empty"}]
    survey = sk.read_survey(path, book)
    frame, kinds = survey.responses.astype(object).fillna(""), survey.missing
    assert frame["job_1_text"].tolist() == ["teacher", "", "", ""]
    assert frame["job_2_text"].tolist() == ["", "fishing", "", ""]
    assert kinds["job_1_text"].tolist() == ["", "not_asked", "not_asked", "blank"]
    assert (frame["ways_1_text"].tolist(), frame["ways_2_text"].tolist()) == (["on the 5", "", "", ""],
                                                                             ["", "a van", "", ""])
    assert frame["ways_other"].tolist() == ["", "", "both", ""]  # of two ticked options nobody knows whose words


def test_other_names_of_columns_stay_in_the_workbook(tmp_path, form):
    sk.write_draft(sk.draft_codebook(form), tmp_path / "b.xlsx")
    book = sk.read_codebook(tmp_path / "b.xlsx")
    assert book.settings["export_tags"] == dict(sk.draft_codebook(form).codebook.settings["export_tags"])
    path = write_export(tmp_path, [f'R_{n},1,{n % 2 + 1},{n % 5 + 1},"1,2"' for n in range(9)], import_ids=False)
    assert sk.read_survey(path, tmp_path / "b.xlsx").responses["sex"].nunique() == 2
