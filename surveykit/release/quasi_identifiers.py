"""Items by which somebody may be recognised who is known to have taken part: named, or guessed from the codebook."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from surveykit._stats.class_sizes import Codes
from surveykit.codebook import Item
from surveykit.errors import AnalysisError
from surveykit.survey import MISSING_CODE, Survey, require_item
from surveykit.survey.coded_answers import code_item
from surveykit.write.outgoing_survey import clip_time

KINDS = ("single", "multiple", "rating", "rank", "number", "text", "date")
ABOUT_PEOPLE = re.compile(
    r"性别|年龄|岁数|出生|生日|年级|班级|届|学历|学位|学院|院系|专业|学校|院校|高校|民族|籍贯|生源|户籍|户口|国籍|"
    r"政治面貌|婚姻|婚否|宗教|信仰|职业|职务|职称|岗位|行业|单位|部门|服务(?:地|县|年份|单位)|省份|(?<!节)省|市(?!场)|区县|县|"
    r"乡镇|街道|地区|所在地|居住地|常住|家庭人口|子女|身高|体重|残疾|退役|哪一?年|年份|"
    r"\b(?:gender|sex|age|birth\w*|born|school|university|college|faculty|department|major|degree|education|grade|cohort|"
    r"class of|year of|(?:service|start|enrol\w*|graduation) year|race|ethnic\w*|nationality|citizenship|religion|"
    r"denomination|marital|married|household|children|county|country|province|state|city|district|town|village|region|"
    r"hometown|location|zip|postcode|postal|occupation|job title|profession|industry|employer|military rank|disab\w*|"
    r"veteran|income|height)\b", re.IGNORECASE)
OPINION = re.compile(
    r"打算|计划|规划|对口|匹配|认可|月数|多久|多长|满意|认为|愿意|评价|原因|为什么|希望|影响|期望|看法|了解|比较|建议|"
    r"\b(?:satisf\w*|opinion|agree|why|how (?:much|often|well|important)|important|prefer\w*|would you|do you think|"
    r"favou?rite|rate|view)\b", re.IGNORECASE)
GUESSED = ("single", "multiple", "number", "date", "text")


class QuasiAnswers(NamedTuple):
    """The quasi-identifiers of a survey and their answers as codes, one column each; `guessed` if nobody named them."""

    items: tuple[Item, ...]
    columns: tuple[Codes, ...]
    guessed: bool


def read_quasi_identifiers(survey: Survey, named: Sequence[str | int] | str | int | None, verb: str) -> QuasiAnswers:
    """The items that are named, or those that the codebook suggests."""
    guessed = named is None
    items = guess_quasi_identifiers(survey) if named is None else require_items(survey, named, verb)
    if not items:
        raise AnalysisError("{verb} must be told by which items people may be recognised: the codebook suggests none.",
                            where=survey, fix="name them: {verb}(survey, quasi_identifiers=['gender', 'age', ...])",
                            verb=verb)
    personal = [item.name for item in items if item.personal]
    if personal:
        raise AnalysisError("Item {item!r} is personal data and never leaves; it cannot be a quasi-identifier.",
                            where=survey, fix="name the items that are passed on: gender, age bands, county",
                            item=personal[0])
    return QuasiAnswers(items, tuple(code_quasi(survey, item) for item in items), guessed)


def require_items(survey: Survey, named: Sequence[str | int] | str | int, verb: str) -> tuple[Item, ...]:
    """One item or several, each once."""
    found = [require_item(survey, name, KINDS, verb) for name in ([named] if isinstance(named, str | int) else named)]
    return tuple({item.name: item for item in found}.values())


def guess_quasi_identifiers(survey: Survey) -> tuple[Item, ...]:
    """Items that ask who somebody is: gender, age, school, place, year; by the words of the question and its name."""
    design = set(survey.design.columns)
    return tuple(item for item in survey.codebook
                 if item.kind in GUESSED and not item.personal and item.scale is None and item.role in (None, "derived")
                 and item.name not in design and _asks_about_people(item))


def _asks_about_people(item: Item) -> bool:
    """Whether the words are about the person and not about an opinion."""
    words = [item.name.replace("_", " "), *item.label.values(), *item.short.values()]
    return any(map(ABOUT_PEOPLE.search, words)) and not any(map(OPINION.search, words))


def code_quasi(survey: Survey, item: Item) -> Codes:
    """The answers to an item as codes; each kind of missing is an answer of its own. Of time stamps the days."""
    coded = code_item(survey, item.name)
    codes, texts = coded.codes, coded.texts
    if item.kind in {"date", "text"}:  # written in several ways
        seen = {text: place for place, text in enumerate(dict.fromkeys(clip_time(text) for text in texts[:-1]))}
        codes = np.array([*(seen[clip_time(text)] for text in texts[:-1]), len(texts) - 1], dtype=np.intp)[codes]
    gap, kinds = len(texts) - 1, survey.missing_codes(item.columns)[:, 0].astype(np.intp)
    return np.where(codes == gap, gap + kinds, codes)


def is_blank(survey: Survey, item: Item) -> NDArray[np.bool_]:
    """Who left an item blank: in a file they look like those whose answer was taken out."""
    kinds: NDArray[np.bool_] = survey.missing_codes(item.columns)[:, 0] == MISSING_CODE["blank"]
    return kinds


def code_sensitive(survey: Survey, item: Item) -> Codes:
    """The answers to a sensitive item as codes, -1 where there is none."""
    coded = code_item(survey, item.name)
    return np.where(coded.codes == len(coded.texts) - 1, -1, coded.codes)
