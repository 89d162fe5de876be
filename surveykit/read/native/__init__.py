"""SPSS, Stata and Parquet files as surveys: their own labels, kinds of missing and response sets."""

from surveykit.read.native.parquet import parquet_parts
from surveykit.read.native.parts import NativeParts, native_parts, native_steps

__all__ = ["NativeParts", "native_parts", "native_steps", "parquet_parts"]
