"""What can be wrong in a codebook; every function returns sentences, and none raises.

The reader collects them all, so that a workbook is corrected in one go.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from surveykit.codebook.items import Item, Option, Scale
from surveykit.errors import CodebookError, did_you_mean, list_quoted
from surveykit.text.normalise import normalise
from surveykit.words.messages import JoinedMessage, Message

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
    return [Message("sheet {sheet}, row 1: the heading(s) {twice} stand twice", sheet=sheet,
                    twice=list_quoted(twice))] if twice else []


def type_faults(word: str, name: str, known: Mapping[str, str], silent: Collection[str]) -> list[str]:
    """A type that is absent, or that is none."""
    if not word:
        return [Message("the type of {name!r} must be filled", name=name)]
    if word in known:
        return []
    if "from_file" in word or "external" in word:
        return [Message("type {word!r} takes its choices from another file: write them into sheet choices", word=word)]
    near = did_you_mean(word.split(" ")[0], [*known, *silent, "begin_group", "end_group"])
    return [Message("type {word!r} is not one we read ({known}); {near}", word=word, known=', '.join(known), near=near)]


def name_faults(name: str) -> list[str]:
    """A name that cannot be the name of an item."""
    if re.search(r"\s", name):
        return [Message("the name {name!r} must have no spaces: write {sub!r}", name=name,
                        sub=re.sub(chr(92) + 's+', '_', name))]
    if not NAME.fullmatch(name):
        return [Message("the name {name!r} must be Latin letters, digits and _", name=name)]
    return [Message("the name {key!r} is kept for the respondents' keys", key=KEY)] if name == KEY else []


def expression_fault(text: str, error: CodebookError) -> str:
    """What is wrong in an expression, with its place; '' where another program may know what we do not."""
    bare = QUOTED.sub("''", text)
    calls = {call.casefold() for call in CALL.findall(bare)}
    if calls & ELSEWHERE or PATHS.search(bare):
        return ""
    return JoinedMessage("\n        ", [error.what, *filter(None, [error.fix])])


def item_faults(item: Item, scales: Mapping[str, Scale]) -> list[str]:
    """What contradicts itself in an item."""
    faults = []
    if item.options and not item.answers:
        faults.append(Message("the list of item {item!r} must have a choice that is an answer", item=item.name))
    if item.kind in {"number", "date"} and item.options:
        faults.append(Message("item {item!r} is a {kind} and must have no choices; codes for missing answers go to the "
                              "setting sk_missing_codes", item=item.name, kind=item.kind))
    if item.kind in SPACELESS and not item.options:
        faults.append(Message("item {item!r} must have choices: it is a {word}", item=item.name,
                              word=SPACELESS[item.kind]))
    if item.role == "other_text" and item.kind != "text":
        faults.append(Message("item {item!r} with the role other_text must be of type text", item=item.name))
    spaced = [o.value for o in item.options if re.search(r"\s", o.value)]
    if item.kind in SPACELESS and spaced:
        word = SPACELESS[item.kind]
        faults.append(Message("choice names of {word} {item!r} must have no spaces: {spaced}", word=word,
                              item=item.name, spaced=list_quoted(spaced)))
    if item.scale and item.scale not in scales:
        absent = Message("the scale {scale!r} of item {item!r} is not in sheet scales", scale=item.scale,
                         item=item.name)
        faults.append(JoinedMessage("; ", [absent, did_you_mean(item.scale, scales)]) if scales else absent)
    if item.reverse and not item.scale:
        faults.append(Message("item {item!r} is reversed (sk_reverse) and has no scale to be reversed on (sk_scale)",
                              item=item.name))
    if item.scale and item.kind not in SCORED:
        faults.append(Message("item {item!r} of scale {scale!r} must be select_one or a number", item=item.name,
                              scale=item.scale))
    return faults + (_score_faults(item, scales.get(item.scale or "")) if item.kind == "rating" else [])


def _score_faults(item: Item, scale: Scale | None) -> list[str]:
    """Points of a rating that are absent, equal, or outside its scale."""
    scores = [option.score for option in item.answers if option.score is not None]
    if len(scores) < len(item.answers):
        return [Message("every choice of rating {item!r} must have a number in sk_value", item=item.name)]
    if len(set(scores)) < len(scores):
        return [Message("the choices of rating {item!r} must have different numbers in sk_value", item=item.name)]
    if scale and not all(scale.low <= score <= scale.high for score in scores):
        return [Message("sk_value of rating {item!r} must lie within its scale, "
                        "{low:g} to {high:g}", item=item.name, low=scale.low, high=scale.high)]
    return []


def option_faults(option: Option, earlier: Sequence[Option], name: str, where: str) -> list[str]:
    """A value or a label that another option of the list has already."""
    if any(option.value == other.value for other in earlier):
        return [Message("{file}: {value!r} stands twice in list {name!r}", file=where, value=option.value, name=name)]
    return [Message("{file}: the label {side!r} stands twice in list {name!r}", file=where, side=side, name=name)
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
    faults: list[str] = []
    if clash:
        faults.append(Message("sheet survey: the column(s) {clash} would stand twice", clash=list_quoted(clash)))
    if taken:
        faults.append(Message("sheet scales: {taken} cannot name a scale and an item", taken=list_quoted(taken)))
    if odd:
        faults.append(Message("sheet scales: {odd} must be Latin letters, digits and _", odd=list_quoted(odd)))
    return faults
