"""An SPSS or Stata file as the parts of a survey."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import pandas as pd

from surveykit.answers import parse_native_export
from surveykit.answers.variable_map import list_unread_variables, raise_variable_faults
from surveykit.codebook import Codebook, Item
from surveykit.drafting import Draft
from surveykit.drafting.draft_from_labels import read_labels
from surveykit.errors import CodebookError, count_noun, faults_error
from surveykit.formats import NativeTable
from surveykit.platforms.plain_table import OWN
from surveykit.read.file_remarks import guess_steps
from surveykit.read.raise_faults import describe_faults
from surveykit.read.skip_logic import apply_skip_logic
from surveykit.survey import Change, Flag, Step, value_text
from surveykit.words.phrases import phrase


class NativeParts(NamedTuple):
    """What a Survey is made of: answers, kinds of missing (codes), codebook, and what was noticed."""

    frame: pd.DataFrame
    missing: pd.DataFrame
    codebook: Codebook
    changes: tuple[Change, ...]
    flags: tuple[Flag, ...]
    respondents: tuple[str, ...]
    steps: tuple[Step, ...] = ()
    computed: tuple[Item, ...] = ()
    coded: Mapping[str, np.ndarray] = MappingProxyType({})


def parse_native(table: NativeTable, codebook: Codebook | None = None) -> NativeParts:
    """The answers of an SPSS or Stata file, by a codebook or its labels; what these leave open is guessed and logged.
    `codebook`: Variables are matched by `sk_column` and name; their cells are options by number, value or label.
    Without one, `read_labels` makes it of what is there.
    Frame and missing have the columns of the codebook, and the respondents (variable `respondent`, else 1, 2, 3 ...) as
    index. `native_steps` makes the log of `changes`.
    System-missing and empty texts are `blank`. User-missing values, and `.a` to `.z`, take the kind of the codebook's
    option with this number or label, else the kind that their label speaks of (拒答, don't know, not applicable ...),
    else `blank`. An empty variable of a response set whose other variables are answered is an option left unticked.
    """
    draft, noted = (Draft(codebook), ()) if codebook else read_labels(table)
    book = draft.codebook
    parsed, decoded = parse_native_export(table, book)
    raise_variable_faults(table, book, parsed.columns)
    responses = parsed.responses
    faults = describe_faults(responses.faults, book, parsed.table.lines)
    if faults:
        raise faults_error(CodebookError, "{variables} with answers that are not in "
                           "the options:", faults, where="{file}",
                           fix="add the options to the codebook's sheet choices, or read without codebook=",
                           variables=count_noun(len(faults), 'variable'), file=table.name)
    frame, missing, steps = apply_skip_logic(parsed)
    unticked = [] if book.settings.get("platform") == OWN else [
        Change("", name, "", value_text(count), "unticked", "no_action")
        for name, count in responses.unticked.items() if count]
    changes = (*noted, *decoded, *responses.changes, *unticked, *list_unread_variables(table, parsed.columns))
    return NativeParts(frame, missing, responses.codebook, changes, responses.flags(), responses.respondents,
                       (*guess_steps(draft), *steps), parsed.computed, responses.coded)


def native_steps(changes: Sequence[Change]) -> tuple[Step, ...]:
    """The log of `NativeParts.changes`: one step per reason, in both languages."""
    ordered = sorted(changes, key=lambda change: change.rule)
    return tuple(Step("read", phrase(f"native.{rule}"), tuple(lines))
                 for rule, lines in groupby(ordered, key=lambda change: change.rule))
