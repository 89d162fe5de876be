"""The flow of cases as a chart: every stage, and at each whom it left out and why; the sums reconcile."""

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from surveykit.analysis.describe.form_counts import count_forms, count_rules, say_exclusion
from surveykit.analysis.describe.form_flow import exclusion_notes
from surveykit.errors import AnalysisError
from surveykit.result import LISTING, Result
from surveykit.result.result_column import show_count, show_option, show_share, show_words
from surveykit.survey import Survey, require_survey
from surveykit.words.phrases import Text, phrase

LAYOUT = LISTING.showing(
    show_option("head.stage"), show_count("head.forms", "n"), show_count("head.count", "n", "base", blank=""),
    show_share("head.rate", blank=""), show_words("reason", "head.reason", "reason"), figure="case_chart")
STAGE, OUT = "stage", "out"


class CaseRow(NamedTuple):
    """A stage, or those whom it lost: `kind` is `stage` or `out`."""

    option: str
    n: int
    base: int | None
    reason: str
    kind: str


def case_stages(survey: Survey, *, sent: int | None = None, analysed: Result | None = None) -> Result:
    """Sent, returned, valid, analysed (发放, 回收, 有效, 分析), and at each stage how many were lost to what.

    Parameters
    ----------
    survey
        Survey after exclusion; who was removed, and by which rule, is read from its log.
    sent
        Forms sent out; by default the codebook's setting `sk_sent`. None: not known (an open link).
    analysed
        The result that the last stage is about: those who are in its base.

    Returns
    -------
    Result
        kind "case_stages": option, n, base, estimate, reason, kind (`stage`, or `out` for those who left before the
        next stage), in order. `plot` draws it downwards. Each stage less those who left is the next one.

    Raises
    ------
    AnalysisError
        Fewer forms were sent than returned, or more were analysed than are valid.

    Missing values
    --------------
    Stages that are not known are left out.

    Examples
    --------
    >>> import surveykit as sk
    >>> cleaned = sk.exclude(sk.example_survey(), respondents=["7"], reason="withdrew")
    >>> stages = sk.case_stages(cleaned, analysed=sk.means(cleaned, "months")).table
    >>> stages[["option", "n", "kind"]].to_numpy().tolist()[-3:]
    [['valid', 39, 'stage'], ['no_answer', 3, 'out'], ['analysed', 36, 'stage']]
    """
    survey = require_survey(survey, "case_stages")
    forms = count_forms(survey, sent)
    rows: list[CaseRow] = []
    if forms.sent is not None:
        rows += [CaseRow("sent", forms.sent, None, "", STAGE),
                 CaseRow("not_returned", forms.sent - forms.forms_returned, None, "", OUT)]
    rows.append(CaseRow("returned", forms.forms_returned, forms.sent, "return" if forms.sent else "", STAGE))
    rows += [CaseRow(f"by_{rule}", n, None, "", OUT) for rule, n in count_rules(forms.invalid).items()]
    rows.append(CaseRow("valid", forms.valid, forms.forms_returned, "valid", STAGE))
    if analysed is not None:
        if analysed.base > forms.valid:
            raise AnalysisError("{n} people are analysed, but only {valid} forms are valid.", where=survey,
                                fix="give a result of this survey", n=analysed.base, valid=forms.valid)
        rows += [CaseRow("no_answer", forms.valid - analysed.base, None, "", OUT),
                 CaseRow("analysed", analysed.base, forms.valid, "of_valid", STAGE)]
    rows = [row for row in rows if row.n or row.kind == STAGE]
    table = pd.DataFrame(rows).assign(item="cases")
    table["base"] = table["base"].astype("Int64")
    table["estimate"] = (table["n"] / table["base"]).astype("Float64")
    return Result(kind="case_stages", layout=LAYOUT, title=phrase("title.case_flow"), table=table, base=forms.valid,
                  method=phrase("method.case_stages"), source=survey.facts(),
                  labels=_labels(rows, analysed, forms.reasons),
                  notes=(*((phrase("note.second_forms", n=len(forms.duplicates)),) if forms.duplicates else ()),
                         *exclusion_notes(survey)),
                  settings={"base_unit": "forms", "sent": forms.sent}, language=survey.codebook.language)


def _labels(rows: list[CaseRow], analysed: Result | None, reasons: Mapping[str, Text]) -> dict[str, dict[str, Text]]:
    """Words for stages, rules and rates."""
    options = {f"cases={row.option}": say_exclusion(row.option.removeprefix("by_"), reasons)
               if row.option.startswith("by_") else phrase(f"flow.{row.option}") for row in rows}
    if analysed is not None:
        options["cases=analysed"] = phrase("flow.analysed_in", title=analysed.title)
    return {"option": options, "reason": {"return": phrase("flow.rate_return"), "valid": phrase("flow.rate_valid"),
                                          "of_valid": phrase("flow.rate_of_valid")}}
