"""Tests as they are reported in running text, Western and Chinese, each with its quotation."""

import re
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from surveykit.audit.means.printed_number import PLAIN
from surveykit.audit.means.recompute import P_VERDICTS, RecomputedTest, recompute
from surveykit.errors import SurveyError
from surveykit.files.disk import file_facts
from surveykit.result import LISTING, Result
from surveykit.result.result_column import show_p_value, show_words
from surveykit.words.phrases import phrase

# Repetitions are bounded throughout, so that no text can make the search slow.
WHOLE = r"[0-9]{1,9}"
NUM = rf"-?\s?(?:{WHOLE}(?:\.[0-9]{{1,15}})?|\.[0-9]{{1,15}})"
S = r"\s{0,3}"
# The name of a statistic, its degrees of freedom in brackets, and its value.
TEST = re.compile(
    r"(?<![A-Za-z0-9_.])"
    r"(?:(?P<t>t)|(?P<F>F)|(?P<chi2>(?:[χΧ𝜒xX]|[Cc]hi)\s?-?\s?(?:2|²|\^2|squared?)|卡方)|(?P<Q>Q(?:_?[A-Za-z]{1,7})?)|(?P<r>r)|(?P<z>[zZ]))"
    rf"{S}(?:(?:检验|值|统计量|statistic){S})?(?:\((?P<inside>[^()]{{1,40}})\){S})?(?:值{S})?(?P<sign>[=<>]|为|是){S}"
    rf"(?P<value>{NUM})(?![0-9%]|\.[0-9])")
PIECE = re.compile(rf"(?:(?P<name>df[12]?|[nN]|自由度)\s?[=为]?\s?)?(?P<value>{WHOLE}(?:\.[0-9]{{1,9}})?)")
GAP = r"[\s,;、()\[\]]{0,8}(?:(?:且|and|with)\s{0,3})?"
DF = re.compile(rf"{GAP}(?:df|v|ν|自由度)(?P<which>[12]?){S}[=为]{S}\(?(?P<first>{WHOLE}(?:\.[0-9]{{1,9}})?)"
                rf"(?:{S},{S}(?:df2{S}={S})?(?P<second>{WHOLE}(?:\.[0-9]{{1,9}})?)(?!\.?[0-9]))?\)?")
PEOPLE = re.compile(rf"{GAP}[nN]{S}={S}(?P<n>{WHOLE})(?![0-9])")
CHANCE = re.compile(rf"{GAP}(?:[pP]{S}(?:值|-?values?)?{S}(?P<sign>[=<>≤≥为]){S}"
                    r"(?P<value>[01]?\.[0-9]{1,15}|[01](?![0-9.]))|(?P<ns>n\.?s\b\.?))")
# An effect size or an interval between the statistic and its p is stepped over.
OTHER = re.compile(rf"{GAP}(?:[A-Za-zηωεφβδΔ][A-Za-z'’ ηωεφ]{{0,11}}[²2]?(?:_?p)?²?{S}={S}{NUM}"
                   rf"|9[0-9]%?{S}(?:CI|置信区间){S}[=:]?{S}[\[(][^\])]{{1,30}}[\])])")
ONE_SIDED = re.compile(r"one[- ](?:tailed|sided)|单[侧尾边]", re.IGNORECASE)
LAYOUT = LISTING.showing(
    show_words("quote", "head.quote_test"), show_words("p_printed", "head.p_printed"), show_p_value("head.p_again"),
    show_p_value("head.p_range", "low", "high"), show_words("verdict", "head.verdict", "verdict", "one_sided"))


class _Tail(NamedTuple):
    """What follows a statistic: degrees of freedom, people, p, and where it ends."""

    df: tuple[str, ...]
    n: int | None
    p: str | None
    end: int


def find_statistics(text: str, *, alpha: float = 0.05) -> tuple[RecomputedTest, ...]:
    """The tests reported in a text, each with its p recomputed.
    >>> for test in find_statistics("男女无差异（t=1.20，df=28，P=0.036）；F(2, 57) = 3.4, p < .05."):
    ...     print(test.quote, test.verdict)
    t=1.20，df=28，P=0.036 decision_error
    F(2, 57) = 3.4, p < .05 consistent
    """
    plain, found, place = text.translate(PLAIN), [], 0
    announced = ONE_SIDED.search(text) is not None
    while match := TEST.search(plain, place):
        read = _test(match, plain, alpha)
        place = match.end()
        if read is not None:
            test, place = read
            if announced and test.one_sided:
                test = recompute(test.statistic, test.value, test.df or None, test.p, sides=1, alpha=alpha)
            found.append(replace(test, quote=text[match.start():place]))
    return tuple(found)


