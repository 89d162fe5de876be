"""Labels that read as the points of a scale: degrees of something, how often, how high."""

import csv
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from surveykit.text.is_date import EXCEL_DATE
from surveykit.text.normalise import normalise

LEAST = 3
# traditional characters in words of degree
SIMPLIFIED = str.maketrans("滿從沒幾總時經強對極絕較點為無難說願確見", "满从没几总时经强对极绝较点为无难说愿确见")
PLAIN = 2.0
ZH_DEGREES = {"非常": 3, "十分": 3, "完全": 3, "极其": 3, "极": 3, "特别": 3, "绝对": 3, "强烈": 3, "很": 2.5,
              "相当": 2.5, "基本": 1.5, "基本上": 1.5, "比较": 1, "较为": 1, "较": 1, "有点": 0.8, "有些": 0.8,
              "略": 0.8, "稍微": 0.8}
ZH_WEAK = ("不太", "不大", "不怎么", "不是很", "不很", "不够")
ZH_NONE = ("毫不", "一点也不", "一点都不", "从不", "根本不")
ZH_MIDDLE = {"一般", "一般般", "中立", "不确定", "说不清", "不好说", "难说", "无所谓", "普通", "还行", "还可以", "中等",
             "中", "尚可", "既不同意也不反对", "没意见", "无意见"}
ZH_OPPOSITE = {"低": "高", "小": "大", "少": "多", "差": "好", "坏": "好", "弱": "强", "慢": "快", "短": "长",
               "反对": "同意"}
ZH_LABEL = re.compile(rf"(?P<degree>{'|'.join(sorted(ZH_DEGREES, key=len, reverse=True))})?"
                      r"(?P<no>不|没有|没|无)?(?P<core>[\u3400-\u9fff]{1,5})")
EN_DEGREES = {"extremely": 3.5, "strongly": 3, "very": 3, "completely": 3, "totally": 3, "definitely": 3, "quite": 2.2,
              "mostly": 1.5, "moderately": 1.2, "somewhat": 1, "fairly": 1, "rather": 1, "probably": 1, "a little": 0.8,
              "slightly": 0.8}
EN_NOT = {"not at all": -3, "not very": -1, "not so": -1, "not too": -1, "not": -2}
EN_MIDDLE = re.compile(r"neutral|undecided|not sure|unsure|so[- ]so|average|fair|okay|ok|medium|moderate|neither.*")
EN_OPPOSITE = {"bad": "good", "poor": "good", "low": "high", "difficult": "easy", "hard": "easy", "weak": "strong",
               "small": "large", "oppose": "support", "disagree": "agree", "excellent": "good"}
EN_LABEL = re.compile(rf"(?:(?P<degree>{'|'.join([*EN_NOT, *EN_DEGREES])})\s+)?(?P<core>[a-z]+(?: [a-z]+)?)")
NEGATING = re.compile(r"(?:dis|un|in|im)(?=[a-z]{4})")
OFTEN = {"从不": 0, "从来不": 0, "从未": 0, "从来没有": 0, "没有": 0, "几乎不": 1, "几乎从不": 1, "极少": 1, "很少": 2,
         "较少": 2, "偶尔": 3, "有时": 4, "有时候": 4, "时常": 5, "经常": 6, "常常": 6, "通常": 6, "频繁": 7,
         "很频繁": 7.3, "非常频繁": 7.6, "几乎总是": 7, "总是": 8, "一直": 8, "始终": 8, "每次": 8, "never": 0,
         "almost never": 1, "hardly ever": 1, "rarely": 2, "seldom": 2, "occasionally": 3, "sometimes": 4,
         "once in a while": 3, "some of the time": 4, "about half the time": 5, "half the time": 5,
         "none of the time": 0, "most of the time": 6.5, "all of the time": 8, "all the time": 8,
         "a little of the time": 2, "every time": 8, "often": 6, "frequently": 6, "usually": 6.5, "very often": 7,
         "almost always": 7.5, "always": 8}
