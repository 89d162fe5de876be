"""Where the base of a figure may stand: its sentence, its paragraph, the document."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple, TypeVar

from surveykit.audit.figures.number_words import chinese_number, english_number
from surveykit.audit.reports.figure_ties import OF_SOME
from surveykit.audit.reports.named_rates import IS_BACK
from surveykit.audit.reports.number_tokens import Percent, WholeNumber, find_wholes
from surveykit.audit.reports.simplified_text import SimplifiedText, simplify_text
from surveykit.audit.reports.stated_bases import NOUN, SUBSET, StatedBase, find_stated_bases
from surveykit.audit.reports.tied_numbers import RETURN_RATE

FAR = 64  # numbers before a figure that are looked at
# scores in percent, of which no count follows: 满意度 100 %
SCORE = re.compile(r"(?:[^率]度|指数|得分|评分|\bscores?(?:\s+(?:of|was|is|at))?)\s*(?:高?达到?|均?为|是|:)?\s*$",
                   re.IGNORECASE)
RATE = re.compile(r"(?:率\s*(?:分别)?(?:高?达到?|仅?为|是|:)?|\brate\s*(?:of|was|is|:)?)\s*$", re.IGNORECASE)
# rates of those who did something, one by one
ONE_BY_ONE = ("(?:通过|及格|合格|优秀|优良|就业|升学|考研|签约|落实|留任|离职|录取|毕业|续聘|参评|报名|提及|知晓|患病"
              "|近视|复发|治愈|死亡|存活|辍学"
              "|返乡|入职|到岗|流失|参保|获奖|持证|有效|达成|到会|到课|应答|完成)率")
# what a group has, not how many of it: 7 名编码者的一致率, 16 个班级的平均出勤率
OF_GROUP = re.compile(rf"的(?!(?!平均)[^\d。；;,，]{{0,6}}{ONE_BY_ONE})[^\d。；;,，]{{0,8}}(?:率|度|数)\s*(?:高?达到?"
                      rf"|均?仅?为|是|:)?\s*$")
# 17个班级的及格率: of the pupils of the classes
OF_UNITS = re.compile(r"\d\s*个(?:班级?|[小大]?组|学?校|学院|[乡村县区市镇]|部门|单位|地区|专业|年级)的"
                      r"[^\d。；;,，]{0,12}$")
# other people than those who were counted before: 女生中, among women, at school A; in another study
IN_PART = re.compile(r"(?![其当之人名])[\u3400-\u9fff][中里](?![学国心专级等层央文部午旬介断间小职])|\b(?:among|in the"
                     r"|at) [a-z]+"
                     r"|上[年次期届]|去年|往年|以往|此前|另据|文献|全国|全省|20\d\d年|\b(?:earlier|previous|last"
                     r"|nation|other|19\d\d"
                     r"|20\d\d)", re.IGNORECASE)
# words that name a part of the people, of whom a share may be larger than of all
PART_NAMED = re.compile(r"年级|[一二三四大]班|[男女学新老]生|[男女]性|本科|专科|研究生|教师|员工|企业|[院学]校"
                        r"|[院系]的|地区|城[市镇]|农村|组|\d岁|户籍|专业"
                        r"|\b(?:first|second|third|year|new|old|young|rural|urban|men|women|boys|girls|group|arm"
                        r"|controls?|class|school|female|male|full|part)\b", re.IGNORECASE)
RATE_OF_SENT = re.compile(rf"(?:回收率|应答率|回应率|{RETURN_RATE})\s*(?:仅|高)?"
                          r"(?:为|达到?|是|:|of|was|is)?\s*$", re.IGNORECASE)
OF_ALL, NAMED_AFTER = re.compile(r"\s+of\s+all\s+(?:the\s+)?(?P<noun>[a-z]+s)\b"), re.compile(r"(?:\s+[A-Za-z-]+){1,3}")
# figures that other people found, or that no count of people gives: cited ones, means, agreement of coders
OTHERS = re.compile(r"另据|据[^，。；]{1,16}(?:报道|统计|显示)|已有研究|前人|文献|(?<!本)研究(?:显示|表明|发现|指出)"
                    r"|全[国省市县州]|去年|往年|以往|此前|失业率|(?:19|20)\d\d年的?\s*$|\bet al\."
                    r"|\b(?:earlier|previous|prior) (?:stud|survey|work|report)"
                    r"|\belsewhere\b|\bnational|\bcensus\b|\bunemployment\b", re.IGNORECASE)
CITED_BEHIND = re.compile(r"[^\d。；;,，%.]{0,60}?\[\d{1,3}(?:\s*[,，–-]\s*\d{1,3})*\]")
NO_SHARE = re.compile(r"平均(?!每)[^\d，。；]{0,12}$|[一吻]致[率性][^\d，。；]{0,4}$|吻合[率度][^\d，。；]{0,4}$"
                      r"|\b(?:mean|average|agreement)\b[^\d.;,]{0,40}$", re.IGNORECASE)
AGREEMENT = re.compile(r"\s*(?:的?一致|(?:inter-?coder |percent )?agreement\b)", re.IGNORECASE)
OF_THESE = re.compile(r"^\s*(?:(?:of|among) (?:these|them|those),?|其中[,，]?)\s*$", re.IGNORECASE)
BASE_SAID = re.compile(r"(?:\bbase[^.\d]{0,24}|基数|[本此该]题[^。\d]{0,12})[=:：为有]\s*$", re.IGNORECASE)
WHOM = re.compile(r"[^\d。；;,，.]{0,20}?(?:[中里,，:：]|\b(?=\d))")
MEASURE = re.compile(r"\s*([人名份位例家户个件所项条次种张])?")
WORDS_AFTER = re.compile(r"(?:\s+[A-Za-z'-]+){0,4}")
NOUNS = re.compile(r"\b(?!was|is|has|this|its|as|does)[A-Za-z'-]*(?:[^s\s]s|men|people|children|staff|alumni)\b")
PERSONS = re.compile(r"(?:(?<!comput)(?<!pap)(?<!numb)(?<!lett)(?<!off)(?<!chapt)ers|tors|ents|ants|ees|ians|ists|ates"
                     r"|men|people|persons|nurses"
                     r"|adults|children|girls|boys|males|responses|forms|questionnaires|replies|alumni|staff|clients"
                     r"|volunteers)\b", re.IGNORECASE)
GROUPS = re.compile(r"(?P<count>[两二三四五六\d]|two|three|four|five|six)\s*个?(?:组|班|校|年级|样本"
                    r"|\s(?:groups|arms|classes))", re.IGNORECASE)
Number = TypeVar("Number", StatedBase, WholeNumber)


class ReadParagraph(NamedTuple):
    """A paragraph made plain, its whole numbers and the bases it states."""

    plain: SimplifiedText
    wholes: tuple[WholeNumber, ...]
    stated: tuple[StatedBase, ...]


def read_paragraph(text: str) -> ReadParagraph:
    """A paragraph, its numbers and stated bases."""
    said = simplify_text(text, words=True)
    numbers = tuple(find_wholes(said.text, said.rounded))
    return ReadParagraph(said, numbers, tuple(find_stated_bases(said.text, numbers)))


class FigureBases(NamedTuple):
    """Where a figure's base may stand: its paragraph, its sentence, the document."""

    paragraph: ReadParagraph
    low: int
    percent: Percent
    counts: set[int]
    document: int | None

    @property
    def before(self) -> list[StatedBase]:
        """Bases stated before the figure in its sentence, the nearest first."""
        return [b for b in _last(self.paragraph.stated, self.percent.start) if self.low <= b.start
                and b.start not in self.counts]

    @property
    def earlier(self) -> list[StatedBase]:
        """Bases stated earlier in the paragraph, the nearest first."""
        return _last(self.paragraph.stated, self.low)

    @property
    def smaller(self) -> list[WholeNumber]:
        """Whole numbers before the figure in the paragraph, the nearest first: a part may be the base of its part."""
        return _last(self.paragraph.wholes, self.percent.start)

    def speaks_of_part(self, base: StatedBase) -> bool:
        """Whether words between a base and the figure say that the figure is of a part of it."""
        text = self.paragraph.plain.text
        noun = NOUN.match(text, base.end, self.percent.start)
        return SUBSET.search(text, noun.end() if noun else base.end, self.percent.start) is not None

    def counts_part_of(self, base: StatedBase, count: WholeNumber) -> bool:
        """Whether a count is one of those whom a base counts: in the same measure, and no words speak of a part."""
        text = self.paragraph.plain.text
        low = self.low
        if self.low <= base.start < count.start:
            named = WHOM.match(text, base.end, count.start)
            low = named.end() if named else base.end
        part = text[max(low, count.start - 24):max(self.percent.start, count.end)]
        larger = self.percent.value * base.value > 100 * count.value  # a base smaller than all would give it
        return (not (larger and PART_NAMED.search(part)) and not IN_PART.search(text, low, self.percent.start)
                and not OF_SOME.match(text, self.percent.end) and _are_of_one_kind(text, base.end, count.end))

    def other_bases(self, count: int) -> list[int]:
        """The numbers of the paragraph that may be the base of a count, their sums and differences by two."""
        numbers = [whole.value for whole in self.paragraph.wholes[:FAR]]
        pairs = {value for a, b in combinations(numbers, 2) for value in (a + b, abs(a - b))}
        return sorted(value for value in {*numbers, *pairs} if value >= count)

    def names_base(self, base: StatedBase) -> bool:
        """Whether a paragraph says in so many words that a number is its base: Base: 174, 本题 n=58."""
        return BASE_SAID.search(self.paragraph.plain.text, 0, base.start) is not None and not self.speaks_of_part(base)

    @property
    def is_no_share(self) -> bool:
        """Whether the words around the figure name a mean or the agreement of coders."""
        text, percent = self.paragraph.plain.text, self.percent
        return (NO_SHARE.search(text[max(self.low, percent.start - 60):percent.start]) is not None
                or AGREEMENT.match(text, percent.end) is not None)

    @property
    def is_of_others(self) -> bool:
        """Whether the words around the figure say that other people found it, or found it elsewhere."""
        text, percent = self.paragraph.plain.text, self.percent
        return (OTHERS.search(text[self.low:percent.start]) is not None
                or OTHERS.search(text[percent.end:percent.end + 40].split(".")[0]) is not None
                or CITED_BEHIND.match(text, percent.end) is not None)

    @property
    def is_of_these(self) -> bool:
        """Whether nothing but "of these" stands between the sentence before and the figure."""
        return OF_THESE.match(self.paragraph.plain.text[self.low:self.percent.start]) is not None

    def forms_sent(self) -> int | None:
        """The one number of forms sent before a rate of those that came back, if no words speak of a part of them."""
        text, low = self.paragraph.plain.text, self.low
        sent = {base.value for base in (*self.before, *self.earlier) if base.weight == 1}
        named = RATE_OF_SENT.search(text, max(0, self.percent.start - 24), self.percent.start)
        return sent.pop() if named and len(sent) == 1 and not IN_PART.search(text, low, self.percent.start) else None

    def all_named(self) -> int | None:
        """The one number of those whom the words behind a figure name: of all applications, of 320."""
        text = self.paragraph.plain.text
        named = OF_ALL.match(text, self.percent.end)
        found = {whole.value for whole in self.smaller if named and (words := NAMED_AFTER.match(text, whole.end))
                 and named["noun"].casefold() in words[0].casefold().split()}
        return found.pop() if len(found) == 1 else None

    @property
    def numbers_before(self) -> list[WholeNumber]:
        """Whole numbers before the figure in its sentence, the nearest first."""
        return [whole for whole in self.smaller[:6] if whole.start >= self.low]

    @property
    def is_rate(self) -> bool:
        """Whether the words before the figure name a rate after two counts: 普查率达."""
        head = self.paragraph.plain.text[max(self.low, self.percent.start - 12):self.percent.start]
        return len(self.numbers_before) > 1 and RATE.search(head) is not None

    @property
    def came_back(self) -> bool:
        """Whether the words right before the figure say that forms or people came back."""
        return IS_BACK.search(self.paragraph.plain.text[max(self.low, self.percent.start - 16):self.percent.start]
                              ) is not None

    @property
    def is_of_group(self) -> bool:
        """Whether the words before the figure name what a group has: 7 名编码者的一致率, 17个班级的及格率."""
        before = self.paragraph.plain.text[max(self.low, self.percent.start - 24):self.percent.start]
        return OF_GROUP.search(before[-16:]) is not None or OF_UNITS.search(before) is not None

    @property
    def is_score(self) -> bool:
        """Whether the words before the figure name a score."""
        head = self.paragraph.plain.text[max(self.low, self.percent.start - 16):self.percent.start]
        return SCORE.search(head) is not None

    def count_groups(self, base: StatedBase) -> int:
        """How many groups of this size the paragraph speaks of before it; two where it does not say."""
        said = [match["count"] for match in GROUPS.finditer(self.paragraph.plain.text, 0, base.end)]
        number = said[-1] if said else "2"
        return int(number if number.isdecimal() else chinese_number(number) or english_number(number) or 2)


def _are_of_one_kind(text: str, base: int, count: int) -> bool:
    """Whether two numbers that end there count the same: 人 and 名, students and men; a bare number counts any."""
    first, second = (match[1] for match in (MEASURE.match(text, base), MEASURE.match(text, count)) if match)
    if first or second:
        people = set("人名位份例")
        return first == second or {first or "人", second or "人"} <= people
    behind = (WORDS_AFTER.match(text, end) for end in (base, count))
    whom, who = (set(map(str.lower, NOUNS.findall(words[0]))) if words else set() for words in behind)
    return not who or bool(who & whom) or (bool(PERSONS.search(" ".join(who))) and bool(PERSONS.search(" ".join(whom))))


def _last(numbers: Sequence[Number], place: int) -> list[Number]:
    """The last numbers that end before a place, the nearest first."""
    end = bisect_right(numbers, place, key=lambda number: number.end)
    return list(reversed(numbers[max(0, end - FAR):end]))
