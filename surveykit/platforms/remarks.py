"""What platforms say about a file, in both languages (`phrases.csv` beside this file)."""

from collections.abc import Sequence

from surveykit.words.phrases import Text, phrase

SHOWN = 5


def make_remark(key: str, **values: object) -> Text:
    """The sentence in both languages; a list of names is cut after five.
    >>> make_remark("preview", status="1")["en"]
    "a preview by the survey's makers (Status 1)"
    >>> make_remark("same_heading", columns=["Why__2", "Why__3"])["zh"]
    'Why__2、Why__3 与前面的列标题相同，名称后加 __2、__3 区分。'
    """
    listed = {name: list_names(value) if isinstance(value, list | tuple) else value for name, value in values.items()}
    return phrase(f"platform.{key}", **listed)


def list_names(names: Sequence[str]) -> Text:
    """The first five names, as each language lists them."""
    shown, more = names[:SHOWN], len(names) > SHOWN
    return {"en": ", ".join(shown) + " ..." * more, "zh": "、".join(shown) + "等" * more}
