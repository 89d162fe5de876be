"""Columns of ticks that nobody tied together and that seem to be the options of one select-all question."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from surveykit.answers.column_names import COLUMNS_MARK
from surveykit.formats import Column
from surveykit.platforms.column_patterns import find_shared_start, is_all_or_none, is_whole_ranking
from surveykit.platforms.export_layout import ExportColumn
from surveykit.platforms.named_options import TICKS, UNTICKED, YES, is_marked
from surveykit.platforms.plain_table import GAPS
from surveykit.text.normalise import collapse_blanks

PLATFORMS = {"plain", "two_rows", "google"}
LEAST = 3  # columns: two may stand side by side by chance
MOST_RANKED = 20
ZERO_ONE = ({"0", "1"}, {"true", "false"})
ONE_TWO = {"1", "2"}  # SoSci Survey: 1 not chosen, 2 chosen
SOSCI = {"CASE", "QUESTNNR", "MODE", "STARTED", "SERIAL", "LASTDATA"}
LAST_PIECE = re.compile(r"(?:[\W_]+|(?<=[a-z])(?=[A-Z])|(?<=[0-9])(?=[a-z]\b)|(?<=[A-Za-z])(?=[0-9]))[^\W_]*$")
HAN_STEM = re.compile(r"[\u3400-\u9fff]{4,}$")


def group_ticks(questions: Mapping[str, Sequence[ExportColumn]],
                columns: Sequence[Column], platform: str) -> dict[str, list[ExportColumn]]:
    """The questions of a table; neighbours that hold ticks alike and share a stem are the options of one.
    Cells are 0 and 1, or a mark of a tick and nothing; 1 and 2 in files of SoSci Survey. Marks (`√`) need no stem.
    """
    found = {key: list(slots) for key, slots in questions.items()}
    if platform not in PLATFORMS:
        return found
    sosci = len(SOSCI.intersection(key.upper() for key in questions)) > 1
    run: list[str] = []
    for key in [*questions, ""]:
        slots = questions.get(key, ())
        whole = len(slots) == 1 and slots[0].role == "whole" and COLUMNS_MARK not in slots[0].heading
        joined = [*(columns[questions[one][0].place] for one in run), *(columns[slot.place] for slot in slots)]
        said = [{text.strip() for text in column.texts} for column in joined]
        alone = is_marked([texts - {""} for texts in said]) or all(texts == {"1", ""} for texts in said) or (
            {text.casefold() for texts in said for text in texts if text} & UNTICKED != set())
        bare = alone and (len(run) < 2 or not find_stem(run))  # marks alone need no stem
        if whole and is_ticked(joined, sosci=sosci) and (not run or bare or find_stem([*run, key])):
            run.append(key)
            continue
        if len(run) >= LEAST:
            found = _join(found, run)
        run = [key] if whole and is_ticked([columns[slots[0].place]], sosci=sosci) else []
    return found


def group_ranks(questions: Mapping[str, Sequence[ExportColumn]],
                columns: Sequence[Column], platform: str) -> dict[str, list[ExportColumn]]:
    """The questions of a table; k neighbours in which everybody gave the places 1 to k, each once, are one ranking."""
    found = {key: list(slots) for key, slots in questions.items()}
    if platform not in {*PLATFORMS, "redcap"}:
        return found
    for key, slots in questions.items():
        if len(slots) > 2 and all(slot.role == "row" for slot in slots) and len(slots) == _ranking_size(
                [columns[slot.place] for slot in slots]):  # a grid with a place in each row
            found[key] = [replace(slot, role="rank") for slot in slots]
    whole = [key for key, slots in questions.items() if len(slots) == 1 and slots[0].role == "whole"]
    start = 0
    while start < len(whole):
        places = [questions[key][0].place for key in whole[start:start + MOST_RANKED]]
        size = _ranking_size([columns[place] for place in places])
        side_by_side = places[:size] == list(range(places[0], places[0] + size))
        if size and side_by_side:
            found = _join(found, whole[start:start + size], role="rank")
        start += size or 1
    return found


def _ranking_size(columns: Sequence[Column]) -> int:
    """How many columns from the first on hold the places of one ranking, of which chance is out of the question."""
    texts = {text.strip() for text in columns[0].texts} - {""}
    size = max(map(int, texts)) if texts and all(text.isdecimal() and len(text) < 3 for text in texts) else 0
    return size if size <= len(columns) and is_whole_ranking(columns[:size]) else 0


def is_ticked(columns: Iterable[Column], *, sosci: bool = False) -> bool:
    """Whether columns hold ticks and nothing else, written one way."""
    columns = [column.empty(GAPS) for column in columns]  # what programs write into empty cells
    texts = {text.strip().casefold() for column in columns for text in column.texts}
    answers = texts - {""}
    marks = {text for text in answers if TICKS.get(text, TICKS.get(text.upper())) == 1 or text == "x"}
    told = answers in ZERO_ONE or (answers in ({"0"}, {"1"}) and "" not in texts) or (sosci and answers <= ONE_TWO) or (
        len(answers) == 2 and {TICKS.get(text, TICKS.get(text.capitalize())) for text in answers} == {0, 1})
    one = len(answers) == 1 and (answers == marks or (answers <= YES and "" in texts))
    return bool(answers) and ((told and is_all_or_none(columns)) or one)


def find_stem(headings: Sequence[str]) -> str:
    """What several headings share, up to where a word begins; '' where that is no stem of different options.
    >>> find_stem(["dev_phone", "dev_laptop"]), find_stem(["Uses phone", "Uses laptop"]), find_stem(["age", "agree"])
    ('dev', 'Uses', '')
    >>> find_stem(["您使用的设备手机", "您使用的设备电脑"]), find_stem(["Q4a", "Q4b"])
    ('您使用的设备', 'Q4')
    """
    shared = find_shared_start(headings)
    ends = [heading[len(shared):] for heading in headings]
    if len(set(ends)) < len(ends):
        return ""
    whole = HAN_STEM.search(shared) or re.search(r"[\W_]$", shared) or (
        re.search("[0-9]$", shared) and all(re.fullmatch("[A-Za-z]", end) for end in ends)) or (
        re.search("[a-z]$", shared) and all(re.match("[A-Z0-9]", end) for end in ends))
    stem = shared if whole else LAST_PIECE.sub("", shared) if LAST_PIECE.search(shared) else ""
    return stem.strip(" _-:：./（(") if len(stem.strip(" _-:：./（(")) > 1 else ""


def _join(questions: Mapping[str, list[ExportColumn]], run: Sequence[str],
          role: str = "option") -> dict[str, list[ExportColumn]]:
    """The questions with some of them as the options of one; a ranking without a stem is called by its first."""
    stem = find_stem(run)
    parts = [collapse_blanks(key[len(stem):].strip(" _-:：./（()）")) for key in run]
    name = run[0] if not stem or stem in questions else stem
    options = [replace(questions[key][0], question=name, stem=stem, part=part, role=role)
               for key, part in zip(run, parts, strict=True)]
    return {(name if key == run[0] else key): options if key == run[0] else slots
            for key, slots in questions.items() if key not in run[1:]}

