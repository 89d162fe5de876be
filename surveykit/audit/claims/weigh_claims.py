"""Claims beside the evidence for them: supported, not supported, not settled, never asked."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from surveykit.audit.claims.claim import KINDS, NEEDED, Claim, Measure, MeasuredShare, Measures, parse_claim
from surveykit.audit.figures.printed_figure import PrintedFigure, read_figures, read_rows
from surveykit.errors import AnalysisError, did_you_mean
from surveykit.files.disk import file_facts
from surveykit.result import LISTING, Result
from surveykit.result.format import decimal_text, level_words
from surveykit.result.result import join_sources
from surveykit.result.result_column import show_item, show_measured, show_words
from surveykit.words.phrases import Text, phrase

SUPPORTED, NOT_SUPPORTED, NOT_SETTLED, NEVER_ASKED = "supported", "not_supported", "not_settled", "never_asked"
VERDICTS = (SUPPORTED, NOT_SUPPORTED, NOT_SETTLED, NEVER_ASKED)
FIGURES = "published_figures.csv"
COLUMNS = ["item", "kind", "measure", "relation", "than", "printed", "n", "base", "estimate", "low", "high",
           "goal", "condition", "verdict", "quotation", "source"]
LAYOUT = LISTING.showing(
    show_words("kind", "head.claim_kind", "claim_kind"), show_item("head.claim"),
    show_words("verdict", "head.verdict", "claim_verdict"),
    show_measured("head.evidence", "evidence"), show_words("condition", "head.condition", "condition", "item"),
    show_words("quotation", "head.quotation", "quotation"), figure="claims", sections="named")


def evidence(claims: str | Path, *, figures: str | Path | Sequence[PrintedFigure] | None = None,
             results: Mapping[str, Result] = MappingProxyType({}), kinds: Sequence[str] | None = None,
             level: float = 0.95) -> Result:
    """Set claims beside the numbers that would bear them.

    Parameters
    ----------
    claims
        UTF-8 CSV with the columns id, claim_zh, claim_en, kind (`finding`, `problem`, `recommendation`, `target`),
        measure (`figure:DHU-Q2a`, `result:plans[home]`, or empty where nothing was asked), relation (`>`, `>=`, `<`,
        `<=`, `largest` of its question), than (`50%` or another measure) and, if there, quotation_zh, quotation_en,
        source.
    figures
        The printed figures that claims name; the file `published_figures.csv` beside the claims where nothing is given.
    results
        Results that claims name, by name: shares of a survey, or how many interviews hold a theme.
    kinds
        Which kinds of claims (`["finding"]`); all where nothing is given.
    level
        Of the intervals.

    Returns
    -------
    Result
        kind "evidence"; one row per claim in the order of the file: item (its id), kind, measure, relation, than,
        printed, n, base, estimate, low, high, goal (0..1), condition in words, verdict (`supported`, `not_supported`,
        `not_settled`, `never_asked`), quotation, source.

    Raises
    ------
    ReadError
        A file cannot be read, or a row is no claim.
    AnalysisError
        A figure or option is unknown.

    Missing values
    --------------
    A question that was asked and whose share was not printed settles nothing; neither does a largest share beside
    options whose shares were not printed, nor a result that was not given, which a note names.

    Notes
    -----
    Supported: the whole interval lies on the side of the claim. Not supported: the whole interval lies on the other
    side. Everything else is not settled. A share with a base has its Wilson interval; a printed one without stands for
    what rounds to it. Two options of one question are compared with the widest variance their overlap allows,
    (p + q - (p - q)^2) / n.

    Examples
    --------
    >>> import surveykit as sk
    >>> table = sk.evidence("data/raw/published/claims.csv").table
    >>> table["verdict"].value_counts().index.isin(["supported", "not_supported", "not_settled", "never_asked"]).all()
    np.True_
    """
    name = Path(claims).name
    kinds = [kinds] if isinstance(kinds, str) else kinds
    _require_known(kinds or (), results)
    rows = read_rows(claims, NEEDED, whole=True)
    found = [parse_claim(row, f"{name}, row {number}") for number, row in enumerate(rows, start=2)]
    found = [claim for claim in found if kinds is None or claim.kind in kinds]
    measures = Measures(_read_figures(claims, figures), results, level)
    weighed = [(claim, *_weigh(claim, measures)) for claim in found]
    table = pd.DataFrame([_row(*one) for one in weighed], columns=COLUMNS)
    counts = table["verdict"].value_counts()
    said = {word: int(counts.get(word, 0)) for word in VERDICTS}
    absent = dict.fromkeys(claim.measure.result for claim in found if claim.measure and claim.measure.result
                           and claim.measure.result not in results)
    sources = [dict(result.source) for result in results.values()]
    return Result(kind="evidence", layout=LAYOUT, title=phrase("title.evidence"), table=table, base=len(found),
                  method=phrase("method.evidence", level=level_words(level)),
                  notes=(phrase("note.evidence", claims=len(found), **said),
                         *(phrase("note.no_result", name=name) for name in absent)), labels=_labels(weighed),
                  source=join_sources(file_facts(claims) | {
                      "synthetic": any(source.get("synthetic") for source in sources)}, *sources),
                  settings={"base_unit": "", "level": level, **said}, language="zh")


def _require_known(kinds: Sequence[str], results: Mapping[str, Result]) -> None:
    """Refuse a kind of claim that there is not, and what is no mapping of results by name."""
    for kind in kinds:
        if kind not in KINDS:
            raise AnalysisError("There is no kind of claim {kind!r}.", fix=did_you_mean(kind, KINDS), kind=kind)
    if not isinstance(results, Mapping) or not all(isinstance(one, Result) for one in results.values()):
        raise AnalysisError("results must be Results by name.", fix="give Results by the names that claims use")


def _read_figures(claims: str | Path, figures: str | Path | Sequence[PrintedFigure] | None) -> Sequence[PrintedFigure]:
    """The printed figures that were given, else those beside the claims."""
    if figures is None:
        beside = Path(claims).parent / FIGURES
        return read_figures(beside) if beside.is_file() else ()
    return read_figures(figures) if isinstance(figures, str | Path) else figures


def _weigh(claim: Claim, measures: Measures) -> tuple[str, MeasuredShare | None]:
    """The verdict on a claim, and the share it rests on."""
    if claim.measure is None:
        return NEVER_ASKED, None
    if claim.measure.result and claim.measure.result not in measures.results:
        return NOT_SETTLED, None
    share = measures.find(claim.measure)
    if not share.has_number:
        return NOT_SETTLED, share
    if claim.relation == "largest":
        return _weigh_largest(share, measures.other_shares(claim.measure), measures), share
    if isinstance(claim.than, Measure):
        other = measures.find(claim.than)
        low, high = measures.difference(share, other) if other.has_number else (float("-inf"), float("inf"))
        return _decide(claim.relation, low, high, 0.0), share
    return _decide(claim.relation, share.low, share.high, float(claim.than or 0)), share


def _decide(relation: str, low: float, high: float, goal: float) -> str:
    """Where an interval lies against a goal."""
    above = low > goal or (low == goal and relation in {">=", "<"})
    below = high < goal or (high == goal and relation in {"<=", ">"})
    if relation in {"<", "<="}:
        above, below = below, above
    return SUPPORTED if above else NOT_SUPPORTED if below else NOT_SETTLED


def _weigh_largest(share: MeasuredShare, others: Sequence[MeasuredShare], measures: Measures) -> str:
    """Whether a share is larger than every other of its question."""
    gaps = [measures.difference(share, other) for other in others if other.has_number]
    if any(high < 0 for _, high in gaps):
        return NOT_SUPPORTED
    complete = gaps and all(other.has_number for other in others)
    return SUPPORTED if complete and all(low > 0 for low, _ in gaps) else NOT_SETTLED


def _row(claim: Claim, verdict: str, share: MeasuredShare | None) -> tuple[object, ...]:
    """One claim as a row."""
    nan = float("nan")
    numbers = (nan,) * 5 if share is None else (share.n, share.base, share.estimate, share.low, share.high)
    printed = share.printed if share else ""
    if share and share.has_number and not printed:
        printed = f"{decimal_text(share.estimate, 0, times=100)}%"
    return (claim.name, claim.kind, _measure_text(claim.measure), claim.relation, _than_text(claim.than), printed,
            *numbers, float(claim.than) if isinstance(claim.than, Fraction) else nan, claim.relation, verdict,
            claim.name if any(claim.quotation.values()) else "", claim.source)


def _measure_text(measure: Measure | None) -> str:
    """A measure as its file spells it."""
    if measure is None:
        return ""
    return f"figure:{measure.figure}" if measure.figure else f"result:{measure.result}[{measure.option}]"


def _than_text(than: Fraction | Measure | None) -> str:
    """What a claim compares with, as its file spells it."""
    if isinstance(than, Measure):
        return _measure_text(than)
    return "" if than is None else f"{decimal_text(float(than), 2, times=100).rstrip('0').rstrip('.')}%"


def _labels(weighed: Sequence[tuple[Claim, str, MeasuredShare | None]]) -> dict[str, dict[str, Text]]:
    """Words for claims, evidence, conditions, verdicts and quotations."""
    claims = [claim for claim, _, _ in weighed]
    return {
        "item": {claim.name: claim.words for claim in claims},
        "claim_kind": {claim.kind: phrase(f"claim.{claim.kind}") for claim in claims},
        "evidence": {f"{claim.name}={_measure_text(claim.measure)}": share.words if share else phrase("claim.no_result")
                     for claim, _, share in weighed if claim.measure},
        "condition": {f"{claim.name}={claim.relation}": _condition_words(claim) for claim in claims if claim.relation},
        "claim_verdict": {word: phrase(f"claim.{word}") for word in VERDICTS},
        "quotation": {claim.name: claim.quotation for claim in claims}}


def _condition_words(claim: Claim) -> Text:
    """`> 50%`, or: the largest of its question."""
    if claim.relation == "largest":
        return phrase("claim.largest")
    signs = {">=": "≥", "<=": "≤"}
    words = f"{signs.get(claim.relation, claim.relation)} {_than_text(claim.than)}"
    return {"zh": words, "en": words}
