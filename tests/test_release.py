"""Files for passing on: what stays, who could be recognised, and what the statement beside them says (all made up)."""

import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import surveykit as sk
from surveykit.cli import app
from surveykit.files.disk import sha256

PHONE = "13800000055"
BOOK = sk.Codebook((
    sk.Item("who", "text", {"zh": "姓名", "en": "Name"}, role="pii:name"),
    sk.Item("submitted_at", "text", {"zh": "提交时间", "en": "Submitted"}, role="date"),
    sk.Item("gender", "single", {"zh": "性别", "en": "Gender"},
            tuple(sk.Option(v, {"en": v, "zh": v}) for v in ("f", "m"))),
    sk.Item("age", "number", {"zh": "年龄", "en": "Age"}),
    sk.Item("plan", "single", {"zh": "打算", "en": "Plan"}, tuple(sk.Option(v, {"en": v, "zh": v}) for v in "ab")),
    sk.Item("why", "single", {"zh": "因由", "en": "Why"}, tuple(sk.Option(v, {"en": v, "zh": v}) for v in "xy"),
            asked_if="${age} > 20"), sk.Item("advice", "text", {"zh": "建议", "en": "Advice"}),
    sk.Item("weight", "number", {"zh": "权重", "en": "Weight"})), settings={"title": {"zh": "试", "en": "Trial"}})


@pytest.fixture
def key(tmp_path):
    return tmp_path / "own" / "key"


