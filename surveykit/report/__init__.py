"""Notebooks or Results to HTML, Word and PDF.

Names are loaded when first used: who verifies a report runs no notebook, and who writes HTML loads nothing for Word.
"""

from surveykit.lazy_names import lazy_names

__getattr__, __dir__, __all__ = lazy_names(__name__, __file__)
