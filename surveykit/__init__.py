"""surveykit: from a raw questionnaire export and interviews to a reproducible report.

The public names are listed here and loaded when first used, so that `import surveykit` costs
next to nothing.
"""

from __future__ import annotations

from importlib import import_module

__version__ = "0.1.0"

_ROOMS = {
    "errors": ("SurveyError", "ReadError", "CodebookError", "CleaningError", "AnalysisError",
               "ReportError"),
    "codebook": ("Codebook", "Item", "Option", "Scale", "read_codebook", "write_codebook"),
    "survey": ("Survey", "Step", "Flag", "Change", "Design"),
    "result": ("Result",),
    "formats": ("trusting",),
    "read": ("read_survey",),
    "clean": ("screen", "exclude", "recode", "recode_other", "reverse", "replay",
              "write_processed", "cleaning_log"),
    "analysis.describe": ("frequencies", "multiple_response", "crosstab", "likert", "means", "case_flow"),
    "analysis.compare": ("association", "welch"),
    "analysis.scale": ("score", "reliability", "item_analysis"),
    "interviews": ("Interviews", "read_interviews"),
    "interviews.coding": ("participants", "code_counts", "code_matrix", "excerpts", "agreement",
               "disagreements", "joint_display"),
    "audit": ("Figure", "read_figures", "audit_figures", "audit_report"),
    "intake": ("draft_codebook", "write_draft", "check_export"),
    "figures": ("plot",),
    "sentences": ("interpret",),
    "report": ("write_report", "build_reports"),
    "write": ("write_survey",),
    "example": ("example_survey",),
}
_HOME = {name: room for room, names in _ROOMS.items() for name in names}
_MODULES = {"audit": "audit", "coding": "interviews.coding"}

__all__ = sorted([*_HOME, *_MODULES])


def __getattr__(name: str) -> object:
    """A public name, from the room it lives in."""
    if name in _MODULES:
        return import_module(f"surveykit.{_MODULES[name]}")
    if name not in _HOME:
        raise AttributeError(f"module 'surveykit' has no attribute {name!r}")
    value = getattr(import_module(f"surveykit.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
