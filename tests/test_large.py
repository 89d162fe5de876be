"""Surveys that are asked without being held: the same cells from every feeder, the same results as from rows."""

import importlib.util
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import surveykit as sk
from surveykit.large import arrow_batches, count_job
from surveykit.large.raw_cells import RawCells, add_cells, count_cells
from surveykit.large.spark_batches import is_spark_frame
from surveykit.survey.large_survey import CellRequest

ROWS = 1_200
EXTRA = ("w", "stratum", "school", "pupil", "schools", "pupils", "many", "pay")
DESIGNS = {
    "simple": {}, "weighted": {"weight": "w"}, "strata": {"weight": "w", "strata": "stratum"},
    "population": {"strata": "stratum", "population": "many"}, "everybody": {"population": 100_000.0},
    "clusters": {"weight": "w", "strata": "stratum", "psu": "school", "population": "schools"},
    "two stages": {"weight": "w", "strata": "stratum", "psu": ["school", "pupil"], "population": ["schools", "pupils"]},
    "bootstrap": {"weight": "w", "strata": "stratum", "psu": "school", "replicates": "bootstrap"},
    "stages redrawn": {"weight": "w", "strata": "stratum", "psu": ["school", "pupil"],
                       "population": ["schools", "pupils"], "replicates": "bootstrap"}}
VERBS = {
    "frequencies": lambda s: sk.frequencies(s, "plan", base="all", nets={"away": ["home", "study"]}),
    "by a set": lambda s: sk.frequencies(s, "cp_1", by="hardship", where="gender = 'female' and months > 2"),
    "crosstab": lambda s: sk.crosstab(s, "plan", by="gender"),
    "row percents": lambda s: sk.crosstab(s, "plan", by="gender", percent="row"),
    "set by groups": lambda s: sk.crosstab(s, "hardship", by="gender", interval="logit"),
    "ticks": lambda s: sk.multiple_response(s, "hardship", by="gender", base="ticked"),
    "battery": lambda s: sk.likert(s, "planning", top=2, by="gender", where="months > 2"),
    "association": lambda s: sk.association(s, "hardship__pay", by="plan"),
    "means": lambda s: sk.means(s, ["pay", "months", "cp_1"], by="gender"),
    "mean in a domain": lambda s: sk.means(s, "pay", where="pay > 2011 or months < 3"),
    "book": lambda s: sk.tables(s, ["plan", "cp_1"], by=["gender", "hardship__pay"]).tests}


def respondents() -> tuple[pd.DataFrame, sk.Codebook]:
    """The example many times over, with units of a design, gaps and a number far from zero."""
    draw, base = np.random.default_rng(46), sk.example_survey()
    frame = base.responses.iloc[draw.integers(0, base.rows, ROWS)].reset_index(drop=True)
    stratum = draw.integers(0, 4, ROWS)
    school = draw.integers(0, 9, ROWS)
    more = {"w": draw.lognormal(size=ROWS).round(4), "stratum": stratum, "school": school,
            "pupil": draw.integers(0, 6, ROWS), "schools": 20.0 + stratum, "pupils": 30.0 + school,
            "many": 5_000.0 + stratum, "pay": draw.normal(2_012, 3, ROWS)}
    more["w"][:5], more["pay"][7:12] = 0, np.nan
    book = base.codebook
    for name in EXTRA:
        book = book.with_item(sk.Item(name, "number", {"en": name}), after=book.items[-1].name)
        frame[name] = pd.Series(more[name]).astype(float)
    return frame, book


FRAME, BOOK = respondents()
HELD = sk.Survey.from_frame(FRAME, BOOK)


def assert_same(large: sk.Result, held: sk.Result) -> None:
    pd.testing.assert_frame_equal(large.table, held.table, rtol=1e-10)
    for name in ("base", "missing", "title", "method", "notes", "settings", "labels"):
        assert getattr(large, name) == getattr(held, name), name
    assert large.source["rows"] == held.source["rows"]


