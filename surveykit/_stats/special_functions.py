"""The functions of `scipy.special`, loaded when the first of them is used: its import costs half that of pandas."""

from importlib import import_module
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scipy import special
else:
    class _Special:
        """Loads the library at the first function and keeps what was used."""

        def __getattr__(self, name: str) -> Any:
            function = getattr(import_module("scipy.special"), name)
            setattr(self, name, function)
            return function

    special = _Special()

__all__ = ["normal_quantile", "special"]


def normal_quantile(q: float) -> float:
    """Quantile of the standard normal distribution. R: ``qnorm(q)``."""
    return NormalDist().inv_cdf(q)
