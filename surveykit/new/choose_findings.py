"""Which results of a questionnaire make its page of findings, by a rule that the page states."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from surveykit._stats.proportion import wilson
from surveykit.analysis.table_book import tables
from surveykit.codebook import Codebook, Item
from surveykit.codebook.question_stem import stem_of
from surveykit.errors import AnalysisError
from surveykit.figures import plot
from surveykit.new.item_cells import TESTED, ItemCell, item_cells
from surveykit.result import Result
from surveykit.result.format import level_words
from surveykit.sentences.key_findings import MOST_FINDINGS, Summary, sum_up
from surveykit.sentences.scale_sentences import upper_sides
from surveykit.survey import Survey, require_survey
from surveykit.words.phrases import Text, phrase

FEWEST_ANSWERS = 10
SIGNIFICANT = 0.05  # of a p-value adjusted for all tests
FEWEST_LINES = 3  # of a table that is worth a figure
MOST_CROSSED = 2
FEWEST_FINDINGS = 3  # answers that do not lead fill up to these
CLOSED = ("single", "rating", "multiple", "rank")
ABOUT_PEOPLE = re.compile(
    r"性别|年龄|年级|学历|学位|学院|学校|专业|民族|籍贯|婚姻|婚否|户口|政治面貌|收入|身高|体重|出生|年份|哪一?年|"
    r"服务地|所在|地区|城市|省份|邮编|岗位类别|gender|\bsex\b|\bage\b|\bhow old\b|degree|school|college|year of|"
    r"\bborn\b|birth|income|education|ethnic|\brace\b|marital|\bregion\b|location|\bzip\b|post.?code|\bcity\b|"
    r"\bcountry\b|\bstate\b|\bheight\b|\bhow tall\b|\bweight\b|\bbmi\b|children under|household", re.IGNORECASE)
ROUTINE = re.compile(
    r"知情同意|同意参加|是否同意|注意力|请选择[“\"'‘]|验证码|上传|附件|编号|学号|工号|序号|问卷来源|提交|填写时间|答题|渠道来源|"
    r"consent|agree to (?:take part|participate)|attention|captcha|upload|attach|\bfile\b|\bid\b|\bidentifier\b|"
    r"complete\?|_complete\b|status|finished|progress|timestamp|duration|\bip\b|browser|user language|device|"
    r"interviewer|enumerator|click to write", re.IGNORECASE)
FILE_NAMES = re.compile(r"\[[\w ]+\]|https?://.*|.*\.(?:pdf|docx?|xlsx?|jpe?g|png|zip)", re.IGNORECASE)
BARE_CODE = re.compile(r"[\d.\-]*")


@dataclass(frozen=True, slots=True)
class FindingCandidate:
    """A result that can be a finding: its place in the questionnaire, its base, and how far its first answer leads.
    `lead` is the distance between the lower limit of the first answer and the upper limit of the next, in shares: above
    0 the order is settled.
    """

    place: int
    result: Result
    base: int
    lead: float
    stem: str


def key_findings(survey: Survey, *, by: str | Sequence[str] = (), most: int = 5) -> Summary:
    """Choose the findings of a first report by a rule, and say the rule.

    Parameters
    ----------
    survey
        Survey after cleaning.
    by
        Items whose answers divide all others: up to two differences between their groups are findings, where the test
        is significant after Holm's adjustment for all tests.
    most
        How many findings at most, 1 to 7.

    Returns
    -------
    Summary
        As `summary` gives it, with one figure, and with the rule. None of the findings answers a research question by
        itself: `summary([...])` with results of your choice does.

    Raises
    ------
    AnalysisError
        Another number of findings.

    Missing values
    --------------
    As in `frequencies`; a question with under ten answers is never chosen.

    Notes
    -----
    Candidates are closed questions on the subject: not who the respondents are, not consents, identifiers, uploads,
    dates or texts, and not those whose options are bare codes. First come those whose first answer leads beyond chance
    (the 95 % interval of the first and that of the next answer lie apart; of a battery, those of its highest and lowest
    item), among these the ones that at least half of the largest base answered, then the longest lead. One of questions
    with a common stem.

    Examples
    --------
    >>> import surveykit as sk
    >>> len(sk.key_findings(sk.example_survey()).findings)
    3
    """
    survey = require_survey(survey, "key_findings")
    if not 1 <= most <= MOST_FINDINGS:
        raise AnalysisError("most must be from 1 to {limit}, not {most}.", fix="key_findings(survey, most=5)",
                            limit=MOST_FINDINGS, most=most)
    groups = [by] if isinstance(by, str) else list(by)
    names = [survey.codebook[name].name for name in groups]
    crossed = _differences(survey, names)[:min(MOST_CROSSED, most)]
    alone = _rank(_candidates(survey, names))[:most - len(crossed)]
    chosen = [one.result for one in sorted(alone, key=lambda one: one.place)] + crossed
    longest = max(chosen, key=lambda one: len(one.table), default=None)
    figure = plot(longest) if longest is not None and len(longest.table) >= FEWEST_LINES else None
    return sum_up(chosen, figure, survey.codebook.language, _rule(bool(chosen), bool(names)))


def is_subject(item: Item) -> bool:
    """Whether a question is about the subject of a survey: closed, not routine, not about who answered."""
    said = [item.name.replace("_", " "), item.name, *item.label.values(), *item.words.values()]
    options = [text for option in item.answers for text in option.label.values()]
    words = [text for text in options if not BARE_CODE.fullmatch(text) and not FILE_NAMES.fullmatch(text)]
    readable = len(words) > len(options) / 2
    return (item.kind in CLOSED and not item.role and not item.personal and len(item.answers) > 1 and readable
            and not any(pattern.search(text) for pattern in (ABOUT_PEOPLE, ROUTINE) for text in said))


def subject_cells(book: Codebook, without: Sequence[str] = ()) -> list[ItemCell]:
    """The cells that can be findings, in the order of the questionnaire."""
    return [cell for cell in item_cells(book) if cell.verb in LEADS and not set(cell.items) & set(without)
            and all(name in book and is_subject(book[name]) for name in cell.items)]


def _candidates(survey: Survey, without: Sequence[str]) -> Iterator[FindingCandidate]:
    """Every result that can be a finding."""
    for place, cell in enumerate(subject_cells(survey.codebook, without)):
        result = cell.run(survey)
        if isinstance(result, Result):
            base, lead = LEADS[cell.verb](result)
            stem = stem_of(survey.codebook[cell.items[0]]) or cell.items[0]
            if base >= FEWEST_ANSWERS:
                yield FindingCandidate(place, result, base, lead, stem)


def _rank(candidates: Iterable[FindingCandidate]) -> list[FindingCandidate]:
    """The candidates, the best first; one of each stem."""
    known = list(candidates)
    largest = max((one.base for one in known), default=0)
    ranked = sorted(known, key=lambda one: (one.lead <= 0, 2 * one.base < largest, -one.lead, one.place))
    alone = [one for n, one in enumerate(ranked) if one.stem not in {other.stem for other in ranked[:n]}]
    ahead = [one for one in alone if one.lead > 0]
    return ahead if len(ahead) >= FEWEST_FINDINGS else alone[:FEWEST_FINDINGS]


def _lead_of_options(result: Result) -> tuple[int, float]:
    """The base, and the lead of the most frequent answer."""
    rows = result.table.sort_values("estimate", ascending=False)
    rows = rows[~rows["net"]] if "net" in rows else rows
    first, second = rows.iloc[0], rows.iloc[1]
    return int(first["base"]), float(first["low"] - second["high"]) if first["n"] < first["base"] else 0.0


def _lead_of_items(result: Result) -> tuple[int, float]:
    """The smallest base of a battery, and how far the upper side of its highest item is from that of its lowest."""
    _, ranked = upper_sides(result, result.records())
    if len(ranked) < 2:
        return 0, 0.0
    limits = [wilson(one["estimate"] * one["base"], one["base"]) for one in (ranked[0], ranked[-1])]
    return min(int(one["base"]) for one in ranked), float(limits[0].low - limits[1].high)


LEADS = {"frequencies": _lead_of_options, "multiple_response": _lead_of_options, "ranking": _lead_of_options,
         "likert": _lead_of_items}


def _differences(survey: Survey, groups: Sequence[str]) -> list[Result]:
    """Cross-tables whose test is significant after Holm's adjustment for all tests, the smallest p first."""
    asked = [item for item in survey.codebook if item.kind in TESTED and item.name not in groups and not item.personal
             and len(item.answers) > 1]
    if not asked or not groups:
        return []
    try:
        book = tables(survey, [item.name for item in asked], groups)
    except AnalysisError:  # answers that bear no cross-table: the notebook says why below each
        return []
    found = book.tests.table.sort_values("p_adjusted", kind="stable")
    subjects = {item.name for item in asked if item.kind == "single" and is_subject(item)}
    chosen = found[(found["p_adjusted"] < SIGNIFICANT) & found["item"].isin(subjects)]
    return [book[item, group] for item, group in zip(chosen["item"], chosen["group"], strict=True)]


def _rule(found: bool, crossed: bool) -> Text:
    """How the findings were chosen, or why there are none."""
    if not found:
        return phrase("new.rule_none", fewest=FEWEST_ANSWERS)
    return phrase("new.rule_crossed" if crossed else "new.rule", fewest=FEWEST_ANSWERS,
                  level=level_words(1 - SIGNIFICANT))
