"""What a questionnaire asks, and the files that say so (loaded when used)."""

from surveykit.lazy_names import lazy_names

__getattr__, __dir__, __all__ = lazy_names(__name__, __file__)
