"""问卷星 (wjx): text, code and score exports, with the headings of 2018 and of 2025."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from surveykit.formats import Column, RawTable
from surveykit.platforms.column_patterns import match_all
from surveykit.platforms.export_layout import ExportColumn, ExportLayout
from surveykit.platforms.headed_table import HeadedTable
from surveykit.platforms.heading_rows import fold_heading, make_distinct, name_apart, read_heading_row
from surveykit.platforms.wjx_headings import (
    PLACE,
    Run,
    find_questions,
    split_dash,
    split_last_bracket,
    strip_label,
    strip_stem,
)
from surveykit.platforms.wjx_pairs import Clash, Pair, pair_exports
from surveykit.platforms.wjx_variant import detect_variant, is_whole_numbers, parse_file_name
from surveykit.text.normalise import normalise

__all__ = ["Clash", "Pair", "detect", "export", "pair_code_export"]

META = {"序号": "id", "提交答卷时间": "submitted", "所用时间": "duration", "来源": "channel", "来源详情": "other",
        "来自ip": "ip", "总分": "score", "开始答卷时间": "started", "昵称": "user", "微信昵称": "user",
        "openid": "user", "微信openid": "user", "用户id": "user"}
TOKENS = {"(跳过)": "not_asked", "(空)": "blank"}
CODES = {"-3": "not_asked", "-2": "blank"}
FEW = 5
EMPTY = -9


def detect(raw: RawTable) -> str:
    """Why a table is a 问卷星 export; '' when it is not."""
    seen = {fold_heading(heading) for heading in read_heading_row(raw)}
    times = [heading for heading in ("提交答卷时间", "所用时间") if heading in seen]
    return "headings " + " and ".join(["序号", *times]) if "序号" in seen and times else ""


def export(raw: RawTable) -> ExportLayout:
    """A 问卷星 export: which column is which part of which question.
    Variant `text`, `code` or `score`. `hints` hold what the file name says: `total`, `exported`, `title`, `survey` (its
    number), `by` (the export it names); all to be confirmed. `(跳过)` is `not_asked` and `(空)` is `blank`; in code and
    score exports also -3 and -2. The blanks of one question (`3、(1)…`) are its rows, and so are columns `第5题(…)`
    that hold words. A column before a run of options, rows without a dash and a number that stands at two questions
    stay questions of their own; a number that comes again becomes `5__2`.
    """
    sheet = HeadedTable.of(raw)
    facts = parse_file_name(raw.name)
    hints = facts if "by" in facts or facts.get("exported") == str(sheet.rows) else {}
    meta = sheet.find_own(META)
    asked = [(place, heading) for place, heading in enumerate(sheet.headings) if heading and place not in meta]
    runs = find_questions(asked, lambda a, b: bool(set(sheet.texts(a)) & set(sheet.texts(b)) - {*TOKENS, *CODES}))
    variant, why = detect_variant(sheet, runs, hints.get("by", ""))
    if "exported" in hints and int(hints["exported"]) != sheet.rows:
        sheet.add_note("exported_differs", exported=hints["exported"], rows=sheet.rows)
    if variant != "text":
        sheet.add_note("codes_unverified" if variant == "code" else "score_unverified")
    if variant == "code":
        sheet.add_note("numbered_options")
    slots = sheet.own_columns(meta)
    slots += _make_questions(sheet, runs, variant)
    in_cells = variant == "text"
    return ExportLayout("wjx", variant, "; ".join(filter(None, (detect(raw), f"{variant} export: {why}"))), 1,
                  name_apart(slots)[0], separator="┋" if in_cells else "", ranking="→" if in_cells else "",
                  missing=TOKENS if in_cells and not any(slot.role == "option" for slot in slots) else TOKENS | CODES,
                  ticks={"0": 0, "*": 1} if variant == "score" else {"0": 0, "1": 1},
                  skipped=sheet.skipped, hints=hints, notes=tuple(sheet.notes))


def pair_code_export(text: RawTable, codes: RawTable) -> tuple[Pair, ...]:
    """Labels with their codes, from the text and the code export of one survey.
    The first tells of the two files: which code stands for which kind of missing, which respondents or columns are in
    one file only. Then one for each single-choice question or matrix row, select-all question and ranking, in the order
    of the text export. Questions with the same answers in both files (numbers, texts) have none. `(跳过)` must face -3
    and `(空)` -2; the first Pair shows what they really face. A label is paired with a code where each is the other's
    most frequent partner; respondents who say otherwise are listed. Labels that nobody chose are known for select-all
    questions and rankings only, from the headings of the code export.
    """
    return pair_exports(text, export(text), codes, export(codes))


def _make_questions(sheet: HeadedTable, runs: Sequence[Run], variant: str) -> Iterator[ExportColumn]:
    """The slots of all questions."""
    keys = make_distinct(run[0].number or sheet.headings[run[0].place] for run in runs)
    for run, key in zip(runs, keys, strict=True):
        number = run[0].number
        if number and key != number:
            sheet.add_note("number_repeats", names=number)
        yield from (replace(slot, question=key) for slot in _make_columns(sheet, run, variant, key))


def _make_columns(sheet: HeadedTable, run: Run, variant: str, key: str) -> Iterator[ExportColumn]:
    """The slots of one question."""
    if any(mark.form in {"old", "next"} for mark in run):
        return _make_options(sheet, run, variant, key)
    if len(run) == 1:
        return iter([_make_whole(sheet, run)])
    if all(PLACE.fullmatch(mark.rest) for mark in run):
        return _make_blanks(sheet, run)
    return _make_rows(sheet, run, key)


def _make_whole(sheet: HeadedTable, run: Run) -> ExportColumn:
    """A question of one column; the number of its only blank is no part of its wording."""
    mark = run[0]
    place = PLACE.fullmatch(mark.rest)
    stem = strip_stem(place["text"] if place and place["text"] else mark.rest)
    return sheet.make_column(mark.place, stem=stem, also=[f"{mark.number}、{stem}"] if mark.number else [])


def _make_blanks(sheet: HeadedTable, run: Run) -> Iterator[ExportColumn]:
    """The blanks of one question."""
    for mark, match in zip(run, match_all(PLACE, [mark.rest for mark in run]), strict=True):
        part = strip_stem(match["text"]) or match["mark"]
        yield sheet.make_column(mark.place, part=part, role="row", also=[f"{mark.number}、{match['mark']}"])


def _make_rows(sheet: HeadedTable, run: Run, key: str) -> Iterator[ExportColumn]:
    """The rows of a matrix; only the first has the question before its dash."""
    stem, row, doubtful = split_dash(run[0].rest)
    stem, number = strip_stem(stem), run[0].number
    if doubtful:
        sheet.add_note("dashes", names=key)
    if run[-1].form == "bare":
        sheet.add_note("rows_by_answers", count=len(run) - 1, names=key)
    for mark, text in zip(run, [row, *(mark.rest for mark in run[1:])], strict=True):
        part = strip_label(text)
        also = [f"{number}、{stem}—{part}", f"{number}、{part}"] if number else [f"{stem}—{part}"]
        yield sheet.make_column(mark.place, stem=stem, part=part, role="row", also=also)


def _make_options(sheet: HeadedTable, run: Run, variant: str, key: str) -> Iterator[ExportColumn]:
    """The options of a select-all question or ranking; or, if they hold words, rows of an old matrix."""
    if len(run) == 1 and not is_whole_numbers(sheet.texts(run[0].place)) and run[0].form == "next":
        yield sheet.make_column(run[0].place, stem=sheet.headings[run[0].place])
        return
    stem, first = split_last_bracket(run[0].rest) if run[0].form == "numbered" else ("", run[0].rest)
    stem, number = strip_stem(stem), run[0].number
    role = _detect_option_role(sheet, [mark.place for mark in run], variant, key)
    for mark, text in zip(run, [first, *(mark.rest for mark in run[1:])], strict=True):
        part = strip_label(text)
        also = [f"{number}({part})", f"第{number}题({part})"]
        yield sheet.make_column(mark.place, stem=stem, part=part, role=role, also=also)


def _detect_option_role(sheet: HeadedTable, places: Sequence[int], variant: str, key: str) -> str:
    """`option`, `rank` or `row`, by the numbers in the columns; words make rows of an old matrix."""
    texts = [text for place in places for text in sheet.texts(place)]
    if texts and not is_whole_numbers(texts):
        return "row"
    cells = np.column_stack([_read_numbers(sheet.answers[place]) for place in places])
    if not (cells >= 0).any():
        sheet.add_note("roles_undecided", names=key)
        return "option"
    if variant == "score" and all(len(set(column[column > 0])) <= 1 for column in cells.T):
        return "option"
    return _detect_coded_role(sheet, cells, key)


def _detect_coded_role(sheet: HeadedTable, cells: np.ndarray, key: str) -> str:
    """The role of columns of codes, one row per respondent."""
    answered = cells[(cells > 0).any(axis=1)]
    unranked = bool(((answered == -2).any(axis=1)).any())
    if cells.max() <= 1 and not unranked:
        return "option"
    ranks = np.sort(np.where(answered > 0, answered, 0), axis=1)[:, ::-1]
    given = (ranks > 0).sum(axis=1, keepdims=True)
    if not bool((ranks == np.clip(given - np.arange(ranks.shape[1]), 0, None)).all()):
        return "row"
    if unranked:
        sheet.add_note("rank_places", names=key)
    elif len(answered) < FEW:
        sheet.add_note("rank_unsure", names=key)
    return "rank"


def _read_numbers(column: Column) -> np.ndarray:
    """The numbers of a column, -9 for an empty cell."""
    values = [int(normalise(text)) if text.strip() else EMPTY for text in column.texts]
    return np.asarray(np.array(values, dtype=np.int64)[column.codes])
