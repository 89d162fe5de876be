"""Bases that a text states: forms returned or valid, people asked, n = 46."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from surveykit.audit.reports.number_tokens import WholeNumber

FLAGS = re.IGNORECASE
N_EQUALS = re.compile(r"(?:\b[nN]|样本量?|基数|\bbase)\s*(?:[=:：]|为|是)\s*$")
VALID_BEFORE = re.compile(r"(?:有效|valid|usable|completed?)[^\d。；;,，]{0,24}$", FLAGS)
VALID_AFTER = re.compile(r"\s*(?:份|名|位|个|人)?\s*(?:为|是|均为)?(?:有效|合格|基数|计(?=[,，)）]))"
                         r"|\s+(?:\w+\s+){0,2}(?:valid|usable)\b", FLAGS)
ASKED_BEFORE = re.compile(
    r"(?:回收|收回|调查了?|样本|受访|访谈了?|参与|共有?|共计|共收到?|总计|合计|总数|总人数|全部|全体|抽取|选取|对|期满"
    r"|surveyed|interviewed|sampled?|asked|polled|total of|among(?: the)?|of(?: the| all)?|from|respondents"
    r"|participants)[^\d。；;,，]{0,12}$", FLAGS)
ASKED_AFTER = re.compile(
    r"\s*(?:份|名|位|个)\s*(?:问卷|答卷|样本|受访|被访|被调查|调查对象|应答者)"
    r"|\s*(?:份|名|位|个|人)[^\d。；;,，]{0,14}(?:中|里|接受|参加|参与|完成了?问卷|受邀|应邀|报名|作答|填写|回答|应答)"
    r"|\s+(?:[a-z-]+\s+){0,2}(?:questionnaires|forms|respondents|participants|interviewees|responses|replies)\b"
    r"|\s+(?:[a-z-]+\s+){0,2}(?:took part|answered|replied|responded|were (?:asked|surveyed|interviewed))\b", FLAGS)
# the number that a sentence opens with: 174名被试 ..., There were 82 graduates, 58 women sat the test
OPENS = re.compile(r"(?:^|[。；;！？!?\n]|\.\s|\bthere (?:are|were)|\bquestionnaires? went to|\b(?:participants"
                   r"|sample) (?:were|was|of))\s*(?:[我全该本][校院省市县班]|the|our|all)?\s*$", FLAGS)
PEOPLE = re.compile(r"\s*[名位份](?!各)[\u3400-\u9fff]|\s+(?:[a-z-]+\s+)?(?:[a-z]+s|alumni|women|men|people|children"
                    r"|staff)\b|\s+[a-z]+ed\b", FLAGS)
SENT_BEFORE = re.compile(r"(?:(?:发放|发出|下发|派发|sent|distributed|handed out|issued)[^\d。；;,，]{0,16}"
                         r"|(?:mailed|posted|delivered|left (?:a |the |an |paper )*(?:form|questionnaire|card))"
                         r"[^\d。；;,，]{0,28})$", FLAGS)
SENT_AFTER = re.compile(r"\s*(?:\w+\s+){0,3}(?:sent|distributed|handed out|mailed|issued|were sent)\b"
                        r"|[份张]?(?:问卷)?(?:被)?发[放出]", FLAGS)
# the size of every group: 两组各30例, n = 30 each, 30 per group
EACH_BEFORE = re.compile(r"(?:各(?:组|班|校|年级)?|每(?:个)?(?:组|班|校|年级)|\beach (?:group|arm|class|condition|cell)"
                         r"(?: of| had| has| with| comprised| included)?|\bgroups of)"
                         r"(?:均?有|均?为|是|选取|抽取|纳入|:)?\s*$", FLAGS)
EACH_AFTER = re.compile(r"\s*(?:\w+\s+){0,2}(?:each\b|per (?:group|arm|class|condition|cell|school)\b"
                        r"|(?:in|to|for) each (?:group|arm|class|condition|cell|of)\b|(?:a|an|every) (?:group|arm)\b)",
                        FLAGS)
LISTED = re.compile(r"\s*[人名位份例]?\s*[、,，和与及]\s*\d")
# n = 23 in the bracket behind a percentage may be its count
BEHIND_PERCENT = re.compile(r"[%‰][^%‰。；;\d]{0,30}[(（\[]\s*[nN]\s*=\s*$")
SUBSET = re.compile(r"其中|当中有|[男女甲乙丙AB]组|(?:治疗|对照|观察|实验|试验|干预)组"
                    r"|\b(?:group|arm|controls?|men|women|boys|girls|males?|females?)\b"
                    r"|\b(?:of|among) (?:these|those|them|whom|which)\b|\bthereof\b", FLAGS)
NOUN = re.compile(r"\s*(?:[a-z-]+\s+){0,2}[a-z-]+", FLAGS)  # who a base counts: 46 young women


class StatedBase(NamedTuple):
    """A base that a text states; `weight` 3 for valid forms and n =, 2 for people asked, 1 for forms sent.
    `each`: the size of every one of several groups.
    """

    start: int
    end: int
    value: int
    weight: int
    each: bool = False


def find_stated_bases(text: str, wholes: Sequence[WholeNumber]) -> list[StatedBase]:
    """The bases among the whole numbers of a text, in order."""
    found = []
    for whole in wholes:
        each = whole.value > 1 and _is_group_size(text, whole)
        weight = 2 if each else _weight(text, whole) if whole.value > 1 else 0
        if weight:
            found.append(StatedBase(whole.start, whole.end, whole.value, weight, each))
    return found


def _is_group_size(text: str, whole: WholeNumber) -> bool:
    """Whether a number is the size of each of several groups."""
    before = text[max(0, whole.start - 40):whole.start]
    if LISTED.match(text, whole.end):  # 各有52人、61人和30人
        return False
    return EACH_BEFORE.search(before) is not None or EACH_AFTER.match(text, whole.end) is not None


def _weight(text: str, whole: WholeNumber) -> int:
    """How surely a number is a base; 0 if it is none."""
    before = text[max(0, whole.start - 40):whole.start]
    if BEHIND_PERCENT.search(before):
        return 0
    if N_EQUALS.search(before) or VALID_BEFORE.search(before) or VALID_AFTER.match(text, whole.end):
        return 3
    if SENT_BEFORE.search(before) or SENT_AFTER.match(text, whole.end):
        return 1
    opens = OPENS.search(before) and PEOPLE.match(text, whole.end)
    return 2 if opens or ASKED_BEFORE.search(before) or ASKED_AFTER.match(text, whole.end) else 0


def find_document_base(texts: Sequence[Sequence[StatedBase]]) -> int | None:
    """The base of a whole document: the number of valid forms that is stated first; None if there is none."""
    return next((base.value for bases in texts for base in bases if base.weight == 3), None)