def _test(match: re.Match[str], plain: str, alpha: float) -> tuple[RecomputedTest, int] | None:
    """One test and where it ends; None when the words only look like one."""
    name, inside = _name(match), _inside(match["inside"])
    if inside is None:
        return None
    tail = _tail(plain, match.end())
    df, n = inside[0] or tail.df, inside[1] or tail.n
    if name == "r" and not df and n:
        df = (str(n - 2),)
    if name in {"chi2", "Q"}:
        df = df[:1]
    if not df and tail.p is None and name != "z":
        return None
    sign = match["sign"] if match["sign"] in "<>" else "="
    value = match["value"].replace(" ", "")
    try:
        return recompute(name, value, () if name == "z" else df, tail.p, alpha=alpha, sign=sign), tail.end
    except SurveyError:
        return None


def _name(match: re.Match[str]) -> str:
    """Which statistic it is."""
    return next(name for name in ("t", "F", "chi2", "Q", "r", "z") if match[name])


def _inside(text: str | None) -> tuple[tuple[str, ...], int | None] | None:
    """Degrees of freedom and people in brackets; None when something else stands there."""
    df, n = [], None
    for piece in re.split("[,;]", text) if text else ():
        match = PIECE.fullmatch(piece.strip())
        if match is None:
            return None
        if (match["name"] or "").lower() == "n":
            n = int(float(match["value"]))
        else:
            df.append(match["value"])
    return tuple(df), n


def _tail(plain: str, place: int) -> _Tail:
    """What follows a statistic, as far as it belongs to it."""
    df, n, p, end, skipped = dict[str, str](), None, None, place, 0
    while True:
        if match := DF.match(plain, place):
            df |= {match["which"] or "1": match["first"]} | ({"2": match["second"]} if match["second"] else {})
        elif match := PEOPLE.match(plain, place):
            n = int(match["n"])
        elif p is None and (match := CHANCE.match(plain, place)):
            p = "ns" if match["ns"] else match["sign"].replace("为", "=") + match["value"]
        elif p is None and skipped < 3 and not TEST.match(plain, _word(plain, place)) \
                and (match := OTHER.match(plain, place)):
            skipped, place = skipped + 1, match.end()
            continue
        else:
            return _Tail(tuple(df[which] for which in sorted(df)), n, p, end)
        place = end = match.end()


def _word(plain: str, place: int) -> int:
    """Where the next word begins."""
    gap = re.compile(GAP).match(plain, place)
    return gap.end() if gap else place


def audit_statistics(text: str, *, alpha: float = 0.05) -> Result:
    """A table of the tests reported in a text, with p recomputed.

    Parameters
    ----------
    text
        Running text, see `find_statistics`.
    alpha
        The level at which a decision changes.

    Returns
    -------
    Result
        kind "statistics"; one row per test: item (its number), quote, statistic, df, p_printed, p_value (recomputed),
        low, high (over all values printed so), one_sided (whether only a one-sided test fits), verdict.

    Missing values
    --------------
    What cannot be recomputed is nan, with the verdict `untestable`, `impossible` or `no_p`.

    Examples
    --------
    >>> audit_statistics("t(28) = 2.20, p = .063").table["verdict"].tolist()
    ['decision_error']
    """
    found = find_statistics(text, alpha=alpha)
    rows = [(str(k), str(k), test.quote, test.statistic, ", ".join(test.df), test.p, test.estimate, test.low,
             test.high, test.one_sided, test.verdict) for k, test in enumerate(found, start=1)]
    columns = ["item", "option", "quote", "statistic", "df", "p_printed", "p_value", "low", "high", "one_sided",
               "verdict"]
    words = {word: phrase(f"verdict.p.{word}") for word in P_VERDICTS}
    labels = {"verdict": words | {f"True={word}": phrase("verdict.p.one_sided", verdict=text)
                                  for word, text in words.items()}}
    return Result(kind="statistics", layout=LAYOUT, title=phrase("title.statistics"),
                  table=pd.DataFrame(rows, columns=columns), base=len(rows), method=phrase("method.statistics"),
                  notes=(phrase("note.statistics"), phrase("note.not_misconduct")),
                  source=file_facts(None), labels=labels, settings={"base_unit": "", "alpha": alpha}, language="zh")
