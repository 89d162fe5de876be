"""What holds for every survey: order, labels and splits do not matter; files and logs lose nothing."""

import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pandas as pd
from exports import SHEETS, same, table, text, workbook
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import surveykit as sk
from surveykit.codebook import codebook_bytes, parse_codebook
from surveykit.survey import value_of, value_text
from surveykit.text.normalise import normalise
from surveykit.text.parse_number import parse_number
from surveykit.text.split_ticks import split_ticks

FAST = settings(max_examples=40, derandomize=True)
BOOK = sk.example_survey().codebook
PLANS, SET = ["home", "stay", "renew", "study", "other"], BOOK["hardship"].columns
# texts as people type them, and as spreadsheets and CSV readers fear them
TEXTS = st.text(
    st.sampled_from("女孩aA0 　=+-@'\"\t\r\n,;┋〖〗（）(|ｅ\u200b.")
    | st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=8).filter(lambda t: normalise(t) != "")
POINTS = st.none() | st.integers(1, 5)
ROW = st.fixed_dictionaries(
    {
        "gender": st.sampled_from(["female", "male", None]), "plan": st.sampled_from([*PLANS, None]),
        "plan_other": st.none() | TEXTS, "hardship": st.none() | st.tuples(*[st.integers(0, 1)] * 3), "cp_1": POINTS,
        "cp_2": POINTS, "cp_3": POINTS, "months": st.none() | st.floats(-1e6, 1e6) | st.integers(0, 99).map(float)})
ROWS = st.lists(ROW, min_size=1, max_size=12)


def survey_of(rows: list[dict], keys: list[str] | None = None) -> sk.Survey:
    """A survey of these answers, with the codebook of the example."""
    flat = [
        {k: v for k, v in row.items() if k != "hardship"}
        | dict(zip(SET, row["hardship"] or [None] * 3, strict=True))
        for row in rows]
    frame = pd.DataFrame(flat, index=keys or [f"r{n}" for n in range(len(rows))], dtype=object)
    return sk.Survey.from_frame(frame, BOOK)


def counted(survey: sk.Survey) -> dict[str, Counter]:
    """How often each option was given, by item; nothing where nobody answered."""
    calls = {"gender": sk.frequencies, "plan": sk.frequencies, "cp_1": sk.frequencies, "hardship": sk.multiple_response}
    found = {}
    for item, call in calls.items():
        try:
            rows = call(survey, item).table
            found[item] = Counter(dict(zip(rows["option"], rows["n"], strict=True)))
        except sk.AnalysisError:
            found[item] = Counter()
    return found


# --- analyses -----------------------------------------------------------------------------------


@FAST
@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows, random):
    mixed = random.sample(rows, len(rows))
    assert counted(survey_of(mixed)) == counted(survey_of(rows))
    for call in (lambda s: sk.means(s, "months"), lambda s: sk.crosstab(s, "plan", by="gender")):
        try:
            one, two = call(survey_of(rows)), call(survey_of(mixed))
        except sk.AnalysisError:
            continue
        pd.testing.assert_frame_equal(one.table, two.table, rtol=1e-9, atol=1e-6)


@FAST
@given(ROWS, st.permutations(PLANS))
def test_other_labels_and_another_order_of_options_change_no_number(rows, order):
    survey = survey_of(rows)
    options = tuple(replace(BOOK["plan"].option(value), label={"en": value[::-1]}) for value in order)
    renamed = replace(survey, codebook=BOOK.with_item(replace(BOOK["plan"], options=options)))
    assume(survey.responses["plan"].notna().any())
    one, two = (sk.frequencies(s, "plan").table.set_index("option") for s in (survey, renamed))
    assert list(two.index) == list(order)
    pd.testing.assert_frame_equal(two.loc[one.index], one)


@FAST
@given(ROWS, st.integers(0, 12))
def test_the_counts_of_the_parts_add_up_to_those_of_the_whole(rows, cut):
    assume(0 < cut < len(rows))
    one, two, whole = (counted(survey_of(part)) for part in (rows[:cut], rows[cut:], rows))
    assert {item: one[item] + two[item] for item in whole} == {item: +counts for item, counts in whole.items()}


