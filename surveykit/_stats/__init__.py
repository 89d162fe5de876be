"""Statistics on plain arrays: numpy and scipy.special only, every number checked against R.

The rooms above hand in arrays and get back frozen values; nothing here knows a survey, a label or a design. Degenerate
data give nan, unlawful arguments ValueError, and nothing is rounded. Every `level` is a confidence level in (0, 1).
"""
