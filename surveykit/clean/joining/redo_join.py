"""Surveys that were put together or joined, made again from their files."""

from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any

from surveykit.clean.joining.append_surveys import append, rename_step
from surveykit.clean.joining.join_surveys import Other, find_source, join, read_other
from surveykit.errors import CleaningError
from surveykit.survey import Step, Survey

ARGUMENTS = ("keep", "absent", "ignore", "repeat", "match", "items", "again")


def redo_join(survey: Survey, step: Step, others: Sequence[Other]) -> Survey:
    """The survey joined again with the table it was joined with."""
    told: Mapping[str, Any] = step.arguments
    if "sha256" not in told:
        raise _untold(survey, step)
    other = find_source(others, str(told["sha256"]))
    if other is None:
        raise _absent(survey, step, str(told["other"]))
    pairs = dict(zip(*told["on"], strict=True))
    return join(survey, other, on=pairs, reason=step.reason, **{name: told[name] for name in ARGUMENTS if name in told})


def redo_append(raw: Survey, steps: Sequence[Step], others: Sequence[Other],
                replay: Callable[[Survey, Sequence[Step]], Survey]) -> Survey:
    """The surveys of an `append`, the last of `steps`, each cleaned by its own log again and put together."""
    step = steps[-1]
    told: Mapping[str, Any] = step.arguments
    if "steps" not in told:
        raise _untold(raw, step)
    surveys = [raw, *map(read_other, others)]
    bounds = pairwise([0, *accumulate(told["steps"])])
    parts: dict[str, Survey] = {}
    for (start, end), name, checksum in zip(bounds, told["surveys"], told["sha256"], strict=True):
        log = [rename_step(one, f"{name}-", back=True) if told.get("renamed") else one for one in steps[start:end]]
        part = next((one for one in surveys if one.source.sha256 == checksum), None)
        if part is None:
            raise _absent(raw, step, str(name))
        parts[name] = replay(part, log)
    return append(parts, wave=str(told["wave"]), reason=step.reason)


def _untold(survey: Survey, step: Step) -> CleaningError:
    """The log does not say which files it was."""
    return CleaningError("The step {verb!r} put files together, and this log does not say which.", where="{file}",
                         fix="replay(raw, cleaned) with the survey itself", verb=step.verb, file=survey.source.name)


def _absent(survey: Survey, step: Step, name: str) -> CleaningError:
    """A file that the step needs is not among those given, or is not the same any more."""
    return CleaningError("The step {verb!r} needs {name!r} as it was: no file given has its checksum.", where="{file}",
                         fix="replay(raw, log, others=[...]) with the other files or surveys",
                         verb=step.verb, name=name, file=survey.source.name)
