"""What whole rooms make of small surveys at the edges of what they are for, as text."""

import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
from export_renderings import CONTENT

import surveykit as sk

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
                            for line in made.log[-1].changes)
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


ROOMS = {"releases": releases}
