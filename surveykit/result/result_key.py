"""What tells a result from others, whatever its caption and the language it is shown in."""

import json
from hashlib import sha256

from surveykit.result.result import Result


def result_key(result: Result) -> str:
    """A checksum of a result's content: the same before and after it was stored, or given another caption."""
    parts = json.loads(result.to_json())
    content = {name: value for name, value in parts.items() if name not in {"title", "language"}}
    return sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]
