"""Personal data in a survey: where they stand, and what a person decided about them."""
