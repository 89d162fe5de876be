"""Agreement: equal to values computed directly, and honest about what it cannot say."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from surveykit._stats.agreement import cohen_kappa, gwet_ac1, krippendorff_alpha, percent_agreement
from surveykit.errors import AnalysisError
from surveykit.interviews.coding import agreement, coefficient, disagreements

REAL = Path(__file__).resolve().parents[1] / "data" / "raw" / "interviews"
KRIPPENDORFF = [[1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None], [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
                [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None], [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None]]


@pytest.fixture(scope="module")
def given(talks) -> dict[str, np.ndarray]:
    """Coders x respondent turns for each code, counted one coding at a time."""
    turns = talks.turns.query("role == 'respondent'")
    place = {(row.document, row.turn): i for i, row in enumerate(turns.itertuples())}
    found = {code.code_id: np.zeros((2, len(place))) for code in talks.codes}
    for row in talks.codings.itertuples():
        turn = talks.documents[row.document][: row.start].count("\n") + 1
        found[row.code_id][["coder_a", "coder_b"].index(row.coder), place[row.document, turn]] = 1
    return found


def test_every_row_equals_the_coefficients_of_its_yes_no_matrix(talks, given):
    table = agreement(talks).table.set_index("item")
    assert table.index.tolist() == ["(pooled)", *given]
    for code, ratings in given.items():
        expected = [ratings.any(axis=0).sum(), ratings.shape[1], percent_agreement(ratings),
                    cohen_kappa(*ratings).kappa, krippendorff_alpha(ratings), gwet_ac1(ratings)]
        found = table.loc[code, ["n", "base", "percent", "kappa", "estimate", "ac1"]]
        assert found.tolist() == pytest.approx(expected, abs=1e-12)


def test_the_pooled_row_takes_every_turn_and_code_as_a_unit(talks, given):
    row = agreement(talks).table.iloc[0]
    ratings = np.hstack(list(given.values()))
    assert row["estimate"] == pytest.approx(krippendorff_alpha(ratings), abs=1e-12)
    assert row["kappa"] == pytest.approx(cohen_kappa(*ratings).kappa, abs=1e-12)
    assert row["n"] == np.array(list(given.values())).any(axis=(0, 1)).sum()


def test_the_pooled_interval_resamples_turns_with_all_their_codes(talks, given):
    """An independent bootstrap, one draw at a time, comes to the same limits."""
    cube = np.array(list(given.values()))
    random = np.random.default_rng(5)
    alphas = []
    for _ in range(1000):
        chosen = random.integers(cube.shape[2], size=cube.shape[2])
        alphas.append(krippendorff_alpha(np.hstack(list(cube[:, :, chosen]))))
    row = agreement(talks).table.iloc[0]
    assert [row["low"], row["high"]] == pytest.approx(np.quantile(alphas, [0.025, 0.975]), abs=0.02)


def test_intervals_hold_the_estimate_widen_with_the_level_and_repeat_with_the_seed(talks):
    table, wide = agreement(talks).table, agreement(talks, level=0.99).table
    assert ((table["low"] <= table["estimate"]) & (table["estimate"] <= table["high"])).all()
    assert (wide["high"] - wide["low"] >= table["high"] - table["low"]).all()
    one, two = agreement(talks, seed=7), agreement(talks, seed=7)
    assert one.to_json() == two.to_json() and "seed 7" in one.method["en"]
    assert one.table["low"].tolist() != agreement(talks, seed=8).table["low"].tolist()


def test_resamples_without_variation_are_counted_and_conventions_called_conventions(talks):
    result = agreement(talks)
    some = result.table[result.table["undefined"] > 0]
    assert len(some) and f"({some['undefined'].sum()} in all)" in result.notes[-1]["en"]
    assert any("not pass marks" in note["en"] for note in agreement(talks).notes)


def test_documents_that_a_coder_has_not_finished_are_left_out_and_named(talks, monkeypatch):
    done = talks.finished | {"coder_b": ("P01", "P02")}
    result = agreement(replace(talks, finished=done))
    assert result.base == 16 and "P03, P04" in result.notes[0]["en"]
    for more in (0, 1):
        monkeypatch.setattr("surveykit.interviews.coding.coder_agreement.FEW", 16 + more)
        notes = agreement(replace(talks, finished=done)).notes
        assert any("Fewer than 30 turns" in note["en"] for note in notes) == bool(more)
    assert set(disagreements(replace(talks, finished=done)).table["document"]) == {"P01", "P02"}


def test_a_code_that_nobody_gave_has_no_coefficient(talks):
    codings = talks.codings.query("code_id != 'bridge'").reset_index(drop=True)
    result = agreement(replace(talks, _codings=codings))
    row = result.table.set_index("item").loc["bridge"]
    assert row["n"] == 0 and row["percent"] == 1
    assert row[["kappa", "estimate", "low", "high", "ac1"]].isna().all()
    assert any("Bridge from school to work: no variation" in note["en"] for note in result.notes)


def test_three_coders_get_alpha_but_no_cohen(talks):
    codings = talks.codings
    codings = pd.concat([codings, codings.query("coder == 'coder_a'").assign(coder="zoe")], ignore_index=True)
    coders = talks.coders | {"zoe": {"zh": "丙", "en": "Zoe"}}
    done = talks.finished | {"zoe": talks.finished["coder_a"]}
    result = agreement(replace(talks, _codings=codings, coders=coders, finished=done))
    assert result.table["kappa"].isna().all() and result.table["estimate"].notna().all()
    assert "Cohen" not in result.method["en"]


def test_one_coder_no_common_document_or_no_codings_cannot_agree(talks):
    codings = talks.codings.query("coder == 'coder_a'")
    with pytest.raises(AnalysisError, match="needs the codings of two people"):
        agreement(replace(talks, _codings=codings, finished={"coder_a": talks.finished["coder_a"]}))
    with pytest.raises(AnalysisError, match="a document that all coders have finished"):
        agreement(replace(talks, finished=talks.finished | {"coder_b": ()}))
    with pytest.raises(AnalysisError, match="no codings yet"):
        agreement(replace(talks, _codings=talks.codings.iloc[:0]))


@pytest.mark.parametrize(("name", "value"), [("nominal", 0.743), ("ordinal", 0.815),
                                             ("interval", 0.849), ("ratio", 0.797)])
def test_krippendorffs_own_example_comes_out(name, value):
    found = coefficient(np.array(KRIPPENDORFF, float), f"alpha_{name}")
    assert found.estimate == pytest.approx(value, abs=5e-4)
    assert found.low <= found.estimate <= found.high


def test_no_variation_is_nan_and_never_one():
    assert math.isnan(coefficient([[1, 1, 1], [1, 1, 1]], "alpha_nominal").estimate)


@pytest.mark.parametrize(("ratings", "name", "options"), [
    ([[1, 2], [1, 2]], "alpha", {}), ([1, 2], "gwet_ac1", {}), ([["a"], ["b"]], "gwet_ac1", {}),
    ([[1, 2]] * 3, "cohen_kappa", {}), ([[1, 2], [1, 2]], "gwet_ac1", {"level": 95})])  # fmt: skip
def test_an_unlawful_coefficient_lists_the_lawful_ones(ratings, name, options):
    with pytest.raises(AnalysisError, match="name one of percent_agreement, cohen_kappa"):
        coefficient(ratings, name, **options)
