"""SPSS, Stata and Parquet files as surveys: their own labels, kinds of missing and response sets."""

from surveykit.read.native.native_parts import NativeParts, native_steps, parse_native
from surveykit.read.native.parse_parquet import parse_parquet

__all__ = ["NativeParts", "native_steps", "parse_native", "parse_parquet"]
