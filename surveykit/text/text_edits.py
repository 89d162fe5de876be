"""Edits of a text: every change recorded, so that it can be replayed and positions move along."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from surveykit.errors import CleaningError

Span = tuple[int, int, str]


class Edit(NamedTuple):
    """One changed passage: code points `start` to `end` of `document` became `new`.
    Positions count in the text as it stood before `step`; all edits of one step are made at once.
    `rule` says why, such as `page_mark` or `pseudonym`.
    """

    document: str
    start: int
    end: int
    old: str
    new: str
    rule: str
    step: int = 0


def replay_edits(raw: str, edits: Iterable[Edit]) -> str:
    """The text after all edits, from the text before them.
    >>> replay_edits("找工\\n作", [Edit("P01", 2, 3, "\\n", "", "hard_wrap")])
    '找工作'
    """
    for step in steps(edits):
        raw = apply_edits(raw, step)
    return raw


def steps(edits: Iterable[Edit]) -> Iterator[list[Edit]]:
    """The edits of each step, in order."""
    for _, step in groupby(edits, key=lambda edit: edit.step):
        yield sorted(step, key=lambda edit: (edit.start, edit.end))


def apply_edits(text: str, step: Sequence[Edit]) -> str:
    """The text after the edits of one step (in order of position)."""
    parts, done = [], 0
    for edit in step:
        if edit.start < done or text[edit.start : edit.end] != edit.old:
            raise CleaningError("The edit must replace {old!r}, but the text there reads {text!r}.",
                                where="document {document!r}, characters {start} to {end}",
                                fix="replay the edits on the text they were made from, each of them once", old=edit.old,
                                text=text[edit.start : edit.end], document=edit.document, start=edit.start,
                                end=edit.end)
        parts += [text[done : edit.start], edit.new]
        done = edit.end
    return "".join([*parts, text[done:]])


def move_position(position: int, edits: Iterable[Edit]) -> int:
    """Where a position (code points from 0) stands after all edits.
    A position inside a changed passage moves with it, at most to the end of the new words.
    >>> move_position(4, [Edit("P01", 2, 3, "\\n", "", "hard_wrap")])
    3
    """
    for step in steps(edits):
        position = _moved_once(position, step)
    return position


def _moved_once(position: int, step: Sequence[Edit]) -> int:
    """Where a position stands after the edits of one step."""
    shift = 0
    for edit in step:
        if edit.end > position:
            return shift + min(position, edit.start + len(edit.new))
        shift += len(edit.new) - len(edit.old)
    return position + shift


def as_edits(document: str, text: str, spans: Iterable[Span], rule: str, step: int) -> list[Edit]:
    """Edits from (start, end, new); what would change nothing is left out."""
    return [Edit(document, start, end, text[start:end], new, rule, step)
            for start, end, new in spans if text[start:end] != new]
