"""Open files that other programs wrote, safely, as text.

Names are loaded when first used: the child process that runs the native readers imports its
part of this room only, and never numpy for a workbook.
"""

from surveykit.lazy_names import lazy_names

__getattr__, __dir__, __all__ = lazy_names(__name__, __file__)
