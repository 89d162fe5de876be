"""Targets beside results: exact verdicts, samples with intervals, milestones, and what the source leaves open."""

import csv
from pathlib import Path

import pytest
from builders import cases

import surveykit as sk

HEAD = ["id", "indicator_zh", "indicator_en", "unit", "direction", "target", "due", "numerator", "denominator",
        "source", "result", "sample", "milestones"]
OURS = Path(__file__).parents[1] / "data/raw/published/targets.csv"


def write(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / "targets.csv"
    usual = {"indicator_zh": "指标", "indicator_en": "Indicator", "unit": "%", "direction": "at_least", "target": "80"}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEAD)
        writer.writeheader()
        writer.writerows({"id": f"t{number}"} | usual | row for number, row in enumerate(rows))
    return path


@pytest.mark.parametrize(*cases("target_verdicts"))
def test_a_target_is_judged_exactly(tmp_path, row, verdict, attained):
    table = sk.targets(write(tmp_path, row)).table
    assert table["verdict"].tolist() == [verdict]
    if attained is None:
        assert table[["attained", "gap", "low"]].isna().all(axis=None)
    else:
        assert table["attained"][0] == pytest.approx(attained, abs=0.01)
        assert table["gap"][0] == pytest.approx(attained - table["goal"][0], abs=0.01)
    assert table["low"].isna()[0] == ("sample" not in row)


def test_the_interval_of_a_sample_is_wilsons(tmp_path):
    row = sk.targets(write(tmp_path, {"numerator": "20", "denominator": "46", "sample": "yes"})).table.iloc[0]
    assert (round(row["low"], 2), round(row["high"], 2)) == (30.21, 57.75)
    assert row["interval_text"] == "30.2–57.8"


def test_milestones_that_are_met_are_marked(tmp_path):
    stages = "2008=40; 2009=50；2010=60"
    path = write(tmp_path, {"numerator": "55", "denominator": "100", "milestones": stages}, {"milestones": stages})
    assert sk.targets(path).table["stages"].tolist() == [
        "2008: 40 ✓; 2009: 50 ✓; 2010: 60", "2008: 40; 2009: 50; 2010: 60"]


@pytest.mark.parametrize(*cases("targets_refused"))
def test_what_is_no_target_is_refused_with_its_row(tmp_path, row, message):
    with pytest.raises(sk.SurveyError, match=message):
        sk.targets(write(tmp_path, row))


def test_the_published_targets_stand_beside_their_results():
    table = sk.targets(OURS).table.set_index("item")
    assert table["attained_text"][["HH-screened", "HH-diagnosed", "HH-treated"]].tolist() == ["68.5", "37.6", "71.5"]
    assert set(table["verdict"]) == {"not_reached", "no_result"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_targets_show_as_table_figure_and_sentences(language):
    result = sk.targets(OURS)
    shown = result.grid(language).to_text()
    assert "68.5" in shown and ("未达到" if language == "zh" else "not reached") in shown
    figure = sk.plot(result, language=language)
    named = "目标" if language == "zh" else "Target"
    assert figure.labels.count(named) == 1 and any("11" in label for label in figure.labels)
    assert "68.5" in str(sk.interpret(result, language=language))
