"""Foreign forms opened without harm: XML that loads nothing, JSON that may be anything."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from surveykit.errors import ReadError
from surveykit.formats.parse_xml import parse_xml
from surveykit.words.messages import Message

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_BYTES, MAX_PARTS = 16 * 2**20, 1_000_000


def xml_root(data: bytes, name: str, root: str) -> _Element:
    """The root of an XML file; nothing outside it is loaded, no entity resolved, a DOCTYPE refused."""
    fix = Message("export it again; the file must be XML with the root <{root}>", root=root)
    if len(data) > MAX_BYTES or data.count(b"<") > 2 * MAX_PARTS:
        raise ReadError("A form of {data_count:.1f} MiB and so many parts cannot be read.", where="{file}", fix=fix,
                        data_count=len(data) / 2**20, file=name)
    found = parse_xml(data, name, fix)
    local = found.tag.rpartition("}")[2]
    if local != root:
        raise ReadError("The root must be <{root}>, not <{found}>.",
                        where="{file}", fix=fix, root=root, found=local[:60], file=name)
    return found


def json_root(data: bytes, name: str, key: str, fix: str) -> object:
    """A JSON object that has a key; whatever else it holds may be anything."""
    small = len(data) <= MAX_BYTES and data.count(b"[") + data.count(b"{") <= MAX_PARTS
    try:
        found = json.loads(data) if small else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(value_at(found, key), list | dict):
        raise ReadError("The file must be JSON with {key}, of at most {max_bytes} MiB and {max_parts:,} parts.",
                        where="{file}", fix=fix, key=key, max_bytes=MAX_BYTES // 2**20, max_parts=MAX_PARTS, file=name)
    return found


def value_at(node: object, *path: str) -> object:
    """What stands at a path of objects and lists; None if nothing does."""
    for key in path:
        if isinstance(node, list):
            node = node[int(key)] if key.isdecimal() and len(key) < 7 and int(key) < len(node) else None
        else:
            node = node.get(key) if isinstance(node, dict) else None
    return node


def entries(node: object) -> list[tuple[str, object]]:
    """Keys and values of an object, or of a list (what PHP makes of keys 0, 1, 2 ...)."""
    if isinstance(node, list):
        return [(str(place), value) for place, value in enumerate(node)]
    return list(node.items()) if isinstance(node, dict) else []
