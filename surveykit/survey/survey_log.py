"""The log of a survey: findings of rules, changes, and the steps that made them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from surveykit.words.phrases import Text, as_text


class Flag(NamedTuple):
    """A rule's finding about one respondent (or one cell); it removes nothing.

    `value` is what the rule looked at (never a text that somebody typed), `threshold` what it was held against,
    `source` where the rule comes from.
    """

    respondent: str
    item: str
    rule: str
    value: str
    severity: str
    threshold: str = ""
    source: str = ""


class RuleRun(NamedTuple):
    """A rule that was run: how many respondents it could look at, or why it refused, and what it left out."""

    rule: str
    family: str
    severity: str
    threshold: str
    base: int
    refused: Text
    note: Text


class Change(NamedTuple):
    """One changed cell, removed respondent or added column; `note` says more than its step's reason."""

    respondent: str
    item: str
    old: str
    new: str
    rule: str
    kind: str
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One cleaning step: the verb, why (words, or `{"zh": ..., "en": ...}`), and every change it made."""

    verb: str
    reason: Text
    changes: tuple[Change, ...] = ()
    arguments: Mapping[str, object] = field(default_factory=dict)

    if TYPE_CHECKING:  # a plain text is taken as well
        def __init__(self, verb: str, reason: str | Text, changes: tuple[Change, ...] = (),
                     arguments: Mapping[str, object] = ...) -> None: ...

    def __post_init__(self) -> None:
        object.__setattr__(self, "reason", as_text(self.reason))


def list_joined_items(log: Iterable[Step]) -> set[str]:
    """Items that another file brought (`join`): nobody was asked them in the form."""
    joins = (step for step in log if step.verb == "join")
    return {change.item for step in joins for change in step.changes if change.kind == "add_column"}
