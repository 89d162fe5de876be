"""Text as it is compared, counted and decoded (ground floor)."""
