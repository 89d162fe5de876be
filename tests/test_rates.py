"""Response rates by hand, their refusals, and a flow of cases whose sums reconcile."""

import numpy as np
import pandas as pd
import pytest

import surveykit as sk
from surveykit._stats.response_rates import Dispositions, response_rates

YES_NO = (sk.Option("yes", {"en": "Yes"}), sk.Option("no", {"en": "No"}))


def forms(answered: list[int], sent: int | None = None) -> sk.Survey:
    """Respondents who answered so many of ten questions."""
    items = tuple(sk.Item(f"q{n}", "single", {"en": f"Q{n}"}, YES_NO) for n in range(10))
    columns = {f"q{n}": ["yes" if n < count else None for count in answered] for n in range(10)}
    return sk.Survey.from_frame(pd.DataFrame(columns), sk.Codebook(items, settings={"sent": sent} if sent else {}))


def test_every_rate_of_aapor_by_hand():
    found = {rate.name: rate.n / rate.base for rate in response_rates(Dispositions(60, 10, 10, 10, 5, 50, 5), 0.8)}
    assert found == pytest.approx({
        "RR1": 60 / 145, "RR2": 70 / 145, "RR3": 60 / 135, "RR4": 70 / 135, "RR5": 60 / 95, "RR6": 70 / 95,
        "COOP1": 60 / 85, "COOP2": 70 / 85, "COOP3": 60 / 80, "COOP4": 70 / 80, "REF1": 10 / 145, "REF2": 10 / 135,
        "REF3": 10 / 95, "CON1": 85 / 145, "CON2": 85 / 135, "CON3": 85 / 95})
    assert Dispositions(60, 10, 10, 10, 5, 50, 5).eligible_share() == 0.95
    assert Dispositions(0, 0, 0, 0, 0, 5, 0).eligible_share() == 1.0


def test_forms_are_complete_partial_or_broken_off_by_what_they_answered():
    found = sk.rates(forms([10, 8, 7, 5, 4]), sent=20, refused=2, not_contacted=3, ineligible=1)
    table = found.table.set_index("option")
    assert table.loc[["I", "P", "R", "NC", "O", "U", "not_eligible"], "n"].tolist() == [2, 2, 3, 3, 0, 9, 1]
    assert table.loc["RR1", ["n", "base"]].tolist() == [2, 19]
    assert table.loc["RR3", "base"] == pytest.approx(10 + 10 / 11 * 9)
    named = sk.rates(forms([10, 8]), sent=5, eligible_list=True).table.set_index("option")
    assert named.loc[["NC", "U"], "n"].tolist() == [3, 0]


def test_but_an_open_link_has_no_response_rate_and_cases_cannot_exceed_those_sent():
    with pytest.raises(sk.AnalysisError, match="needs the number of people who were asked") as caught:
        sk.rates(forms([10]))
    assert "web_rates" in str(caught.value)
    with pytest.raises(sk.AnalysisError, match="5 cases cannot come of 3"):
        sk.rates(forms([10, 10]), sent=3, refused=3)


def test_web_rates_are_steps():
    table = sk.web_rates(forms([10] * 6), first_page=12).table
    assert table[["option", "n", "base"]].to_numpy().tolist() == [["participation", 6, 12], ["completion", 6, 6]]
    with pytest.raises(sk.AnalysisError, match="at most as many"):
        sk.web_rates(forms([10] * 6), first_page=4)


def joined() -> sk.Survey:
    """Four forms, one twice, beside a register of six people, of whom one destination is known without a form."""
    answers = forms([10, 10, 9, 2], sent=6)
    register = pd.DataFrame({"number": list("012389"), "known": [None, None, "home", None, "away", None]})
    return sk.join(answers, register, on=("respondent", "number"), keep="all", reason="register")


