"""Lines between turns that nobody spoke: headings of parts, stage directions, numbers of pages; and those in doubt."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from surveykit.interviews.speakers import STAMP, Speakers, find_first_turn
from surveykit.text.repair_rules import PAGE

ENDS = {"zh": "。！？…”：:）】", "en": ".!?…:)]\"”"}
ORDINAL = "[一二三四五六七八九十百0-9]{1,3}"
PART = (rf"第 ?{ORDINAL} ?(?:部分|部份|单元|阶段|模块|环节|板块|章|节|篇)"
        rf"(?:[ ：:、—-][^。！？!?\n]{{0,30}}|[^。！？!?，,的里\n]{{0,8}})"
        r"|(?:Part|Section|Chapter|Module|Topic|Theme|Block) (?:\d{1,2}|[IVX]{1,4}|[A-Z]|One|Two|Three|Four|Five|Six)"
        r"(?![\w’'])[.]?[^.!?\n]{0,60}")
HEADING = re.compile(rf"(?:#{{1,6}} +[^\n]{{1,80}}|[-—_=*]{{3,}}"
                     rf"|[-—_=* ]{{0,9}}[【\[]?(?:{PART})[】\]]?[-—_=* ]{{0,9}})", re.IGNORECASE)
ENDED = re.compile(r"[（(【\[]?(?:(?:本次|此次)?(?:访谈|采访|录音|会谈|记录|转写)(?:到此)?(?:全部)?(?:结束|完毕|终止)"
                   r"|End of (?:the )?(?:interview|recording|transcript|tape|file|session))[）)】\]]?", re.IGNORECASE)
BRACKETED = re.compile(r"[（(【\[〔<＜*](?P<words>[^（）()【】\[\]〔〕<>\n*]{1,40})[）)】\]〕>＞*][。.]?")
DIRECTION = re.compile(
    "笑|沉默|停顿|叹|哭|哽咽|咳|点头|摇头|思考|想了|迟疑|犹豫|电话|手机|打断|插话|中断|暂停|休息|离开|进来|进入|出去|掌声|喝水|敲门|录音|"
    r"看着?|翻|指|起身|坐下|手势|旁人|声音|\b(?:laugh|chuckl|giggl|paus|sigh|cough|silen|crosstalk|phone|interrupt|nod|shak|cr(?:y|ies)\b"
    r"|smil|break|applau|music|door|noise|record|whisper|clear|think|gestur|point|tape|stand|sit|drink|leav|enter|bell|knock)",
    re.IGNORECASE)
UNHEARD = re.compile(r"听不清|无法辨|不清|inaudible|unclear|unintelligible|indistinct|\?{2,}|x{2,}", re.IGNORECASE)
SHORT = re.compile(r"[\u3400-\u9fff\w 、，,（）().-]{1,20}|[\x20-\x7e’]{1,60}|\W{1,9}")
COMMA = re.compile("[，、,]")
BARE = re.compile(r"\d{1,3}")
DOUBTFUL = re.compile(rf"\d{{1,4}}(?: ?/ ?\d{{1,4}})?|{STAMP}"
                      rf"|(?:{ORDINAL}[、.．]|[(（]{ORDINAL}[)）])[^。！？!?\n]{{1,20}}"
                      rf"|(?:Q ?)?(?:{ORDINAL}[、.．:：]|[(（]{ORDINAL}[)）])[^\n]{{2,}}[？?]", re.IGNORECASE)


class LineBetween(NamedTuple):
    """A line that nobody may have spoken: `heading`, `direction`, `page` or `doubt`, its number and its place."""

    kind: str
    number: int
    start: int
    end: int


def is_heading(line: str) -> bool:
    """Whether a line by itself names a part of an interview, or says that it is over."""
    return bool(HEADING.fullmatch(line.strip()) or ENDED.fullmatch(line.strip().rstrip("。.！!")))


def is_direction(line: str) -> bool:
    """Whether a line is a stage direction in brackets: what was done, not said.
    >>> is_direction("（笑）"), is_direction("(laughs)"), is_direction("（听不清）"), is_direction("受访者")
    (True, True, False, False)
    """
    bracketed = BRACKETED.fullmatch(line.strip())
    return bool(bracketed and DIRECTION.search(bracketed["words"]) and not UNHEARD.search(line))


def find_lines_between(text: str, speakers: Speakers) -> Iterator[LineBetween]:
    """Lines behind the first speaker that hold no words of a turn, or may hold none.
    A heading or a direction stands by itself: behind the end of a sentence, a label or a blank line, or before the next
    turn. Elsewhere it may be part of a sentence that a line break cuts.
    """
    lines = text.split("\n")
    pages = _find_pages(lines)
    first = find_first_turn(lines, speakers)
    at = sum(len(line) + 1 for line in lines[:first])
    for number, line in enumerate(lines[first:], start=first):
        kind = "page" if number in pages else _judge_line(line, speakers)
        if kind in {"heading", "direction"} and not _stands_alone(lines, number, speakers):
            kind = "doubt"
        if kind or _is_left_over(lines, number, speakers):
            yield LineBetween(kind or "doubt", number + 1, at, at + len(line))
        at += len(line) + 1


def _judge_line(line: str, speakers: Speakers) -> str:
    """What a line is by its own words."""
    said = line.strip()
    if not said or speakers.pattern.match(line):
        return ""
    if is_heading(said):
        return "heading"
    if is_direction(said):
        return "direction"
    named = COMMA.search(said) and COMMA.split(said)[0].strip() in speakers.roles
    return "doubt" if named or BRACKETED.fullmatch(said) or DOUBTFUL.fullmatch(said) else ""


def _is_left_over(lines: list[str], number: int, speakers: Speakers) -> bool:
    """Whether a short line that ends no sentence stands between the end of one and the next turn."""
    line, before = lines[number].strip(), next((one.strip() for one in lines[number - 1::-1] if one.strip()), "")
    behind = next((one for one in lines[number + 1:] if one.strip()), "")
    ends = ENDS[speakers.language]
    return (SHORT.fullmatch(line) is not None and line[-1] not in ends and before[-1:] in {*ends}
            and not re.fullmatch(PAGE, line) and speakers.pattern.match(line) is None
            and speakers.pattern.match(behind) is not None)


def _find_pages(lines: list[str]) -> set[int]:
    """Lines with nothing but a number, where several count on by one."""
    bare = [(place, int(line)) for place, line in enumerate(lines) if BARE.fullmatch(line.strip())]
    counted = len(bare) > 1 and all(b == a + 1 for (_, a), (_, b) in pairwise(bare))
    return {place for place, _ in bare} if counted else set()


def _stands_alone(lines: list[str], number: int, speakers: Speakers) -> bool:
    """Whether a line cuts no sentence in two."""
    before = lines[number - 1].strip()
    behind = next((line for line in lines[number + 1:] if line.strip()), "")
    return (not before or before[-1] in ENDS[speakers.language] or is_heading(before) or not behind
            or speakers.pattern.match(behind) is not None or is_heading(behind)
            or speakers.pattern.fullmatch(before) is not None)
