"""A questionnaire, the answers to it, and what a platform's room should say of the columns they make."""

import csv
import io
import random
from dataclasses import dataclass, field

Expected = tuple[str, str, str]  # role, stem, part


@dataclass(frozen=True)
class Asked:
    """One question: `single`, `multi`, `matrix`, `rank` or `text`; `other` adds a typed answer to the last part."""

    kind: str
    stem: str
    parts: tuple[str, ...] = ()
    other: bool = False


@dataclass
class Written:
    """An export's rows and what is expected of each column, questions told apart by `keys`."""

    heads: list[list[str]]
    body: list[list[str]]
    expected: list[Expected] = field(default_factory=list)
    keys: list[int] = field(default_factory=list)

    @property
    def rows(self) -> list[list[str]]:
        """Everything, as it stands in the file."""
        return [*self.heads, *self.body]

    def text(self, delimiter: str = ",") -> str:
        """The rows as delimited text."""
        stream = io.StringIO(newline="")
        csv.writer(stream, delimiter=delimiter).writerows(self.rows)
        return stream.getvalue()

    def column(self, heads: list[str], cells: list[str], expected: Expected, key: int = -1) -> None:
        """Add a column on the right."""
        for row, cell in zip(self.rows, [*heads, *cells], strict=True):
            row.append(cell)
        self.expected.append(expected)
        self.keys.append(key)


def empty(heads: int, people: int) -> Written:
    """An export without columns."""
    return Written([[] for _ in range(heads)], [[] for _ in range(people)])


def answers(question: Asked, people: int, seed: int) -> list[object]:
    """What people said: a number (single), ticks (multi), numbers (matrix, rank), a text; None if not asked.

    Nobody may take a multi for a matrix or a matrix for a ranking: at least one option is left unticked,
    and the first person rates two rows alike.
    """
    chance = random.Random(seed)
    k = len(question.parts)
    made = {
        "single": lambda: chance.randrange(k), "multi": lambda: sorted(chance.sample(range(k), chance.randrange(1, k))),
        "matrix": lambda: [chance.randrange(1, 6) for _ in range(k)], "rank": lambda: chance.sample(range(1, k + 1), k),
        "text": lambda: chance.choice(["", "a, b", "说不清", "[so] so"])}[question.kind]
    said = [made() for _ in range(people)]
    if question.kind == "matrix":
        said[0], said[1] = [5] * k, [3] * k
    if question.kind != "text" and people > 14:
        said[-1] = None
    return said


def typed(question: Asked, said: object) -> str:
    """What stands in the column beside the last option."""
    last = len(question.parts) - 1
    chosen = said == last if question.kind == "single" else said is not None and last in said
    return "typed, by hand" if chosen else ""


FORM = (
    Asked("single", "Which sex are you?", ("Male", "Female", "Other"), other=True),
    Asked("multi", "Which of these, if any [select all]?", ("Flat, or house", "Car (own)", "Dog [or cat]", "Other"),
          other=True),
    Asked("matrix", "How satisfied are you?", ("With pay, benefits", "With work [daily]", "同事关系")),
    Asked("rank", "Put these in order", ("Pay", "Place, region", "Prospects")),
    Asked("text", "Anything else? (optional)"))
