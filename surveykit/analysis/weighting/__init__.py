"""Weights: post-strata, raking, calibration, trimming, nonresponse, and what they do."""
