"""SPSS and Stata files as surveys: their own labels, kinds of missing and response sets."""

from surveykit.read.native.native_parts import NativeParts, native_steps, parse_native

__all__ = ["NativeParts", "native_steps", "parse_native"]
