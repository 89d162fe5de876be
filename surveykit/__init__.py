"""surveykit: from a raw questionnaire export and interviews to a reproducible report.

The public names are listed in `__init__.pyi` and loaded when first used, so that `import surveykit` costs
next to nothing.
"""

from surveykit.lazy_names import lazy_names

__version__ = "0.1.0"
__getattr__, __dir__, __all__ = lazy_names(__name__, __file__)
