"""The figures of a paragraph, each with its count and base."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

from surveykit.audit.figures.attainable import attainable, implied_base
from surveykit.audit.figures.judge import judge
from surveykit.audit.figures.printed_figure import PrintedFigure
from surveykit.audit.reports.candidate import Candidate, is_over_whole
from surveykit.audit.reports.context_words import find_reason_left_out, is_rounded, is_statistic, is_weighted
from surveykit.audit.reports.derived_sentences import derive_figures
from surveykit.audit.reports.figure_bases import FigureBases, ReadParagraph
from surveykit.audit.reports.figure_ties import OF_SOME, find_tied_numbers
from surveykit.audit.reports.group_lists import TiedSpan, tie_to_groups
from surveykit.audit.reports.measured_ties import tie_by_measure
from surveykit.audit.reports.number_tokens import Percent, WholeNumber, find_percents
from surveykit.audit.reports.paired_lists import pair_bases, pair_lists, pairs_in_order, touches
from surveykit.audit.reports.sentence_spans import find_spans
from surveykit.audit.reports.shared_base import PlacedFigure, share_bases
from surveykit.audit.reports.stated_bases import StatedBase
from surveykit.audit.reports.tied_numbers import TiedNumbers
from surveykit.formats.documents.document_blocks import Place

FINDINGS = re.compile(r"预测值|灵敏度|敏感度|特异度|准确率|predictive value|sensitivity|specificity|accuracy",
                      re.IGNORECASE)
SHARES = re.compile(r"(?<![\d./])(?P<a>\d{1,9})\s*(?:/|\b(?:out\s+)?of\s+(?:the\s+|all\s+)?)\s*(?P<b>\d{1,9})"
                    r"(?![\d/]|\.\d)")
ANY = re.compile(r"%|‰|分之|成|per.?cent|pct", re.IGNORECASE)


def find_sentence_figures(paragraph: ReadParagraph, place: Place, document_base: int | None) -> list[Candidate]:
    """The candidates of a paragraph, in order."""
    text = paragraph.plain.text
    if not ANY.search(text):
        return []
    found: list[PlacedFigure] = []
    sizes = {base.start for base in paragraph.stated if base.each}
    numbers = {whole.start: whole for whole in paragraph.wholes if whole.start not in sizes}
    weighted = is_weighted(text)
    all_percents = find_percents(text)
    spans = []
    for low, high in find_spans(text):
        first, last = (bisect_left(all_percents, end, key=lambda percent: percent.start) for end in (low, high))
        inside = [p for p in all_percents[first:last] if not is_statistic(text, p.start, p.end)]
        ties = [find_tied_numbers(text, p, numbers, low, high) for p in inside]
        if pairs_in_order(text, low, high):
            ties = pair_lists(text, inside, ties, paragraph.wholes, low)
            ties = pair_bases(text, inside, ties, paragraph.wholes, low)
        spans.append(TiedSpan(low, high, inside, ties))
    for low, high, inside, ties in tie_to_groups(text, paragraph.wholes, spans):
        counts = {tie.count.start for tie in ties if tie.count}
        for percent, tie in zip(inside, ties, strict=True):
            why_not = find_reason_left_out(text, percent.start, percent.end) or ("" if percent.exact else "approximate")
            if why_not == "approximate" and (tie.count or tie.base) and is_rounded(text, percent.start, percent.end):
                why_not = ""
            why_not = why_not or ("weighted" if weighted else "")
            bases = FigureBases(paragraph, low, percent, counts, document_base)
            figure, status, why = _with_base(percent, tie, why_not, bases)
            wrong = status == "judged" and not why_not and is_contradicted(figure)
            expected = _span_of_rounded(figure, paragraph.wholes) if wrong else None
            if wrong and (pair := _pair_of_rate(figure, bases)):
                figure, expected = replace(figure, count=pair[0], base=pair[1]), None
            elif wrong and (
                    (not tie.sure and not (expected and tie.base))
                    or (expected and expected[0] <= figure.value <= expected[1])
                    or (why == "sentence" and OF_SOME.match(text, percent.end))
                    or _is_of_others(text[low:percent.start], figure)
                    or (not tie.bound and _stands_elsewhere(text[low:high], figure, bases))):
                status, expected = "to_confirm", None
            if not why_not and is_over_whole(figure):
                figure, status, why = replace(figure, base=tie.base and tie.base.value, rough=True), "ratio", ""
            candidate = Candidate(figure, status, why, paragraph.plain.quote(low, high), place, expected)
            found.append(PlacedFigure(percent, tie.count or tie.either, candidate))
    shared = share_bases(text, paragraph.wholes, found)
    return derive_figures(paragraph.plain, [replace(one, candidate=candidate) for one, candidate in
                                            zip(found, shared, strict=True)], place)


def _span_of_rounded(figure: PrintedFigure, wholes: Sequence[WholeNumber]) -> tuple[Fraction, Fraction] | None:
    """The lowest and the highest share of numbers that stand for a range, 1.2万; None where neither does.
    How far each was rounded is told by its zeros.
    """
    rounded = {whole.value for whole in wholes if whole.rounded} & {figure.count, figure.base}
    if not rounded or not figure.count or not figure.base:
        return None
    count, base = ((n, Fraction(10**(len(str(n)) - len(str(n).rstrip("0"))), 2) if n in rounded else Fraction(0))
                   for n in (figure.count, figure.base))
    unit = Fraction(1, 10**figure.decimals)
    return (figure.scale * (count[0] - count[1]) / (base[0] + base[1]) - unit,
            figure.scale * (count[0] + count[1]) / (base[0] - base[1]) + unit)


def is_contradicted(figure: PrintedFigure) -> bool:
    """Whether the count and base that are tied to a figure do not give it."""
    return judge(figure).word in {"impossible", "other_base"}


def _is_of_others(before: str, figure: PrintedFigure) -> bool:
    """Whether a rate of right findings is that of those who are not counted: 15 false positives of 92, PPV 83.7 %."""
    count, base = figure.count, figure.base
    return (count is not None and base is not None and FINDINGS.search(before) is not None
            and count_matches(replace(figure, count=base - count), base))


def _stands_elsewhere(sentence: str, figure: PrintedFigure, bases: FigureBases) -> bool:
    """Whether some `a/b` or `a of b` of the sentence gives the figure, or its count on another number of it.
    Then the words between may belong to others.
    """
    pairs = [pair for pair in _pairs(sentence) if pair != (figure.count, figure.base)]
    end = bases.low + len(sentence)
    others = [(figure.count, whole.value) for whole in bases.paragraph.wholes
              if figure.count is not None and bases.low <= whole.start < end]
    return any(k <= n and count_matches(replace(figure, count=k), n) for k, n in (*pairs, *others))


def _pairs(sentence: str) -> list[tuple[int, int]]:
    """Every `a/b` and `a of b` of a sentence."""
    return [(int(match["a"]), int(match["b"])) for match in SHARES.finditer(sentence)]


def _with_base(percent: Percent, tie: TiedNumbers, why_not: str, bases: FigureBases) -> tuple[PrintedFigure, str, str]:
    """The figure with count and base, its status, and where the base comes from."""
    figure = PrintedFigure(percent.printed)
    if why_not:
        kind = "target" if why_not == "target" else "rate"
        return replace(figure, kind=kind, rough=why_not != "target"), why_not, ""
    if bases.is_no_share and tie.count is None:
        return figure, "no_base", ""
    if tie.either is not None:
        return _base_or_count(figure, tie.either, bases)
    if tie.count is not None and tie.base is not None:
        return replace(figure, count=tie.count.value, base=tie.base.value), "judged", "beside"
    if tie.base is not None and tie.base.value > 0:
        figure = replace(figure, base=tie.base.value)
        return figure, "to_confirm" if bases.is_of_group and is_contradicted(figure) else "judged", "beside"
    found = _base_of_count(figure, tie.count, bases) if tie.count else _base_of_percent(figure, bases)
    if tie.count and found[1] == "to_confirm" and found[0].base is None and touches(
            bases.paragraph.plain.text, percent, tie) and (one := _only_base(tie.count, bases)):
        return replace(found[0], base=one), "judged", "paragraph"
    sure = found[1] == "judged" and found[0].count is not None
    return found if sure else tie_by_measure(figure, tie.count, bases) or found


def _only_base(count: WholeNumber, bases: FigureBases) -> int | None:
    """The one base that a paragraph states before a count in the bracket of a figure that no base at all gives."""
    text, percent = bases.paragraph.plain.text, bases.percent
    stated = {base.value for base in (*bases.before, *bases.earlier) if base.value >= count.value}
    others = {whole.value for whole in bases.smaller if whole.value > count.value}
    found = stated or others
    cited = text[percent.end:count.start].strip() == "["  # 26.8% [17]: a work that says so
    behind = text[percent.end:percent.end + 5].lstrip(" )）]")
    own = cited or OF_SOME.match(text, percent.end) or behind.startswith("of")
    return found.pop() if len(found) == 1 and not own else None


def count_matches(figure: PrintedFigure, base: int | None) -> bool:
    """Whether a figure's count is what its percentage says of a base."""
    if not base or not figure.exact or figure.count is None:
        return False
    attained = attainable(figure, base)
    return attained.holds("rounding", figure.count) or attained.holds("truncation", figure.count)


