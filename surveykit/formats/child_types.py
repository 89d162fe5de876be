"""What the caller asks of the child, and what comes back: lists and mappings that JSON can hold."""

from array import array
from collections.abc import Mapping, Sequence
from typing import Any

Request = Mapping[str, Any]
Noticed = list[Any]  # key and values of a note
Block = list[Any]  # a paragraph or table, as `block_messages` makes it
Codes = "array[int]"
ReaderAnswer = tuple[dict[str, Any], "Sequence[array[int]]"]  # the head, and the codes of each column
