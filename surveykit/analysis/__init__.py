"""What a survey says: describe, compare, scales, on coded columns."""