def attainable_on(figure: PrintedFigure, base: int) -> bool:
    """Whether a figure can stand on a base, by any reading."""
    return attainable(figure, base).holds("mixed")


def _base_or_count(figure: PrintedFigure, whole: WholeNumber, bases: FigureBases) -> tuple[PrintedFigure, str, str]:
    """A figure with (n = 20) behind it: a count if some base says so, else a base.
    Sure where it is written N, where the paragraph states it as a base, or where it is a count of no base at all.
    """
    number = whole.value
    counted = replace(figure, count=number)
    for base in (*bases.before, *bases.earlier):
        if base.value >= number and count_matches(counted, base.value):
            return replace(counted, base=base.value), "judged", "sentence"
    if bases.document and count_matches(counted, bases.document):
        return replace(counted, base=bases.document), "judged", "document"
    if number and attainable_on(figure, number):
        sure = (not any(implied_base(number, figure))
                or "N" in bases.paragraph.plain.text[bases.percent.end:whole.start]
                or any(base.value == number for base in (*bases.before, *bases.earlier)))
        return replace(figure, base=number), "judged" if sure else "to_confirm", "beside"
    stated = [base.value for base in bases.before if base.weight > 1 and base.value >= number]
    if len(stated) == 1:  # neither base nor count of those who were asked
        return replace(counted, base=stated[0]), "judged", "sentence"
    return counted, status_without_base(counted), ""


