"""An option by the names people use: its value, else its label, else its score."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from surveykit.errors import did_you_mean
from surveykit.words.messages import Message

if TYPE_CHECKING:
    from surveykit.codebook.items import Option


def find_options(options: Sequence[Option], name: object) -> list[Option]:
    """The options that a name means; several where a label stands twice."""
    text = str(name).strip()
    return [option for option in options if option.value == text] or [
        option for option in options if text in {side.strip() for side in option.label.values()}] or [
        option for option in options if _is_score(option, text)]


def suggest_option(options: Sequence[Option], name: object) -> Message:
    """The value or label nearest to a name that is none."""
    return did_you_mean(str(name), [word for option in options for word in (option.value, *option.label.values())])


def _is_score(option: Option, text: str) -> bool:
    """Whether a text is the score of an option, however it is written (`4`, `4.0`)."""
    try:
        return option.score is not None and float(text) == option.score
    except ValueError:
        return False
