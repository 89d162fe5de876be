"""The headings of 问卷星: number, question, option, row and blank, and which columns are one question."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from surveykit.text.normalise import collapse_blanks

OLD = re.compile(r"第\s*(?P<number>\d{1,3})\s*题\s*[(（](?P<rest>.*)[)）]", re.DOTALL)
NEXT = re.compile(r"(?P<number>\d{1,3})\s*[(（](?P<rest>.*)[)）]", re.DOTALL)
NUMBERED = re.compile(r"(?P<number>\d{1,3})\s*[、.．：:]\s*(?P<rest>.*)", re.DOTALL)
SPACED = re.compile(r"(?P<number>\d{1,3})\s+(?P<rest>\D.*)", re.DOTALL)
TYPED = re.compile(r"\d{1,3}\s*[、.．：:]\s*(?=[^\d\s])")
PLACE = re.compile(r"(?P<mark>[(（]\d{1,2}[)）])\s*(?P<text>.*)", re.DOTALL)
DASH = re.compile(r"(?<!—)—(?!—)")
FILL_MARKS = re.compile(r"[\[［]\s*_+\s*[\]］]|[_＿]{2,}")
OPENING, CLOSING = "(（", ")）"


@dataclass(frozen=True, slots=True)
class HeadingMark:
    """A heading taken apart.
    `form` is `old` (第6题(运动)), `next` (4 (平板电脑), 4、(平板电脑)), `numbered` (4、题干) or `bare` (no number).
    """

    place: int
    form: str
    number: str
    rest: str


Run = tuple[HeadingMark, ...]
Alike = Callable[[int, int], bool]


def parse_heading(place: int, heading: str) -> HeadingMark:
    """What the beginning of a heading says."""
    for form, pattern in (("old", OLD), ("next", NEXT), ("numbered", NUMBERED)):
        match = pattern.fullmatch(heading)
        if match:
            before, option = split_last_bracket(match["rest"])
            is_option = form == "numbered" and not before and option and not option.isdecimal()
            return HeadingMark(place, "next" if is_option else form, str(int(match["number"])),
                               option if is_option else match["rest"].strip())
    return HeadingMark(place, "bare", "", heading)


def strip_stem(rest: str) -> str:
    """The question without a number typed into it and without fill-in marks."""
    return collapse_blanks(FILL_MARKS.sub("", TYPED.sub("", rest, count=1) if TYPED.match(rest) else rest))


def strip_label(text: str) -> str:
    """An option or row without fill-in marks."""
    return collapse_blanks(FILL_MARKS.sub("", text)) or collapse_blanks(text)


def split_last_bracket(text: str) -> tuple[str, str]:
    """The text before its last balanced bracket group, and what the group holds.
    >>> split_last_bracket("您喜欢什么？（可多选）(文化类(动漫、游戏等))")
    ('您喜欢什么？（可多选）', '文化类(动漫、游戏等)')
    """
    text, depth = text.rstrip(), 0
    if text[-1:] not in tuple(CLOSING):
        return text, ""
    for place in range(len(text) - 1, -1, -1):
        depth += (text[place] in CLOSING) - (text[place] in OPENING)
        if depth == 0:
            return text[:place].rstrip(), text[place + 1:-1].strip()
    place = max(text.rfind(bracket) for bracket in OPENING)
    return (text[:place].rstrip(), text[place + 1:-1].strip()) if place >= 0 else (text, "")


def split_dash(text: str) -> tuple[str, str, bool]:
    """Question, row, and whether another dash might have been meant; no row where there is no dash."""
    hits = [hit.start() for hit in DASH.finditer(text)] or [text.rfind("—")]
    return (text[:hits[-1]], text[hits[-1] + 1:], len(hits) > 1) if hits[-1] >= 0 else (text, "", False)


def find_questions(headings: Iterable[tuple[int, str]], alike: Alike) -> list[Run]:
    """The columns of each question together, in order; `alike` says that two columns share answers."""
    runs: list[Run] = []
    for mark in _number_spaced([parse_heading(place, heading) for place, heading in headings]):
        if runs and _is_continued(runs[-1], mark, alike):
            runs[-1] += (mark,)
        else:
            runs.append((mark,))
    return [part for run in runs for part in _split_run(run)]


def _number_spaced(marks: list[HeadingMark]) -> Iterator[HeadingMark]:
    """Marks; `16 题干(选项)` is a number if `16(选项)` comes next."""
    for mark, after in zip(marks, [*marks[1:], None], strict=False):
        match = SPACED.fullmatch(mark.rest) if mark.form == "bare" else None
        if match and after and after.form == "next" and after.number == str(int(match["number"])):
            yield HeadingMark(mark.place, "numbered", after.number, match["rest"])
        else:
            yield mark


def _is_continued(run: Run, mark: HeadingMark, alike: Alike) -> bool:
    """Whether a column belongs to the question before it."""
    first, last = run[0], run[-1]
    if mark.form == "bare":
        opened = len(run) == 1 or last.form == "bare"
        return "—" in first.rest and first.form in {"numbered", "bare"} and opened and alike(first.place, mark.place)
    if mark.number != first.number:
        return False
    return {"old": last.form == "old", "next": last.form in {"next", "numbered"},
            "numbered": last.form == "numbered"}[mark.form]


def _split_run(run: Run) -> list[Run]:
    """A run, or its columns one by one where only a repeated number holds them together."""
    if len(run) == 1 or any(mark.form != "numbered" for mark in run):
        return _split_before_options(run)
    together = all(PLACE.fullmatch(mark.rest) for mark in run) or "—" in run[0].rest
    return [run] if together else [(mark,) for mark in run]


def _split_before_options(run: Run) -> list[Run]:
    """A run of options from its first; a column before it that merely has the same number stands alone."""
    opener = next((place for place, mark in enumerate(run) if mark.form == "next"), 0)
    cut = opener - 1
    return [*((mark,) for mark in run[:cut]), run[cut:]] if cut > 0 else [run]
