"""What errors say, in English and in Chinese: sentences with values, and one table of their Chinese (`messages.csv`).

A `Message` is its English text, and knows the template and the values it was filled from. Its Chinese is one look-up of
the template; what stands in the values is never read. A value may be a `Message` itself. The table is loaded when a
message is first said in Chinese.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Mapping
from functools import cache, reduce

from surveykit.words.agree_templates import agree

HAN, LATIN = r"[\u3400-\u9fff]", r"[A-Za-z0-9'\"]"
WIDE = r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"  # Hanzi and their punctuation


class Message(str):
    """A sentence with its values filled in, in English, that can be said in Chinese too.
    >>> Message("did you mean {name!r}?", name="row 3.xlsx")
    "did you mean 'row 3.xlsx'?"
    >>> Message("did you mean {name!r}?", name="row 3.xlsx").in_language("zh")
    "是不是 'row 3.xlsx'？"
    """

    __slots__ = ("slots", "template")
    template: str
    slots: Mapping[str, str]

    def __new__(cls, template: str, /, **values: object) -> Message:
        return cls.from_slots(template, _filled_slots(template, values))

    @classmethod
    def from_slots(cls, template: str, slots: Mapping[str, str]) -> Message:
        """A message whose values are written out already, each under its slot (`name!r`)."""
        message = str.__new__(cls, _fill(template, slots, "en"))
        message.template, message.slots = template, slots
        return message

    @classmethod
    def verbatim(cls, text: str) -> Message:
        """A sentence of others, which may stand in the table all the same (what the system says)."""
        return cls.from_slots(text.replace("{", "{{").replace("}", "}}"), {})

    def in_language(self, language: str) -> str:
        """The sentence in one language; what has no Chinese stays English."""
        template = self.template if language == "en" else chinese().get(self.template, self.template)
        return _fill(template, self.slots, language)

    def __str__(self) -> str:
        return str.__str__(self)

    def __repr__(self) -> str:
        return repr(str(self))

    def __reduce__(self) -> tuple[object, ...]:
        return type(self).from_slots, (self.template, self.slots)


class JoinedMessage(Message):
    """Messages and values one after the other; the sign between them has its Chinese like any sentence."""

    __slots__ = ()

    def __new__(cls, by: str, parts: Iterable[str]) -> JoinedMessage:
        return cls.from_slots(by, {str(place): part for place, part in enumerate(parts)})

    @classmethod
    def from_slots(cls, template: str, slots: Mapping[str, str]) -> JoinedMessage:
        """The parts by their place; the template is the sign between them."""
        message = str.__new__(cls, template.join(slots.values()))
        message.template, message.slots = template, slots
        return message

    def in_language(self, language: str) -> str:
        """The parts in one language."""
        by = self.template if language == "en" else chinese().get(self.template, self.template)
        return by.join(_in_language(part, language) for part in self.slots.values())


class TextMessage(Message):
    """A text that has its Chinese already (a phrase, or what another process said)."""

    __slots__ = ()

    def __new__(cls, text: Mapping[str, str]) -> TextMessage:
        return cls.from_slots("", text)

    @classmethod
    def from_slots(cls, template: str, slots: Mapping[str, str]) -> TextMessage:
        """The sides by their language."""
        message = str.__new__(cls, slots.get("en") or next(iter(slots.values())))
        message.template, message.slots = template, dict(slots)
        return message

    def in_language(self, language: str) -> str:
        """The side of one language; the English one where it is missing."""
        return self.slots.get(language) or str(self)


KINDS = {kind.__name__: kind for kind in (Message, JoinedMessage, TextMessage)}


def as_data(message: str | None) -> object:
    """A message in the terms of JSON, for the way to another process."""
    if not isinstance(message, Message):
        return message
    return [type(message).__name__, message.template, {slot: as_data(part) for slot, part in message.slots.items()}]


def from_data(data: object) -> str | None:
    """The message that `as_data` wrote down."""
    if not isinstance(data, list):
        return data if isinstance(data, str) else None
    kind, template, slots = data
    return KINDS[kind].from_slots(template, {slot: from_data(part) or "" for slot, part in slots.items()})


@cache
def chinese() -> dict[str, str]:
    """The table: English template to Chinese template."""
    import csv  # deferred, as all that is dear: errors are imported by every child process
    from importlib.resources import files

    lines = files("surveykit.words").joinpath("messages.csv").read_text(encoding="utf-8").splitlines()
    return dict(csv.reader(lines[1:], strict=True))


def template_slots(template: str) -> list[str]:
    """The slots of a template as they are written: `name!r`, `size:,`."""
    return [_slot(name, spec, conversion) for _, name, spec, conversion in string.Formatter().parse(template)
            if name is not None]


def _slot(name: str, spec: str | None, conversion: str | None) -> str:
    return name + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "")


def _filled_slots(template: str, values: Mapping[str, object]) -> dict[str, str]:
    """Every slot with its value written out; messages stay messages, and texts become some."""
    slots: dict[str, str] = {}
    for slot in template_slots(template):
        value = values.get(slot)
        value = TextMessage(value) if isinstance(value, Mapping) else value
        slots[slot] = value if isinstance(value, Message) else f"{{{slot}}}".format(**values)
    return slots


def _fill(template: str, slots: Mapping[str, str], language: str) -> str:
    """The template with its slots filled, Hanzi and Latin letters a blank apart."""
    parts: list[str] = []
    template = agree(template, slots) if language == "en" else template
    for literal, name, spec, conversion in string.Formatter().parse(template):
        parts += [literal] if name is None else [literal, _in_language(slots[_slot(name, spec, conversion)], language)]
    return "".join(parts) if language == "en" else reduce(_join_spaced, filter(None, parts), "")


def _in_language(part: str, language: str) -> str:
    return part.in_language(language) if isinstance(part, Message) else part


def _join_spaced(left: str, right: str) -> str:
    """Two pieces, with a blank between Hanzi and Latin letters or digits, and none between full-width signs."""
    before, after = left.rstrip(" "), right.lstrip(" ")
    meeting = before[-1:] + after[:1]
    if re.fullmatch(WIDE * 2, meeting):
        return before + after
    return f"{before} {after}" if re.fullmatch(f"{HAN}{LATIN}|{LATIN}{HAN}", meeting) else left + right
