"""Writing a survey and reading it again gives the same survey, in every format."""

import os
import re
import subprocess
import sys
import tempfile
import time
import unicodedata
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pyreadstat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import surveykit as sk
from surveykit.codebook import Codebook, Item, Option, Scale, read_codebook
from surveykit.formats import open_foreign
from surveykit.read.native import parse_native
from surveykit.survey import MISSING_CODE, Source
from surveykit.write import write_survey, xlsx_files

FORMATS = ["csv", "xlsx", "parquet", "sav", "dta"]
LETTERS = "abzAZ0 9男女未选（）()'\"=+-@,;|┋〖〗_.#[]％１Ａé\u3000x"
GAPS = ["not_asked", "blank", "refused", "dont_know"]
NASTY = ["None", "NA", "007", "nan", "110101199003074470", "=1+1", "(refused)", "（refused）", "'x'", "'", "-97",
         "ends with a blank ", "两行\n三行", "a\r\nb", "a\rb", "tab\t", "_x0041_", "(空)", "(跳过)", "1e5", "#N/A",
         "TRUE", ".a", "〖x〗", "Don't", "好" * 300, "x" * 2100]
DTYPES = {"number": "Float64", "rating": "Float64", "multiple": "Int8"}


def seen(text: str) -> str:
    """A text as readers compare it."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


TEXTS = st.one_of(st.text(LETTERS, min_size=1, max_size=12), st.sampled_from(NASTY)).filter(seen)
WORDS = (st.text(LETTERS, min_size=1, max_size=9) | st.sampled_from(["1", "2", "10", "-97", "007", "None", "NA"])
         ).map(str.strip).filter(seen)
LABELS = st.text(LETTERS, min_size=1, max_size=90).map(str.strip).filter(seen)
SAID = st.dictionaries(st.sampled_from(["zh", "en"]), LABELS, min_size=1)
NUMBERS = (st.integers(-200, 200).map(float) | st.floats(-1e14, 1e14)
           | st.sampled_from([-97.0, -98.0, -997.0, 0.1, 0.1 + 0.2, 1e20, 1e-7]))
DATES = st.dates(pd.Timestamp("1600-01-01").date(), pd.Timestamp("2999-12-31").date()).map(str)
NAMES = st.from_regex(r"[A-Za-z_][A-Za-z0-9_.-]{0,9}", fullmatch=True) | st.sampled_from(["all", "str5", "q" * 70])


@st.composite
def options(draw, kind):
    """Options with values and labels that differ; some stand for a kind of missing."""
    words = WORDS.map(lambda t: "".join(t.split())) if kind in {"multiple", "rank"} else WORDS
    values = draw(st.lists(words, min_size=1, max_size=5, unique_by=seen))
    n = len(values)
    labels = draw(st.lists(LABELS, min_size=n, max_size=n, unique_by=seen))
    points = st.integers(-99, 9).map(float) | st.sampled_from([0.5, 1.25])
    scores = draw(st.lists(points, min_size=n, max_size=n, unique=True))
    kinds = [None, *draw(st.lists(st.sampled_from([None, None, *GAPS]), min_size=n - 1, max_size=n - 1))]
    scored = kind == "rating" or draw(st.booleans())
    return tuple(Option(value, {"zh": label}, score if scored else None, gap)
                 for value, label, score, gap in zip(values, labels, scores, kinds, strict=True))


@st.composite
def items(draw, name):
    """One item of any kind."""
    kind = draw(st.sampled_from(["single", "multiple", "rating", "rank", "number", "text", "date"]))
    chosen = draw(options(kind)) if kind in {"single", "multiple", "rating", "rank"} else ()
    scale = draw(st.sampled_from([None, "career"])) if kind == "rating" else None
    return Item(name, kind, draw(SAID), chosen, draw(st.sampled_from([None, "${a} = 'x'"])), None, scale,
                bool(scale) and draw(st.booleans()), draw(st.sampled_from([None, None, "open_text"])),
                layout="onehot" if kind == "multiple" else None, short=draw(st.just({}) | SAID))


def answers(item):
    """What a respondent may say to an item: one value per column, or a kind of missing."""
    if item.kind == "multiple":
        return st.lists(st.integers(0, 1), min_size=len(item.columns), max_size=len(item.columns))
    one = {"single": st.sampled_from([o.value for o in item.answers]) if item.answers else st.nothing(),
           "rating": st.sampled_from([o.score for o in item.answers]) if item.answers else st.nothing(),
           "rank": st.permutations([o.value for o in item.answers]).map(" ".join) if item.answers else TEXTS,
           "number": NUMBERS, "date": DATES}.get(item.kind, TEXTS)
    return one.map(lambda value: [value])


@st.composite
def surveys(draw):
    """A codebook of any items, and a few respondents who answer it or not."""
    names = draw(st.lists(NAMES.filter(lambda n: n != "respondent"), min_size=1, max_size=5, unique_by=str.casefold))
    book = Codebook(tuple(draw(items(name)) for name in names), (Scale("career", {"zh": "规划"}, -99, 9),),
                    {"language": draw(st.sampled_from(["zh", "en"])), "title": {"zh": "毕业生"}})
    n = draw(st.integers(1, 5))
    people = pd.Index([f"00{row}" for row in range(n)], name="respondent", dtype=object)
    data, kinds = {}, {}
    for item in book:
        said = [draw(answers(item) | st.sampled_from(GAPS)) for _ in range(n)]
        for place, column in enumerate(item.columns):
            cells = [None if isinstance(cell, str) else cell[place] for cell in said]
            data[column] = pd.Series(cells, index=people, dtype=DTYPES.get(item.kind, object))
            kinds[column] = np.array([MISSING_CODE[cell] if isinstance(cell, str) else 0 for cell in said], "int8")
    return sk.Survey(pd.DataFrame(data), pd.DataFrame(kinds, index=people), book, Source(rows=n)).validate()


def read_back(path: Path, book: Codebook | None) -> sk.Survey:
    """The survey a file holds."""
    return sk.read_survey(path, book)


def same(read: sk.Survey, wrote: sk.Survey) -> None:
    """Answers, kinds of missing and items are the same."""
    pd.testing.assert_frame_equal(read.responses, wrote.responses, check_index_type=False, check_column_type=False)
    assert read.missing.to_dict("list") == wrote.missing.to_dict("list")
    assert [replace(item, column=None) for item in read.codebook] == list(wrote.codebook)
    assert read.codebook.scales == wrote.codebook.scales


def written(survey: sk.Survey, ending: str, folder: Path) -> tuple[Path, Codebook]:
    """The file, and the codebook beside it."""
    return write_survey(survey, folder / f"a.{ending}"), read_codebook(folder / "a.codebook.xlsx")


@pytest.mark.parametrize("ending", FORMATS)
@given(survey=surveys())
@settings(max_examples=25, derandomize=True)
def test_what_is_written_reads_back_the_same(ending, survey):
    with tempfile.TemporaryDirectory() as folder:
        path, book = written(survey, ending, Path(folder))
        same(read_back(path, book), survey)


# --- one survey of everything that is hard ------------------------------------------------------

PLANS = (Option("home", {"zh": "回家", "en": "Return home"}), Option("NA", {"zh": "留下", "en": "Stay"}),
         Option("none", {"zh": "不便说", "en": "Would rather not say"}, missing="refused"))
POINTS = tuple(Option(f"p{n}", {"zh": f"{n}分"}, float(n)) for n in (1, 2, 3))
BARRIERS = (Option("语言/文字", {"zh": "语言不通"}), Option("pay", {"zh": "=待遇低"}))
BOOK = Codebook(
    (Item("student", "text", {"zh": "学号"}, role="id"),
     Item("plan", "single", {"zh": "服务期满后的去向", "en": "Plan"}, PLANS),
     Item("难处", "multiple", {"zh": "遇到的困难"}, BARRIERS, layout="onehot"),
     Item("cp.1-a", "rating", {"zh": "规划"}, POINTS, scale="career", asked_if="${plan} = 'home'"),
     Item("months", "number", {"zh": "月数"}), Item("day", "date", {"zh": "日期"}),
     Item("why", "text", {"zh": "原因", "en": "Why"}), Item("phone", "text", {"zh": "电话"}, role="pii:phone")),
    (Scale("career", {"zh": "职业规划"}, 1, 3),), {"language": "zh", "title": {"zh": "毕业生"}, "synthetic": True})
LAWFUL = replace(BOOK, items=tuple(replace(i, name="barriers") if i.name == "难处" else i for i in BOOK))
CELLS = {"student": ["110101199003074470", "007", "2013-1", None], "plan": ["home", "NA", None, None],
         "{set}__语言/文字": [1, 0, None, None], "{set}__pay": [0, 1, None, None], "cp.1-a": [1.0, None, None, 3.0],
         "months": [-97.0, 0.5, None, None], "day": ["2026-09-03", "1999-12-31", None, None],
         "why": ["=1+1", "None", None, "(refused)"], "phone": ["13800000000"] * 4}
WHY_NOT = {"plan": ["", "", "refused", "blank"], "{set}__语言/文字": ["", "", "not_asked", "dont_know"],
           "{set}__pay": ["", "", "not_asked", "dont_know"], "cp.1-a": ["", "not_asked", "blank", ""],
           "months": ["", "", "dont_know", "not_asked"], "day": ["", "", "refused", "blank"],
           "why": ["", "", "not_asked", ""], "student": ["", "", "", "refused"], "phone": [""] * 4}


def hard(book: Codebook = LAWFUL) -> sk.Survey:
    """Four respondents who use every kind of item and of missing."""
    stem = next(item.name for item in book if item.kind == "multiple")
    types = {column: DTYPES.get(item.kind, object) for item in book for column in item.columns}
    people = pd.Index(["r1", "r2", "007", "=4"], name="respondent", dtype=object)
    data = {name.format(set=stem): cells for name, cells in CELLS.items()}
    kinds = {name.format(set=stem): [MISSING_CODE[kind] for kind in said] for name, said in WHY_NOT.items()}
    frame = pd.DataFrame({column: pd.Series(data[column], index=people, dtype=kind) for column, kind in types.items()})
    return sk.Survey(frame, pd.DataFrame(kinds, index=people, dtype="int8")[list(types)], book).validate()


def without_personal(survey: sk.Survey) -> sk.Survey:
    """What is expected back."""
    book = replace(survey.codebook, items=tuple(item for item in survey.codebook if not item.personal))
    columns = list(book.columns)
    return sk.Survey(survey.responses[columns], survey._missing[columns], book)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """All five files of the hard survey, beside one another, with one codebook."""
    path = tmp_path_factory.mktemp("written")
    for ending in FORMATS:
        write_survey(hard(), path / f"a.{ending}")
    return path


@pytest.mark.parametrize("ending", FORMATS)
def test_five_formats_share_one_codebook_and_one_survey(folder, ending):
    foreign = replace(LAWFUL, items=tuple(replace(item, column=f"{n}、{item.name}?") for n, item in enumerate(LAWFUL)))
    for book in (read_codebook(folder / "a.codebook.xlsx"), foreign):  # also by that of the export it was read from
        same(read_back(folder / f"a.{ending}", book), without_personal(hard()))
    assert sorted(p.name for p in folder.iterdir()) == [
        "a.codebook.xlsx", "a.csv", "a.dta", "a.mrsets.sps", "a.parquet", "a.sav", "a.xlsx"]


def test_parquet_needs_no_codebook(tmp_path):
    survey = hard(BOOK)
    path = write_survey(survey, tmp_path / "a.parquet", codebook=False)
    same(read_back(path, None), without_personal(survey))
    assert [p.name for p in tmp_path.iterdir()] == ["a.parquet"]


@pytest.mark.parametrize("ending", ["sav", "dta"])
def test_spss_and_stata_explain_themselves_too(folder, ending):
    parts = parse_native(open_foreign(folder / f"a.{ending}"))
    survey = sk.Survey(parts.frame, parts.missing, parts.codebook).validate()
    assert survey.codebook["plan"].label == {"zh": "服务期满后的去向"}
    assert survey.missing["plan"].tolist() == ["", "", "refused", "blank"]
    assert survey.missing["months"].tolist() == ["", "", "dont_know", "not_asked"]
    assert survey.responses["plan"].tolist() == ["1", "2", None, None]


def test_personal_data_are_in_no_file(folder):
    files = sorted(folder.iterdir())
    assert len(files) == 7
    for path in files:
        data = path.read_bytes()
        if zipfile.is_zipfile(path):
            data = b"".join(zipfile.ZipFile(path).read(name) for name in zipfile.ZipFile(path).namelist())
        assert b"13800000000" not in data and "电话".encode() not in data, path.name


WRITE = """
import sys, hashlib, pathlib, surveykit as sk
from surveykit.write import write_survey, xlsx_files
for ending in "csv xlsx parquet sav dta".split():
    path = write_survey(sk.example_survey(), pathlib.Path(sys.argv[1]) / f"a.{ending}")
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    print(path.name, hashlib.sha256(path.read_bytes()).hexdigest())
"""


def test_two_writes_anywhere_give_the_same_bytes(tmp_path):
    said = []
    for seed, zone in (("1", "Asia/Shanghai"), ("2", "America/New_York")):
        time.sleep(1.1 if said else 0)
        said.append(subprocess.run([sys.executable, "-c", WRITE, str(tmp_path / seed)], check=True, capture_output=True,
                                   env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}).stdout)
    assert said[0] == said[1] and said[0].count(b"\n") == 7


# --- what each format says (that of the hard survey: `renderings/files`) ------------------------


def test_a_heading_with_another_delimiter_is_quoted(tmp_path):
    item = Item("q", "multiple", {"zh": "问"}, (Option("a;b;c;d", {"zh": "甲"}),), layout="onehot")
    survey = sk.Survey.from_frame(pd.DataFrame({"q__a;b;c;d": [1, 0]}, index=["a", "b"]), Codebook((item,)))
    path, book = written(survey, "csv", tmp_path)
    assert path.read_text(encoding="utf-8-sig").splitlines()[0] == 'respondent,"q__a;b;c;d"'
    same(read_back(path, book), survey)


def test_but_a_filtered_parquet_still_knows_who_refused(folder, tmp_path):
    pq.write_table(pq.read_table(folder / "a.parquet").slice(2), tmp_path / "b.parquet")
    assert sk.read_survey(tmp_path / "b.parquet").missing["plan"].tolist() == ["refused", "blank"]


def test_an_options_own_number_stays_its_number_in_spss(tmp_path):
    options = (Option("a", {"zh": "甲"}, 1), Option("x", {"zh": "不便说"}, 9, "refused"))
    book = Codebook((Item("q", "single", {"zh": "问"}, options),), settings={"language": "zh"})
    path = write_survey(sk.Survey.from_frame(pd.DataFrame({"q": ["a", "x"]}), book), tmp_path / "a.sav")
    frame, said = pyreadstat.read_sav(path, user_missing=True)
    assert frame["q"].tolist() == [1, 9]
    assert said.variable_value_labels["q"] == {1: "甲", 9: "不便说"}


def test_but_a_label_cannot_leave_its_quotation_marks(tmp_path):
    label = "Which'.\nDELETE VARIABLES all.\n* " + "很长" * 200
    item = Item("q", "multiple", {"en": label}, (Option("a", {"en": "x"}),), layout="onehot")
    write_survey(sk.Survey.from_frame(pd.DataFrame({"q__a": [1, 0]}), Codebook((item,))), tmp_path / "a.sav")
    lines = (tmp_path / "a.mrsets.sps").read_text(encoding="utf-8-sig").splitlines()
    assert next(line for line in lines if "DELETE" in line).startswith("    LABEL='Which''. DELETE VARIABLES")
    assert max(len(line.encode()) for line in lines) <= 251


def test_stata_is_release_118(folder):
    assert (folder / "a.dta").read_bytes().startswith(b"<stata_dta><header><release>118</release>")


def test_names_are_cut_made_lawful_and_unique(tmp_path):
    names = ["all", "q" * 70, "q" * 64 + "x", "A", "a", "v1.", "_x", "x-y", "x_y"]
    book = Codebook(tuple(Item(name, "number", {"en": "a wording" * 60}) for name in names))
    survey = sk.Survey.from_frame(pd.DataFrame({name: [float(n)] for n, name in enumerate(names)}), book)
    for ending, longest in (("sav", 64), ("dta", 32)):
        path, book = written(survey, ending, tmp_path)
        found = [v.name for v in open_foreign(path).variables][1:]
        assert len({name.casefold() for name in found}) == len(names)
        assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.]*", name) and len(name) <= longest for name in found)
        same(read_back(path, book), survey)


# --- what cannot be written ---------------------------------------------------------------------


def one(values: list, kind: str = "text", name: str = "q", **said) -> sk.Survey:
    """A survey of one item."""
    return sk.Survey.from_frame(pd.DataFrame({name: values}, dtype=object),
                                Codebook((Item(name, kind, {"en": "?"}, **said),)))


@pytest.mark.parametrize(("survey", "ending", "what", "fix"), [
    (one(["a\x00b"]), "csv", "character that is none", "recode"),
    (one(["a\x00b"]), "sav", "character that is none", "recode"),
    (one(["\ud800"]), "parquet", "character that is none", "recode"),
    (one(["a\x01b"]), "xlsx", "control characters in Excel", ".csv"),
    (one(["x" * 32_768]), "xlsx", "32,767 characters", ".csv"),
    (one(["=" * 32_767]), "xlsx", "32,767 characters", ".csv"),
    (one(["好" * 11_000]), "sav", "32,767 bytes in SPSS", ".xlsx"),
    (one([2.0**60], "number"), "sav", "more than fifteen digits in SPSS", "kind text"),
    (one([1.7e308], "number"), "dta", "more than fifteen digits in Stata", "kind text"),
    (one(["\u200b"]), "csv", "blanks and invisible characters", "missing"),
    (one(["\u200b "]), "sav", "blanks and invisible characters", "missing"),
    (one([" \ufeff"]), "dta", "blanks and invisible characters", "missing"),
    (one(["x"], name="respondent"), "sav", "kept for the respondents' keys", "another name"),
    (one(["x"], name="q" * 78), "dta", "Stata cannot hold a name as long", "shorter name"),
    (one(["x"], role="pii:name"), "csv", "must have an item", "pseudonymise"),
    (one(["x"], name="性别"), "csv", "cannot be written with its codebook", "codebook=False")])
def test_what_a_format_cannot_hold_is_refused_and_the_old_files_stay(tmp_path, survey, ending, what, fix):
    old = write_survey(one(["x"], name="q" * 77), tmp_path / f"a.{ending}").read_bytes()  # as long as Stata holds
    write_survey(one([0.1 + 0.2], "number"), tmp_path / f"b.{ending}")  # more digits than fifteen, but after the point
    with pytest.raises(sk.CleaningError, match=what) as caught:
        write_survey(survey, tmp_path / f"a.{ending}")
    assert fix in caught.value.fix and f"a.{ending}" in (caught.value.where or "") + "a." + ending
    assert (tmp_path / f"a.{ending}").read_bytes() == old
    assert not list(tmp_path.glob(".part*"))


@pytest.mark.parametrize("ending", ["xlsx", "sav", "dta", "parquet", "csv"])
def test_a_text_as_long_as_a_cell_of_excel_is_written_and_read_again(tmp_path, ending):
    survey = one(["x" * 32_767, "=" * 32_766])
    same(read_back(*written(survey, ending, tmp_path)), survey)


def test_too_many_columns_are_refused_before_anything_is_written(tmp_path, monkeypatch):
    assert xlsx_files.COLUMNS == 16_384
    monkeypatch.setattr(xlsx_files, "COLUMNS", 8)
    frame = pd.DataFrame(np.zeros((1, 8)), columns=[f"q{n}" for n in range(8)])
    book = Codebook(tuple(Item(name, "number", {}) for name in frame))
    survey = sk.Survey(frame, pd.DataFrame(0, index=frame.index, columns=frame.columns, dtype="int8"), book)
    with pytest.raises(sk.CleaningError, match="Excel holds at most 8 columns, and this survey has 9"):
        write_survey(survey, tmp_path / "a.xlsx", codebook=False)
    assert list(tmp_path.iterdir()) == []


def test_headings_that_readers_cannot_tell_apart_are_refused(tmp_path):
    item = Item("q", "multiple", {}, (Option("A", {"zh": "甲"}), Option("Ａ", {"zh": "乙"})), layout="onehot")
    survey = sk.Survey.from_frame(pd.DataFrame({"q__A": [1], "q__Ａ": [0]}), Codebook((item,)))
    for ending in ("csv", "xlsx", "parquet"):
        with pytest.raises(sk.CleaningError, match="'q__A', 'q__Ａ' do not"):
            write_survey(survey, tmp_path / f"a.{ending}")


def test_an_answer_that_is_no_option_is_refused_where_it_would_need_a_number(tmp_path):
    survey = one(["a"], "single", options=(Option("a", {"en": "A"}),))
    step = sk.Step("recode", "wrong", (sk.Change("0", "q", "a", "b", "named", "change_response"),))
    wrong = survey.with_responses(survey.responses.replace({"a": "b"}), step=step)
    with pytest.raises(sk.CleaningError, match="'q' cannot hold an answer that is none of its options"):
        write_survey(wrong, tmp_path / "a.sav")


def test_an_unknown_ending_and_the_raw_folder_are_refused(tmp_path, example):
    with pytest.raises(sk.ReportError, match=r"cannot be written as '.ods'") as caught:
        write_survey(example, tmp_path / "a.ods")
    assert ".xlsx" in caught.value.fix
    with pytest.raises(sk.CleaningError, match="data/raw cannot be written"):
        write_survey(example, tmp_path / "data/raw/a.csv")


def test_a_failure_of_the_disk_leaves_the_old_pair(tmp_path, example, monkeypatch):
    path = write_survey(one(["old"]), tmp_path / "a.csv")
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    (tmp_path / "b.csv").symlink_to(path)
    with pytest.raises(sk.ReportError, match="link cannot be overwritten"):
        write_survey(example, tmp_path / "b.csv")
    monkeypatch.setattr(sys.modules["surveykit.write.write_survey"], "codebook_bytes", lambda book: b"not a workbook")
    with pytest.raises(sk.SurveyError):
        write_survey(example, path)
    assert {name: (tmp_path / name).read_bytes() for name in before} == before


def test_writing_changes_nothing(example, tmp_path):
    before, kinds = example.responses.copy(deep=True), example.missing
    for ending in FORMATS:
        write_survey(example, tmp_path / f"a.{ending}")
    pd.testing.assert_frame_equal(example.responses, before)
    pd.testing.assert_frame_equal(example.missing, kinds)


@pytest.mark.bench
def test_twenty_thousand_respondents_take_less_than_three_seconds(tmp_path):
    random = np.random.default_rng(1)
    book = Codebook(tuple(Item(f"s{n}", "single", {"zh": f"题{n}"}, PLANS[:2]) for n in range(30))
                    + tuple(Item(f"r{n}", "rating", {"zh": f"分{n}"}, POINTS) for n in range(24))
                    + tuple(Item(f"t{n}", "text", {"zh": f"文{n}"}) for n in range(6)))
    frame = pd.DataFrame({item.name: random.choice(["home", "NA"], 20_000) if item.kind == "single" else
                          random.integers(1, 4, 20_000) if item.kind == "rating" else
                          [f"希望学校多组织招聘会 {k}" for k in random.integers(0, 15_000, 20_000)] for item in book})
    survey = sk.Survey.from_frame(frame, book)
    for ending in FORMATS:
        started = time.process_time()
        write_survey(survey, tmp_path / f"a.{ending}")
        assert time.process_time() - started < 3, ending
