"""Conditions of a questionnaire (`relevant`, `constraint`), read and evaluated by a parser of our own.

The language is the part of XPath 1.0 that XLSForms use; nothing of Python is ever evaluated. `values` says how answers
compare, `functions` what may be called, `patterns` which regular expressions are known.
"""

from surveykit.expression.expression import Expression
from surveykit.expression.expression_parser import parse

__all__ = ["Expression", "parse"]
