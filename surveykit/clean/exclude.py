"""Respondents removed by rules or by name."""

from collections.abc import Iterator, Sequence

from surveykit.clean.apply_step import apply_step, require_reason
from surveykit.clean.screen import COMBINED, READ_RULES, as_names
from surveykit.errors import CleaningError, did_you_mean, list_quoted
from surveykit.screening.rule_table import SCREENING_RULES
from surveykit.survey import Change, Step, Survey, require_survey, value_text
from surveykit.survey.condition import Condition
from surveykit.survey.condition_words import condition_words
from surveykit.survey.vain_parts import remark_vain
from surveykit.words.phrases import Text

LARGE_SHARE = 0.1
LEAST_GROUP = 5  # fewer may go together by chance


def exclude(survey: Survey, *, rules: str | Sequence[str] = (), respondents: str | Sequence[str] = (),
            where: str | None = None, reason: str | Text) -> Survey:
    """Remove the respondents that rules flagged, that are named, or that fulfil a condition.

    Parameters
    ----------
    rules
        Screening rules whose flags lead to exclusion; also `not_a_number` and `contradiction`,
        which `read_survey` flags.
    respondents
        Keys of further respondents.
    where
        A condition for further respondents, such as `"age < 16"` (`docs/expressions.md`); whom it cannot place stays.
    reason
        Why; it stands in the log and in the report's case flow. In two languages: `{"zh": ..., "en": ...}`.

    Raises
    ------
    CleaningError
        No reason, neither rules nor respondents nor a condition, an unknown rule or one that was not screened
        for, or an unknown respondent.
    ReadError
        Nobody would be left.

    Notes
    -----
    Where a step removes more than a tenth of the respondents, or all (five or more) who gave a certain answer,
    the log has a line that says so, and `case_flow` a note; so where a rule could not be applied, and where nobody
    fulfils the condition or a part of it (`age < 0`).

    Missing values
    --------------
    Play no part; the flags of those who leave are dropped with them.

    Examples
    --------
    >>> import surveykit as sk
    >>> survey = sk.exclude(sk.example_survey(), respondents=["7"], reason="withdrew consent")
    >>> survey.rows, survey.log[-1].verb
    (39, 'exclude')
    """
    survey = require_survey(survey, "exclude")
    require_reason(reason, "exclude")
    rules, respondents = as_names(rules), as_names(respondents)
    if not rules and not respondents and where is None:
        raise CleaningError("exclude must be given rules, respondents or a condition.",
                            fix="exclude(survey, rules=['duplicate'], reason='why')")
    require_screened(survey, rules)
    unknown = [r for r in respondents if r not in survey.responses.index]
    if unknown:
        raise CleaningError("There are no respondents {unknown}.", where=survey,
                            fix=did_you_mean(unknown[0], survey.responses.index), unknown=list_quoted(unknown))
    hits, note, vain = _find_fulfilling(survey, where)
    flagged: dict[str, str] = {}
    for flag in survey.flags:
        if flag.rule in rules:
            flagged.setdefault(flag.respondent, flag.rule)
    hits = dict.fromkeys(respondents, "named") | hits | flagged
    order = [r for r in survey.responses.index if r in hits]
    changes = tuple(Change(r, "", "", "", hits[r], "remove_survey", note if hits[r] == "where" else None)
                    for r in order)
    remarks = (*_find_refused(survey, rules), *vain, *_find_remarks(survey, order))
    return apply_step(survey, Step("exclude", reason, (*changes, *remarks), {"rules": rules, "where": where}))


def _find_fulfilling(survey: Survey, where: str | None) -> tuple[dict[str, str], Text | None, list[Change]]:
    """Those who fulfil a condition, the condition in words, and lines about what of it nobody fulfils."""
    if where is None:
        return {}, None, []
    condition = Condition.read(where, survey.codebook, survey.source.name)
    gone = survey.responses.index[condition.select(survey)]
    return dict.fromkeys(map(str, gone), "where"), condition_words(condition, survey.codebook), list(
        remark_vain(condition, survey, alone=True))


def _find_refused(survey: Survey, rules: Sequence[str]) -> Iterator[Change]:
    """Lines for the log about rules that could not be applied and so excluded nobody."""
    for run in survey.screening:
        if run.rule in rules and run.refused:
            yield Change("", "", "", run.rule, "rule_refused", "no_action", run.refused)


def _find_remarks(survey: Survey, gone: Sequence[str]) -> Iterator[Change]:
    """Lines for the log where a step removes more than a tenth, or everybody who gave a certain answer."""
    if len(gone) > LARGE_SHARE * survey.rows:
        yield Change("", "", "", f"{len(gone)}/{survey.rows}", "removed_many", "no_action")
    for item in survey.codebook:
        if item.kind not in {"single", "rating"} or item.personal or item.role:
            continue
        answers = survey.responses[item.name].dropna()
        leaves = answers.index.isin(gone)
        lost = answers[leaves].value_counts()
        for value in lost[(lost >= LEAST_GROUP) & ~lost.index.isin(answers[~leaves])].index:
            yield Change("", item.name, "", value_text(value), "removed_group", "no_action")


def require_screened(survey: Survey, rules: Sequence[str]) -> None:
    """Refuse rules that do not exist, or whose findings nobody has looked for."""
    runs = {run.rule for run in survey.screening}
    ours = {*SCREENING_RULES, COMBINED}
    known = {*ours, *READ_RULES, *runs, *(flag.rule for flag in survey.flags)}
    for rule in rules:
        if rule not in known:
            raise CleaningError("There is no rule {rule!r}.", where=survey, fix=did_you_mean(rule, sorted(known)),
                                rule=rule)
        if rule in ours and rule not in runs:
            raise CleaningError("The survey was not screened for {rule!r}.", where=survey,
                                fix="survey.pipe(sk.screen).pipe(sk.exclude, ...)", rule=rule)
