"""Results carry their layout: a verb that nobody else knows is shown, drawn, said and stored."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest

import surveykit as sk
from surveykit.result import CROSSED, ESTIMATES, LISTING, MATRIX, SHARES, TESTS, Layout, Result
from surveykit.result.cell_forms import FORMS
from surveykit.result.result_column import show_count, show_item, show_number, show_p_value, show_share
from surveykit.words.phrases import table

FAMILIES = (SHARES, CROSSED, ESTIMATES, TESTS, MATRIX, LISTING)
LAYOUT = TESTS.showing(show_item("head.contrast"), show_number("statistic", "head.statistic"), show_p_value())
ROOT = Path(sk.__file__).parent


def new_result(p_value: float = 0.012) -> Result:
    """What a verb returns that no room but its own has heard of."""
    row = {"item": "q", "group": "by", "statistic": 7.25, "p_value": p_value, "effect": 0.31, "effect_name": "r",
           "low": 0.11, "high": 0.48}
    return Result(kind="mann_whitney", layout=LAYOUT, title={"zh": "秩和检验", "en": "Rank sum"}, base=44,
                  table=pd.DataFrame([row]), labels={"item": {"q": {"zh": "题", "en": "Question"}}})


@pytest.mark.parametrize("layout", FAMILIES, ids=lambda layout: layout.family)
def test_a_layout_comes_back_from_json_and_shows_its_headings_without_rows(layout):
    assert Layout.from_json(json.loads(json.dumps(layout.to_json()))) == layout
    names = {name for column in layout.columns for name in column.names} | {"item", "option", "group", "n", "low"}
    result = Result(kind="x", layout=layout, title={"en": "Empty"}, table=pd.DataFrame(columns=sorted(names)), base=0)
    for language in ("zh", "en"):
        grid = result.grid(language)
        assert grid.rows == (({"zh": "（无记录）", "en": "(none)"}[language]),)
        assert len(grid.head[0]) == len(grid.align) and "Empty" in grid.to_text()
    assert sk.interpret(result, style="full").text == {"zh": "表中没有记录。", "en": "The table has no rows."}


def test_a_new_verb_is_shown_drawn_and_stored_without_a_line_elsewhere():
    result = Result.from_json(new_result().to_json())
    assert result.grid("en").rows == (("Question", "7.25", "0.012"),)
    assert sk.plot(result).alt == "Rank sum: effect sizes as dots with intervals."


@pytest.mark.parametrize(("p_value", "said"), [(0.012, "yes 0.31 = 0.012"), (0.4, "open"), (float("nan"), "none")])
def test_a_new_test_is_said_in_its_own_words(monkeypatch, p_value, said):
    for end, words in (("found", "yes {effect} {p}"), ("open", "open"), ("untested", "none")):
        monkeypatch.setitem(table(), f"interpret.mann_whitney_{end}", {"zh": words, "en": words})
    assert str(sk.interpret(new_result(p_value), language="en")) == said


def test_a_sentence_per_row_can_say_every_column_and_every_shown_cell(monkeypatch):
    monkeypatch.setitem(table(), "interpret.quota", {"zh": "x", "en": "{item}: {n} of {base}, {percent}%"})
    rows = pd.DataFrame([{"item": "a", "n": 21, "base": 46, "estimate": 21 / 46}])
    layout = LISTING.showing(show_item(), show_share("head.percent"))
    result = Result(kind="quota", layout=layout, title={"en": "Q"}, table=rows, base=46)
    assert str(sk.interpret(result, language="en")) == "a: 21 of 46, 46%"


def test_a_share_that_weights_moved_is_printed_as_the_estimate_and_marked_as_one():
    rows = pd.DataFrame([{"item": "a", "n": 21, "base": 46, "estimate": 0.53}])
    layout = LISTING.showing(show_share("head.percent"))
    cell = Result(kind="x", layout=layout, title={"en": "X"}, table=rows, base=46).grid("en").rows[0][0]
    assert cell == "53" and [mark.value for mark in cell.marks] == ["estimate 0.53"]


def test_a_result_takes_its_parts_by_keyword_only_and_cannot_be_changed_in_place():
    with pytest.raises(TypeError):
        Result("frequencies", SHARES)
    with pytest.raises(AttributeError):
        new_result().base = 3


def test_every_form_is_used_by_some_column_and_a_count_without_its_base_is_blank():
    used = "".join(path.read_text(encoding="utf-8") for path in ROOT.rglob("*.py"))
    assert [form for form in FORMS if used.count(f'"{form}"') < 2] == []
    below = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "result").glob("*.py"))
    assert not re.search(r"school|county|service_year|coder|participant", below)
    layout = LISTING.showing(show_count("head.count", "n", "base"), show_count("head.base", "base", blank=""))
    rows = pd.DataFrame([{"n": 3, "base": float("nan")}, {"n": 3, "base": 4}])
    result = Result(kind="x", layout=layout, title={"en": "X"}, table=rows, base=4)
    assert result.grid("en").rows == (("–", ""), ("3/4", "4"))
