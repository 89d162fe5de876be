"""The results of a notebook by the names of its variables, asked for when its last cell has run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Protocol

from surveykit.result import Result

MIME = "application/vnd.surveykit.named+json"
KEY = "surveykit_results"  # in the metadata of a notebook that has run; never stored
ASK = ("from surveykit.report.named_results import show_named_results\n"
       "show_named_results(globals(), get_ipython().display_pub)")


class Publisher(Protocol):
    """What a kernel shows outputs with."""

    def publish(self, data: Mapping[str, object]) -> None:
        """Show one output in its forms."""


def show_named_results(variables: Mapping[str, object], publisher: Publisher) -> None:
    """Show every result among variables by its name; a figure stands for the result it draws."""
    shown = ((name, getattr(value, "result", value)) for name, value in variables.items() if not name.startswith("_"))
    named = {name: json.loads(value.to_json()) for name, value in shown if isinstance(value, Result)}
    publisher.publish({MIME: named})


def read_named_results(notebook: Mapping[str, Any]) -> dict[str, Result]:
    """The named results of a notebook that has run; none where its prose calls for none."""
    stored = notebook.get("metadata", {}).get(KEY, {})
    return {name: Result.from_json(json.dumps(payload)) for name, payload in stored.items()}
