"""A log applied to the raw survey again; surveys that were put together, made again from their files."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from surveykit.analysis.scale import redo_score
from surveykit.analysis.weighting.calibrated_survey import calibrate_again
from surveykit.analysis.weighting.limit_weights import trim
from surveykit.analysis.weighting.response_weights import nonresponse
from surveykit.clean.apply_step import FIX, apply_step
from surveykit.clean.cleaning_log import HIDDEN
from surveykit.clean.coding.code_answers import code_again
from surveykit.clean.derive import redo_derive
from surveykit.clean.joining.append_surveys import append, rename_step
from surveykit.clean.joining.join_surveys import Other, join, read_other
from surveykit.clean.merge_options import redo_merge
from surveykit.clean.personal.apply_redaction import apply_redaction
from surveykit.clean.personal.pseudonymise import redo_pseudonyms
from surveykit.clean.reverse import reverse
from surveykit.errors import CleaningError, SurveyError
from surveykit.read.own_exports import read_log
from surveykit.survey import Change, Step, Survey, require_survey

# how a step that added columns is done again; every other step holds its changes cell by cell
REDO: Mapping[str, Callable[[Survey, Step], Survey]] = {
    **dict.fromkeys(("poststratify", "rake", "calibrate"), calibrate_again),
    "trim": lambda survey, step: trim(survey, name=step.changes[0].item, reason=step.reason,
                                      **json.loads(step.changes[0].new)),
    "nonresponse": lambda survey, step: nonresponse(survey, name=step.changes[0].item, reason=step.reason,
                                                    **json.loads(step.changes[0].new)),
    "code_answers": code_again,
    "derive": redo_derive,
    "merge_options": redo_merge,
    "score": redo_score,
    "reverse": lambda survey, step: reverse(survey, step.changes[0].item.removesuffix("_rev"), reason=step.reason)}
ARGUMENTS = ("keep", "absent", "ignore", "repeat", "match", "items", "again")


def replay(raw: Survey, log: Sequence[Step] | Survey | str | Path, *, others: Sequence[Other] = (),
           check_hidden: bool = True) -> Survey:
    """Apply a log to the raw survey again.

    Parameters
    ----------
    raw
        The survey as `read_survey` gave it.
    log
        Another survey, or its whole `log`. It must begin with the steps that `raw` holds already; these are skipped.
        Or the path of a log file: the one beside the data that `write_processed` wrote, or one that a person wrote,
        with columns `uuid, question, old_value, new_value, change_type, reason` (`docs/cleaning.md`).
    others
        Surveys or files that the log appends or joins; each is known by its checksum.
    check_hidden
        Check old texts that the log hides (`recode(..., hide=True)`) with the key they were hidden with. Who has
        the log and not the key must say False, and takes these texts on trust.

    Returns
    -------
    Survey
        Responses, missing, codebook and log as they were after the last step. Flags are those of
        `raw`: screening changes nothing and is not in the log.

    Raises
    ------
    CleaningError
        A line's old value is not what the raw survey holds (a stale log), its new one is no answer to the item, a
        respondent or column it names is not there, a condition (`where=`) holds for others than its lines name, a step
        done again does something else, the key of hidden texts is not here, or the log begins otherwise than that of
        `raw`. The order of respondents plays no part.

    Missing values
    --------------
    Kinds of missing are restored with the answers.

    Examples
    --------
    >>> import surveykit as sk
    >>> raw = sk.example_survey()
    >>> cleaned = sk.recode(raw, "plan", {"renew": "stay"}, reason="merged")
    >>> sk.replay(raw, cleaned).responses.equals(cleaned.responses)
    True
    """
    raw = require_survey(raw, "replay")
    steps = log.log if isinstance(log, Survey) else _read_log(raw, log) if isinstance(log, str | Path) else tuple(log)
    last = max((place for place, step in enumerate(steps) if step.verb == "append"), default=-1)
    if last >= len(raw.log):
        raw = redo_append(raw, steps[:last + 1], others,
                          lambda part, own: replay(part, own, others=others, check_hidden=check_hidden))
    for place, step in enumerate(raw.log):
        if place >= len(steps) or _differing(step, steps[place]):
            raise CleaningError("The log must begin with the steps of the raw survey; it was made from another "
                                "file, or from another reading of it.", where="{file}, step {step}: {verb}", fix=FIX,
                                file=raw.source.name, step=place + 1, verb=step.verb)
    hidden = any(step.verb == "redact" for step in steps)  # then conditions may have lost words
    for step in steps[len(raw.log):]:
        if not hidden:
            _refuse_other_people(raw, step)
        raw = _redo_step(raw, step, others, check_hidden)
    return raw


def _read_log(raw: Survey, path: str | Path) -> tuple[Step, ...]:
    """The steps of a log file, behind the steps of reading where it holds decisions only."""
    steps = read_log(path)
    if any(step.verb == "read" for step in steps):
        return steps
    return (*(step for step in raw.log if step.verb == "read"), *steps)


def _differing(made: Step, told: Step) -> list[Change]:
    """Lines that only one of two steps has, whatever the order of respondents; an empty line where the verbs differ.
    Words are no part of a step, nor are values that a log file hides.
    """
    hidden = {line.item for line in told.changes if HIDDEN in (line.old, line.new)}

    def content(step: Step) -> Counter[Change]:
        return Counter(line._replace(note=None, **{side: HIDDEN for side in ("old", "new") if getattr(line, side)
                                                   and line.item in hidden}) for line in step.changes)

    one, other = content(made), content(told)
    return sorted((one - other) + (other - one)) or [Change("", "", "", "", "", "")] * (made.verb != told.verb)


def _refuse_other_people(survey: Survey, step: Step) -> None:
    """Refuse a step that a condition decided, where the condition holds for others than its lines name."""
    where = step.arguments.get("where")
    if step.verb not in ("exclude", "set_missing") or not where:
        return
    told = {line.respondent: line.rule for line in step.changes if line.kind in ("remove_survey", "blank_response")}
    found = set(survey.where(str(where)))
    if step.verb == "set_missing":
        columns = list(survey.codebook[str(step.arguments["item"])].columns)
        found &= set(survey._responses.index[survey._responses[columns].notna().any(axis=1)])
    others = [who for who in [*told, *sorted(found)] if (who in found) != (told.get(who) == "where")
              and (who not in told or told[who] == "where")]
    if others:
        raise CleaningError("The step {verb!r} was decided by a condition that holds for others now: {condition}.",
                            where="{file}, respondent {respondent}", verb=step.verb, condition=str(where), fix=FIX,
                            file=survey.source.name, respondent=others[0])


def _redo_step(survey: Survey, step: Step, others: Sequence[Other], check_hidden: bool) -> Survey:
    """The survey after one step of a log."""
    if step.verb == "join":
        return _require_same(redo_join(survey, step, others), step)
    if step.verb == "redact":
        return apply_redaction(survey, step, check_hidden=check_hidden)
    if step.verb == "pseudonymise":
        return redo_pseudonyms(survey, step, check_hidden=check_hidden)
    if step.verb in REDO:
        try:
            made = REDO[step.verb](survey, step)
        except SurveyError as error:
            raise error if error.where else CleaningError(
                "The step {verb!r} cannot be done again: {reason}", where="{file}", verb=step.verb, reason=error.what,
                file=survey.source.name, fix=FIX) from error
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise CleaningError("The log does not say, or says wrongly, what {verb!r} was called with.", where=survey,
                                verb=step.verb, fix=FIX) from error
        return _require_same(made, step)
    if any(change.kind == "add_column" for change in step.changes):
        raise CleaningError("The step {verb!r} added a column and cannot be replayed.", where=survey,
                            fix="call the function that made the column again", verb=step.verb)
    return apply_step(survey, step, check_hidden=check_hidden)


def _require_same(made: Survey, step: Step) -> Survey:
    """The survey, unless doing the step again did something else than the log says."""
    for line in _differing(made.log[-1], step)[:1]:
        raise CleaningError("The step {verb!r} does something else now than the log says.", fix=FIX, verb=step.verb,
                            where="{file}, respondent {respondent}, item {item}" if line.respondent else
                            "{file}, item {item}", file=made.source.name, respondent=line.respondent, item=line.item)
    return made


def redo_join(survey: Survey, step: Step, others: Sequence[Other]) -> Survey:
    """The survey joined again with the table it was joined with."""
    told: Mapping[str, Any] = step.arguments
    if "sha256" not in told:
        raise _untold(survey, step)
    other = next((one for one in map(read_other, others) if one.source.sha256 == told["sha256"]), None)
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
