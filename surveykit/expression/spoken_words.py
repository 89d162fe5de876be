"""Words that people write for the signs of the language, in Chinese or as other languages have them."""

from surveykit.words.messages import Message

_ANY_OF = Message("write any-of(item, 'a', 'b')")
_BETWEEN = Message("write item >= 1 and item <= 5")
SIGNS = {"和": "and", "且": "and", "并且": "and", "而且": "and", "与": "and", "以及": "and", "同时": "and", "或": "or",
         "或者": "or", "是": "=", "等于": "=", "为": "=", "不是": "!=", "不等于": "!=", "大于": ">", "小于": "<",
         "大于等于": ">=", "小于等于": "<=", "不小于": ">=", "不大于": "<=", "is": "=", "equals": "=", "eq": "=",
         "ne": "!=", "gt": ">", "lt": "<", "ge": ">=", "le": "<="}
SPOKEN: dict[str, Message] = {word: Message("write {sign}", sign=sign) for word, sign in SIGNS.items()} | {
    "in": _ANY_OF, "between": _BETWEEN, "属于": _ANY_OF, "介于": _BETWEEN}
FUNCTION_WORDS = {"非": "not", "不": "not", "缺失": "missing", "已答": "answered", "选中": "selected",
                  "选了": "selected", "isnull": "missing", "isna": "missing", "notnull": "answered",
                  "notna": "answered"}


def find_spoken(text: str) -> Message | None:
    """What to write instead of a word; in Chinese the word may run into the next one (`和years`)."""
    held = SPOKEN.get(text.lower())
    if held is not None or text.isascii():
        return held
    begins = [word for word in SPOKEN if not word.isascii() and text.startswith(word)]
    return SPOKEN[max(begins, key=len)] if begins else None
