"""From tokens to a tree, after the precedence of XPath 1.0.

    or  <  and  <  = !=  <  < <= > >=  <  + -  <  * div mod  <  unary -
"""

import math

from surveykit.errors import CodebookError, count_noun, did_you_mean
from surveykit.expression import expression_tree as nodes
from surveykit.expression.expression import Expression
from surveykit.expression.expression_source import FUNCTION_WORDS, ExpressionSource, find_spoken
from surveykit.expression.expression_tokens import Token, split_tokens
from surveykit.expression.expression_values import OPERATORS, as_calendar_date
from surveykit.expression.functions import FUNCTIONS, find_function
from surveykit.expression.pattern_parser import read_pattern
from surveykit.expression.patterns import Pattern
from surveykit.words.messages import Message

DEEPEST = 50
_VALUES = Message("write a value such as ${{item}}, 'text' or 5")


def parse(text: str, where: str = "") -> Expression:
    """Read a `relevant` or `constraint` expression of an XLSForm.
    Known are ``${item}``, ``.``, texts and numbers, ``= != < <= > >=``, ``and or``, ``+ - * div mod``,
    parentheses and the functions in `surveykit.expression.functions`. A text may stand between
    curled quotes; between straight ones they are its letters. Nothing is evaluated while reading.
    >>> parse("${age} >= 16 and selected(${channel}, 'other')").names
    ('age', 'channel')
    >>> try:
    ...     parse("selectd(${channel}, 'other')")
    ... except CodebookError as error:
    ...     print(error)
    There is no function 'selectd'.
        selectd(${channel}, 'other')
        ^^^^^^^
      fix:   did you mean 'selected'?
    """
    return ExpressionParser(ExpressionSource(text, where)).whole_expression()


