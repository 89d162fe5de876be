"""Interviews and questionnaire in one table: each code beside the option it corresponds to."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from surveykit.errors import AnalysisError, list_quoted
from surveykit.interviews import Code, Interviews
from surveykit.interviews.coding.coded_passages import code_words, coded_documents, coder_words, note_uncoded, passages
from surveykit.result import SHARES, Result
from surveykit.result.result import join_sources
from surveykit.result.result_column import show_count, show_item, show_share, show_share_interval, show_words
from surveykit.words.messages import JoinedMessage, Message
from surveykit.words.phrases import Text, join_words, phrase

KINDS = ("frequencies", "multiple_response", "crosstab")
NAN = float("nan")
LAYOUT = SHARES.showing(
    show_item("head.code"), show_count("head.interviews", "n", "base"),
    show_words("option", "head.questionnaire_option", "option"),
    show_count("head.questionnaire", "n_survey", "base_survey"),
    show_share("head.percent", "estimate_survey", "n_survey", "base_survey"),
    show_share_interval(n="n_survey", base="base_survey"), figure="joint_display")


def joint_display(interviews: Interviews, results: Result | Sequence[Result], *,
                  codes: Sequence[str] | None = None, coder: str | None = None) -> Result:
    """Show each code beside the questionnaire option it corresponds to.

    Parameters
    ----------
    interviews
        Interviews whose code frame names counterparts in `item_option` (`item=option`).
    results
        One or more of `frequencies`, `multiple_response`, `crosstab` of the questionnaire.
    codes
        Code ids to show; by default all that have a counterpart in the results.
    coder
        As in `code_counts`.

    Returns
    -------
    Result
        kind "joint_display"; one row per code. Columns: item (code), n and base (interviewees), estimate (n/base),
        option (`item=option`), n_survey, base_survey, estimate_survey, low, high (of the questionnaire's share).

    Raises
    ------
    AnalysisError
        No code has a counterpart in the results, a code asked for has none, or a result is of another kind.

    Missing values
    --------------
    Each result keeps its own base; interviews that the coder has not coded are not in it.
    Codes without a counterpart are named in a note.

    Notes
    -----
    Two bases, two kinds of people, two measurements: the table lays findings side by side and tests nothing.

    References
    ----------
    Guetterman, T. C., Fetters, M. D., & Creswell, J. W. (2015). Integrating quantitative and qualitative results in
    health science mixed methods research through joint displays. Annals of Family Medicine 13, 554-561.

    Examples
    --------
    >>> import pandas as pd, surveykit as sk
    >>> talks = sk.read_interviews("data/raw/interviews")
    >>> figures = pd.DataFrame({"item": ["difficulty"], "option": ["reality_gap"], "group": [""],
    ...     "n": [17], "base": [46], "estimate": [17 / 46], "low": [0.25], "high": [0.51]})
    >>> from surveykit.result import SHARES
    >>> survey = sk.Result(kind="frequencies", layout=SHARES, title={"zh": "困难", "en": "Difficulties"},
    ...                    table=figures, base=46)
    >>> sk.joint_display(talks, survey).table[["item", "n_survey"]].values.tolist()
    [['ideal_gap', 17]]
    """
    results = [results] if isinstance(results, Result) else list(results)
    _check_kinds(results)
    wanted = [interviews.code(name) for name in codes] if codes else list(interviews.codes)
    found = {code.code_id: _counterpart(code, results) for code in wanted}
    alone = [code for code in wanted if found[code.code_id] is None]
    if alone and (codes or len(alone) == len(wanted)):
        raise AnalysisError("Codes must have a counterpart in the results; none for {alone}.", where="{interviews}",
                            fix="give joint_display the result of the item named in the code frame's item_option",
                            alone=list_quoted(code.code_id for code in alone), interviews=interviews.name)
    coded, marked = coded_documents(interviews, coder), passages(interviews, coder)
    marked = marked[marked["document"].isin(coded)]
    rows = [_row(len(coded), code, marked, counterpart) for code in wanted
            if (counterpart := found[code.code_id]) is not None]
    notes = [*note_uncoded(interviews, coded), phrase("coding.note.two_bases"), phrase("coding.note.not_sample")]
    if alone:
        notes.append(phrase("coding.note.unmatched", codes=join_words([code.name for code in alone])))
    method = phrase("coding.method.joint_display", coder=coder_words(interviews, coder))
    facts = interviews.facts()
    facts["synthetic"] = facts["synthetic"] or any(result.synthetic for result in results)
    facts = join_sources(facts, *(result.source for result in results))
    return Result(kind="joint_display", layout=LAYOUT, title=phrase("coding.title.joint_display"),
                  table=pd.DataFrame(rows), base=len(coded), method=method, notes=tuple(notes), source=facts,
                  labels={"item": code_words(interviews.codes), "option": _options(results, rows)},
                  settings={"base_unit": "", "coder": coder, "level": float(results[0].settings.get("level", 0.95))},
                  language=interviews.language)


def _check_kinds(results: Sequence[Result]) -> None:
    """Refuse results that hold no shares of options."""
    strange = [result.kind for result in results if result.kind not in KINDS]
    if strange or not results:
        raise AnalysisError("A joint display needs {kinds} of the questionnaire, not {strange}.",
                            fix='joint_display(interviews, [sk.frequencies(survey, "plan")])',
                            kinds=JoinedMessage(" or ", KINDS), strange=list_quoted(strange) or Message("nothing"))


def _counterpart(code: Code, results: Sequence[Result]) -> Mapping[str, Any] | None:
    """The row of everybody for the option a code corresponds to."""
    item, _, option = code.item_option.partition("=")
    for result in results:
        table = result.table
        rows = table[(table["item"] == item) & (table["option"] == option) & (table["group"] == "")]
        if option and len(rows):
            return {str(name): value for name, value in rows.iloc[0].items()}
    return None


def _row(base: int, code: Code, marked: pd.DataFrame, survey: Mapping[str, Any]) -> dict[str, Any]:
    """One code with its counterpart."""
    n = marked.loc[marked["code_id"] == code.code_id, "document"].nunique()
    return {"item": code.code_id, "option": code.item_option, "group": "", "n": n, "base": base, "estimate": n / base,
            "se": NAN, "low": survey.get("low", NAN), "high": survey.get("high", NAN), "n_survey": survey["n"],
            "base_survey": survey["base"], "estimate_survey": survey["estimate"]}


def _options(results: Sequence[Result], rows: Sequence[Mapping[str, Any]]) -> dict[str, Text]:
    """Words of the options that are shown."""
    shown = {row["option"] for row in rows}
    return {key: text for result in results for key, text in result.labels.get("option", {}).items() if key in shown}
