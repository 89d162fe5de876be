"""Text as it is compared, counted and decoded."""
