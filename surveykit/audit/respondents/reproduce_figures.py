"""Printed figures sought in the respondents' data."""

from collections.abc import Sequence
from fractions import Fraction
from math import prod
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from surveykit.audit.respondents.printed_answer import PrintedAnswer, read_printed_answers
from surveykit.audit.respondents.rule_fits import PrintingRule, RuleSpace, RuleSums, chance_of
from surveykit.errors import AnalysisError
from surveykit.files.disk import file_facts
from surveykit.group_by import group_by
from surveykit.result import LISTING, Result
from surveykit.result.result import join_sources
from surveykit.result.result_column import show_count, show_item, show_option, show_printed, show_share, show_words
from surveykit.survey import Survey
from surveykit.words.phrases import Text, join_words, phrase, same_text

COLUMNS = ["item", "option", "group", "printed", "n", "base", "estimate", "rule", "base_kind", "reading", "weight",
           "domain", "verdict"]
LAYOUT = LISTING.showing(
    show_item("head.question"), show_option(), show_words("group", "head.group", "group"), show_printed(),
    show_count("head.at_hand", "n", "base"), show_share("head.percent", decimals=2),
    show_words("rule", "head.rule", "rule"), show_words("verdict", "head.verdict", "verdict"), sections="several")
GIVEN, OWN, NONE, LEFT_OUT = "given", "given_alone", "not_given", "untestable"
SURE = Fraction(1, 1000)  # a question's own rule may fit by accident no more often
Fits = NDArray[np.bool_]  # figures x rules


class ChosenRule(NamedTuple):
    """The rule of a figure, whether it gives the figure, and whether it is the question's own."""

    rule: int
    gives: bool
    own: bool = False


def reproduce(survey: Survey, figures: str | Path | Sequence[PrintedAnswer], *, domains: Sequence[str] = (),
              weights: Sequence[str] | None = None) -> Result:
    """Find the base, rounding, weight and domain that give printed figures, or say that none does.

    Parameters
    ----------
    survey
        The respondents' data.
    figures
        A CSV file with the columns item, option, printed and, if known, domain and kind; or `audit.PrintedAnswer`s.
        An option is named by its value or its label.
    domains
        Conditions that are tried (`"gender == 'female'"`); an item's name stands for each of its options.
    weights
        Items of weights that are tried beside no weight; the weight of the design where nothing is given.

    Returns
    -------
    Result
        kind "reproduction"; one row per figure: item, option, group (the domain that the list states), printed, n and
        base (people, or ticks on the base "ticked"), estimate (0..1), rule in words, base_kind, reading, weight,
        domain (found), and verdict: `given` (by the rule of the list), `given_alone` (its question follows a rule of
        its own), `not_given` (n, base and estimate are those nearest to it), `untestable`.

    Raises
    ------
    ReadError
        The file cannot be read.
    AnalysisError
        An item, option or condition is unknown, or none of the figures is an exact share.

    Missing values
    --------------
    Bases: `answered` leaves out everybody without an answer, `asked` those who were not asked, `all` nobody; a weight
    that is missing counts 0.

    Notes
    -----
    A list has one rounding and one weight, and for each kind of item one base: those that give most of its figures.
    A question half of whose figures these do not give may follow a rule of its own, if that gives two of its
    figures at least, most of them, and by accident less than once in a thousand searches. A figure that was changed
    is so never explained by a rule of its own. Shares of counts are rounded exactly.

    Examples
    --------
    >>> import surveykit as sk
    >>> survey = sk.example_survey()
    >>> shares = {"male": "57.5%", "female": "42.5%"}
    >>> printed = [sk.audit.PrintedAnswer("gender", option, share) for option, share in shares.items()]
    >>> sk.reproduce(survey, printed).table[["verdict", "base_kind", "reading"]].values.tolist()
    [['given', 'answered', 'half_up'], ['given', 'answered', 'half_up']]
    """
    source = figures if isinstance(figures, str | Path) else None
    printed = read_printed_answers(figures) if isinstance(figures, str | Path) else tuple(figures)
    sought = [one for one in printed if one.is_exact]
    if not sought:
        raise AnalysisError("None of the figures is an exact share.", fix="PrintedAnswer('plan', 'home', '45.5%')")
    tried = (survey.design.weight,) if weights is None and survey.design.weight else weights or ()
    space = RuleSpace(survey, tried, _spell_out(survey, domains))
    sums = [space.add_up(one) for one in sought]
    fits = np.stack([space.fits(one, found) for one, found in zip(sought, sums, strict=True)])
    kinds = [survey.codebook[one.item].kind == "multiple" for one in sought]
    chosen = iter(zip(sums, _choose_rules(fits, space.rules, [(one.item, one.domain) for one in sought],
                                         ["multiple" if kind else "single" for kind in kinds],
                                         list(map(chance_of, sought))), strict=True))
    rows = [_row(survey, one, space, *(next(chosen) if one.is_exact else (None, None))) for one in printed]
    return _result(survey, pd.DataFrame(rows, columns=COLUMNS), space, source)