HOW_MUCH = {"not at all": 0, "none": 0, "very little": 0.7, "not much": 1, "a little": 1.5, "a little bit": 1.5,
            "some": 2, "somewhat": 2, "moderately": 2.2, "a moderate amount": 2.5, "a fair amount": 2.5,
            "slightly": 1.2, "quite": 2.8, "quite a bit": 3,
            "very": 3.8, "a lot": 3.5, "very much": 4, "a great deal": 4, "extremely": 4.5, "完全没有": 0,
            "一点没有": 0, "很小程度": 1, "一定程度": 2, "较大程度": 3, "很大程度": 4}
SAID = re.compile(r"(?:yes|no)\s*[,:;-]\s*(?=\S)")  # No, not at all rude
POINT, SIGNED = re.compile(r"(?P<n>\d{1,2})"), re.compile(r"-?\d{1,2}")
MOST_POINTS = 10
SCORED = re.compile(r"(?P<n>\d{1,2})\s*(?:(?:分|颗?星|points?|stars?)(?:\s*[(（=:：.、-]\s*\D+)?"
                    r"|[(（=:：.、-]\s*\D+|/\s*(?:5|7|10))")
# a number before or behind words, where numbers between have none: `1 Very bad`, `5非常满意`, `非常不满意1`
HALF = re.compile(r"(?P<n>-?\d{1,2})\s*[^\W\d_][^\d]*|[^\W\d_][^\d]*?(?P<m>\d{1,2})")
STARS = re.compile(r"(?P<n>[★⭐]+)[☆✩]*")
SIZE = re.compile(r"(?P<n>\d+(?:\.\d+)?)\s*(?P<unit>[万亿千kKmM](?![A-Za-z]))?")
FARTHEST = 20  # signs before the first number of a label
UNITS = {"万": 10_000.0, "亿": 1e8, "千": 1000.0, "k": 1000.0, "m": 1e6}
BELOW = re.compile(r"以下|未满|未満|不到|不足|under|below|less|<|\b(?:unter|weniger|bis zu|höchstens|moins|jusqu|menos|"
                   r"hasta|meno|fino|sotto|até|до|менее|меньше)\b", re.IGNORECASE)
ABOVE = re.compile(r"以上|超过|over|above|more|>|≥|\+|\b(?:über|mehr|mindestens|plus d|más|più|oltre|sopra|mais|acima|"
                   r"более|больше|свыше)", re.IGNORECASE)
NOTHING = re.compile(r"none|nothing|never|zero|no [a-z ]{1,20}|没有.{0,6}|无|从不|从未|keine?|rien|aucune?|nada|"
                     r"ningun[oa]?|niente|nessun[oa]?", re.IGNORECASE)
THING = r"(?P<thing%d>[^\W\d_]+?)(?:\(e\)|/[oa])?"
INFLECTED = re.compile(r"(?<=[a-zà-ÿ]{4})(?:es|as|os|e|a|o)$")
Ladder = tuple[tuple[float, re.Pattern[str]], ...]


def find_points(labels: Sequence[str]) -> dict[str, float] | None:
    """Where each label stands on the scale they all belong to; None where they are no scale.
    >>> find_points(["同意", "非常不同意", "一般"])
    {'同意': 2.0, '非常不同意': -3.0, '一般': 0.0}
    >>> find_points(["Rarely", "Always", "Sometimes"])
    {'Rarely': 2.0, 'Always': 8.0, 'Sometimes': 4.0}
    >>> find_points(["返乡", "升学", "其他"]) is None
    True
    """
    said = [normalise(label).casefold().replace("_", " ") for label in labels]  # Very_High
    simple = [word.translate(SIMPLIFIED) for word in said]
    for family in (find_scores, *DEGREES):
        words = said if family is _find_ladder_points else simple
        found = family(words)
        if found and len(set(found.values())) == len(labels) >= LEAST:
            return {label: float(found[word]) for label, word in zip(labels, words, strict=True)}
    return None


