"""Cleaning pasted transcripts, rule by rule, each rule a step of edits.

Never NFKC: it turns Chinese punctuation into ASCII and changes lengths without a trace. What is
narrowed, dropped or joined is listed here and nothing else is touched.
"""

import re
from collections.abc import Callable, Iterable

from surveykit.interviews.lines_between import ENDS, find_lines_between
from surveykit.interviews.speakers import SPAN, STAMP, TIME, WHEN, Speakers, bears_label, find_first_turn, is_near_label
from surveykit.text.repair_rules import NARROW, compose_signs, drop_toned_glosses, join_pages
from surveykit.text.text_edits import Edit, Span, apply_edits, as_edits

GLUE = {"zh": "", "en": " "}
LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
ZERO_WIDTH = re.compile("[\u200b-\u200f\ufeff\u00ad\u2060]+")
OTHER_SPACE = re.compile("[\u3000\u00a0\t\u2000-\u200a\u202f\u205f]+")
FULL_WIDTH = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+")
SPACES = re.compile("^ +| +$| {2,}", re.MULTILINE)
CUE_TIME = r"\d{1,2}:\d{1,2}(?::\d{1,2})?(?:[.,]\d{1,3})?"  # Teams writes 0:0:3.150
ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&nbsp;": " ", "&lrm;": "", "&rlm;": ""}
SHOWN = re.compile(r"</?(?:[bciu]|ruby|rt|lang|font)\b[^>\n]*>|<(?:\d{1,2}:)?\d\d:\d\d\.\d{3}>|" + "|".join(ENTITIES))
HIDDEN = re.compile(rf"^(?:NOTE|STYLE|REGION)\b[^\n]*\n(?:[^\n]+\n)*|{SHOWN.pattern}", re.MULTILINE)  # of WebVTT
CUE = re.compile(rf"^WEBVTT[^\n]*\n|(?:^(?=[^\n]*\d)[A-Za-z0-9_./-]{{1,80}}\n)?"  # the name of a cue
                 rf"^(?P<start>{CUE_TIME}) *--> *{CUE_TIME}[^\n]*\n"
                 r"|</?v(?:\.\w+)*(?: (?P<voice>[^>\n]+))?>", re.MULTILINE)
FOOTER = re.compile(r"\n+(?:Transcribed by [^\n]{1,60}|[^\n:.!?]{1,40} stopped transcription"
                    r"|[^\n：:，。！？]{1,20}已?(?:停止|结束)了?(?:听录|转录|转写)"
                    r"|[(（]?(?:本文|文字)?由\S{2,12}(?:转写|转录|生成)\S{0,8})\s*\Z")
TIME_LINE = re.compile(rf"^{STAMP}$", re.MULTILINE)
HOURS = re.compile(r"\d[:：]\d\d[:：]\d\d")
TIME_INSIDE = re.compile(rf" ?(?:[\[【{{]{WHEN}[\]】}}]|#{TIME}(?:-\d)?#"
                         r"|[(（<]\d{1,2}[:：]\d\d[:：]\d\d(?:[.,]\d{1,3})?[)）>]) ?")
AT_END = re.compile(rf"(?:(?<=[。！？.!?…”\"）)])| +){STAMP}$", re.MULTILINE)  # a time behind the words of a line
AT_HEAD = re.compile(rf"{SPAN}(?= |$) ?", re.MULTILINE)
QUOTED = re.compile(r"^(?:> ?)+", re.MULTILINE)
NEWLINES = re.compile("\n+")

Rule = Callable[[str, Speakers], Iterable[Span]]


def clean(raw: str, document: str, speakers: Speakers, rules: Iterable[tuple[str, Rule]],
          step: int = 0) -> tuple[str, list[Edit]]:
    """The text after the rules, and the edits that `replay_edits` needs to get there.
    Steps are numbered on from `step`, one per rule.
    """
    text, log = raw, []
    for number, (name, rule) in enumerate(rules, start=step):
        edits = as_edits(document, text, rule(text, speakers), name, number)
        text = apply_edits(text, edits)
        log += edits
    return text, log


def _line_ends(text: str, speakers: Speakers) -> Iterable[Span]:
    """Every kind of line end becomes LF."""
    return ((m.start(), m.end(), "\n") for m in LINE_END.finditer(text))


def _zero_width(text: str, speakers: Speakers) -> Iterable[Span]:
    """Invisible characters are dropped."""
    return ((m.start(), m.end(), "") for m in ZERO_WIDTH.finditer(text))


