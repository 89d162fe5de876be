"""Personal data in a survey and in interviews: found, taken out, replaced, never written unseen (all made up)."""

import os
import stat
import time

import pandas as pd
import pytest

import surveykit as sk
from surveykit.clean.personal.find_personal import read_roster
from surveykit.clean.personal.pseudonymise import make_pseudonyms
from surveykit.errors import SurveyError
from surveykit.interviews import Edit
from surveykit.privacy.personal_gate import standing_findings

PHONE, MAIL, NAME = "13800000055", "wang.canary@example.org", "王小明"
CANARIES = (PHONE, MAIL, NAME)
ITEMS = (sk.Item("advice", "text", {"zh": "建议", "en": "Advice"}),
         sk.Item("who", "text", {"zh": "姓名"}, role="pii:name"),
         sk.Item("tel", "text", {"zh": "电话"}, role="pii:phone"), sk.Item("age", "number", {"zh": "年龄"}))


@pytest.fixture(autouse=True)
def own_key(tmp_path, monkeypatch):
    monkeypatch.setenv("SURVEYKIT_KEY", str(tmp_path / "own" / "key"))


@pytest.fixture
def survey() -> sk.Survey:
    return sk.Survey.from_frame(pd.DataFrame({
        "advice": [f"请打{PHONE}，或写信到{MAIL}", "没有", f"{NAME}老师很好", None], "who": [NAME, "李雷", None, None],
        "tel": ["138 0000 0066", "+86 13800000066", None, None], "age": [20, 30, 40, 50]}), sk.Codebook(ITEMS))


def tell(error: SurveyError) -> str:
    return error.message("zh") + error.message("en")


def test_findings_say_where_and_never_what(survey):
    found = sk.find_personal(survey)
    assert found.table[["item", "respondent", "kind", "start", "confidence"]].values.tolist() == [
        ["advice", "0", "phone", 2, "certain"], ["advice", "0", "email", 18, "certain"],
        ["advice", "2", "name", 0, "likely"]]  # the roster is the survey's own item of names
    shown = found.grid("zh").to_text() + found.to_json() + repr(found) + str(found._repr_mimebundle_())
    assert not [canary for canary in CANARIES if canary in shown]


@pytest.mark.parametrize("write", [
    lambda s, p: sk.write_survey(s, p / "a.csv"), lambda s, p: sk.write_processed(s, p),
    lambda s, p: sk.write_report(["# T", sk.means(s, "age")], p / "a.html", survey=s)],
    ids=["survey", "processed", "report"])
def test_nothing_is_written_before_somebody_decides(survey, write, tmp_path, monkeypatch):
    monkeypatch.setattr("surveykit.privacy.personal_gate.SHOWN", 3)
    with pytest.raises(sk.CleaningError, match=r"advice: phone \(1\)") as caught:
        write(survey, tmp_path)
    assert not [canary for canary in CANARIES if canary in tell(caught.value)]
    assert "sk.redact" in tell(caught.value) and "sk.accept_personal" in tell(caught.value)
    assert "more" not in str(caught.value)  # three, as many as may be named
    write(sk.accept_personal(survey, reason="synthetic"), tmp_path)
    write(sk.redact(survey, sk.find_personal(survey), reason="privacy"), tmp_path)


def test_some_findings_are_accepted_and_the_others_still_stand(survey):
    found = sk.find_personal(survey).table
    left = standing_findings(sk.accept_personal(survey, found[found["kind"] == "phone"], reason="an office"))
    assert {one.kind for one in left} == {"email", "name"}
    with pytest.raises(sk.CleaningError, match="must be given a reason"):
        sk.accept_personal(survey, reason=" ")
    with pytest.raises(sk.CleaningError, match="nothing to accept"):
        sk.accept_personal(sk.accept_personal(survey, reason="x"), reason="x")


def test_an_accepted_answer_that_changes_must_be_decided_about_again(survey):
    accepted = sk.accept_personal(survey, reason="synthetic")
    changed = sk.recode(accepted, "advice", {"没有": f"白天上课没有空，请晚上再打{PHONE}"}, reason="typing error")
    assert [one.respondent for one in standing_findings(changed)] == ["1"]


