"""问卷星 (wjx): text, code and score exports, with the headings of 2018 and of 2025."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from surveykit.formats import RawTable
from surveykit.platforms.export_layout import ExportColumn, ExportLayout
from surveykit.platforms.headings import Sheet, headings_of, known, numbered, settled
from surveykit.platforms.wjx_headings import (
    PLACE,
    Run,
    label_of,
    last_bracket,
    runs_of,
    split_dash,
    stem_of,
)
from surveykit.platforms.wjx_pairs import Clash, Pair, paired
from surveykit.platforms.wjx_roles import option_role
from surveykit.platforms.wjx_variant import name_facts, variant_of, whole_numbers

__all__ = ["Clash", "Pair", "detect", "export", "pair_code_export"]

META = {"序号": "id", "提交答卷时间": "submitted", "所用时间": "duration", "来源": "channel", "来源详情": "other",
        "来自ip": "ip", "总分": "score", "开始答卷时间": "started", "昵称": "user", "微信昵称": "user",
        "openid": "user", "微信openid": "user", "用户id": "user"}
TOKENS = {"(跳过)": "not_asked", "(空)": "blank"}
CODES = {"-3": "not_asked", "-2": "blank"}


def detect(raw: RawTable) -> str:
    """Why a table is a 问卷星 export; '' when it is not."""
    seen = {known(heading) for heading in headings_of(raw)}
    times = [heading for heading in ("提交答卷时间", "所用时间") if heading in seen]
    return "headings " + " and ".join(["序号", *times]) if "序号" in seen and times else ""


def export(raw: RawTable) -> ExportLayout:
    """A 问卷星 export: which column is which part of which question.

    Parameters
    ----------
    raw
        The table, heading row included.

    Returns
    -------
    ExportLayout
        Variant `text`, `code` or `score`. `hints` hold what the file name says: `total`, `exported`, `title`,
        `survey` (its number), `by` (the export it names); all to be confirmed.

    Missing values
    --------------
    `(跳过)` is `not_asked` and `(空)` is `blank`; in code and score exports also -3 and -2.

    Notes
    -----
    The blanks of one question (`3、(1)…`) are its rows, and so are columns `第5题(…)` that hold words.
    A column before a run of options, rows without a dash and a number that stands at two questions stay
    questions of their own; a number that comes again becomes `5__2`.
    """
    sheet = Sheet.of(raw)
    hints = _hints(raw.name, sheet.rows)
    meta = _meta(sheet)
    asked = [(place, heading) for place, heading in enumerate(sheet.headings) if heading and place not in meta]
    runs = runs_of(asked, lambda a, b: _alike(sheet, a, b))
    variant, why = variant_of(sheet, runs, hints.get("by", ""))
    if "exported" in hints and int(hints["exported"]) != sheet.rows:
        sheet.note("exported_differs", exported=hints["exported"], rows=sheet.rows)
    if variant != "text":
        sheet.note("codes_unverified" if variant == "code" else "score_unverified")
    if variant == "code":
        sheet.note("numbered_options")
    slots = [sheet.meta(place, meta.get(place, "other")) for place, heading in enumerate(sheet.headings)
             if place in meta or not heading]
    slots += _questions(sheet, runs, variant)
    in_cells = variant == "text"
    return ExportLayout("wjx", variant, "; ".join(filter(None, (detect(raw), f"{variant} export: {why}"))), 1,
                  settled(slots), separator="┋" if in_cells else "", ranking="→" if in_cells else "",
                  missing=TOKENS if in_cells and not any(slot.role == "option" for slot in slots) else TOKENS | CODES,
                  ticks={"0": 0, "*": 1} if variant == "score" else {"0": 0, "1": 1},
                  skipped=sheet.skipped, hints=hints, notes=tuple(sheet.notes))


def pair_code_export(text: RawTable, codes: RawTable) -> tuple[Pair, ...]:
    """Labels with their codes, from the text and the code export of one survey.

    Parameters
    ----------
    text
        The text export (按文本).
    codes
        The code export (按序号) of the same survey.

    Returns
    -------
    tuple of Pair
        The first tells of the two files: which code stands for which kind of missing, which respondents or
        columns are in one file only. Then one for each single-choice question or matrix row, select-all
        question and ranking, in the order of the text export. Questions with the same answers in both files
        (numbers, texts) have none.

    Raises
    ------
    ReadError
        A file without 序号 or with the same number twice, no respondent in both files, or the files given
        the wrong way round.

    Missing values
    --------------
    `(跳过)` must face -3 and `(空)` -2; the first Pair shows what they really face.

    Notes
    -----
    A label is paired with a code where each is the other's most frequent partner; respondents who say
    otherwise are listed. Labels that nobody chose are known for select-all questions and rankings only, from
    the headings of the code export.
    """
    return paired(text, export(text), codes, export(codes))


def _hints(name: str, rows: int) -> dict[str, str]:
    """What the file name says; two numbers alone are believed only where the second is the file's rows."""
    facts = name_facts(name)
    return facts if "by" in facts or facts.get("exported") == str(rows) else {}


