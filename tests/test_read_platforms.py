"""Every platform: a survey written in its layout reads back as it was."""

from dataclasses import replace
from itertools import groupby, permutations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from layouts import asked, books, checked, google, kobo, limesurvey, msforms, qualtrics, surveymonkey, tencent, wjx
from layouts.asked import EMPTY, EXAMPLE, SKIPPED, Asked, Form
from layouts.books import Told, Ways
from layouts.form import FORM
from layouts.raw import table_of

import surveykit as sk
from surveykit.read.read_survey import survey_from_table
from surveykit.text.normalise import normalise

KINDS = {SKIPPED: "not_asked", EMPTY: "blank"}
WORDS = ("Very bad", "Bad", "So so", "Good", "Very good")


def headings(rows: list, skip: int, keys: list[str]) -> list[list[str]]:
    """The headings of each question."""
    heads = iter(rows[0][skip:])
    return [[next(heads) for _ in group] for _, group in groupby(keys)]


def one_or_rows(form: Form) -> list[str]:
    """A key per column, where only matrices have several."""
    return [str(n) for n, q in enumerate(form.questions) for _ in range(len(q.parts) if q.kind == "matrix" else 1)]


def only(form: Form, *kinds: str) -> Form:
    """The questions of these kinds."""
    return Form(tuple(q for q in form.questions if q.kind in kinds), form.respondents)


def wjx_told(form: Form, variant: str) -> Told:
    """What a 问卷星 export should give back; it holds no fill-ins but in text."""
    heads = headings(wjx.rows(form, variant), 6, [slot[0] for slot in wjx.expected(form, variant)])
    several = (lambda number, stem: f"第{number}题") if variant == "code-old" else "{}、{}".format
    return books.of_asked(form, heads, gaps=KINDS, fills=variant.startswith("text"), several=several)


def tencent_told(form: Form, variant: str) -> Told:
    """What a 腾讯问卷 export should give back."""
    skip = 4 if variant == "new" else 20
    heads = headings(tencent.rows(form, variant), skip, [slot[0] for slot in tencent.expected(form)])
    heads = [[h for h in held if "_填空" not in h] or held if q.kind != "blanks" else held
             for q, held in zip(form.questions, heads, strict=True)]
    return books.of_asked(form, heads, fills=True, several="{}.{}".format)


def back(rows: list, told: Told, platform: str, name: str = "export.xlsx", **how) -> sk.Survey:
    """The survey read from these rows, after checking that it is what was told."""
    survey = survey_from_table(table_of(rows, name), told.book, **how)
    assert survey.source.platform == platform and survey.source.evidence
    assert books.told_by(survey, told) == told.columns
    return survey


# --- 问卷星, 腾讯问卷, Google Forms, Microsoft Forms -------------------------------------------------


@pytest.mark.parametrize("variant", list(wjx.NAMES))
def test_wjx_gives_the_survey_back(variant):
    back(wjx.rows(EXAMPLE, variant), wjx_told(EXAMPLE, variant), "wjx", wjx.name(EXAMPLE, variant))


@pytest.mark.parametrize("variant", ["old", "new"])
def test_tencent_gives_the_survey_back(variant):
    form = only(EXAMPLE, "single", "multiple", "matrix", "text", "blanks")
    back(tencent.rows(form, variant), tencent_told(form, variant), "tencent")


@pytest.mark.parametrize("variant", ["sheet", "form"])
def test_google_gives_the_survey_back(variant):
    form = only(EXAMPLE, "single", "multiple", "matrix", "text")
    rows = google.rows(form, variant)
    back(rows, books.of_asked(form, headings(rows, 1, one_or_rows(form))), "google")


def test_msforms_gives_the_survey_back():
    form = only(EXAMPLE, "single", "multiple", "matrix", "rank", "text")
    rows = msforms.rows(form)
    back(rows, books.of_asked(form, headings(rows, 5, one_or_rows(form))), "msforms")


# --- Qualtrics, LimeSurvey, SurveyMonkey, Kobo and ODK -----------------------------------------------


