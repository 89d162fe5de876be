"""What the tables of interviews say: people, codes, excerpts, disagreements, the questionnaire."""

import re
from pathlib import Path

import pandas as pd
import pytest

from surveykit.errors import AnalysisError, ReadError
from surveykit.interviews import read_interviews
from surveykit.interviews.coding import (
    agreement,
    code_counts,
    code_matrix,
    disagreements,
    excerpts,
    joint_display,
    participants,
)
from surveykit.result import CROSSED, Result

REAL = Path(__file__).resolve().parents[1] / "data" / "raw" / "interviews"


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Two people, two coders who agree on one passage, meet on a second and differ on a third."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "transcripts").mkdir()
    (folder / "codings").mkdir()
    (folder / "interviews.yaml").write_text(
        "synthetic: true\nspeakers: {interviewer: [问], respondent: [答]}\n", "utf-8")
    (folder / "participants.csv").write_text(
        "participant_id,gender,service_year,transcript\nA,male,2010,A.txt\nB,,2011,B.txt\n", "utf-8")
    (folder / "code_frame.csv").write_text(
        "code_id,parent_id,name,name_en,item_option\nx,,甲,One,plan=home\ny,x,乙,Two,\n", "utf-8")
    (folder / "transcripts" / "A.txt").write_text("问：a？\n答：一二三四五六。\n答：七八九。", "utf-8")
    (folder / "transcripts" / "B.txt").write_text("问：b？\n答：一二三。\n答：四五六。", "utf-8")
    head = "coding_id,doc,start,end,quote,code_id,coder,memo,quote_en\n"
    (folder / "codings" / "ann.csv").write_text(
        head + "1,A,3,5,一二,x,ann,,one two\n2,A,6,8,四五,x,ann,,\n3,B,3,5,一二,y,ann,,\n", "utf-8")
    (folder / "codings" / "bob.csv").write_text(
        head + "4,A,3,5,一二,x,bob,,one two\n5,A,7,9,五六,x,bob,,\n6,B,3,6,一二三,x,bob,,\n", "utf-8")
    return read_interviews(folder)


@pytest.fixture
def survey() -> Result:
    """Everybody's and one group's row of one option."""
    table = pd.DataFrame({"item": "plan", "option": "home", "group": ["men", ""], "n": [5, 21], "base": [9, 46],
                          "estimate": [5 / 9, 21 / 46], "se": 0.1, "low": [0.3, 0.32], "high": [0.8, 0.6]})
    labels = {"option": {"plan=home": {"zh": "返乡", "en": "Return home"}}}
    return Result(kind="crosstab", layout=CROSSED, title={"zh": "打算", "en": "Plans"}, table=table, base=46,
                  labels=labels, source={"synthetic": True}, settings={"level": 0.95})


def everything(talks) -> dict[str, Result]:
    """One result of each kind."""
    found = [participants(talks), code_counts(talks), code_counts(talks, by="gender"),
             code_counts(talks, by="county", coder="any"), code_matrix(talks),
             excerpts(talks, ["bridge", "followup"], n=3), agreement(talks), disagreements(talks, n=9)]
    return {f"{i} {result.kind}": result for i, result in enumerate(found)}


# --- both languages --------------------------------------------------------------------------


def test_tables_are_in_one_language_say_that_they_are_synthetic_and_survive_json(talks):
    allowed = {"P", "A", "B", "C", "D", "E", "F", "G", "AC", "Cohen", "Krippendorff", "Gwet", "n", "s"}
    for name, result in everything(talks).items():
        strange = set(re.findall("[A-Za-z]+", result.grid("zh").to_text())) - allowed
        assert not strange, name
    for name, result in everything(talks).items():
        assert not re.findall("[\u3000-\u9fff\uff00-\uff5e]+", result.grid("en").to_text()), name
    for result in everything(talks).values():
        assert "合成数据" in result.grid("zh").notes[-1] and "Synthetic" in result.grid("en").notes[-1]
        assert result.source["sha256"] == talks.sha256 and result.language == "zh"
    for name, result in everything(talks).items():
        again = Result.from_json(result.to_json())
        for language in ("zh", "en"):
            assert again.grid(language) == result.grid(language), name


def test_no_table_changes_the_interviews(talks):
    before = [frame.copy() for frame in (talks.turns, talks.codings, talks.participants)]
    for result in everything(talks).values():
        table = result.table
        table.iloc[:, 0] = "changed"
        assert "changed" not in result.table.iloc[:, 0].tolist()
    after = (talks.turns, talks.codings, talks.participants)
    for old, new in zip(before, after, strict=True):
        pd.testing.assert_frame_equal(old, new)


# --- people ----------------------------------------------------------------------------------


def test_participants_count_their_own_words_and_show_no_attribute_that_nobody_has(small):
    table = participants(small).table.set_index("participant")
    assert table.loc["A", ["turns", "characters"]].tolist() == [2, 11]
    assert "学院" not in participants(small).grid("zh").to_text()


# --- codes -----------------------------------------------------------------------------------