def _spell_out(survey: Survey, domains: Sequence[str]) -> list[str]:
    """Conditions; an item's name as the conditions of its options."""
    return [condition for name in domains for condition in (
        [f"{name} == '{option.value}'" for option in survey.codebook[name].answers] if name in survey.codebook
        else [name])]


def _row(survey: Survey, printed: PrintedAnswer, space: RuleSpace, sums: RuleSums | None,
         chosen: ChosenRule | None) -> tuple[object, ...]:
    """One figure as a row."""
    item = survey.codebook[printed.item]
    option = next((one.value for one in item.answers if printed.option in (one.value, *one.label.values())),
                  printed.option)
    told = (printed.item, option, printed.domain, printed.printed)
    if sums is None or chosen is None:
        return (*told, np.nan, np.nan, np.nan, "", "", "", "", "", LEFT_OUT)
    number = chosen.rule if chosen.gives else _nearest(printed, sums, space, chosen.rule)
    rule, at = space.rules[number], _place(space, number)
    verdict = (OWN if chosen.own else GIVEN) if chosen.gives else NONE
    return (*told, float(sums.n[at]), float(sums.size[at]), float(sums.shares[at]), "|".join(rule), rule.base,
            rule.reading, rule.weight, rule.domain, verdict)


def _nearest(printed: PrintedAnswer, sums: RuleSums, space: RuleSpace, rule: int) -> int:
    """The rule with the printing of the list whose share is nearest to a figure that it does not give."""
    near, like = space.rules[rule], float(printed.figure.value) / printed.figure.scale
    options = [number for number, other in enumerate(space.rules)
               if (other.weight, other.reading, other.domain) == (near.weight, near.reading, near.domain)]
    away = [abs(sums.shares[_place(space, number)] - like) for number in options]
    return options[int(np.nanargmin(away))] if not np.isnan(away).all() else rule


def _place(space: RuleSpace, number: int) -> tuple[int, int, int]:
    """Where the sums of a rule stand: weight, base, domain."""
    weight, base, domain, _ = np.unravel_index(number, (len(space.weights), 4, len(space.domains), 4))
    return int(weight), int(base), int(domain)


def _rule_words(survey: Survey, key: str) -> Text:
    """A rule in words: base, rounding, weight, domain."""
    base, reading, weight, domain = key.split("|")
    parts = [phrase(f"rule.{base}"), phrase(f"reading.{reading}")]
    parts += [phrase("rule.weighted", weight=survey.codebook[weight].words)] if weight else []
    parts += [phrase("rule.domain", domain=domain)] if domain else []
    return join_words(parts, "list.semicolon")


