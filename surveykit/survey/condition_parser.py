"""Conditions as users type them: the expression language of codebooks, its items and options found by name or label.

Beside `${item}` an item may stand bare; `==` is `=`; an option may be named by its value or its label; of a response
set `=` asks whether the option is ticked. `answered(item)` and `missing(item) = 'not_asked'` ask about answers that
are not there. What could never hold is refused, with carets.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from surveykit.codebook import Codebook, Item, Option
from surveykit.codebook.find_item import find_options, suggest_option
from surveykit.errors import AnalysisError, CodebookError, did_you_mean
from surveykit.expression import expression_tree as nodes
from surveykit.expression.expression_parser import ExpressionParser
from surveykit.expression.expression_source import ExpressionSource, find_spoken
from surveykit.expression.expression_tokens import Token
from surveykit.expression.expression_values import as_calendar_date, as_number, as_text
from surveykit.expression.functions import FUNCTIONS
from surveykit.survey.condition_hints import explain_bare_words, explain_calculation, is_calculation
from surveykit.survey.frame import MISSING
from surveykit.survey.numbers import number_of, numeral
from surveykit.words.messages import Message

EQUALITY, ORDER = {"=", "!="}, {"<", "<=", ">", ">="}
KIND_PREFIX = "missing "  # under this key an item's kind of missing is looked up, beside its answers
ABOUT_GAPS = ("missing", "answered")
OPTION_TESTS = {"selected", "any-of", "all-of", "none-of"}


@dataclass(frozen=True, slots=True)
class GapTest:
    """Why an item has no answer, `missing(item)`; or whether it has one, `answered(item)`."""

    function: str
    name: str

    def value(self, answers: nodes.RespondentAnswers) -> str | bool:
        """The kind of missing, '' for an answer; or whether there is an answer."""
        kind = answers.item(KIND_PREFIX + self.name)
        return kind if self.function == "missing" else not kind

    def __str__(self) -> str:
        return f"{self.function}(${{{self.name}}})"


def parse_condition(text: str, book: Codebook, where: str = "", *, truth: bool = False) -> nodes.ExpressionNode:
    """The tree of a condition, its items and options those of the codebook."""
    if not isinstance(text, str):
        raise AnalysisError("A condition must be a text, not a {type}.", where=where or None, type=type(text).__name__,
                            fix="where=\"gender = 'female' and age >= 30\"")
    try:
        return ConditionParser(ExpressionSource(text, where), book).whole_condition(truth=truth)
    except CodebookError as error:
        raise AnalysisError(error.what, where=error.where, fix=error.fix) from None


class ConditionParser(ExpressionParser):
    """Reads one condition from left to right."""

    def __init__(self, source: ExpressionSource, book: Codebook) -> None:
        super().__init__(source, loose=True)
        self.book = book
        self.places: dict[int, Token] = {}

    def whole_condition(self, *, truth: bool = False) -> nodes.ExpressionNode:
        """The condition, every comparison found possible; with `truth` a value alone is refused."""
        tree = self.whole_expression().tree
        if truth:
            self._require_truth(tree)
        return self._settle(tree)

    def operand(self) -> nodes.ExpressionNode:
        """A single value, its place remembered for the error."""
        token = self.next
        if token.kind == "here" or (token.kind == "name" and token.text == "today"):
            raise self.fault(Message("{token} cannot stand in a condition about respondents.", token=token.text), token,
                             fix=Message("name an item, or write the day: date('2026-01-31')"))
        node = super().operand()
        self.places[id(node)] = token
        return node

    def call(self, name: Token) -> nodes.ExpressionNode:
        """A function with what it takes, or an item that stands bare."""
        if not self.at("("):
            return self._item(name.text)
        if name.text not in ABOUT_GAPS:
            return super().call(name)
        opening, inner = self.take(), self.next
        node = self.nested_expression(opening)
        self.close(opening)
        if not isinstance(node, nodes.ItemReference):
            raise self.fault(Message("{name}() must be given an item.", name=name.text), inner,
                             fix=Message("write {name}(item)", name=name.text))
        return GapTest(name.text, node.name)

    def _item(self, name: str) -> nodes.ExpressionNode:
        """A reference to an item, however it is named."""
        token = self.tokens[self.place - 1]
        try:
            return super()._item(self.book[name].name)
        except CodebookError as error:
            if name in FUNCTIONS or name in ABOUT_GAPS:
                raise self._stray(token) from None
            hint = explain_bare_words(self.source, self.tokens, self.place - 1, self.book)
            raise hint or self.fault(error.what, token, fix=error.fix or Message("put a text in quotes")) from None

    def _no_operator(self) -> CodebookError:
        """The error where an operator was expected; a label without quotes or braces is said to be one."""
        hint = explain_bare_words(self.source, self.tokens, self.place, self.book) if (
            self.next.kind in ("name", "number")) else None
        return hint if hint and not find_spoken(self.next.text) else super()._no_operator()

    def _settle(self, node: nodes.ExpressionNode) -> nodes.ExpressionNode:
        """The node, the options in it by their value."""
        if isinstance(node, nodes.Chain):
            return self._settle_chain(node)
        if isinstance(node, nodes.Call):
            if node.name in OPTION_TESTS and isinstance(node.parts[0], nodes.ItemReference):
                return self._settle_options(node.name, node.parts[0], node.parts[1:])
            for part in node.parts[:1] if node.name in ("not", "if") else ():
                self._require_truth(part)
            return replace(node, parts=tuple(map(self._settle, node.parts)))
        if isinstance(node, nodes.Negative | nodes.PatternTest):
            return replace(node, part=self._settle(node.part))
        return node

    def _settle_options(self, name: str, reference: nodes.ItemReference,
                        options: Sequence[nodes.ExpressionNode]) -> nodes.ExpressionNode:
        """Whether options of an item are selected, in words that every form knows: `selected`, `and`, `or`, `not`."""
        calls = [nodes.Call("selected", (reference, self._option_literal(reference, option))) for option in options]
        sign = "and" if name == "all-of" else "or"
        joined = calls[0] if len(calls) == 1 else nodes.Chain(calls[0], tuple((sign, call) for call in calls[1:]))
        return nodes.Call("not", (joined,)) if name == "none-of" else joined

    def _settle_chain(self, chain: nodes.Chain) -> nodes.ExpressionNode:
        """A comparison of an item with a value as the item holds it; of a response set, whether it is ticked."""
        first, rest = chain.first, chain.rest
        operator, second = rest[0]
        if operator in ("and", "or"):
            for part in (first, *(part for _, part in rest)):
                self._require_truth(part)
        if len(rest) > 1 and operator in EQUALITY | ORDER:
            raise self._no_sense(Message("A comparison has two sides; {count} are compared here.", count=len(rest) + 1),
                                 rest[1][1], Message("write a < b and b < c"))
        if len(rest) == 1 and operator in EQUALITY | ORDER:
            for one, other, back in ((first, second, False), (second, first, True)):
                if isinstance(one, nodes.ItemReference) and self.book[one.name].options and is_calculation(other):
                    other = self._constant(self.book[one.name], operator, other)
                if isinstance(one, nodes.ItemReference) and isinstance(other, nodes.Literal):
                    if self.book[one.name].kind == "multiple" and operator in EQUALITY and other.content != "":
                        ticked = nodes.Call("selected", (one, self._option_value(self.book[one.name], other)))
                        return ticked if operator == "=" else nodes.Call("not", (ticked,))
                    value = self._fit_value(one, operator, other)
                    return nodes.Chain(value, ((operator, one),)) if back else nodes.Chain(one, ((operator, value),))
                if isinstance(one, GapTest) and isinstance(other, nodes.Literal):
                    self._require_kind(other)
                if isinstance(one, nodes.ItemReference):
                    self._require_one_answer(self.book[one.name], operator, one)
                    if isinstance(other, nodes.ItemReference) and self.book[one.name].kind == "date" and (
                            self.book[other.name].kind in ("number", "rating")):
                        raise self._no_day(self.book[one.name], other.name, other)
        return nodes.Chain(self._settle(first), tuple((sign, self._settle(part)) for sign, part in rest))

    def _constant(self, item: Item, operator: str, node: nodes.ExpressionNode) -> nodes.Literal:
        """What a calculation without items comes to, if that is an answer to a closed item."""
        value = as_text(node.value(nodes.RespondentAnswers(str, "", "")))
        if operator in EQUALITY and not find_options(item.answers, value):
            raise explain_calculation(self.source, self.tokens, item, value, self._first_token(node))
        return nodes.Literal(value)

    def _first_token(self, node: nodes.ExpressionNode) -> Token:
        """The token that a part begins with."""
        while isinstance(node, nodes.Chain | nodes.Negative):
            node = node.first if isinstance(node, nodes.Chain) else node.part
        return self.places[id(node)]

    def _require_truth(self, node: nodes.ExpressionNode) -> None:
        """Refuse a value where a condition must stand: `gender = 'male' or 'female'` would hold for everybody."""
        if isinstance(node, nodes.Literal) and not isinstance(node.content, bool):
            what = Message("A value alone is no condition: {value!r}.", value=as_text(node.content))
            raise self._no_sense(what, node,
                                 Message("write what it is compared with: gender = 'male' or gender = 'female'"))
        if isinstance(node, nodes.ItemReference):
            raise self._no_sense(Message("An item alone is no condition: {name!r}.", name=node.name), node,
                                 Message("write answered({name}), or {name} = '...'", name=node.name))

    def _require_kind(self, literal: nodes.Literal) -> None:
        """Refuse a kind of missing that there is not."""
        if isinstance(literal.content, str) and literal.content not in MISSING:
            raise self._no_sense(Message("{value!r} is no kind of missing.", value=literal.content), literal,
                                 did_you_mean(literal.content, MISSING[1:]))

    def _fit_value(self, reference: nodes.ItemReference, operator: str, literal: nodes.Literal) -> nodes.Literal:
        """The value an item is compared with, as the item holds it."""
        item = self.book[reference.name]
        if literal.content == "" and operator in EQUALITY:
            return literal
        return COMPARED[item.kind](self, item, operator, literal)

    def _require_one_answer(self, item: Item, operator: str, node: nodes.ExpressionNode) -> None:
        """Refuse items that can hold several answers, and those in order whose answers have none."""
        if item.kind in ("multiple", "rank"):
            self._with_ticks(item, operator, node)
        if operator in ORDER and item.kind == "single" and not all(numeral(option.value) for option in item.answers):
            raise self._no_order(item, node)

    def _no_order(self, item: Item, node: nodes.ExpressionNode) -> CodebookError:
        """The error for answers that are not more or less than others."""
        return self._no_sense(Message("The answers to {name!r} have no order.", name=item.name), node,
                              Message("compare by = or !=, several answers joined by or"))

    def _with_ticks(self, item: Item, operator: str, node: nodes.ExpressionNode) -> nodes.Literal:
        value = node.content if isinstance(node, nodes.Literal) else item.answers[0].value if item.answers else ""
        raise self._no_sense(Message("{name!r} can hold several answers and is not compared as one.", name=item.name),
                             node, Message("selected({name}, '{value}'), or count-selected({name}) >= 2",
                                           name=item.name, value=as_text(value)))

    def _with_choice(self, item: Item, operator: str, literal: nodes.Literal) -> nodes.Literal:
        self._require_one_answer(item, operator, literal)
        return self._with_number(item, operator, literal) if operator in ORDER else self._option_value(item, literal)

    def _with_point(self, item: Item, operator: str, literal: nodes.Literal) -> nodes.Literal:
        option = self._find_option(item, literal)
        if option is None and operator in EQUALITY and item.options:
            raise self._no_option(item, literal)
        if option and option.score is not None and isinstance(literal.content, str):
            return nodes.Literal(float(option.score))
        return self._with_number(item, operator, literal)

    def _with_number(self, item: Item, operator: str, literal: nodes.Literal) -> nodes.Literal:
        number = as_number(literal.content)
        if number != number or (isinstance(literal.content, str) and number_of(literal.content) is None):  # a date
            raise self._no_sense(Message("{name!r} holds numbers and cannot be compared with {value!r}.",
                                         name=item.name, value=literal.content), literal,
                                 Message("compare it with a number: {name} = 3", name=item.name))
        return nodes.Literal(number)

    def _with_day(self, item: Item, operator: str, literal: nodes.Literal) -> nodes.Literal:
        day = as_calendar_date(literal.content) if isinstance(literal.content, str) else ""
        if not day:
            raise self._no_day(item, literal.content, literal)
        return nodes.Literal(day)

    def _no_day(self, item: Item, value: object, node: nodes.ExpressionNode) -> CodebookError:
        """The error for dates beside what is none."""
        return self._no_sense(Message("{name!r} holds dates and cannot be compared with {value!r}.", name=item.name,
                                      value=value), node,
                              Message("compare it with a day: {name} >= '2026-01-31'", name=item.name))

    def _with_text(self, item: Item, operator: str, literal: nodes.Literal) -> nodes.Literal:
        if operator in ORDER:
            raise self._no_order(item, literal)
        return nodes.Literal(as_text(literal.content))

    def _option_literal(self, reference: nodes.ItemReference, node: nodes.ExpressionNode) -> nodes.ExpressionNode:
        """The option a literal names, by its value; any other part as it is."""
        if not isinstance(node, nodes.Literal):
            return node
        item = self.book[reference.name]
        return self._with_point(item, "=", node) if item.kind == "rating" else self._option_value(item, node)

    def _option_value(self, item: Item, node: nodes.Literal) -> nodes.Literal:
        """The value of the option a literal names."""
        option = self._find_option(item, node)
        if not item.options:
            return node
        if option is None:
            raise self._no_option(item, node)
        return nodes.Literal(option.value)

    def _no_option(self, item: Item, node: nodes.Literal) -> CodebookError:
        """The error for an answer that no option is."""
        return self._no_sense(Message("{value!r} is no answer to {name!r}.", value=as_text(node.content),
                                      name=item.name), node, suggest_option(item.answers, as_text(node.content)))

    def _find_option(self, item: Item, literal: nodes.Literal) -> Option | None:
        """The option with this value, else the one with this label; None where there is none."""
        text = as_text(literal.content).strip()
        found = find_options(item.options, text)
        if len(found) > 1:
            raise self._no_sense(Message("{value!r} names several answers to {name!r}.", value=text, name=item.name),
                                 literal, Message("write its value: {values}",
                                                  values=" / ".join(option.value for option in found)))
        if found and found[0].missing:
            what = Message("{value!r} is a kind of missing of item {item!r}.", value=text, item=item.name)
            raise self._no_sense(what, literal, Message("missing({name}) = '{kind}'", name=item.name,
                                                        kind=found[0].missing))
        return found[0] if found else None

    def _no_sense(self, what: Message, literal: nodes.ExpressionNode, fix: Message) -> CodebookError:
        """An error that points at a value."""
        return self.fault(what, self.places.get(id(literal), self.tokens[0]), fix=fix)


COMPARED: dict[str, Callable[[ConditionParser, Item, str, nodes.Literal], nodes.Literal]] = {
    "single": ConditionParser._with_choice, "multiple": ConditionParser._with_ticks,
    "rank": ConditionParser._with_ticks, "rating": ConditionParser._with_point, "number": ConditionParser._with_number,
    "date": ConditionParser._with_day, "text": ConditionParser._with_text}