def mirror_points(labels: Sequence[str]) -> list[str]:
    """Strong points of a Chinese scale that nobody chose though their opposite was chosen.
    >>> mirror_points(["不同意", "一般", "同意", "非常同意"])
    ['非常不同意']
    """
    found, made = _degrees_zh([normalise(label) for label in labels]) or {}, []
    for label in found:
        match = ZH_LABEL.fullmatch(label)
        if abs(found[label]) < 2 or match is None or match["core"][:1] in ZH_OPPOSITE.values():
            continue
        if match["core"] in ZH_OPPOSITE:  # 差 has 好 against it: 不差 is no strong point
            continue
        other = (match["degree"] or "") + ("" if match["no"] else "不") + match["core"]
        if -found[label] not in found.values() and match["no"] in {None, "不"}:
            made.append(other)
    return made


def sort_by_number(labels: Sequence[str]) -> list[str] | None:
    """Labels such as 18-25岁, 26岁以上 by their first number; one may say none. None where another has no number.
    A number without a unit has that of the next one (`10 to 50k`).
    >>> sort_by_number(["$1-$100", ">$100,000", "Nothing", "10 to 50k"])
    ['Nothing', '$1-$100', '10 to 50k', '>$100,000']
    >>> sort_by_number(["26-30岁", "18岁以下", "30岁以上", "18-25岁"])
    ['18岁以下', '18-25岁', '26-30岁', '30岁以上']
    """
    sizes = {label: size for label in labels if (size := _first_size(label)) is not None}
    none = [label for label in labels if label not in sizes]
    if len(none) > (len(sizes) > 1) or len(labels) < 2 or not all(map(NOTHING.fullmatch, map(normalise, none))):
        return None
    side = {label: bool(ABOVE.search(label)) - bool(BELOW.search(label)) for label in labels}
    return none + sorted(sizes, key=lambda label: (sizes[label], side[label]))


def _first_size(label: str) -> float | None:
    """The first number of a label, in its unit."""
    found = list(SIZE.finditer(normalise(label).replace(",", "")))
    if not found or found[0].start() > FARTHEST:
        return None
    unit = next((match["unit"] for match in found[:2] if match["unit"]), "") or ""
    return float(found[0]["n"]) * UNITS.get(unit.casefold(), 1.0)


def find_scores(labels: Sequence[str]) -> dict[str, float] | None:
    """The scores with which labels begin: `5分`, `1 (strongly disagree)`, and bare numbers between labelled ends.
    >>> find_scores(["0 - Not at all likely", "7", "8", "10 - Extremely likely"])
    {'0 - Not at all likely': 0.0, '7': 7.0, '8': 8.0, '10 - Extremely likely': 10.0}
    """
    words = {label: normalise(label).casefold().replace("_", " ") for label in labels}
    stars = {label: float(len(match["n"])) for label, word in words.items() if (match := STARS.fullmatch(word))}
    if stars or any(map(EXCEL_DATE.fullmatch, words.values())):
        return stars if len(stars) == len(words) else None
    found = {label: match for label, word in words.items()
             if (match := SCORED.fullmatch(word) or POINT.fullmatch(word))}
    if half := _score_half_labelled(words):
        return half
    bare = [label for label, word in words.items() if POINT.fullmatch(word)]
    if 0 < len(found) == len(bare) < len(words) - 1:
        return _score_words({label: int(words[label]) for label in bare}, [x for x in words if x not in found])
    if len(found) < max(1, len(set(labels))) or len(bare) == len(found):
        return None
    scores = {label: float(match["n"]) for label, match in found.items()}
    low, high = min(scores.values()), max(scores.values())
    ends = bool(bare) and high - low <= MOST_POINTS  # 0 - Not at all likely ... 10 - Extremely likely
    return scores if low in {0, 1} and (ends or high - low < len(labels) + 2) else None