QUALTRICS = Ways(lambda n, q: f"Q{n}", lambda n, p, q: f"Q{n}_{p + 1}")
KOBO = Ways(lambda n, q: f"q{n}", lambda n, p, q: f"q{n}_{p}", "c{}".format, "c{}".format, "v{}".format,
            tuple("123456"), rank="rows")
SPLIT = replace(KOBO, unticked="not_asked")
LABELLED = replace(KOBO, column=lambda n, q: q.stem, row=lambda n, p, q: f"{q.stem}_{p}")


def lime_ways(heads: str) -> Ways:
    """LimeSurvey's names: codes, or the wording where there are none."""
    by_text = Ways(lambda n, q: q.stem, lambda n, p, q: f"{q.stem} [{q.parts[p]}]")
    row = {"R/SPSS": "Q{}_SQ00{}", "vv": "Q{}_SQ00{}", "sgqa": "123X4X{}SQ00{}"}.get(heads, "Q{}[SQ00{}]")
    key = "123X4X{}" if heads == "sgqa" else "Q{}"
    by_code = Ways(lambda n, q: key.format(n), lambda n, p, q: row.format(n, p + 1))
    ways = by_text if heads == "text" else by_code
    return Ways(ways.column, ways.row, lambda n: f"A{n + 1}", lambda n: f"SQ00{n + 1}", "A{}".format,
                other="other", gap="not_asked", rank="place")


def monkey_ways(flat: bool | str) -> Ways:
    """SurveyMonkey's names: two headings put together."""
    mark = " - " if flat else " | "
    whole = {} if flat == "bare" else {"single": "Response", "text": "Open-Ended Response"}
    return Ways(lambda n, q: mark.join((q.stem, whole[q.kind])) if q.kind in whole else q.stem,
                lambda n, p, q: mark.join((q.stem, q.parts[p])), points=WORDS)


@pytest.mark.parametrize("style", qualtrics.STYLES)
@pytest.mark.parametrize("labels", [True, False])
def test_qualtrics_gives_the_survey_back(style, labels):
    back(qualtrics.write(FORM, style=style, labels=labels).rows, books.of_form(FORM, QUALTRICS), "qualtrics")


@pytest.mark.parametrize("heads", limesurvey.FORMS)
@pytest.mark.parametrize("ticks", list(limesurvey.TICKS))
def test_limesurvey_gives_the_survey_back(heads, ticks):
    form = [q for q in FORM if q.kind != "rank"] if heads == "sgqa" else FORM
    back(limesurvey.write(form, headings=heads, ticks=ticks).rows, books.of_form(form, lime_ways(heads)), "limesurvey")


@pytest.mark.parametrize("flat", [False, True, "bare"])
@pytest.mark.parametrize("numeric", [False, True])
def test_surveymonkey_gives_the_survey_back(flat, numeric):
    written = surveymonkey.write(FORM, flat=flat, numeric=numeric)
    back(written.rows, books.of_form(FORM, monkey_ways(flat)), "surveymonkey")


@pytest.mark.parametrize("multi", ["joined", "split", "both"])
@pytest.mark.parametrize("group, odk, hxl", [("", False, False), ("part", False, True), ("", True, False)])
def test_kobo_and_odk_give_the_survey_back(multi, group, odk, hxl):
    written = kobo.write(FORM, multi=multi, group=group, odk=odk, hxl=hxl)
    back(written.rows, books.of_form(FORM, KOBO if multi == "joined" else SPLIT), "kobo")


@pytest.mark.parametrize("multi", ["joined", "split", "both"])
@pytest.mark.parametrize("labels, ona", [(True, False), (False, True)])
def test_kobo_labels_and_ona_give_the_survey_back(multi, labels, ona):
    form = [replace(question, other=False) for question in FORM] if labels else FORM
    told = books.of_form(form, replace(LABELLED if labels else KOBO, unticked="" if multi == "joined" else "not_asked"))
    back(kobo.write(form, multi=multi, labels=labels, ona=ona).rows, told, "kobo")


# --- any questionnaire -------------------------------------------------------------------------------


