"""No public function changes the survey it is given: answers, kinds of missing, codebook, flags, log."""

import copy
import inspect
from collections.abc import Callable

import pandas as pd
import pytest

import surveykit as sk
from surveykit.lazy_names import read_homes
from surveykit.privacy.personal_findings import PersonalFinding


def refused(verb: Callable[..., sk.Result], *arguments: object) -> None:
    """A call that must be refused."""
    with pytest.raises(sk.SurveyError):
        verb(*arguments)


def coded_others(survey: sk.Survey) -> pd.DataFrame:
    """The words beside `other`, coded by one person."""
    return pd.DataFrame({"respondent": survey.answers("plan_other").index, "Ann": "home"})


FINDINGS = [PersonalFinding("column", "plan_other", "", "name", 0, 0, "", "likely")]
CALLS = {
    "screen": lambda s, p: sk.screen(s),
    "exclude": lambda s, p: sk.exclude(s, rules=["straightline"], respondents=["7"], reason="x"),
    "recode": lambda s, p: sk.recode(s, "plan", {"renew": "stay", "study": None}, reason="x"),
    "recode_other": lambda s, p: sk.recode_other(s, "plan", {"go back home": "home"}, reason="x"),
    "set_missing": lambda s, p: sk.set_missing(s, "months", where="months > 6", reason="x"),
    "diff": lambda s, p: sk.diff(s, sk.recode(s, "plan", {"renew": "stay"}, reason="x")),
    "derive": lambda s, p: sk.derive(s, "speed", "months", cut=[3, 6], reason="x"),
    "merge_options": lambda s, p: sk.merge_options(s, "plan", {"stay": ["renew"]}, reason="x"),
    "normalise_text": lambda s, p: sk.normalise_text(s, "plan_other", {"go back home": "home"}, reason="x"),
    "write_worklist": lambda s, p: sk.write_worklist(s, "plan", p / "other.xlsx", task="other"),
    "reverse": lambda s, p: sk.reverse(s, "cp_3"),
    "replay": lambda s, p: sk.replay(s, sk.recode(s, "plan", {"renew": "stay"}, reason="x")),
    "write_processed": lambda s, p: sk.write_processed(s, p), "append": lambda s, p: sk.append([s, s], reason="x"),
    "code_answers": lambda s, p: sk.code_answers(s, "plan", coded_others(s), reason="x"),
    "write_coding_sheet": lambda s, p: sk.write_coding_sheet(s, "plan", p / "c.xlsx", codes=["x"], coders="Ann"),
    "read_codings": lambda s, p: sk.read_codings(s, "plan", coded_others(s)),
    "join": lambda s, p: sk.join(s, s, on="respondent", reason="x"),
    "sensitivity": lambda s, p: sk.sensitivity(s, by=["gender", "hardship"]),
    "with_and_without": lambda s, p: sk.with_and_without(s, sk.frequencies, "plan", rules="straightline"),
    "missing_answers": lambda s, p: [sk.missing_answers(s, by=by) for by in ("item", "respondent", "pattern")],
    "flag_table": lambda s, p: sk.flag_table(s).grid("zh").to_text(), "find_repairs": lambda s, p: sk.find_repairs(s),
    "repair_text": lambda s, p: sk.repair_text(s),
    "find_personal": lambda s, p: sk.find_personal(s, roster=["Ann Lee"]),
    "accept_personal": lambda s, p: sk.accept_personal(s, FINDINGS, reason="x"),
    "redact": lambda s, p: sk.redact(s, FINDINGS, reason="x"),
    "pseudonymise": lambda s, p: sk.pseudonymise(s, "plan_other", key=p / "key", create=True),
    "disclosure": lambda s, p: sk.disclosure(s, ["gender", "plan"], sensitive="cp_1").grid("zh").to_text(),
    "small_cells": lambda s, p: sk.small_cells(sk.crosstab(s, "plan", by="gender")).grid("zh").to_text(),
    "suppress": lambda s, p: sk.suppress(s, ["gender", "plan"], reason="x"),
    "write_release": lambda s, p: sk.write_release(s, p, quasi_identifiers="gender", sensitive="plan",
                                                   key=p.parent / f"{p.name}_key"),
    "cleaning_log": lambda s, p: sk.cleaning_log(s).grid("en").to_text(),
    "frequencies": lambda s, p: sk.frequencies(s, "plan", by="gender", where="cp_1 == 4"),
    "overview": lambda s, p: sk.overview(s),
    "reproduce": lambda s, p: sk.reproduce(s, [sk.audit.PrintedAnswer("gender", "male", "57.5%")]),
    "ranking": lambda s, p: refused(sk.ranking, s, "plan"),  # the example has no ranking; test_ranking holds one
    "multiple_response": lambda s, p: sk.multiple_response(s, "hardship", by="gender"),
    "crosstab": lambda s, p: sk.crosstab(s, "plan", by="gender"),
    "anova": lambda s, p: sk.anova(s, "months", by="plan", groups=["home", "stay"]),
    "equivalence": lambda s, p: sk.equivalence(s, "cp_1", by="gender", margin=1),
    "mann_whitney": lambda s, p: sk.mann_whitney(s, "cp_1", by="gender"),
    "kruskal_wallis": lambda s, p: sk.kruskal_wallis(s, "cp_1", by="plan"),
    "trend": lambda s, p: sk.trend(s, "cp_1", by="cp_2"), "wilcoxon": lambda s, p: sk.wilcoxon(s, "cp_1", "cp_2"),
    "mcnemar": lambda s, p: sk.mcnemar(s, "hardship__pay", "hardship__far"),
    "stuart_maxwell": lambda s, p: sk.stuart_maxwell(s, "cp_1", "cp_2"),
    "cochran_q": lambda s, p: sk.cochran_q(s, "hardship"),
    "correlation": lambda s, p: sk.correlation(s, ["cp_1", "months"]),
    "banner": lambda s, p: sk.banner(s, ["plan", "months"], by=["gender", "hardship"]),
    "tables": lambda s, p: sk.tables(s, ["plan", "cp_1"], by="gender").tests,
    "likert": lambda s, p: sk.likert(s, "planning"), "means": lambda s, p: sk.means(s, ["months", "cp_1"], by="gender"),
    "profile": lambda s, p: sk.profile(s, ["plan", "months", "cp_1", "hardship"], by="gender"),
    "totals": lambda s, p: sk.totals(sk.set_design(s, population=100), "plan"),
    "poststratify": lambda s, p: sk.poststratify(s, "gender", {"female": 0.5, "male": 0.5}),
    "rake": lambda s, p: sk.rake(s, {"gender": {"female": 0.5, "male": 0.5}}),
    "calibrate": lambda s, p: sk.calibrate(s, {"gender": {"female": 0.5, "male": 0.5}}),
    "trim": lambda s, p: sk.trim(sk.rake(s, {"gender": {"female": 0.2, "male": 0.8}}), high=1.5),
    "weight_report": lambda s, p: sk.weight_report(sk.rake(s, {"gender": {"female": 0.5, "male": 0.5}})),
    "nonresponse": lambda s, p: sk.nonresponse(s, "plan != 'home'", by="gender"),
    "ratio": lambda s, p: sk.ratio(s, "cp_1", "cp_2", by="gender"),
    "quantiles": lambda s, p: sk.quantiles(s, "months", by="gender"),
    "transition": lambda s, p: sk.transition(s, "plan", "gender", same={"home": "female"}),
    "duration": lambda s, p: sk.duration(s, "months", by="gender"),
    "case_stages": lambda s, p: sk.plot(sk.case_stages(s, analysed=sk.means(s, "months"))).svg(),
    "rates": lambda s, p: sk.rates(s, known="plan"), "web_rates": lambda s, p: sk.web_rates(s, first_page=60),
    "case_flow": lambda s, p: sk.case_flow(s), "association": lambda s, p: sk.association(s, "plan", by="gender"),
    "set_association": lambda s, p: sk.association(s, "hardship", by="gender"),
    "welch": lambda s, p: sk.welch(s, "months", by="gender"), "score": lambda s, p: sk.score(s, "planning"),
    "reliability": lambda s, p: sk.reliability(s, "planning"),
    "item_analysis": lambda s, p: sk.item_analysis(s, "planning")}


