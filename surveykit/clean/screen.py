"""Screening rules: they flag respondents and remove nobody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from surveykit.answers.answer_fault import FLAGS
from surveykit.answers.answer_texts import AnswerTexts
from surveykit.codebook import Item
from surveykit.drafting.learn_routing import find_open_routes
from surveykit.errors import CleaningError, count_noun, did_you_mean
from surveykit.survey import MISSING_CODE, Flag, Survey, require_survey

SECONDS_PER_ITEM = 2.0
LEAST_ANSWERED = 0.5
LEAST_FOR_DUPLICATE = 10
LEAST_ROWS = 5
READ_RULES = tuple(rule for rule, _ in FLAGS.values())  # flagged by `read_survey`
META = {"date", "duration", "meta", "id", "derived"}


def screen(survey: Survey, *, rules: str | Sequence[str] | None = None) -> Survey:
    """Flag respondents whose answers look invalid; nobody is removed.

    Parameters
    ----------
    rules
        Any of `duplicate` (all answers equal to an earlier respondent's, at least 10 questions
        answered),
        `speed` (under 2 seconds per question), `straightline` (a battery with a reversed item,
        or of 5 rows and more, answered with one point throughout) and `incomplete` (under half
        of the questions asked were answered). All by default.

    Returns
    -------
    Survey
        The same responses, with one `Flag(respondent, item, rule, value, severity)` per finding
        added, in place of what these rules found before; severity `E` impossible, `W` suspicious.

    Raises
    ------
    CleaningError
        An unknown rule; or `incomplete` would flag people for blanks of questions that they may not have been
        asked: blank for all who gave a certain answer before, with no condition in the codebook.

    Missing values
    --------------
    Questions a respondent was not asked count neither as shown nor as unanswered.

    Notes
    -----
    2 s per item: Huang, Curran, Keeney, Poposki and DeShon (2012).

    References
    ----------
    Huang, J. L. et al. (2012). Detecting and deterring insufficient effort responding to
    surveys. Journal of Business and Psychology, 27, 99-114.

    Examples
    --------
    >>> import surveykit as sk
    >>> sorted({flag.rule for flag in sk.screen(sk.example_survey()).flags})
    ['straightline']
    """
    survey = require_survey(survey, "screen")
    wanted = tuple(RULES) if rules is None else as_names(rules)
    for rule in wanted:
        if rule not in RULES:
            raise CleaningError("There is no screening rule {rule!r}.", fix=did_you_mean(rule, RULES), rule=rule)
    kept = [flag for flag in survey.flags if flag.rule not in wanted]
    found = [flag for rule in wanted for flag in RULES[rule](survey)]
    return replace(survey, flags=(*kept, *found), screened=tuple(dict.fromkeys((*survey.screened, *wanted))))


def as_names(names: str | Sequence[str]) -> tuple[str, ...]:
    """One name or several, each once; a text is one name and not its letters."""
    return (names,) if isinstance(names, str) else tuple(dict.fromkeys(map(str, names)))


def questions(survey: Survey) -> list[Item]:
    """The items that are questions: platform columns, personal data and fill-ins left out."""
    return [item for item in survey.codebook
            if not item.personal and (item.role or "") not in META | {"other_text"}]


def _duplicate(survey: Survey) -> list[Flag]:
    """Respondents whose every answer an earlier respondent gave."""
    columns = [c for item in survey.codebook for c in item.columns
               if not item.personal and (item.role or "") not in META]
    frame = survey.responses[columns].astype(object)
    rows = frame.where(frame.notna(), None).itertuples(index=False, name=None)
    first: dict[tuple, str] = {}
    flags = []
    for respondent, row, n in zip(frame.index, rows, _count_answered(survey), strict=True):
        earlier = first.setdefault(row, respondent)
        if earlier != respondent and n >= LEAST_FOR_DUPLICATE:
            flags.append(Flag(respondent, "", "duplicate", earlier, "E"))
    return flags


def _kinds(survey: Survey) -> np.ndarray:
    """Respondents x questions: the kind of missing, '' for an answer."""
    return survey.missing[[item.columns[0] for item in questions(survey)]].to_numpy()


def _count_answered(survey: Survey) -> np.ndarray:
    """Questions each respondent answered."""
    return (_kinds(survey) == "").sum(axis=1)


def _count_shown(survey: Survey) -> np.ndarray:
    """Questions shown to each respondent."""
    return (_kinds(survey) != "not_asked").sum(axis=1)


def _speed(survey: Survey) -> list[Flag]:
    """Respondents faster than two seconds per question shown."""
    timed = [item for item in survey.codebook if item.role == "duration"]
    if not timed:
        return []
    seconds = survey.responses[timed[0].name].to_numpy(dtype=float, na_value=np.nan)
    fast = seconds < SECONDS_PER_ITEM * _count_shown(survey)
    return [Flag(r, timed[0].name, "speed", f"{s:g}", "W")
            for r, s, hit in zip(survey.responses.index, seconds, fast, strict=True) if hit]


def _straightline(survey: Survey) -> list[Flag]:
    """Respondents who gave one point to every row of a battery."""
    flags = []
    for scale in survey.codebook.scales:
        items = survey.codebook.scale_items(scale.name)
        if len(items) < 2 or not (len(items) >= LEAST_ROWS or any(i.reverse for i in items)):
            continue
        x = survey.responses[[i.name for i in items]].to_numpy(dtype=float, na_value=np.nan)
        flat = ~np.isnan(x).any(axis=1) & (x == x[:, :1]).all(axis=1)
        flags += [Flag(r, scale.name, "straightline", f"{row[0]:g}", "W")
                  for r, row, hit in zip(survey.responses.index, x, flat, strict=True) if hit]
    return flags


def _incomplete(survey: Survey) -> list[Flag]:
    """Respondents who answered under half of the questions they were asked."""
    blank, shown = (_kinds(survey) == "blank").sum(axis=1), _count_shown(survey)
    answered = 1 - blank / np.maximum(shown, 1)
    if (answered < LEAST_ANSWERED).any():
        _require_settled_routing(survey, blank, shown)
    return [Flag(r, "", "incomplete", f"{a:.2f}", "W")
            for r, a in zip(survey.responses.index, answered, strict=True) if a < LEAST_ANSWERED]


def _require_settled_routing(survey: Survey, blank: np.ndarray, shown: np.ndarray) -> None:
    """Refuse where somebody is incomplete only by blanks of questions that others with the same answer lack too."""
    answers = AnswerTexts(survey._responses, survey._missing, survey.codebook, {})
    asked = {item.name for item in questions(survey)}
    routes = {name: found for name, found in find_open_routes(answers).items() if name in asked}
    unsure = np.zeros(survey.rows, dtype=int)
    for name, found in routes.items():
        closed = np.logical_or.reduce([np.isin(route.gate.codes, route.closed) for route in found])
        unsure += closed & (survey._missing[survey.codebook[name].columns[0]].to_numpy() == MISSING_CODE["blank"])
    at_stake = (blank > (1 - LEAST_ANSWERED) * shown) & (blank - unsure <= (1 - LEAST_ANSWERED) * (shown - unsure))
    if at_stake.any():
        name, route = next((name, found[0]) for name, found in routes.items())
        raise CleaningError(
            "Whether {people} answered too little depends on questions that they may not have been asked.",
            where="{file}, item {item!r}: blank for all {count} who answered {labels} to {gate!r}",
            fix="write the condition into column relevant of the codebook (surveykit draft proposes it), or give "
                "screen the other rules=", people=count_noun(int(at_stake.sum()), "respondent"), item=name,
            file=survey.source.name, count=route.count, labels=route.labels(), gate=route.gate.item.name)


RULES: dict[str, Callable[[Survey], list[Flag]]] = {
    "duplicate": _duplicate, "speed": _speed, "straightline": _straightline, "incomplete": _incomplete,
}
