"""SPSS, Stata and Parquet files as surveys: their own labels, kinds of missing and response sets."""

from surveykit.read.native.native_parts import NativeParts, native_steps, parse_native
from surveykit.read.native.parquet import parquet_parts

__all__ = ["NativeParts", "native_steps", "parquet_parts", "parse_native"]
