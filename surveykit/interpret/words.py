"""What every sentence shares: rows, words for codes, and how sentences are joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from surveykit.phrases import Text, pick, say
from surveykit.result import Result
from surveykit.result import format as fmt

Row = Mapping[str, object]


def level(result: Result) -> str:
    """`95`."""
    return fmt.level_words(result.settings.get("level", 0.95))


def rows_of(result: Result) -> list[Row]:
    """The long table's rows."""
    return result.table.to_dict("records")


def option_words(result: Result, row: Row) -> str:
    """The words of a row's option."""
    return result.label("option", f"{row['item']}={row['option']}")


def item_words(result: Result, row: Row) -> str:
    """The words of a row's item."""
    return result.label("item", row["item"])


def joined(sentences: Sequence[Text], language: str) -> str:
    """Sentences one after the other; a blank between them in English only."""
    return ("" if language == "zh" else " ").join(pick(s, language) for s in sentences)


def of_group(result: Result, group: str, said: Sequence[Text], *, alone: bool) -> list[Text]:
    """The sentences, with the group's name before them when there are several groups."""
    if alone:
        return list(said)
    text = joined(said, result.language)
    return [say("interpret.in_group", group=result.label("group", group), said=text)]