def test_redacting_replaces_passages_and_replays(survey):
    made = sk.redact(survey, sk.find_personal(survey), reason="privacy")
    assert made.responses["advice"].tolist()[:3] == ["请打[电话]，或写信到[邮箱]", "没有", "[姓名]老师很好"] or \
        made.responses["advice"].iloc[0] == "请打[telephone]，或写信到[e-mail]"
    assert sk.replay(survey, made).responses.equals(made.responses)
    assert not [canary for canary in CANARIES if canary in str(made.log)]
    assert sk.find_personal(made, names=False).table.empty


def test_earlier_lines_about_a_redacted_answer_lose_their_texts_and_still_replay(survey):
    step = sk.recode(survey, "advice", {f"{NAME}老师很好": f"{NAME}老师非常好，电话{PHONE}"}, reason="typing error")
    made = sk.redact(step, sk.find_personal(step), reason="privacy")
    assert not [canary for canary in CANARIES if canary in str(made.log)]
    assert sk.replay(survey, made).responses.equals(made.responses)
    again = sk.replay(survey, sk.replay(survey, made))
    assert again.responses.equals(made.responses) and again.log == made.log


def test_stale_findings_and_those_of_keys_are_refused(survey):
    found = sk.find_personal(survey)
    changed = sk.redact(survey, found, reason="privacy")
    with pytest.raises(sk.CleaningError, match="have changed since"):
        sk.redact(changed, found, reason="again")
    keyed = sk.Survey.from_frame(pd.DataFrame({"age": [1, 2]}, index=[PHONE, "b"]), sk.Codebook(ITEMS[3:]))
    with pytest.raises(sk.CleaningError, match="keys of respondents") as caught:
        sk.redact(keyed, sk.find_personal(keyed), reason="x")
    assert PHONE not in tell(caught.value)


def test_whole_answers_go_by_a_condition(survey):
    made = sk.redact(survey, item="advice", where="age < 25", reason="asked to")
    assert made.responses["advice"].tolist()[1:3] == survey.responses["advice"].tolist()[1:3]
    assert "[" in made.responses["advice"].iloc[0] and PHONE not in str(made.log)
    assert pd.isna(made.responses["advice"].iloc[3])


def test_wordings_and_personal_columns_are_redacted(survey, tmp_path):
    book = survey.codebook.with_item(sk.Item("tel2", "text", {"zh": f"电话（问{PHONE}）", "en": "Telephone"}))
    wide = sk.Survey.from_frame(survey.responses.assign(tel2=["88880001", "88880002", None, None]), book)
    made = sk.redact(wide, sk.find_personal(wide), reason="privacy")
    assert PHONE not in str(made.codebook) and made.codebook["tel2"].role == "pii:phone"
    again = sk.replay(wide, made)
    assert again.codebook == made.codebook and again.responses.equals(made.responses)
    text = sk.write_survey(made, tmp_path / "a.csv").read_text(encoding="utf-8-sig")
    assert "8888" not in text and not [canary for canary in CANARIES if canary in text]


def test_what_leaves_holds_no_canary(survey, tmp_path):
    step = sk.recode(survey, "advice", {"没有": f"打{PHONE}"}, reason="typing error")
    made = sk.redact(step, sk.find_personal(step), reason="privacy")
    sk.write_processed(made, tmp_path / "p")
    results = ["# T", sk.means(made, "age"), sk.cleaning_log(made, respondents=True)]
    sk.write_report(results, tmp_path / "p/a.html", survey=made)
    for path in (tmp_path / "p").iterdir():
        data = path.read_bytes().decode("utf-8", errors="ignore")
        assert not [canary for canary in CANARIES if canary in data], path.name


def test_the_same_key_joins_waves_and_another_does_not(survey, tmp_path):
    made = sk.pseudonymise(survey, "tel", key=tmp_path / "k", create=True)
    first, second = made.responses["tel"].tolist()[:2]
    assert first == second and len(first) == 10  # one telephone, written in two ways
    assert made.codebook["tel"].role == "pseudonym"
    assert sk.pseudonymise(survey, "tel", key=tmp_path / "k").responses["tel"].tolist()[:2] == [first, second]
    assert sk.pseudonymise(survey, "tel", key=tmp_path / "other", create=True).responses["tel"].iloc[0] != first
    assert "13800000066" not in str(made.log) and "anonym" not in str(made.log).replace("pseudonym", "")


