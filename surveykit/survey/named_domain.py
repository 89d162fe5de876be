"""A condition that has a name and a label: tables, notes and the log say the label."""

from __future__ import annotations

from surveykit.words.phrases import Text


class NamedDomain(str):
    """A condition about respondents under a name; made by `survey.domain`, taken wherever `where=` is.
    name, label: what it is called, in code and in tables.
    seen: for how many respondents it holds, and how many there are.
    """

    name: str
    label: Text
    seen: tuple[int, int]

    def __new__(cls, condition: str, name: str, label: Text, seen: tuple[int, int]) -> NamedDomain:
        made = super().__new__(cls, condition)
        made.name, made.label, made.seen = name, label, seen
        return made

    def __getnewargs__(self) -> tuple[str, str, Text, tuple[int, int]]:  # type: ignore[override]
        return str(self), self.name, self.label, self.seen

    def __repr__(self) -> str:
        return f"domain {self.name}: {self} ({self.seen[0]} of {self.seen[1]} respondents)"
