"""Microsoft Forms: one heading row, ticks that end in `;`, one column per Likert statement."""

import re
from collections.abc import Iterator
from itertools import pairwise

from surveykit.formats import RawTable
from surveykit.platforms.export_layout import ExportColumn, ExportLayout
from surveykit.platforms.headed_table import HeadedTable
from surveykit.platforms.heading_rows import fold_heading, fold_headings, make_distinct, read_heading_row
from surveykit.text.normalise import collapse_blanks, normalise

# in English, both kinds of Chinese, German, French, Spanish, Japanese, Portuguese, Italian, Dutch, Korean
IDS = fold_headings({"id", "编号", "識別碼", "identifiant", "identificador", "kennung"})
STARTS = fold_headings({"start time", "开始时间", "開始時間", "startzeit", "heure de début", "hora de inicio",
                        "開始時刻", "hora de início", "ora di inizio", "begintijd", "시작 시간"})
ENDS = fold_headings({"completion time", "完成时间", "完成時間", "fertigstellungszeit", "abschlusszeit", "heure de fin",
                          "hora de finalización", "完了時刻", "完成時刻", "hora de conclusão", "ora di completamento",
                          "tijd van voltooien", "완료 시간"})
EMAILS = fold_headings({"email", "电子邮件", "電子郵件", "e-mail", "adresse de messagerie", "correo electrónico",
                        "メール", "posta elettronica", "전자 메일"})
NAMES = fold_headings({"name", "名称", "姓名", "名稱", "nom", "nombre", "名前", "nome", "naam", "이름"})
SCORES = fold_headings({"total points", "总分", "總分", "gesamtpunktzahl", "nombre total de points", "total de puntos",
                          "合計点", "pontos totais", "punti totali", "totaal aantal punten", "총점"})
OTHERS = fold_headings({"comentarios del cuestionario", "last modified time", "上次修改时间", "上次修改時間",
                          "uhrzeit der letzten änderung", "heure de la dernière modification",
                          "hora de la última modificación", "最終変更時刻",
                          "quiz feedback", "测验反馈", "測驗意見反應", "quizfeedback", "commentaires du questionnaire",
                          "クイズのフィードバック", "grade posted time", "成绩发布时间"})
LANGUAGES = fold_headings({"language", "语言", "語言", "sprache", "langue", "idioma", "言語"})
LEADING = {**dict.fromkeys(IDS, "id"), **dict.fromkeys(STARTS, "started"), **dict.fromkeys(ENDS, "submitted"),
           **dict.fromkeys(EMAILS | NAMES, "user"), **dict.fromkeys(SCORES, "score"),
           **dict.fromkeys(OTHERS, "other"), **dict.fromkeys(LANGUAGES, "language")}
QUIZ = re.compile(r"(?P<kind>[^-–:：]{1,24}?)\s*[-–:：]\s*(?P<question>.*)", re.DOTALL)
SUFFIX = re.compile(r"(?P<title>.*\D)(?P<number>[1-9]\d?)", re.DOTALL)
ANONYMOUS = fold_headings({"anonymous", "匿名"})


def detect(raw: RawTable) -> str:
    """Why a table comes from Microsoft Forms; '' when it is not."""
    headings = read_heading_row(raw)
    found = [next((heading for heading in headings if fold_heading(heading) in names), "") for names in (STARTS, ENDS)]
    if not headings or fold_heading(headings[0]) not in IDS or not all(found):
        return ""
    return "headings " + ", ".join((headings[0], *found))


def export(raw: RawTable) -> ExportLayout:
    """A Microsoft Forms export: which column is which question.
    Variant `quiz` where there are columns of points, else `form`. An empty cell may be a question not shown or not
    answered; the platform does not say. Ticked options end in `;` each, and so do the options of a ranking, in order:
    `separator` and `ranking` are the same. `When2` is the second question titled `When`; its stem is `When`.
    """
    sheet = HeadedTable.of(raw)
    meta = _find_own(sheet)
    points = _find_quiz(sheet, meta)
    meta |= points
    slots = sheet.own_columns(meta)
    asked = [place for place, heading in enumerate(sheet.headings) if heading and place not in meta]
    keys = make_distinct(collapse_blanks(sheet.headings[place]) for place in asked)
    slots += list(_make_columns(sheet, asked, keys, meta))
    _add_notes(sheet, asked, meta)
    quiz = bool(points) or any(meta[place] == "score" for place in meta)
    return sheet.make_layout("msforms", "quiz" if quiz else "form", detect(raw), slots, separator=";", ranking=";")


