"""The name of an item as a title says it: no question mark, and in English its case by its place."""

import re

from surveykit.words.phrases import Text

# whole questions and requests, with or without their mark: no noun that other words could govern
_ASKING = {"en": re.compile(
    r"(?:please|kindly|indicate|rate|rank|choose|select|tell|describe|state|to what extent)\s+\w+|"
    r"(?:(?:in|at|on|from|to|by|for|with)\s+)?(?:how|what|which|when|where|why|who|whom)\b.*\b"
    r"(?:do|does|did|is|are|was|were|have|has|had|can|could|will|would|should)\b.*\b(?:you|your|i|we|it|they|there|the)\b|"
    r"(?:do|does|did|are|is|was|were|have|has|can|will|would|should)\s+(?:you|your|the|there|it)\b.*", re.IGNORECASE),
    "zh": re.compile(r"请.*|.*(?:什么|哪|吗|怎么|怎样|如何|是否|多大|几|为何|谁).*")}
_COMMON = re.compile(r"[A-Z][a-z]+(?: [^A-Z]*)?")  # one capital, at the start: a common noun, as far as can be seen


def title_words(words: Text) -> Text:
    """An item's words as a title holds them: without the mark that ends a question.
    >>> title_words({"zh": "您的性别？", "en": "What is your gender?"})
    {'zh': '您的性别', 'en': 'What is your gender'}
    """
    return {language: text.strip().rstrip("?？:：。 ") or text for language, text in words.items()}


def words_inside(words: Text) -> Text:
    """The same behind other words of a title: an English common noun begins small.
    A label with a second capital (a name, a heading in capitals) stays as it is; a whole question or a request stands
    in quotation marks.
    >>> words_inside({"en": "Party identification"})["en"], words_inside({"en": "TV news"})["en"]
    ('party identification', 'TV news')
    >>> words_inside({"en": "Please state your view"})["en"]
    '“Please state your view”'
    >>> words_inside({"zh": "是否愿意返乡？", "en": "In which year did you graduate"})
    {'zh': '“是否愿意返乡？”', 'en': '“In which year did you graduate”'}
    """
    english = words.get("en", "")
    small = _COMMON.fullmatch(english) and not english.rstrip().endswith("?")
    said = title_words({**words, "en": english[0].lower() + english[1:]} if small else words)
    return {side: f"“{text.strip()}”" if side in _ASKING and _ASKING[side].match(text) else said[side]
            for side, text in words.items()}


def capitalise(title: str) -> str:
    """A title, its first letter large; the name of a file or a variable, or one like iPhone, stays as it is.
    >>> capitalise("plans by gender"), capitalise("plans_2.xlsx: all items")
    ('Plans by gender', 'plans_2.xlsx: all items')
    """
    return title[0].upper() + title[1:] if re.match(r"[a-zà-ÿ][a-zà-ÿ'’-]*(?![\w.])", title) else title