def _label_tabs(text: str, speakers: Speakers) -> Iterable[Span]:
    """A tab between a label and its words, as in a table pasted as text, becomes a colon."""
    found = [(m, speakers.is_label(m[1])) for m in re.finditer(r"^([^\t\n]{1,30})(\t+)(?=\S)", text, re.MULTILINE)]
    laid = sum(known for _, known in found) > 1
    for m, known in found:
        if known or (laid and is_near_label(m[1], speakers)):
            yield m.start(2), m.end(), "" if m[1].rstrip().endswith((":", "：")) else "："


def _other_spaces(text: str, speakers: Speakers) -> Iterable[Span]:
    """Ideographic, no-break and other wide blanks become spaces."""
    return ((m.start(), m.end(), " ") for m in OTHER_SPACE.finditer(text))


def _full_width(text: str, speakers: Speakers) -> Iterable[Span]:
    """Full-width digits and Latin letters become half-width; punctuation stays."""
    return ((m.start(), m.end(), m[0].translate(NARROW)) for m in FULL_WIDTH.finditer(text))


def _few_spaces(text: str, speakers: Speakers) -> Iterable[Span]:
    """No spaces at the ends of a line, one space elsewhere."""
    for m in SPACES.finditer(text):
        edge = {text[max(m.start() - 1, 0) : m.start()], text[m.end() : m.end() + 1]} & {"", "\n"}
        yield m.start(), m.end(), "" if edge else " "


def _cue_marks(text: str, speakers: Speakers) -> Iterable[Span]:
    """Where subtitles have times, their notes and styles go, and their tags; their signs become what they stand for."""
    if "-->" in text:
        marks = HIDDEN if text.lstrip().startswith("WEBVTT") else SHOWN
        yield from ((m.start(), m.end(), ENTITIES.get(m[0], "")) for m in marks.finditer(text))


def _quote_marks(text: str, speakers: Speakers) -> Iterable[Span]:
    """The marks of quoted lines go."""
    return ((m.start(), m.end(), "") for m in QUOTED.finditer(text))


def _cues(text: str, speakers: Speakers) -> Iterable[Span]:
    """Numbers and times of subtitles go, a speaker's time stays before the label; a voice becomes a label."""
    for m in CUE.finditer(text):
        labelled = m["start"] and (speakers.pattern.match(text, m.end()) or text.startswith("<v", m.end()))
        yield m.start(), m.end(), f"[{_pad(m['start'])}] " if labelled else f"{m['voice']}：" if m["voice"] else ""


def _pad(time: str) -> str:
    """A time with two digits in each part behind the first."""
    return re.sub(r"(?<=:)\d(?!\d)", lambda part: f"0{part[0]}", time)


def _time_edges(text: str, speakers: Speakers) -> Iterable[Span]:
    """Times at the ends of lines or behind labels go: those with hours, and others where half the turns have one."""
    heads = [head.end() for head in speakers.pattern.finditer(text)]
    lines = {line.start() for line in TIME_LINE.finditer(text)}
    spans: set[Span] = set()
    for found in (list(AT_END.finditer(text)), [m for end in heads if (m := AT_HEAD.match(text, end))]):
        times = [_seconds(m[0]) for m in found]
        many = len(found) > 1 and 2 * len(found) >= len(heads) and times == sorted(times)
        spans |= {(m.start(), m.end(), "") for m in found
                  if (many or HOURS.search(m[0])) and m.start() not in lines and not _is_of_label(m, text, speakers)}
    return sorted(spans)


def _is_of_label(found: re.Match[str], text: str, speakers: Speakers) -> bool:
    """Whether a time is part of the label of its line, known or not."""
    line = text.rfind("\n", 0, found.start()) + 1
    head = speakers.pattern.match(text, line)
    return found.start() < head.end() if head else bears_label(text[line : found.end()], speakers)


def _time_lines(text: str, speakers: Speakers) -> Iterable[Span]:
    """Times on lines of their own, with hours or where several rise: before a label they are its, else they go."""
    found = list(TIME_LINE.finditer(text))
    times = [_seconds(m[0]) for m in found]
    rising = len(found) > 1 and times == sorted(times)
    for m in found:
        if not rising and not HOURS.search(m[0]):
            continue
        if speakers.pattern.match(text, m.end() + 1):
            yield m.end(), m.end() + 1, " "
        else:
            yield m.start(), min(m.end() + 1, len(text)), ""