# --- files --------------------------------------------------------------------------------------


@FAST
@given(ROWS, st.data())
def test_reading_our_own_export_gives_the_same_survey(rows, data):
    keys = data.draw(st.lists(TEXTS.map(str.strip), min_size=len(rows), max_size=len(rows), unique=True))
    survey = survey_of(rows, keys)
    with tempfile.TemporaryDirectory() as folder:
        path = sk.write_processed(survey, folder)
        again = sk.read_survey(path, path.with_suffix(".codebook.xlsx"))
        assert same(again, survey)
        assert again.log == () and again.flags == ()
        assert sk.write_processed(again, Path(folder) / "again").read_bytes() == path.read_bytes()


NAMES = st.from_regex(r"[A-Za-z_][A-Za-z0-9_.-]{0,8}", fullmatch=True).filter(lambda n: n != "respondent")
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), min_size=1, max_size=8)
LABELS = st.dictionaries(st.sampled_from(["zh", "en", "fr"]), WORDS, max_size=3)


@st.composite
def codebooks(draw) -> sk.Codebook:
    """Codebooks with lists of every kind."""
    items, names = [], draw(st.lists(NAMES, min_size=1, max_size=5, unique=True))
    asked = st.none() | st.builds("${{{}}} {} '{}'".format, st.sampled_from(names), st.sampled_from(["=", "!="]), NAMES)
    for name in names:
        kind = draw(st.sampled_from(["single", "multiple", "number", "text", "date", "rank"]))
        values = (
            draw(st.lists(WORDS, min_size=1, max_size=4, unique=True))
            if kind in {"single", "multiple", "rank"}
            else [])
        options = tuple(
            sk.Option(
                value, {"zh": f"{value}{place}"}, draw(st.none() | st.floats(-9, 9)),
                draw(st.sampled_from([None, "refused"])) if place else None)
            for place, value in enumerate(values))
        items.append(
            sk.Item(
                name, kind, draw(LABELS), options, draw(asked),
                draw(st.none() | st.sampled_from([". != 'x'", "string-length(.) < 9", "regex(., '[0-9]+')"])),
                role=draw(st.none() | WORDS), column=draw(st.none() | WORDS), short=draw(LABELS)))
    return sk.Codebook(tuple(items))


@FAST
@given(codebooks())
def test_a_codebook_reads_back_as_it_was_written(book):
    try:
        again = parse_codebook(codebook_bytes(book), "again")
    except sk.CodebookError as error:
        assert "stand twice" in str(error) or "fit into a cell" in str(error) or "stands twice" in str(error)
        return
    assert again.items == book.items


# --- logs ---------------------------------------------------------------------------------------

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["recode", "rating", "months", "text", "exclude", "reverse", "score", "other", "own"]),
        st.integers(0, 11), st.integers(0, 11)), max_size=6)


def stepped(survey: sk.Survey, verb: str, a: int, b: int) -> sk.Survey:
    """The survey after a step chosen by two numbers."""
    keys = survey.responses.index
    if verb == "recode":
        return sk.recode(survey, "plan", {PLANS[a % 5]: PLANS[b % 5], PLANS[b % 5]: None}, reason="x")
    if verb == "rating":
        return sk.recode(survey, f"cp_{a % 3 + 1}", {b % 5 + 1: a % 5 + 1}, reason="x")
    if verb in {"months", "text"}:
        item = "months" if verb == "months" else "plan_other"
        given_answers = list(dict.fromkeys(survey.answers(item)))
        new = [None, 1 / 3, "", "007"][a % 4] if verb == "text" else [None, 1 / 3, 1e15, -2][a % 4]
        return sk.recode(survey, item, {given_answers[b % len(given_answers)]: new}, reason="x")
    if verb == "exclude":
        return sk.exclude(survey, respondents=[keys[a % len(keys)], keys[b % len(keys)]], reason="x")
    if verb == "own":
        frame = survey.responses
        frame.iloc[a % len(frame), [0, 1, 6][b % 3]] = None
        return survey.with_responses(frame, step=sk.Step("own", "x"))
    if verb == "other":
        said = survey.responses.loc[survey.responses["plan"] == "other", "plan_other"].dropna()
        return sk.recode_other(survey, "plan", {said.iloc[a % len(said)]: PLANS[b % 4]}, reason="x")
    return sk.reverse(survey, f"cp_{a % 3 + 1}") if verb == "reverse" else sk.score(survey, "planning")


