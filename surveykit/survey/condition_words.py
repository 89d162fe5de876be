"""A condition as a reader says it: items and options by their labels."""

from functools import reduce

from surveykit.codebook import Codebook, Item
from surveykit.expression.expression_tree import Call, Chain, ExpressionNode, ItemReference, Literal
from surveykit.expression.expression_values import as_text
from surveykit.survey.condition import Condition
from surveykit.survey.condition_parser import EQUALITY, ORDER, GapTest
from surveykit.survey.frame import value_text
from surveykit.survey.named_domain import NamedDomain
from surveykit.words.phrases import Text, phrase, same_text

SIGNS = {"<": "<", "<=": "≤", ">": ">", ">=": "≥"}


def condition_words(condition: Condition, book: Codebook) -> Text:
    """The condition in both languages.
    >>> import surveykit as sk
    >>> book = sk.example_survey().codebook
    >>> condition_words(Condition.read("gender = 'female' and months >= 6", book), book)["en"]
    'Gender is “Women” and Months to first job ≥ 6'
    """
    words = part_words(condition.tree, book)
    named = condition.text
    return phrase("condition.named", label=named.label, condition=words) if isinstance(named, NamedDomain) else words


def part_words(node: ExpressionNode, book: Codebook) -> Text:
    """A part in words; what has none of its own is said as it is written."""
    if isinstance(node, Chain):
        return _chain_words(node, book)
    if isinstance(node, GapTest) and node.function == "answered":
        return phrase("condition.answered", item=book[node.name].words)
    if isinstance(node, Call) and node.name == "not":
        return phrase("condition.not", part=part_words(node.parts[0], book))
    if isinstance(node, Call) and node.name == "selected" and isinstance(node.parts[0], ItemReference):
        item = book[node.parts[0].name]
        return phrase("condition.selected", item=item.words, option=_value_words(item, node.parts[1]))
    return same_text(str(node))


def _chain_words(chain: Chain, book: Codebook) -> Text:
    """Parts joined by `and` or `or`, or a comparison."""
    operator, second = chain.rest[0]
    if operator in {"and", "or"}:
        said = []
        for part in (chain.first, *(part for _, part in chain.rest)):
            is_or = isinstance(part, Chain) and part.rest[0][0] == "or"
            words = part_words(part, book)
            said.append(phrase("condition.brackets", part=words) if is_or and operator == "and" else words)
        return reduce(lambda first, second: phrase(f"condition.{operator}", first=first, second=second), said)
    if isinstance(chain.first, GapTest) and isinstance(second, Literal):
        key = "condition.missing" if operator == "=" else "condition.not_missing"
        return phrase(key, item=book[chain.first.name].words, kind=phrase(f"gap.{second.content or 'answered'}"))
    if not isinstance(chain.first, ItemReference) or operator not in EQUALITY | ORDER:
        return same_text(str(chain))
    item = book[chain.first.name]
    if second == Literal(""):
        return phrase("condition.unanswered" if operator == "=" else "condition.answered", item=item.words)
    other = book[second.name].words if isinstance(second, ItemReference) else _value_words(item, second)
    if operator in SIGNS:
        other = same_text(as_text(second.content)) if isinstance(second, Literal) else other
        return phrase("condition.order", item=item.words, sign=SIGNS[operator], option=other)
    return phrase("condition.is" if operator == "=" else "condition.is_not", item=item.words, option=other)


def _value_words(item: Item, node: ExpressionNode) -> Text:
    """The label of an option, else the value itself."""
    if not isinstance(node, Literal):
        return same_text(str(node))
    for option in item.options:
        if node.content == option.value or (option.score is not None and node.content == option.score):
            return option.label
    return same_text(value_text(node.content) if isinstance(node.content, float) else as_text(node.content))