@pytest.fixture
def survey() -> sk.Survey:
    n = 24
    frame = pd.DataFrame({
        "who": [f"王小{place}" for place in range(n)], "gender": ["f", "m"] * (n // 2),
        "submitted_at": [f"2026-09-0{1 + place % 9} 10:00" for place in range(n)], "age": range(18, 18 + n),
        "plan": list("aabb") * (n // 4), "why": list("xy") * (n // 2), "advice": ["无"] * n,
        "weight": [1.0, 2.0] * (n // 2)})
    return sk.set_design(sk.Survey.from_frame(frame, BOOK), weight="weight")


def banded(survey: sk.Survey) -> sk.Survey:
    return sk.derive(survey, "age_band", "age", cut=[30], reason="for passing on")


def test_it_leaves_out_what_tells_people_apart_and_says_by_which_rule(survey, key, tmp_path):
    path = sk.write_release(banded(survey), tmp_path / "out", quasi_identifiers=["gender", "age_band"],
                            sensitive="plan", key=key)
    read = sk.read_survey(path, path.with_suffix(".codebook.xlsx"))
    assert [item.name for item in read.codebook] == ["gender", "age_band", "plan", "why"]
    assert read.codebook["why"].asked_if is None and read.codebook["age_band"].calculation is None
    assert list(read.responses.index) == [str(number) for number in range(1, 25)]
    text = path.with_suffix(".README.md").read_text(encoding="utf-8")
    for line in ("- personal data: `who`", "- sampling design and weights: `weight`", "- open answers: `advice`",
                 "- about the form, not answers (keys, times, durations, channels, pseudonyms): `submitted_at`",
                 "- the exact answers behind groups: `age`", "- 个人信息：`who`",
                 "- Rule: at least 5 people share all quasi-identifiers; the smallest of the 4 groups has 6."):
        assert line in text
    record = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert record["files"][path.name] == sha256(path.read_bytes())
    assert (record["k"], record["smallest_class"], record["sensitive"]["plan"]["distinct_l"]) == (5, 6, 2)


def test_nothing_that_leaves_holds_a_canary_or_calls_itself_anonymous(survey, key, tmp_path):
    path = sk.write_release(banded(survey), tmp_path / "out", quasi_identifiers=["gender", "age_band"], key=key)
    for file in path.parent.iterdir():
        held = file.read_bytes()
        assert "王小".encode() not in held and b"10:00" not in held
        assert b"anonym" not in held.lower() and "匿名".encode() not in held
        assert key.read_bytes().strip() not in held


def test_the_order_hangs_on_the_key_alone(survey, key, tmp_path):
    made = banded(survey)
    call = {"quasi_identifiers": ["gender", "age_band"]}
    first = sk.write_release(made, tmp_path / "a", key=key, **call)
    again = sk.write_release(made, tmp_path / "b", key=key, **call)
    assert [file.read_bytes() for file in sorted(first.parent.iterdir())] == [
        file.read_bytes() for file in sorted(again.parent.iterdir())]
    other = sk.write_release(made, tmp_path / "c", key=key.parent / "another", **call)
    assert sorted(other.read_text().splitlines()[1:]) != sorted(first.read_text().splitlines()[1:])
    assert pd.read_csv(first)["why"].tolist() != made.responses["why"].tolist()


def test_pseudonyms_are_the_same_in_every_release_of_these_people(survey, key, tmp_path):
    made, call = banded(survey), {"quasi_identifiers": ["gender", "age_band"], "respondents": "pseudonyms", "key": key}
    one = pd.read_csv(sk.write_release(made, tmp_path / "a", **call)).set_index("respondent")
    two = pd.read_csv(sk.write_release(made, tmp_path / "b", leave_out=["why"], **call)).set_index("respondent")
    assert set(one.index) == set(two.index) and list(one.index) != list(two.index)
    assert one["plan"].sort_index().equals(two["plan"].sort_index())


def test_groups_that_are_too_small_are_counted_and_refused(survey, key, tmp_path):
    with pytest.raises(sk.CleaningError) as caught:
        sk.write_release(survey, tmp_path / "out", quasi_identifiers=["gender", "age"], key=key)
    told = caught.value.message("en") + caught.value.message("zh")
    assert "24 respondents would stand in 24 groups of fewer than 5 (the smallest: 1)" in told
    assert "by gender (Gender), age (Age)." in told
    assert "sk.derive" in told and "sk.suppress" in told and "24 位" in told
    assert not (tmp_path / "out").exists()
    stated = sk.write_release(survey, tmp_path / "out", quasi_identifiers=["gender", "age"], k=1, key=key)
    assert "No limit was set for the size of groups: there are 24, the smallest has 1, and 24 people are alone" in \
        stated.with_suffix(".README.md").read_text(encoding="utf-8")
    suppressed = sk.suppress(survey, ["gender", "age"], reason="for passing on")
    path = sk.write_release(suppressed, tmp_path / "fewer", quasi_identifiers=["gender", "age"], key=key)
    assert "- `age`: 24 answers were suppressed" in path.with_suffix(".README.md").read_text(encoding="utf-8")


def test_a_sensitive_answer_that_a_whole_group_shares_is_refused(survey, key, tmp_path):
    with pytest.raises(sk.CleaningError, match=r"24 respondents would stand in 2 groups with fewer than 2 different"):
        sk.write_release(survey, tmp_path, quasi_identifiers="gender", sensitive="why", leave_out="age", key=key)
    sk.write_release(survey, tmp_path, quasi_identifiers="gender", sensitive="why", leave_out=["age", "why"], key=key)
    path = sk.write_release(survey, tmp_path, quasi_identifiers="gender", sensitive="why", leave_out="age", diversity=1,
                            key=key)
    record = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert record["sensitive"] == {"why": {"distinct_l": 1, "entropy_l": 1.0}}


def test_findings_stop_what_leaves_and_not_what_stays(survey, key, tmp_path):
    found = sk.recode(survey, "advice", {"无": f"打{PHONE}"}, reason="x")
    call = {"quasi_identifiers": "gender", "leave_out": "age", "key": key}
    sk.write_release(found, tmp_path / "a", **call)
    with pytest.raises(sk.CleaningError, match=r"advice: phone"):
        sk.write_release(found, tmp_path / "b", keep="advice", **call)


def test_what_is_kept_leaves_and_personal_items_never_do(survey, key, tmp_path):
    call = {"quasi_identifiers": "gender", "leave_out": "age", "key": key}
    path = sk.write_release(survey, tmp_path, keep=["weight", "submitted_at", "advice"], **call)
    assert {"weight", "submitted_at", "advice"} <= set(pd.read_csv(path))
    assert "10:00" not in path.read_text(encoding="utf-8")
    text = path.with_suffix(".README.md").read_text(encoding="utf-8")
    assert "of times only the days are given: `submitted_at`" in text
    for wrong in ({"keep": "who"}, {"quasi_identifiers": ["gender", "who"]}):
        with pytest.raises(sk.CleaningError, match=r"is personal data|is not passed on"):
            sk.write_release(survey, tmp_path, **{**call, **wrong})
    with pytest.raises(sk.CleaningError, match="is not passed on"):
        sk.write_release(survey, tmp_path, quasi_identifiers=["advice"], leave_out="age", key=key)


def test_what_was_not_counted_is_said(survey, key, tmp_path):
    path = sk.write_release(survey, tmp_path, quasi_identifiers="gender", key=key)
    text = path.with_suffix(".README.md").read_text(encoding="utf-8")
    assert "were not counted as quasi-identifiers: `age`" in text
    assert "- `age`: 24 people gave an answer that nobody else gave" in text


@pytest.mark.parametrize("ending", [".xlsx", ".parquet", ".sav", ".dta"])
def test_it_leaves_in_every_format(survey, key, tmp_path, ending):
    path = sk.write_release(banded(survey), tmp_path, quasi_identifiers=["gender", "age_band"], ending=ending, key=key)
    assert sk.read_survey(path, tmp_path / f"{path.stem}.codebook.xlsx").rows == 24


def test_wrong_choices_are_refused_with_the_right_ones(survey, key, tmp_path):
    with pytest.raises(sk.ReportError, match=r"cannot be written as '\.doc'"):
        sk.write_release(survey, tmp_path, ending=".doc", key=key)
    with pytest.raises(sk.CleaningError, match="numbers or pseudonyms"):
        sk.write_release(survey, tmp_path, respondents="names", key=key)


def test_the_command_shows_the_risk_then_writes_or_refuses(tmp_path, monkeypatch):
    monkeypatch.setenv("SURVEYKIT_KEY", str(tmp_path / "own" / "key"))
    study, raw = str(tmp_path / "study"), Path(__file__).parents[1] / "data/raw/volunteers"
    sk.new_study(study, raw / "volunteers_synthetic.xlsx")
    run = CliRunner().invoke(app, ["release", study, "--check", "--language", "en"])
    assert run.exit_code == 1 and "guessed from the codebook" in run.output
    assert not (tmp_path / "study/release").exists()
    with pytest.raises(sk.CleaningError, match="groups of fewer than 5"):
        CliRunner().invoke(app, ["release", study], catch_exceptions=False)
    run = CliRunner().invoke(app, ["release", study, "--by", "性别，学院", "--k", "1"])
    assert run.exit_code == 0, run.output
    assert "未提供的内容" in run.output and (tmp_path / "study/release/volunteers_synthetic_release.csv").is_file()


def test_small_cells_are_counted_by_table():
    survey = sk.example_survey()
    tables = [sk.frequencies(survey, "gender"), sk.crosstab(survey, "plan", by="gender"), sk.means(survey, "months")]
    found = sk.small_cells(tables)
    assert found.table.values.tolist() == [["2", 7, 0, 0]] and found.base == 3
    counts = tables[1].table["n"]
    assert found.table["small"].iloc[0] == ((counts > 0) & (counts < 5)).sum()
    lone = sk.frequencies(survey, "gender", where="plan = 'other'")
    assert sk.small_cells(lone).table.values.tolist() == [["1", 2, 2, 0]]
    assert [sk.small_cells(lone, least=least).table.values.tolist() for least in (2, 3)] == [
        [["1", 2, 0, 0]], [["1", 2, 2, 0]]]
    alone = sk.frequencies(survey, "gender", where="months = 12")
    assert sk.small_cells(alone).table.values.tolist() == [["1", 1, 2, 1]]
    with pytest.raises(sk.AnalysisError, match="at least 2"):
        sk.small_cells(tables, least=1)
