"""Two versions of a data file compared on the command line: what differs, and why where a log lies beside."""

import pandas as pd
from typer.testing import CliRunner

import surveykit as sk
from surveykit.cli import app


def run(*files) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["diff", *map(str, files), "--language", "en"], catch_exceptions=False)
    return done.exit_code, done.output


def test_each_cell_is_shown_with_its_reason(tmp_path):
    raw = sk.example_survey()
    cleaned = sk.set_missing(raw, "months", where="months > 11", reason="outside the year asked")
    cleaned = sk.exclude(cleaned, respondents=["7"], reason="withdrew")
    old, new = sk.write_processed(raw, tmp_path / "a"), sk.write_processed(cleaned, tmp_path / "b")
    code, shown = run(old, new)
    assert code == 1 and "Changes: 2." in shown
    lines = [line.split() for line in shown.splitlines()]
    assert ["months", "35", "12", "Set", "missing:", "outside", "the", "year", "asked"] in lines
    assert any(line[:2] == ["*", "7"] and line[-1] == "withdrew" for line in lines)


def test_a_change_that_no_line_explains_is_said(tmp_path):
    raw = sk.example_survey()
    cleaned = sk.recode(raw, "plan", {"renew": "stay"}, reason="merged")
    old, new = sk.write_processed(raw, tmp_path / "a"), sk.write_processed(cleaned, tmp_path / "b")
    frame = pd.read_csv(new, dtype=str, keep_default_na=False)
    frame.loc[0, "gender"] = "female" if frame.loc[0, "gender"] == "male" else "male"
    frame.to_csv(new, index=False)
    assert "(not in the cleaning log)" in run(old, new)[1] and "merged" in run(old, new)[1]
    new.with_suffix(".log.csv").unlink()
    assert "reason" not in run(old, new)[1]
