"""From forms sent to forms analysed: 发放, 回收, 有效."""

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from surveykit.analysis.describe.form_counts import FormCounts, count_forms, count_rules, say_exclusion
from surveykit.result import SHARES, Result
from surveykit.result.result_column import show_count, show_option, show_share, show_words
from surveykit.survey import Change, Survey, require_survey, value_text
from surveykit.words.phrases import Text, join_words, phrase

COLUMNS = ["item", "option", "group", "n", "base", "estimate", "se", "low", "high", "reason"]
# The platform of files that `write_processed` wrote.
CLEANED = "surveykit"
LAYOUT = SHARES.showing(
    show_option("head.stage"), show_count("head.forms", "n"), show_count("head.count", "n", "base", blank=""),
    show_share("head.rate", blank=""), show_words("reason", "head.reason", "reason"), figure="case_flow")


def case_flow(survey: Survey, *, sent: int | None = None) -> Result:
    """How many forms were sent, returned and valid, with their rates.

    Parameters
    ----------
    survey
        Survey after exclusion; who was removed and why is read from its log.
    sent
        Forms sent out; by default the codebook's setting `sk_sent`. None: not known.

    Returns
    -------
    Result
        kind "case_flow"; one row per stage. `n` forms; `base` and `estimate` where a rate is
        defined: returned/sent (回收率), valid/sent (有效回收率), valid/returned (有效率).

    Raises
    ------
    AnalysisError
        Fewer forms were sent than were returned.

    Missing values
    --------------
    Rates on forms sent are left out when `sent` is not known. A file that `write_processed`
    wrote holds the valid forms only, so the forms returned are not known either.

    Notes
    -----
    A second submission of one person (`duplicate`, `near_duplicate`, `same_person`, `repeated_ip`) is not a returned
    form; every other exclusion makes a returned form invalid. People whom only a joined register knows sent none.
    For a link shared openly there is no number sent, hence no return rate.

    Examples
    --------
    >>> import surveykit as sk
    >>> flow = sk.case_flow(sk.exclude(sk.example_survey(), respondents=["7"], reason="withdrew"))
    >>> flow.table.set_index("option").loc["valid", ["n", "base"]].tolist()
    [39.0, 50.0]
    """
    survey = require_survey(survey, "case_flow")
    forms = count_forms(survey, sent)
    cleaned = survey.source.platform == CLEANED and not survey.source.history
    rows = _stages_after_cleaning(forms) if cleaned else _stages(forms)
    table = pd.DataFrame([_row(*row) for row in rows], columns=COLUMNS)
    reasons = {"return": phrase("flow.rate_return"), "valid_sent": phrase("flow.rate_valid_sent"),
               "valid": phrase("flow.rate_valid"), "duplicate": _by_rule(forms.duplicates, forms.reasons),
               "invalid": _by_rule(forms.invalid, forms.reasons)}
    labels = {"option": {f"forms={stage}": phrase(f"flow.{stage}") for stage, *_ in rows}, "reason": reasons}
    notes = (*((phrase("note.cleaned_before"),) if cleaned else ()), *exclusion_notes(survey))
    return Result(kind="case_flow", layout=LAYOUT, title=phrase("title.case_flow"), table=table, base=forms.valid,
                  method=phrase("method.case_flow"), notes=notes, source=survey.facts(), labels=labels,
                  settings={"base_unit": "forms", "sent": forms.sent}, language=survey.codebook.language)


def exclusion_notes(survey: Survey, verbs: Sequence[str] = ("exclude",)) -> Iterator[Text]:
    """What the log remarks about exclusions: many at once, all of one answer, none, a rule that could not be used."""
    for change in (change for step in survey.log if step.verb in verbs for change in step.changes):
        if change.rule == "found_nobody" and change.note:
            yield change.note
        elif change.rule == "rule_refused":
            yield phrase("note.rule_refused", rule=phrase(f"rule.{change.new}"), why=change.note)
        elif change.rule == "removed_many":
            yield phrase("note.removed_many", count=change.new)
        elif change.rule == "removed_group" and change.item in survey.codebook:
            item = survey.codebook[change.item]
            labels = {value_text(option.score if item.kind == "rating" else option.value): option.label
                      for option in item.options}
            yield phrase("note.removed_group", item=item.words, option=labels.get(change.new, change.new))


Stage = tuple[str, int, int | None, str]


def _stages(forms: FormCounts) -> list[Stage]:
    """(stage, forms, base, reason) of an export; stages that nobody fell out at are left out."""
    rows = [("sent", forms.sent, None, ""), ("submitted", forms.submissions, None, ""),
            ("duplicate", len(forms.duplicates), None, "duplicate"),
            ("returned", forms.forms_returned, forms.sent, "return" if forms.sent else ""),
            ("invalid", len(forms.invalid), None, "invalid"),
            ("valid", forms.valid, forms.sent, "valid_sent" if forms.sent else ""),
            ("valid_of_returned", forms.valid, forms.forms_returned, "valid")]
    return [(stage, n, base, reason) for stage, n, base, reason in rows if n]


def _stages_after_cleaning(forms: FormCounts) -> list[Stage]:
    """The stages of a file that was cleaned before it was read: the forms returned are unknown."""
    rows = [("sent", forms.sent, None, ""),
            ("cleaned", forms.submissions if forms.submissions > forms.valid else None, None, ""),
            ("duplicate", len(forms.duplicates), None, "duplicate"), ("invalid", len(forms.invalid), None, "invalid"),
            ("valid", forms.valid, forms.sent, "valid_sent" if forms.sent else "")]
    return [(stage, n, base, reason) for stage, n, base, reason in rows if n]


def _row(stage: str, n: int, base: int | None, reason: str) -> tuple[str | float, ...]:
    """One stage as a row of the long table."""
    nan = float("nan")
    share = n / base if base else nan
    return ("forms", stage, "", n, base if base else nan, share, nan, nan, nan, reason)


def _by_rule(changes: tuple[Change, ...], reasons: Mapping[str, Text]) -> Text:
    """`answered too fast 1, under half answered 1`."""
    return join_words(phrase("flow.by_rule", rule=say_exclusion(rule, reasons), n=n)
                      for rule, n in count_rules(changes).items())
