"""Banner tables: letters, bases, columns that overlap, families."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t as student

import surveykit as sk
from surveykit.analysis.compare.banner_table import BannerColumn, _test
from surveykit.analysis.domain import select_domain

DRAW = np.random.default_rng(46)
ROWS = 400


def survey_of() -> sk.Survey:
    """Two groups whose answers differ, overlapping ticks, a number."""
    group = DRAW.choice(list("ab"), ROWS)
    agrees = DRAW.random(ROWS) < np.where(group == "a", 0.6, 0.35)
    frame = pd.DataFrame({"g": group, "h": DRAW.choice(list("xyz"), ROWS, p=[0.6, 0.35, 0.05]),
                          "q": np.where(agrees, "yes", np.where(DRAW.random(ROWS) < 0.5, "no", "maybe")),
                          "pay": DRAW.normal(50, 10, ROWS) + 5 * (group == "b"), "w": DRAW.uniform(0.5, 3, ROWS),
                          **{f"m__{v}": (DRAW.random(ROWS) < 0.5).astype(int) for v in "rs"}})
    frame["m__r"] |= agrees

    def single(name, *values):
        return sk.Item(name, "single", {"en": name}, tuple(sk.Option(v, {"en": v.upper()}) for v in values))

    book = sk.Codebook((single("g", "a", "b"), single("h", "x", "y", "z"), single("q", "yes", "no", "maybe"),
                        sk.Item("pay", "number", {"en": "Pay"}), sk.Item("w", "number", {"en": "w"}),
                        sk.Item("m", "multiple", {"en": "Ticks"}, (sk.Option("r", {"en": "R"}),
                                                                   sk.Option("s", {"en": "S"})))),
                       settings={"language": "en"})
    return sk.Survey.from_frame(frame, book)


SURVEY = survey_of()


def letters(table: pd.DataFrame, option: str, letter: str) -> str:
    return table[(table.option == option) & (table.letter == letter)]["letters"].iloc[0]


def test_a_letter_marks_the_higher_of_two_columns_and_the_total_has_none():
    result = sk.banner(SURVEY, ["q", "pay"], by=["g", "h"])
    table = result.table
    assert (letters(table, "yes", "A"), letters(table, "yes", "B")) == ("B", "")
    assert (letters(table, "mean", "A"), letters(table, "mean", "B")) == ("", "A")
    assert set(table.loc[table.group == "all()", "letters"]) == {""}
    assert table.loc[table.option == "base", "n"].iloc[0] == ROWS
    notes = " ".join(note["en"] for note in result.notes)
    assert "fewer than 30 people are shown, not compared: Z (E)" in notes and "one family (Holm)" in notes
    assert "the total is not compared" in result.method["en"]
    assert "% ) B" not in result.grid("en").to_text() and "%) B" in result.grid("en").to_text()


@pytest.mark.parametrize("survey", [SURVEY, sk.set_design(SURVEY, weight="w")], ids=["simple", "weighted"])
@pytest.mark.parametrize("item", ["q", "m"])
def test_shares_bases_and_limits_are_those_of_the_cross_table(survey, item):
    nets = {"both": [option.value for option in survey[item].options][:2]}
    result, alone = sk.banner(survey, item, "g", nets={item: nets}), sk.crosstab(survey, item, "g", nets=nets).table
    table, shown = result.table, result.grid("en").to_text()
    assert shown.count("%; ") == table["net"].sum() == 3 and "Behind the percent of a net" in result.notes[-1]["en"]
    for name, code in (("a", "g=a"), ("b", "g=b"), ("", "all()")):
        mine = table[(table.group == code) & (table.measure == "share")]
        assert mine["n"].tolist() == alone.loc[alone.group == name, "n"].tolist()
        for column in ("estimate", "low", "high", "net"):
            assert np.allclose(mine[column], alone.loc[alone.group == name, column]), column


def test_families_are_adjusted_within_one_item_and_heading():
    plain, holm = (sk.banner(SURVEY, ["q"], by=["g", "h"], method=method).table for method in ("none", "holm"))
    assert (plain["letters"].str.len() >= holm["letters"].str.len()).all()
    with pytest.raises(sk.AnalysisError, match="method must be one of holm, BH, none"):
        sk.banner(SURVEY, "q", by="g", method="tukey")


@pytest.mark.parametrize("design", [{}, {"weight": "w"}])
def test_columns_that_overlap_are_compared_with_their_covariance(design):
    survey = sk.set_design(SURVEY, **design) if design else SURVEY
    domain, frame = select_domain(survey, "banner", None, honours=("weight",)), survey.responses
    inside = [(frame[f"m__{v}"] == 1).to_numpy() for v in "rs"]
    one, other = (BannerColumn("", {}, "", 0, mask, False) for mask in inside)
    y, w = (frame["q"] == "yes").to_numpy(float), frame["w"].to_numpy(float) if design else np.ones(ROWS)
    shares = [(w * y)[mask].sum() / w[mask].sum() for mask in inside]
    pull = sum(sign * w * mask * (y - share) / w[mask].sum()
               for sign, mask, share in zip((1, -1), inside, shares, strict=True))
    se = np.sqrt(ROWS / (ROWS - 1) * ((pull - pull.mean()) ** 2).sum())
    difference, p_value = _test(domain, one, other, y)
    assert difference == pytest.approx(shares[0] - shares[1])
    df = int((inside[0] | inside[1]).sum()) - 2
    assert p_value == pytest.approx(2 * student.sf(abs(difference) / se, df), rel=1e-9)
    assert letters(sk.banner(survey, "q", by="m").table, "yes", "A") == "B"


def test_two_items_make_a_column_of_every_combination():
    result = sk.banner(SURVEY, "q", by=[("g", "h")], fewest=5)
    assert result.table["group"].unique().tolist() == ["all()", *(f"g/h={a}/{b}" for a in "ab" for b in "xyz")]
    sizes = result.table[result.table.option == "base"].set_index("group")["n"]
    assert sizes["g/h=a/y"] == ((SURVEY.responses["g"] == "a") & (SURVEY.responses["h"] == "y")).sum()
    assert "A / Y (B)" in result.grid("en").to_text() and sk.interpret(result, language="zh").text["zh"]
    with pytest.raises(sk.AnalysisError, match="banner needs at least one item and one group"):
        sk.banner(SURVEY, [], by=["g"])
    with pytest.raises(sk.AnalysisError, match="cannot be grouped by itself"):
        sk.banner(SURVEY, "g", by="g")


def test_cells_that_expect_few_people_are_not_compared():
    domain, ticked = select_domain(SURVEY, "banner", None), np.arange(ROWS) % 20 == 0
    for people, compared in ((80, False), (200, True)):
        columns = [BannerColumn("", {}, "", 0, np.arange(ROWS) // people == place, True) for place in (0, 1)]
        assert np.isnan(_test(domain, *columns, ticked.astype(float))[1]) != compared