def _score_half_labelled(words: Mapping[str, str]) -> dict[str, float] | None:
    """The scores of numbers of which the lowest and the highest have words beside them.
    >>> find_scores(["1 Very bad", "2", "3", "4 Very good"])
    {'1 Very bad': 1.0, '2': 2.0, '3': 3.0, '4 Very good': 4.0}
    """
    bare = {label: int(word) for label, word in words.items() if SIGNED.fullmatch(word)}
    worded = {label: int(match["n"] or match["m"]) for label, word in words.items() if label not in bare
              and (match := HALF.fullmatch(word)) and not ABOVE.search(word) and not BELOW.search(word)}
    scores = {**bare, **worded}
    if not bare or len(worded) < 2 or len(scores) < len(words) or len(set(scores.values())) < len(words):
        return None
    low, high = min(scores.values()), max(scores.values())
    ends = {low, high} <= set(worded.values()) and (low in {0, 1} or low == -high)
    return {label: float(scores[label]) for label in words} if ends and high - low <= MOST_POINTS else None


def _score_words(numbers: Mapping[str, int], worded: Sequence[str]) -> dict[str, float] | None:
    """The scores of numbers and of the words at both ends of them and between, where degrees tell the words' order.
    >>> find_scores(["Very good", "3", "2", "Very bad"])
    {'Very bad': 1.0, 'Very good': 4.0, '3': 3.0, '2': 2.0}
    """
    words = {label: normalise(label).casefold().replace("_", " ").translate(SIMPLIFIED) for label in worded}
    told = next(filter(None, (family([*words.values()]) for family in DEGREES)), {})
    low, high = min(numbers.values()), max(numbers.values()) + 1
    free = sorted({*range(int(low > 1), high + 1)} - {*numbers.values()})
    free = [free[0], high] if len(worded) == 2 else free  # points between that nobody chose
    if len(set(told.values())) < len(worded) or len(free) != len(worded) or low > LEAST or high > MOST_POINTS:
        return None
    order = sorted(words, key=lambda label: told[words[label]])
    return {label: float(n) for label, n in [*zip(order, free, strict=True), *numbers.items()]}


def _often(words: Sequence[str]) -> dict[str, float] | None:
    """How often, or how much."""
    ladder = next((ladder for ladder in (OFTEN, HOW_MUCH) if set(words) <= set(ladder)), None)
    return {word: ladder[word] for word in words} if ladder else None


def _degrees_zh(words: Sequence[str]) -> dict[str, float] | None:
    """Degrees of one thing in Chinese, with a middle."""
    placed = {word: (0.0, "") if word in ZH_MIDDLE else _degree_zh(word) for word in words}
    return _degrees_of_one_thing(placed)


def _degree_zh(word: str) -> tuple[float, str] | None:
    """How much, and of what."""
    for openings, degree in ((ZH_WEAK, -1.0), (ZH_NONE, -3.0)):
        opening = next((found for found in openings if word.startswith(found)), "")
        if opening and len(word) > len(opening):
            return degree, word[len(opening):]
    match = ZH_LABEL.fullmatch(word)
    if match is None:
        return None
    core, sign = match["core"], -1 if match["no"] else 1
    if len(core) == 1 and core not in {*ZH_OPPOSITE, *ZH_OPPOSITE.values()}:
        return None  # 是, 会, 有: yes and no are no degrees
    degree = ZH_DEGREES[match["degree"]] if match["degree"] else PLAIN
    return (-sign * degree, ZH_OPPOSITE[core]) if core in ZH_OPPOSITE else (sign * degree, core)


def _degrees_en(words: Sequence[str]) -> dict[str, float] | None:
    """Degrees of one thing in English, with a middle."""
    placed = {word: (0.0, "") if EN_MIDDLE.fullmatch(word) else _degree_en(word) for word in words}
    things = {found[1] for found in placed.values() if found}
    return _degrees_of_one_thing({word: _turn_negation(found, things) for word, found in placed.items()})


