"""What files put together showed, to read: how many rows, who has no partner, what only some asked."""

from collections.abc import Iterable
from dataclasses import replace

from surveykit.errors import SHOWN_LINES
from surveykit.group_by import group_by
from surveykit.survey import Step, Survey
from surveykit.words.phrases import in_language, phrase


def join_lines(joined: Survey, language: str) -> list[str]:
    """The last join as lines: counts first, then every kind of remark with its first rows."""
    step = _last_step(joined, "join")
    counts = phrase("join.counts", **{name: step.arguments[name] for name in (
        "matched", "unmatched_first", "unmatched_second", "other")})
    return [in_language(counts, language), *_list_remarks(step, language)]


def append_lines(appended: Survey, language: str) -> list[str]:
    """The last append as lines: respondents of every survey, then what only some asked or asked in other words."""
    step = _last_step(appended, "append")
    wave = appended.codebook[str(step.arguments["wave"])]
    of_wave = appended.responses[wave.name].value_counts()
    counts = [phrase("append.counts", name=part.value, n=int(of_wave.get(part.value, 0))) for part in wave.answers]
    whole = phrase("append.whole", n=appended.rows, wave=wave.name)
    return [in_language(line, language) for line in (whole, *counts)] + _list_remarks(step, language)


def doubt_lines(surveys: Iterable[Survey], language: str) -> list[str]:
    """What is unsure about codebooks that were guessed, file by file: the first doubts, and how many more."""
    lines: list[str] = []
    for survey in surveys:
        for step in survey.log:
            doubts = tuple(line for line in step.changes if line.rule.startswith("guess_"))
            told = _list_remarks(replace(step, changes=doubts), language)
            rest = len(told) - SHOWN_LINES
            lines += [f"{survey.source.name}: {in_language(step.reason, language)}"] if told else []
            lines += told[:SHOWN_LINES]
            lines += [f"    {in_language(phrase('join.more', n=rest), language).strip()}"] if rest > 0 else []
    return lines


def _last_step(survey: Survey, verb: str) -> Step:
    """The last step of a verb."""
    return next(step for step in reversed(survey.log) if step.verb == verb)


def _list_remarks(step: Step, language: str) -> list[str]:
    """A line for every kind of remark of a step, with its first rows."""
    lines: list[str] = []
    noted = [change for change in step.changes if change.note]
    for note, found in group_by(noted, lambda change: in_language(change.note or {}, language)).items():
        shown = [" ".join(dict.fromkeys(filter(None, (one.item, one.old, one.new)))) for one in found[:SHOWN_LINES]]
        rest = len(found) - SHOWN_LINES
        more = in_language(phrase("join.more", n=rest), language) if rest > 0 else ""
        lines.append(f"  ! {note} ({len(found)}): {', '.join(shown)}{more}")
    return lines
