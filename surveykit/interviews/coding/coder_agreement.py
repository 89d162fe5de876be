"""Agreement between coders: by code and pooled, and single coefficients for any ratings."""

import math
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from surveykit._stats.agreement import cohen_kappa, gwet_ac1, krippendorff_alpha, percent_agreement
from surveykit._stats.per_unit import COEFFICIENTS, per_unit
from surveykit._stats.resample import Bootstrap, bootstrap_interval
from surveykit.errors import AnalysisError
from surveykit.interviews import Interviews
from surveykit.interviews.coding.answer_codings import AnswerCodings, coded_units
from surveykit.interviews.coding.coded_passages import code_words
from surveykit.interviews.coding.turn_units import Units
from surveykit.result import ESTIMATES, Result
from surveykit.result.result_column import show_count, show_item, show_number, show_share, show_span
from surveykit.words.phrases import Text, join_words, phrase

SEED = 20080501
DRAWS = 2000
FEW = 30
RARE = 0.1
YES_NO = (0, 1)
POOLED = "(pooled)"
LAYOUTS = {unit: ESTIMATES.showing(
    show_item("head.code"), show_count(f"head.coded_{unit}", "n"), show_count(f"head.{unit}", "base"),
    show_share("head.percent_agreement", "percent", "agreed"), show_number("kappa", "head.kappa"),
    show_number("estimate", "head.kalpha"), show_span(), show_number("ac1", "head.ac1"), figure="agreement")
    for unit in ("turns", "answers")}


class Coefficient(NamedTuple):
    """An agreement coefficient with the limits of its bootstrap interval."""

    estimate: float
    low: float
    high: float


def coefficient(ratings: ArrayLike, name: str, *, level: float = 0.95, draws: int = DRAWS,
                seed: int = SEED) -> Coefficient:
    """Compute one agreement coefficient with its interval, for ratings of any origin.

    Parameters
    ----------
    ratings
        Raters x units, numeric codes.
    name
        One of `percent_agreement`, `cohen_kappa` (two raters), `fleiss_kappa`, `gwet_ac1`, `gwet_ac2_linear`,
        `gwet_ac2_quadratic`, `gwet_ac2_ordinal` (ordered codes, near misses agreeing in part),
        `alpha_nominal`, `alpha_ordinal`, `alpha_interval`, `alpha_ratio` (Krippendorff's alpha).
    level
        Confidence level, in (0, 1).
    draws, seed
        Resamples, at least 1, and their seed.

    Returns
    -------
    Coefficient
        estimate, low, high (percentile bootstrap over units).

    Raises
    ------
    AnalysisError
        An unknown name, ratings that are no raters x units matrix, a level outside (0, 1).

    Missing values
    --------------
    nan is "not seen by this rater"; units with fewer than two ratings are left out (of AC1 and Fleiss' kappa, whose
    form is then Gwet's, from the agreement only). All values equal give nan, never 1.

    Notes
    -----
    R: ``irr::kripp.alpha``, ``irrCAC::fleiss.kappa.raw``, ``psych::cohen.kappa``,
    ``irrCAC::gwet.ac1.raw`` (AC2: with ``weights = "linear"``, ``"quadratic"``, ``"ordinal"``).

    References
    ----------
    Gwet, K. L. (2014). Handbook of Inter-Rater Reliability, 4th ed., section 2.6.
    Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. University of Pennsylvania.

    Examples
    --------
    >>> import surveykit as sk
    >>> a = [1] * 25 + [2] * 25
    >>> b = [1] * 20 + [2] * 5 + [1] * 10 + [2] * 15
    >>> round(sk.coding.coefficient([a, b], "cohen_kappa").estimate, 4)
    0.4
    """
    try:
        estimate = per_unit(ratings, name).estimate()
        found = bootstrap_interval(ratings, name, draws=draws, seed=seed, level=level)
    except (ValueError, TypeError) as error:
        raise AnalysisError("The coefficient cannot be computed: {error}.",
                            fix="coefficient(ratings, name): raters x units, name one of "
                                "{coefficients}", error=error, coefficients=', '.join(COEFFICIENTS)) from error
    return Coefficient(estimate, found.low, found.high)