@pytest.fixture(autouse=True)
def many_batches(monkeypatch):
    monkeypatch.setattr(arrow_batches, "BATCH", 250)


@pytest.mark.parametrize("design", DESIGNS)
def test_every_verb_gives_what_it_gives_from_rows(design):
    held, large = HELD, sk.open_large(FRAME, BOOK)
    if DESIGNS[design]:
        held, large = (sk.set_design(survey, **DESIGNS[design]) for survey in (held, large))
    for verb in VERBS.values():
        assert_same(verb(large), verb(held))


def test_a_file_of_ours_brings_its_codebook_and_kinds_of_missing(tmp_path):
    survey = sk.read_survey("data/raw/volunteers/volunteers_synthetic.xlsx",
                            "data/raw/volunteers/volunteers.codebook.xlsx")
    sk.write_survey(survey, tmp_path / "answers.parquet")
    held, large = sk.read_survey(tmp_path / "answers.parquet"), sk.open_large(tmp_path / "answers.parquet")
    assert large.source.sha256 == held.source.sha256 and large.rows == held.rows
    for item in held:
        if item.kind in ("single", "rating"):
            assert_same(sk.frequencies(large, item.name, base="asked"), sk.frequencies(held, item.name, base="asked"))
        elif item.kind == "number":
            assert_same(sk.means(large, item.name), sk.means(held, item.name))
        elif item.kind == "multiple":
            assert_same(sk.multiple_response(large, item.name), sk.multiple_response(held, item.name))
    (tmp_path / "parts").mkdir()  # a part where everybody answered has no column of kinds of missing
    for part in ("missing(gender)", "answered(gender)"):
        sk.write_survey(sk.exclude(held, where=part, reason="half"), tmp_path / f"parts/{part[:3]}.parquet")
    assert sk.open_large(tmp_path / "parts").rows == held.rows


def test_a_folder_of_files_with_labels_is_read_as_one_file_is(tmp_path):
    table, book = pd.read_csv("data/raw/anes96/anes96.csv"), "data/raw/anes96/anes96.codebook.xlsx"
    table.to_parquet(tmp_path / "all.parquet")
    (tmp_path / "parts").mkdir()
    table.iloc[:300].to_parquet(tmp_path / "parts/a.parquet")
    table.iloc[300:].to_parquet(tmp_path / "parts/b.parquet")
    held, large = sk.read_survey(tmp_path / "all.parquet", book), sk.open_large(tmp_path / "parts", book)
    for verb in (lambda s: sk.crosstab(s, "vote", by="educ"), lambda s: sk.means(s, "age", by="vote"),
                 lambda s: sk.association(s, "vote", by="educ", where="age > 40")):
        assert_same(verb(large), verb(held))
    table.drop(columns="vote").to_parquet(tmp_path / "parts/c.parquet")
    with pytest.raises(sk.ReadError, match="must have the same columns; this one lacks 'vote'"):
        sk.open_large(tmp_path / "parts", book)
    (tmp_path / "others").mkdir()  # only in our own files is that a column of kinds of missing
    pd.DataFrame({"vote": [1.0], "vote.missing": [1.0]}).to_parquet(tmp_path / "others/a.parquet")
    pd.DataFrame({"vote": [1.0]}).to_parquet(tmp_path / "others/b.parquet")
    with pytest.raises(sk.ReadError, match=r"this one lacks 'vote\.missing'"):
        sk.open_large(tmp_path / "others", book)


def cells_of(source: object) -> list:
    """The cells of two questions: what each stands for, by its answers."""
    large = sk.set_design(sk.open_large(source, BOOK), weight="w", strata="stratum", psu="school")
    found = []
    asked = [CellRequest(("gender", "plan"), "months > 3"), CellRequest(("gender",), None, ("pay",))]
    for cells in large.gather(asked):
        frame, inside = cells._responses, cells.inside if len(cells.inside) else cells.people > 0
        keys = ["|".join(map(str, row)) for row in zip(*map(frame.get, sorted(frame)), inside, strict=True)]
        sums = {"people": cells.people, "weights": cells.weights, "squares": cells.squares}
        sums |= {f"{name} {k}": part[:, k] for name, numbers in cells.numbers.items()
                 for part in (numbers.plain, numbers.weighted, numbers.squared) for k in (0, 1)}
        found.append(pd.DataFrame(sums).groupby(keys).sum())
    return found


