"""Conditions of other platforms as our expressions: what is simple is translated, nothing is guessed.

None means that a person must write the condition.
"""

import re
from collections.abc import Mapping
from itertools import islice

from surveykit.codebook.form_roots import entries, value_at
from surveykit.codebook.form_texts import code_number, plain_text, quote_literal
from surveykit.codebook.items import Item

SELECTS = {"Selected": True, "NotSelected": False}
SELECTED = re.compile(r"q://(QID[0-9]+)/SelectableChoice/([^/]+)")
TOKEN = re.compile(r"""\s*(?:(?P<open>[({])|(?P<close>[)}])|(?P<and>&&|\band\b)|(?P<or>\|\||\bor\b)
    |(?P<name>[A-Za-z0-9_]+)(?:\.(?:NAOK|value|code))?\s*(?P<sign>==|!=|>=|<=|>|<|\beq\b|\bne\b)
     \s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>-?[0-9]+(?:\.[0-9]+)?)))""", re.X)
SIGNS = {"==": "=", "eq": "=", "ne": "!="}


def chosen_condition(item: Item, value: str, yes: bool = True) -> str | None:
    """That an option of an item was chosen, or was not; None where it cannot be said."""
    literal = quote_literal(value)
    if literal is None or item.kind != "multiple":
        return literal and f"${{{item.name}}}{'=' if yes else '!='}{literal}"
    return f"selected(${{{item.name}}},{literal})" if yes else f"not(selected(${{{item.name}}},{literal}))"


def range_constraint(low: object, high: object) -> str | None:
    """A constraint from the limits that are numbers."""
    limits = [(sign, plain_text(side)) for sign, side in ((">=", low), ("<=", high))]
    return " and ".join(f". {sign} {side}" for sign, side in limits if code_number(side) is not None) or None


def translate_relevance(text: str, names: Mapping[str, tuple[Item, str]]) -> str | None:
    """Comparisons joined by and / or, brackets kept; None where anything else is said."""
    said, place, depth, wants = [], 0, 0, True
    while place < len(text):
        match = TOKEN.match(text, place)
        opens = match is not None and bool(match["open"] or match["name"])
        if match is None or opens != wants or (match["close"] and not depth):
            return None
        depth += bool(match["open"]) - bool(match["close"])
        wants = bool(match["open"] or match["and"] or match["or"])
        part = ("(" if match["open"] else ")" if match["close"] else " and " if match["and"]
                else " or " if match["or"] else _translate_comparison(match, names))
        if part is None:
            return None
        said.append(part)
        place = match.end()
    if depth or wants:
        return None
    alone = [part for part in said if part not in {"(", ")"}]
    return alone[0] if len(alone) == 1 else "".join(said)


def _translate_comparison(match: re.Match[str], names: Mapping[str, tuple[Item, str]]) -> str | None:
    """One comparison as our expression."""
    item, option = names.get(match["name"], (None, ""))
    sign, bare = SIGNS.get(match["sign"], match["sign"]), match["bare"]
    value = bare or match["double"] or match["single"] or ""
    literal = quote_literal("other" if value == "-oth-" else value)
    if item is None or literal is None or (sign not in {"=", "!="} and not bare):
        return None
    if item.kind == "multiple":
        return chosen_condition(item, option, sign == "=") if option and value == "Y" and sign in {"=", "!="} else None
    number_wanted = bare and (item.kind == "number" or sign not in {"=", "!="})
    gap = "" if sign in {"=", "!="} else " "
    return f"${{{item.name}}}{gap}{sign}{gap}{bare if number_wanted else literal}"


def translate_display_logic(logic: object, choices: Mapping[str, tuple[Item, Mapping[str, str]]]) -> str | None:
    """Qualtrics logic that asks only whether choices are (not) selected; None where it asks more.
    `choices` gives, for each question, its item and the value of each choice.
    """
    sets = _logic_parts(logic)
    tests = _logic_parts(sets[0]) if len(sets) == 1 else []
    said = [text for test in tests if (text := _translate_test(test, choices))]
    joints = {str(test.get("Conjuction") or test.get("Conjunction")).lower() for test in tests[1:]}
    if not said or len(said) < len(tests) or len(joints) > 1 or not joints <= {"and", "or"}:
        return None
    return f" {''.join(joints)} ".join(said)


def describe_logic(logic: object) -> str:
    """What Qualtrics shows of a logic in its editor."""
    told = (plain_text(value_at(test, "Description")) for _, tests in entries(logic) for _, test in entries(tests))
    return " ".join(text for text in islice(told, 20) if text)


def _logic_parts(logic: object) -> list[Mapping[str, object]]:
    """The parts of a logic: objects under the keys 0, 1, 2 ... in that order, or in a list."""
    if isinstance(logic, list):
        return [part for part in logic if isinstance(part, dict)]
    kept = {key: part for key, part in entries(logic) if key.isdecimal() and isinstance(part, dict)}
    return [kept[key] for key in sorted(kept, key=lambda key: (len(key), key))]


def _translate_test(test: Mapping[str, object], choices: Mapping[str, tuple[Item, Mapping[str, str]]]) -> str | None:
    """One test of a choice as our expression."""
    match = SELECTED.fullmatch(plain_text(test.get("LeftOperand") or test.get("ChoiceLocator")))
    item, values = choices.get(match[1], (None, {})) if match else (None, {})
    value, operator = values.get(match[2]) if match else None, plain_text(test.get("Operator"))
    simple = test.get("LogicType") == "Question" and plain_text(test.get("QuestionIsInLoop")) in {"", "no"}
    if item is None or value is None or not quote_literal(value) or not simple or operator not in SELECTS:
        return None
    return chosen_condition(item, value, SELECTS[operator])
