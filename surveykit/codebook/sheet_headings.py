"""Headings of an XLSForm's sheets, however they are spelt, and the labels under them."""

import re
from collections.abc import Mapping, Sequence

from surveykit.words.phrases import Text

Row = Mapping[str, str]
PLAIN = {"type", "name", "label", "hint", "relevant", "constraint", "required", "appearance", "calculation",
         "list_name", "default", "choice_filter", "form_title", "form_id", "version", "default_language",
         "scale", "min", "max", "score", "min_valid"}
ALIASES = {"relevance": "relevant", "caption": "label", "command": "type", "set_form_title": "form_title",
           "set_form_id": "form_id"}
ONLY_IN = {"survey": {"tag": "name"}, "choices": {"value": "name", "list": "list_name"}}
LANGUAGE = re.compile(r"(?P<stem>[A-Za-z_ ]+?)\s*::?\s*(?P<language>.+)")


def spell_heading(heading: str, sheet: str) -> str:
    """A heading as we spell it: `list name` is `list_name`, `label:English` is `label::English`.
    >>> spell_heading("List  name", "choices"), spell_heading("label : English", "survey")
    ('list_name', 'label::English')
    """
    bare = heading.strip()
    known = "_".join(bare.split()).casefold()
    known = {**ALIASES, **ONLY_IN.get(sheet, {})}.get(known, known)
    if known in PLAIN or (known.startswith("sk_") and "::" not in known and ":" not in known):
        return known
    match = LANGUAGE.fullmatch(bare)
    if match and match["stem"].casefold() in {"label", "caption", "hint", "sk_short", "sk_title", "form_title"}:
        stem = match["stem"].casefold()
        return f"{ALIASES.get(stem, stem)}::{match['language'].strip()}"
    return bare


def spell_headings(sheet: str, cells: Sequence[Sequence[str]]) -> list[list[str]]:
    """The sheet's cells under headings as we spell them; an alias gives way to the heading itself."""
    if not cells:
        return []
    taken = {"_".join(heading.split()).casefold() for heading in cells[0]}
    names = [(heading.strip(), spell_heading(heading, sheet)) for heading in cells[0]]
    first = [old if new in taken and "_".join(old.split()).casefold() != new else new for old, new in names]
    return [first, *map(list, cells[1:])]


def read_label(row: Row, stem: str = "label", default: str = "en") -> Text:
    """The `label::Language (code)` cells of a row as a Text; a bare `label` is in `default`."""
    found = {}
    for heading, cell in row.items():
        match = re.fullmatch(rf"{stem}(?:::?\s*(.+))?", heading)
        if match and cell:
            found[read_language(match.group(1) or default)] = cell
    return found


def read_language(name: str) -> str:
    """`zh` or `en` (or the name itself) from `中文 (zh)`, `English`."""
    code = re.search(r"\(([a-z]{2})[^)]*\)", name)
    if code:
        return code.group(1)
    return {"中文": "zh", "chinese": "zh", "english": "en"}.get(name.strip().casefold(), name.strip())
