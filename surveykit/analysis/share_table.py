"""Shares of lines within groups: counts, weighted estimates, errors and limits, as the rows of a long table."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from surveykit._stats.proportion import Interval
from surveykit._stats.sample_ratios import sample_ratios
from surveykit._stats.sampling import Sampling, UnitSums
from surveykit._stats.share_limits import SHARE_METHODS, share_limits
from surveykit.analysis.cells import Counts, reduce_cells
from surveykit.analysis.coded_columns import Codes
from surveykit.analysis.domain import Domain
from surveykit.analysis.item_groups import ItemGroups
from surveykit.analysis.option_lines import OptionLines
from surveykit.errors import AnalysisError
from surveykit.result.format import level_words
from surveykit.words.phrases import Text, phrase

Floats = NDArray[np.float64]
FEWEST = 10  # people with an answer, and without it, that limits by logit and t need; people Wilson's need in all


@dataclass(frozen=True, slots=True)
class LimitChoice:
    """Level and method of the limits of shares; `auto` is Wilson's, and exact where a base is under 10."""

    level: float
    method: str = "auto"

    def __post_init__(self) -> None:
        if self.method not in ("auto", *SHARE_METHODS):
            raise AnalysisError("interval must be one of {methods}, not {method!r}.", fix="interval='auto'",
                                methods=", ".join(("auto", *SHARE_METHODS)), method=self.method)

    def limits(self, share: Floats, size: Floats, base: Floats, df: Floats) -> Interval:
        """The limits of shares, by the method, or by the one their base asks for."""
        if self.method != "auto":
            return share_limits(share, size, base, df, self.level, self.method)
        found = share_limits(share, size, base, df, self.level)
        if not (base < FEWEST).any():
            return found
        exact = share_limits(share, size, base, df, self.level, "exact")
        return Interval(*(np.where(base < FEWEST, *pair) for pair in zip(exact, found, strict=True)))

    def _name(self, table: pd.DataFrame) -> str:
        """The method that a table was made with: `wilson_exact` where some bases asked for exact limits."""
        if self.method != "auto":
            return self.method
        few = table["base"].lt(FEWEST) & table["low"].notna()
        return "exact" if few.sum() == table["low"].notna().sum() > 0 else "wilson_exact" if few.any() else "wilson"

    def words(self, domain: Domain, table: pd.DataFrame) -> Text:
        """The sentence that names the limits of a table."""
        name = self._name(table)
        simple = "method.wilson" if name == "wilson" else f"method.share_{name}"
        return phrase(f"method.design.{name}" if domain.sampling else simple, level=level_words(self.level),
                      errors=domain.errors, **({"k": FEWEST} if name == "wilson_exact" else {}))

    def notes(self, shares: ShareTable) -> tuple[Text, ...]:
        """A caution where the limits are outside the range in which they were seen to hold (docs/coverage.md)."""
        few = (shares.n < FEWEST) | (shares.bases[:, None] - shares.n < FEWEST)
        unsure = self.method in ("logit", "t") and bool(few.any())
        return (phrase("note.few_for_interval", k=FEWEST),) if unsure else ()

    def net_notes(self, domain: Domain, table: pd.DataFrame) -> tuple[Text, ...]:
        """What stands behind the percents of nets, in a table that shows the limits of nets alone."""
        shares = table[table["measure"].eq("share")]
        return (phrase("note.net_limits", limits=self.words(domain, shares)),) if shares["net"].any() else ()

    def settings(self, domain: Domain, table: pd.DataFrame) -> dict[str, object]:
        """What a result keeps: an interval that is not Wilson's of k/n is shown by its ends."""
        name = self._name(table)
        kept: dict[str, object] = {"level": self.level, "where": domain.where}
        plain = domain.sampling is None and name == "wilson"
        return kept if plain else {**kept, "interval": name if domain.sampling is None else "design"}


@dataclass(frozen=True, slots=True, eq=False)
class ShareTable:
    """Counts and estimates: groups x lines, bases and degrees of freedom per group."""

    n: Counts
    bases: Counts
    share: Floats
    size: Floats
    se: Floats
    weighted_n: Floats
    df: Floats

    def stack(self, *others: ShareTable) -> ShareTable:
        """Further groups below these."""
        return ShareTable(*(np.concatenate([getattr(one, field.name) for one in (self, *others)])
                            for field in fields(self)))

    def frame(self, groups: ItemGroups, lines: OptionLines, limits: LimitChoice) -> pd.DataFrame:
        """Long table, a row per group and line."""
        return pd.DataFrame(self.columns(groups, lines, limits))

    def columns(self, groups: ItemGroups, lines: OptionLines, limits: LimitChoice) -> dict[str, Any]:
        """The columns of the long table.
        Columns: item, option, group, n, base (people), estimate, se, low, high (proportions), weighted_n,
        effective_n, design_effect, df; `net` where there are nets. nan without a base.
        """
        base = np.broadcast_to(self.bases[:, None], self.n.shape).astype(float)
        df = np.broadcast_to(self.df[:, None], self.n.shape)
        low, high = limits.limits(self.share, self.size, base, df)
        low, high = np.where(self.n == 0, np.minimum(low, 0), low), np.where(self.n == base, np.maximum(high, 1), high)
        with np.errstate(invalid="ignore", divide="ignore"):
            effect = np.where(np.isinf(df), 1.0, self.se**2 * (base - 1) / (self.share * (1 - self.share)))
            effective = np.where(np.isfinite(effect) & (effect > 0), base / effect, np.nan)
        columns = {
            "item": np.full(self.n.size, lines.item.name, dtype=object),
            "option": np.tile(np.array(lines.codes, dtype=object), len(groups.names)),
            "group": np.repeat(np.array(groups.names, dtype=object), len(lines.codes)),
            "n": self.n.ravel(), "base": np.repeat(self.bases, len(lines.codes)), "estimate": self.share.ravel(),
            "se": self.se.ravel(), "low": low.ravel(), "high": high.ravel(), "weighted_n": self.weighted_n.ravel(),
            "effective_n": effective.ravel(), "design_effect": effect.ravel(),
            "df": np.where(np.isinf(df), base - 1, df).ravel()}
        nets = np.arange(len(lines.codes)) >= len(lines.codes) - lines.nets
        return columns | ({"net": np.tile(nets, len(groups.names))} if lines.nets else {})


