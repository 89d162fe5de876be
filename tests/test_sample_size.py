"""Sample sizes: R's power.prop.test, Cochran's formula by hand, and each question as the other's inverse."""

import math

import pytest

import surveykit as sk
from surveykit._stats.sample_sizes import difference_size, margin_size, size_difference, size_margin


@pytest.mark.parametrize(("p1", "p2", "power", "expected"), [  # R 4.2: ceiling(power.prop.test(p1=, p2=, power=)$n)
    (0.5, 0.6, 0.8, 388), (0.5, 0.75, 0.9, 77), (0.1, 0.15, 0.8, 686), (0.05, 0.35, 0.8, 27), (0.3, 0.32, 0.95, 13895)])
def test_differences_need_as_many_as_r_says(p1, p2, power, expected):
    assert difference_size(p2 - p1, p1, 0.95, power, 1.0) == expected


def test_what_n_people_tell_is_the_inverse_and_margins_are_as_by_hand():
    assert margin_size(0.05, 0.5, 0.95, math.inf, 1.0) == 385  # 1.96^2 / 4 / 0.0025 = 384.1
    assert margin_size(0.05, 0.5, 0.95, 500, 1.0) == 218  # 384.15 / (1 + 383.15 / 500) = 217.5
    assert margin_size(0.05, 0.5, 0.95, math.inf, 2.0) == 769
    assert size_margin(500, 0.5, 0.95, 500, 1.0) == 0
    assert math.isnan(size_difference(4, 0.9, 0.95, 0.8, 1.0))
    for n in (46, 200, 2000):
        assert margin_size(size_margin(n, 0.3, 0.95, 5000, 1.2), 0.3, 0.95, 5000, 1.2) == pytest.approx(n, abs=1)
        assert difference_size(size_difference(n, 0.3, 0.95, 0.8, 1.2), 0.3, 0.95, 0.8, 1.2) == n


def test_the_table_says_how_many_to_invite_and_what_was_assumed():
    plan = sk.sample_size(margin=0.1, difference=0.2, n=46, response_rate=0.5, population=300, design_effect=1.5)
    rows = plan.table.set_index("item")
    assert rows.loc["margin", "invited"].tolist() == [2 * int(rows.loc["margin", "n"].iloc[0]), 92]
    words = " ".join(note["en"] for note in plan.notes)
    assert "300" in words and "1.50" in words and "rate of 0.5" in words


@pytest.mark.parametrize("wrong", [{}, {"margin": 5}, {"margin": 0.05, "share": 0}, {"n": 1}, {"difference": 0.6},
                                   {"margin": 0.05, "response_rate": 0}, {"n": 500, "population": 46}])
def test_what_cannot_be_is_refused(wrong):
    with pytest.raises(sk.AnalysisError):
        sk.sample_size(**wrong)