def agreement(interviews: Interviews | AnswerCodings, *, level: float = 0.95, seed: int = SEED) -> Result:
    """Measure how far coders agree, code by code and pooled, by speaker turn or by answer.

    Parameters
    ----------
    interviews
        Interviews coded by two or more people, or the coded answers of a text question (`read_codings`).
    level
        Confidence level of the interval of alpha, in (0, 1).
    seed
        Seed of the bootstrap.

    Returns
    -------
    Result
        kind "agreement"; first the pooled row (item "(pooled)"), then one row per code. Columns:
        item, n (turns coded by anybody), base (turns), percent (agreement, proportion), agreed (turns
        of two coders; nan where the share is no count of turns), kappa (Cohen's; nan with more than two
        coders), estimate (Krippendorff's alpha), low, high, ac1
        (Gwet's), undefined (resamples without a value).

    Raises
    ------
    AnalysisError
        Fewer than two coders, no document that all finished, a level outside (0, 1).

    Missing values
    --------------
    Documents that a coder has not finished are left out and named in a note; of answers only those that fewer than two
    people coded (the others count with whom they have). A coefficient of codings without variation is nan.

    Notes
    -----
    Unit: the respondent's turns; a turn has a code if a coding of it touches the turn. Characters
    would inflate kappa with uncoded text. Pooled: all turn x code cells as units; its interval
    resamples turns, because the cells of one turn belong together.
    R: ``irr::kripp.alpha``, ``psych::cohen.kappa``, ``irrCAC::gwet.ac1.raw``.

    References
    ----------
    Krippendorff, K. (2004). Reliability in content analysis. Human Communication Research 30, 411-433. Gwet, K. L.
    (2008). British Journal of Mathematical and Statistical Psychology 61, 29-48.

    Examples
    --------
    >>> import surveykit as sk
    >>> found = sk.agreement(sk.read_interviews("data/raw/interviews"))
    >>> found.table["item"].iloc[0], len(found.table)
    ('(pooled)', 14)
    """
    if not 0 < level < 1:
        raise AnalysisError("level must lie between 0 and 1 (such as 0.95), not {level}.",
                            fix="agreement(interviews, level=0.95)", level=level)
    units = coded_units(interviews)
    rows = [_pooled_row(units, level, seed)]
    rows += [_by_code(code, units.given[:, place], level, seed) for place, code in enumerate(units.codes)]
    table = pd.DataFrame(rows)
    names = code_words(interviews.codes) | {POOLED: phrase("coding.pooled")}
    kappa = phrase("coding.kappa") if len(units.coders) == 2 else ""
    method = phrase(f"coding.method.agreement_{units.kind}", documents=units.documents, turns=len(units.turns),
                    kappa=kappa, level=f"{100 * level:g}", draws=DRAWS, seed=seed)
    return Result(kind="agreement", layout=LAYOUTS[units.kind], title=phrase("coding.title.agreement"), table=table,
                  base=len(units.turns), method=method, notes=(*units.notes, *_cautions(table, names, units.kind)),
                  source=interviews.facts(), labels={"item": names},
                  settings={"base_unit": units.kind, "level": level, "seed": seed, "draws": DRAWS,
                            "coders": list(units.coders)}, language=interviews.language)


def _by_code(code: str, given: np.ndarray, level: float, seed: int) -> dict[str, object]:
    """One code's row, from coders x turns."""
    limits = bootstrap_interval(given, "alpha_nominal", draws=DRAWS, seed=seed, level=level, values=YES_NO)
    return _row(code, given, int((given == 1).any(axis=0).sum()), given.shape[1], limits)


def _pooled_row(units: Units, level: float, seed: int) -> dict[str, object]:
    """The row of all codes, from coders x codes x turns."""
    coders, codes, turns = units.given.shape
    flat = units.given.reshape(coders, codes * turns)
    parts = per_unit(flat, "alpha_nominal", YES_NO)
    by_turn = parts.sums.reshape(codes, turns, parts.sums.shape[1]).sum(axis=0)
    weights = np.random.default_rng(seed).multinomial(turns, np.full(turns, 1 / turns), size=DRAWS)
    alphas = parts.finish(weights @ by_turn)
    known = alphas[~np.isnan(alphas)]
    low, high = np.quantile(known, [(1 - level) / 2, (1 + level) / 2]) if known.size else (math.nan, math.nan)
    limits = Bootstrap(float(low), float(high), DRAWS - known.size)
    return _row(POOLED, flat, int((units.given == 1).any(axis=(0, 1)).sum()), turns, limits)


def _row(item: str, given: np.ndarray, n: int, base: int, limits: Bootstrap) -> dict[str, object]:
    """A row of the table: every coefficient of raters x units."""
    pair, shared = len(given) == 2, percent_agreement(given)
    counted = pair and given.shape[1] == base and not np.isnan(given).any()
    return {"item": item, "option": "", "group": "", "n": n, "base": base, "percent": shared,
            "agreed": round(shared * base) if counted else math.nan,
            "kappa": cohen_kappa(*given).kappa if pair else math.nan,
            "estimate": krippendorff_alpha(given, values=YES_NO), "se": math.nan, "low": limits.low,
            "high": limits.high, "ac1": gwet_ac1(given, YES_NO), "undefined": limits.undefined_draws}


def _cautions(table: pd.DataFrame, names: dict[str, Text], unit: str) -> tuple[Text, ...]:
    """What a reader must know before believing a coefficient."""
    notes = [phrase("coding.note.conventions")]
    if (table["n"] < RARE * table["base"]).any():
        notes.append(phrase("coding.note.rare"))
    if (table["base"] < FEW).any():
        notes.append(phrase(f"coding.note.few_{unit}"))
    flat = table["estimate"].isna()
    if flat.any():
        notes.append(phrase("coding.note.no_variation", codes=_codes_in_words(table[flat], names)))
    some = table[~flat & (table["undefined"] > 0)]
    if len(some):
        notes.append(phrase("coding.note.undefined", codes=_codes_in_words(some, names),
                         n=int(some["undefined"].sum())))
    return tuple(notes)


def _codes_in_words(rows: pd.DataFrame, names: dict[str, Text]) -> Text:
    """The codes of these rows, in words."""
    return join_words([names[item] for item in rows["item"]])
