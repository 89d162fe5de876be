"""From a questionnaire as a platform lays it out: its codebook, and the answers that a Survey must give back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import surveykit as sk
from layouts import asked as east
from layouts import form as west


@dataclass(frozen=True)
class Gap:
    """No answer, of one kind of missing."""

    kind: str = "blank"


@dataclass
class Told:
    """Items, and for every column of theirs what each respondent answered: a value or a Gap."""

    items: list[sk.Item] = field(default_factory=list)
    columns: dict[str, list[object]] = field(default_factory=dict)

    def add(self, item: sk.Item, said: Sequence[object]) -> None:
        """Add an item; what is said in a select-all question is a set of values."""
        self.items.append(item)
        for name, option in zip(item.columns, item.answers if item.kind == "multiple" else (None,), strict=True):
            self.columns[name] = [one if isinstance(one, Gap) or option is None else int(option.value in one)
                                  for one in said]

    @property
    def book(self) -> sk.Codebook:
        """The codebook."""
        return sk.Codebook(tuple(self.items))


def told_by(survey: sk.Survey, told: Told) -> dict[str, list[object]]:
    """What a survey holds in the columns that were told of."""
    return {name: [Gap(kind) if kind else value for value, kind in
                   zip(survey.responses[name], survey.missing[name], strict=True)] for name in told.columns}


def options(labels: Sequence[str], value: Callable[[int], str]) -> tuple[sk.Option, ...]:
    """Options in order; scores are their numbers."""
    return tuple(sk.Option(value(n), {"zh": label}, float(n + 1)) for n, label in enumerate(labels))


def of_asked(form: east.Form, headings: Sequence[Sequence[str]], *, gaps: dict[str, str] | None = None,
             fills: bool = False, several: Callable[[int, str], str] = "{}、{}".format) -> Told:
    """What wjx, Tencent, Google and Microsoft should give back; `headings` are those of each question.

    `several` names a question that has several columns, by its number and stem.
    """
    told = Told()
    for number, (asked, heads) in enumerate(zip(form.questions, headings, strict=True), start=1):
        said = [Gap((gaps or {}).get(one, "blank")) if one in (east.SKIPPED, east.EMPTY) else one
                for one in asked.answers]
        _question(told, asked, number, said, heads if len(heads) == 1 else [several(number, asked.stem), *heads])
        if fills and any(asked.fills):
            _fill_ins(told, asked, f"q{number}", said)
    return told


def _question(told: Told, asked: east.Asked, number: int, said: list[object], heads: Sequence[str]) -> None:
    """One question, of one column or (named before these) of several."""
    name, label, given = f"q{number}", {"zh": asked.stem}, lambda make: [
        one if isinstance(one, Gap) else make(one) for one in said]
    listed = options(asked.parts, "o{}".format)
    if asked.kind == "text":
        told.add(sk.Item(name, "text", label, column=heads[0]), said)
    elif asked.kind in {"single", "multiple", "rank"}:
        make = {"single": "o{}".format, "multiple": lambda one: {f"o{n}" for n in one},
                "rank": lambda one: " ".join(f"o{n}" for n in one)}[asked.kind]
        told.add(sk.Item(name, asked.kind, label, listed, column=heads[0]), given(make))
    for place, head in enumerate(heads[-len(asked.parts):] if asked.kind in {"matrix", "blanks"} else ()):
        kind = "single" if asked.kind == "matrix" else "text"
        told.add(sk.Item(f"{name}_{place}", kind, {"zh": asked.parts[place]}, options(asked.labels, "l{}".format),
                         column=head),
                 given(lambda one, p=place: f"l{one[p]}" if asked.kind == "matrix" else one[p]))


def _fill_ins(told: Told, asked: east.Asked, name: str, said: list[object]) -> None:
    """What was filled in beside the last option of those who chose it."""
    last = len(asked.parts) - 1
    chosen = [not isinstance(one, Gap) and last in (one if isinstance(one, tuple) else (one,)) for one in said]
    texts = [fill if ticked and fill else one if isinstance(one, Gap) else Gap()
             for fill, ticked, one in zip(asked.fills, chosen, said, strict=True)]
    told.add(sk.Item(f"{name}_other", "text", {"zh": "填空"}, role="other_text"), texts)


@dataclass(frozen=True)
class Ways:
    """How a western platform names columns and options: by number of the question, number of the part, and stem.

    `value` is an option's, `tick` that of an option of a select-all question, `point` that of a matrix; `unticked`
    the kind of missing of a select-all question that is wholly empty, where it is not `gap`.
    """

    column: Callable[[int, west.Asked], str]
    row: Callable[[int, int, west.Asked], str]
    value: Callable[[int], str] = lambda n: str(n + 1)
    tick: Callable[[int], str] = lambda n: str(n + 1)
    point: Callable[[int], str] = str
    points: tuple[str, ...] = ("1", "2", "3", "4", "5")
    other: str = ""
    gap: str = "blank"
    unticked: str = ""
    rank: str = "option"


def of_form(form: Sequence[west.Asked], ways: Ways, people: int = 20, seed: int = 1) -> Told:
    """What Qualtrics, LimeSurvey, SurveyMonkey and Kobo should give back."""
    told = Told()
    for number, question in enumerate(form, start=1):
        said = west.answers(question, people, seed + number)
        gap = ways.unticked if question.kind == "multi" and ways.unticked else ways.gap
        _asked_west(told, ways, number, question, [Gap(gap) if one is None else one for one in said])
        if question.other:
            typed = [west.typed(question, one) or Gap("blank" if one is not None else gap) for one in said]
            told.add(sk.Item(f"q{number}_other", "text", {"en": "Other"}, role="other_text"), typed)
    return told


def _asked_west(told: Told, ways: Ways, number: int, question: west.Asked, said: list[object]) -> None:
    """One question."""
    name, label, given = f"q{number}", {"en": question.stem}, lambda make: [
        one if isinstance(one, Gap) else make(one) for one in said]
    column = ways.column(number, question)
    if question.kind == "text":
        told.add(sk.Item(name, "text", label, column=column), [one or Gap() for one in said])
    elif question.kind == "matrix" or (question.kind == "rank" and ways.rank == "rows"):
        for place, part in enumerate(question.parts):
            told.add(sk.Item(f"{name}_{place}", "single", {"en": part}, _points(ways), column=ways.row(
                number, place, question)), given(lambda one, p=place: ways.point(one[p])))
    else:
        value = ways.tick if question.kind == "multi" else ways.value
        values = [value(n) for n in range(len(question.parts))]
        values[-1] = ways.other if question.other and ways.other else values[-1]
        kind = {"multi": "multiple"}.get(question.kind, question.kind)
        make = {"single": lambda one: values[one], "multiple": lambda one: {values[n] for n in one},
                "rank": lambda one: _order(ways, values, one)}[kind]
        told.add(sk.Item(name, kind, label, options(question.parts, lambda n: values[n]), column=column), given(make))


def _points(ways: Ways) -> tuple[sk.Option, ...]:
    """The options of a matrix."""
    return tuple(sk.Option(ways.point(n), {"en": word}, float(n)) for n, word in enumerate(ways.points, start=1))


def _order(ways: Ways, values: Sequence[str], one: Sequence[int]) -> str:
    """The options in the order given: numbers are places of options, or options at places."""
    if ways.rank == "place":
        return " ".join(values[n - 1] for n in one)
    return " ".join(value for _, value in sorted(zip(one, values, strict=True)))