def _seconds(stamp: str) -> int:
    """A time stamp in seconds; two numbers are minutes and seconds."""
    seconds = 0
    for part in re.findall(r"\d+", re.sub(r"[.,]\d+", "", stamp)):
        seconds = 60 * seconds + int(part)
    return seconds


def _time_inside(text: str, speakers: Speakers) -> Iterable[Span]:
    """Time stamps in brackets among the words go; those of a label stay for it."""
    for m in TIME_INSIDE.finditer(text):
        if not _is_of_label(m, text, speakers):
            inside = text[max(m.start() - 1, 0) : m.start()].isascii() and text[m.end() : m.end() + 1].isascii()
            first = text[max(m.start() - 1, 0) : m.start()] in {"", "\n"}
            yield m.start(), m.end(), " " if m[0].strip() != m[0] and inside and not first else ""


def _header(text: str, speakers: Speakers) -> Iterable[Span]:
    """What stands before the first speaker is no turn."""
    lines = text.split("\n")
    first = find_first_turn(lines, speakers)
    return [(0, sum(len(line) + 1 for line in lines[:first]), "")] if first < len(lines) else []


def _footer(text: str, speakers: Speakers) -> Iterable[Span]:
    """The line in which a program says at the end that it wrote the words is no turn."""
    return ((m.start(), m.end(), "") for m in FOOTER.finditer(text))


def _lines_between(kind: str) -> Rule:
    """Lines of one kind that nobody spoke go."""
    def rule(text: str, speakers: Speakers) -> Iterable[Span]:
        """Each with its line end."""
        return ((line.start, min(line.end + 1, len(text)), "") for line in find_lines_between(text, speakers)
                if line.kind == kind)
    return rule


def _hard_wraps(text: str, speakers: Speakers) -> Iterable[Span]:
    """A line that ends no sentence is joined to the next, never across a speaker's label."""
    for m in NEWLINES.finditer(text):
        ended = text[max(m.start() - 1, 0) : m.start()] in {"", *ENDS[speakers.language]}
        if len(m[0]) == 1 and not ended and _continues(text, m, speakers):
            yield m.start(), m.end(), GLUE[speakers.language]


def _continues(text: str, newline: re.Match[str], speakers: Speakers) -> bool:
    """Whether the next line is more of the same turn (and the label is not on a line alone)."""
    after = newline.end()
    alone = speakers.label_only(text, newline.start())
    return after < len(text) and not alone and not speakers.pattern.match(text, after)


def _paragraphs(text: str, speakers: Speakers) -> Iterable[Span]:
    """Blank lines go, and the paragraphs of one turn become one line."""
    for m in NEWLINES.finditer(text):
        if m.end() == len(text) or m.start() == 0:
            yield m.start(), m.end(), ""
        elif _continues(text, m, speakers):
            yield m.start(), m.end(), GLUE[speakers.language]
        else:
            yield m.start(), m.end(), "\n"


def _speakers(text: str, speakers: Speakers) -> Iterable[Span]:
    """Labels and time stamps go; a turn without words goes with them."""
    return ((head.start, head.end, "") for head in speakers.heads(text))


def _last_line(text: str, speakers: Speakers) -> Iterable[Span]:
    """What a last turn without words leaves behind."""
    return [(len(text.rstrip("\n")), len(text), "")]


LETTERS: tuple[tuple[str, Rule], ...] = (
    ("line_end", _line_ends), ("zero_width", _zero_width), ("label_tab", _label_tabs), ("other_space", _other_spaces),
    ("full_width", _full_width), ("composed", lambda text, speakers: compose_signs(text)), ("spaces", _few_spaces),
    ("cue_mark", _cue_marks), ("cue", _cues), ("quoted", _quote_marks), ("time_line", _time_lines),
    ("time_edge", _time_edges), ("time_inside", _time_inside))
LAYOUT: tuple[tuple[str, Rule], ...] = (
    ("header", _header), ("footer", _footer), ("page", _lines_between("page")),
    ("page_mark", lambda text, speakers: join_pages(text, speakers.pattern)), ("heading", _lines_between("heading")),
    ("direction", _lines_between("direction")), ("hard_wrap", _hard_wraps),
    ("pinyin", lambda text, speakers: drop_toned_glosses(text)), ("paragraph", _paragraphs))
LABELS: tuple[tuple[str, Rule], ...] = (("speaker", _speakers), ("last_line", _last_line))
