"""Ten comparisons on real data, each number R's (`tests/golden/r/voters.R`)."""

from pathlib import Path

import pandas as pd
from numpy.testing import assert_allclose

import surveykit as sk

ROOT = Path(__file__).parents[1]
GOLDEN = pd.read_csv(ROOT / "tests/golden/voters.csv").set_index(["key", "name"])["value"].sort_index()


def test_ten_comparisons_of_voters_equal_r():
    voters = sk.read_survey(ROOT / "data/raw/anes96/anes96.csv", codebook=ROOT / "data/raw/anes96/anes96.codebook.xlsx")
    found = {
        "chi-square PID vote": sk.association(voters, "PID", by="vote", method="chi_square"),
        "welch TVnews vote": sk.welch(voters, "TVnews", by="vote"), "anova age PID": sk.anova(voters, "age", by="PID"),
        "mann-whitney selfLR vote": sk.mann_whitney(voters, "selfLR", by="vote"),
        "kruskal TVnews educ": sk.kruskal_wallis(voters, "TVnews", by="educ"),
        "wilcoxon selfLR DoleLR": sk.wilcoxon(voters, "selfLR", "DoleLR"),
        "trend selfLR educ": sk.trend(voters, "selfLR", by="educ"),
        "pearson age TVnews": sk.correlation(voters, ["age", "TVnews"]),
        "spearman age TVnews": sk.correlation(voters, ["age", "TVnews"], method="spearman"),
        "stuart-maxwell selfLR ClinLR": sk.stuart_maxwell(voters, "selfLR", "ClinLR")}
    for key, result in found.items():
        row, expected = result.table.iloc[0], GOLDEN[key]
        assert_allclose(row[expected.index].astype(float), expected, rtol=1e-8, err_msg=key)
    letters = sk.banner(voters, "PID", by="vote", method="none").table
    line = letters[(letters["option"] == "3") & (letters["letters"] != "")]
    assert bool(len(line)) == (GOLDEN["z independent vote", "p_value"] < 0.05)
