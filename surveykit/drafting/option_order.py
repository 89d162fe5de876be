"""Options in the order that their words tell: amounts, heights, how often in a time, schooling, years, days, months."""

import re
from collections.abc import Callable, Sequence

from surveykit.drafting.scale_points import ABOVE, BELOW, Ladder, read_ladders, sort_by_number
from surveykit.text.normalise import normalise
from surveykit.text.option_value import OTHER

Rank = Callable[[str], float | None]
LEAST = 2  # options with a place before a ladder is one
FEET = re.compile(r"(?P<feet>[3-8])\s*(?:'|’|′|ft\.?|feet|foot|英尺)\s*"
                  r"(?:(?P<inches>\d{1,2})\s*(?:\"|”|″|''|in\.?|inches)?)?")
TIMES = {"day": 365.0, "天": 365.0, "日": 365.0, "week": 52.0, "周": 52.0, "星期": 52.0, "month": 12.0, "月": 12.0,
         "semester": 2.0, "term": 2.0, "学期": 2.0, "year": 1.0, "年": 1.0}
DAILY = {"daily": 365.0, "everyday": 365.0, "weekly": 52.0, "monthly": 12.0, "quarterly": 4.0, "yearly": 1.0,
         "annually": 1.0, "hourly": 4000.0}
HOW_MANY = {"once": 1.0, "one": 1.0, "twice": 2.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0,
            "several": 3.5, "a few": 3.5, "a couple of": 2.0, "many": 8.0, "multiple": 5.0, "every": 1.0, "each": 1.0,
            "一": 1.0, "两": 2.0, "二": 2.0, "三": 3.0, "四": 4.0, "五": 5.0, "六": 6.0, "七": 7.0, "几": 3.5,
            "多": 6.0}
WORD = "|".join(sorted((word for word in HOW_MANY if word.isascii()), key=len, reverse=True))
EN_RATE = re.compile(rf"(?:(?P<said>{WORD}|\d+)(?:\s*(?:-|to|or)\s*(?:{WORD}|\d+))?\s*)(?:times?|days?)?\s*"
                     r"(?:per|an?|each|every|in a)?\s*(?P<unit>day|week|month|semester|term|year)s?")
ZH_RATE = re.compile(r"(?:每|一)?(?P<unit>天|日|周|星期|个?月|学期|年)[^\d一两二三四五六七几多]{0,4}"
                     r"(?P<said>\d+|[一两二三四五六七几多])?(?:[-~～到至]\d+|[一两二三四五六七])?\s*(?:次|天|回)?")
COUNT = re.compile(rf"(?:(?P<said>{WORD}|\d+)\s*(?:times?)?|"
                   r"(?P<zh>[一两二三四五六七]|\d+)\s*(?:次|个|门|回|人|份|年|天|周|小时|个月|学期))")
ROUGH = re.compile(r"\s*(?:or (?:more|less)|and (?:up|more)|及以上|以上|及以下|以下|左右|times(?= times))"
                   r"|(?:at least|more than|less than|about|至少|少于|多于|超过|不到|大约)\s*")
NEVER = re.compile(r"never|not at all|none|no|hardly ever|从不|从来不|从未|没有|无|不(?:参加|使用|去|看)")


def sort_options(labels: Sequence[str], missing: Sequence[str] = ()) -> tuple[list[str], str]:
    """Labels in the order that their words tell, and the key of the doubt about it.
    What says refused or unknown stands last, before it `other`; without a ladder the rest keeps its order.
    >>> sort_options(["6'3\\"", "5'10\\"", "Under 5 ft.", "5'9\\""])
    (['Under 5 ft.', '5\\'9"', '5\\'10"', '6\\'3"'], 'order_ladder')
    >>> sort_options(["Never", "Every day", "A few times per month"])
    (['Never', 'A few times per month', 'Every day'], 'order_ladder')
    >>> sort_options(["Other", "Bus", "Car"])
    (['Bus', 'Car', 'Other'], 'order')
    """
    others = [label for label in labels if label not in missing and OTHER.fullmatch(normalise(label))]
    told = [label for label in labels if label not in missing and label not in others]
    last = [*others, *(label for label in labels if label in missing)]
    for rank in (_rank_height, _rank_rate, _rank_count, *map(_ladder_rank, read_ladders("order_words.csv"))):
        places = {label: rank(normalise(label).casefold()) for label in told}
        ranked = {label: place for label, place in places.items() if place is not None}
        outside = [label for label in told if label not in ranked]  # one answer may stand beside a ladder
        if len(ranked) >= LEAST + len(outside) and len(outside) < LEAST and len(set(ranked.values())) == len(ranked):
            return [*sorted(ranked, key=ranked.__getitem__), *outside, *last], "order_ladder"
    numbered = sort_by_number(told)
    if numbered:
        return [*numbered, *last], "order_numbers"
    return [*told, *last], "order" if len(labels) > 1 else "one_option"


def _side(word: str) -> float:
    """A little less or more, where a label says below or above."""
    return 0.3 * (bool(ABOVE.search(word)) - bool(BELOW.search(word)))


def _rank_height(word: str) -> float | None:
    """A height in inches."""
    found = FEET.search(word)
    return 12.0 * int(found["feet"]) + float(found["inches"] or 0) + _side(word) if found else None


def _rank_rate(word: str) -> float | None:
    """How often in a year."""
    if NEVER.fullmatch(word):
        return 0.0
    bare = ROUGH.sub("", word).strip()
    if bare in DAILY:
        return DAILY[bare] * (1 + _side(word))
    found = EN_RATE.fullmatch(bare) or ZH_RATE.fullmatch(bare)
    if found is None:
        return None
    said = found["said"] or "1"
    times = float(said) if said.isdecimal() else HOW_MANY[said]
    return times * TIMES[found["unit"].removeprefix("个")] * (1 + _side(word))


def _rank_count(word: str) -> float | None:
    """How many times: never, once, twice, more than five times."""
    if NEVER.fullmatch(word):
        return 0.0
    found = COUNT.fullmatch(ROUGH.sub("", word).strip())
    said = (found["said"] or found["zh"]) if found else ""
    return (float(said) if said.isdecimal() else HOW_MANY[said]) + _side(word) if said else None


def _ladder_rank(ladder: Ladder) -> Rank:
    """The place of a word on a ladder that everybody knows."""
    return lambda word: next((place for place, step in ladder if step.fullmatch(word)), None)
