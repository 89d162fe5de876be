"""What can be wrong in a codebook; every function returns sentences, and none raises.

The reader collects them all, so that a workbook is corrected in one go.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from surveykit.codebook.items import Item, Option, Scale
from surveykit.errors import CodebookError, did_you_mean, listed
from surveykit.text.normalise import normalise

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
SCORED = {"rating", "number"}
KEY = "respondent"
SPACELESS = {"multiple": "select_multiple", "rank": "rank"}
QUOTED, CALL = re.compile(r"'[^']*'|\"[^\"]*\""), re.compile(r"([A-Za-z][A-Za-z0-9:_-]*)\s*\(")
PATHS = re.compile(r"/|\[|last-saved#")
# functions of the ODK XForms specification that our own parser does not evaluate
ELSEWHERE = {
    "abs", "acos", "area", "asin", "atan", "atan2", "base64-decode", "boolean-from-string", "ceiling", "checklist",
    "concat", "cos", "count", "count-non-empty", "current", "date-time", "decimal-date-time", "decimal-time", "digest",
    "distance", "ends-with", "exp", "exp10", "floor", "format-date", "format-date-time", "geofence", "indexed-repeat",
    "instance", "int", "jr:choice-name", "jr:itext", "join", "last", "log", "log10", "max", "min", "normalize-space",
    "now", "once", "pi", "position", "pow", "property", "pulldata", "random", "randomize", "round", "search",
    "selected-at", "sin", "sqrt", "substr", "substring", "substring-after", "substring-before", "sum", "tan",
    "translate", "uuid", "weighted-checklist"}


def heading_faults(sheet: str, cells: Sequence[Sequence[str]]) -> list[str]:
    """Headings that stand twice: the second would hide the first."""
    headings = Counter(cell.strip() for cell in (cells[0] if cells else ()) if cell.strip())
    twice = [heading for heading, n in headings.items() if n > 1]
    return [f"sheet {sheet}, row 1: the heading(s) {listed(twice)} stand twice"] if twice else []


def type_faults(word: str, name: str, known: Mapping[str, str], silent: Collection[str]) -> list[str]:
    """A type that is absent, or that is none."""
    if not word:
        return [f"the type of {name!r} must be filled"]
    if word in known:
        return []
    if "from_file" in word or "external" in word:
        return [f"type {word!r} takes its choices from another file: write them into sheet choices"]
    near = did_you_mean(word.split(" ")[0], [*known, *silent, "begin_group", "end_group"])
    return [f"type {word!r} is not one we read ({', '.join(known)}); {near}"]


def name_faults(name: str) -> list[str]:
    """A name that cannot be the name of an item."""
    if re.search(r"\s", name):
        return [f"the name {name!r} must have no spaces: write {re.sub(chr(92) + 's+', '_', name)!r}"]
    if not NAME.fullmatch(name):
        return [f"the name {name!r} must be Latin letters, digits and _"]
    return [f"the name {KEY!r} is kept for the respondents' keys"] if name == KEY else []


def expression_fault(text: str, error: CodebookError) -> str:
    """What is wrong in an expression, with its place; '' where another program may know what we do not."""
    bare = QUOTED.sub("''", text)
    calls = {call.casefold() for call in CALL.findall(bare)}
    if calls & ELSEWHERE or PATHS.search(bare):
        return ""
    return "\n".join([error.what.replace("\n", "\n    "), *([f"        {error.fix}"] if error.fix else [])])


def item_faults(item: Item, scales: Mapping[str, Scale]) -> list[str]:
    """What contradicts itself in an item."""
    faults = []
    if item.options and not item.answers:
        faults.append(f"the list of item {item.name!r} must have a choice that is an answer")
    spaced = [o.value for o in item.options if re.search(r"\s", o.value)]
    if item.kind in SPACELESS and spaced:
        word = SPACELESS[item.kind]
        faults.append(f"choice names of {word} {item.name!r} must have no spaces: {listed(spaced)}")
    if item.scale and item.scale not in scales:
        faults.append(f"the scale {item.scale!r} of item {item.name!r} is not in sheet scales"
                      + (f"; {did_you_mean(item.scale, scales)}" if scales else ""))
    if item.reverse and not item.scale:
        faults.append(f"item {item.name!r} is reversed (sk_reverse) and has no scale to be reversed on (sk_scale)")
    if item.scale and item.kind not in SCORED:
        faults.append(f"item {item.name!r} of scale {item.scale!r} must be select_one or a number")
    return faults + (_score_faults(item, scales.get(item.scale or "")) if item.kind == "rating" else [])


def _score_faults(item: Item, scale: Scale | None) -> list[str]:
    """Points of a rating that are absent, equal, or outside its scale."""
    scores = [option.score for option in item.answers]
    if None in scores:
        return [f"every choice of rating {item.name!r} must have a number in sk_value"]
    if len(set(scores)) < len(scores):
        return [f"the choices of rating {item.name!r} must have different numbers in sk_value"]
    if scale and not all(scale.low <= score <= scale.high for score in scores):
        return [f"sk_value of rating {item.name!r} must lie within its scale, "
                f"{scale.low:g} to {scale.high:g}"]
    return []


def option_faults(option: Option, earlier: Sequence[Option], name: str, where: str) -> list[str]:
    """A value or a label that another option of the list has already."""
    if any(option.value == other.value for other in earlier):
        return [f"{where}: {option.value!r} stands twice in list {name!r}"]
    return [f"{where}: the label {side!r} stands twice in list {name!r}"
            for language, side in option.label.items()
            if any(normalise(side) == normalise(other.label.get(language, "")) for other in earlier)]


def scale_faults(scale: Scale, earlier: Mapping[str, Scale], where: str) -> list[str]:
    """A scale that stands twice, or is scored in a way we do not know."""
    faults = [f"{where}: the scale {scale.name!r} stands twice"] if scale.name in earlier else []
    if scale.score not in {"mean", "sum"}:
        faults.append(f"{where}: score {scale.score!r} must be mean or sum")
    if not 0 < scale.min_valid <= 1:
        faults.append(f"{where}: min_valid must be a share, above 0 and at most 1")
    return faults


def book_faults(items: Sequence[Item], scales: Mapping[str, Scale]) -> list[str]:
    """Names that clash between items, their columns and the scales."""
    columns = Counter(column for item in items for column in item.columns)
    clash = [column for column, n in columns.items() if n > 1]
    taken = [item.name for item in items if item.name in scales and item.role != "derived"]
    odd = [name for name in scales if not NAME.fullmatch(name)]
    faults = [f"sheet survey: the column(s) {listed(clash)} would stand twice"] if clash else []
    faults += [f"sheet scales: {listed(taken)} cannot name a scale and an item"] if taken else []
    return faults + ([f"sheet scales: {listed(odd)} must be Latin letters, digits and _"] if odd else [])