def assert_same_cells(found: list, others: list) -> None:
    for one, other in zip(found, others, strict=True):
        assert_array_equal(one.index, other.index)
        assert_array_equal(one["people"], other["people"])
        assert_allclose(one, other, rtol=1e-12, atol=1e-9)


def test_memory_and_files_give_the_same_cells(tmp_path):
    table = pa.Table.from_pandas(FRAME, preserve_index=False)
    pq.write_table(table, tmp_path / "answers.parquet", row_group_size=170)
    held, of_file = cells_of(FRAME), cells_of(tmp_path / "answers.parquet")
    assert held[0]["people"].sum() == ROWS
    assert_same_cells(held, of_file)
    assert_same_cells(held, cells_of(table))
    plain = sk.open_large(FRAME, BOOK)
    for large, weight in ((plain, 1), (sk.set_design(plain, weight="w", strata="stratum", psu="school"), FRAME["w"])):
        for name, sums in large.gather([CellRequest(("gender",), None, ("pay", "months"))])[0].numbers.items():
            apart = FRAME[name] - sums.about
            expected = [[(weight**times * apart**power).sum() for power in (1, 2)] for times in (0, 1, 2)]
            found = [part.sum(axis=0) for part in (sums.plain, sums.weighted, sums.squared)]
            assert_allclose(found, expected, rtol=1e-9)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")  # Spark's own
@pytest.mark.skipif(not importlib.util.find_spec("pyspark") or not shutil.which("java"),
                    reason="Spark needs pip install surveykit[spark] and Java")
def test_spark_gives_the_same_cells_and_results(monkeypatch):
    from pyspark.sql import SparkSession

    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(map(str, sys.path)))
    spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    try:
        frame = spark.createDataFrame(pa.Table.from_pandas(FRAME, preserve_index=False)).repartition(3)
        assert_same_cells(cells_of(FRAME), cells_of(frame))
        large = sk.set_design(sk.open_large(frame, BOOK), weight="w", strata="stratum", psu="school")
        held = sk.set_design(HELD, weight="w", strata="stratum", psu="school")
        for verb in (VERBS["crosstab"], VERBS["means"], VERBS["association"]):
            pd.testing.assert_frame_equal(verb(large).table, verb(held).table, rtol=1e-10)
    finally:
        spark.stop()


class StandIn:
    """An Arrow table that is asked as a DataFrame of Spark is, in two partitions; names are quoted as Spark's are."""

    def __init__(self, table: pa.Table) -> None:
        self.table, self.toArrow, self.count = table, lambda: table, lambda: table.num_rows

    def limit(self, rows: int) -> "StandIn":
        return StandIn(self.table.slice(0, rows))

    def select(self, *names: str) -> "StandIn":
        return StandIn(self.table.select([name[1:-1].replace("``", "`") for name in names]))

    def mapInArrow(self, count: Callable, _: object) -> "StandIn":  # noqa: N802 Spark's name
        parts = self.table.slice(0, 700), self.table.slice(700)
        return StandIn(pa.Table.from_batches([made for part in parts for made in count(iter(part.to_batches(250)))]))


