"""Compare: tests with effect sizes and intervals; the choice made stands in `method`."""
