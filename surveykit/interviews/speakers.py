"""Who speaks: the labels in front of turns, in the layouts transcripts come in.

`访谈者：…`, `问: …` and `[00:01:23] 访谈者: …` stand on the line of the words; 讯飞 and 腾讯会议
write `说话人1 00:01:23` on a line of its own above them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from surveykit.errors import ReadError, listed
from surveykit.interviews.documents import lines

ROLES = ("interviewer", "respondent")
TIME = r"\d{1,2}[:：]\d\d(?:[:：]\d\d)?"
STAMP = re.compile(rf"^(?P<label>\S[^\n]{{0,19}}?) +[\[(（]?{TIME}[\])）]?$")
# A short word and a colon at the head of a line; verbs of speech introduce a quotation instead.
LABEL = re.compile(r"^(?P<label>[^\W\d_]{1,6}|[A-Za-z][A-Za-z0-9 ._-]{0,19}) ?[：:](?![\d/])")
SPEECH = tuple("说问答道想讲喊叫写念是")


class SpeakerLabel(NamedTuple):
    """A label in the text: its role, its time stamp if any, and the passage to take away."""

    role: str
    label: str
    time: str
    start: int
    end: int
    empty: bool


@dataclass(frozen=True, slots=True)
class Speakers:
    """The labels of a folder's transcripts, the role each stands for, and their pattern."""

    roles: Mapping[str, str]
    pattern: re.Pattern[str]
    language: str = "zh"

    @classmethod
    def of(cls, roles: Mapping[str, str], language: str = "zh") -> Speakers:
        """Speakers from a mapping of label to role.

        Examples
        --------
        >>> people = Speakers.of({"问": "interviewer", "答": "respondent"})
        >>> [head.role for head in people.heads("问：好吗？\\n答：好。")]
        ['interviewer', 'respondent']
        """
        longest_first = sorted(roles, key=lambda label: (-len(label), label))
        labels = "|".join(map(re.escape, longest_first))
        pattern = (rf"^(?:[\[(（]?(?P<lead>{TIME})[\])）]? *)?(?P<label>{labels})"
                   rf"(?: *[：:] *| +[\[(（]?(?P<time>{TIME})[\])）]?$)")
        return cls(dict(roles), re.compile(pattern, re.MULTILINE), language)

    def label_only(self, text: str, end: int) -> bool:
        """Whether the line that ends at `end` holds a label and nothing else."""
        found = self.pattern.match(text, text.rfind("\n", 0, end) + 1)
        return found is not None and found.end() == end

    def heads(self, text: str) -> Iterator[SpeakerLabel]:
        """Each label with the passage to remove: the label, and its line end if it stands alone."""
        for m in self.pattern.finditer(text):
            start, end = m.start(), m.end()
            alone = text[end : end + 1] in {"", "\n"}
            end = min(end + 1, len(text)) if alone else end
            empty = alone and (end == len(text) or bool(self.pattern.match(text, end)))
            time = (m["time"] or m["lead"] or "").replace("：", ":")
            yield SpeakerLabel(self.roles[m["label"]], m["label"], time, start, end, empty)


def check_labels(text: str, speakers: Speakers, where: str) -> None:
    """Refuse a text without a known speaker, or with lines that look like another speaker's.

    Raises
    ------
    ReadError
        Names the lines (numbered from 1) and the labels that are known.
    """
    known = [i for i, line in enumerate(text.split("\n")) if speakers.pattern.match(line)]
    strange = list(_strange(text, speakers, known[0] if known else -1))
    if strange:
        raise ReadError(
            "The transcript has speakers that are not known: {strange}.",
            where="{place}, {lines}",
            fix="add the label to speakers: in interviews.yaml; if nobody speaks there, "
                "move the words to the end of the line before", strange=listed(dict(strange).values()), place=where,
                        lines=lines([number for number, _ in strange]))
    if not known:
        raise ReadError(
            "The transcript must have a speaker's label; known are {roles}.",
            where="{file}", fix="write 访谈者： or 受访者： before each turn, or add your labels to "
                             "speakers: in interviews.yaml", roles=listed(speakers.roles), file=where)


def _strange(text: str, speakers: Speakers, first: int) -> Iterator[tuple[int, str]]:
    """Line number and label of each line that looks like a turn of somebody unknown.

    Above the first known label stands the header, whose `时间：…` are no speakers.
    """
    for i, line in enumerate(text.split("\n")):
        if speakers.pattern.match(line):
            continue
        found = STAMP.match(line) or (LABEL.match(line) if i > first else None)
        if found and not found["label"].endswith(SPEECH):
            yield i + 1, found["label"]
