"""Why a cell of SPSS or Stata is empty: the kind of missing behind a user-missing value."""

import re
from collections.abc import Mapping, Sequence

from surveykit.codebook import Item
from surveykit.formats import Variable
from surveykit.survey import number_of, own_code
from surveykit.text.normalise import normalise

EXTENDED = re.compile(r"\.[a-z]")
LETTERS = {".a": "refused", ".b": "dont_know", ".c": "not_asked"}
WORDS = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in {
    "refused": r"拒答|拒绝|拒訪|不愿|不便|refus|declin|prefer(red)? not|rather not",
    "dont_know": r"不知道|不清楚|不了解|说不清|不确定|\bdon.?t know|\bdo not know|\bdk\b|not sure|unsure|can.?t say",
    "not_asked": r"不适用|跳过|跳答|未问|未被问|无需回答|not applicable|not asked|\bskip|inapplicable|\bn/?a\b|\biap\b",
}.items()}


def kind_of(label: str) -> str:
    """The kind of missing that a label speaks of; `blank` when it says none.
    >>> kind_of("拒绝回答"), kind_of("Don't know"), kind_of("不适用"), kind_of("99")
    ('refused', 'dont_know', 'not_asked', 'blank')
    """
    return next((kind for kind, words in WORDS.items() if words.search(label)), "blank")


def is_declared(variable: Variable, text: str) -> bool:
    """Whether the file calls this cell missing: a value, a range, or one of Stata's letters."""
    if text in variable.missing_values:
        return True
    if variable.kind == "text":
        return False
    if EXTENDED.fullmatch(text):
        return True
    number = number_of(text) if variable.missing_ranges else None
    return number is not None and any(low <= number <= high for low, high in variable.missing_ranges)


def find_gap_kinds(variable: Variable, texts: Sequence[str], item: Item | None = None, *,
                   ours: bool = False) -> list[str]:
    """For each text its kind of missing, '' for an answer."""
    own = _kinds_by_code(item) if item else {}
    labels = {} if ours or item is None else {normalise(side): option.missing for option in item.options
                                              if option.missing for side in option.label.values()}
    return [_gap_kind(variable, text, own, labels, ours=ours) if text else "blank" for text in texts]


def _gap_kind(variable: Variable, text: str, own: Mapping[float | str, str], labels: Mapping[str, str], *,
          ours: bool) -> str:
    """The kind behind one cell: by the codebook's option, our letters, the label in the file."""
    if not is_declared(variable, text):
        return ""
    label = variable.labels.get(text, "")
    if ours and (variable.kind == "text" or text in LETTERS):
        return LETTERS.get(text) or kind_of(label)
    number = number_of(text) if variable.kind == "number" else None
    return own.get(text if number is None else number) or labels.get(normalise(label)) or kind_of(label)


def _kinds_by_code(item: Item) -> dict[float | str, str]:
    """Kinds of missing by the number (or the value) of the first option that stands for each."""
    found: dict[float | str, str] = {}
    for kind, option in {o.missing: o for o in reversed(item.options) if o.missing}.items():
        code = own_code(option)
        found.setdefault(option.value if code is None else code, kind)
        found.setdefault(option.value, kind)
    return found
