"""Pairs of answers of which the first is the plain one: yes and no, men and women, in many languages."""

import re
from collections.abc import Iterable

from surveykit.text.normalise import normalise

SAID = (("yes", "no"), ("是", "否"), ("ja", "nein"), ("ja", "nee"), ("ja", "nej"), ("oui", "non"), ("sí", "no"),
        ("si", "no"), ("sì", "no"), ("sim", "não"), ("jah", "ei"), ("tak", "nie"), ("да", "нет"), ("はい", "いいえ"),
        ("예", "아니오"), ("evet", "hayır"))
PAIRS = (*SAID, ("有", "没有"), ("有", "无"), ("会", "不会"), ("能", "不能"), ("愿意", "不愿意"), ("同意", "不同意"),
         ("true", "false"), ("agree", "disagree"), ("男", "女"), ("男性", "女性"), ("male", "female"), ("m", "f"),
         ("man", "woman"), ("men", "women"), ("boy", "girl"), ("homme", "femme"), ("hombre", "mujer"),
         ("uomo", "donna"), ("mann", "frau"), ("männlich", "weiblich"), ("masculino", "femenino"),
         ("masculino", "feminino"), ("мужской", "женский"), ("남", "여"), ("남자", "여자"))
NOT = r"(?:not?|non|nicht|kein[e]?|不|没有?|未|非)[ ._-]*"


def find_pair(labels: Iterable[str]) -> tuple[str, str] | None:
    """Two labels in the order of their pair; None where they are none: `Home` and `Not home` are one as well.
    >>> find_pair(["No", "Sì"]), find_pair(["Not.home", "home"]), find_pair(["Bus", "Car"])
    (('Sì', 'No'), ('home', 'Not.home'), None)
    """
    words = {normalise(label).casefold(): label for label in labels}
    if len(words) != 2:
        return None
    known = next((pair for pair in PAIRS if set(pair) == set(words)), None)
    if known:
        return words[known[0]], words[known[1]]
    one, other = sorted(words, key=len)
    return (words[one], words[other]) if re.fullmatch(NOT + re.escape(one), other) else None


def is_yes_no(labels: Iterable[str]) -> bool:
    """Whether labels are nothing but one or both answers of a pair."""
    words = {normalise(label).casefold() for label in labels}
    return bool(words) and any(words <= set(pair) for pair in PAIRS)
