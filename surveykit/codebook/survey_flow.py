"""The survey flow of a Qualtrics form: on which ways each question is reached, and who has ended before.

A way is the branches that lead to a block, and the ends of the survey that stand before it: who met an end is
not asked what follows. A block that stands twice in the flow is asked when either way holds. Skips of questions are
ends of what they leap over; who is shown which part of a randomizer, no answer tells.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from surveykit.codebook.form_roots import entries, value_at
from surveykit.codebook.form_texts import join_conditions, plain_text

DEEPEST = 60  # branches within branches; what lies deeper is not followed
END_OF_SURVEY = "ENDOFSURVEY"
SKIP_TO = re.compile(f"{END_OF_SURVEY}|ENDOFBLOCK|QID[0-9]+")
Logic = object
Translate = Callable[[Logic], str | None]
Skip = tuple[Logic, str]


@dataclass(frozen=True, slots=True)
class EndBefore:
    """That somebody did not meet an end of the survey: not all of these logics held."""

    logics: tuple[Logic, ...]


@dataclass(frozen=True, slots=True)
class RandomPart:
    """That a randomizer showed this one of its parts: `shown` of `parts` are drawn."""

    shown: str
    parts: int


Way = tuple[Logic | EndBefore, ...]


@dataclass(slots=True)
class SurveyFlow:
    """The ways to each question, in the order of the flow; `blocks` are the questions of each with their skips."""

    blocks: Mapping[str, Sequence[tuple[str, Sequence[Skip]]]]
    ways: dict[str, list[Way]] = field(default_factory=dict)

    def follow(self, nodes: Iterable[object], way: Way = (), depth: int = 0) -> list[tuple[Logic, ...]]:
        """Walk nodes that stand one behind the other; the logics under which the survey ends within them."""
        ends: list[tuple[Logic, ...]] = []
        for node in nodes:
            kind, logic = plain_text(value_at(node, "Type")), value_at(node, "BranchLogic")
            if kind == "EndSurvey":
                return [*ends, ()]
            found = self._pass_block(plain_text(value_at(node, "ID")), way)
            inner = [child for _, child in entries(value_at(node, "Flow"))] if depth < DEEPEST else []
            if kind.endswith("Randomizer"):
                found += self._draw_parts(inner, plain_text(value_at(node, "SubSet")), way, depth)
            else:
                met = self.follow(inner, (*way, logic) if logic else way, depth + 1)
                found += [((logic, *end) if logic else end) for end in met]
            ends += found
            if () in found:
                return ends
            way = (*way, *map(EndBefore, found))
        return ends

    def _pass_block(self, ident: str, way: Way) -> list[tuple[Logic, ...]]:
        """Note the way to each question of a block; the logics of skips from it to the end of the survey."""
        open_skips: list[Skip] = []
        for qid, skips in self.blocks.get(ident, ()):
            open_skips = [skip for skip in open_skips if skip[1] != qid]
            self.ways.setdefault(qid, []).append((*way, *(EndBefore((logic,)) for logic, _ in open_skips)))
            open_skips += [skip for skip in skips if skip[1]]
        return [(logic,) for logic, goal in open_skips if goal == END_OF_SURVEY]

    def _draw_parts(self, parts: Sequence[object], shown: str, way: Way, depth: int) -> list[tuple[Logic, ...]]:
        """Walk the parts of a randomizer, none behind another; nobody can tell who met an end in one."""
        drawn = RandomPart(shown, len(parts))
        start = (*way, drawn) if shown.isdecimal() and int(shown) < len(parts) else way
        return [(drawn, *end) for part in parts for end in self.follow([part], start, depth + 1)]


def read_parts(block: object, questions: Mapping[str, object]) -> list[tuple[str, list[Skip]]]:
    """The questions of a block with their skips, which stand beside them there, in old forms within them."""
    parts = [(plain_text(value_at(part, "QuestionID")), part) for _, part in entries(value_at(block, "BlockElements"))]
    return [(qid, [read_skip(skip) for source in (part, questions.get(qid))
                   for _, skip in entries(value_at(source, "SkipLogic"))]) for qid, part in parts if qid]


def read_skip(skip: object) -> Skip:
    """A skip as a logic like those of branches, and where it leads: '' if nobody can tell."""
    test = {"LogicType": "Question", "Operator": value_at(skip, "Condition"),
            "Description": value_at(skip, "Description"),
            "LeftOperand": value_at(skip, "Locator") or value_at(skip, "ChoiceLocator")}
    goal = plain_text(value_at(skip, "SkipToDestination")).upper()
    return {"0": {"0": test}}, goal if SKIP_TO.fullmatch(goal) else ""


def read_flow(elements: Sequence[object], blocks: Mapping[str, Sequence[tuple[str, Sequence[Skip]]]]) -> SurveyFlow:
    """The flow of a form; the blocks in their order where it has none."""
    flow = SurveyFlow(blocks)
    roots = [value_at(e, "Payload") for e in elements if value_at(e, "Element") == "FL"]
    flow.follow(roots or [{"ID": ident} for ident in blocks])
    return flow


def condition_of_ways(ways: Sequence[Way], translate: Translate) -> tuple[str | None, list[Logic]]:
    """When one of the ways holds, as an expression (None: always), and the logics that no expression says.
    What cannot be translated asks more people rather than fewer.
    """
    untold: list[Logic] = []
    sides: list[str] = []
    open_way = not ways
    for way in ways:
        parts = [part for step in way if (part := _condition_of_step(step, translate, untold))]
        open_way |= not parts
        sides += [join_conditions(parts) or ""] if parts else []
    if open_way:
        return None, untold
    sides = list(dict.fromkeys(sides))
    return sides[0] if len(sides) == 1 else " or ".join(f"({side})" for side in sides), untold


def _condition_of_step(step: Logic | EndBefore, translate: Translate, untold: list[Logic]) -> str | None:
    """One step of a way as an expression; what cannot be said is noted."""
    logics = step.logics if isinstance(step, EndBefore) else (step,)
    told = [translate(logic) for logic in logics]
    untold += [logic for logic, text in zip(logics, told, strict=True) if text is None]
    if None in told:
        return None
    joined = join_conditions([text for text in told if text])
    return f"not({joined})" if isinstance(step, EndBefore) else joined