def share_of_options(domain: Domain, codes: Codes, inside: NDArray[np.bool_], groups: ItemGroups,
                     lines: OptionLines) -> ShareTable:
    """Shares of options that exclude each other.
    codes: option of each respondent of the domain, -1 for none; inside: who is in the base.
    """
    places = np.where(inside, groups.codes, -1)
    levels, several = lines.members.shape[0], len(groups.names)
    cells, sums = reduce_cells(codes, levels, places, several, domain.people).n[1:], None
    if domain.sampling is not None:
        flat = np.where(places < 0, -1, places.astype(np.intp) * (levels + 1) + codes + 1)
        sums = domain.sampling.sum_cells(domain.put_back(flat, -1), several * (levels + 1))
    return share_of_cells(domain, cells, sums, np.vstack([np.zeros(lines.members.shape[1]), lines.members]), places)


def share_of_cells(domain: Domain, cells: Counts, sums: UnitSums | None, members: Floats, places: Codes) -> ShareTable:
    """Shares from the cells of groups by answers, and their sums under a design.
    members: answers x lines, 1 where a line counts the answer; places: group of each respondent of the domain, -1 for
    none.
    """
    n, bases = (cells @ members).astype(np.intp), cells.sum(axis=1)
    if sums is None:
        return simple_shares(n, bases)
    width = cells.shape[1]
    by_group = [sums[g * width:(g + 1) * width] for g in range(len(cells))]
    return _sampled_shares(domain, by_group, members, np.ones_like(members), places, n, bases)


def share_of_ticks(domain: Domain, ticks: Floats, inside: NDArray[np.bool_], groups: ItemGroups) -> ShareTable:
    """Shares of lines that may overlap: ticks are respondents of the domain x lines, 0 or 1."""
    places = np.where(inside, groups.codes, -1).astype(np.intp)
    among = range(len(groups.names))
    people = domain.people
    counted = ticks if people is None else ticks * people[:, None]
    n = np.rint([counted[places == g].sum(axis=0) for g in among]).astype(np.intp)
    bases = domain.tally(places + 1, len(groups.names) + 1)[1:]
    if domain.sampling is None:
        return simple_shares(n, bases)
    lines = ticks.shape[1]
    columns = np.column_stack([ticks, np.ones(len(ticks))])
    by_group = [domain.sampling.sum_columns(domain.put_back(columns * (places == g)[:, None], 0.0)) for g in among]
    tops = np.eye(lines + 1, lines)
    bottoms = np.zeros_like(tops)
    bottoms[-1] = 1
    return _sampled_shares(domain, by_group, tops, bottoms, places, n, bases)


def simple_shares(n: Counts, bases: Counts) -> ShareTable:
    """Shares in a simple sample: every respondent counts once."""
    base = np.broadcast_to(bases[:, None], n.shape).astype(float)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = n / base
        se = np.sqrt(share * (1 - share) / base)
    return ShareTable(n, bases, share, base, se, n.astype(float), np.full(len(bases), np.inf))


def _sampled_shares(domain: Domain, by_group: list[UnitSums], tops: Floats, bottoms: Floats, places: Codes,
                    n: Counts, bases: Counts) -> ShareTable:
    """Shares under a design; where nobody or everybody chose, the effective sample is Kish's."""
    sampling = domain.sampling
    if sampling is None:
        raise ValueError("A simple sample has no design.")
    ratios = [sample_ratios(sums, tops, bottoms) for sums in by_group]
    share, variance, weighted = (np.array([getattr(ratio, name) for ratio in ratios])
                                 for name in ("estimate", "variance", "bottom"))
    whole = (n == 0) | (n == bases[:, None])
    share = np.where(n == 0, share * 0, np.where(n == bases[:, None], share * 0 + 1, share))
    variance = np.where(whole, variance * 0, variance)
    kish = np.array([_kish_size(sampling, domain.put_back(places == g, False)) if whole[g].any() else np.nan
                     for g in range(len(bases))])[:, None]
    with np.errstate(invalid="ignore", divide="ignore"):
        size = np.where(whole, kish, share * (1 - share) / variance)
    df = np.array([float(sums.degrees(int(people)) if sampling.sums_tell_degrees else
                         sampling.degrees(domain.put_back(places == g, False)))
                   for g, (sums, people) in enumerate(zip(by_group, bases, strict=True))])
    return ShareTable(n, bases, share, size, np.sqrt(variance), share * weighted, df)


def _kish_size(sampling: Sampling, inside: NDArray[np.bool_]) -> float:
    """(sum w)^2 / sum w^2. Reference: Kish, L. (1965). Survey Sampling, section 11.7."""
    squares = float(sampling.squared_weights[inside].sum())
    return float(sampling.weights[inside].sum()) ** 2 / squares if squares else float("nan")
