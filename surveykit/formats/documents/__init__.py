"""Foreign documents (Word, web page, PDF, text) as blocks of text in reading order.

Names are loaded when first used: the child process imports its part of this room only.
"""

from surveykit.lazy_names import lazy_names

__getattr__, __dir__, __all__ = lazy_names(__name__, __file__)
