"""Items that ask for a certain answer, and what people say themselves about their diligence."""

import numpy as np
from numpy.typing import NDArray

from surveykit.codebook import Item
from surveykit.screening.rule_outcome import Hits, RuleOutcome, RuleRefusedError
from surveykit.screening.screened_answers import ScreenedAnswers
from surveykit.survey import value_text


def find_inattentive(answers: ScreenedAnswers, severe: float) -> RuleOutcome:
    """Attention items (role `attention:<note>=<answer>`) answered otherwise; with so many wrong it is impossible."""
    wrong, seen = _keyed_answers(answers, "attention", matches=False)
    rows = np.flatnonzero(wrong > 0)
    parts = [(rows[wrong[rows] < severe], "W"), (rows[wrong[rows] >= severe], "E")]
    return RuleOutcome(int(seen.sum()), [Hits("", those, [f"{wrong[row]:g}" for row in those], "0", severity)
                                         for those, severity in parts])


def find_undiligent(answers: ScreenedAnswers, least: float) -> RuleOutcome:
    """Who says that the answers should not be used (role `diligence:<note>=<answer that says so>`)."""
    said, seen = _keyed_answers(answers, "diligence", matches=True)
    rows = np.flatnonzero(said >= least)
    return RuleOutcome(int(seen.sum()), [Hits("", rows, [f"{said[row]:g}" for row in rows], "0")])


def _keyed_answers(answers: ScreenedAnswers, role: str, *,
                   matches: bool) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """How many items of a role each respondent answered with their key (or otherwise), and who answered any."""
    items = [item for item in answers.items_with_role(role) if "=" in (item.role or "")]
    if not items:
        raise RuleRefusedError("needs_role", role=f"{role}:note=answer")
    count, seen = np.zeros(answers.rows), np.zeros(answers.rows, dtype=bool)
    for item in items:
        key = (item.role or "").split("=", 1)[1].strip()
        column = answers.survey._responses[item.name]
        there = column.notna().to_numpy()
        right = np.array([value_text(value) in _spellings(item, key) for value in column], dtype=bool)
        count += there & (right == matches)
        seen |= there
    return count, seen


def _spellings(item: Item, key: str) -> set[str]:
    """The key as answers hold it: a value or a point, given as value, point or label."""
    found = [option for option in item.options
             if key in {option.value, value_text(option.score), *option.label.values()}]
    return {key} | {spelling for option in found for spelling in (option.value, value_text(option.score)) if spelling}
