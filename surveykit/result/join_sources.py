"""The source of a result that rests on several files: none of them drops out, however they came together."""

from collections.abc import Mapping
from typing import Any

Facts = Mapping[str, Any]


def join_sources(first: Facts, *others: Facts) -> dict[str, Any]:
    """The first source, and beside it (`with`) its own further files, the others and theirs, each once.
    >>> join_sources({"file": "a", "with": [{"file": "b"}]}, {"file": "c", "with": [{"file": "b"}]})
    {'file': 'a', 'with': [{'file': 'b'}, {'file': 'c'}]}
    """
    beside: list[dict[str, Any]] = []
    for facts in (*first.get("with", ()), *(one for other in others for one in (other, *other.get("with", ())))):
        plain = {name: value for name, value in facts.items() if name != "with"}
        beside += [plain] if plain not in beside else []
    return {**first, "with": beside} if beside else dict(first)
