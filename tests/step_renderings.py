"""What steps of cleaning make of a survey, what is told of texts and documents, and codebooks as files, as text."""

import csv
import json
import re
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from importlib import import_module
from itertools import groupby, product
from pathlib import Path
from unittest import mock

import made_bytes
import made_pages
import numpy as np
import pandas as pd
import report_values
import test_codebook_exports
import test_no_mutation
import test_screening
from call_values import MADE, lay_files
from export_renderings import CONTENT, HERE, helped, survey, terse
from small_studies import (
    blocks,
    book_of,
    chosen,
    in_folder,
    keyed,
    news,
    of,
    of_talks,
    opened,
    people,
    read,
    show,
    word_of,
)

import surveykit as sk
from surveykit.codebook.codebook_document import codebook_docx, codebook_markdown
from surveykit.codebook.codebook_files import datapackage_bytes
from surveykit.codebook.codebook_workbook import codebook_bytes
from surveykit.codebook.ddi_bytes import ddi_bytes
from surveykit.formats.documents.open_documents import open_document
from surveykit.privacy.personal_gate import passage_digest, refuse_personal, refuse_personal_texts
from surveykit.text.personal import classify_personal, find_personal_kinds
from surveykit.text.personal_spans import find_personal_spans, mask_text

TEXTS = sorted((HERE / "cases/audit").iterdir())
TALKS = HERE.parent / "data/raw/interviews"


def step(name: str) -> Iterator[str]:
    """The survey or the text a verb gives, or the files it writes."""
    given = sk.screen(sk.exclude(sk.example_survey(), respondents=["40"], reason="withdrew"))
    with tempfile.TemporaryDirectory() as folder, mock.patch("secrets.token_hex", lambda size: "ab" * size):
        made = test_no_mutation.CALLS[name](given, Path(folder) / "files")
        yield from made.splitlines() if isinstance(made, str) else ()
        if isinstance(made, sk.Survey):
            yield from sk.cleaning_log(made).grid("zh").to_text().splitlines()
            yield from sk.diff(given, made).grid("en").to_text().splitlines()[:40]
            yield from survey(made)
            yield from (terse(item) for item in made.codebook if item not in given.codebook.items)
        for path in sorted(path for path in Path(folder).rglob("*") if path.suffix in CONTENT):
            yield f"# {path.name}"
            yield from (re.sub("[0-9a-f]{64}", "SHA-256", line) for line in CONTENT[path.suffix](path))


def codebook(name: str) -> Iterator[str]:
    """A codebook as DDI, Data Package, Markdown, Word, and as a workbook."""
    book = test_codebook_exports.BOOKS[name]
    yield from ddi_bytes(book, name="data.csv", facts={"rows": 46, "sha256": "ab12"}).decode("utf-8").splitlines()
    yield from datapackage_bytes(book, data_name="data.csv").decode("utf-8").splitlines()
    for language in ("zh", "en"):
        yield from codebook_markdown(book, language).splitlines()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.docx"
        path.write_bytes(codebook_docx(book, "en"))
        with zipfile.ZipFile(path) as parts:
            yield from parts.read("word/document.xml").decode("utf-8").replace("<w:p>", "\n<w:p>").splitlines()
            yield from re.findall('<w:style [^>]*w:styleId="(?:Normal|Title|Heading1)".*?</w:style>',
                                  " ".join(parts.read("word/styles.xml").decode("utf-8").split()))
        yield from CONTENT[".xlsx"](sk.write_codebook(book, Path(folder) / "book.xlsx"))
        path = Path(folder) / "helped.xlsx"
        path.write_bytes(codebook_bytes(book, {item.name: "settle" for item in book.items[:1]}, helped=True))
        yield from CONTENT[".xlsx"](path)
        yield from helped(path)