def sure(form: Form, separator: str = "", parted: bool = True) -> bool:
    """Whether labels, and joined answers where options are parted by a separator, can mean one thing only."""
    for q in form.questions:
        several = q.kind in {"multiple", "rank"} and separator
        picks = [p for n in range(1, len(q.parts) + 1) for p in permutations(q.parts, n)] if several else q.parts
        joined = [normalise(separator.join(p) if several else p) for p in picks]
        if len(set(joined)) < len(joined) or any(p.startswith(separator.strip()) for p in q.parts if several):
            return False
    return True


def answered(form: Form, *without: str) -> Form:
    """A question of two options, and of the form's those that somebody answered, without some kinds."""
    sex = Asked("single", "性别", ("男", "女"), answers=tuple(n % 2 for n in range(form.respondents)))
    return Form((sex, *(q for q in form.questions if q.kind not in without and
                        any(a not in (SKIPPED, EMPTY) for a in q.answers))), form.respondents)


def apart(rows: list) -> bool:
    """Whether no two headings are alike."""
    return len({normalise(head).casefold() for head in rows[0]}) == len(rows[0])


fair = settings(max_examples=25, suppress_health_check=[HealthCheck.filter_too_much])
ASKED = ("single", "multiple", "matrix", "text")


@fair
@given(asked.forms((*ASKED, "rank", "blanks"), asked.BALANCED), st.sampled_from(list(wjx.NAMES)))
def test_any_wjx_export_gives_the_survey_back(form, variant):
    assume(sure(form))
    form = answered(form)
    back(wjx.rows(form, variant), wjx_told(form, variant), "wjx", wjx.name(form, variant))


@fair
@given(asked.forms((*ASKED, "rank", "blanks"), asked.BALANCED), st.sampled_from(list(wjx.NAMES)),
       st.sampled_from(["、", "．", "：", ". ", "、 "]), st.booleans())
def test_a_codebook_reads_an_export_whose_numbers_and_brackets_are_written_otherwise(form, variant, mark, full):
    assume(sure(form))
    form = answered(form)
    rows = wjx.restyled(wjx.rows(form, variant), mark, full)
    back(rows, wjx_told(form, variant), "wjx", wjx.name(form, variant))


@fair
@given(asked.forms((*ASKED, "blanks"), asked.BALANCED), st.sampled_from(["old", "new"]))
def test_any_tencent_export_gives_the_survey_back(form, variant):
    assume(sure(form))
    form = answered(form)
    back(tencent.rows(form, variant), tencent_told(form, variant), "tencent")


def clear(form: Form, separator: str) -> bool:
    """Whether labels and typed words can mean one thing only."""
    words = [word for q in form.questions if q.kind in {"single", "multiple"} for word in (*q.parts, *q.fills)]
    return sure(form, separator) and not any(separator.strip() in word for word in words)


@fair
@given(asked.forms(ASKED, asked.BALANCED), st.sampled_from(["sheet", "form"]), st.booleans())
def test_any_google_export_gives_the_survey_back(form, variant, typed):
    form = asked.with_other(form) if typed else form
    rows = google.rows(form, variant, typed=typed)
    assume((clear if typed else sure)(form, google.SEPARATOR[variant]) and apart(rows))
    back(rows, books.of_asked(form, headings(rows, 1, one_or_rows(form)), fills=typed), "google")


@fair
@given(asked.forms((*ASKED, "rank"), asked.BALANCED), st.booleans())
def test_any_msforms_export_gives_the_survey_back(form, typed):
    form = asked.with_other(form) if typed else form
    rows = msforms.rows(form, typed=typed)
    assume((clear if typed else sure)(form, ";") and apart(rows))
    back(rows, books.of_asked(form, headings(rows, 5, one_or_rows(form)), fills=typed), "msforms")


@fair
@given(asked.forms((*ASKED, "rank"), asked.BALANCED))
def test_any_quiz_of_msforms_gives_the_survey_back(form):
    rows = msforms.rows(form, "quiz")
    assume(sure(form, ";") and apart(rows))
    back(rows, books.of_asked(form, [list(q.parts) if q.kind == "matrix" else [q.stem] for q in form.questions]),
         "msforms")


@fair
@given(checked.forms(), st.integers(0, 10_000), st.sampled_from(qualtrics.STYLES), st.booleans())
def test_any_qualtrics_export_gives_the_survey_back(form, seed, style, labels):
    told = books.of_form(form, QUALTRICS, seed=seed)
    back(qualtrics.write(form, seed=seed, style=style, labels=labels).rows, told, "qualtrics")


