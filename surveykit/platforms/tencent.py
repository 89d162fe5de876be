"""腾讯问卷 (wj.qq.com): answers with letters, one column per option, platform columns on either side."""

import re
from collections.abc import Iterator, Sequence

from surveykit.formats import RawTable
from surveykit.platforms.column_patterns import is_ranking
from surveykit.platforms.export_layout import ExportColumn, ExportLayout
from surveykit.platforms.headed_table import HeadedTable
from surveykit.platforms.heading_rows import fold_heading, make_distinct, read_heading_row
from surveykit.text.normalise import collapse_blanks, normalise
from surveykit.text.option_value import OTHER

META = {"编号": "id", "开始答题时间": "started", "结束答题时间": "submitted", "答题时长(s)": "duration",
        "答题时长": "duration", "语言": "language", "清洗数据结果": "status", "智能清洗数据无效概率": "other",
        "地理位置国家和地区": "location", "地理位置省": "location", "地理位置市": "location", "用户类型": "other",
        "用户标识": "user", "昵称": "user", "自定义字段": "other", "ip": "ip", "ua": "other", "referrer": "channel",
        "中奖时间": "other", "中奖金额": "other", "审核状态": "status"}
QUESTION = re.compile(r"(?P<number>\d{1,3})\s*[.．、]\s*(?P<rest>.*)", re.DOTALL)
BLANK = re.compile(r"(?P<stem>.*?)[:：]?\s*_(?P<part>填空\d+|其[他它](?:填空)?)", re.DOTALL)
LETTER = re.compile(r"[A-Z]{1,2}[.．]\s*")
LINK = re.compile(r"\s*=HYPERLINK\(", re.IGNORECASE)
RANKED = re.compile(r"排序|排列|排名")
COLONS = ":："

Column = tuple[int, str]


def detect(raw: RawTable) -> str:
    """Why a table is a 腾讯问卷 export; '' when it is not."""
    seen = {fold_heading(heading) for heading in read_heading_row(raw)}
    return "headings 编号 and 开始答题时间" if seen >= {"编号", "开始答题时间"} else ""


def export(raw: RawTable) -> ExportLayout:
    """A 腾讯问卷 export: which column is which part of which question.
    Variant `old` (platform columns before the questions only) or `new` (some after them).
    An empty cell may be a question not shown or not answered; the platform does not say.
    Columns of one number that share the text before a colon are options where their cells repeat the heading's option,
    a ranking where the question says so and cells hold places, else rows of a matrix. A blank beside other columns of
    its question is `other`, several blanks alone are rows.
    """
    sheet = HeadedTable.of(raw)
    meta = sheet.find_own(META)
    slots = sheet.own_columns(meta)
    groups = _find_questions(sheet, meta)
    keys = make_distinct(number or sheet.headings[columns[0][0]] for number, columns in groups)
    for (number, columns), key in zip(groups, keys, strict=True):
        if number and number != key:
            sheet.add_note("number_repeats", names=number)
        slots += _make_columns(sheet, columns, key, number)
    asked = [slot.place for slot in slots if slot.role != "meta"]
    links = [name for place, name in enumerate(sheet.names) if any(map(LINK.match, sheet.texts(place)))]
    if links:
        sheet.add_note("links", count=len(links), names=links)
    new = any(place > max(asked, default=0) for place in meta)
    letters = any(texts and all(LETTER.match(text) for text in texts) for texts in map(sheet.texts, asked))
    return sheet.make_layout("tencent", "new" if new else "old", detect(raw), slots, ticks={"*": 1}, letters=letters)



def _find_questions(sheet: HeadedTable, meta: dict[int, str]) -> list[tuple[str, list[Column]]]:
    """Number and columns of each question: neighbours with one number."""
    groups: list[tuple[str, list[Column]]] = []
    for place, heading in enumerate(sheet.headings):
        if place in meta or not heading:
            continue
        match = QUESTION.fullmatch(heading)
        number, rest = (str(int(match["number"])), match["rest"].strip()) if match else ("", heading)
        if number and groups and groups[-1][0] == number:
            groups[-1][1].append((place, rest))
        else:
            groups.append((number, [(place, rest)]))
    return groups


