"""In the child: the multiple-response sets of an SPSS file, from the records that hold them.

The library that reads the rest leaves out sets whose labels are the counted values' (subtype 19), and sometimes
all of them. Layout: PSPP developers' guide, "Multiple Response Sets Records" and "Long Variable Names Record".
"""

import re
from typing import Any

from surveykit.formats.sav_counts import extensions

OLD_SETS, LONG_NAMES, NEW_SETS = 7, 13, 19
MOST = 4096  # sets
NAME = re.compile(rb"\$?([^=\n]+)=([CDE])")
COUNT = re.compile(rb" ?([0-9]{1,6}) ")
SOURCE = re.compile(rb" [0-9]{1,4} ")


def sav_sets(data: bytes, encoding: str) -> list[dict[str, Any]]:
    """Name, label, kind, counted value and members of every set that can be read; members by their long names."""
    held = extensions(data, {OLD_SETS, LONG_NAMES, NEW_SETS})
    try:
        pairs = (pair.partition("=") for pair in held.get(LONG_NAMES, b"").decode(encoding).strip("\0").split("\t"))
        names = {short.strip().casefold(): long.strip() for short, mark, long in pairs if mark}
        sets = [said for kind in (OLD_SETS, NEW_SETS) for said in _sets(held.get(kind, b""), encoding)]
    except (LookupError, UnicodeError):
        return []
    for said in sets:
        said["variable_list"] = [names.get(name.casefold(), name) for name in said["variable_list"]]
    return sets


def _sets(content: bytes, encoding: str) -> list[dict[str, Any]]:
    """The sets in one record; what follows a set that breaks the layout is left alone."""
    found: list[dict[str, Any]] = []
    at = len(content) - len(content.lstrip(b"\n"))
    while at < len(content) and len(found) < MOST:
        said, at = _set(content, at, encoding)
        if said is None:
            break
        found.append(said)
    return found


def _set(content: bytes, at: int, encoding: str) -> tuple[dict[str, Any] | None, int]:
    """One set and where the next begins."""
    head = NAME.match(content, at)
    if head is None:
        return None, at
    kind, at = head[2].decode(), head.end()
    if kind == "E":
        source = SOURCE.match(content, at)
        at = source.end() - 1 if source else at
    counted, at = _read_counted(content, at) if kind in "DE" else (b"", at)
    label, at = _read_counted(content, at) if counted is not None else (None, at)
    if counted is None or label is None:
        return None, at
    end = content.find(b"\n", at)
    end = len(content) if end < 0 else end
    members = content[at:end].strip(b"\0").decode(encoding).split()
    return {"name": head[1].decode(encoding), "label": label.decode(encoding), "type": "C" if kind == "C" else "D",
            "counted_value": counted.decode(encoding).strip() if kind != "C" else None,
            "variable_list": members}, end + 1


def _read_counted(content: bytes, at: int) -> tuple[bytes | None, int]:
    """As many bytes as a number before them says; None if there are not so many."""
    length = COUNT.match(content, at)
    if length is None or length.end() + int(length[1]) > len(content):
        return None, at
    end = length.end() + int(length[1])
    return content[length.end():end], end