def test_what_spark_is_asked_gives_the_same_cells_and_results(monkeypatch):
    odd = FRAME.rename(columns={"pay": "pay.`raw`"})
    book = replace(BOOK, items=tuple(
        replace(item, column="pay.`raw`") if item.name == "pay" else item for item in BOOK))
    assert not is_spark_frame(StandIn(pa.Table.from_pandas(FRAME)))
    monkeypatch.setattr(StandIn, "__module__", "pyspark.stand_in")
    frame, named = (StandIn(pa.Table.from_pandas(one, preserve_index=False)) for one in (FRAME, odd))
    assert is_spark_frame(frame) and not is_spark_frame(FRAME)
    assert_same_cells(cells_of(FRAME), cells_of(frame))
    large = sk.open_large(named, book)
    assert (large.rows, large.source.name, large.source.sha256) == (ROWS, "spark", "")
    for verb in (VERBS["crosstab"], VERBS["means"], VERBS["mean in a domain"]):
        pd.testing.assert_frame_equal(verb(large).table, verb(HELD).table, rtol=1e-10)
    assert large.load("pay").responses["pay"].tolist()[:3] == FRAME["pay"].tolist()[:3]


def test_cells_of_parts_are_cells_of_the_whole():
    draw = np.random.default_rng(1)
    codes, weights = draw.integers(0, 3, (50, 2)), draw.random(50)
    texts, none = [("a", "b", "c"), ("x", "y", "z")], np.zeros((0, 2))

    def count(rows: slice, columns: list[tuple[str, ...]]) -> RawCells:
        return count_cells(columns, list(codes[rows].T), [weights[rows]], none, rows.start or 0)

    whole, parts = count(slice(0, 50), texts), [count(slice(0, 20), texts), count(slice(20, 50), texts)]
    for added in (add_cells(parts), parts[1] + parts[0]):
        assert_array_equal(added.first, whole.first)
        assert_allclose(added.sums, whole.sums, rtol=1e-12)


def test_what_needs_rows_is_refused_with_the_way_to_load_them():
    large = sk.open_large(FRAME, BOOK)
    for verb in (lambda s: sk.quantiles(s, "pay"), lambda s: sk.item_analysis(s, "planning"), sk.overview,
                 lambda s: s.responses, sk.screen, lambda s: sk.association(s, "hardship", by="gender")):
        with pytest.raises(sk.AnalysisError, match=r"needs every respondent(.|\n)*survey\.load\(\["):
            verb(large)
    book, held = (sk.tables(survey, ["plan", "hardship"], by=["gender"]) for survey in (large, HELD))
    assert_same(book["hardship", "gender"], held["hardship", "gender"])
    assert book.tests.table["p_value"].isna().tolist() == [False, True]
    assert any("their test needs every respondent" in note["en"] for note in book.tests.notes)
    assert_same(sk.quantiles(large.load("pay"), "pay"), sk.quantiles(HELD, "pay"))
    part = large.load(["plan", "gender"], where="months > 3")
    assert part.rows == sk.frequencies(HELD, "gender", base="all", where="months > 3").base
    assert large.domain("months > 3", name="late", label="late").seen == (part.rows, ROWS)
    with pytest.raises(sk.CodebookError, match="did you mean 'plan'"):
        sk.frequencies(large, "plann")


def test_codes_for_missing_skips_and_a_value_that_carries_the_mean_are_told_as_from_rows(tmp_path):
    frame = pd.DataFrame({"a": ["x", "y"] * 8, "n": [-9.0, np.nan, 3.0, 4.0] * 4,
                          "h": [1.0, 2.0, -9.0, 90.0, *[2.0] * 12]})
    book = sk.Codebook((
        sk.Item("a", "single", {"en": "A"}, (sk.Option("x", {}), sk.Option("y", {}))),
        sk.Item("n", "number", {"en": "N"}, asked_if="${a} = 'x'"), sk.Item("h", "number", {"en": "H"})),
        settings={"missing_codes": {"-9": "refused"}})
    frame.to_parquet(tmp_path / "few.parquet")
    held, large = sk.read_survey(tmp_path / "few.parquet", book), sk.open_large(tmp_path / "few.parquet", book)
    for verb in (lambda s: sk.means(s, ["n", "h"]), lambda s: sk.means(s, "h", by="a"),
                 lambda s: sk.frequencies(s, "a", where="missing(n) = 'not_asked'"),
                 lambda s: sk.frequencies(s, "a", where="missing(n) = 'refused'"),
                 lambda s: sk.frequencies(s, "a", where="missing(h) = 'refused'")):
        assert_same(verb(large), verb(held))
    assert any("carries the mean" in note["en"] for note in sk.means(large, "h").notes)
    told = set()
    for value in np.linspace(3, 12, 60):  # one of them is the first that carries the mean
        frame["h"] = [*[1.0, 2.0, 3.0] * 5, value]
        notes = [sk.means(made, "h").notes for made in (sk.open_large(frame, book), sk.Survey.from_frame(frame, book))]
        told.add("carries the mean" in str(notes[0]))
        assert notes[0] == notes[1]
    assert told == {True, False}


