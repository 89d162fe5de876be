"""Describe: shares, means and the flow of forms, each with its base."""
