"""Forms counted: sent, handed in, handed in twice, invalid, valid; people on a register who sent none."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from surveykit.errors import AnalysisError, did_you_mean
from surveykit.survey import Change, Survey
from surveykit.words.phrases import Text, phrase, same_text
from surveykit.words.phrases import table as phrases

DISPOSITIONS = ("ineligible", "unknown", "refused", "other")
REASONED = ("where", "named")  # no rule found these: the reason says why
TWICE = ("duplicate", "near_duplicate", "same_person", "repeated_ip")  # of these a person has another form


@dataclass(frozen=True, slots=True)
class FormCounts:
    """How many forms there are at each stage; `sent` may be unknown. `duplicates` and `invalid` are the removals.
    reasons: words of removals that no rule made (a condition, named respondents), by their rule, numbered where there
    are several.
    """

    sent: int | None
    duplicates: tuple[Change, ...]
    invalid: tuple[Change, ...]
    valid: int
    reasons: Mapping[str, Text] = field(default_factory=dict)

    @property
    def forms_returned(self) -> int:
        """Submissions, second ones of one person not counted."""
        return self.valid + len(self.invalid)

    @property
    def submissions(self) -> int:
        """Everything that came in."""
        return self.forms_returned + len(self.duplicates)


def count_forms(survey: Survey, sent: int | None) -> FormCounts:
    """The stages of a survey, from its log; forms sent are those given, else the codebook's setting `sk_sent`."""
    known = survey.codebook.settings.get("sent")
    sent = known if sent is None and isinstance(known, int) else sent
    reasons: dict[str, Text] = {}
    removed = [change._replace(rule=_name_reason(reasons, change.rule, step.reason)) for step in survey.log
               for change in step.changes if change.kind == "remove_survey"]
    forms = FormCounts(sent, tuple(c for c in removed if c.rule in TWICE), tuple(
        c for c in removed if c.rule not in TWICE), int((~without_form(survey)).sum()), reasons)
    if sent is not None and sent < forms.forms_returned:
        raise AnalysisError("{sent} forms cannot be sent when {returned} were returned.", where=survey,
                            fix="case_flow(survey, sent=...), or sk_sent", sent=sent, returned=forms.forms_returned)
    return forms


def _name_reason(reasons: dict[str, Text], rule: str, reason: Text) -> str:
    """The rule; for exclusions by a condition or by name the one that stands for their reason."""
    if rule not in REASONED:
        return rule
    known = next((key for key, words in reasons.items() if words == reason and key.startswith(rule)), None)
    if known is None:
        place = sum(key.startswith(rule) for key in reasons) + 1
        known = rule if place == 1 else f"{rule}_{place}"
        reasons[known] = reason
    return known


def without_form(survey: Survey) -> NDArray[np.bool_]:
    """Rows that stand only on a register that was joined (`join(keep="all")`): people who handed nothing in."""
    names = [str(step.arguments["match"]) for step in survey.log
             if step.verb == "join" and step.arguments.get("keep") == "all"]
    columns = [survey._responses[name].eq("second").fillna(False).to_numpy(dtype=bool)
               for name in names if name in survey._responses]
    found: NDArray[np.bool_] = np.logical_or.reduce([np.zeros(survey.rows, dtype=bool), *columns])
    return found


def count_exclusions(survey: Survey, dispositions: Mapping[str, str]) -> dict[str, int]:
    """How many forms that were excluded are of each disposition, by the rule, reason or condition of the exclusion."""
    counts, met = dict.fromkeys(DISPOSITIONS, 0), set[str]()
    for step in survey.log:
        where = step.arguments.get("where")
        names = [str(where)] if where is not None else []
        for change in (c for c in step.changes if c.kind == "remove_survey" and c.rule not in TWICE):
            keys = [key for key in ([*names] if change.rule == "where" else []) + [change.rule, *step.reason.values()]
                    if key in dispositions]
            met |= set(keys)
            found = dispositions[keys[0]] if keys else "refused" if change.rule == "incomplete" else "other"
            if found not in DISPOSITIONS:
                raise AnalysisError("{found!r} is no disposition.", fix=did_you_mean(found, DISPOSITIONS), found=found)
            counts[found] += 1
    unmet = [key for key in dispositions if key not in met]
    if unmet:
        known = dict.fromkeys(key for step in survey.log for c in step.changes if c.kind == "remove_survey"
                              for key in (c.rule, *step.reason.values()) if c.rule not in TWICE)
        raise AnalysisError("No form was excluded by {key!r}.", where=survey, fix=did_you_mean(unmet[0], known),
                            key=unmet[0])
    return counts


def count_rules(changes: tuple[Change, ...]) -> dict[str, int]:
    """How many fell to each rule, in the order they were applied."""
    return dict(Counter(change.rule for change in changes))


def say_exclusion(rule: str, reasons: Mapping[str, Text]) -> Text:
    """A rule in words, as the table of cases names it; of exclusions without a rule the reason that was given."""
    if rule in reasons:
        return reasons[rule]
    return phrase(f"rule.{rule}") if f"rule.{rule}" in phrases() else same_text(rule)
