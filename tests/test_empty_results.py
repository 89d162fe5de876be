"""A result without a row shows in every format, and costs no other result its place."""

import pandas as pd
import pytest

import surveykit as sk
from surveykit.result import CROSSED, ESTIMATES, LISTING, MATRIX, SHARES, TESTS, Layout, Result

COLUMNS = ["item", "option", "group", "n", "base", "low", "high"]


def empty(layout: Layout) -> Result:
    """A result of a family, without a row."""
    return Result(kind="x", layout=layout, title={"zh": f"空表 {layout.family}", "en": f"Empty {layout.family}"},
                  table=pd.DataFrame(columns=COLUMNS), base=0)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("form", ["html", "docx", "pdf", "xlsx"])
def test_every_family_and_the_log_of_an_untouched_survey_show_without_rows(tmp_path, example, form, language):
    results = [sk.cleaning_log(example), *map(empty, (SHARES, CROSSED, ESTIMATES, TESTS, MATRIX, LISTING)),
               sk.frequencies(example, "plan")]
    path = tmp_path / f"report.{form}"
    sk.write_report(results, path, survey=example, language=language)
    assert path.stat().st_size > 2_000
    if form == "html":
        assert path.read_text(encoding="utf-8").count({"zh": "（无记录）", "en": "(none)"}[language]) == 7


def test_an_account_of_nothing_says_what_there_is_none_of(example):
    said = [str(sk.interpret(result, language="en")) for result in
            (sk.cleaning_log(example), sk.diff(example, example), sk.find_personal(example))]
    assert said == ["No step of cleaning was taken.", "The two surveys do not differ.", "No personal data were found."]
