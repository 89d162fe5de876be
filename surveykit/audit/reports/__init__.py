"""The figures of a report: found in its text and tables, tied to a base, judged."""
