"""The results of a notebook by the names of its variables, asked for when its last cell has run."""

import ast
import json
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from surveykit.figures import FIGURE_MIME
from surveykit.result import MIME as RESULT_MIME
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
    named = {name: json.loads(value.to_json()) for name, value in results_among(variables).items()}
    publisher.publish({MIME: named})


def results_among(variables: Mapping[str, object]) -> dict[str, Result]:
    """The results among variables by their names; a figure stands for the result it draws."""
    shown = ((name, getattr(value, "result", value)) for name, value in variables.items() if not name.startswith("_"))
    return {name: value for name, value in shown if isinstance(value, Result)}


def read_named_results(notebook: Mapping[str, Any]) -> dict[str, Result]:
    """The results of a notebook by name: as its kernel told them, else those its stored cells show by their names."""
    told = notebook.get("metadata", {}).get(KEY)
    stored = dict(_shown_payloads(notebook)) if told is None else told
    return {name: Result.from_json(json.dumps(payload)) for name, payload in stored.items()}


def _shown_payloads(notebook: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The stored outputs of cells that end with a name: `plans`, `sk.plot(plans)`, `plans.with_title(...)`."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            payload = data[FIGURE_MIME]["result"] if FIGURE_MIME in data else data.get(RESULT_MIME)
            if payload is not None and (name := _last_name("".join(cell["source"]))):
                yield name, payload


def _last_name(source: str) -> str:
    """The variable that the last line of a cell shows; '' if it shows something else."""
    try:
        last = ast.parse(source).body[-1]
    except (SyntaxError, IndexError):  # a line of IPython's own, or nothing
        return ""
    shown = last.value if isinstance(last, ast.Expr) else None
    if isinstance(shown, ast.Call) and isinstance(shown.func, ast.Attribute):
        plain = shown.func.attr in {"plot", "with_title", "in_language"}
        shown = next((one for one in (*shown.args, shown.func.value) if plain and isinstance(one, ast.Name)), None)
    return shown.id if isinstance(shown, ast.Name) else ""
