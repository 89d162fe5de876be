"""Tick columns that name their option: behind the question (`Travel (Bus)`), or as the whole heading."""

import re
from collections.abc import Sequence

from surveykit.formats import Column
from surveykit.platforms.column_patterns import find_runs
from surveykit.text.normalise import collapse_blanks, normalise
from surveykit.text.yes_no import SAID

UNTICKED = frozenset({"not selected", "not ticked", "not checked", "unchecked", "unselected", "未选", "未选中", "没选",
                      "未勾选"})
TICKED = ("true", "checked", "selected", "ticked", "选中", "已选", "已选中", "勾选", "已勾选")
TICKS: dict[str, int] = {
    "1": 1, "0": 0, "TRUE": 1, "FALSE": 0, **dict.fromkeys("√✓✔☑■", 1), **dict.fromkeys("□☐×✗✘", 0)} | {
    spelt: tick for words, tick in ((TICKED, 1), (("false", *sorted(UNTICKED)), 0)) for word in words
    for spelt in (word, word.capitalize())}
YES = frozenset({"y", *(yes for yes, _ in SAID)})  # nothing but yes: a tick
BEHIND = re.compile(r"(?P<stem>.+?)\s*(?:\((?:choice=)?(?P<a>[^()]+)\)|\[(?P<b>[^\[\]]+)\]|（(?P<c>[^（）]+)）"
                    r"|【(?P<d>[^【】]+)】|(?: [-–—] |[:：/／]|——)\s*(?P<e>[^:：/／]+))\??")


def find_named_blocks(headings: Sequence[str], columns: Sequence[Column],
                      taken: set[int]) -> dict[str, tuple[list[int], list[str]]]:
    """Question to the places and labels of its options; a question whose wording is not there is called by its first.
    Neighbours must share a question, each name an option of its own, and hold nothing but marks of a tick and of its
    absence, or their own option.
    """
    split = [_split_heading(heading, column) if place not in taken else ("", "")
             for place, (heading, column) in enumerate(zip(headings, columns, strict=True))]
    keys = [f"{bool(part)}{stem}" if part else "" for stem, part in split]
    blocks: dict[str, tuple[list[int], list[str]]] = {}
    first: dict[tuple[str, str], int] = {}
    for place, key in enumerate(keys):
        first.setdefault((key, split[place][1]), place)
    for run in find_runs(keys, lambda place: first[keys[place], split[place][1]] < place):
        stem, parts = split[run[0]][0], [split[place][1] for place in run]
        root = stem or headings[run[0]]
        if keys[run[0]] and len(run) > 1 and root not in blocks:
            blocks[root] = run, parts
    return blocks


def is_marked(answers: Sequence[set[str]]) -> bool:
    """Whether columns hold nothing but marks of a tick, no numbers and no mark of its absence: √, Checked, TRUE.
    >>> is_marked([{"√"}, set()]), is_marked([{"1"}, {"1"}]), is_marked([{"TRUE", "FALSE"}])
    (True, False, False)
    """
    texts = set().union(*answers)
    return bool(texts) and all(TICKS.get(text) == 1 and not text.isdecimal() for text in texts)


def _split_heading(heading: str, column: Column) -> tuple[str, str]:
    """The question of a tick column ('' where the heading is the option alone) and the option; two '' for no ticks."""
    if _holds_only(column, {normalise(heading)}) and any(map(str.strip, column.texts)):
        return "", collapse_blanks(heading)
    match = BEHIND.fullmatch(heading.strip())
    if match is None:
        return "", ""
    part = next(piece for piece in match.group(*"abcde") if piece).strip()
    marks = {*TICKS, *UNTICKED, normalise(part)}
    said = {normalise(text).casefold() for text in column.texts} - {""}
    if len(said) == 1 and said <= YES and any(not text.strip() for text in column.texts):
        return collapse_blanks(match["stem"]), collapse_blanks(part)
    return (collapse_blanks(match["stem"]), collapse_blanks(part)) if _holds_only(column, marks) else ("", "")


def _holds_only(column: Column, words: set[str]) -> bool:
    """Whether every cell is blank or one of these words, as they are compared."""
    return all(bare in words for text in column.texts if (bare := normalise(text)))
