"""Response rates as AAPOR defines them, those of web surveys as CHERRIES does, and the knowledge rate of a register."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from surveykit._stats.response_rates import Dispositions, Rate, response_rates
from surveykit.analysis.describe.form_counts import FormCounts, count_exclusions, count_forms, without_form
from surveykit.analysis.describe.missing_table import list_questions
from surveykit.errors import AnalysisError
from surveykit.result import LISTING, Result
from surveykit.result.result_column import show_number, show_option, show_share, show_words
from surveykit.survey import MISSING_CODE, Survey, require_survey
from surveykit.words.phrases import Text, phrase, same_text

COMPLETE, PARTIAL = 0.8, 0.5  # of the questions asked; AAPOR: fixed beforehand
LAYOUT = LISTING.showing(
    show_option("rates.rate"), show_words("formula", "rates.formula"), show_number("n", "rates.n", 0),
    show_number("base", "rates.base", 1), show_share("head.percent", decimals=1), figure="")


def rates(survey: Survey, *, sent: int | None = None, refused: int = 0, not_contacted: int = 0, other: int = 0,
          ineligible: int = 0, eligible_list: bool = False, eligible_share: float | None = None,
          dispositions: Mapping[str, str] | None = None, known: str | Sequence[str] | None = None) -> Result:
    """Response, cooperation, refusal and contact rates of AAPOR; with a register also the knowledge rate.

    Parameters
    ----------
    survey
        Survey after exclusion.
    sent
        People who were asked to take part; by default the codebook's setting `sk_sent`. Without it there is none of
        these rates: nobody knows who saw an open link (`web_rates`).
    refused, not_contacted, other, ineligible
        Of those without a form: who refused, was not reached, could not answer, or did not belong. The rest are of
        unknown eligibility, or not reached where `eligible_list` says that all on the list belong.
    eligible_share
        e, the share of unknown cases taken as eligible; by default that of the cases whose eligibility is known.
    dispositions
        What forms excluded for a reason are: `ineligible`, `unknown` (eligibility), `refused` or `other`, by the rule,
        or the reason or condition of the exclusion: `{"age < 16": "ineligible", "repeated_ip": "unknown"}`.
    known
        Items any of which tells a destination, those of a joined register among them: the knowledge rate is the share
        of all rows that remain with an answer to one of them.

    Returns
    -------
    Result
        kind "rates": option, formula, n, base, estimate for I, P, R, NC, O, U, RR1-RR6, COOP1-COOP4, REF1-REF3,
        CON1-CON3, and `knowledge`.

    Raises
    ------
    AnalysisError
        The number sent is not known, or the cases are more than were sent.

    Missing values
    --------------
    A form is complete from 80 % of the questions it was asked, partial from 50 %, else a break-off, counted with the
    refusals.

    Notes
    -----
    Second forms of one person are no cases. Unless `dispositions` says otherwise, a form excluded as `incomplete` is a
    break-off, any other exclusion an other non-interview (O). All cases together are those sent, or it is an error.

    References
    ----------
    American Association for Public Opinion Research (2023). Standard definitions, 10th edition.

    Examples
    --------
    >>> import surveykit as sk
    >>> found = sk.rates(sk.example_survey(), eligible_list=True).table.set_index("option")
    >>> found.loc["RR1", ["n", "base", "estimate"]].tolist()
    [40.0, 50.0, 0.8]
    """
    survey = require_survey(survey, "rates")
    forms = count_forms(survey, sent)
    if forms.sent is None:
        raise AnalysisError("A response rate needs the number of people who were asked.", where=survey,
                            fix="rates(survey, sent=...); of a link shared openly only web_rates(survey, ...) can be "
                                "told")
    cases = _count_cases(survey, forms, (refused, not_contacted, other, ineligible), eligible_list,
                         count_exclusions(survey, dispositions or {}))
    share = cases.eligible_share() if eligible_share is None else eligible_share
    letters = ("I", "P", "R", "NC", "O", "U", "not_eligible")
    counted = [Rate(letter, "", n, np.nan) for letter, n in zip(letters, cases, strict=True)]
    found = [*counted, *response_rates(cases, share), *_knowledge(survey, known)]
    return _rate_result(survey, "rates", found, phrase("method.rates", e=f"{share:.3g}"), forms.sent)


def web_rates(survey: Survey, *, visitors: int | None = None, first_page: int, agreed: int | None = None,
              finished: int | None = None) -> Result:
    """View, participation and completion rates of a web survey whose link was open, as CHERRIES asks for them.

    Parameters
    ----------
    survey
        Survey after exclusion.
    visitors
        Unique visitors of the place where the link stood.
    first_page
        Unique visitors of the questionnaire's first page.
    agreed
        Who agreed to take part, or answered the first question; by default the forms returned.
    finished
        Who reached the last page; by default the valid forms.

    Returns
    -------
    Result
        kind "web_rates": option (`view`, `participation`, `completion`), formula, n, base, estimate.

    Raises
    ------
    AnalysisError
        A later step counts more people than the one before.

    Missing values
    --------------
    Without `visitors` there is no view rate.

    References
    ----------
    Eysenbach, G. (2004). Improving the quality of web surveys: the Checklist for Reporting Results of Internet
    E-Surveys (CHERRIES). Journal of Medical Internet Research, 6(3), e34.

    Examples
    --------
    >>> import surveykit as sk
    >>> found = sk.web_rates(sk.example_survey(), visitors=200, first_page=80, agreed=50).table
    >>> found[["option", "estimate"]].to_numpy().tolist()
    [['view', 0.4], ['participation', 0.625], ['completion', 0.8]]
    """
    survey = require_survey(survey, "web_rates")
    forms = count_forms(survey, None)
    steps = [visitors, first_page, forms.forms_returned if agreed is None else agreed,
             forms.valid if finished is None else finished]
    told = [count for count in steps if count is not None]
    if told != sorted(told, reverse=True):
        raise AnalysisError("Each step of a web survey must have at most as many people as the one before; {steps} has "
                            "not.", where=survey, fix="web_rates(survey, visitors=..., first_page=..., agreed=...)",
                            steps=", ".join(map(str, told)))
    names = ("view", "participation", "completion")
    found = [Rate(name, formula, later, earlier) for name, formula, earlier, later in zip(
        names, ("first page / visitors", "agreed / first page", "finished / agreed"), steps[:-1], steps[1:],
        strict=True) if earlier is not None and later is not None]
    return _rate_result(survey, "web_rates", found, phrase("method.web_rates"), None)


def _count_cases(survey: Survey, forms: FormCounts, told: Sequence[int], eligible_list: bool,
                 excluded: Mapping[str, int]) -> Dispositions:
    """Final dispositions of everybody who was sent a form."""
    refused, not_contacted, other, ineligible = told
    codes = survey.missing_codes([item.columns[0] for item in list_questions(survey)])[~without_form(survey)]
    asked = (codes != MISSING_CODE["not_asked"]).sum(axis=1)
    answered = 1 - (codes == MISSING_CODE["blank"]).sum(axis=1) / np.maximum(asked, 1)
    whole = int((answered >= COMPLETE).sum())
    part = int(((answered >= PARTIAL) & (answered < COMPLETE)).sum())
    rest = (forms.sent or 0) - forms.forms_returned - sum(told)
    if rest < 0:
        raise AnalysisError("{n} cases cannot come of {sent} that were sent.", where=survey, sent=forms.sent,
                            fix="rates(survey, sent=..., refused=...)", n=forms.forms_returned + sum(told))
    cases = Dispositions(whole, part, len(codes) - whole - part + excluded["refused"] + refused,
                         not_contacted + (rest if eligible_list else 0), other + excluded["other"],
                         excluded["unknown"] + (0 if eligible_list else rest), ineligible + excluded["ineligible"])
    if sum(cases) != forms.sent:
        raise AnalysisError("The dispositions add up to {n}, not to the {sent} that were sent.", where=survey,
                            fix="look at survey.log for forms that were excluded twice", n=sum(cases), sent=forms.sent)
    return cases


def _knowledge(survey: Survey, known: str | Sequence[str] | None) -> list[Rate]:
    """Of how many a destination is known, from themselves or from the register."""
    if known is None:
        return []
    names = [known] if isinstance(known, str) else known
    codes = survey.missing_codes([survey.codebook[name].columns[0] for name in names])
    return [Rate("knowledge", "", int((codes == 0).any(axis=1).sum()), survey.rows)]


def _rate_result(survey: Survey, kind: str, found: Sequence[Rate], method: Text, sent: int | None) -> Result:
    """Rates as a result."""
    table = pd.DataFrame(found, columns=["option", "formula", "n", "base"]).assign(item="rates")
    table = table.astype({"n": float, "base": float})
    table["estimate"] = table["n"] / table["base"].where(table["base"] > 0)
    words = {f"rates={rate.name}": phrase(f"rates.{rate.name}") if rate.name[-1:].isalpha() else same_text(rate.name)
             for rate in found}
    return Result(kind=kind, layout=LAYOUT, title=phrase(f"title.{kind}"), table=table, base=survey.rows, method=method,
                  source=survey.facts(), labels={"option": words}, settings={"sent": sent},
                  language=survey.codebook.language)
