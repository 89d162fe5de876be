"""What was noticed while a file was opened: a key and its values, to be said in two languages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from os.path import splitext

from surveykit.errors import SHOWN, list_quoted
from surveykit.words.phrases import Text, phrase, same_text


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was noticed in a file, and what was done about it.
    `key`: What was noticed: the phrase `noticed.KEY` says it.
    `values`: What fills the slots of its sentence: counts, names, row numbers.
    A note never stands for a missing value; cells it speaks of read ''.
    >>> Note("blank_rows", {"count": 2, "lines": [7, 9]}).text["en"]
    '2 rows hold nothing at all and were left out: 7, 9.'
    """

    key: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def text(self) -> Text:
        """The sentence in Chinese and in English."""
        return phrase(f"noticed.{self.key}", **{name: show_value(value) for name, value in self.values.items()})


def note_ending(name: str, container: str, endings: Mapping[str, Sequence[str]]) -> list[Note]:
    """A note if a name ends as another kind of file does; `endings` are those of each kind."""
    ending = splitext(name)[1]
    known = {known for of_kind in endings.values() for known in of_kind}
    if ending.casefold() in endings[container] or ending.casefold() not in known:
        return []
    return [Note("wrong_ending", {"ending": ending, "container": container})]


def show_value(value: object) -> Text:
    """A value as it stands in a sentence of each language; of a list, at most five."""
    if not isinstance(value, list | tuple):
        return same_text(str(value))
    shown = [str(part) if isinstance(part, int) else f"“{part}”" for part in value[:SHOWN]]
    return {"zh": "、".join(shown) + ("等" if len(value) > SHOWN else ""), "en": list_quoted(value)}