def test_the_flow_counts_people_on_a_register_as_people_without_a_form():
    screened = sk.screen(joined(), rules=["duplicate", "incomplete"])
    cleaned = sk.exclude(screened, rules=["duplicate", "incomplete"], reason="rules")
    assert [(flag.respondent, flag.rule) for flag in screened.flags] == [("1", "duplicate"), ("3", "incomplete")]
    assert sk.case_flow(cleaned).table.set_index("option").loc[["returned", "valid"], "n"].tolist() == [3, 2]
    rates = sk.rates(cleaned, eligible_list=True, known=["q0", "known"]).table.set_index("option")
    assert rates.loc[["I", "R", "NC", "O"], "n"].tolist() == [2, 1, 3, 0]
    assert rates.loc["knowledge", ["n", "base"]].tolist() == [3, 4]  # two forms, one of the two without


def test_stages_less_those_who_left_are_the_next_ones():
    survey = sk.screen(sk.example_survey(), rules="straightline")
    cleaned = sk.exclude(survey, rules="straightline", respondents=["7"], reason="rules")
    found = sk.case_stages(cleaned, analysed=sk.means(cleaned, "months"))
    left, last = 0, None
    for row in found.records():
        if row["kind"] == "out":
            left += row["n"]
        else:
            assert last is None or last - left == row["n"]
            left, last = 0, row["n"]
    assert set(found.table["option"]) >= {"sent", "not_returned", "by_straightline", "by_named", "valid", "analysed"}
    assert np.isclose(float(found.table.set_index("option").loc["returned", "estimate"]), 0.8)
    assert b"<svg" in sk.plot(found).svg()


def test_but_more_analysed_than_valid_are_an_error():
    assert sk.case_stages(forms([10, 10]), analysed=sk.frequencies(forms([10, 10]), "q0")).table["n"].iloc[-1] == 2
    with pytest.raises(sk.AnalysisError, match="3 people are analysed, but only 2 forms are valid"):
        sk.case_stages(forms([10, 10]), analysed=sk.frequencies(forms([10, 10, 10]), "q0"))


def test_exclusions_can_be_people_who_do_not_belong_or_may_not():
    survey = sk.screen(forms([10] * 8 + [2]), rules=["incomplete"])
    survey = sk.exclude(survey, respondents=["0", "1"], reason={"zh": "不在名单", "en": "not on the list"})
    survey = sk.exclude(survey, where="q0 = 'yes' and q9 = ''", reason="odd")
    survey = sk.exclude(survey, respondents=["2"], reason="bot")
    told = {"not on the list": "ineligible", "q0 = 'yes' and q9 = ''": "unknown", "bot": "unknown"}
    table = sk.rates(survey, sent=20, refused=1, dispositions=told).table.set_index("option")
    assert table.loc[["I", "P", "R", "NC", "O", "U", "not_eligible"], "n"].tolist() == [5, 0, 1, 0, 0, 12, 2]
    assert table.loc["RR1", ["n", "base"]].tolist() == [5, 18] and table.loc["RR5", "base"] == 6
    assert table.loc["RR3", "base"] == pytest.approx(6 + 6 / 8 * 12)
    plain = sk.rates(survey, sent=20, refused=1).table.set_index("option")["n"]
    assert plain[["O", "U", "not_eligible"]].tolist() == [4, 10, 0]
    for wrong, said in (({"nobody": "other"}, "excluded by 'nobody'"), ({"bot": "dead"}, "no disposition")):
        with pytest.raises(sk.AnalysisError, match=said):
            sk.rates(survey, sent=20, dispositions=wrong)


def test_exclusions_without_a_rule_are_told_by_the_reason_that_was_given():
    survey = forms([10] * 7 + [3], sent=10)
    survey = sk.exclude(survey, where="q9 = ''", reason={"zh": "未答完", "en": "stopped early"})
    survey = sk.exclude(survey, respondents=["0"], reason={"zh": "不在名单", "en": "not on the list"})
    survey = sk.exclude(survey, respondents=["1"], reason={"zh": "撤回同意", "en": "withdrew consent"})
    said = str(sk.case_flow(survey).grid("en").rows)
    assert "stopped early: 1, not on the list: 1, withdrew consent: 1" in said
    stages = sk.case_stages(survey)
    assert stages.table.query("kind == 'out'")["option"].tolist() == [
        "not_returned", "by_where", "by_named", "by_named_2"]
    assert stages.labels["option"]["cases=by_named_2"]["zh"] == "撤回同意"
