"""Reading without a codebook: kinds and options are guessed, and a guess loses no answer."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from layouts import asked, google, msforms, tencent, wjx
from layouts.asked import EMPTY, SKIPPED, Asked, Form
from layouts.raw import table_of

import surveykit as sk
from surveykit.read.read_survey import survey_from_table
from surveykit.text.normalise import normalise

fair = settings(max_examples=25, suppress_health_check=[HealthCheck.filter_too_much])


def said(survey: sk.Survey, item: sk.Item) -> list[object]:
    """What each respondent answered, in the words of the form: a text, a number, or the labels chosen."""
    labels = {option.score if item.kind == "rating" else option.value: _word(option) for option in item.options}
    gaps = survey.missing[item.columns[0]] != ""
    if item.kind == "multiple":
        rows = survey.responses[list(item.columns)].fillna(0).to_numpy()
        chosen = [[_word(o) for o, tick in zip(item.answers, row, strict=True) if tick == 1] for row in rows]
    elif item.kind == "rank" and item.options:
        chosen = [[labels[value] for value in (cell or "").split()] for cell in survey.responses[item.name]]
    else:
        chosen = [cell if gap or not labels else labels[cell]
                  for cell, gap in zip(survey.responses[item.name], gaps, strict=True)]
    return [None if gap else cell for cell, gap in zip(chosen, gaps, strict=True)]


def _word(option: sk.Option) -> str:
    """The label of an option."""
    return normalise(next(iter(option.label.values()), option.value))


def meant(cell: str, answer: object) -> bool:
    """Whether an answer is what a cell holds: as it stands, as a number, as a label, or in pieces."""
    if isinstance(answer, list):
        return bool(answer) and all(word in normalise(cell) for word in answer)
    if isinstance(answer, float):
        return float(normalise(cell)) == answer
    bare = normalise(cell.partition("〖")[0])
    return answer == cell or answer in {normalise(cell), bare, bare.partition(".")[2]}


def keeps_answers(rows: list, name: str = "export.xlsx", gaps: tuple[str, ...] = ("",)) -> sk.Survey:
    """The survey read without a codebook, after checking that every answer of a column of its own is there."""
    survey = survey_from_table(table_of(rows, name))
    heads = [normalise(head) for head in rows[0]]
    for item in survey.codebook:
        several = item.kind == "multiple" and item.layout == "onehot"
        if item.role in {"meta", "date", "duration"} or several or heads.count(normalise(item.column or "")) != 1:
            continue
        cells = [row[heads.index(normalise(item.column))] for row in rows[1:]]
        refused = {normalise(_word(option)) for option in item.options if option.missing}
        for cell, answer in zip(cells, said(survey, item), strict=True):
            assert normalise(cell) in {*gaps, *refused} or meant(cell, answer), (item.name, item.kind, cell, answer)
    return survey


def answered(form: Form) -> Form:
    """Two options that tell text from code, and what somebody answered."""
    sex = Asked("single", "性别", ("男", "女"), answers=tuple(n % 2 for n in range(form.respondents)))
    return Form((sex, *(q for q in form.questions if any(a not in (SKIPPED, EMPTY) for a in q.answers))),
                form.respondents)


ASKED = ("single", "multiple", "matrix", "text")


@fair
@given(asked.forms((*ASKED, "rank", "blanks"), asked.BALANCED), st.sampled_from(["text", "text-old"]))
def test_any_wjx_text_export_keeps_its_answers(form, variant):
    form = answered(form)
    keeps_answers(wjx.rows(form, variant), wjx.name(form, variant), ("", "(跳过)", "(空)"))


@fair
@given(asked.forms((*ASKED, "blanks"), asked.BALANCED), st.sampled_from(["old", "new"]))
def test_any_tencent_export_keeps_its_answers(form, variant):
    keeps_answers(tencent.rows(answered(form), variant))


@fair
@given(asked.forms(ASKED, asked.BALANCED), st.sampled_from(["sheet", "form"]))
def test_any_google_export_keeps_its_answers(form, variant):
    keeps_answers(google.rows(answered(form), variant))


@fair
@given(asked.forms((*ASKED, "rank"), asked.BALANCED), st.sampled_from(["form", "quiz"]))
def test_any_msforms_export_keeps_its_answers(form, variant):
    keeps_answers(msforms.rows(answered(form), variant))
