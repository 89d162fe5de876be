"""Values grouped by what they have in common."""

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


def group_by(values: Iterable[Value], key: Callable[[Value], Key]) -> dict[Key, list[Value]]:
    """The values by their key, keys and values in the order in which they come.
    >>> group_by(["pay", "place", "time", "way"], len)
    {3: ['pay', 'way'], 5: ['place'], 4: ['time']}
    """
    found: dict[Key, list[Value]] = {}
    for value in values:
        found.setdefault(key(value), []).append(value)
    return found