def test_counts_are_people_not_passages(small):
    row = code_counts(small).table.set_index("item").loc["x"]
    assert row[["n", "base", "codings", "persons"]].tolist() == [1, 2, 2, "A"]


def test_counts_equal_a_plain_count_of_the_file(talks):
    rows = pd.read_csv(REAL / "codings" / "coder_a.csv")
    expected = rows.groupby("code_id")["doc"].nunique()
    table = code_counts(talks).table.set_index("item")
    assert table["n"].to_dict() == expected.to_dict()
    assert table["codings"].to_dict() == rows.groupby("code_id").size().to_dict()


def test_groups_stand_beside_everybody_and_coders_are_merged_or_counted_by_name(small):
    some = code_counts(small, coder="any").table.set_index("item")
    both = code_counts(small, coder="all").table.set_index("item")
    assert some.loc["x", ["n", "codings"]].tolist() == [2, 3]
    assert both.loc["x", ["n", "codings"]].tolist() == [1, 2]
    assert both.loc["y", ["n", "codings"]].tolist() == [0, 0]
    assert code_counts(small, coder="bob").table["n"].tolist() == [2, 0]
    result = code_counts(small, by="gender")
    assert result.table["group"].unique().tolist() == ["male", ""]
    assert result.table["base"].tolist() == [1, 1, 2, 2] and result.missing == {"no_group": 1}


def test_groups_of_the_committed_data_add_up_and_the_matrix_sums_to_the_codings(talks):
    table = code_counts(talks, by="gender").table
    parts = table[table["group"] != ""].groupby("item")["n"].sum()
    assert parts.to_dict() == table[table["group"] == ""].set_index("item")["n"].to_dict()
    table = code_matrix(talks).table
    assert table["n"].sum() == (talks.codings["coder"] == "coder_a").sum()


def test_counts_carry_no_interval_and_very_small_groups_are_cautioned(talks):
    result = code_counts(talks, by="gender")
    assert result.table[["se", "low", "high"]].isna().all(axis=None)
    assert "区间（%" not in result.grid("zh").to_text()
    assert len(code_counts(talks, by="county").notes) == 2
    assert len(code_counts(talks, by="gender").notes) == 1


# --- quotations ------------------------------------------------------------------------------


def test_excerpts_quote_as_spoken_and_translate_in_english(small):
    result = excerpts(small, "x")
    assert result.table["quote"].tolist() == ["一二", "四五"]
    assert "one two" in result.grid("en").to_text() and "四五" in result.grid("en").to_text()
    assert result.table["attributes"].tolist() == ["male, 2010"] * 2
    assert result.label("attributes", "male, 2010", "zh") == "男、2010 年"


def test_a_few_excerpts_come_from_different_people_first(talks):
    few = excerpts(talks, "local_support", n=4).table
    assert few["document"].is_unique and few["document"].is_monotonic_increasing


def test_a_code_without_passages_is_an_empty_table_and_disagreements_are_turns_that_differ(small):
    result = excerpts(small, ["y"], coder="bob")
    assert len(result.table) == 0 and result.base == 0 and result.grid("zh").rows == ("（无记录）",)
    result = disagreements(small)
    assert result.table.values.tolist() == [["B", 2, "y", "x", "一二三"]]
    assert result.label("codes", "y", "en") == "Two"


def test_every_disagreement_is_listed_and_a_turn_left_alone_says_so(talks):
    text = talks.documents
    sets: dict[tuple, dict] = {}
    for row in talks.codings.itertuples():
        turn = text[row.document][: row.start].count("\n") + 1
        sets.setdefault((row.document, turn), {}).setdefault(row.coder, set()).add(row.code_id)
    differ = {key for key, own in sets.items() if own.get("coder_a") != own.get("coder_b")}
    table = disagreements(talks).table
    assert set(zip(table["document"], table["turn"], strict=True)) == differ
    assert "（未编码）" in disagreements(talks).grid("zh").to_text()


# --- the questionnaire -----------------------------------------------------------------------


def test_a_joint_display_takes_both_bases_and_names_codes_without_counterpart(small, survey):
    row = joint_display(small, survey).table.iloc[0]
    assert row[["item", "option", "n", "base", "n_survey", "base_survey", "low"]].tolist() == [
        "x", "plan=home", 1, 2, 21, 46, 0.32]
    result = joint_display(small, [survey])
    assert "Two" in result.notes[-1]["en"] and "Return home" in result.grid("en").to_text()


def test_a_joint_display_needs_a_counterpart(small, survey):
    with pytest.raises(AnalysisError, match="none for 'y'"):
        joint_display(small, survey, codes=["y"])
    with pytest.raises(AnalysisError, match="needs frequencies or multiple_response or crosstab"):
        joint_display(small, agreement(small))
    with pytest.raises(AnalysisError, match="must have a counterpart"):
        joint_display(read_interviews(REAL), survey)