@settings(FAST, max_examples=80)
@given(ROWS, STEPS)
def test_replaying_a_log_gives_the_cleaned_survey(rows, steps):
    raw = cleaned = survey_of(rows)
    before = raw.responses.copy(), raw.missing.copy()
    for verb, a, b in steps:
        try:
            cleaned = stepped(cleaned, verb, a, b)
        except (sk.SurveyError, ZeroDivisionError):
            continue
    again = sk.replay(raw, cleaned)
    assert same(again, cleaned)
    assert (again.log, again.codebook) == (cleaned.log, cleaned.codebook)
    assert raw.responses.equals(before[0]) and raw.missing.equals(before[1])
    assert (cleaned.responses.isna() == (cleaned.missing != "")).all(axis=None)


@FAST
@given(ROWS, STEPS)
def test_the_log_names_every_difference(rows, steps):
    raw = cleaned = survey_of(rows)
    for verb, a, b in steps:
        try:
            cleaned = stepped(cleaned, verb, a, b)
        except (sk.SurveyError, ZeroDivisionError):
            continue
    lines = [change for step in cleaned.log for change in step.changes]
    assert {c.respondent for c in lines if c.kind == "remove_survey"} == set(raw.responses.index) - set(
        cleaned.responses.index)
    shared = cleaned.responses.index
    for column in raw.responses:
        for key in shared:
            old, new = value_text(raw.responses.at[key, column]), value_text(cleaned.responses.at[key, column])
            touched = [c for c in lines if (c.respondent, c.item) == (key, column)]
            assert old == new or (touched[0].old, touched[-1].new) == (old, new)


# --- cells --------------------------------------------------------------------------------------


@FAST
@given(
    st.lists(
        st.tuples(st.sampled_from("甲乙丙"), st.text(st.characters(exclude_characters="〖〗"), max_size=6)),
        min_size=1, max_size=4))
def test_a_fill_in_may_hold_any_character_but_the_brackets(pieces):
    cells = [f"{label}〖{fill}〗" for label, fill in pieces]
    assert split_ticks("┋".join(cells), "┋") == cells


@FAST
@given(st.text())
def test_tidying_twice_is_tidying_once(raw):
    assert normalise(normalise(raw)) == normalise(raw)


@FAST
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_written_and_read_without_loss(number):
    assert parse_number(value_text(number)) == number
    assert value_of(BOOK["months"], value_text(number)) == (number, 0)


@FAST
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from([f"q{n}" for n in range(1, 9)]) | st.just("序号"),
            st.text(max_size=12) | st.sampled_from(["(空)", "其他〖", "〗┋", "男〖〗", "'", "=1"])), max_size=4))
def test_no_cell_raises_anything_but_an_error_of_ours(answers):
    with tempfile.TemporaryDirectory() as folder:
        book = BOOKS.setdefault("book", parse_codebook(workbook(Path(folder) / "c.xlsx", SHEETS).read_bytes(), "c"))
        rows = [[str(cell).encode("utf-8", "ignore").decode() for cell in row] for row in table(*answers)]
        try:
            survey = sk.read_survey(text(Path(folder) / "w.csv", rows), book)
        except sk.SurveyError as error:
            assert error.what and error.where and error.fix
            return
        assert (survey.responses.isna() == (survey.missing != "")).all(axis=None)


BOOKS: dict[str, sk.Codebook] = {}


@FAST
@given(
    st.binary(max_size=200), st.sampled_from(["w.csv", "w.xlsx", "w.tsv"]),
    st.sampled_from([b"", b"PK\x03\x04", b"a,b\n"]))
def test_no_file_raises_anything_but_an_error_of_ours(data, name, start):
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(start + data)
        try:
            assert sk.read_survey(Path(folder) / name).rows > 0
        except sk.SurveyError as error:
            assert error.what and error.where and error.fix
