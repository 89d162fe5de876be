"""An expression as a tree: every node knows its value and can print itself again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from surveykit.expression.expression_values import OPERATORS, Value, as_number, as_text
from surveykit.expression.functions import find_function
from surveykit.expression.patterns import Pattern


class RespondentAnswers(NamedTuple):
    """What one respondent said: to any item, to the item itself (`.`), and on which day."""

    item: Callable[[str], str]
    here: str
    today: str


class ExpressionNode(Protocol):
    """A part of an expression."""

    def value(self, answers: RespondentAnswers) -> Value:
        """What it comes to for one respondent."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, or a text in quotes."""

    content: str | float

    def value(self, answers: RespondentAnswers) -> Value:
        """Itself."""
        return self.content

    def __str__(self) -> str:
        if isinstance(self.content, float):
            return as_text(self.content)
        return f'"{self.content}"' if "'" in self.content else f"'{self.content}'"


@dataclass(frozen=True, slots=True)
class ItemReference:
    """The answer to another item, `${name}`."""

    name: str

    def value(self, answers: RespondentAnswers) -> Value:
        """The answer, '' where there is none."""
        return answers.item(self.name)

    def __str__(self) -> str:
        return f"${{{self.name}}}"


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """The answer to the item the expression belongs to, `.`."""

    def value(self, answers: RespondentAnswers) -> Value:
        """The answer, '' where there is none."""
        return answers.here

    def __str__(self) -> str:
        return "."


@dataclass(frozen=True, slots=True)
class Today:
    """The day of submission, `today()`: never the clock, so that a result can be had again."""

    def value(self, answers: RespondentAnswers) -> Value:
        """The date, '' where it is not known."""
        return answers.today

    def __str__(self) -> str:
        return "today()"


@dataclass(frozen=True, slots=True)
class Negative:
    """A value with its sign turned, `-x`."""

    part: ExpressionNode

    def value(self, answers: RespondentAnswers) -> Value:
        """The number, turned."""
        return -as_number(self.part.value(answers))

    def __str__(self) -> str:
        return f"-({self.part})" if isinstance(self.part, Chain | Negative) else f"-{self.part}"


@dataclass(frozen=True, slots=True)
class Chain:
    """Values joined by operators that bind alike, worked off from the left: `a + b - c`.
    One flat node, however long: a condition of 1,000 `or` is not 1,000 levels deep.
    """

    first: ExpressionNode
    rest: tuple[tuple[str, ExpressionNode], ...]

    def value(self, answers: RespondentAnswers) -> Value:
        """The last of the partial results."""
        result = self.first.value(answers)
        for operator, node in self.rest:
            result = OPERATORS[operator][1](result, node.value(answers))
        return result

    def __str__(self) -> str:
        return self._bracket(self.first) + "".join(f" {sign} {self._bracket(node)}" for sign, node in self.rest)

    def _bracket(self, node: ExpressionNode) -> str:
        """A part as it is written, in parentheses where it binds no tighter."""
        loose = isinstance(node, Chain) and OPERATORS[node.rest[0][0]][0] <= OPERATORS[self.rest[0][0]][0]
        return f"({node})" if loose else str(node)


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its values."""

    name: str
    parts: tuple[ExpressionNode, ...]

    def value(self, answers: RespondentAnswers) -> Value:
        """What the function makes of the values."""
        function = find_function(self.name)
        assert function is not None  # the parser has looked
        return function.call(*[part.value(answers) for part in self.parts])

    def __str__(self) -> str:
        return f"{self.name}({', '.join(map(str, self.parts))})"


@dataclass(frozen=True, slots=True)
class PatternTest:
    """Whether a whole text has a pattern, `regex(x, 'p')`."""

    part: ExpressionNode
    pattern: Pattern

    def value(self, answers: RespondentAnswers) -> Value:
        """Whether it matches from the first character to the last."""
        return self.pattern.matches(as_text(self.part.value(answers)))

    def __str__(self) -> str:
        return f"regex({self.part}, {Literal(self.pattern.text)})"
