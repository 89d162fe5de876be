"""Items under other names: a name that is free, and conditions that go by it."""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from itertools import chain, count

from surveykit.codebook import Item

NAMED = re.compile(r"\$\{([^}]+)\}")


def free_name(name: str, taken: Collection[str]) -> str:
    """The name, or with the first number behind it that nobody has."""
    return next(new for new in chain([name], (f"{name}_{n}" for n in count(2))) if new not in taken)


def rename_in_conditions(item: Item, names: Mapping[str, str], moved: Collection[str] = ()) -> Item:
    """The item with its conditions (`relevant`, `constraint`, `required`) by the items' new names.
    A condition on an item whose values are others now (`moved`) would say something else: it is left out.
    """
    def rename(text: str | None) -> str | None:
        if text is None or set(NAMED.findall(text)) & set(moved):
            return None
        return NAMED.sub(lambda found: f"${{{names.get(found[1], found[1])}}}", text)

    return replace(item, asked_if=rename(item.asked_if), constraint=rename(item.constraint),
                   required=rename(item.required))
