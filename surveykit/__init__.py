"""surveykit: from a raw questionnaire export and interviews to a reproducible report.

The public names are listed here and loaded when first used, so that `import surveykit` costs
next to nothing.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType

__version__ = "0.1.0"

_ROOMS = {
    "errors": ("SurveyError", "ReadError", "CodebookError", "CleaningError", "AnalysisError",
               "ReportError"),
    "codebook": ("Codebook", "Item", "Option", "Scale", "read_codebook", "write_codebook"),
    "survey": ("Survey", "Step", "Flag", "Change", "Design"),
    "result": ("Result",),
    "foreign": ("trusting",),
    "read": ("read_survey",),
    "clean": ("screen", "exclude", "recode", "recode_other", "reverse", "replay",
              "write_processed", "cleaning_log"),
    "describe": ("frequencies", "multiple_response", "crosstab", "likert", "means", "case_flow"),
    "compare": ("association", "welch"),
    "scale": ("score", "reliability", "item_analysis"),
    "interviews": ("Interviews", "read_interviews"),
    "coding": ("participants", "code_counts", "code_matrix", "excerpts", "agreement",
               "disagreements", "joint_display"),
    "audit": ("Figure", "read_figures", "audit_figures", "audit_report"),
    "intake": ("draft_codebook", "write_draft", "check_export"),
    "plot": ("plot",),
    "interpret": ("interpret",),
    "report": ("write_report", "build_reports"),
    "write": ("write_survey",),
    "example": ("example_survey",),
}
_HOME = {name: room for room, names in _ROOMS.items() for name in names}
_MODULES = {"audit", "coding"}

__all__ = sorted([*_HOME, *_MODULES])


def __getattr__(name: str) -> object:
    """A public name, from the room it lives in."""
    if name in _MODULES:
        return import_module(f"surveykit.{name}")
    if name not in _HOME:
        raise AttributeError(f"module 'surveykit' has no attribute {name!r}")
    value = getattr(import_module(f"surveykit.{_HOME[name]}"), name)
    globals()[name] = value
    return value


class _Package(ModuleType):
    """Keeps `sk.plot` and `sk.interpret` functions: importing a room of that name sets the room."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOME and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
