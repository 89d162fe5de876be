"""The seam of analyses: coded columns made once, cells that add up, domains that are masks."""

from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
import pytest

import surveykit as sk
from surveykit.analysis.cells import reduce_cells
from surveykit.analysis.coded_columns import option_codes, tick_codes
from surveykit.analysis.domain import select_domain
from surveykit.analysis.item_groups import select_groups
from surveykit.codebook import Codebook, Item, Option


def test_codes_are_made_once_and_a_successor_makes_its_own(example):
    item = example.codebook["plan"]
    codes = option_codes(example, item)
    assert option_codes(example, item) is codes and codes.dtype == np.int8
    recoded = sk.recode(example, "plan", {"renew": "stay"}, reason="merged")
    assert option_codes(recoded, item) is not codes
    assert sk.frequencies(recoded, "plan").table["n"].tolist() == [18, 15, 0, 5, 2]


def test_many_options_take_wider_codes():
    survey = sk.Survey.from_frame(pd.DataFrame({"a": [f"v{k}" for k in range(130)]}))
    assert option_codes(survey, survey.codebook["a"]).tolist() == list(range(130))


@pytest.mark.parametrize("cut", [0, 1, 17, 40])
def test_cells_of_two_parts_are_the_cells_of_the_whole(example, cut):
    domain = select_domain(example, "crosstab", None)
    codes, groups = option_codes(example, example.codebook["plan"]), select_groups(domain, "gender")
    whole = reduce_cells(codes, 5, groups.codes, 2)
    parts = [reduce_cells(codes[part], 5, groups.codes[part], 2) for part in (slice(cut), slice(cut, None))]
    assert np.array_equal((parts[0] + parts[1]).n, whole.n)
    assert whole.n.sum() == example.rows


def test_who_has_no_answer_or_no_group_is_counted_in_the_margin():
    cells = reduce_cells(np.array([0, 1, -1, 1]), 2, np.array([0, -1, 0, 0]), 1)
    assert cells.n.tolist() == [[0, 0, 1], [1, 1, 1]]
    assert cells.base == 2


def test_a_domain_is_a_mask_over_all_respondents_and_an_empty_group_is_left_out(example):
    domain = select_domain(example, "frequencies", "gender == 'female'")
    assert domain.mask is not None and len(domain.mask) == example.rows
    assert domain.rows == len(example.where("gender == 'female'"))
    unanswered = (tick_codes(example, example.codebook["hardship"])[domain.mask] < 0).any(axis=1)
    assert sum(domain.missing_counts(example.codebook["hardship"]).values()) == int(unanswered.sum())
    domain = select_domain(example, "crosstab", "gender == 'female'")
    groups = select_groups(domain, "gender")
    assert groups.names == ("female",) and set(groups.codes) == {0}


def test_codes_of_categories_are_those_of_the_answers_and_a_design_keeps_them():
    kinds = {"1": None, "9": "refused", "2": None}
    options = [Option(value, {"en": value}, missing=kind) for value, kind in kinds.items()]
    book = Codebook((Item("a", "single", {"en": "A"}, tuple(options)), Item("w", "number", {"en": "w"})))
    given = pd.Categorical([1, 2, 9, None, 1], categories=[9, 3, 2, 1])
    survey = sk.Survey.from_frame(pd.DataFrame({"a": given, "w": [1.0, 2, 3, 4, 5]}), book)
    assert survey.codes["a"].tolist() == [0, 1, -1, -1, 0]
    kept = sk.set_design(survey, weight="w").codes["a"]
    assert kept is survey.codes["a"] and kept.dtype == np.int8
    again = replace(survey)  # without the codes that were made
    assert option_codes(again, book["a"]).tolist() == kept.tolist()


def test_codes_made_while_reading_are_those_of_the_answers(tmp_path):
    options = [Option(str(n), {"en": word}, float(n), missing="refused" if n == 3 else None)
               for n, word in enumerate(("no", "yes", "so so", "rather not say"))]
    items = (Item("a", "single", {"en": "A"}, tuple(options)), Item("b", "rating", {"en": "B"}, tuple(options)))
    path = tmp_path / "a.csv"
    path.write_text("a,b\nyes,3\nrather not say,no\n,2\nso so,so so\nno,rather not say\n")
    survey = sk.read_survey(path, Codebook(items))
    for made, item in product((survey, sk.Survey.from_frame(survey.responses, Codebook(items))), items):
        assert made.codes[item.name].tolist() == option_codes(replace(made), item).tolist(), item.name
    assert survey.codes["a"].tolist() == [1, -1, -1, 2, 0] and survey.codes["b"].tolist() == [-1, 0, 2, 2, -1]