@pytest.fixture(scope="module")
def survey() -> sk.Survey:
    """A survey with flags and a log."""
    return sk.screen(sk.exclude(sk.example_survey(), respondents=["40"], reason="withdrew"))


def state(survey: sk.Survey) -> tuple:
    """Everything a survey holds, copied."""
    return (
        survey._responses.copy(deep=True), survey._missing.copy(deep=True), list(survey._responses.columns),
        copy.deepcopy((survey.codebook, survey.source, survey.design, survey.flags, survey.log, survey.screening)))


@pytest.mark.parametrize("name", CALLS)
def test_it_leaves_the_survey_as_it_was(survey, name, tmp_path):
    before = state(survey)
    CALLS[name](survey, tmp_path)
    after = state(survey)
    assert after[0].equals(before[0]) and after[0].dtypes.equals(before[0].dtypes)
    assert after[1].equals(before[1])
    assert after[2:] == before[2:]


@pytest.mark.parametrize("name", ["screen", "exclude", "recode", "recode_other", "reverse", "score"])
def test_a_verb_gives_another_survey_and_can_be_called_again(survey, name, tmp_path):
    one, two = CALLS[name](survey, tmp_path), CALLS[name](survey, tmp_path)
    assert one is not survey
    assert one.responses.equals(two.responses) and (one.log, one.flags) == (two.log, two.flags)


def test_changing_a_successor_leaves_its_ancestor(survey):
    before = state(survey)
    later = sk.recode(sk.reverse(survey, "cp_3"), "plan", {"renew": "stay"}, reason="x")
    later._responses.iloc[:, :] = None
    later._missing.iloc[:, :] = 2
    assert state(survey)[0].equals(before[0]) and state(survey)[1].equals(before[1])


def test_every_function_of_a_survey_is_tried_here():
    rooms = ("surveykit.clean", "surveykit.release", "surveykit.analysis.")
    taking = {
        name
        for name in {name for name, home in read_homes(sk.__file__).items() if home.startswith(rooms)}
        if inspect.isfunction(function := getattr(sk, name))
        and next(iter(inspect.signature(function).parameters)) in {"survey", "raw"} and name != "set_design"}
    assert taking <= set(CALLS), taking - set(CALLS)
