"""Screening rules: they flag respondents and remove nobody."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from surveykit.answers.answer_fault import FLAGS
from surveykit.errors import CleaningError, did_you_mean
from surveykit.screening.rule_outcome import RuleOutcome, RuleRefusedError
from surveykit.screening.rule_table import DEFAULT_RULES, EFFORT_FAMILIES, SCREENING_RULES, ScreeningRule
from surveykit.screening.screened_answers import ScreenedAnswers
from surveykit.screening.value_rules import find_failing
from surveykit.survey import Flag, RuleRun, Survey, require_survey
from surveykit.words.phrases import LANGUAGES

READ_RULES = tuple(rule for rule, _ in FLAGS.values())  # flagged by `read_survey`
COMBINED = "two_families"
KEPT = ("first", "last", "complete")
CHECK, CHECK_SOURCE = "check", "user"


def screen(survey: Survey, *, rules: str | Sequence[str] | None = None, thresholds: Mapping[str, float] | None = None,
           checks: Mapping[str, str] | None = None, keep: str = "first") -> Survey:
    """Flag respondents whose answers look invalid; nobody is removed and no answer is changed.

    Parameters
    ----------
    rules
        Names of rules (`docs/cleaning.md` lists all with formula, threshold and source), or `"all"`. By default
        every rule that finds what is impossible or suspicious; those that only inform (`slow`, `irv`,
        `mahalanobis`, `near_duplicate`, `same_ip`, `implausible`) are run when they are named.
    thresholds
        Other thresholds than those of the table: `{"speed": 1.0}`.
    checks
        Rules of your own: a name and the condition that must hold, `{"age_and_service": "age - service_years >= 16"}`
        (`docs/expressions.md`). Whom a condition cannot place is not flagged.
    keep
        Which of several equal forms (`duplicate`, `same_person`) stays unflagged: `first`, `last` or `complete`
        (the one with most answers).

    Returns
    -------
    Survey
        The same responses, with one `Flag(respondent, item, rule, value, severity, threshold, source)` per finding
        added, in place of what these rules found before; severity `E` impossible, `W` suspicious, `I` information.
        `screening` holds one line per rule; `flag_table` shows both. A rule that needs more people, more items or a
        role that no item has refuses, and its line says what is missing. `two_families` flags those whom rules of two
        independent families hit (time, invariance, consistency, attention).

    Raises
    ------
    CleaningError
        An unknown rule; or `incomplete` would flag people for blanks of questions that they may not have been
        asked: blank for all who gave a certain answer before, with no condition in the codebook.
    AnalysisError
        A check that is no condition.

    Missing values
    --------------
    Questions a respondent was not asked count neither as shown nor as unanswered. Each rule of `docs/cleaning.md`
    says what it does with gaps; the values of personal and text items stand in no flag.

    References
    ----------
    Curran, P. G. (2016). Methods for the detection of carelessly invalid responses in survey data. Journal of
    Experimental Social Psychology, 66, 4-19.

    Examples
    --------
    >>> import surveykit as sk
    >>> sorted({flag.rule for flag in sk.screen(sk.example_survey()).flags})
    ['straightline']
    """
    survey = require_survey(survey, "screen")
    checks, thresholds = dict(checks or {}), dict(thresholds or {})
    names = _choose_rules(rules, thresholds, checks)
    if keep not in KEPT:
        raise CleaningError("There is no way to keep {keep!r}.", fix=did_you_mean(keep, KEPT), keep=keep)
    answers = ScreenedAnswers(survey, keep)
    runs, found = [], list[Flag]()
    for rule, outcome in _run_rules(answers, names, thresholds, checks, named=rules not in (None, "all")):
        flags = _make_flags(answers, rule, outcome)
        found += flags
        threshold = checks.get(rule.name) or ("" if rule.threshold is None else f"{rule.threshold:g}")
        runs.append(RuleRun(rule.name, rule.family, rule.severity, threshold,
                            outcome.base, outcome.refused, outcome.note))
    kept = [flag for flag in survey.flags if flag.rule not in {*names, *checks, COMBINED}]
    if rules is None or rules == "all":
        found += list(_combine_families(answers, found))
        runs.append(RuleRun(COMBINED, "combined", "W", "2", answers.people, {}, {}))
    before = {run.rule: run for run in survey.screening}
    return replace(survey, flags=(*kept, *found), screening=tuple((before | {run.rule: run for run in runs}).values()))


def as_names(names: str | Sequence[str]) -> tuple[str, ...]:
    """One name or several, each once; a text is one name and not its letters."""
    return (names,) if isinstance(names, str) else tuple(dict.fromkeys(map(str, names)))


def _choose_rules(rules: str | Sequence[str] | None, thresholds: Mapping[str, float],
                  checks: Mapping[str, str]) -> tuple[str, ...]:
    """The rules to run; refused where one is unknown, has no threshold, or is named as a check."""
    wanted = DEFAULT_RULES if rules is None else tuple(SCREENING_RULES) if rules == "all" else as_names(rules)
    for rule in (*wanted, *thresholds):
        if rule not in SCREENING_RULES:
            raise CleaningError("There is no screening rule {rule!r}.", fix=did_you_mean(rule, SCREENING_RULES),
                                rule=rule)
    for rule in thresholds:
        if SCREENING_RULES[rule].threshold is None:
            raise CleaningError("The rule {rule!r} has no threshold.", fix="leave it out of thresholds=", rule=rule)
    for name in checks:
        if name in {*SCREENING_RULES, *READ_RULES, COMBINED}:
            raise CleaningError("The name {rule!r} of a check is that of a rule.", fix="give the check another name",
                                rule=name)
    return wanted


def _run_rules(answers: ScreenedAnswers, names: Sequence[str], thresholds: Mapping[str, float],
               checks: Mapping[str, str], *, named: bool) -> Iterator[tuple[ScreeningRule, RuleOutcome]]:
    """Every rule with what it found; a refusal is an outcome, unless the rule was `named` and a person must act."""
    for name in names:
        rule = SCREENING_RULES[name]
        if name in thresholds:
            rule = replace(rule, threshold=thresholds[name])
        try:
            yield rule, rule.find(answers, rule.threshold or 0.0)
        except RuleRefusedError as refusal:
            yield rule, RuleOutcome(0, refused=refusal.reason)
        except CleaningError as error:  # what a person must settle first: said aloud where they named the rule
            if named:
                raise
            yield rule, RuleOutcome(0, refused={lang: " ".join(part.in_language(lang) for part in (
                error.what, error.where) if part) for lang in LANGUAGES})
    for name, condition in checks.items():
        yield (ScreeningRule(name, CHECK, "W", find_failing, None, CHECK_SOURCE), find_failing(answers, condition))


def _make_flags(answers: ScreenedAnswers, rule: ScreeningRule, outcome: RuleOutcome) -> list[Flag]:
    """The hits of a rule as flags."""
    keys = answers.respondents
    return [Flag(keys[row], hits.item, rule.name, value, hits.severity or rule.severity, hits.threshold, rule.source)
            for hits in outcome.hits for row, value in zip(hits.rows, hits.values, strict=True)]


def _combine_families(answers: ScreenedAnswers, found: Sequence[Flag]) -> Iterator[Flag]:
    """Those whom rules of two independent families of careless responding hit."""
    families: dict[str, dict[str, None]] = {}
    for flag in found:
        family = SCREENING_RULES[flag.rule].family if flag.rule in SCREENING_RULES else CHECK
        if family in EFFORT_FAMILIES and flag.severity != "I":
            families.setdefault(flag.respondent, {})[family] = None
    for respondent in answers.respondents:
        if len(hit := families.get(respondent, {})) > 1:
            yield Flag(respondent, "", COMBINED, ", ".join(hit), "W", "2", "Curran 2016")
