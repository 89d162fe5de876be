"""The log of a cleaned survey says what a comparison with the raw one finds; two files compared, and why."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import surveykit as sk
from surveykit.cli import app

CELLS = {"change_response", "blank_response"}
OTHER = sk.Survey.from_frame(pd.DataFrame({"k": ["1", "2", "3", "99"], "branch": ["a", "b", "b", "a"]}).set_index("k"))
STEPS = {
    "recode": lambda s: sk.recode(s, "plan", {"renew": "stay"}, reason="x"),
    "back": lambda s: sk.recode(s, "plan", {"stay": "renew"}, reason="x"),
    "blank": lambda s: sk.set_missing(s, "months", where="months > 8", reason="x"),
    "kind": lambda s: sk.set_missing(s, "cp_1", where="cp_1 = 5", kind="refused", reason="x"),
    "unasked": lambda s: sk.set_missing(s, "plan", where="gender = 'male'", kind="not_asked", reason="x"),
    "exclude": lambda s: sk.exclude(s, where="months < 3", reason="x"),
    "derive": lambda s: sk.derive(s, "speed", "months", cut=[3, 6], reason="x"),
    "reverse": lambda s: sk.reverse(s, "cp_3", reason="x"),
    "suppress": lambda s: sk.suppress(s, ["gender", "plan"], k=3, reason="x"),
    "join": lambda s: sk.join(s, OTHER, on="respondent", reason="x"),
    "merge": lambda s: sk.merge_options(s, "plan", {"stay": ["study"]}, reason="x")}


def net_log(raw: sk.Survey, cleaned: sk.Survey) -> set[tuple[str, str, str, str]]:
    """What the log comes to: per cell the first old and the last new value, where they differ; forms; columns."""
    gone = {line.respondent for step in cleaned.log for line in step.changes if line.kind == "remove_survey"}
    first: dict[tuple[str, str], str] = {}
    last: dict[tuple[str, str], str] = {}
    columns = [line for step in cleaned.log for line in step.changes if line.kind in {"add_column", "remove_column"}]
    for step in cleaned.log[len(raw.log):]:
        for line in step.changes:
            if line.kind in CELLS and line.respondent not in gone and line.item in raw.responses:
                first.setdefault((line.respondent, line.item), line.old)
                last[line.respondent, line.item] = line.new
    cells = {(*cell, old, last[cell]) for cell, old in first.items() if old != last[cell]}
    made = {("", line.item, "", "") for line in columns
            if (line.item in raw.responses) != (line.item in cleaned.responses)}
    return {one for one in cells if one[1] in cleaned.responses} | made | {(key, "", "", "") for key in gone}


@settings(max_examples=40)
@given(st.lists(st.sampled_from(sorted(STEPS)), max_size=5, unique=True))
def test_the_log_comes_to_what_differs(names):
    raw = cleaned = sk.example_survey()
    for name in names:
        try:
            cleaned = STEPS[name](cleaned)
        except sk.SurveyError:  # nobody left to be changed
            continue
    found = sk.diff(raw, cleaned, texts=True).table[["respondent", "item", "old", "new"]]
    assert set(found.itertuples(index=False, name=None)) == net_log(raw, cleaned)
    assert sk.replay(raw, cleaned, others=[OTHER]).responses.equals(cleaned.responses)


def test_it_does_so_on_files_put_together():
    both = sk.append([sk.example_survey(), sk.example_survey()], reason="two links")
    cleaned = STEPS["derive"](STEPS["exclude"](STEPS["kind"](both)))
    found = sk.diff(both, cleaned, texts=True).table[["respondent", "item", "old", "new"]]
    assert set(found.itertuples(index=False, name=None)) == net_log(both, cleaned)
    assert len(found) > 10


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
