"""Lists of words by which names are known: surnames, given names, titles, and words that only look like names."""

import csv
from pathlib import Path


def read_word_lists(name: str) -> dict[str, list[str]]:
    """The lists of a table beside this file, words divided by blanks.
    >>> "王" in read_word_lists("name_words.csv")["surname"]
    True
    """
    lists: dict[str, list[str]] = {}
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            lists.setdefault(row["list"], []).extend(row["words"].split())
    return lists
