"""Google Forms: one heading row of question texts, from the form's CSV or from its sheet."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from surveykit.formats import RawTable
from surveykit.platforms.export_layout import ExportColumn, ExportLayout
from surveykit.platforms.headed_table import HeadedTable
from surveykit.platforms.heading_rows import fold_heading, fold_headings, make_distinct, read_heading_row
from surveykit.text.normalise import collapse_blanks

STAMPS = fold_headings({"timestamp", "时间戳记", "时间戳", "時間戳記", "タイムスタンプ", "타임스탬프", "zeitstempel",
                    "horodateur", "marca temporal", "carimbo de data/hora", "informazioni cronologiche", "tijdstempel",
                    "sygnatura czasowa", "отметка времени", "zaman damgası", "dấu thời gian", "stempel waktu"})
USERS = fold_headings({"email address", "email", "e-mail", "username", "电子邮件地址", "电子邮件", "邮箱", "用户名",
                   "電子郵件地址", "電子郵件", "使用者名稱", "メールアドレス", "ユーザー名", "이메일 주소",
                   "e-mail-adresse", "nutzername", "adresse e-mail", "nom d'utilisateur", "nombre de usuario",
                   "dirección de correo electrónico", "endereço de e-mail", "nome de usuário", "indirizzo email"})
SCORES = fold_headings({"score", "total score", "得分", "分数", "总分", "分數", "總分", "スコア", "점수", "punktzahl",
                    "puntuación", "pontuação", "punteggio"})
LEADING = 3
SURELY = 0.8  # share of the pieces of cells that come back where ; joins options
POINTS = re.compile(r"-?\d+(\.\d+)?(\s*/\s*\d+(\.\d+)?)?")
CELL = re.compile(r"(?P<stem>.*?)\s*\[(?P<part>[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*)\]", re.DOTALL)
QUIZ = {"score": "score", "feedback": "other", "得分": "score", "分数": "score", "分數": "score", "反馈": "other",
        "意見回饋": "other"}
# the form's own file: 2026/10/04 10:15:00 AM GMT+8, or ... 上午 格林尼治标准时间+0800; its sheet writes no zone
FORM_TIME = re.compile(r"\d{4}/\d{1,2}/\d{1,2}\s+(\S+\s+)?\d{1,2}:\d{2}:\d{2}\s+(\S+\s+)?"
                       r"\[?([^\d\s\[]{2,12}[+-]\d{1,4}(:\d{2})?|[A-Z]{3,5})\]?")
SHEET_TIME = re.compile(r"\d{1,4}[-/.]\s?\d{1,2}[-/.]\s?\d{1,4}\.?,?(\s+\S+)?\s+\d{1,2}:\d{2}(:\d{2})?"
                        r"(\s*[AaPp]\.?\s?[Mm]\.?|\s*[上下]午)?")
DATED = re.compile(r"\d{1,4}[-/.年]\s?\d{1,2}[-/.月]")


def detect(raw: RawTable) -> str:
    """Why a table comes from Google Forms; '' when it is not."""
    headings = read_heading_row(raw)
    if not headings or fold_heading(headings[0]) not in STAMPS:
        return ""
    texts = [text for text in raw.columns[0].texts if text.strip() and fold_heading(text) != fold_heading(headings[0])]
    dated = sum(DATED.search(text) is not None for text in texts)
    return f"first heading {headings[0]}" if 2 * dated >= len(texts) else ""


def export(raw: RawTable) -> ExportLayout:
    """A Google Forms export: which column is which part of which question.
    Variant `form` (the form's own CSV, ticks joined by `;`) or `sheet` (joined by `, `): by the times; but where
    options joined by `;` come back in other cells, these say it. An empty cell may be a question not shown or not
    answered; the platform does not say. Neighbouring columns `Question [Row]` are rows of one grid; a heading that ends
    in brackets without a neighbour of its kind is a question of its own. A grid may allow several ticks per row.
    """
    sheet = HeadedTable.of(raw)
    meta = _find_own(sheet)
    slots = sheet.own_columns(meta)
    groups = list(_find_questions(sheet, meta))
    keys = make_distinct(stem for stem, _ in groups)
    for (stem, parts), key in zip(groups, keys, strict=True):
        slots += _make_columns(sheet, stem, parts, key)
    variant, separator = _detect_variant(sheet)
    unsure = [sheet.names[place] for _, parts in groups for place, _ in parts
              if any(separator in text for text in sheet.texts(place))]
    if unsure and separator == ", ":
        sheet.add_note("separator_in_labels", count=len(unsure), separator=separator.strip(), names=unsure)
    how = {"form": "times with a zone, as the form's own file has them", "sheet": "times as a sheet has them",
           "joined": "cells hold options joined by ;", "unknown": "times of no known form"}[variant]
    return sheet.make_layout("google", "form" if separator == ";" else "sheet", f"{detect(raw)}; {how}", slots,
                             separator=separator)


def _find_own(sheet: HeadedTable) -> dict[int, str]:
    """The platform's own columns: time, the address and score that may follow it, and those of a quiz."""
    found = {0: "submitted"} if sheet.headings else {}
    for place, heading in enumerate(sheet.headings[:LEADING]):
        if place and place - 1 in found and fold_heading(heading) in USERS:
            found[place] = "user"
        elif place and place - 1 in found and fold_heading(heading) in SCORES and all(
                POINTS.fullmatch(text.strip()) for text in sheet.texts(place)):
            found[place] = "score"
    asked = {fold_heading(heading) for heading in sheet.headings}
    for place, heading in enumerate(sheet.headings):
        match = CELL.fullmatch(heading)
        if match and fold_heading(match["part"]) in QUIZ and fold_heading(match["stem"]) in asked:
            found[place] = "other"
    return found


def _find_questions(sheet: HeadedTable, meta: dict[int, str]) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    """Stem, places and rows of each question; a row that comes again begins another grid."""
    asked = [(place, heading) for place, heading in enumerate(sheet.headings) if heading and place not in meta]
    for (stem, grid), columns in groupby(asked, key=lambda column: _split_row(column[1])):
        open_: list[tuple[int, str]] = []
        for place, heading in columns:
            match = CELL.fullmatch(heading)
            part = match["part"] if grid and match else ""
            if open_ and (not grid or part in [row for _, row in open_]):
                yield stem, open_
                open_ = []
            open_.append((place, part))
        yield stem, open_


def _split_row(heading: str) -> tuple[str, bool]:
    """The question of a heading, and whether a row follows it in brackets."""
    match = CELL.fullmatch(heading)
    return (collapse_blanks(match["stem"]), True) if match and match["stem"] else (collapse_blanks(heading), False)


def _make_columns(sheet: HeadedTable, stem: str, parts: Sequence[tuple[int, str]], key: str) -> Iterator[ExportColumn]:
    """The slots of one question."""
    if len(parts) > 1:
        yield from (sheet.make_column(place, question=key, stem=stem, part=collapse_blanks(part), role="row")
                    for place, part in parts)
        return
    place, part = parts[0]
    if part:
        sheet.add_note("single_bracket", names=[sheet.names[place]])
    heading = collapse_blanks(sheet.headings[place])
    yield sheet.make_column(place, question=key if not part else sheet.names[place], stem=heading)


def _detect_variant(sheet: HeadedTable) -> tuple[str, str]:
    """Where the file came from, and what joins ticked options there."""
    times = sheet.texts(0) if sheet.answers else []
    if times and all(FORM_TIME.fullmatch(time.strip()) for time in times):
        return "form", ";"
    if any(_is_joined(sheet.texts(place)) for place in range(1, len(sheet.headings))):
        return "joined", ";"
    if times and all(SHEET_TIME.fullmatch(time.strip()) for time in times):
        return "sheet", ", "
    sheet.add_note("separator_unsure", separator=", ")
    return "unknown", ", "


def _is_joined(texts: Sequence[str]) -> bool:
    """Whether cells hold several answers joined by `;`, nearly all of which come back in other cells."""
    cells = [text.split(";") for text in texts if ";" in text]
    seen = Counter(piece for text in texts for piece in text.split(";"))
    pieces = [piece for cell in cells for piece in cell]
    whole = [piece for piece in pieces if seen[piece] > 1 and piece == piece.strip() != ""]
    return len(cells) > 1 and len(whole) >= SURELY * len(pieces)