@fair
@given(checked.forms(), st.integers(0, 10_000), st.sampled_from(["code", "code & text", "text", "R/SPSS", "vv"]),
       st.sampled_from(list(limesurvey.TICKS)))
def test_any_limesurvey_export_gives_the_survey_back(form, seed, heads, ticks):
    told = books.of_form(form, lime_ways(heads), seed=seed)
    back(limesurvey.write(form, seed=seed, headings=heads, ticks=ticks).rows, told, "limesurvey")


@fair
@given(checked.forms(), st.integers(0, 10_000), st.sampled_from([False, True, "bare"]), st.booleans())
def test_any_surveymonkey_export_gives_the_survey_back(form, seed, flat, numeric):
    told = books.of_form(form, monkey_ways(flat), seed=seed)
    back(surveymonkey.write(form, seed=seed, flat=flat, numeric=numeric).rows, told, "surveymonkey")


@fair
@given(checked.forms(), st.integers(0, 10_000), st.sampled_from(["joined", "split", "both"]),
       st.sampled_from(["", "part"]), st.booleans(), st.booleans())
def test_any_kobo_or_odk_export_gives_the_survey_back(form, seed, multi, group, odk, ona):
    written = kobo.write(form, seed=seed, multi=multi, group=group, odk=odk, ona=ona and multi != "joined")
    assume(not ona or any(question.kind == "multi" for question in form))
    back(written.rows, books.of_form(form, KOBO if multi == "joined" else SPLIT, seed=seed), "kobo")


# --- points of doubt ---------------------------------------------------------------------------------


def sheet(*cells: str) -> list:
    """A Google sheet with one question."""
    stamps = ("Timestamp", *(f"10/{n}/2026 9:15:00" for n in range(1, len(cells))))
    return [list(row) for row in zip(stamps, cells, strict=True)]


def multiple(column: str, *labels: str) -> sk.Codebook:
    """A codebook of one select-all question."""
    return sk.Codebook((sk.Item("q", "multiple", {}, books.options(labels, "o{}".format), column=column),))


def single(column: str, *labels: str) -> sk.Codebook:
    """A codebook of one single-choice question."""
    return sk.Codebook((sk.Item("q", "single", {}, books.options(labels, "o{}".format), column=column),))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "xlsx"])
def test_files_in_every_encoding_read_back(tmp_path, encoding):
    path = tmp_path / f"12345_按序号_志愿者_50_6.{'xlsx' if encoding == 'xlsx' else 'csv'}"
    path.write_bytes(wjx.write(EXAMPLE, "code", encoding))
    told = wjx_told(EXAMPLE, "code")
    assert books.told_by(sk.read_survey(path, told.book), told) == told.columns


def test_a_codebook_of_the_text_export_reads_the_code_export_too():
    form, texts = only(EXAMPLE, "single", "multiple", "rank", "text"), {}
    for variant in ("text", "code", "code-old"):
        raw = table_of(wjx.rows(form, variant), wjx.name(form, variant))
        survey = survey_from_table(raw, wjx_told(form, "text").book)
        texts[variant] = survey.responses.drop(columns=["q1_other", "q2_other"])
    assert texts["text"].equals(texts["code"]) and texts["text"].equals(texts["code-old"])


def test_letters_are_cut_off_before_options_only():
    rows = [["编号", "开始答题时间", "1.性别", "2.建议"], ["1", "x", "A.男", "B.好"], ["2", "x", "B.A.女", "C、D"]]
    book = sk.Codebook((*single("1.性别", "男", "A.女"), sk.Item("say", "text", {}, column="2.建议")))
    survey = survey_from_table(table_of(rows), book)
    assert survey.responses["q"].tolist() == ["o0", "o1"]
    assert survey.responses["say"].tolist() == ["B.好", "C、D"]
    assert not [c for step in survey.log for c in step.changes if c.rule == "normalise_text"]