def test_pseudonyms_replay_and_are_written(survey, tmp_path, monkeypatch):
    clean = sk.redact(survey, sk.find_personal(survey), reason="x")
    made = sk.pseudonymise(clean, "tel", key=tmp_path / "k", create=True)
    assert sk.replay(survey, made, check_hidden=False).responses.equals(made.responses)
    text = sk.write_survey(made, tmp_path / "a.csv").read_text(encoding="utf-8-sig")
    assert made.responses["tel"].iloc[0] in text and "138" not in text
    key = (tmp_path / "k").read_text().strip()
    for form in (key, bytes.fromhex(key).decode("latin-1")):
        assert form not in text and form not in str(made.log)


def test_keys_of_respondents_get_pseudonyms_before_anything_else(survey):
    made = sk.pseudonymise(survey, create=True)
    assert len(set(made.responses.index)) == 4 and made.missing.index.equals(made.responses.index)
    assert sk.replay(survey, made).responses.equals(made.responses)
    later = sk.exclude(survey, respondents=["0"], reason="withdrew")
    with pytest.raises(sk.CleaningError, match="cannot be changed any more: 1 line of the log"):
        sk.pseudonymise(later)


def test_a_key_is_made_on_request_outside_projects_and_for_its_owner(survey, tmp_path):
    with pytest.raises(sk.CleaningError, match="There is no key"):
        sk.pseudonymise(survey, "tel", key=tmp_path / "k")
    (tmp_path / "study").mkdir()
    (tmp_path / "study/study.yaml").write_text("")
    with pytest.raises(sk.CleaningError, match="cannot lie in a project"):
        sk.pseudonymise(survey, "tel", key=tmp_path / "study/k", create=True)
    sk.pseudonymise(survey, "tel", key=tmp_path / "k", create=True)
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "k").stat().st_mode) == 0o600
        (tmp_path / "k").chmod(0o640)
        with pytest.raises(sk.CleaningError, match="Others can read the key"):
            sk.pseudonymise(survey, "tel", key=tmp_path / "k")


def test_a_collision_is_refused():
    with pytest.raises(sk.CleaningError, match="same pseudonym"):
        make_pseudonyms(map(str, range(2000)), b"x" * 32, "id", 2)


def test_interviews_are_searched_and_codings_move():
    talks = sk.read_interviews("data/raw/interviews")
    document = next(iter(talks.documents))
    coding = talks.codings[talks.codings["document"] == document].iloc[-1]
    turn = talks.turns[talks.turns["document"] == document].iloc[0]
    start = int(turn["start"])
    planted = talks.with_edits([Edit(document, start, start, "", f"打{PHONE}，找{NAME}。", "test")])
    found = sk.find_personal(planted, roster=[NAME], names=False)
    assert {(one["kind"], one["item"], one["respondent"]) for one in found.records()} >= {
        ("phone", document, str(turn["turn"])), ("name", document, str(turn["turn"]))}
    made = sk.redact(planted, found.table[found.table["place"] == "turn"], reason="privacy")
    assert PHONE not in made.documents[document] and NAME not in made.documents[document]
    moved = made.codings.set_index("coding_id").loc[coding["coding_id"]]
    assert moved["quote"] == coding["quote"]
    assert made.documents[document][moved["start"]:moved["end"]] == coding["quote"]


def test_a_roster_may_be_a_file(survey, tmp_path):
    (tmp_path / "names.txt").write_text("李雷\n\n王小明\n", encoding="utf-8")
    assert "name" in set(sk.find_personal(survey, roster=tmp_path / "names.txt", names=False).table["kind"])
    (tmp_path / "register.csv").write_text("学号,姓名,城市\n20210001,李雷,和田\n,王小明\n", encoding="utf-8")
    assert set(read_roster(tmp_path / "register.csv").han) == {"李", "王"}  # of a register its names alone
    with pytest.raises(sk.CleaningError, match="roster must hold names"):
        sk.find_personal(survey, roster=[])


@pytest.mark.slow
def test_a_hundred_thousand_cells_take_seconds():
    cells = [f"第{n}条建议：多提供岗位信息，工资{n}元左右，离家近一些就好" for n in range(20_000)]
    items = tuple(sk.Item(f"t{n}", "text", {"zh": "建议"}) for n in range(5))
    survey = sk.Survey.from_frame(pd.DataFrame({item.name: [item.name + c for c in cells] for item in items}),
                                  sk.Codebook(items))
    started = time.process_time()
    sk.find_personal(survey)
    assert time.process_time() - started < 20


