"""What whole rooms make of small surveys at the edges of what they are for, as text."""

import re
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from unittest import mock

import pandas as pd
import pyarrow as pa
from export_renderings import CONTENT

import surveykit as sk
from surveykit.large import arrow_batches, feeder_reader
from surveykit.survey.large_survey import CellRequest
from surveykit.write import xlsx_files

YES = (sk.Option("a", {"en": "Yes", "zh": "是"}), sk.Option("b", {"en": "No"}))


def told(result: sk.Result) -> Iterator[str]:
    """All of a result."""
    yield from result.table.to_csv(sep="|", float_format="%.6g").splitlines()
    yield f"{result.base} {result.language} {result.settings} {result.labels}"
    yield from (f"{note['en']} {note['zh']}" for note in result.notes)


def outcomes(*calls: object) -> Iterator[str]:
    """What calls give: results, steps of a log, files of a folder, or why they are refused."""
    with tempfile.TemporaryDirectory() as name:
        for number, call in enumerate(calls):
            yield f"# {number}"
            folder = Path(name) / str(number)
            try:
                made = call(folder)
            except sk.SurveyError as error:
                yield from (error.message(language).replace(name, "") for language in ("en", "zh"))
                continue
            if isinstance(made, sk.Result):
                yield from told(made)
            elif isinstance(made, sk.Survey):
                yield from (f"{line.respondent} {line.item} {line.old} {line.rule} {line.kind}"
                            for step in made.log[-1:] for line in step.changes)
            for path in sorted(folder.glob("*")):
                yield f"## {path.name}"
                if ".codebook" in path.name:
                    book = sk.read_codebook(path)
                    yield f"{book.scales} {[(item.name, item.asked_if) for item in book if item.asked_if]}"
                    continue
                lines = CONTENT[path.suffix](path) if path.suffix in CONTENT else path.read_text("utf-8").splitlines()
                yield from (re.sub("[0-9a-f]{64}", "SHA-256", line) for line in lines)