def audit(name: str) -> Iterator[str]:
    """What the audit says of a text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.md"
        text = (HERE / "cases/audit" / name).read_text(encoding="utf-8")
        path.write_text(text.replace("\n", "\n\n") if "sentences" in name else text, encoding="utf-8")  # each alone
        found = sk.audit_report(path)
        yield from found.grid("en").to_text().splitlines()
        yield from found.table.to_csv(sep="|", float_format="%.6g").splitlines()
        yield from (note["en"] for note in found.notes)
        yield from (f"{block.place} {block}"[:400] for block in open_document(path).blocks)


def personal(name: str) -> Iterator[str]:
    """What is found in sentences and headings that are personal or not."""
    with (HERE / "data" / f"{name}.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            text = row.get("marked") or row["heading"]
            yield f"{text} | {mask_text(text)} | {sorted(find_personal_kinds(text))}"
            yield f"{classify_personal(text, [text])} {classify_personal('x', [text])}"
            yield from (terse(span) for span in find_personal_spans(text))


def privacy() -> Iterator[str]:
    """What is personal in a survey, of every kind and at every place, and what is said where it would be written."""
    phones = [f"1380000005{k}" for k in range(4)]
    asked: dict[str, tuple[str, str, list[object]]] = {
        "half": ("text", "留言", [f"{phone}一二三四五六七八九十一" for phone in phones]),
        "tel": ("text", "电话", [None] * 4),
        "more": ("text", "建议", [f"{phone}一二三四五六七八九十" for phone in phones]), "own": ("text", "编号", phones),
        "at": ("text", "位置", ["30.6612,104.0634", "30.6613,104.0635", "30.6614,104.0636", None]),
        "big": ("number", "号码", [*map(float, phones[1:]), 5.0]), "born": ("date", "出生日期", ["2001-02-03"] * 4),
        "advice": ("text", "建议", [f"写信到a@example.org，{MORE_PERSONAL}", "我叫王小明", "无", None]),
        "pick": ("single", f"打{phones[0]}", ["a", "b", "a", None])}
    options = (sk.Option("a", {"zh": f"写到b{phones[0]}@qq.com"}), sk.Option("b", {}))
    items = tuple(sk.Item(name, kind, {"zh": label}, options if kind == "single" else (),
                          role="id" if name == "own" else None) for name, (kind, label, _) in asked.items())
    frame = pd.DataFrame({name: answers for name, (*_, answers) in asked.items()},
                         index=["我叫王小明", phones[3], "c", "d"])
    survey = sk.Survey.from_frame(frame, sk.Codebook(items, (), {"title": {"zh": f"问{phones[1]}"}}))
    found = sk.find_personal(survey).table
    yield from found.to_csv(sep="|").splitlines()
    texts = [(f"page {number}", f"{MORE_PERSONAL} {phone} 我叫王小明") for number, phone in enumerate(phones)]
    for refuse in (lambda: refuse_personal(survey), lambda: refuse_personal(survey, items={"more"}),
                   lambda: refuse_personal(survey, items=set()),
                   lambda: refuse_personal_texts(texts, allowed=[phones[0], passage_digest(phones[1])], file="a.html"),
                   lambda: sk.redact(survey, found.drop(columns=["kind", "masked"]), reason="x")):
        try:
            refuse()
        except sk.SurveyError as error:
            yield from map(error.message, ("zh", "en"))
    yield passage_digest(phones[0])


MORE_PERSONAL = "身份证11010519491231002X，QQ：12345678，微信号：wx_abc123，车牌京A12345，护照E12345678"


def careless(rows: int) -> sk.Survey:
    """Pairs of items on seven points that agree or oppose each other, reversed items at the ends, pages, checks."""
    draw = np.random.default_rng(rows)
    base, near = draw.integers(1, 8, (rows, 8)), draw.integers(-1, 2, (rows, 8))
    x = np.hstack([base[:, :5], base[:, :5] + near[:, :5], base[:, 5:], 8 - base[:, 5:] + near[:, 5:]]).clip(1, 7)
    points = tuple(sk.Option(f"p{n}", {"en": f"point={n}"}, float(n)) for n in range(1, 8))
    items = [sk.Item(f"r{n}", "rating", {}, points, scale=f"s{min(n // 5, 2)}", reverse=n in {4, 9, 12, 15})
             for n in range(16)]
    items += [sk.Item(f"page_time_{n}", "number", {}, role="meta") for n in (1, 2)]
    items += [sk.Item("ask", "rating", {}, points, role="attention:two=point=2"),
              sk.Item("use", "single", {}, (sk.Option("y", {}), sk.Option("n", {})), role="diligence:use=n")]
    frame = pd.DataFrame(np.hstack([x, draw.integers(0, 40, (rows, 2)), draw.integers(1, 4, (rows, 1))]).astype(float))
    frame.iloc[3::7, 3] = np.nan
    frame = frame.assign(use=draw.choice(["y", "n", None], rows)).set_axis([item.name for item in items], axis=1)
    items.append(sk.Item("near", "number", {}))
    frame["near"] = [99, *20 + draw.integers(0, 3, rows - 1) / 4]
    return sk.Survey.from_frame(frame, sk.Codebook(tuple(items), tuple(sk.Scale(f"s{n}", {}, 1, 7) for n in range(3))))


def screening(rows: int) -> Iterator[str]:
    """What every rule says of so many people: as many as it needs, or one fewer; and where its limit is met."""
    zero = {"even_odd": 0, "synonyms": 0, "antonyms": 0, "person_total": 0, "incomplete": 1, "relative_speed": 3}
    timed = test_screening.timed(([19, 20, 60, None, -5, 0] * rows)[:rows], 1 + rows % 2)
    for given in (test_screening.everything(rows), careless(rows), timed):
        made = sk.screen(given, rules="all", thresholds=zero if rows > 100 else None)
        yield "#"
        yield from (f"{run.rule} {run.base} {run.note.get('en', '')} {run.refused.get('en', '')}"
                    for run in made.screening if run.note or run.refused or run.base < rows)
        for rule, flags in groupby(made.flags, lambda one: one.rule):
            yield " ".join([rule, *(f"{one.respondent}:{one.item}:{one.value}/{one.threshold}{one.severity}"
                                    for one in flags)][:40])


def drafted(path: Path) -> Iterator[str]:
    """A draft: items with the first and last of their options, scales, settings, doubts."""
    draft = sk.draft_codebook(path)
    for item in draft.codebook:
        yield f"{terse(replace(item, options=item.options[:2] + item.options[2:][-1:]))} {len(item.options)}"
    yield from map(str, (*draft.codebook.scales, draft.codebook.settings))
    yield from (f"{doubt.item} {doubt.key} {doubt.text['en']}" for doubt in draft.doubts)


def edges(rows: int) -> Iterator[str]:
    """What is drafted of columns that are just what a rule asks for, or just not."""
    def cycled(*texts: object) -> list[str]:
        return [str(texts[n % len(texts)]) for n in range(rows)]

    def shared(share: float, texts: Sequence[object], others: Sequence[object]) -> list[str]:
        return [*cycled(*texts)[:round(share * rows)], *cycled(*others)][:rows]

    part, words = rows // 10, [f"{chr(97 + n % 26) * 2}{chr(97 + n // 26)}" for n in range(rows)]
    columns = {f"choice of {k}": cycled(*words[:k]) for k in (1, 2, 3, 4, 5, 6, 7, 10, 11, 12, 39, 40, 41)}
    columns |= {f"points to {k}": cycled(*range(1, k + 1)) for k in (1, 2, 3, 4, 6, 10, 11)}
    columns |= {f"from nought to {k}": cycled(*range(k + 1)) for k in (1, 2, 9, 10, 11)}
    columns |= {f"rate it ({ends})": cycled(*found) for ends, found in {
        "0-10": range(1, 10), "1-5": range(1, 6), "0-5": range(6), "1-4": range(1, 6), "1-7": range(7)}.items()}
    columns |= {f"length {k}": cycled("x" * k, "y" * k, "z") for k in (119, 120, 121)}
    mixed = {"numbers": (.9, range(20, 90), words), "days": (.9, ("2026-01-02", "2026-02-03"), words),
             "order": (.9, ("1/2/2026", "13/2/2026"), words), "spelt": (.5, ("1h 5m", "20 min", "半天"), words),
             "amounts": (.5, range(500, 900, 7), ("5000-6000", "7k左右"))}
    columns |= {f"{name} {less}": shared(share - less / rows, texts, others) for less in (0, 1)
                for name, (share, texts, others) in mixed.items()}
    columns |= {f"odd {top}": ["99", *cycled(top, 20, 21.5)][:rows] for top in (44, 45)}
    columns |= {"running": list(map(str, range(rows))), "gap": list(map(str, [*range(rows - 1), rows])),
                "four": [str(1000 + 7 * n) for n in range(rows)], "five": [str(10000 + 7 * n) for n in range(rows)],
                "tens": [str(10000 + 10 * n) for n in range(rows)],
                "long": [f"{10 ** 9 + 7 * n}.5" for n in range(rows)]}
    columns |= {f"ticks {less}": cycled("ab;cd", "ab", "cd", *words[:part + less]) for less in (0, 1)}
    columns |= {f"half {k}": [*cycled(*words[:k])[:2 * k], *words[-k - 1 + rows % 2:]][:rows] for k in (2, 3)}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        pd.DataFrame({name: (found + [""] * rows)[:rows] for name, found in columns.items()}).to_csv(path, index=False)
        yield from drafted(path)
        yield from survey(sk.read_survey(path))


def own(ending: str) -> Iterator[str]:
    """A file of ours as it comes back, with its codebook and without; of CSV with its history and another beside it."""
    items = (sk.Item("age", "number", {"en": "Age"}), sk.Item("plan", "single", {"en": "Plan"}, (
        sk.Option("=a", {"en": "A"}), sk.Option("b", {"en": "B"}))), sk.Item("why", "text", {"en": "Why"}))
    frame = pd.DataFrame({"age": [20.0, 31.0, None], "plan": ["=a", "b", None], "why": ["=1+1", "'x", None]},
                         index=["=1", "'2", "c"])
    study = sk.recode(sk.Survey.from_frame(frame, sk.Codebook(items)), "age", {31: 32}, reason="typing error")
    study = sk.derive(study, "old", "age > 25", reason="groups")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if ending == "csv":
            paths = [sk.write_processed(study, folder), folder / "t.csv"]
            paths[1].write_text("respondent,a\n1,x\n", encoding="utf-8")
        else:
            paths = [sk.write_survey(study, folder / f"a.{ending}")]
        beside = paths[0].with_suffix(".codebook.xlsx")
        for path, given in product(paths, (sk.read_codebook(beside) if beside.exists() else study.codebook, None)):
            try:
                yield from survey(sk.read_survey(path, given))
            except sk.SurveyError as error:
                yield error.message("en").replace(name, "")


def study() -> Iterator[str]:
    """The files of a study folder as it waits, as an export comes, and as a longer one with another question does."""
    rows = [f"{1900 + n},{n % 3 or ''},{n % 4 + 1},{'x' if n < 4 else ''},same,{'mf'[n % 2]},{'abc'[n % 3]},"
            f"{20 + n % 7},{n % 5 + 1},{5 - n % 5},{n % 2},{1 - n % 2}" for n in range(30)]
    head = "year,many,hours per week,rare,all,sex,plan,age,I like it,It is good,ways: bus,ways: train"
    with tempfile.TemporaryDirectory() as name:
        for number, more in ((24, ""), (30, ",新题")):
            lines = [head + more, *(row + more.replace("新题", "是否"[n % 2]) for n, row in enumerate(rows[:number]))]
            (Path(name) / f"e{number}.csv").write_text("\n".join(lines), encoding="utf-8")
        for number in (0, 24, 30):
            folder, given = Path(name) / "study" if number else Path(name) / "wait", {"template": "evaluation"}
            if number:
                given = {"export": Path(name) / f"e{number}.csv", "by": "sex"}
            yield f"# {sk.new_study(folder, language='both', **given).added}"
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                yield f"## {path.relative_to(folder)}"
                if path.suffix == ".ipynb":
                    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
                        yield from (str(cell["metadata"].get("tags", "")), *"".join(cell["source"]).splitlines())
                elif path.suffix in {".md", ".json", ".yaml", ".txt", ".toml"}:
                    yield from re.sub("[0-9a-f]{64}", "sum", path.read_bytes().decode("utf-8")).splitlines()


BOOK_PARTS = {"Item": sk.Item, "Option": sk.Option, "Scale": sk.Scale, "Codebook": sk.Codebook, "pd": pd, "sk": sk,
              "made_bytes": made_bytes, "made_pages": made_pages}
BOOK_PARTS |= {name: made for name, made in vars(report_values).items() if callable(made) or name == "FULL"}
BOOK_PARTS |= {call.__name__: call for call in (
    blocks, book_of, chosen, in_folder, keyed, news, of, of_talks, opened, people, read, show, word_of)}


def calls(room: str) -> Iterator[str]:
    """What functions of a room give at the edges of what they are for: `module: expression` a line."""
    for line in (HERE / "data/calls" / f"{room}.txt").read_text(encoding="utf-8").splitlines():
        module, _, call = line.partition(": ")
        yield line
        with tempfile.TemporaryDirectory() as folder:
            known = BOOK_PARTS | MADE | {"laid": partial(lay_files, Path(folder)), "folder": Path(folder)}
            try:
                made = eval(call, {**known, **vars(import_module(f"surveykit.{room.partition(' ')[0]}.{module}"))})
            except sk.SurveyError as error:
                made = error.message("en")
            yield f"    {made}".replace(folder, "FOLDER")


def interviews() -> Iterator[str]:
    """Interviews as they are read."""
    talks = sk.read_interviews(TALKS)
    yield from (f"{talks!r}", *map(str, talks.notes))
    for table in (talks.turns, talks.codings, talks.participants, talks.code_frame):
        yield from table.head(40).to_csv(sep="|").splitlines()


STEPS = {name: partial(step, name) for name in test_no_mutation.CALLS}
TOLD = {f"codebook {name}": partial(codebook, name) for name in ("example", "odd", "limesurvey")} | {
    f"audit {path.stem}": partial(audit, path.name) for path in TEXTS} | {
    name: partial(personal, name) for name in ("personal_sentences", "personal_headings")} | {
    "interviews": interviews, "privacy": privacy,
    "edges 20": partial(edges, 20), "edges 120": partial(edges, 120), "study": study} | {
    f"screening {rows}": partial(screening, rows) for rows in (5, 9, 10, 20, 21, 25, 29, 99, 100, 101)} | {
    f"own {ending}": partial(own, ending) for ending in ("csv", "parquet", "sav")} | {
    f"calls {path.stem}": partial(calls, path.stem) for path in (HERE / "data/calls").iterdir()} | {
    f"form {name}": partial(drafted, HERE / "data" / name) for name in (
        "qualtrics_synthetic.qsf", "limesurvey_synthetic.lss", "limesurvey_synthetic_old.lss", "redcap_dictionary.csv")}
