"""Cleaning: rules flag, verbs change, and every change has a line in the log."""
