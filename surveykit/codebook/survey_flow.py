"""The survey flow of a Qualtrics form: on which ways each question is reached, and who has ended before.

A way is the branches that lead to a block, and the ends of the survey that stand before it: who met an end is
not asked what follows. A block that stands twice in the flow is asked when either way holds.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from surveykit.codebook.form_roots import entries, value_at
from surveykit.codebook.form_texts import join_conditions, plain_text

DEEPEST = 60  # branches within branches; what lies deeper is not followed
Logic = object
Translate = Callable[[Logic], str | None]


@dataclass(frozen=True, slots=True)
class EndBefore:
    """That somebody did not meet an end of the survey: not all of these logics held."""

    logics: tuple[Logic, ...]


Way = tuple[Logic | EndBefore, ...]


@dataclass(slots=True)
class SurveyFlow:
    """The ways to each question, in the order of the flow; `members` are the questions of each block."""

    members: Mapping[str, Sequence[str]]
    ways: dict[str, list[Way]] = field(default_factory=dict)

    def follow(self, nodes: Iterable[object], way: Way = (), depth: int = 0) -> list[tuple[Logic, ...]]:
        """Walk nodes that stand one behind the other; the logics under which the survey ends within them."""
        ends: list[tuple[Logic, ...]] = []
        for node in nodes:
            if plain_text(value_at(node, "Type")) == "EndSurvey":
                return [*ends, ()]
            for qid in self.members.get(plain_text(value_at(node, "ID")), ()):
                self.ways.setdefault(qid, []).append(way)
            logic = value_at(node, "BranchLogic")
            inner = [child for _, child in entries(value_at(node, "Flow"))]
            met = self.follow(inner, (*way, logic) if logic else way, depth + 1) if depth < DEEPEST else []
            found = [((logic, *end) if logic else end) for end in met]
            ends += found
            if () in found:
                return ends
            way = (*way, *map(EndBefore, found))
        return ends


def read_flow(elements: Sequence[object], members: Mapping[str, Sequence[str]]) -> SurveyFlow:
    """The flow of a form; the blocks in their order where it has none."""
    flow = SurveyFlow(members)
    roots = [value_at(e, "Payload") for e in elements if value_at(e, "Element") == "FL"]
    flow.follow(roots or [{"ID": ident} for ident in members])
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