def test_redacting_leaves_the_old_text_nowhere_in_the_log(survey):
    asked = sk.recode(survey, "advice", {"没有": f"问过{PHONE}"}, reason={"zh": f"{PHONE}来电更正", "en": "call"})
    texts = asked.responses["advice"].to_dict()
    cleaned = sk.redact(asked, sk.find_personal(asked), reason="privacy")
    held = repr(cleaned.log)
    assert PHONE not in held and MAIL not in held and not [one for one in texts.values() if one and one in held]
    assert cleaned.log[0].reason["zh"] == "[telephone]来电更正"


def test_a_reason_that_quotes_what_the_answer_held_before_says_it_no_more(survey):
    typed = sk.recode(survey, "advice", {"没有": "找老刘帮忙最好"}, reason="typed by hand")
    asked = sk.recode(typed, "advice", {"找老刘帮忙最好": "请老师帮忙"}, reason="was 找老刘帮忙最好, a name")
    made = sk.redact(asked, item="advice", reason="asked to")
    assert "老刘" not in repr(made.log) and made.log[-2].reason["en"].endswith(", a name")
    assert sk.replay(survey, made).responses.equals(made.responses)


@pytest.mark.parametrize("title", [f"问卷 {PHONE}", {"zh": f"问卷 {PHONE}"}])
def test_a_title_is_searched_however_it_is_written(title):
    book = sk.Codebook((sk.Item("age", "number", {"zh": "年龄"}),), settings={"title": title, "language": "zh"})
    found = sk.find_personal(sk.Survey.from_frame(pd.DataFrame({"age": [1]}), book)).table
    assert found[["place", "respondent", "kind"]].to_numpy().tolist() == [["title", "title_zh", "phone"]]


def test_remarks_are_no_changes(survey):
    other = sk.Survey.from_frame(pd.DataFrame({"k": ["20", "99"], "more": ["a", "b"]}))
    joined = sk.join(survey, other, on={"age": "k"}, reason="register")
    counted = sk.cleaning_log(joined).table
    assert counted["n"].sum() == sum(line.kind != "no_action" for step in joined.log for line in step.changes)
    assert 0 < counted["n"].sum() < sum(len(step.changes) for step in joined.log)


@pytest.fixture
def talks():
    talks = sk.read_interviews("data/raw/interviews")
    row = talks.codings.iloc[0]
    start = int(row["start"]) + 1
    return talks.with_edits([Edit(row["document"], start, start, "", f"打{PHONE}。", "test")])


def quoted(talks):
    return sk.excerpts(talks, talks.codings["code_id"].iloc[0])


def test_a_report_does_not_quote_what_nobody_decided_about(talks, tmp_path):
    with pytest.raises(sk.CleaningError, match=r"Personal data stand in the report: .*phone \(\d\)") as caught:
        sk.write_report(["# 标题", quoted(talks)], tmp_path / "a.html", language="zh")
    assert PHONE not in tell(caught.value)
    accepted = sk.accept_personal(talks, reason="虚构的号码")
    assert [one.kind for one in accepted.accepted] == ["phone"] and PHONE not in repr(accepted.accepted)
    sk.write_report(["# 标题", quoted(accepted)], tmp_path / "a.html", language="zh")
    gone = sk.redact(talks, sk.find_personal(talks, names=False), reason="隐私")
    sk.write_report(["# 标题", quoted(gone)], tmp_path / "b.html", language="zh")
    with pytest.raises(sk.CleaningError, match="nothing to accept"):
        sk.accept_personal(gone, reason="x")


def test_prose_is_searched_and_contacts_may_stand(survey, tmp_path):
    table = sk.means(survey, "age")
    with pytest.raises(sk.CleaningError, match=r"email \(1\)") as caught:
        sk.write_report(["# T", f"Write to {MAIL}.", table], tmp_path / "a.html")
    assert MAIL not in tell(caught.value) and "contacts" in tell(caught.value)
    sk.write_report(["# T", f"Write to {MAIL}.", table], tmp_path / "a.html", front={"contacts": [MAIL]})


@pytest.mark.parametrize(("answers", "column"), [
    (["Call 13800000000", "None"], False), ([PHONE], False), ([PHONE, "13800000066"], True),
    ([PHONE, "13800000066", "none"], True), ([PHONE, "13800000066", "none", "later"], False)])
def test_a_column_is_personal_where_nearly_all_of_it_is(answers, column):
    book = sk.Codebook((sk.Item("advice", "text", {"en": "Advice"}),))
    found = sk.find_personal(sk.Survey.from_frame(pd.DataFrame({"advice": answers}), book)).table
    assert ("column" in set(found["place"])) == column and "cell" in set(found["place"])
