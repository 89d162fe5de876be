"""Columns of ticks that nobody tied together: one select-all question in a draft, said so, and undone at will."""

from itertools import permutations, product

import pandas as pd
import pyreadstat
import pytest

import surveykit as sk

TICKS = list(product((0, 1), repeat=3)) * 5


def write(folder, heading: str, rows):
    """A plain table of these rows, each behind an id."""
    path = folder / "a.csv"
    lines = [f"id,{heading}", *(",".join([str(n), *map(str, row)]) for n, row in enumerate(rows))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def drafted(path):
    """The draft, its survey read by the workbook, and the doubts of each item."""
    draft, book = sk.draft_codebook(path), path.with_suffix(".codebook.xlsx")
    sk.write_draft(draft, book)
    assert not [one for one in sk.check_export(path, book) if one.key not in {"todo", "empty"}]
    return draft, sk.read_survey(path, book), {(doubt.item, doubt.key) for doubt in draft.doubts}


@pytest.mark.parametrize(("heading", "marks", "stem", "options"), [
    ("dev_phone,dev_laptop,dev_tablet", "01", "dev", ["phone", "laptop", "tablet"]),
    ("Uses phone,Uses laptop,Uses tablet", ("FALSE", "TRUE"), "Uses", ["phone", "laptop", "tablet"]),
    ("您使用的设备手机,您使用的设备电脑,您使用的设备平板", ("", "√"), "您使用的设备", ["手机", "电脑", "平板"]),
    ("Q4a,Q4b,Q4c", ("", "x"), "Q4", ["a", "b", "c"]), ("简历,面试,参观", ("", "√"), "简历", ["简历", "面试", "参观"])])
def test_neighbours_written_alike_that_share_a_stem_are_one_question(tmp_path, heading, marks, stem, options):
    draft, survey, doubts = drafted(write(tmp_path, heading, [[marks[n] for n in row] for row in TICKS]))
    item = draft.codebook.items[1]
    assert (item.kind, item.layout, next(iter(item.label.values()))) == ("multiple", "onehot", stem)
    assert [next(iter(option.label.values())) for option in item.options] == options
    assert (item.name, "one_set") in doubts
    assert survey.responses[list(item.columns)].sum().tolist() == [20, 20, 20]


@pytest.mark.parametrize("heading", ["Timestamp,Rank these [Pay],Rank these [Place],Rank these [Job]", "id,先后"])
def test_all_options_in_several_orders_are_a_ranking(tmp_path, heading):
    places, words = list(permutations((1, 2, 3))) * 4, ["Pay", "Place", "Job"]
    order = [[word for _, word in sorted(zip(row, words, strict=True))] for row in places]
    rows = places if "[" in heading else [["、".join(row)] for row in order]
    lines = [heading, *(f"2026-09-{n + 1:02d} 10:00:00,{','.join(map(str, row))}" for n, row in enumerate(rows))]
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    draft, survey, doubts = drafted(tmp_path / "a.csv")
    item = draft.codebook.items[-1]
    assert item.kind == "rank" and ("[" in heading or (item.name, "rank_or_ticks") in doubts)
    assert survey.responses[item.name].str.split().tolist() == order


def test_it_is_undone_by_settling(tmp_path):
    path = write(tmp_path, "dev_phone,dev_laptop,dev_tablet", TICKS)
    parted = sk.draft_codebook(path).settle("dev", kind="separate")
    assert [(item.name, item.kind, item.column) for item in parted.codebook][1:] == [
        (name, "single", name) for name in ("dev_phone", "dev_laptop", "dev_tablet")]
    assert not [doubt for doubt in parted.doubts if doubt.item == "dev"]
    assert sk.read_survey(path, parted.codebook).responses["dev_phone"].value_counts().to_dict() == {"1": 20, "0": 20}


@pytest.mark.parametrize(("heading", "rows"), [
    ("age_a,height_b,weight_c", TICKS), ("dev_phone,dev_laptop,age", TICKS),
    ("dev_a,dev_b,dev_c", [(a, b, 2 * c) for a, b, c in TICKS]),
    ("dev_a,dev_b,dev_c", [(a, b, c if n % 3 else "") for n, (a, b, c) in enumerate(TICKS)])])
def test_but_other_columns_stay_apart(tmp_path, heading, rows):
    assert not [item for item in sk.draft_codebook(write(tmp_path, heading, rows)).codebook if item.kind == "multiple"]


def test_exactly_one_tick_of_everybody_is_a_single_choice(tmp_path):
    path = write(tmp_path, "sex_male,sex_female,sex_other", [(n % 3 == 0, n % 3 == 1, n % 3 == 2) for n in range(36)])
    draft, survey, doubts = drafted(path)
    assert (draft.codebook["sex"].kind, ("sex", "spread") in doubts) == ("single", True)
    assert survey.responses["sex"].value_counts().to_dict() == {"male": 12, "female": 12, "other": 12}
    few = sk.draft_codebook(write(tmp_path, "sex_m,sex_f,sex_o", [(1, 0, 0), (0, 1, 0), (0, 0, 1)]))
    assert few.codebook["sex"].kind == "multiple" and "one_tick" in {doubt.key for doubt in few.doubts}


def test_sosci_ticks_are_twos(tmp_path):
    head = "CASE,MODE,STARTED,DE03,DE03_01,DE03_02,DE03_03"
    rows = [(n, "interview", "2024-01-01", sum(row), *(1 + tick for tick in row)) for n, row in enumerate(TICKS)]
    draft, survey, doubts = drafted(write(tmp_path, head, rows))
    assert draft.codebook["DE03_01"].kind == "multiple" and ("DE03_01", "one_set") in doubts
    assert survey.responses[list(draft.codebook["DE03_01"].columns)].sum().tolist() == [20, 20, 20]


@pytest.mark.parametrize(("add", "labels"), [
    (0, {}), (0, {0: "No", 1: "Yes"}), (1, {1: "nicht gewählt", 2: "gewählt"})])
def test_variables_of_spss_without_a_set_are_one_too(tmp_path, add, labels):
    names = ("q5_a", "q5_b", "q5_c")
    frame = pd.DataFrame([[float(tick + add) for tick in row] for row in TICKS], columns=names)
    pyreadstat.write_sav(frame, tmp_path / "a.sav", column_labels=["Media: TV", "Media: radio", "Media: papers"],
                         variable_value_labels=dict.fromkeys(names, labels) if labels else None)
    draft, survey, doubts = drafted(tmp_path / "a.sav")
    item = draft.codebook["q5"]
    assert (item.kind, item.label["en"], [option.label["en"] for option in item.options]) == (
        "multiple", "Media", ["TV", "radio", "papers"])
    assert ("q5", "one_set") in doubts and survey.responses.sum().tolist() == [20, 20, 20]


def test_tasks_that_some_left_out_are_no_select_all_question(tmp_path):
    rows = [*TICKS, (1, "NA", 0)]
    draft, survey, _ = drafted(write(tmp_path, "reason.4,reason.16,reason.17", rows))
    assert [item.kind for item in draft.codebook][1:] == ["single"] * 3
    assert survey.rows == len(rows)
    assert survey.missing["reason_16"].eq("blank").sum() == 1


@pytest.mark.parametrize("heading", [
    "序号,请按重要性排序,提交时间,填写时长", "编号,开始答题时间,结束答题时间,2.请按重要性排序"])
def test_a_ranking_joined_by_the_mark_of_ticks_is_a_ranking(tmp_path, heading):
    orders = [mark.join(order) for mark in ("|" if "答题" in heading else ",") for order in permutations("薪地发")] * 4
    place = heading.split(",").index(next(name for name in heading.split(",") if "排序" in name))
    rows = [[str(n), "2026-05-02 10:00:00", "2026-05-02 10:00:00", "1分1秒"] for n in range(1, len(orders) + 1)]
    for row, order in zip(rows, orders, strict=True):
        row[place] = f'"{order}"'
    (tmp_path / "a.csv").write_text("\n".join([heading, *map(",".join, rows)]), encoding="utf-8")
    draft, survey, _ = drafted(tmp_path / "a.csv")
    item = draft.codebook.items[-1]
    assert (item.kind, len(item.options)) == ("rank", 3)
    assert survey.responses[item.name].notna().all()