# --- errors ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("call", "message"), [
    (lambda t: code_counts(t, coder="coder_c"), "did you mean 'coder_"),
    (lambda t: code_counts(t, by="gendre"), "did you mean 'gender'"),
    (lambda t: excerpts(t, "brige"), "did you mean 'bridge'"), (lambda t: excerpts(t, []), "at least one code"),
    (lambda t: excerpts(t, "bridge", n=0), "n of 1 or more"), (lambda t: disagreements(t, n=0), "n of 1 or more"),
    (lambda t: agreement(t, level=95), "level must lie between 0 and 1")])  # fmt: skip
def test_a_wrong_argument_is_explained(talks, call, message):
    with pytest.raises(AnalysisError, match=message):
        call(talks)


# --- who has coded what ----------------------------------------------------------------------


def folder_of_three(folder: Path, codings: dict[str, str], finished: str = "") -> Path:
    """Three people, one turn each; `codings` say by coder in which interviews `好` was marked."""
    (folder / "transcripts").mkdir(parents=True)
    (folder / "codings").mkdir()
    (folder / "interviews.yaml").write_text(f"speakers: {{respondent: [答]}}\n{finished}", "utf-8")
    (folder / "participants.csv").write_text("participant_id,gender,transcript\nA,m,A.txt\nB,f,B.txt\nC,f,C.txt\n")
    (folder / "code_frame.csv").write_text("code_id,name,item_option\nx,好,plan=home\n", "utf-8")
    for name in "ABC":
        (folder / "transcripts" / f"{name}.txt").write_text("答：好的。", "utf-8")
    for coder, documents in codings.items():
        rows = [f"{coder}{name},{name},0,1,好,x,{coder}" for name in documents]
        (folder / "codings" / f"{coder}.csv").write_text(
            "\n".join(["coding_id,doc,start,end,quote,code_id,coder", *rows]) + "\n", "utf-8")
    return folder


def test_counts_and_joint_displays_rest_on_the_interviews_that_are_coded(tmp_path, survey):
    talks = read_interviews(folder_of_three(tmp_path, {"ann": "A", "bob": "AB"}, "finished: {ann: [A, C]}\n"))
    for coder, n, base, absent in ((None, 1, 2, "B"), ("bob", 2, 2, "C"), ("any", 2, 3, ""), ("all", 1, 1, "B, C")):
        counted = code_counts(talks, coder=coder)
        assert counted.table.loc[0, ["n", "base", "estimate"]].tolist() == [n, base, n / base]
        assert counted.base == base == joint_display(talks, survey, coder=coder).table.loc[0, "base"]
        assert sorted(code_matrix(talks, coder=coder).table["group"]) == sorted(set("ABC") - set(absent.split(", ")))
        told = [note["en"].partition(";")[0] for note in counted.notes if "Excluded" in note["en"]]
        assert told == ([f"Excluded, not coded yet: {absent}"] if absent else [])


def test_groups_hold_only_people_whose_interview_is_coded(tmp_path):
    talks = read_interviews(folder_of_three(tmp_path, {"ann": "AB"}))
    assert code_counts(talks, by="gender").table[["group", "base"]].values.tolist() == [["f", 1], ["m", 1], ["", 2]]


def test_agreement_rests_on_interviews_that_all_have_opened(tmp_path):
    talks = read_interviews(folder_of_three(tmp_path, {"ann": "AB", "bob": "BC"}, "finished: {bob: [B, C, A]}\n"))
    found = agreement(talks)
    assert found.table.loc[1, ["n", "base", "percent"]].tolist() == [2, 2, 0.5]
    assert any("C" in note["en"] and "Excluded" in note["en"] for note in found.notes)


def test_three_coders_stand_side_by_side(tmp_path, monkeypatch):
    finished = "finished: {ann: [A, B, C], bob: [A, B, C], cy: [A, B, C]}\n"
    talks = read_interviews(folder_of_three(tmp_path, {"ann": "AB", "bob": "AB", "cy": "A"}, finished))
    monkeypatch.setitem(disagreements.__globals__, "LETTERS", "abc")  # as many as there are letters
    found = disagreements(talks)
    assert found.table[["document", "coder_a", "coder_b", "coder_c"]].values.tolist() == [["B", "x", "x", "(none)"]]
    assert [column.head for column in found.layout.columns if column.head.startswith("head.coder")] == [
        "head.coder_a", "head.coder_b", "head.coder_c"]
    assert agreement(talks).table.loc[1, ["n", "base"]].tolist() == [2, 3]


def test_who_finished_and_found_nothing_is_a_coder_and_a_misspelt_one_is_refused(tmp_path):
    told = "coders: {ann: A, bob: B, cy: C}\nfinished: {ann: [A, B, C], bob: [A, B], cy: [B]}\n"
    talks = read_interviews(folder_of_three(tmp_path / "all", {"ann": "AB", "bob": "A"}, told))
    assert code_counts(talks, coder="cy").table.loc[0, ["n", "base"]].tolist() == [0, 1]
    assert code_counts(talks, coder="all").base == 1 and agreement(talks).settings["coders"] == ["ann", "bob", "cy"]
    assert agreement(talks).table.loc[1, "base"] == 1
    with pytest.raises(ReadError, match="There is no coder 'anna'"):
        read_interviews(folder_of_three(tmp_path / "typo", {"ann": "A"}, "finished: {anna: [A]}\n"))
