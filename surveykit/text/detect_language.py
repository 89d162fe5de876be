"""Whether a text is Chinese."""

import re
from collections.abc import Iterable

HAN = re.compile(r"[\u3400-\u9fff]")


def detect_language(texts: Iterable[str]) -> str:
    """`zh` where there is a Chinese character, else `en`."""
    return "zh" if any(HAN.search(text) for text in texts) else "en"
