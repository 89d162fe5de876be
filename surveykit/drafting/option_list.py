"""Options of a question in order, with their values, scores and kinds of missing."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from surveykit.codebook import Option
from surveykit.codebook.form_texts import unique_text
from surveykit.drafting.column_contents import ColumnContents
from surveykit.drafting.option_order import sort_options
from surveykit.drafting.scale_points import find_points, find_scores, mirror_points
from surveykit.text.detect_language import HAN
from surveykit.text.is_date import EXCEL_DATE, is_date
from surveykit.text.normalise import collapse_blanks, normalise
from surveykit.text.option_value import option_value
from surveykit.text.parse_number import parse_number
from surveykit.text.yes_no import find_pair
from surveykit.words.phrases import in_language, join_words, phrase

MISSING = {
    "refused": re.compile(r"(?:不愿|不便|拒绝|不想)(?:意)?(?:透露|回答|说|告知|作答).*|拒答|prefer not.*|refused?|"
                          r"(?:i ?)?(?:would|['’]d) rather not.*|no (?:answer|response)|keine angabe|k\.? ?a\.?|"
                          r"(?:je )?(?:préfère|souhaite) ne pas.*|(?:je )?ne (?:souhaite|veux) pas .*|"
                          r"(?:prefiero|prefiro|preferisco|preferirei) n.*|回答しない|"
                          r"(?:不願|不便|拒絕|不想)意?(?:透露|回答|說|告知|作答).*|"
                          r"отказ(?:ываюсь)?.*|не хочу отвечать|no contesta|möchte ich nicht (?:sagen|angeben).*|"
                          r"答えたくない|無回答|응답 ?거부", re.IGNORECASE),
    "dont_know": re.compile(r"不知道|不清楚|不了解|不详|不明|未知|unknown|(?:i )?(?:do not|don['’]?t) know|dk|"
                            r"not sure[/ ].*know|"
                            r"wei(?:ß|ss) (?:ich )?nicht|(?:je )?ne sai[st] pas|no (?:lo )?sé|non (?:lo )?so|não sei|"
                            r"(?:das )?kann ich nicht (?:sagen|beurteilen)|no sabe|не знаю|"
                            r"(?:я )?затрудняюсь(?: с)? ответ.*|"
                            r"不曉得|不瞭解|ns/n[cr]|わからない|分からない|모름|모르겠(?:다|음)", re.IGNORECASE),
    "not_asked": re.compile(r"不适用|n/a|non? (?:se )?(?:applicab[il]e|applicabile|aplica)|não se aplica|"
                            r"該当(?:なし|しない)|해당 ?없음|not applicable(?: to .{1,40})?|.{0,30}\(n/?a\)",
                            re.IGNORECASE)}
BOTH = re.compile(r"(?:不知道|不清楚)[/、](?:不愿|拒绝).*")
NOT_FOR_ME = re.compile(r"(?:i )?(?:do not|don['’]?t|never|have never|haven['’]?t) (?:\w+ )?(?:this|that|it|these|"
                        r"them|one|any|so)|(?:this )?does(?: not|n['’]?t) apply.*|不涉及|无此.*|与我无关|"
                        r"(?:从未|没有?|未)(?:使?用|参加|做|去|接触)过?", re.IGNORECASE)
SPAN = re.compile(r"\d+ ?[-–~～至到] ?\d+.{0,2}")
NUMBERED = re.compile(r"-?\d{1,3} ?[-–=:.、)] ?(?=\D)")  # 99 - Don't know
LEAST_LADDER = 4  # three points and the answer beside them
SENTINELS = frozenset({-1, -8, -9} | {sign * code for sign in (1, -1) for code in (
    77, 88, 97, 98, 99, 777, 888, 997, 998, 999, 7777, 8888, 9998, 9999)})
Doubts = dict[str, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class OptionList:
    """Options; whether they are the points of a rating; what is unsure about them."""

    options: tuple[Option, ...]
    rating: bool = False
    doubts: Doubts = field(default_factory=dict)


def options_of_form(parts: Sequence[str], language: str) -> OptionList:
    """Options as the form lists them: labels in order, numbered from 1."""
    seen = Counter(map(normalise, parts))
    twice = [part for part in seen if seen[part] > 1]
    made = _make_options([(part, float(n)) for n, part in enumerate(parts, start=1)], language)
    return OptionList(made, doubts={"twins": {"labels": join_words(twice)}} if twice else {})


def options_of_pairs(pairs: Sequence[tuple[str, str]], language: str) -> OptionList:
    """Options of codes and labels; codes that nobody chose keep their place."""
    known = {int(code): collapse_blanks(label) for code, label in pairs}
    gaps = [code for code in range(1, max(known, default=0)) if code not in known]
    labels = known | {code: in_language(phrase("draft.gap_label", code=code), language) for code in gaps}
    order = sorted(labels)
    made = _make_options([(labels[code], float(code)) for code in order], language)
    made = tuple(replace(option, value=f"o{code}") if code in gaps else option
                 for code, option in zip(order, made, strict=True))
    listed = _mark_missing(OptionList(made))
    found = find_points([known[code] for code in sorted(known) if missing_kind(known[code]) is None])
    doubts = dict(listed.doubts) | ({"gap": {"codes": ", ".join(map(str, gaps))}} if gaps else {})
    if found is None:
        return replace(listed, doubts=doubts)
    along = _run_one_way(found.values())
    doubts |= {"rating": {"count": len(found)}} | ({} if along else {"code_order": {}})
    first, *_, last = found.values()
    doubts |= {"code_falls": {}} if along and first > last else {}
    return replace(listed, rating=True, doubts=doubts)


def options_of_answers(seen: ColumnContents, language: str) -> OptionList:
    """Options as they stand in the cells, in the best order that can be told."""
    labels = [label for label in seen.labels if label]
    answers = [label for label in labels if missing_kind(label, labels) is None]
    points_of = find_points(answers)
    if points_of and not any(seen.letters.values()):
        return _rating_options(labels, points_of, language)
    outside = None if points_of or any(seen.letters.values()) else _find_outside(answers)
    if outside:
        return _ladder_options(labels, outside, language)
    order, doubt = _order_labels(labels, seen.letters)
    listed = _mark_missing(OptionList(_make_options([(label, None) for label in order], language)))
    if points_of and _run_one_way(points_of[label] for label in order if label in points_of):
        scores = iter(range(1, len(order) + 1))
        scored = tuple(o if o.missing else replace(o, score=float(next(scores))) for o in listed.options)
        doubts = {**listed.doubts, "rating": {"count": len(points_of)}}
        return replace(listed, options=scored, rating=True, doubts=doubts)
    spans = any(map(SPAN.fullmatch, labels))  # a whole date beside 11-15 was one too
    spoilt = [label for label in labels if EXCEL_DATE.fullmatch(label) or (spans and is_date(normalise(label)))]
    spoilt = spoilt if spans or doubt == "order_numbers" else []
    damage: Doubts = {"excel_dates": {"labels": join_words(spoilt)}} if spoilt else {}
    bare = [label for label in answers if parse_number(label) is not None] if _are_words(answers) else []
    damage |= {"sentinel": {"codes": join_words(bare)}} if bare else {}
    return replace(listed, doubts={**listed.doubts, **({doubt: {}} if doubt else {}), **damage})


def _find_outside(labels: Sequence[str]) -> str | None:
    """The one answer without which the others are points of a scale: "I don't do this" beside how often."""
    if len(labels) < LEAST_LADDER:
        return None
    return next((label for label in labels if find_points([other for other in labels if other != label])), None)


def _ladder_options(labels: Sequence[str], outside: str, language: str) -> OptionList:
    """Points in order and one answer beside them, last: not applicable where it says so, else the item is no rating."""
    places = find_points([label for label in labels if label != outside and missing_kind(label, labels) is None]) or {}
    listed = _rating_options(labels, places, language)
    last = [option for option in listed.options if outside in option.label.values()]
    rest = tuple(option for option in listed.options if outside not in option.label.values())
    note = {"labels": outside, "count": len(places)}
    if NOT_FOR_ME.fullmatch(normalise(outside)):
        marked = tuple(replace(option, missing="not_asked") for option in last)
        return replace(listed, options=(*rest, *marked), doubts={**listed.doubts, "beside_scale": note})
    doubts = {key: values for key, values in listed.doubts.items() if key != "rating"}
    plain = tuple(replace(option, score=None) for option in (*rest, *last))
    return OptionList(plain, doubts={**doubts, "beside_points": {**note, "column": "sk_measure", "word": "ordinal"}})


def options_of_points(numbers: Iterable[int], language: str, words: Iterable[str] = ()) -> tuple[Option, ...]:
    """Whole numbers as options, their own scores; behind them words that stand for missing."""
    made = _make_options([*((str(n), float(n)) for n in numbers), *((word, None) for word in words)], language)
    return tuple(option if option.score is not None else replace(
        option, missing=missing_kind(next(iter(option.label.values()))) or "not_asked") for option in made)


def stands_outside(label: str) -> bool:
    """Whether a label stands beside the points of a scale: "don't know", "I don't do this"."""
    return missing_kind(label) is not None or NOT_FOR_ME.fullmatch(normalise(label)) is not None


def _rating_options(labels: Sequence[str], places: Mapping[str, float], language: str) -> OptionList:
    """Points in order; a strong point that nobody chose is added where its opposite was chosen."""
    added = [label for label in mirror_points(list(places)) if label not in places]
    both = find_points([*places, *added]) if added else None
    places, added = (both, added) if both else (places, [])
    scores = find_scores(list(places))  # numbers are their own scores, and those between are points as well
    known = set(map(int, scores.values())) if scores else set()
    gaps = sorted(set(range(min(known), max(known) + 1)) - known) if known else []
    places = {**(scores or places), **{str(point): float(point) for point in gaps}}
    order = sorted(places, key=places.__getitem__)
    rest = [label for label in labels if label not in places]
    points = enumerate(order, start=1) if scores is None else ((places[label], label) for label in order)
    made = _make_options([*((label, float(n)) for n, label in points), *((label, None) for label in rest)], language)
    doubts: Doubts = {"rating": {"count": len(order)}} | ({"mirror": {"labels": join_words(added)}} if added else {})
    doubts |= {"gap_points": {"labels": join_words(map(str, gaps))}} if gaps else {}
    listed = _mark_missing(OptionList(made, rating=True))
    return replace(listed, doubts={**listed.doubts, **doubts})


def _run_one_way(places: Iterable[float]) -> bool:
    """Whether points only rise, or only fall."""
    found = list(places)
    return found in (sorted(found), sorted(found, reverse=True))


def _order_labels(labels: list[str], letters: Mapping[str, str]) -> tuple[list[str], str]:
    """Labels in order, and the key of a doubt about it."""
    if letters and all(letters.get(label) for label in labels):
        return sorted(labels, key=lambda label: (len(letters[label]), letters[label])), ""
    pair = find_pair(label for label in labels if missing_kind(label, labels) is None)
    if pair:
        return [*pair, *(label for label in labels if label not in pair)], ""
    return sort_options(labels, [label for label in labels if missing_kind(label, labels)])


def _make_options(pairs: Sequence[tuple[str, float | None]], language: str) -> tuple[Option, ...]:
    """Options with lawful values; labels and values each once."""
    values, labels, made = Counter[str](), Counter[str](), list[Option]()
    language = "zh" if any(HAN.search(label) for label, _ in pairs) else language
    for place, (label, score) in enumerate(pairs, start=1):
        text = unique_text(collapse_blanks(label) or f"({place})", labels, "{} ({})", normalise)
        value = unique_text(option_value(text, int(score) if score else place), values, "{}_{}")
        made.append(Option(value, {language: text}, score))
    return tuple(made)


def missing_kind(label: str, labels: Sequence[str] = ()) -> str | None:
    """The kind of missing that a label stands for; None for an answer. A code for missing among words is one."""
    if parse_number(label) in SENTINELS and _are_words(labels):
        return "refused"
    seen = NUMBERED.sub("", normalise(label))
    seen = seen[1:-1] if seen[:1] == "(" and seen[-1:] == ")" else seen  # （不愿透露）
    core = seen.removeprefix("不")
    if BOTH.fullmatch(seen) or any(other != label and core and normalise(other).endswith(core) for other in labels):
        return "refused" if BOTH.fullmatch(seen) else None
    return next((kind for kind, pattern in MISSING.items() if pattern.fullmatch(seen)), None)


def _are_words(labels: Sequence[str]) -> bool:
    """Whether labels are words without digits, but for bare numbers among them that are fewer."""
    words = [label for label in labels if parse_number(label) is None]
    return 2 * len(words) > len(labels) and not any(map(str.isdigit, "".join(words)))


def _mark_missing(listed: OptionList) -> OptionList:
    """The options with those that say refused or don't know marked so, as long as answers are left."""
    labels = [next(iter(option.label.values())) for option in listed.options]
    kinds = [missing_kind(label, labels) for label in labels]
    if not any(kinds) or all(kinds):
        return listed
    marked = tuple(replace(option, missing=kind) for option, kind in zip(listed.options, kinds, strict=True))
    said = join_words(label for label, kind in zip(labels, kinds, strict=True) if kind)
    return replace(listed, options=marked, doubts={**listed.doubts, "missing_label": {"labels": said}})