def _base_of_count(bare: PrintedFigure, whole: WholeNumber, bases: FigureBases) -> tuple[PrintedFigure, str, str]:
    """A figure with its count: the nearest base on which the two agree, else the one its sentence states, else the
    one its paragraph does, where nothing printed there gives the figure and the same is counted.
    """
    count = whole.value
    figure = replace(bare, count=count)
    in_all = bases.paragraph.plain.text.endswith("共", 0, whole.start)  # 占37.0%，共46人: all of them, or those who did
    for options, why in ((bases.before, "sentence"), (bases.smaller, "sentence"), (bases.earlier, "paragraph")):
        for base in options:
            if base.value > count and count_matches(figure, base.value):
                return replace(figure, base=base.value), "judged", why
    if bases.document and count_matches(figure, bases.document):
        return replace(figure, base=bases.document), "judged", "document"
    whole_named = bases.forms_sent() or bases.all_named()
    if whole_named and whole_named >= count and not any(
            count_matches(figure, other) for other in bases.other_bases(count)) and not _gives_any(bare, bases):
        return replace(figure, base=whole_named), "judged", "paragraph"
    weight = 0 if bases.came_back else 1
    one = [base for base in bases.before if base.weight > weight and base.value >= count]
    sized = len(one) == 1 and one[0].each
    if sized and count_matches(figure, every := one[0].value * bases.count_groups(one[0])):
        return replace(figure, base=every), "judged", "sentence"
    if sized or (len(one) == 1 and not bases.speaks_of_part(one[0]) and bases.counts_part_of(one[0], whole)):
        return replace(figure, base=one[0].value), "judged", "sentence"
    more = [base for base in (*bases.before, *bases.earlier) if base.value > count and base.weight > weight]
    population = _best(more)
    if population and not population[0].each and not in_all and bases.counts_part_of(population[0], whole) and not any(
            count_matches(figure, other) for other in bases.other_bases(count)):
        return replace(figure, base=population[0].value), "judged", "paragraph"
    return figure, status_without_base(figure), ""