def _find_own(sheet: HeadedTable) -> dict[int, str]:
    """The platform's own columns, which come first; the first other heading ends them."""
    found: dict[int, str] = {}
    seen: set[str] = set()
    for place, heading in enumerate(sheet.headings):
        name = fold_heading(heading)
        if name not in LEADING or name in seen:
            break
        seen.add(name)
        found[place] = LEADING[name]
    return found


def _find_quiz(sheet: HeadedTable, meta: dict[int, str]) -> dict[int, str]:
    """Columns `Points - Question` and `Feedback - Question` right behind their `Question`, in any language."""
    found: dict[int, str] = {}
    question = ""
    for place, heading in enumerate(sheet.headings):
        match = QUIZ.fullmatch(heading)
        if place not in meta and match and question and fold_heading(match["question"]) == question:
            found[place] = "other"
        else:
            question = "" if place in meta else fold_heading(heading)
    return found


def _make_columns(sheet: HeadedTable, places: list[int], keys: list[str],
                  meta: dict[int, str]) -> Iterator[ExportColumn]:
    """A slot for each question; the digit that tells repeated titles apart is no part of the wording."""
    before = {normalise(heading) for place, heading in enumerate(sheet.headings) if place in meta}
    platform, suffixed = set(before), []
    for place, key in zip(places, keys, strict=True):
        heading = sheet.headings[place]
        title = _strip_number(heading, before, platform)
        if title != heading:
            suffixed.append(sheet.names[place])
        before.add(normalise(heading))
        yield sheet.make_column(place, question=key, stem=collapse_blanks(title))
    if suffixed:
        sheet.add_note("suffixes", count=len(suffixed), names=suffixed)


def _strip_number(heading: str, before: set[str], platform: set[str]) -> str:
    """A question's title: `When` of `When2` if `When` stands before, `When3` only behind `When2`."""
    match = SUFFIX.fullmatch(heading)
    title = match["title"] if match else ""
    if not match or title[-1:].isspace() or normalise(title) not in before:
        return heading
    number = int(match["number"])
    first = number == 2 or (number == 1 and normalise(title) in platform)
    return title if first or f"{normalise(title)}{number - 1}" in before else heading


def _add_notes(sheet: HeadedTable, asked: list[int], meta: dict[int, str]) -> None:
    """What cannot be told from the file."""
    users = [text for place, kind in meta.items() if kind == "user" for text in sheet.texts(place)]
    if users and all(fold_heading(text) in ANONYMOUS for text in users):
        sheet.add_note("anonymous")
    ranked = [sheet.names[place] for place in asked if _is_reordered(sheet.texts(place))]
    if ranked:
        sheet.add_note("rank_or_ticks", count=len(ranked), names=ranked)
    loose = [sheet.names[place] for place in asked  # some answers end in `;` as ticks do, and others do not
             if len({text.rstrip().endswith(";") for text in sheet.texts(place)}) > 1]
    if loose:
        sheet.add_note("separator_in_labels", count=len(loose), separator=";", names=loose)
    if any(set(sheet.texts(a)) & set(sheet.texts(b)) for a, b in pairwise(asked)):
        sheet.add_note("stem_lost")


def _is_reordered(texts: list[str]) -> bool:
    """Whether all answers hold the same options, at least two, and not always in one order."""
    pieces = [tuple(piece.strip() for piece in text.split(";") if piece.strip()) for text in texts]
    same = {frozenset(piece) for piece in pieces}
    return len(texts) > 1 and all(text.rstrip().endswith(";") for text in texts) and len(same) == 1 \
        and len(pieces[0]) > 1