def _meta(sheet: Sheet) -> dict[int, str]:
    """The platform's own columns: the first of each name."""
    found: dict[str, int] = {}
    for place, heading in enumerate(sheet.headings):
        if known(heading) in META:
            found.setdefault(known(heading), place)
    return {place: META[name] for name, place in found.items()}


def _alike(sheet: Sheet, one: int, other: int) -> bool:
    """Whether two columns share an answer."""
    first = {text for text in sheet.texts(one) if text not in TOKENS | CODES}
    return any(text in first for text in sheet.texts(other))


def _questions(sheet: Sheet, runs: Sequence[Run], variant: str) -> Iterator[ExportColumn]:
    """The slots of all questions."""
    keys = numbered(run[0].number or sheet.headings[run[0].place] for run in runs)
    for run, key in zip(runs, keys, strict=True):
        number = run[0].number
        if number and key != number:
            sheet.note("number_repeats", names=number)
        yield from (replace(slot, question=key) for slot in _slots(sheet, run, variant, key))


def _slots(sheet: Sheet, run: Run, variant: str, key: str) -> Iterator[ExportColumn]:
    """The slots of one question."""
    if any(mark.form in {"old", "next"} for mark in run):
        return _options(sheet, run, variant, key)
    if len(run) == 1:
        return iter([_whole(sheet, run)])
    if all(PLACE.fullmatch(mark.rest) for mark in run):
        return _places(sheet, run)
    return _rows(sheet, run, key)


def _whole(sheet: Sheet, run: Run) -> ExportColumn:
    """A question of one column; the number of its only blank is no part of its wording."""
    mark = run[0]
    place = PLACE.fullmatch(mark.rest)
    stem = stem_of(place["text"] if place and place["text"] else mark.rest)
    return sheet.slot(mark.place, stem=stem, also=[f"{mark.number}、{stem}"] if mark.number else [])


def _places(sheet: Sheet, run: Run) -> Iterator[ExportColumn]:
    """The blanks of one question."""
    for mark in run:
        match = PLACE.fullmatch(mark.rest)
        part = stem_of(match["text"]) or match["mark"]
        yield sheet.slot(mark.place, part=part, role="row", also=[f"{mark.number}、{match['mark']}"])


def _rows(sheet: Sheet, run: Run, key: str) -> Iterator[ExportColumn]:
    """The rows of a matrix; only the first has the question before its dash."""
    stem, row, doubtful = split_dash(run[0].rest)
    stem, number = stem_of(stem), run[0].number
    if doubtful:
        sheet.note("dashes", names=key)
    if run[-1].form == "bare":
        sheet.note("rows_by_answers", count=len(run) - 1, names=key)
    for mark, text in zip(run, [row, *(mark.rest for mark in run[1:])], strict=True):
        part = label_of(text)
        also = [f"{number}、{stem}—{part}", f"{number}、{part}"] if number else [f"{stem}—{part}"]
        yield sheet.slot(mark.place, stem=stem, part=part, role="row", also=also)


def _options(sheet: Sheet, run: Run, variant: str, key: str) -> Iterator[ExportColumn]:
    """The options of a select-all question or ranking; or, if they hold words, rows of an old matrix."""
    if len(run) == 1 and not whole_numbers(sheet.texts(run[0].place)) and run[0].form == "next":
        yield sheet.slot(run[0].place, stem=sheet.headings[run[0].place])
        return
    stem, first = last_bracket(run[0].rest) if run[0].form == "numbered" else ("", run[0].rest)
    stem, number = stem_of(stem), run[0].number
    role = option_role(sheet, [mark.place for mark in run], variant, key)
    for mark, text in zip(run, [first, *(mark.rest for mark in run[1:])], strict=True):
        part = label_of(text)
        also = [f"{number}({part})", f"第{number}题({part})"]
        yield sheet.slot(mark.place, stem=stem, part=part, role=role, also=also)