class ExpressionParser:
    """Reads one expression from left to right."""

    def __init__(self, source: ExpressionSource, *, loose: bool = False) -> None:
        self.source = source
        self.tokens = split_tokens(source, loose=loose)
        self.place = self.depth = 0
        self.names: dict[str, None] = {}
        self.here = self.today = False

    @property
    def next(self) -> Token:
        """The token to be read."""
        return self.tokens[self.place]

    def take(self) -> Token:
        """The token to be read, passed."""
        self.place += 1
        return self.tokens[self.place - 1]

    def at(self, mark: str) -> bool:
        """Whether a mark comes next."""
        return self.next.kind == "mark" and self.next.text == mark

    def fault(self, what: str, token: Token, *, fix: str) -> CodebookError:
        """An error that points at a token."""
        return self.source.fault(what, token.start, token.end, fix=fix)

    def whole_expression(self) -> Expression:
        """The expression, up to the end."""
        tree = self.expression()
        if self.next.kind != "end":
            raise self._no_operator()
        return Expression(self.source.text, tuple(self.names), tree, self.here, self.today)

    def binds(self) -> int:
        """How tightly the operator that comes next binds; 0 where there is none."""
        return OPERATORS.get(self.next.text, (0,))[0] if self.next.kind in ("mark", "name") else 0

    def expression(self, outside: int = 0) -> nodes.ExpressionNode:
        """Values joined by operators that bind more tightly than `outside`."""
        node = self.signed_value()
        while (level := self.binds()) > outside:
            rest = []
            while self.binds() == level:
                rest.append((self.take().text, self.expression(level)))
            node = nodes.Chain(node, tuple(rest))
        return node

    def signed_value(self) -> nodes.ExpressionNode:
        """A value with the minus signs before it; two of them leave a number."""
        minuses = 0
        while self.at("-"):
            self.take()
            minuses += 1
        node = self.operand()
        for _ in range(2 - minuses % 2 if minuses else 0):
            node = nodes.Negative(node)
        return node

    def operand(self) -> nodes.ExpressionNode:
        """A single value: literal, item, call or parenthesis."""
        token = self.take()
        if token.kind == "number":
            return nodes.Literal(self._finite(token))
        if token.kind == "quote":
            return nodes.Literal(token.text[1:-1])
        if token.kind == "item":
            return self._item(token.text[2:-1])
        if token.kind == "here":
            self.here = True
            return nodes.OwnAnswer()
        if token.kind == "name" and (self.at("(") or token.text not in OPERATORS):
            return self.call(token)
        if token.text == "(":
            return self.parenthesis(token)
        raise self._no_value(token)

    def parenthesis(self, opening: Token) -> nodes.ExpressionNode:
        """What stands between `(` and `)`."""
        node = self.nested_expression(opening)
        self.close(opening)
        return node

    def nested_expression(self, opening: Token) -> nodes.ExpressionNode:
        """An expression one level deeper."""
        if self.depth == DEEPEST:
            raise self.fault(Message("Parentheses cannot be nested deeper than {deepest} levels.", deepest=DEEPEST),
                             opening, fix=Message("split the condition over several items"))
        self.depth += 1
        node = self.expression()
        self.depth -= 1
        return node

    def close(self, opening: Token) -> None:
        """Pass the `)` that belongs to an opening."""
        if self.next.kind == "end":
            raise self.fault(Message("This parenthesis must be closed."), opening, fix=Message("add ')'"))
        if not self.at(")"):
            raise self._no_operator()
        self.take()

    def call(self, name: Token) -> nodes.ExpressionNode:
        """A function and what it takes."""
        if not self.at("("):
            raise self._stray(name)
        function = find_function(name.text)
        if function is None:
            meant = FUNCTION_WORDS.get(name.text.lower())
            raise self.fault(Message("There is no function {name!r}.", name=name.text), name, fix=Message(
                "write {sign}", sign=meant) if meant else did_you_mean(name.text, FUNCTIONS))
        opening, first = self.take(), self.next
        parts = () if self.at(")") else tuple(self.parts(opening))
        self.close(opening)
        if len(parts) < function.takes or (len(parts) > function.takes and not function.more):
            wanted = count_noun(function.takes, "value") if function.takes else Message("no value")
            wanted = Message("at least {wanted}", wanted=wanted) if function.more else wanted
            raise self.fault(Message("{name}() must be given {wanted}, not {parts_count}.", name=name.text,
                                     wanted=wanted, parts_count=len(parts)), name,
                             fix=Message("write {example}", example=function.example))
        return self._special(name.text, parts, first)

    def parts(self, opening: Token) -> list[nodes.ExpressionNode]:
        """The values of a call, with commas between them."""
        found = [self.nested_expression(opening)]
        while self.at(","):
            self.take()
            found.append(self.nested_expression(opening))
        return found

    def _special(self, name: str, parts: tuple[nodes.ExpressionNode, ...], first: Token) -> nodes.ExpressionNode:
        """The node of a call: a pattern is read and a written date checked now, not later."""
        if name == "regex":
            return nodes.PatternTest(parts[0], self._pattern(parts[1]))
        if name == "today":
            self.today = True
            return nodes.Today()
        if name == "date" and isinstance(parts[0], nodes.Literal) and not as_calendar_date(parts[0].content):
            raise self.fault(Message("{first} must be a date.", first=first.text), first, fix=Message("write {example}",
                                                                                 example=FUNCTIONS['date'].example))
        if name == "coalesce" and len(parts) > 2:  # as forms know it
            return nodes.Call(name, (parts[0], self._special(name, parts[1:], first)))
        return nodes.Call(name, parts)

    def _pattern(self, part: nodes.ExpressionNode) -> Pattern:
        """The pattern of `regex()`, which must be written out."""
        token = self.tokens[self.place - 2]
        if not isinstance(part, nodes.Literal) or token.kind != "quote":
            raise self.fault(Message("The pattern of regex() must be a text in quotes."), token,
                             fix=Message("write {example}", example=FUNCTIONS['regex'].example))
        return read_pattern(token.text[1:-1], self.source, token.start + 1)

    def _item(self, name: str) -> nodes.ExpressionNode:
        """A reference, noted."""
        self.names[name] = None
        return nodes.ItemReference(name)

    def _finite(self, token: Token) -> float:
        """The number a token spells."""
        if math.isinf(float(token.text)):
            raise self.fault(Message("A number cannot be that large."), token,
                             fix=Message("put it in quotes if it is a code"))
        return float(token.text)

    def _no_value(self, token: Token) -> CodebookError:
        """The error where a value was expected."""
        if token.kind == "end":
            empty = len(self.tokens) == 1
            what = Message("An expression cannot be empty.") if empty else Message(
                "A value must stand here, before the end.")
            return self.fault(what, token, fix=_VALUES)
        return self.fault(Message("A value must stand here, not {token!r}.", token=token.text), token, fix=_VALUES)

    def _no_operator(self) -> CodebookError:
        """The error where an operator was expected."""
        token = self.next
        if token.text == ")":
            return self.fault(Message("There is no '(' for this ')'."), token, fix=Message("take it out"))
        if token.text.lower() in OPERATORS:
            return self.fault(Message("{token!r} must be in small letters.", token=token.text), token,
                              fix=Message("write {token}", token=token.text.lower()))
        spoken = find_spoken(token.text)
        if spoken is not None:
            return self.fault(Message("{token!r} is no operator.", token=token.text), token, fix=spoken)
        return self.fault(Message("An operator must stand before {token!r}.", token=token.text), token,
                          fix=Message("write and, or, =, !=, <, > or another operator between two values"))

    def _stray(self, name: Token) -> CodebookError:
        """The error for a bare word."""
        word = name.text
        fix = Message("write ${{{word}}} for an item, '{word}' for a text", word=word)
        if word in FUNCTIONS:
            fix = Message("write {example}", example=FUNCTIONS[word].example)
        return self.fault(Message("The word {word!r} cannot stand alone.", word=word), name, fix=fix)