def _make_columns(sheet: HeadedTable, columns: Sequence[Column], key: str, number: str) -> Iterator[ExportColumn]:
    """The slots of one question."""
    blanks = {place: match for place, rest in columns if (match := BLANK.fullmatch(rest))}
    main = [(place, rest) for place, rest in columns if place not in blanks]
    for place, match in blanks.items():
        stem, alone = collapse_blanks(match["stem"]), len(columns) == 1
        role = "whole" if alone else "other" if main else "row"
        yield sheet.make_column(place, question=key, stem=stem, part="" if alone else match["part"], role=role)
    place, rest = main[0] if main else (0, "")
    if len(main) == 1 and not any(_is_repeated(sheet, place, rest[cut + 1:]) for cut in _find_cuts(rest)):
        stem = collapse_blanks(rest.rstrip(COLONS) if blanks else rest)
        yield sheet.make_column(place, question=key, stem=stem, also=[f"{number}、{stem}"] if number else [])
    elif main:
        yield from _make_parts(sheet, main, key, number)


def _make_parts(sheet: HeadedTable, columns: Sequence[Column], key: str, number: str) -> Iterator[ExportColumn]:
    """Options of a select-all question, or rows of a matrix."""
    cut = _find_cut(sheet, columns)
    if cut is None:
        for spare, (place, rest) in enumerate(columns, start=1):
            yield sheet.make_column(place, question=key if spare == 1 else f"{key}#{spare}", stem=collapse_blanks(rest))
        sheet.add_note("number_repeats", names=number)
        return
    options = all(_is_repeated(sheet, place, rest[cut + 1:]) or not sheet.texts(place) for place, rest in columns)
    ranked = RANKED.search(columns[0][1][:cut]) and is_ranking([sheet.answers[place] for place, _ in columns])
    if not any(sheet.texts(place) for place, _ in columns):
        sheet.add_note("roles_undecided", names=key)
    elif not options and not ranked:
        sheet.add_note("other_texts", names=key)
    role = "option" if options else "rank" if ranked else "row"
    for place, rest in columns:
        stem, part = collapse_blanks(rest[:cut]), collapse_blanks(rest[cut + 1:])
        yield sheet.make_column(place, question=key, stem=stem, part=part, role=role,
                         also=[f"{number}、{stem}:{part}", f"{number}({part})"])


def _find_cut(sheet: HeadedTable, columns: Sequence[Column]) -> int | None:
    """Where the question ends: the shared colon behind which most cells agree, else the last shared one."""
    rests = [rest for _, rest in columns]
    cuts = [cut for cut in _find_cuts(rests[0]) if all(rest.startswith(rests[0][:cut + 1]) for rest in rests)]
    return max(cuts, key=lambda cut: (sum(_is_repeated(sheet, place, rest[cut + 1:]) for place, rest in columns), cut),
               default=None)


def _find_cuts(text: str) -> list[int]:
    """Positions of the colons."""
    return [place for place, character in enumerate(text) if character in COLONS]


def _is_repeated(sheet: HeadedTable, place: int, option: str) -> bool:
    """Whether a column's cells hold this option, with or without a letter, and nothing else."""
    texts, wanted = sheet.texts(place), normalise(option).rstrip(":_")
    return bool(texts) and bool(wanted) and all(_is_option_text(normalise(text), wanted) for text in texts)


def _is_option_text(text: str, wanted: str) -> bool:
    """Whether an answer is this option, perhaps with something filled in behind it."""
    bare = LETTER.sub("", text, count=1) if LETTER.match(text) else text
    behind = (f"{wanted}:", f"{wanted}〖", f"{wanted}_", *([f"{wanted} "] if OTHER.fullmatch(wanted) else []))
    return bare == wanted or text == wanted or bare.startswith(behind)
