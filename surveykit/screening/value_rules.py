"""Single answers that cannot be right, or are not likely to be."""

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from surveykit.answers.cell_parser import find_nearest
from surveykit.codebook import Item
from surveykit.screening.rule_outcome import Hits, RuleOutcome, RuleRefusedError, find_hits
from surveykit.screening.screened_answers import ScreenedAnswers, point_ends
from surveykit.survey import value_text
from surveykit.survey.condition import Condition
from surveykit.text.normalise import normalise
from surveykit.words.phrases import phrase, same_text

HIDDEN = "***"
SENTINELS = (-999.0, -99.0, -9.0, -8.0, -1.0, 98.0, 99.0, 998.0, 999.0, 9999.0)
LEAST_NUMBERS = 10
MAD_TO_SD = 1.4826  # for normal data


def find_outside_range(answers: ScreenedAnswers, _: float) -> RuleOutcome:
    """A rating outside the lowest and the highest point of its scale."""
    hits = []
    for item in answers.ratings:
        (low, high), x = point_ends(answers.survey, item), answers.numbers(item.name)
        hits.append(find_hits(item.name, (x < low) | (x > high), x, f"{low:g}-{high:g}"))
    return RuleOutcome(_count_answering(answers, answers.ratings), hits)


def find_outside_options(answers: ScreenedAnswers, _: float) -> RuleOutcome:
    """A choice that is none of the item's options, with the option whose label is nearest."""
    items = [item for item in answers.questions if item.kind == "single" and item.options]
    hits = []
    for item in items:
        codes, distinct = pd.factorize(answers.survey._responses[item.name])
        known = {option.value for option in item.options}
        strange = {code: _with_nearest(item, str(value)) for code, value in enumerate(distinct) if value not in known}
        rows = np.flatnonzero(np.isin(codes, list(strange)))
        hits.append(Hits(item.name, rows, [strange[codes[row]] for row in rows], ""))
    return RuleOutcome(_count_answering(answers, items), hits)


def find_broken_constraints(answers: ScreenedAnswers, _: float) -> RuleOutcome:
    """Answers that break the item's constraint."""
    return _report_broken(answers, {"constraint"})


def find_too_many_choices(answers: ScreenedAnswers, _: float) -> RuleOutcome:
    """More options ticked than the item allows (constraint with count-selected)."""
    return _report_broken(answers, {"limit"})


def find_exclusive_ticks(answers: ScreenedAnswers, _: float) -> RuleOutcome:
    """An option such as `none of these`, ticked with others."""
    return _report_broken(answers, {"exclusive"})


def find_answers_unasked(answers: ScreenedAnswers, _: float) -> RuleOutcome:
    """Answered, though the item's condition (`relevant`) does not hold."""
    return _report_broken(answers, {"not_asked"})


def find_unanswered(answers: ScreenedAnswers, _: float) -> RuleOutcome:
    """Left empty, though the condition holds and the item is required."""
    return _report_broken(answers, {"asked", "required", "empty"})


def find_implausible(answers: ScreenedAnswers, deviations: float) -> RuleOutcome:
    """A number further from the median than so many robust standard deviations."""
    hits = []
    for item, x, middle, spread in _fences(answers):
        low, high = middle - deviations * spread, middle + deviations * spread
        hits.append(find_hits(item.name, (x < low) | (x > high), x, f"{low:g}-{high:g}"))
    return RuleOutcome(_count_answering(answers, _number_items(answers)), hits)


def find_sentinels(answers: ScreenedAnswers, deviations: float) -> RuleOutcome:
    """99, 999, -1 and the like where they lie far from all other answers: codes for missing, read as numbers."""
    hits = []
    for item, x, middle, spread in _fences(answers):
        far = np.abs(x - middle) > deviations * spread
        hits.append(find_hits(item.name, far & np.isin(x, SENTINELS), x, f"{deviations:g} MAD"))
    return RuleOutcome(_count_answering(answers, _number_items(answers)), hits)


def find_failing(answers: ScreenedAnswers, condition: str) -> RuleOutcome:
    """A condition of the user's own that certainly does not hold."""
    read = Condition.read(condition, answers.survey.codebook, answers.survey.source.name)
    holds, known = read.truth(answers.survey)
    rows = np.flatnonzero(known & ~holds)
    item = read.items[0].name if len(read.items) == 1 else ""
    return RuleOutcome(int(known.sum()), [Hits(item, rows, [""] * len(rows), condition)])


def _report_broken(answers: ScreenedAnswers, keys: set[str]) -> RuleOutcome:
    """Rows that break the codebook's rules of these kinds; a rule that cannot be read is said."""
    hits, unread = [], []
    for broken in answers.broken_rules:
        if not len(broken.hits) and broken.key in {"expression", "unknown_name"}:
            unread.append(broken.item)
        elif broken.key in keys:
            rows = np.flatnonzero(broken.hits)
            values = _show_cells(answers, answers.survey.codebook[broken.item], rows)
            threshold = broken.values.get("text") or broken.values.get("label") or ""
            hits.append(Hits(broken.item, rows, values, str(threshold)))
    note = phrase("screen.unread_rule", items=same_text(", ".join(dict.fromkeys(unread)))) if unread else {}
    return RuleOutcome(answers.people, hits, note)


def _show_cells(answers: ScreenedAnswers, item: Item, rows: NDArray[np.intp]) -> list[str]:
    """Answers as flags show them: what people typed stays hidden, of ticks their number is told."""
    if item.personal or item.kind == "text":
        cells = answers.survey._responses[item.name].iloc[rows]
        return [HIDDEN if isinstance(cell, str) and cell else "" for cell in cells]
    if item.kind == "multiple":
        ticks = answers.survey._responses[list(item.columns)].iloc[rows].to_numpy(dtype=float, na_value=np.nan)
        return ["" if np.isnan(row).any() else f"{row.sum():g}" for row in ticks]
    return [value_text(cell) for cell in answers.survey._responses[item.name].iloc[rows]]


def _with_nearest(item: Item, value: str) -> str:
    """A value that is no option, and the label it is like."""
    labels = {normalise(side): side for option in item.answers for side in option.label.values() if side}
    near = find_nearest(value, labels)
    return f"{value} ~ {labels[near]}" if near else value


def _number_items(answers: ScreenedAnswers) -> list[Item]:
    """Questions answered with a number."""
    return [item for item in answers.questions if item.kind == "number"]


def _fences(answers: ScreenedAnswers) -> Iterator[tuple[Item, NDArray[np.float64], float, float]]:
    """Number items with their answers, median and robust standard deviation; those that hardly vary are left out."""
    items = _number_items(answers)
    if not items:
        raise RuleRefusedError("needs_numbers")
    for item in items:
        x = answers.numbers(item.name)
        if (~np.isnan(x)).sum() < LEAST_NUMBERS:
            continue
        middle = float(np.nanmedian(x))
        spread = MAD_TO_SD * float(np.nanmedian(np.abs(x - middle)))
        if spread > 0:
            yield item, x, middle, spread


def _count_answering(answers: ScreenedAnswers, items: Iterable[Item]) -> int:
    """Who answered any of the items."""
    columns = [item.columns[0] for item in items]
    return int((answers.survey.missing_codes(columns) == 0).any(axis=1).sum()) if columns else 0