def releases() -> Iterator[str]:
    """What is measured and written of a survey that is passed on."""
    kinds = [("who", "text", "姓名", "pii:name"), ("when", "text", "提交时间", "date"), ("sex", "single", "性别", None),
             ("age", "number", "年龄", None), ("ended", "date", "毕业年份", None), ("place", "text", "地区", None),
             ("plan", "single", "打算", None), ("why", "single", "因由", None), ("late", "single", "其后", None),
             ("w", "number", "权重", None), ("agree", "single", "是否同意该地区的政策", None),
             ("rate", "rating", "年级", None), ("other", "rating", "别的", None), ("none", "single", "无人", None)]
    items = [sk.Item(name, kind, {"zh": label}, YES if kind == "single" else
                     tuple(sk.Option(str(n), {}, float(n)) for n in (1, 2)) if kind == "rating" else (), role=role,
                     scale="s" if name == "rate" else "t" if name == "other" else None,
                     asked_if={"why": "${age} > 20", "late": "${plan} = 'a'"}.get(name))
             for name, kind, label, role in kinds]
    n = 24
    frame = pd.DataFrame({
        "who": [f"王小{row}" for row in range(n)], "when": [f"2026-09-0{1 + row % 9} 10:00" for row in range(n)],
        "sex": list("ab") * 12, "age": [None, 30, *[20 + row // 4 for row in range(22)]],
        "ended": [None, "2001-01-01 10:00", *(f"2001-01-0{1 + row % 3} 1{row % 2}:00" for row in range(2, n))],
        "place": ["x", "y", None] * 8,
        "plan": [*"aabb" * 5, *"aaa", None], "why": [*"ab" * 10, *"aaaa"],
        "late": [*["a", "b", None, None] * 5, *"aa", None, None],
        "w": [1.0, 2.0] * 12, "agree": list("ba") * 12, "rate": 1.0, "other": 2.0, "none": None})
    book = sk.Codebook(tuple(items), (sk.Scale("s", {}, 1, 2), sk.Scale("t", {}, 1, 2)))
    plain = sk.Survey.from_frame(frame, book)
    plain = replace(plain, source=replace(plain.source, name="表.csv"))
    for name in ("plan", "ended", "place"):
        plain = sk.set_missing(plain, name, where="age = 30", kind="refused", reason="x")
    given = sk.set_design(plain, weight="w")
    banded = sk.recode(sk.derive(given, "band", "age", cut=[22, 24], reason="x"), "why", {"b": "a"}, reason="x")
    key = Path("key")
    wide = sk.Survey.from_frame(
        pd.DataFrame({f"q{k}": ["b" if row == k else "a" for row in range(50)] for k in range(21)}),
        sk.Codebook(tuple(sk.Item(f"q{k}", "single", {"en": f"Q{k}"}, YES) for k in range(21))))

    def risk(survey: sk.Survey, names: object, **more: object) -> object:
        return lambda _: sk.disclosure(survey, names, **more)

    def files(survey: sk.Survey, **more: object) -> object:
        def make(folder: Path) -> None:
            path = folder.parent / key
            if not path.exists():
                path.write_text("ab" * 32)
                path.chmod(0o600)
            sk.write_release(survey, folder, key=path, **more)
        return make
    yield from outcomes(
        *(risk(wide, [f"q{k}" for k in range(most)], k=2) for most in (8, 9, 20, 21)),
        *(risk(given, names, sensitive=["plan", "late"], k=k, diversity=2) for names in (None, "sex", ["sex", "age"])
          for k in (2, 4)), risk(given, ["age", "sex"], k=3, respondents=True),
        risk(given, "sex", k=12, respondents=True), risk(given, "sex", k=1), risk(given, "sex", k=2, diversity=0),
        risk(given, "sex", diversity=1), risk(given, "who"),
        risk(given, []), risk(given, ["when", "ended", "place"]), risk(given, "plan", k=3),
        *(lambda _, k=k, names=names: sk.suppress(given, names, k=k, reason="x") for names, k in (
            ("sex", 12), ("sex", 13), ("sex", 24), ("sex", 25), (["sex", "age"], 3), (["age", "place"], 4),
            ("plan", 3), (["ended", "place"], 9), (["sex", "place"], 5), (["plan", "late"], 10),
            (["ended", "plan"], 2))),
        *(lambda _, most=most: sk.suppress(wide, [f"q{k}" for k in range(most)], k=2, reason="x") for most in (8, 9)),
        *(files(banded, **more) for more in (
            {}, {"k": 1}, {"k": 1, "keep": ["age", "when", "w"], "leave_out": "rate"},
            {"quasi_identifiers": "sex", "sensitive": ["plan", "late"], "k": 12}, {"quasi_identifiers": "sex", "k": 13},
            {"quasi_identifiers": ["sex", "age"], "k": 2}, {"quasi_identifiers": ["sex", "band"], "k": 1},
            {"quasi_identifiers": ["sex"], "sensitive": "why"}, {"quasi_identifiers": "sex", "leave_out": "why",
             "sensitive": "why"}, {"quasi_identifiers": "sex", "sensitive": "why", "diversity": 1},
            {"quasi_identifiers": "sex", "respondents": "pseudonyms", "leave_out": ["place", "age"]},
            {"quasi_identifiers": "plan", "sensitive": ["late", "why"], "k": 1, "diversity": 2, "leave_out": "why"},
            {"quasi_identifiers": "plan", "sensitive": ["late", "none"], "k": 1, "diversity": 1, "keep": "place"},
            {"quasi_identifiers": "sex", "sensitive": "plan", "k": 2},
            {"quasi_identifiers": "place"}, {"keep": "who"}, {"ending": ".dta", "quasi_identifiers": "sex"})))
    yield from counted(given)


def counted(survey: sk.Survey) -> Iterator[str]:
    """Which counts of tables are small."""
    tables = [sk.frequencies(survey, "sex"), sk.crosstab(survey, "plan", by="age"), sk.means(survey, "age"),
              sk.frequencies(survey, "rate"), sk.crosstab(survey, "late", by="sex"), sk.cleaning_log(survey),
              sk.frequencies(survey, "plan")]
    yield from outcomes(*(lambda _, least=least: sk.small_cells(tables, least=least) for least in (1, 2, 3, 5, 11, 12)),
                        lambda _: sk.small_cells(tables[1]), lambda _: sk.small_cells([]))


def frame_of(*items: sk.Item, settings: dict[str, object] | None = None, **columns: list[object]) -> sk.Survey:
    """A survey of some columns; texts where no item is given."""
    named = {item.name: item for item in items}
    found = [named.get(name) or sk.Item(name, "text", {"en": name}) for name in columns]
    found += [item for item in items if item.kind == "multiple"]
    sets = {column: [1, 0] for item in items if item.kind == "multiple" for column in item.columns}
    return sk.Survey.from_frame(pd.DataFrame(columns | sets, dtype=object), sk.Codebook(
        tuple(found), (), settings or {}))


def writes() -> Iterator[str]:
    """What is written, or refused, of small surveys at the limits of each format."""
    def write(survey: sk.Survey, ending: str, **limits: int) -> object:
        def make(folder: Path) -> None:
            with ExitStack() as held:
                for name, limit in limits.items():
                    held.enter_context(mock.patch.object(xlsx_files, name, limit))
                sk.write_survey(survey, folder / f"a.{ending}", codebook=False)
        return make

    def choice(name: str, *options: sk.Option, kind: str = "single") -> sk.Item:
        return sk.Item(name, kind, {"en": name}, options, layout="onehot" if kind == "multiple" else None)

    stamps = frame_of(sk.Item("at", "date", {}), choice("when", sk.Option("2026-09-03 10:15", {})),
                      sk.Item("n", "number", {}), settings={"note": "Kept."},
                      at=["2026-09-03 10:15", None, "2026-09-04", "2026-09-03T11:00:00Z"],
                      when=["2026-09-03 10:15", None, None, None], n=[1.0, 2.0, None, 1e15],
                      said=["1点", "1时", "a", None])
    wide = frame_of(**{name: ["x", "y"] for name in ("ａ", "a")})
    for text in ("\0", " a", "\u200b", "\u200ba", " \t"):
        yield f"{text!r}"
        yield from outcomes(*(write(frame_of(t=[text, "b"]), ending) for ending in ("csv", "sav")),
                            write(frame_of(t=[text, text + "\0"]), "parquet"))
    yield from outcomes(
        lambda folder: sk.write_survey(stamps, folder / "a.csv"), write(wide, "csv"),
        *(write(stamps, ending) for ending in ("csv", "xlsx", "sav", "dta")),
        *(write(stamps, "xlsx", **limits) for limits in (
            {"COLUMNS": 5}, {"COLUMNS": 4}, {"ROWS": 5}, {"ROWS": 4}, {"EXACT": 2}, {"LONGEST": 11}, {"LONGEST": 10})),
        write(frame_of(t=["😀" * 3, "b"]), "xlsx", LONGEST=7), write(frame_of(t=["😀" * 3, "b"]), "xlsx", LONGEST=6),
        *(write(frame_of(sk.Item("n", "number", {}), n=[number, 1.0]), ending) for ending in ("sav", "dta")
          for number in (8.9e307, 8.8e307, 1e15, 1e15 + 2, 1e16, 1.1e16 + 2, 999999999999999.0, -1e15 - 2)),
        write(frame_of(choice("s"), s=["x", "y "]), "sav"), write(frame_of(choice("s"), s=["-97", "(refused)"]), "dta"),
        *(write(frame_of(choice("m", sk.Option("a", {}), sk.Option(other, {}), kind="multiple"), t=["x", "y"]), ending)
          for other in ("A", "b", "o" * 70) for ending in ("sav", "dta")),
        *(write(frame_of(choice("m", sk.Option("o" * size, {}), kind="multiple"), t=["x", "y"]), ending)
          for ending, sizes in (("dta", (34, 35)), ("sav", (119, 120))) for size in sizes),
        *(write(frame_of(sk.Item("n" * size, "number", {}), **{"n" * size: [1, 2]}), "dta") for size in (77, 78)),
        *(write(frame_of(choice("q" * size, sk.Option("a", {}), kind="multiple"), t=["x", "y"]), "sav")
          for size in (1, 59, 60, 61, 62, 63)),
        *(write(frame_of(choice("r", sk.Option("a", {}, score), sk.Option("b", {}, score + 1)), r=["a", "b"]), "dta")
          for score in (0.5, 2147482998.0, 2147482999.0, 2147483000.0, -2147483000.0)),
        *(write(frame_of(choice("g", sk.Option("1", {}), sk.Option(one, {}, missing="refused"), sk.Option(
            two, {"en": "Unsure"}, missing="dont_know")), g=["1", None]), ending)
          for one, two in (("8", "9"), ("8", "8"), ("1", "9"), ("-97", "x"), ("x", "-99"))
          for ending in ("sav", "dta")),
        *(write(frame_of(t=["x", "y"], settings={"title": {"en": title}, "synthetic": synthetic}), ending)
          for title in ("x" * 38, "x" * 39, "x" * 60, "x" * 61, "T (synthetic data)") for synthetic in (True, False)
          for ending in ("sav", "dta")))


def larges() -> Iterator[str]:
    """What is counted of small surveys that are asked without being held: batches of three, two files, a table."""
    yes = (*YES, sk.Option("c", {}, missing="refused"))
    items = (sk.Item("a", "single", {"en": "A"}, yes), sk.Item("n", "number", {"en": "N"}),
             sk.Item("late", "number", {"en": "Late"}, asked_if="${a} = 'a'"),
             sk.Item("code", "number", {"en": "Code"}), sk.Item("w", "number", {"en": "W"}),
             sk.Item("psu", "single", {"en": "Unit"}, tuple(sk.Option(f"u{k}", {}) for k in range(4))),
             sk.Item("m", "multiple", {"en": "M"}, (sk.Option("x", {}), sk.Option("y", {})), layout="onehot"),
             sk.Item("t", "text", {"en": "T"}))
    book = sk.Codebook(items, settings={"missing_codes": {"-9": "refused"}})
    rows = 11
    frame = pd.DataFrame({
        "a": ["a", "b", None, "a", "b", "c", "a", "a", "b", "b", "a"],
        "n": [2012.5, None, 2011, 2012, *range(2008, 2015)],
        "late": [1.0, None, None, 2.0, None, None, 3.0, None, None, None, 5.0],
        "code": [-9.0, 1, 2, 3, -9, 4, 5, 6, 7, 8, 9],
        "w": [1.0, 2, 0, 0.5, 1, 1, 1, 3, 1, 1, 1], "psu": [f"u{k % 4}" for k in range(rows)],
        "m__x": [1, 0, None, *[1, 0] * 4], "m__y": [0, 1, None, *[1, 1] * 4], "t": ["p", None, *["q"] * 9]})
    with tempfile.TemporaryDirectory() as name, mock.patch.object(arrow_batches, "BATCH", 3):
        folder = Path(name) / "parts"
        folder.mkdir()
        for part, of in enumerate((frame.iloc[:5], frame.iloc[5:])):
            of.to_parquet(folder / f"{part}.parquet", row_group_size=4)
        sources = {"frame": frame, "parts": folder, "one": folder / "1.parquet",
                   "table": pa.Table.from_pandas(frame, preserve_index=False)}
        for name_, source in sources.items():
            large = sk.open_large(source, book)
            yield f"# {name_} {replace(large.source, sha256='')} {large.reader.near}"
            for design in ({}, {"weight": "w"}, {"weight": "w", "psu": "psu"}):
                survey = sk.set_design(large, **design) if design else large
                for cells in survey.gather([
                        CellRequest(("a", "m"), "n > 2010"), CellRequest(("t",), None, ("n", "code")),
                                            CellRequest((), "late > 1", ("late",)), CellRequest(("psu",)),
                                            CellRequest((), "code > 2 and a = 'a'")]):
                    yield from cells._responses.assign(people=cells.people).to_csv(sep="|").splitlines()
                    yield f"{cells.weights.tolist()} {cells.squares.tolist()} {cells.uneven} {cells.unknown}"
                    yield f"{cells.inside.tolist()}"
                    yield from (f"{key} {sums.about} {sums.ends} {sums.plain.tolist()} {sums.weighted.tolist()} "
                                f"{sums.squared.tolist()} {sums.cubes.tolist()}" for key, sums in cells.numbers.items())
            yield from outcomes(*(lambda _, verb=verb, large=large: verb(large) for verb in (
                lambda s: sk.frequencies(s, "a", base="all"), lambda s: sk.crosstab(s, "a", by="m"),
                lambda s: sk.means(s, ["n", "late", "code"], by="a"),
                lambda s: sk.frequencies(s, "a", where="late > 9"), lambda s: sk.frequencies(s, "t"),
                lambda s: s.load(["a"], where="n > 3000"),
                lambda s: sk.set_design(s, weight="n"), lambda s: sk.set_design(s, weight="late"))))
            for asked in ((["n", "t"], None), (["late"], "a = 'a'"), ("m", None)):
                loaded = large.load(*asked[:1], where=asked[1])
                yield from loaded.responses.to_csv(sep="|").splitlines()
                yield f"{loaded.source.rows} {loaded.missing.to_csv(sep='|')}"
            with mock.patch.object(feeder_reader, "CELL", 100_000):
                yield from outcomes(lambda _, large=large: large.load(["a", "n"]),
                                    lambda _, large=large: sk.trusting(megabytes=4) and large.load(["a", "n"]))


ROOMS = {"releases": releases, "writes": writes, "larges": larges}