def test_too_many_cells_and_wrong_weights_are_refused(monkeypatch):
    monkeypatch.setattr(count_job, "MOST_CELLS", 100)
    with pytest.raises(sk.AnalysisError, match=r"more than 100 ways(.|\n)*held: 'pay', 'school', 'pupil'\.\n"):
        sk.set_design(sk.open_large(FRAME, BOOK), strata="stratum", psu=["pay", "school", "pupil"])
    monkeypatch.setattr(count_job, "MOST_CELLS", 6)
    assert sk.set_design(sk.open_large(FRAME, BOOK), psu="pupil").design.psu == ("pupil",)  # six in each batch
    monkeypatch.setattr(count_job, "MOST_CELLS", 5)
    with pytest.raises(sk.AnalysisError, match="more than 5 ways"):
        sk.set_design(sk.open_large(FRAME, BOOK), psu="pupil")
    wrong = FRAME.assign(w=FRAME["w"].where(FRAME.index != 700, -1.0))
    with pytest.raises(sk.AnalysisError, match="0 or more; see rows 701"):
        sk.set_design(sk.open_large(wrong, BOOK), weight="w")
    with pytest.raises(sk.AnalysisError, match="from its units only"):
        sk.set_design(sk.open_large(FRAME, BOOK), weight="w", replicates="bootstrap")


def test_files_that_are_none_and_files_without_codebook_are_refused(tmp_path):
    (tmp_path / "not.parquet").write_text("a,b\n1,2\n")
    with pytest.raises(sk.ReadError, match="not a Parquet file"):
        sk.open_large(tmp_path / "not.parquet", BOOK)
    with pytest.raises(sk.ReadError, match="There is no Parquet file"):
        sk.open_large(tmp_path / "absent.parquet", BOOK)
    FRAME.to_parquet(tmp_path / "plain.parquet")
    with pytest.raises(sk.ReadError, match="needs a codebook"):
        sk.open_large(tmp_path / "plain.parquet")
    FRAME.to_parquet(tmp_path / "plain.parquet", write_page_checksum=True, compression=None)
    data = bytearray((tmp_path / "plain.parquet").read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "damaged.parquet").write_bytes(data)
    with pytest.raises(sk.ReadError, match=r"is damaged(.|\n)*damaged\.parquet(.|\n)*write it again"):
        sk.means(sk.open_large(tmp_path / "damaged.parquet", BOOK), ["pay", "months", "cp_1"])
    with pytest.raises(sk.CodebookError, match=r"'moon' \(1 respondent, row 701\)"):
        sk.frequencies(sk.open_large(FRAME.assign(plan=FRAME["plan"].where(FRAME.index != 700, "moon")), BOOK), "plan")
    (tmp_path / "parts").mkdir()
    FRAME.iloc[:0].to_parquet(tmp_path / "parts/a.parquet")  # a part without anybody comes first
    FRAME.to_parquet(tmp_path / "parts/b.parquet")
    assert sk.frequencies(sk.open_large(tmp_path / "parts", BOOK), "plan", base="all").base == ROWS
    lost = replace(BOOK, items=(*BOOK.items, sk.Item("height", "number", {"en": "height"})))
    with pytest.raises(sk.ReadError, match="no column for 1 of"):
        sk.open_large(tmp_path / "plain.parquet", lost)
