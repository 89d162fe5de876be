"""What was claimed and what was aimed at, beside the figures that bear it."""
