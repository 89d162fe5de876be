"""All screening rules: what each needs, its threshold, how grave its findings are, and where it comes from.

A rule with `compares` judges a respondent by all others: adding a respondent may change whom it hits. Severity: `E`
impossible, `W` suspicious, `I` information; rules that only inform are run when they are named.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from surveykit.screening import (
    attention_rules,
    consistency_rules,
    invariance_rules,
    record_rules,
    time_rules,
    value_rules,
)
from surveykit.screening.rule_outcome import RuleOutcome
from surveykit.screening.screened_answers import ScreenedAnswers

EFFORT_FAMILIES = ("time", "invariance", "consistency", "attention")


@dataclass(frozen=True, slots=True)
class ScreeningRule:
    """One rule; `threshold` is None where there is nothing to choose."""

    name: str
    family: str
    severity: str
    find: Callable[[ScreenedAnswers, Any], RuleOutcome]
    threshold: float | None
    source: str
    compares: bool = False


_ALL = (
    ScreeningRule("duplicate", "record", "W", record_rules.find_duplicates, 10, "house rule", True),
    ScreeningRule("speed", "time", "W", time_rules.find_speeders, 2.0, "Huang et al. 2012"),
    ScreeningRule("straightline", "invariance", "W", invariance_rules.find_straight_lines, 5, "house rule"),
    ScreeningRule("incomplete", "record", "W", record_rules.find_incomplete, 0.5, "AAPOR 2023"),
    ScreeningRule("relative_speed", "time", "W", time_rules.find_relatively_fast, 2.0, "Leiner 2019", True),
    ScreeningRule("slow", "time", "I", time_rules.find_slow, 3.0, "Tukey 1977", True),
    ScreeningRule("longstring", "invariance", "W", invariance_rules.find_long_runs, 0.5, "Curran 2016"),
    ScreeningRule("irv", "invariance", "I", invariance_rules.find_little_spread, 0.1, "Dunn et al. 2018", True),
    ScreeningRule("mahalanobis", "consistency", "I", consistency_rules.find_distant, 0.99, "Mahalanobis 1936", True),
    ScreeningRule("even_odd", "consistency", "W", consistency_rules.find_uneven, 0.30, "Johnson 2005"),
    ScreeningRule("synonyms", "consistency", "W", consistency_rules.find_unlike_synonyms, 0.22, "DeSimone et al. 2015",
                  True),
    ScreeningRule("antonyms", "consistency", "W", consistency_rules.find_alike_antonyms, -0.03, "Johnson 2005", True),
    ScreeningRule("person_total", "consistency", "W", consistency_rules.find_against_all, 0.0, "Curran 2016", True),
    ScreeningRule("reversed_pairs", "consistency", "W", consistency_rules.find_contradicting_pairs, 2, "house rule"),
    ScreeningRule("attention", "attention", "W", attention_rules.find_inattentive, 2, "Meade & Craig 2012"),
    ScreeningRule("diligence", "attention", "W", attention_rules.find_undiligent, 1, "Meade & Craig 2012"),
    ScreeningRule("near_duplicate", "record", "I", record_rules.find_near_duplicates, 0.85,
                  "Kuriakose & Robbins 2016", True),
    ScreeningRule("same_person", "record", "W", record_rules.find_same_people, 5, "house rule", True),
    ScreeningRule("same_ip", "record", "I", record_rules.find_same_addresses, 2, "house rule", True),
    ScreeningRule("repeated_ip", "record", "W", record_rules.find_repeated_addresses, 0.85, "house rule", True),
    ScreeningRule("burst", "record", "W", record_rules.find_bursts, 5, "house rule", True),
    ScreeningRule("equal_times", "record", "W", record_rules.find_regular_times, 5, "house rule", True),
    ScreeningRule("range", "value", "E", value_rules.find_outside_range, None, "codebook"),
    ScreeningRule("outside_options", "value", "E", value_rules.find_outside_options, None, "codebook"),
    ScreeningRule("constraint", "value", "E", value_rules.find_broken_constraints, None, "codebook"),
    ScreeningRule("too_many", "value", "E", value_rules.find_too_many_choices, None, "codebook"),
    ScreeningRule("exclusive", "value", "E", value_rules.find_exclusive_ticks, None, "codebook"),
    ScreeningRule("answered_unasked", "value", "E", value_rules.find_answers_unasked, None, "codebook"),
    ScreeningRule("unanswered", "value", "W", value_rules.find_unanswered, None, "codebook"),
    ScreeningRule("implausible", "value", "I", value_rules.find_implausible, 3.5, "Iglewicz & Hoaglin 1993", True),
    ScreeningRule("sentinel", "value", "W", value_rules.find_sentinels, 5.0, "house rule", True))
SCREENING_RULES: Mapping[str, ScreeningRule] = {rule.name: rule for rule in _ALL}
DEFAULT_RULES = tuple(rule.name for rule in _ALL if rule.severity != "I")