def _turn_negation(found: tuple[float, str] | None, things: set[str]) -> tuple[float, str] | None:
    """`dissatisfied` as little of `satisfied`, where that is among the things."""
    if found is None:
        return None
    prefix = NEGATING.match(found[1])
    bare = found[1][prefix.end():] if prefix else ""
    plain = re.sub("ly$", "", found[1].replace("bly", "ble"))  # somewhat comfortably, among comfortable
    return (-found[0], bare) if bare and bare in things else (found[0], plain) if plain in things else found


def _degree_en(word: str) -> tuple[float, str] | None:
    """How much, and of what."""
    turned = re.sub(r"([a-z]+) (strongly|somewhat|slightly)", r"\2 \1", SAID.sub("", word))
    turned = re.sub(r"not ([a-z]+) at all", r"not at all \1", turned)
    match = EN_LABEL.fullmatch(turned)
    if match is None:
        return None
    core, said = match["core"], match["degree"] or ""
    degree = float(EN_NOT.get(said) or EN_DEGREES.get(said, PLAIN))
    if core == "excellent":
        return 4.0, "good"
    return (-degree, EN_OPPOSITE[core]) if core in EN_OPPOSITE else (degree, core)


def _degrees_of_one_thing(placed: Mapping[str, tuple[float, str] | None]) -> dict[str, float] | None:
    """The places, if all but the middle are degrees of one thing, and not all the same way."""
    found = {word: pair for word, pair in placed.items() if pair is not None}
    if len(found) < len(placed):
        return None
    things = {thing for _, thing in found.values() if thing}
    several = sum(bool(thing) for _, thing in found.values()) > 1
    return {word: place for word, (place, _) in found.items()} if len(things) == 1 and several else None


def _find_ladder_points(words: Sequence[str]) -> dict[str, float] | None:
    """Where each word (casefolded) stands on the ladder that holds them all; None where there is none.
    >>> _find_ladder_points(["sehr zufrieden", "eher unzufrieden", "teils/teils"])
    {'sehr zufrieden': 3.0, 'eher unzufrieden': -1.0, 'teils/teils': 0.0}
    >>> _find_ladder_points(["bus", "auto", "bahn"]) is None
    True
    """
    for ladder in read_ladders("scale_words.csv"):
        places = [_find_places(ladder, word) for word in words]
        things = {thing for found in places for thing in found} if all(places) else set()
        for thing in sorted(things, key=len):
            points = [found.get(thing, found.get("")) for found in places]
            told = {word: point for word, point in zip(words, points, strict=True) if point is not None}
            if len(told) == len(words) and sum(thing in found for found in places) > 1:
                return told
    return None


def _find_places(ladder: Ladder, word: str) -> dict[str, float]:
    """Each thing that a word may be a degree of, with its place; '' where the word names none."""
    found: dict[str, float] = {}
    for point, pattern in ladder:
        match = pattern.fullmatch(word)
        if match:
            thing = next((text for text in match.groupdict().values() if text), "")
            found.setdefault(INFLECTED.sub("", thing), point)
    return found


DEGREES = (_often, _degrees_zh, _degrees_en, _find_ladder_points)


@lru_cache
def read_ladders(table: str) -> tuple[Ladder, ...]:
    """The ladders of a table: points and the words for them; in the words, `~` is the thing that has degrees."""
    ladders: dict[str, list[tuple[float, re.Pattern[str]]]] = {}
    with Path(__file__).with_name(table).open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            text, number = row["words"], 0
            while "~" in text:
                text, number = text.replace("~", THING % number, 1), number + 1
            ladders.setdefault(row["ladder"], []).append((float(row["point"]), re.compile(text)))
    return tuple(map(tuple, ladders.values()))