def _result(survey: Survey, table: pd.DataFrame, space: RuleSpace, source: str | Path | None) -> Result:
    """The Result around the rows."""
    items = {name: survey.codebook[name] for name in table["item"]}
    labels = {
        "item": {name: item.words for name, item in items.items()},
        "option": {f"{name}={one.value}": one.label for name, item in items.items() for one in item.answers},
        "group": {domain: same_text(domain) for domain in table["group"] if domain},
        "rule": {key: _rule_words(survey, key) for key in table["rule"] if key},
        "verdict": {word: phrase(f"verdict.{word}") for word in (GIVEN, OWN, NONE, LEFT_OUT)}}
    facts = dict(survey.facts()) if source is None else join_sources(survey.facts(), file_facts(source))
    counts = table["verdict"].value_counts()
    given = int(counts.get(GIVEN, 0) + counts.get(OWN, 0))
    notes = (phrase("note.reproduced", given=given, figures=int((table["verdict"] != LEFT_OUT).sum()),
                    rules=len(space.rules)), phrase("note.not_misconduct"))
    return Result(kind="reproduction", layout=LAYOUT, title=phrase("title.reproduction"), table=table, base=survey.rows,
                  method=phrase("method.reproduction"), notes=notes, source=facts, labels=labels,
                  settings={"rules": len(space.rules), "given": given}, language=survey.codebook.language)


def _choose_rules(fits: Fits, rules: Sequence[PrintingRule], questions: Sequence[tuple[str, str]],
                 kinds: Sequence[str], chances: Sequence[Fraction]) -> list[ChosenRule]:
    """The rule of each figure.
    A list has one rounding and one weight, and for each kind of item one base and domain: those that give most of its
    figures (the simplest of several, which stand first in `rules`). A question half of whose figures they do not
    give may have a rule of its own, if that gives at least two of them, more than half, and so by accident less
    than once in a thousand. Where several rules give equally many, a figure is given only if all of them give it.
    """
    groups = group_by(range(len(kinds)), kinds.__getitem__)
    allowed = _same_printing(fits, rules, list(groups.values()))
    shared = {kind: _best_rules(fits[rows], allowed) for kind, rows in groups.items()}
    chosen: dict[int, ChosenRule] = {}
    for rows in group_by(range(len(questions)), questions.__getitem__).values():
        own = False
        best = _best_rules(fits[rows], shared[kinds[rows[0]]])
        enough = 2 * fits[rows, best[0]].sum() >= len(rows)
        if not enough:
            found = _own_rules(fits[rows], [chances[row] for row in rows])
            best, own, enough = found or best, bool(found), bool(found)
        chosen |= {row: ChosenRule(best[0], enough and bool(fits[row, best].all()), own) for row in rows}
    return [chosen[row] for row in range(len(fits))]


def _same_printing(fits: Fits, rules: Sequence[PrintingRule], groups: Sequence[list[int]]) -> list[int]:
    """The rules of the rounding and weight that give most figures, each kind of item on its best base."""
    printings = group_by(range(len(rules)), lambda number: (rules[number].weight, rules[number].reading))
    return max(printings.values(), key=lambda own: sum(int(fits[rows][:, own].sum(axis=0).max()) for rows in groups))


def _best_rules(fits: Fits, allowed: Sequence[int]) -> list[int]:
    """The rules that give most figures, the simplest first."""
    given = fits[:, allowed].sum(axis=0)
    return [rule for rule, number in zip(allowed, given, strict=True) if number == given.max()]


def _own_rules(fits: Fits, chances: Sequence[Fraction]) -> list[int]:
    """The rules that give most figures of a question, if that is no accident."""
    given = fits.sum(axis=0)
    best = [int(rule) for rule in np.flatnonzero(given == given.max())]
    told = [chance for row, chance in enumerate(chances) if fits[row, best[0]]]
    sure = len(told) > 1 and 2 * len(told) > len(fits) and prod(told) * fits.shape[1] < SURE
    return best if sure else []
