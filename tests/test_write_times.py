"""Times of day never leave: what every writer writes is searched for them."""

from dataclasses import replace

import pandas as pd
import pytest

import surveykit as sk
from surveykit.codebook import Codebook, Item
from surveykit.write.outgoing_survey import clip_time

STAMPS = ["2026/9/3 1:05:07", "2026-09-04T02:06:08Z", "2026-09-05 上午 03:07:09", "2026年9月6日 4:08:10",
          "7/9/2026 5:09:11 PM", None, "2026-09-08"]
CLOCKS = ("1:05:07", "02:06:08", "03:07:09", "4:08:10", "5:09:11")
DAYS = ["2026/9/3", "2026-09-04", "2026-09-05", "2026年9月6日", "7/9/2026", None, "2026-09-08"]


@pytest.fixture
def survey() -> sk.Survey:
    """Seven people, when they began and what they noted; one answer was corrected."""
    book = Codebook((Item("began", "date", {"en": "Began"}), Item("noted", "text", {"en": "Noted"}),
                     Item("plan", "text", {"en": "Plan"})))
    made = sk.Survey.from_frame(pd.DataFrame({"began": STAMPS, "noted": STAMPS, "plan": ["a"] * 7}, dtype=object), book)
    return sk.recode(made, "noted", {"2026/9/3 1:05:07": "2026/9/3 1:05:08"}, reason="clock")


def contents(folder) -> str:
    """All bytes of a folder as text, workbooks and Parquet read by their own libraries."""
    texts = []
    for path in sorted(folder.rglob("*")):
        texts.append(path.read_bytes().decode("latin-1"))
        if path.suffix == ".xlsx":
            sheets = pd.read_excel(path, sheet_name=None, dtype=str, engine="calamine")
            texts += [frame.to_csv() for frame in sheets.values()]
        if path.suffix == ".parquet":
            texts.append(pd.read_parquet(path).to_csv())
    return "\n".join(texts)


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet", ".sav", ".dta"])
def test_no_writer_lets_a_time_of_day_out(survey, tmp_path, ending):
    survey = replace(survey, codebook=replace(survey.codebook, settings={"note": "Kept."}))
    path = sk.write_survey(survey, tmp_path / f"out{ending}")
    assert not [clock for clock in (*CLOCKS, "1:05:08") if clock in contents(tmp_path)]
    note = sk.read_codebook(path.with_suffix(".codebook.xlsx")).settings["note"]
    assert note.startswith("Kept.\n") and "began, noted" in note


def test_nor_does_the_processed_folder_with_its_log(survey, tmp_path):
    path = sk.write_processed(survey, tmp_path)
    assert not [clock for clock in (*CLOCKS, "1:05:08") if clock in contents(tmp_path)]
    assert '"days_only"' in path.with_suffix(".json").read_text("utf-8")


def test_what_is_read_again_are_the_days(survey, tmp_path):
    path = sk.write_survey(survey, tmp_path / "out.csv")
    assert sk.read_survey(path, path.with_suffix(".codebook.xlsx")).responses["began"].tolist() == DAYS


@pytest.mark.parametrize("text", ["10:15", "ratio 3:2", "2026-09-03", "I came on 2026-09-03 10:15:00",
                                  "2026-13-03 10:15:00"])
def test_a_text_that_is_no_time_stamp_stays(text):
    assert clip_time(text) == text
