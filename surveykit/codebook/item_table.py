"""A codebook as a table to look at: one line per item, with its number, name, wording, kind and first options."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from surveykit.codebook.find_item import number_items
from surveykit.text.display_width import display_width
from surveykit.words.phrases import Text, in_language, phrase

if TYPE_CHECKING:
    from surveykit.codebook.items import Item

HEADS = ("codebook.place", "codebook.name", "codebook.question", "codebook.kind", "codebook.first_options")
FIRST_OPTIONS = 4
LONGEST = 40


def first_options(item: Item, language: str) -> str:
    """The labels of the first options; those of personal items are nobody's business."""
    if item.personal or not item.options:
        return ""
    labels = [in_language(option.label, language) or option.value for option in item.options]
    shown = in_language(phrase("list.comma"), language).join(labels[:FIRST_OPTIONS])
    return shown + ("…" if len(labels) > FIRST_OPTIONS else "")


def kind_words(item: Item) -> Text:
    """The kind of an item in words; personal ones are called so."""
    kind = phrase(f"codebook.{item.kind}")
    return phrase("codebook.personal", kind=kind) if item.personal else kind


def codebook_bundle(items: Sequence[Item], title: Text, language: str) -> dict[str, str]:
    """A codebook as a notebook shows it: plain text and HTML."""
    heads = [phrase(key)[language] for key in HEADS]
    caption = phrase("codebook.caption", title=in_language(title, language) or phrase("codebook.untitled"),
                     items=len(items))[language]
    lines = [("" if number is None else str(number), item.name, in_language(item.words, language),
              kind_words(item)[language], first_options(item, language)) for number, item in number_items(items)]
    return {"text/plain": table_text(heads, lines, caption), "text/html": table_html(heads, lines, caption)}


def table_html(heads: Sequence[str], lines: Iterable[Sequence[str]], caption: str) -> str:
    """A small table of HTML, everything escaped."""
    head = "".join(f"<th>{escape(one)}</th>" for one in heads)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in line) + "</tr>" for line in lines)
    return f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def table_text(heads: Sequence[str], lines: Sequence[Sequence[str]], caption: str) -> str:
    """The same in columns of plain text, long cells cut."""
    rows = [tuple(cell if len(cell) <= LONGEST else cell[:LONGEST - 1] + "…" for cell in line)
            for line in (heads, *lines)]
    widths = [max(map(display_width, column)) for column in zip(*rows, strict=True)]
    drawn = ["  ".join(cell + " " * (wide - display_width(cell))
                       for cell, wide in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([caption, drawn[0], "-" * (sum(widths) + 2 * len(widths) - 2), *drawn[1:]])