def _gives_any(figure: PrintedFigure, bases: FigureBases) -> bool:
    """Whether two numbers before a figure give it, whatever they count."""
    pairs = combinations(sorted({whole.value for whole in bases.smaller}), 2)
    return any(count_matches(replace(figure, count=count), base) for count, base in pairs)


def status_without_base(figure: PrintedFigure) -> str:
    """The status of a figure with a count and no base: where no base at all fits the count, a person must look."""
    sure = not figure.value or not figure.count or any(implied_base(figure.count, figure))
    return "no_base" if sure else "to_confirm"


def _base_of_percent(figure: PrintedFigure, bases: FigureBases) -> tuple[PrintedFigure, str, str]:
    """A figure without a count: the base its sentence states; one from elsewhere a person must confirm.
    So must one that the figure cannot have: more often than not the sentence has moved on to other people.
    """
    pair = _pair_of_rate(figure, bases)
    if pair:
        return replace(figure, count=pair[0], base=pair[1]), "judged", "sentence"
    sized = _base_of_group(figure, bases)
    if sized:
        return sized
    before = _best(bases.before)
    if bases.is_of_others and not (before and attainable_on(figure, before[0].value)):
        return figure, "no_base", ""
    if before and not attainable_on(figure, before[0].value):
        for k, n in _pairs(bases.paragraph.plain.text[bases.low:bases.percent.start]):
            if k <= n and count_matches(replace(figure, count=k), n):
                return replace(figure, count=k, base=n), "to_confirm", "sentence"
    if before:
        sure = (len(before) == 1 and not bases.speaks_of_part(before[0]) and not bases.is_score and not bases.is_rate
                and attainable_on(figure, before[0].value))
        return replace(figure, base=before[0].value), "judged" if sure else "to_confirm", "sentence"
    earlier = _best(bases.earlier)
    if earlier:
        told = bases.names_base(earlier[0]) or (bases.is_of_these and attainable_on(figure, earlier[0].value))
        sure = len(earlier) == 1 and told and not bases.is_score and not bases.is_rate
        return replace(figure, base=earlier[0].value), "judged" if sure else "to_confirm", "paragraph"
    if bases.document:
        return replace(figure, base=bases.document), "to_confirm", "document"
    return figure, "no_base", ""


def _pair_of_rate(figure: PrintedFigure, bases: FigureBases) -> tuple[int, int] | None:
    """The two numbers before a rate that give it: 发放225份，回收187份，有效179份，回收率83.1%."""
    pairs = combinations(bases.numbers_before, 2) if bases.is_rate else ()
    return next(((count.value, base.value) for count, base in pairs if count.value < base.value
                 and count_matches(replace(figure, count=count.value), base.value)), None)


def _base_of_group(figure: PrintedFigure, bases: FigureBases) -> tuple[PrintedFigure, str, str] | None:
    """A figure after the size of each group: sure of a group that is named, else all groups together may be meant."""
    base = next(iter((*bases.before, *bases.earlier)), None)
    if base is None or not base.each:
        return None
    why, named = "sentence" if base in bases.before else "paragraph", bases.speaks_of_part(base)
    if attainable_on(figure, base.value):
        return replace(figure, base=base.value), "judged" if named and why == "sentence" else "to_confirm", why
    whole = base.value * bases.count_groups(base)
    return (replace(figure, base=whole), "to_confirm", why) if attainable_on(figure, whole) and not named else None


def _best(found: Sequence[StatedBase]) -> list[StatedBase]:
    """Distinct bases, without the forms sent where others are stated, and only the valid ones where such are."""
    for weight in (3, 2, 1):
        kept = [base for base in found if base.weight == weight]
        if kept:
            return list({base.value: base for base in reversed(kept)}.values())[::-1]
    return []
