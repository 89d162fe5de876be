"""Who speaks: the labels in front of turns, in the layouts that transcripts come in.

`访谈者：…`, `（1）问: …`, `**Interviewer:** …`, `【访谈者】…`, `访谈者——…` and `[00:01:23] 访谈者: …` stand on
the line of the words; 讯飞听见, 通义听悟 and 腾讯会议 write `说话人1 00:01:23` on a line of its own above them.
What looks like the label of somebody unknown is never taken for words.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

ROLES = ("interviewer", "respondent")
TIME = (r"(?>(?:[上下]午 ?|凌晨 ?|晚上 ?)?\d{1,2}[:：]\d\d(?:[:：]\d\d)?(?:[.,:]\d{1,3}(?!\d))?(?: ?[AaPp][Mm]\b)?"
        r"|(?:\d{1,2} ?[时h] ?)?\d{1,2} ?[分m′’'] ?\d{1,2} ?(?:[秒s″”\"]|′′|''))")
# a day stands before the time in 腾讯会议; `#00:00:09-1#` is written by a program for transcribing by hand
DAY = r"(?:(?:\d{4}[-/.年])?\d{1,2}[-/.月]\d{1,2}日? *)?"
SPAN = rf"{DAY}T?{TIME}(?:-\d(?=#))?(?: *(?:[-–—~～至→]|-->) *T?{TIME})?"
SECONDS = r"\d{1,5} ?s(?:ec)?(?=[\])）>#】}])"
WHEN = rf"(?:at |@ ?)?(?:{SPAN}|{SECONDS})"
ENCLOSED = rf"[\[(（<#【{{]{WHEN}[\])）>#】}}]"  # only brackets make a time of `[3s]` and `[at 0:03]`
STAMP = rf"(?:{ENCLOSED}|[\[(（<#【{{@]?{SPAN}[\])）>#】}}]?)"
CLOCK = re.compile(rf"{TIME}|(?<=[\[(（<#【{{ @]){SECONDS}")
SURE = rf"(?:{ENCLOSED}|(?=\d{{1,2}}[:：]\d\d[:：]\d\d){SPAN}(?= ))"  # it can be nothing else
TENS = "[一二三四五六七八九十]{1,3}"
COUNT = rf"(?:\d{{1,3}}(?:[.-]\d{{1,2}}){{0,2}}|{TENS})"
NUMBER = (rf"(?:[(（\[【]{COUNT}[)）\]】][、.．]?|{COUNT}[、.．:：)）]{{1,2}}(?!\d)|[①-⓿❶-➓㈠-㈩Ⅰ-ⅿ][、.．:：)）]?"
          r"|[-•>–]|\*(?= )|#{1,6}(?!\d))")
LEAD = rf"^ ?(?:{NUMBER} *)?(?:{STAMP} *)?(?:{NUMBER} *)?"
BOLD = r"[*_]{0,3}"
NAME = (r"[^\W_]{1,8}(?: ?\d{1,3}(?![\d:：]))?|[A-Za-z][A-Za-z0-9._'’-]{0,19}|[\u3400-\u9fff](?: [\u3400-\u9fff]){1,4}|"
        r"[A-Z][\w.'’-]*(?: [A-Z0-9][\w.'’-]*){1,3}")
WHO = (r"(?:[(（\[【](?!\d{1,2}[:：])[^()（）\[\]【】\n：:]{1,12}[)）\]】] *"  # `受访者（P01）：`, `受访者 P01：`
       r"| [A-Za-z]{0,3}[-#]?\d{1,3}(?!\d|[:：.]\d) *)?")
MARK = r"(?:(?<!\d)[：:](?!//)|(?<=\d)[：:](?![\d/]))"  # a colon that is none of a time, a ratio or an address
COLON = re.compile(rf"{LEAD}{BOLD}[【\[(（]?(?P<label>{NAME})[】\])）]? *{WHO}(?:{STAMP} *)?{BOLD} ?{MARK}")
STAMPED = re.compile(rf"^{BOLD}(?P<label>{NAME})(?<!\.){BOLD} *{STAMP}$")
BRACKETED = re.compile(rf"{LEAD}[【\[](?P<label>{NAME})[】\]]")
ANY_NAME = re.compile(rf"{LEAD}{BOLD}[【\[(（]?(?P<label>[^：:\n【】\[\]()（）*]{{1,24}}?)[】\])）]?{BOLD} *"
                      rf"(?:(?:{STAMP} *)?(?:{MARK}|——)| {STAMP}$)")
IN_BRACKETS = re.compile(rf"{LEAD}[【\[](?P<label>[^\n【】\[\]]{{1,24}})[】\]]")
TITLE = re.compile(r"^#{1,6} +(?P<label>[^\n：:]{1,24})$")
WORD = re.compile(rf"{LEAD}{BOLD}(?P<label>[^\W\d_]{{2,8}})(?= |——|\*\*|__|$)")
# a label with another sign than a colon behind it, or with none
ODD_MARK = re.compile(rf"{LEAD}{BOLD}[(（\[【<《]?(?P<label>[^\W\d_]{{2,16}}) ?\d{{0,2}}"
                      r"(?:[)）\]】>》]| *(?:[;；|/·>》→=＝﹕︰∶…―─。.]|[-–—~～](?=[ ]?[^\W\d_])|[(（])"
                      r"| +(?:(?=[\u3400-\u9fff])|(?P<blank>(?=[A-Z]))))")
ROLE_WORD = re.compile("interviewe[re]|respondent|participant|moderator|facilitator|researcher|speaker", re.IGNORECASE)
SPEECH = tuple("说问答道想讲喊叫写念是")  # verbs that introduce a quotation
CONNECTIVES = re.compile("比如|例如|譬如|第[一二三四五六]|首先|其次|然后|最后|总之|另外|[一二三]是|因此|所以|结果")
# what a header says of an interview, and the head row of a table of turns
ABOUT = re.compile("(访谈|采访|会议|录音)?(时间|日期|地点|编号|对象|主题|时长|题目|方式)"
                   "|序号|标题|姓名|性别|年龄|学院|专业|单位|备注|说明|录音|整理|记录"
                   "|访谈[人员]|采访[人者]|访问人|受访人|被访人|受访者编号|[记整转][录理]人|说话人|发言人|讲话人|角色|内容|文字|关键词|文件名"
                   "|声明|提示|保密|版权|注|背景|摘要|简介|来源|数据来源|致谢"
                   "|Date|Time|Place|Topic|Title|Code|Name|Duration|Speaker|Text|Recorded|Transcriber")
PERSON = re.compile("访谈[人员]|采访[人者]|访问人|受访人|被访人|主持人|说话人|发言人|讲话人|Speaker")
SIMILAR = 0.6
BRIEF = 60  # characters of a line of a header
SENTENCE = re.compile("[。！!…？?.][”\"』」]?$")
ASKED, ENDED = re.compile("[？?][”\"』」]?$"), re.compile("[。！!…][”\"』」]?$")


class SpeakerLabel(NamedTuple):
    """A label in the text: its role, its time stamp if any, and the passage to take away."""

    role: str
    label: str
    time: str
    start: int
    end: int
    empty: bool


class UnknownLabel(NamedTuple):
    """What looks like the label of somebody who is not known, and its line, counted from 1."""

    label: str
    line: int


@dataclass(frozen=True, slots=True)
class Speakers:
    """The labels of a folder's transcripts, the role each stands for, and their pattern.
    `others` are words before a colon that are no speakers.
    """

    roles: Mapping[str, str]
    pattern: re.Pattern[str]
    inside: re.Pattern[str]
    language: str = "zh"
    others: frozenset[str] = frozenset()

    @classmethod
    def of(cls, roles: Mapping[str, str], language: str = "zh", others: Sequence[str] = ()) -> Speakers:
        """Speakers from a mapping of label to role.
        >>> people = Speakers.of({"问": "interviewer", "答": "respondent"})
        >>> [head.role for head in people.heads("1、问：好吗？\\n**答**：好。")]
        ['interviewer', 'respondent']
        """
        patterns = {label: _label_pattern(label) for label in sorted(roles, key=lambda name: (-len(name), name))}
        pattern = _layouts("|".join(patterns.values()),
                           "|".join(pattern for label, pattern in patterns.items() if len(label) > 1) or "(?!)")
        inside = _label_inside([patterns[label] for label in patterns if len(label) > 1],
                               [patterns[label] for label in patterns if len(label) == 1])
        return cls({label.replace(" ", ""): role for label, role in roles.items()}, pattern, inside, language,
                   frozenset(others))

    def label_only(self, text: str, end: int) -> bool:
        """Whether the line that ends at `end` holds a label and nothing else."""
        found = self.pattern.match(text, text.rfind("\n", 0, end) + 1)
        return found is not None and found.end() == end

    def is_label(self, cell: str) -> bool:
        """Whether the cell of a table is a known label, with or without its colon."""
        return any(self.pattern.fullmatch(cell.strip() + colon) for colon in ("", "："))

    def heads(self, text: str) -> Iterator[SpeakerLabel]:
        """Each label with the passage to remove: the label, and its line end if it stands alone."""
        for m in self.pattern.finditer(text):
            start, end = m.start(), m.end()
            alone = text[end : end + 1] in {"", "\n"}
            end = min(end + 1, len(text)) if alone else end
            empty = alone and (end == len(text) or bool(self.pattern.match(text, end)))
            label, time = m[str(m.lastgroup)].replace(" ", ""), CLOCK.search(m[0])
            stamp = time[0].replace("：", ":") if time else ""
            base = label.rstrip("0123456789")
            label = base if len(base) == 1 and label not in self.roles else label  # the number of a question
            yield SpeakerLabel(self.roles.get(label) or self.roles[base], label, stamp, start, end, empty)


def _label_pattern(label: str) -> str:
    """A label as a pattern: a blank between word and number may be there or not, a number may follow a word."""
    parts = re.split(r"(?<=\D) ?(?=\d)", label)
    return " ?".join(map(re.escape, parts)) + ("" if label[-1:].isdigit() else r"(?: ?\d{1,2}(?!\d|[:：]\d))?")


def _layouts(labels: str, words: str) -> re.Pattern[str]:
    """Labels before a colon, in brackets, before a dash, before a time stamp; `words` also alone on their line."""
    return re.compile(rf"{LEAD}(?P<o>[*_]{{1,3}})?(?P<colon>{labels}) *{WHO}(?:{STAMP} *)?"
                      rf"{BOLD} *[：:]{{1,2}}(?(o) ?{BOLD}) *(?:{SURE} *)?"
                      rf"|{LEAD}[【\[](?P<bracket>{labels})[】\]] *(?:{STAMP} *)?[：:]? *"
                      rf"|{LEAD}{BOLD}(?P<dash>{labels}){BOLD} *(?:——|――|──) *"
                      rf"|{LEAD}{BOLD}(?P<stamp>{labels}){BOLD} *{STAMP}$"
                      rf"|{LEAD}{BOLD}(?P<alone>{words}){BOLD}$", re.MULTILINE)


def _label_inside(words: Sequence[str], signs: Sequence[str]) -> re.Pattern[str]:
    """A label with its colon behind other words: `问：好吗？答：好。`, `第2题 问：好吗？`; one of a single sign only
    behind a sentence, or a few signs after the head of its line; any behind signs and numbers alone.
    """
    ended = r"(?<=[。！？?!…”』」）)]) *|(?<=\.) +"
    near = "|".join(rf"(?<=^\S{{{size}}}[ 、])" for size in (1, 2, 3, 4, 5))
    one, several = "|".join(signs) or "(?!)", "|".join(words) or "(?!)"
    return re.compile(rf"(?:(?:{ended}|(?<=[ 、])){BOLD}(?:{several})|(?:{ended}|{near}){BOLD}(?:{one}))"
                      rf"{BOLD} ?[：:](?!//)|^(?:[\d_]|[^\w“‘\"'「『《]){{1,15}}(?:{several}|{one}){BOLD} ?[：:](?!//)")


def find_first_turn(lines: Sequence[str], speakers: Speakers) -> int:
    """The line of the first turn, the number of lines without one. `访谈者：李某` beside `日期：…` is of the header:
    a few words behind labels that come once above a blank line or the first of them that comes again.
    """
    known = [i for i, line in enumerate(lines) if speakers.pattern.match(line)]
    first = end = known[0] if known else len(lines)
    seen: dict[str, int] = {}
    about = [i for i in (first - 1,) if i >= 0 and _is_about(lines[i], speakers)]
    while end < len(lines) and len(lines[end]) <= BRIEF and not SENTENCE.search(lines[end].rstrip()):
        head = speakers.pattern.match(lines[end])
        label = head[str(head.lastgroup)] if head else ""
        if label in seen or (head and head.end() == len(lines[end])) or not (head or _is_about(lines[end], speakers)):
            break
        about += [] if head else [end]
        seen |= {label: end} if head else {}
        end += 1
    again = {head[str(head.lastgroup)] for i in known if i >= end and (head := speakers.pattern.match(lines[i]))}
    roles = {role for label, role in speakers.roles.items() if label in seen}
    named = about and seen and again >= {*seen} and (len(roles) > 1 or about[-1] > first)
    stops = end < len(lines) and (not lines[end].strip() or end in known)
    return next(i for i in known if i >= end) if named and stops else first


def _is_about(line: str, speakers: Speakers) -> bool:
    """Whether a line says something of the interview: `日期：五月`."""
    entry = COLON.match(line)
    return entry is not None and entry["label"] not in speakers.others and ABOUT.fullmatch(entry["label"]) is not None


def find_labels_inside(text: str, speakers: Speakers) -> list[int]:
    """Lines, counted from 1, in which a known label begins a second turn; above the first turn only where it speaks."""
    lines, found = text.split("\n"), []
    first = find_first_turn(lines, speakers)
    for number, line in enumerate(lines):
        head = speakers.pattern.match(line)
        inside = speakers.inside.search(line, head.end() if head else 0)
        if inside and (number >= first or ASKED.search(line.rstrip()) or ENDED.search(line.rstrip())):
            found.append(number + 1)
    return found


def find_unknown_labels(text: str, speakers: Speakers) -> list[UnknownLabel]:
    """Every line that looks like a turn of somebody unknown: misspelt labels too, and above the first known one.
    What stands above the first known label is a header; its `时间：…` are no speakers, a question is one's.
    """
    lines = text.split("\n")
    known = [i for i, line in enumerate(lines) if speakers.pattern.match(line)]
    first = find_first_turn(lines, speakers)
    bracketed = any(BRACKETED.match(lines[i]) for i in known)
    strange = [(i, found) for i, line in enumerate(lines)
               if not speakers.pattern.match(line) and (found := _candidate(line, speakers, bracketed))]
    later = {label for i, (label, _) in strange if i > first}
    return [UnknownLabel(label, i + 1) for i, (label, stamped) in strange
            if i > first or stamped or label in speakers.roles or _speaks(label, lines[i], speakers, later)]


def _candidate(line: str, speakers: Speakers, bracketed: bool) -> tuple[str, bool] | None:
    """What looks like a label at the head of a line, and whether a time stamp says so."""
    stamped = STAMPED.match(line)
    found = stamped or COLON.match(line) or (BRACKETED.match(line) if bracketed else None)
    odd = ODD_MARK.match(line) if found is None else None
    if odd is not None and odd["label"] in speakers.roles and (
            odd["blank"] is None or ROLE_WORD.fullmatch(odd["label"])):
        return odd["label"], False
    if found is None:
        wide = ANY_NAME.match(line) or TITLE.match(line) or IN_BRACKETS.match(line)
        if wide is not None and is_near_label(wide["label"], speakers):
            return wide["label"].strip(), True
        found = WORD.match(line)
        if found is None or ABOUT.fullmatch(found["label"]) or not nearest_label(found["label"], speakers, strict=True):
            return None
    label = found["label"].strip()
    excused = label.endswith(SPEECH) or label in speakers.others or CONNECTIVES.fullmatch(label) or label.isdigit()
    return None if excused else (label, stamped is not None)


def _speaks(label: str, line: str, speakers: Speakers, later: set[str]) -> bool:
    """Whether a line of the header is somebody's turn: a question, a whole sentence of a person, a label of one sign,
    one that comes again or is all but known.
    """
    if ASKED.search(line.rstrip()) or label in later or len(label) == 1:
        return True
    if ENDED.search(line.rstrip()) and (PERSON.fullmatch(label) or not ABOUT.fullmatch(label)):
        return True
    return not ABOUT.fullmatch(label) and bool(nearest_label(label, speakers, strict=True))


def nearest_label(label: str, speakers: Speakers, *, strict: bool = False) -> str:
    """The known label that this one is a misspelling of; '' if it is none. `strict`: one sign apart."""
    near = difflib.get_close_matches(label, speakers.roles, cutoff=SIMILAR)
    if not near or len(near[0]) < 2 or (strict and not _one_sign_apart(label, near[0])):
        return ""
    return near[0]


def bears_label(line: str, speakers: Speakers) -> bool:
    """Whether a line with nothing but a name and a time is somebody's, known or one sign apart."""
    wide = ANY_NAME.match(line)
    return STAMPED.match(line) is not None or (
        wide is not None and wide.end() == len(line) and is_near_label(wide["label"], speakers))


def is_near_label(label: str, speakers: Speakers) -> bool:
    """Whether what stands where a label stands is one sign apart from a known one, blanks aside; a shorter word is none
    (`# 访谈` above `访谈者：`).
    """
    bare = label.replace(" ", "").rstrip(":：")
    return any(1 < len(known) <= len(bare) and _one_sign_apart(bare, known) for known in speakers.roles)


def _one_sign_apart(a: str, b: str) -> bool:
    """Whether one sign is another, too many or missing."""
    if len(a) == len(b):
        return sum(x != y for x, y in zip(a, b, strict=True)) == 1
    short, long = sorted((a, b), key=len)
    return len(long) - len(short) == 1 and any(long[:i] + long[i + 1:] == short for i in range(len(long)))
