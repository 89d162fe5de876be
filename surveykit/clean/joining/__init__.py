"""Two surveys put together: more rows (append), more columns (join), and the log that says how."""