def test_labels_that_hold_the_separator_are_kept_whole_or_flagged():
    rows = sheet("Why?", "pay, rent, food", "food", "a, b, c", "rent, food")
    survey = survey_from_table(table_of(rows), multiple("Why?", "pay, rent", "rent, food", "food", "a", "b, c", "a, b"))
    got = [{n for n in range(6) if survey.responses.loc[key, f"q__o{n}"] == 1} for key in survey.responses.index]
    assert got == [{0, 2}, {2}, {3, 4}, {1}]
    assert survey.flags == ()
    labels = ("pay, rent", "rent", "rent, food", "food", "a, b", "c", "pay")
    unclear = survey_from_table(table_of(rows), multiple("Why?", *labels))
    assert {flag.rule for flag in unclear.flags} == {"ambiguous_split"}


def test_a_semicolon_behind_ticks_is_nothing_to_log_and_equal_labels_go_by_their_order():
    survey = back(msforms.rows(only(EXAMPLE, "multiple")), books.of_asked(
        only(EXAMPLE, "multiple"), [["您通过哪些渠道了解项目？（可多选）"]]), "msforms")
    assert not [c for step in survey.log for c in step.changes if c.rule == "normalise_text"]
    rows = [["序号", "所用时间", "第1题(其他)", "第1题(其他)"], ["1", "9秒", "1", "0"], ["2", "9秒", "0", "1"]]
    survey = survey_from_table(table_of(rows), multiple("第1题", "其他", "其他"))
    assert survey.responses[["q__o0", "q__o1"]].to_numpy().tolist() == [[1, 0], [0, 1]]


def test_an_option_that_codebook_or_export_lacks_is_refused():
    rows, stem = wjx.rows(only(EXAMPLE, "multiple"), "code"), "1、您通过哪些渠道了解项目？（可多选）"
    with pytest.raises(sk.CodebookError, match="'其他' is not an option of item 'q', but the export has a column"):
        survey_from_table(table_of(rows), multiple(stem, *EXAMPLE.questions[1].parts[:3]))
    with pytest.raises(sk.ReadError, match="The export has no column for 'o4' of item 'q'"):
        survey_from_table(table_of(rows), multiple(stem, *EXAMPLE.questions[1].parts, "无"))


def test_seen_but_unanswered_is_missing_where_the_codebook_says_so():
    rows = [["Q1", "ResponseId"], ["Sex", "Response ID"], ['{"ImportId":"QID1"}', '{"ImportId":"_recordId"}'],
            ["Male", "a"], ["-99", "b"], ["", "c"]]
    with pytest.raises(sk.CodebookError, match="'-99'"):
        survey_from_table(table_of(rows), single("Q1", "Male"))
    book = sk.Codebook(single("Q1", "Male").items, settings={"missing_codes": {"-99": "refused"}})
    assert survey_from_table(table_of(rows), book).missing["q"].tolist() == ["", "refused", "blank"]


@pytest.mark.parametrize("heads", ["code", "text"])
def test_words_typed_beside_options_get_an_item_if_the_codebook_has_none(heads):
    told = books.of_form(FORM[:2], lime_ways(heads))
    told.items = [item for item in told.items if item.role != "other_text"]
    survey = survey_from_table(table_of(limesurvey.write(FORM[:2], headings=heads).rows), told.book)
    assert books.told_by(survey, told) == told.columns
    assert {"q1_other", "q2_other"} <= set(survey.responses)


def test_the_caller_and_the_codebook_may_name_the_platform():
    rows = wjx.rows(only(EXAMPLE, "single"), "text")
    book = sk.Codebook((sk.Item("q", "text", {}, column="1、您的性别"),))
    assert survey_from_table(table_of(rows), book, platform="plain").source.platform == "plain"
    named = sk.Codebook(book.items, settings={"platform": "plain"})
    assert survey_from_table(table_of(rows), named).source.platform == "plain"
    with pytest.raises(sk.ReadError, match="There is no reader for platform 'wjxx'"):
        survey_from_table(table_of(rows), book, platform="wjxx")


def test_a_joined_column_beside_its_options_is_no_column_left_out():
    survey = survey_from_table(table_of(kobo.write(FORM, multi="both").rows), books.of_form(FORM, KOBO).book)
    assert not [c.item for step in survey.log for c in step.changes if c.rule == "not_in_codebook"]
